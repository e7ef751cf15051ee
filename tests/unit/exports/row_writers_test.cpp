#include <sqlite3.h>
#include <zstd.h>

#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <limits>
#include <sstream>
#include <string>

#include "core/base/error.hpp"
#include "query/dataset/table.hpp"

using namespace lode::query;

namespace {

constexpr std::array<Column, 4> k_columns{{{"name", ColumnType::text, "A name"},
                                           {"count", ColumnType::integer, "A count"},
                                           {"share", ColumnType::number, "A share"},
                                           {"sure", ColumnType::boolean, "Whether"}}};

std::string written(std::string_view format, const std::vector<std::array<Cell, 4>>& rows) {
    std::ostringstream out;
    const auto writer = make_row_writer(format, "things", k_columns, out);
    for (const auto& row : rows) {
        writer->row(row);
    }
    writer->finish();
    return out.str();
}

const std::vector<std::array<Cell, 4>> k_rows{
    {std::string_view("a,\"b\"\tc\\\nd"), std::int64_t{-7}, 0.1, true},
    {Cell{}, Cell{}, std::numeric_limits<double>::quiet_NaN(), Cell{}},
    {std::string_view(""), std::int64_t{9007199254740993}, 1e300, false}};

}  // namespace

TEST_CASE("rows as text", "[exports]") {
    CHECK(written("jsonl", k_rows) ==
          "{\"name\":\"a,\\\"b\\\"\\tc\\\\\\nd\",\"count\":-7,\"share\":0.1,\"sure\":true}\n"
          "{\"name\":null,\"count\":null,\"share\":null,\"sure\":null}\n"
          "{\"name\":\"\",\"count\":9007199254740993,\"share\":1e+300,\"sure\":false}\n");
    CHECK(written("csv", k_rows) ==
          "name,count,share,sure\r\n\"a,\"\"b\"\"\tc\\\nd\",-7,0.1,true\r\n,,,\r\n"
          "\"\",9007199254740993,1e+300,false\r\n");
    CHECK(written("tsv", k_rows) ==
          "name\tcount\tshare\tsure\na,\"b\"\\tc\\\\\\nd\t-7\t0.1\ttrue\n\t\t\t\n"
          "\t9007199254740993\t1e+300\tfalse\n");
    CHECK_THROWS_AS(written("xls", {}), lode::UsageError);
    CHECK(written("jsonl", {}).empty());
}

TEST_CASE("rounding to the sixth decimal knows no negative nought", "[exports]") {
    CHECK(rounded(0.12345678) == 0.123457);
    CHECK(rounded(-2.0000004) == -2);
    CHECK_FALSE(std::signbit(rounded(-1e-9)));
    CHECK(std::isnan(rounded(std::numeric_limits<double>::quiet_NaN())));
}

TEST_CASE("an SQLite database that SQLite reads", "[exports]") {
    const auto file = std::filesystem::temp_directory_path() /
                      ("lode-rows-" + std::to_string(::getpid()) + ".sqlite");
    std::ofstream(file, std::ios::binary) << written("sqlite", k_rows);
    sqlite3* database = nullptr;
    REQUIRE(sqlite3_open_v2(file.c_str(), &database, SQLITE_OPEN_READONLY, nullptr) == SQLITE_OK);
    sqlite3_stmt* query = nullptr;
    REQUIRE(sqlite3_prepare_v2(database,
                               "SELECT name, count, share, sure FROM things ORDER BY rowid", -1,
                               &query, nullptr) == SQLITE_OK);
    REQUIRE(sqlite3_step(query) == SQLITE_ROW);
    CHECK(std::string(reinterpret_cast<const char*>(sqlite3_column_text(query, 0))) ==
          "a,\"b\"\tc\\\nd");
    CHECK(sqlite3_column_int64(query, 1) == -7);
    CHECK(sqlite3_column_double(query, 2) == 0.1);
    CHECK(sqlite3_column_int(query, 3) == 1);
    REQUIRE(sqlite3_step(query) == SQLITE_ROW);
    for (int i = 0; i < 4; ++i) {
        CHECK(sqlite3_column_type(query, i) == SQLITE_NULL);
    }
    REQUIRE(sqlite3_step(query) == SQLITE_ROW);
    CHECK(sqlite3_column_type(query, 0) == SQLITE_TEXT);
    CHECK(sqlite3_column_bytes(query, 0) == 0);
    CHECK(sqlite3_column_int64(query, 1) == 9007199254740993);
    CHECK(sqlite3_step(query) == SQLITE_DONE);
    sqlite3_finalize(query);
    sqlite3_close(database);
    std::filesystem::remove(file);
}

namespace {

// A reader of Thrift's compact protocol, for the fields the test looks at: written from the
// specification, apart from the writer.
class Compact {
 public:
    Compact(const std::string& bytes, std::size_t at) : m_bytes(bytes), m_at(at) {}
    std::uint64_t varint() {
        std::uint64_t value = 0;
        for (unsigned shift = 0;; shift += 7) {
            const auto byte = static_cast<unsigned char>(m_bytes.at(m_at++));
            value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
            if (byte < 0x80) {
                return value;
            }
        }
    }
    std::int64_t integer() {
        const std::uint64_t raw = varint();
        return static_cast<std::int64_t>(raw >> 1U) ^ -static_cast<std::int64_t>(raw & 1U);
    }
    // Reads a struct; `field(id, type)` consumes the field or returns false to have it skipped.
    template <class Field>
    void structure(Field&& field) {
        int id = 0;
        for (;;) {
            const auto head = static_cast<unsigned char>(m_bytes.at(m_at++));
            if (head == 0) {
                return;
            }
            REQUIRE(head >> 4U != 0);  // the long form is never needed here
            id += head >> 4U;
            if (!field(id, head & 15U)) {
                skip(head & 15U);
            }
        }
    }
    std::size_t list() {
        const auto head = static_cast<unsigned char>(m_bytes.at(m_at++));
        return head >> 4U == 15U ? varint() : head >> 4U;
    }
    std::string text() {
        const auto size = varint();
        m_at += size;
        return m_bytes.substr(m_at - size, size);
    }
    std::size_t at() const { return m_at; }

 private:
    void skip(unsigned type) {
        switch (type) {
            case 5:
            case 6:
                varint();
                break;
            case 8:
                text();
                break;
            case 9: {
                const unsigned of = static_cast<unsigned char>(m_bytes.at(m_at)) & 15U;
                for (std::size_t n = list(); n > 0; --n) {
                    skip(of);
                }
                break;
            }
            case 12:
                structure([](int, unsigned) { return false; });
                break;
            default:
                FAIL("a type that is not written: " << type);
        }
    }
    const std::string& m_bytes;
    std::size_t m_at;
};

}  // namespace

TEST_CASE("a Parquet file holds what was given", "[exports]") {
    const std::string file = written("parquet", k_rows);
    REQUIRE(file.substr(0, 4) == "PAR1");
    REQUIRE(file.substr(file.size() - 4) == "PAR1");
    std::uint32_t footer = 0;
    std::memcpy(&footer, file.data() + file.size() - 8, 4);
    Compact meta(file, file.size() - 8 - footer);
    std::vector<std::string> names;
    std::vector<std::int64_t> pages;
    std::int64_t rows = 0;
    meta.structure([&](int id, unsigned) {
        if (id == 2) {
            for (std::size_t n = meta.list(); n > 0; --n) {
                meta.structure([&](int field, unsigned) {
                    if (field == 4) {
                        names.push_back(meta.text());
                    }
                    return field == 4;
                });
            }
            return true;
        }
        if (id == 3) {
            rows = meta.integer();
            return true;
        }
        if (id == 4) {
            for (std::size_t n = meta.list(); n > 0; --n) {
                meta.structure([&](int field, unsigned) {
                    if (field != 1) {
                        return false;
                    }
                    for (std::size_t c = meta.list(); c > 0; --c) {
                        meta.structure([&](int chunk, unsigned) {
                            if (chunk != 3) {
                                return false;
                            }
                            meta.structure([&](int part, unsigned) {
                                if (part == 9) {
                                    pages.push_back(meta.integer());
                                }
                                return part == 9;
                            });
                            return true;
                        });
                    }
                    return true;
                });
            }
            return true;
        }
        return false;
    });
    CHECK(meta.at() == file.size() - 8);
    CHECK(rows == 3);
    CHECK(names == std::vector<std::string>{"schema", "name", "count", "share", "sure"});
    REQUIRE(pages.size() == 4);

    const auto page = [&](std::size_t column) {
        Compact head(file, static_cast<std::size_t>(pages[column]));
        std::int64_t plain = 0;
        std::int64_t packed = 0;
        head.structure([&](int id, unsigned) {
            if (id == 2) {
                plain = head.integer();
            } else if (id == 3) {
                packed = head.integer();
            } else {
                return false;
            }
            return true;
        });
        std::string data(static_cast<std::size_t>(plain), '\0');
        REQUIRE(ZSTD_decompress(data.data(), data.size(), file.data() + head.at(),
                                static_cast<std::size_t>(packed)) == data.size());
        return data;
    };
    // Levels: 4 bytes of size, then one run each of 1, 0, 1.
    const std::string levels("\6\0\0\0\2\1\2\0\2\1", 10);
    CHECK(page(0) == levels + std::string("\x0a\0\0\0a,\"b\"\tc\\\nd\0\0\0\0", 18));
    std::string counts = levels;
    for (const std::int64_t value : {std::int64_t{-7}, std::int64_t{9007199254740993}}) {
        counts.append(reinterpret_cast<const char*>(&value), 8);
    }
    CHECK(page(1) == counts);
    CHECK(page(2).substr(0, 10) == levels);
    CHECK(page(2).size() == 26);
    CHECK(page(3) == levels + '\1');
}

TEST_CASE("a Parquet file of many groups of rows", "[exports]") {
    std::ostringstream out;
    const auto writer = make_row_writer("parquet", "things", k_columns, out);
    const std::string text(1000, 'x');
    const std::size_t rows = 100'000;  // 100 MB in groups of 32
    for (std::size_t i = 0; i < rows; ++i) {
        writer->row(std::array<Cell, 4>{std::string_view(text), whole(i), Cell{}, i % 3 == 0});
    }
    writer->finish();
    const std::string file = out.str();
    CHECK(file.size() < 2'000'000);
    std::uint32_t footer = 0;
    std::memcpy(&footer, file.data() + file.size() - 8, 4);
    Compact meta(file, file.size() - 8 - footer);
    std::size_t groups = 0;
    std::int64_t in_groups = 0;
    meta.structure([&](int id, unsigned) {
        if (id != 4) {
            return false;
        }
        groups = meta.list();
        for (std::size_t n = groups; n > 0; --n) {
            meta.structure([&](int field, unsigned) {
                in_groups += field == 3 ? meta.integer() : 0;
                return field == 3;
            });
        }
        return true;
    });
    CHECK(groups == 4);
    CHECK(in_groups == static_cast<std::int64_t>(rows));
}
