// Abbreviations that a document defines itself: "solid oxide fuel cell (SOFC)", "SOFC (solid oxide
// fuel cell)". Schwartz and Hearst, Pac. Symp. Biocomput. 2003, with limits on both forms.
#pragma once

#include <string_view>
#include <vector>

#include "core/model/analysis.hpp"

namespace lode::ingest {

// Finds the definitions in one piece of text; O(text): every parenthesis looks at a bounded window.
// `sentences` bound the search for the long form. Repeated definitions of one short form keep the
// first.
void find_abbreviations(std::string_view text, const std::vector<Range>& sentences,
                        std::vector<Abbreviation>& found);

// The long form for `short_form` at the end of `candidate`; empty where there is none.
std::string_view long_form(std::string_view short_form, std::string_view candidate);

}  // namespace lode::ingest
