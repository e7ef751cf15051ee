// A dataset as a flat table: named, typed, described columns, and rows streamed one at a time. What
// the records are is known to query/exports, how a file of them looks to the row writers.
#pragma once

#include <cstdint>
#include <memory>
#include <ostream>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

namespace lode::query {

enum class ColumnType : std::uint8_t { text, integer, number, boolean };

struct Column {
    std::string_view name;  // [a-z0-9_]+, unique in its table
    ColumnType type = ColumnType::text;
    std::string_view title;  // one sentence: what it holds, with its unit
    // The article's own words, which its licence may not allow to pass on (Row::quotable).
    bool quotes = false;
};

// Not stated, or a value of the column's type. Text must live until the row is written.
using Cell = std::variant<std::monostate, std::string_view, std::int64_t, double, bool>;

// Text where there is any.
inline Cell stated(std::string_view text) {
    return text.empty() ? Cell{} : Cell{text};
}
inline Cell whole(std::uint64_t number) {
    return static_cast<std::int64_t>(number);
}
inline Cell year_cell(std::uint16_t year) {
    return year == 0 ? Cell{} : whole(year);
}
// The number a float was written as: 0.9, not 0.8999999761581421.
Cell shortest(float value);
// To the sixth decimal, for what is computed by ways whose rounding differs between machines; never
// -0, which some readers take for another value than 0.
double rounded(double value);

// Takes rows in order. Values that are not finite are written as not stated. Not thread-safe.
class RowWriter {
 public:
    RowWriter() = default;
    RowWriter(const RowWriter&) = delete;
    RowWriter& operator=(const RowWriter&) = delete;
    virtual ~RowWriter() = default;
    // One cell a column.
    virtual void row(std::span<const Cell> cells) = 0;
    // Writes what a format has behind the last row; without it a file is not complete.
    virtual void finish() = 0;
};

// "jsonl csv tsv parquet sqlite": separated by a blank, the usual one first.
inline constexpr std::string_view k_table_formats = "jsonl csv tsv parquet sqlite";

// A writer of a format of k_table_formats; UsageError for another. `columns` and `out` must outlive
// it. `table` names the table inside formats that name it.
std::unique_ptr<RowWriter> make_row_writer(std::string_view format, std::string_view table,
                                           std::span<const Column> columns, std::ostream& out);

// Behind make_row_writer(); parquet.cpp and sqlite.cpp.
std::unique_ptr<RowWriter> make_parquet_writer(std::span<const Column> columns, std::ostream& out);
std::unique_ptr<RowWriter> make_sqlite_writer(std::string_view table,
                                              std::span<const Column> columns, std::ostream& out);

}  // namespace lode::query
