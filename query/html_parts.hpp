// Pieces that several report pages share. All text comes back escaped.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "query/format.hpp"
#include "query/report.hpp"

namespace lode::query {

// The document up to and with <body>, the style sheet in it.
std::string page_begin(std::string_view title);
// Terms with blanks for '_' and formulas set as formulas, commas between.
std::string listed_html(const std::vector<std::string>& terms);
std::string percent_html(double share);                           // "81&nbsp;%"
std::string years_html(std::uint16_t first, std::uint16_t last);  // with an en dash
// A table that scrolls by itself where the page is narrow.
std::string table_html(const SimpleTable& table);
// With a capital: a line of the plain text as a heading or sentence of a page.
std::string capital(std::string text);
// A paragraph on a row's votes; "" where no article votes.
std::string outcomes_html(const Row& row);
// A sentence with its outcome and source; every occurrence of `mark` stands out.
std::string quote_html(const Evidence& item, std::string_view mark);
// What the flags mean, with the source of each; "" where none is raised.
std::string flag_legend_html(const std::set<std::string>& raised);

// Sentences with where they stand. `written`: the material as most written, marked in each.
void write_quotes(const std::vector<Evidence>& evidence, const std::string& written,
                  std::ostream& out);
// The raised flags of a material with their reasons, one a line.
void write_reasons(const std::vector<Finding>& flags, std::ostream& out);
// From <!DOCTYPE> to the line above the heading. `title` is escaped already.
void write_page_begin(std::string_view title, std::string_view eyebrow, std::ostream& out);
// "What this cannot tell", "How it was made" and the end of the page.
void write_page_end(const std::vector<std::string>& limits,
                    const std::vector<std::pair<std::string, std::string>>& made_by,
                    const std::string& program, std::ostream& out);

}  // namespace lode::query
