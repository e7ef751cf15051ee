// The text formats: JSON lines (RFC 8259), CSV (RFC 4180), TSV (no quotes: tabs, line ends and
// backslashes as \t, \n, \r, \\).
#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <string>

#include "core/base/error.hpp"
#include "query/dataset/table.hpp"
#include "query/plain_text.hpp"

namespace lode::query {
namespace {

bool is_stated(const Cell& cell) {
    const double* number = std::get_if<double>(&cell);
    return !std::holds_alternative<std::monostate>(cell) &&
           (number == nullptr || std::isfinite(*number));
}

void append_number(std::string& out, const Cell& cell) {
    if (const auto* number = std::get_if<std::int64_t>(&cell)) {
        fmt::format_to(std::back_inserter(out), "{}", *number);
    } else if (const auto* real = std::get_if<double>(&cell)) {
        fmt::format_to(std::back_inserter(out), "{}", *real);
    } else if (const auto* truth = std::get_if<bool>(&cell)) {
        out += *truth ? "true" : "false";
    }
}

void append_json_text(std::string& out, std::string_view text) {
    out += '"';
    for (const char c : text) {
        switch (c) {
            case '"':
                out += "\\\"";
                break;
            case '\\':
                out += "\\\\";
                break;
            case '\n':
                out += "\\n";
                break;
            case '\r':
                out += "\\r";
                break;
            case '\t':
                out += "\\t";
                break;
            default:
                if (static_cast<unsigned char>(c) < 0x20) {
                    fmt::format_to(std::back_inserter(out), "\\u{:04x}",
                                   static_cast<unsigned>(static_cast<unsigned char>(c)));
                } else {
                    out += c;
                }
        }
    }
    out += '"';
}

// Lines are collected and written in pieces: one virtual call a piece, not a cell.
class LineWriter : public RowWriter {
 public:
    explicit LineWriter(std::ostream& out) : m_out(out) {}
    void row(std::span<const Cell> cells) final {
        append(m_buffer, cells);
        if (m_buffer.size() > k_piece) {
            flush();
        }
    }
    void finish() final { flush(); }

 protected:
    virtual void append(std::string& out, std::span<const Cell> cells) = 0;
    std::string m_buffer;

 private:
    static constexpr std::size_t k_piece = std::size_t{1} << 16;
    void flush() {
        m_out.write(m_buffer.data(), static_cast<std::streamsize>(m_buffer.size()));
        m_buffer.clear();
    }
    std::ostream& m_out;
};

class JsonLines final : public LineWriter {
 public:
    JsonLines(std::span<const Column> columns, std::ostream& out) : LineWriter(out) {
        for (const Column& column : columns) {
            m_keys.push_back(fmt::format("{}\"{}\":", m_keys.empty() ? "{" : ",", column.name));
        }
    }

 private:
    void append(std::string& out, std::span<const Cell> cells) override {
        for (std::size_t i = 0; i < m_keys.size(); ++i) {
            out += m_keys[i];
            if (!is_stated(cells[i])) {
                out += "null";
            } else if (const auto* text = std::get_if<std::string_view>(&cells[i])) {
                append_json_text(out, *text);
            } else {
                append_number(out, cells[i]);
            }
        }
        out += "}\n";
    }
    std::vector<std::string> m_keys;
};

class Delimited final : public LineWriter {
 public:
    Delimited(char separator, std::span<const Column> columns, std::ostream& out)
        : LineWriter(out), m_separator(separator) {
        for (std::size_t i = 0; i < columns.size(); ++i) {
            m_buffer += i == 0 ? std::string() : std::string(1, separator);
            m_buffer += columns[i].name;
        }
        end_line(m_buffer);
    }

 private:
    void append(std::string& out, std::span<const Cell> cells) override {
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (i > 0) {
                out += m_separator;
            }
            if (const auto* text = std::get_if<std::string_view>(&cells[i])) {
                m_separator == ',' ? append_quoted(out, *text) : append_escaped(out, *text);
            } else if (is_stated(cells[i])) {
                append_number(out, cells[i]);
            }
        }
        end_line(out);
    }
    void end_line(std::string& out) const { out += m_separator == ',' ? "\r\n" : "\n"; }

    static void append_quoted(std::string& out, std::string_view text) {
        // An empty text is quoted, so that it differs from what is not stated.
        if (text.empty()) {
            out += "\"\"";
        } else {
            append_csv_cell(out, text);
        }
    }
    static void append_escaped(std::string& out, std::string_view text) {
        for (const char c : text) {
            switch (c) {
                case '\t':
                    out += "\\t";
                    break;
                case '\n':
                    out += "\\n";
                    break;
                case '\r':
                    out += "\\r";
                    break;
                case '\\':
                    out += "\\\\";
                    break;
                default:
                    out += c;
            }
        }
    }
    char m_separator;
};

}  // namespace

Cell shortest(float value) {
    double number = 0;
    const std::string digits = fmt::format("{}", value);
    const char* const end = digits.data() + digits.size();
    const auto parsed = std::from_chars(digits.data(), end, number);
    return parsed.ec == std::errc() && parsed.ptr == end ? Cell{number} : Cell{};
}

double rounded(double value) {
    return std::round(value * 1e6) / 1e6 + 0.0;
}

std::unique_ptr<RowWriter> make_row_writer(std::string_view format, std::string_view table,
                                           std::span<const Column> columns, std::ostream& out) {
    if (format == "jsonl") {
        return std::make_unique<JsonLines>(columns, out);
    }
    if (format == "csv" || format == "tsv") {
        return std::make_unique<Delimited>(format == "csv" ? ',' : '\t', columns, out);
    }
    if (format == "parquet") {
        return make_parquet_writer(columns, out);
    }
    if (format == "sqlite") {
        return make_sqlite_writer(table, columns, out);
    }
    throw UsageError(fmt::format("a table cannot be written as \"{}\"", format),
                     fmt::format("formats: {}", k_table_formats));
}

}  // namespace lode::query
