// Apache Parquet, format version 1: flat tables of optional columns, PLAIN values, definition
// levels in RLE, pages packed with zstd. There is no library for it in Debian 12. Follows
// parquet-format 2.9 (parquet.thrift, Encodings.md) and the compact protocol of Apache Thrift.
#include <fmt/format.h>
#include <zstd.h>

#include <bit>
#include <cmath>
#include <cstring>
#include <string>
#include <utility>

#include "core/base/error.hpp"
#include "query/dataset/table.hpp"

namespace lode::query {
namespace {

// A group of rows is written when its columns hold this much, or this many rows: it bounds the
// memory and gives readers pieces to skip or share out.
constexpr std::size_t k_group_bytes = std::size_t{32} << 20;
constexpr std::size_t k_group_rows = std::size_t{1} << 18;
constexpr int k_zstd_level = 3;

void put_varint(std::string& out, std::uint64_t value) {
    while (value >= 0x80) {
        out += static_cast<char>(value | 0x80U);
        value >>= 7U;
    }
    out += static_cast<char>(value);
}

template <class T>
void put_little_endian(std::string& out, T value) {
    static_assert(std::endian::native == std::endian::little);
    out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

// One struct of Thrift's compact protocol; structs in it are written by their own Thrift.
class Thrift {
 public:
    enum Type : unsigned { k_i32 = 5, k_i64 = 6, k_binary = 8, k_list = 9, k_struct = 12 };

    Thrift& integer(int id, Type type, std::int64_t value) {
        head(id, type);
        put_varint(m_bytes, zigzag(value));
        return *this;
    }
    Thrift& text(int id, std::string_view value) {
        head(id, k_binary);
        put_varint(m_bytes, value.size());
        m_bytes += value;
        return *this;
    }
    Thrift& nested(int id, const std::string& bytes) {
        head(id, k_struct);
        m_bytes += bytes;
        return *this;
    }
    // `items` are encoded elements.
    Thrift& list(int id, Type of, const std::vector<std::string>& items) {
        head(id, k_list);
        if (items.size() < 15) {
            m_bytes += static_cast<char>(items.size() << 4U | of);
        } else {
            m_bytes += static_cast<char>(0xF0U | of);
            put_varint(m_bytes, items.size());
        }
        for (const auto& item : items) {
            m_bytes += item;
        }
        return *this;
    }
    std::string done() { return std::move(m_bytes) + '\0'; }

    static std::uint64_t zigzag(std::int64_t value) {
        return (static_cast<std::uint64_t>(value) << 1U) ^ static_cast<std::uint64_t>(value >> 63U);
    }
    static std::string item(std::int64_t value) {
        std::string out;
        put_varint(out, zigzag(value));
        return out;
    }
    static std::string item(std::string_view value) {
        std::string out;
        put_varint(out, value.size());
        return out += value;
    }

 private:
    void head(int id, Type type) {
        m_bytes += static_cast<char>(static_cast<unsigned>(id - m_last) << 4U | type);
        m_last = id;
    }
    std::string m_bytes;
    int m_last = 0;
};

// Numbers of parquet.thrift.
constexpr int k_boolean = 0, k_int64 = 2, k_double = 5, k_byte_array = 6;  // Type
constexpr int k_optional = 1;                                              // FieldRepetitionType
constexpr int k_utf8 = 0;                                                  // ConvertedType
constexpr int k_plain = 0, k_rle = 3;                                      // Encoding
constexpr int k_zstd = 6;                                                  // CompressionCodec

int physical(ColumnType type) {
    switch (type) {
        case ColumnType::text:
            return k_byte_array;
        case ColumnType::integer:
            return k_int64;
        case ColumnType::number:
            return k_double;
        case ColumnType::boolean:
            break;
    }
    return k_boolean;
}

struct Buffer {
    std::string values;         // PLAIN, those that are stated
    std::vector<bool> present;  // one a row
    std::size_t booleans = 0;   // bits in `values`
};

class ParquetWriter final : public RowWriter {
 public:
    ParquetWriter(std::span<const Column> columns, std::ostream& out)
        : m_columns(columns), m_out(out), m_buffers(columns.size()) {
        write("PAR1");
    }

    void row(std::span<const Cell> cells) override {
        for (std::size_t i = 0; i < m_columns.size(); ++i) {
            add(m_buffers[i], m_columns[i], cells[i]);
        }
        ++m_group_rows;
        if (m_bytes > k_group_bytes || m_group_rows == k_group_rows) {
            write_group();
        }
    }

    void finish() override {
        if (m_group_rows > 0) {
            write_group();
        }
        const std::string meta = footer();
        write(meta);
        std::string tail;
        put_little_endian(tail, static_cast<std::uint32_t>(meta.size()));
        write(tail + "PAR1");
    }

 private:
    void write(std::string_view bytes) {
        m_out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        m_offset += bytes.size();
    }

    void add(Buffer& buffer, const Column& column, const Cell& cell) {
        const std::size_t before = buffer.values.size();
        bool present = true;
        if (const auto* text = std::get_if<std::string_view>(&cell)) {
            put_little_endian(buffer.values, static_cast<std::uint32_t>(text->size()));
            buffer.values += *text;
        } else if (const auto* whole_number = std::get_if<std::int64_t>(&cell)) {
            if (column.type == ColumnType::number) {
                put_little_endian(buffer.values, static_cast<double>(*whole_number));
            } else {
                put_little_endian(buffer.values, *whole_number);
            }
        } else if (const auto* real = std::get_if<double>(&cell);
                   real != nullptr && std::isfinite(*real)) {
            put_little_endian(buffer.values, *real);
        } else if (const auto* truth = std::get_if<bool>(&cell)) {
            const unsigned bit = buffer.booleans++ % 8;
            if (bit == 0) {
                buffer.values += '\0';
            }
            buffer.values.back() = static_cast<char>(
                static_cast<unsigned char>(buffer.values.back()) | (*truth ? 1U : 0U) << bit);
        } else {
            present = false;
        }
        buffer.present.push_back(present);
        m_bytes += buffer.values.size() - before;
    }

    // Runs of equal levels: (length << 1) as varint, then the level in one byte. In front their
    // size in 4 bytes, as version 1 of a data page has it.
    static std::string levels(const std::vector<bool>& present) {
        std::string runs;
        for (std::size_t i = 0; i < present.size();) {
            std::size_t end = i + 1;
            while (end < present.size() && present[end] == present[i]) {
                ++end;
            }
            put_varint(runs, (end - i) << 1U);
            runs += present[i] ? '\1' : '\0';
            i = end;
        }
        std::string out;
        put_little_endian(out, static_cast<std::uint32_t>(runs.size()));
        return out + runs;
    }

    static std::string packed(const std::string& page) {
        std::string out(ZSTD_compressBound(page.size()), '\0');
        const std::size_t size =
            ZSTD_compress(out.data(), out.size(), page.data(), page.size(), k_zstd_level);
        if (ZSTD_isError(size) != 0U) {
            throw error("zstd: {}", ZSTD_getErrorName(size));
        }
        out.resize(size);
        return out;
    }

    void write_group() {
        std::vector<std::string> chunks;
        std::uint64_t total = 0;
        for (std::size_t i = 0; i < m_columns.size(); ++i) {
            Buffer& buffer = m_buffers[i];
            const std::string page = levels(buffer.present) + buffer.values;
            const std::string data = packed(page);
            const std::string header =
                Thrift()
                    .integer(1, Thrift::k_i32, 0)  // DATA_PAGE
                    .integer(2, Thrift::k_i32, static_cast<std::int64_t>(page.size()))
                    .integer(3, Thrift::k_i32, static_cast<std::int64_t>(data.size()))
                    .nested(5, Thrift()
                                   .integer(1, Thrift::k_i32,
                                            static_cast<std::int64_t>(buffer.present.size()))
                                   .integer(2, Thrift::k_i32, k_plain)
                                   .integer(3, Thrift::k_i32, k_rle)
                                   .integer(4, Thrift::k_i32, k_rle)
                                   .done())
                    .done();
            const auto at = static_cast<std::int64_t>(m_offset);
            const auto plain = static_cast<std::int64_t>(header.size() + page.size());
            total += static_cast<std::uint64_t>(plain);
            const std::string chunk =
                Thrift()
                    .integer(1, Thrift::k_i32, physical(m_columns[i].type))
                    .list(2, Thrift::k_i32,
                          {Thrift::item(std::int64_t{k_plain}), Thrift::item(std::int64_t{k_rle})})
                    .list(3, Thrift::k_binary, {Thrift::item(m_columns[i].name)})
                    .integer(4, Thrift::k_i32, k_zstd)
                    .integer(5, Thrift::k_i64, static_cast<std::int64_t>(buffer.present.size()))
                    .integer(6, Thrift::k_i64, plain)
                    .integer(7, Thrift::k_i64,
                             static_cast<std::int64_t>(header.size() + data.size()))
                    .integer(9, Thrift::k_i64, at)
                    .done();
            chunks.push_back(Thrift().integer(2, Thrift::k_i64, at).nested(3, chunk).done());
            write(header);
            write(data);
            buffer = {};
        }
        m_groups.push_back(Thrift()
                               .list(1, Thrift::k_struct, chunks)
                               .integer(2, Thrift::k_i64, static_cast<std::int64_t>(total))
                               .integer(3, Thrift::k_i64, static_cast<std::int64_t>(m_group_rows))
                               .done());
        m_rows += m_group_rows;
        m_group_rows = 0;
        m_bytes = 0;
    }

    std::string footer() const {
        std::vector<std::string> schema;
        schema.push_back(Thrift()
                             .text(4, "schema")
                             .integer(5, Thrift::k_i32, static_cast<std::int64_t>(m_columns.size()))
                             .done());
        for (const Column& column : m_columns) {
            Thrift element;
            element.integer(1, Thrift::k_i32, physical(column.type))
                .integer(3, Thrift::k_i32, k_optional)
                .text(4, column.name);
            if (column.type == ColumnType::text) {
                element.integer(6, Thrift::k_i32, k_utf8);
            }
            schema.push_back(element.done());
        }
        return Thrift()
            .integer(1, Thrift::k_i32, 1)
            .list(2, Thrift::k_struct, schema)
            .integer(3, Thrift::k_i64, static_cast<std::int64_t>(m_rows))
            .list(4, Thrift::k_struct, m_groups)
            .text(6, "lode")
            .done();
    }

    std::span<const Column> m_columns;
    std::ostream& m_out;
    std::vector<Buffer> m_buffers;
    std::vector<std::string> m_groups;
    std::size_t m_bytes = 0;  // in m_buffers
    std::size_t m_group_rows = 0;
    std::uint64_t m_rows = 0;
    std::uint64_t m_offset = 0;
};

}  // namespace

std::unique_ptr<RowWriter> make_parquet_writer(std::span<const Column> columns, std::ostream& out) {
    return std::make_unique<ParquetWriter>(columns, out);
}

}  // namespace lode::query
