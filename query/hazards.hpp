// What is known against a material from the elements it holds (core/chem/element_facts.hpp). The
// material itself is never assessed, and nothing here ever says "safe".
#pragma once

#include <string>
#include <string_view>

namespace lode::query {

// "Pb (inorganic lead compounds, IARC group 2A; RoHS), Cd (...)"; "" where no list names an element
// of it or its composition is not readable.
std::string hazardous_elements(std::string_view formula);
// "Te (US), Bi (EU, US)".
std::string scarce_elements(std::string_view formula);
// "not assessed", or "not assessed as a whole; hazardous elements: ...".
std::string hazard_words(std::string_view formula);

}  // namespace lode::query
