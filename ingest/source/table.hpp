// Delimited text (CSV, TSV): whether it is a table of abstracts, judged by its head row.
#pragma once

#include <string_view>

namespace lode::ingest {

// Enough of a file for its head row.
constexpr std::size_t k_table_head_bytes = 64 << 10;

// "a.csv", "b.tsv.gz", "c.tar!d/e.CSV"
bool is_table_by_name(std::string_view name);

// Whether the first row names a column of titles and one of abstracts. Delimiters: comma, tab,
// semicolon, bar.
bool is_table_of_abstracts(std::string_view head);

// Whether a field of that name is a title, an abstract ("description" and "text" are none: other
// things have them too).
bool names_a_title(std::string_view name);
bool names_an_abstract(std::string_view name);

}  // namespace lode::ingest
