// Tests that were made together: chances adjusted so that no look goes unpaid. Benjamini &
// Hochberg, for lists of which some may be false, are in query/statistics.hpp.
#pragma once

#include <span>
#include <vector>

namespace lode::query::bias {

// Holm adjusted p values (1979), in the order given: below x, the chance of any false one is at
// most x, whatever the tests have to do with one another.
std::vector<double> holm(std::span<const double> p);

}  // namespace lode::query::bias
