// From the places of sentences to the sentences themselves, with where they stand.
#pragma once

#include <string>
#include <vector>

#include "query/literature.hpp"
#include "query/report.hpp"
#include "query/survey.hpp"

namespace lode::query {

// "title", "abstract", "2 Results", "Figure 3", "table caption", "body".
std::string section_label(const Article& article, const Block& block);

// A witness whose article or place cannot be found again is an Error: the store would be broken.
std::vector<Evidence> evidence(const Literature& literature, const std::vector<Witness>& witnesses);

}  // namespace lode::query
