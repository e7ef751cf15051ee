// What the pages share. Classes are those of html_style.hpp.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "query/report.hpp"

namespace lode::query {

// Sentences with where they stand. `written`: the material as most written, marked in each.
void write_quotes(const std::vector<Evidence>& evidence, const std::string& written,
                  std::ostream& out);

// The raised flags of a material with their reasons, one a line.
void write_reasons(const std::vector<Finding>& flags, std::ostream& out);

// From <!DOCTYPE> to the line above the heading. `title` is escaped already.
void write_page_begin(const std::string& title, std::string_view eyebrow, std::ostream& out);

// "What this cannot tell", "How it was made" and the end of the page.
void write_page_end(const std::vector<std::string>& limits,
                    const std::vector<std::pair<std::string, std::string>>& made_by,
                    const std::string& program, std::ostream& out);

}  // namespace lode::query
