// What is known against a material from the elements it holds (core/chem/element_facts.hpp). The
// material itself is never assessed, and nothing here ever says "safe".
#pragma once

#include <string>
#include <string_view>

namespace lode::query {

// "Pb (inorganic lead compounds, IARC group 2A; RoHS), Cd (...)"; "" where no list names an element
// of it or its composition is not readable.
std::string hazardous_elements(std::string_view formula);
// Elements that both the EU and the United States call critical: "Co, Li". On one of the two lists
// stands nearly every metal (Cu, Si, Zn), so that naming those would mark nearly every material.
std::string scarce_elements(std::string_view formula);
// "not assessed", or "not assessed as a whole; hazardous elements: ...".
std::string hazard_words(std::string_view formula);

}  // namespace lode::query
