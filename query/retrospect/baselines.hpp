// What a ranking must beat: orders of the candidates that need no word vectors. All look only at
// what was written before the cut-off year.
#pragma once

#include <cstdint>
#include <vector>

#include "query/retrospect/history.hpp"

namespace lode::query::retrospect {

// One score a candidate, higher is better; candidates are numbers into History::materials().
using Scores = std::vector<double>;

// Articles before the year.
Scores by_mentions(const History& history, const std::vector<std::uint32_t>& candidates,
                   std::uint16_t year);
// Articles of the three years before it.
Scores by_recent_mentions(const History& history, const std::vector<std::uint32_t>& candidates,
                          std::uint16_t year);
// Adamic & Adar 2003 on the graph of materials that stand in one article: the sum over the
// neighbours studied before the year of 1 / ln(neighbours of the neighbour).
Scores by_common_neighbours(const History& history, const std::vector<std::uint32_t>& candidates,
                            std::uint16_t year);
// The greatest cosine of the element fractions to a material studied before the year. A formula
// without a readable composition scores 0.
Scores by_composition(const History& history, const std::vector<std::uint32_t>& candidates,
                      std::uint16_t year);

}  // namespace lode::query::retrospect
