// One table in an SQLite database. SQLite writes to files only, so the database grows in a
// temporary file and is copied out when it is complete.
#include <sqlite3.h>
#include <stdlib.h>  // mkstemp
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>

#include "core/base/error.hpp"
#include "core/base/leftovers.hpp"
#include "query/dataset/table.hpp"

namespace lode::query {
namespace {

// Removed at the end, whatever happens.
class TemporaryFile {
 public:
    TemporaryFile() {
        m_path = (std::filesystem::temp_directory_path() / "lode-XXXXXX").string();
        const auto held = leftovers::hold();
        const int fd = ::mkstemp(m_path.data());
        if (fd < 0) {
            throw error("{}: {}", m_path, std::strerror(errno));
        }
        ::close(fd);
        leftovers::add(m_path);
    }
    ~TemporaryFile() {
        ::unlink(m_path.c_str());
        leftovers::forget(m_path);
    }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    const std::string& path() const noexcept { return m_path; }

 private:
    std::string m_path;
};

class SqliteWriter final : public RowWriter {
 public:
    SqliteWriter(std::string_view table, std::span<const Column> columns, std::ostream& out)
        : m_out(out) {
        check(sqlite3_open(m_file.path().c_str(), &m_database));
        // A half-written file is thrown away, so no journal is needed.
        run("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA encoding='UTF-8'");
        std::string create;
        std::string places;
        for (const Column& column : columns) {
            create += fmt::format("{}\"{}\" {}", create.empty() ? "" : ", ", column.name,
                                  affinity(column.type));
            places += places.empty() ? "?" : ",?";
        }
        run(fmt::format("CREATE TABLE \"{}\" ({})", table, create));
        run("BEGIN");
        check(sqlite3_prepare_v2(
            m_database, fmt::format("INSERT INTO \"{}\" VALUES ({})", table, places).c_str(), -1,
            &m_insert, nullptr));
    }
    ~SqliteWriter() override { close(); }

    void row(std::span<const Cell> cells) override {
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const int at = static_cast<int>(i) + 1;
            if (const auto* text = std::get_if<std::string_view>(&cells[i])) {
                // sqlite3_bind_text64 takes a null pointer for NULL, so an empty text points to
                // one.
                check(sqlite3_bind_text64(m_insert, at, text->empty() ? "" : text->data(),
                                          text->size(), SQLITE_STATIC, SQLITE_UTF8));
            } else if (const auto* number = std::get_if<std::int64_t>(&cells[i])) {
                check(sqlite3_bind_int64(m_insert, at, *number));
            } else if (const auto* real = std::get_if<double>(&cells[i]);
                       real != nullptr && std::isfinite(*real)) {
                check(sqlite3_bind_double(m_insert, at, *real));
            } else if (const auto* truth = std::get_if<bool>(&cells[i])) {
                check(sqlite3_bind_int64(m_insert, at, *truth ? 1 : 0));
            } else {
                check(sqlite3_bind_null(m_insert, at));
            }
        }
        if (sqlite3_step(m_insert) != SQLITE_DONE) {
            throw problem();
        }
        check(sqlite3_reset(m_insert));
    }

    void finish() override {
        run("COMMIT");
        close();
        std::ifstream in(m_file.path(), std::ios::binary);
        std::array<char, std::size_t{1} << 16> piece{};
        while (in) {
            in.read(piece.data(), piece.size());
            m_out.write(piece.data(), in.gcount());
        }
        if (!in.eof()) {
            throw error("{}: cannot be read back", m_file.path());
        }
    }

 private:
    static std::string_view affinity(ColumnType type) {
        switch (type) {
            case ColumnType::text:
                return "TEXT";
            case ColumnType::number:
                return "REAL";
            case ColumnType::integer:
            case ColumnType::boolean:
                break;
        }
        return "INTEGER";
    }
    Error problem() const { return error("{}: {}", m_file.path(), sqlite3_errmsg(m_database)); }
    void check(int code) const {
        if (code != SQLITE_OK) {
            throw problem();
        }
    }
    void run(const std::string& sql) const {
        check(sqlite3_exec(m_database, sql.c_str(), nullptr, nullptr, nullptr));
    }
    void close() noexcept {
        sqlite3_finalize(m_insert);
        m_insert = nullptr;
        sqlite3_close(m_database);
        m_database = nullptr;
    }

    std::ostream& m_out;
    TemporaryFile m_file;
    sqlite3* m_database = nullptr;
    sqlite3_stmt* m_insert = nullptr;
};

}  // namespace

std::unique_ptr<RowWriter> make_sqlite_writer(std::string_view table,
                                              std::span<const Column> columns, std::ostream& out) {
    return std::make_unique<SqliteWriter>(table, columns, out);
}

}  // namespace lode::query
