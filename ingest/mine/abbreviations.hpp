// Abbreviations that a document defines itself: "solid oxide fuel cell (SOFC)", "SOFC (solid oxide
// fuel cell)", "(SOFC = solid oxide fuel cell)". After Schwartz and Hearst, Pac. Symp. Biocomput.
// 2003, but of all ways to spell a short form with the words before it the cheapest is taken:
// first letters of words cost nothing, letters inside them and words passed over do.
#pragma once

#include <string_view>
#include <vector>

#include "core/model/analysis.hpp"

namespace lode::ingest {

// Finds the definitions in one piece of text; O(text): every bracket looks at a bounded window.
// `sentences` bound the search for the long form. Repeated definitions of one short form keep the
// first.
void find_abbreviations(std::string_view text, const std::vector<Range>& sentences,
                        std::vector<Abbreviation>& found);

// The long form for `short_form` at the end of `candidate`; empty where there is none. Only the
// last 256 bytes of `candidate` are looked at.
std::string_view long_form(std::string_view short_form, std::string_view candidate);

}  // namespace lode::ingest
