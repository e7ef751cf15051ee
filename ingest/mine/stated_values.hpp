// Variables of formulas and the values that the text states for them: "La1-xSrxMnO3 (x = 0.2)".
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ingest/mine/words.hpp"

namespace lode::ingest {

// Variables with exactly one value stated in the words from `first` on, up to `last` (excluded):
// ("x", 0.2). A range, a list or two different values state none.
std::vector<std::pair<char, double>> stated_values(const Words& words, std::size_t first,
                                                   std::size_t last);

// The formula with its variables replaced: "La1-xSrxMnO3", x = 0.2 -> "La0.8Sr0.2MnO3"; "" where a
// variable has no value or an amount would be negative. An amount of nought takes its element out.
std::string with_values(std::string_view formula,
                        const std::vector<std::pair<char, double>>& values);

}  // namespace lode::ingest
