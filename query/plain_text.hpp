// What the text formats share: numbers for people and for machines, columns, escaping.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "query/format.hpp"
#include "query/report.hpp"

namespace lode::query {

// Terminal columns a UTF-8 text takes: combining marks none, East Asian wide characters two.
std::size_t display_width(std::string_view utf8);
// Without control characters: tabs and line ends become a space, others vanish (an article's text
// must not move a reader's cursor).
std::string one_line(std::string_view utf8);
// The words of norms joined by blanks (Sentence::tokens); views into `tokens`.
std::vector<std::string_view> words_of(std::string_view tokens);
// Appends a cell of a CSV line as RFC 4180 has it: in quotes where it must be, quotes doubled.
void append_csv_cell(std::string& out, std::string_view text);
// Shortest form that reads back as the same number; "" where it is not finite.
std::string exact(double value);
// 48211 -> "48,211".
std::string grouped(std::uint64_t number);
// "1994-2023", "2019", "-".
std::string years(std::uint16_t first, std::uint16_t last);
// "no-negatives,popularity"; "" without flags.
std::string flag_names(const Row& row, std::string_view separator);
// The reasons of all flags, flag by flag: equal ones share a line, and of a flag with more than
// k_reasons different ones the first are written and the rest counted. Lines end with '\n'.
std::string flag_reasons(const Report& report);
inline constexpr std::size_t k_reasons = 5;
std::size_t flagged(const Report& report);
// "3 of 20 results carry flags. Similarity is not evidence of performance."
std::string closing_line(const Report& report);
// "81 % (60-93)", "-" where no article votes.
std::string success(const Row& row);
// 0.193 -> "0.193", with a true minus sign nowhere: terminals and spreadsheets share it.
std::string short_score(double score);
// The heading facts of a report, one a line: question, corpus, concept literature, notes.
std::vector<std::string> preamble(const Report& report);

// The columns every delimited machine format has, and a row's cells under them at full precision.
// "3", or "3 (1-7)" with the interval over several models.
std::string rank_with_interval(const Row& row);
const std::vector<std::string>& machine_columns();
std::vector<std::string> machine_cells(const Row& row);

// Columns padded to the widest cell, numbers to the right, two spaces between, no trailing space.
std::string aligned(const SimpleTable& table);

}  // namespace lode::query
