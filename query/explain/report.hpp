// The answer of `lode explain` as text for a terminal, JSON (docs/FORMATS.md) and one page. Pure:
// the same explanation gives the same bytes.
#pragma once

#include <iosfwd>
#include <string>

#include "query/explain/explain.hpp"
#include "query/format.hpp"

namespace lode::query::explain {

void write_text(const Explanation& explanation, std::ostream& out);
void write_json(const Explanation& explanation, std::ostream& out);
void write_page(const Explanation& explanation, std::ostream& out);

// With Unicode subscripts in formulas, or as written.
SimpleTable words_table(const Explanation& explanation, bool subscripts);
SimpleTable neighbours_table(const Explanation& explanation, bool subscripts);
// What is known of the rank without the articles on both, in a sentence or two.
std::string removal_words(const Explanation& explanation);
// How often material and concept stand together.
std::string meeting_words(const Explanation& explanation);
// What was searched for chains, and what was found.
std::string chain_words(const Explanation& explanation);

}  // namespace lode::query::explain
