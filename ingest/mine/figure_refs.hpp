// Pointers to figures in running text: "Fig. 3a", "Figures 2 and 3", "Fig. S4(b)".
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/model/article.hpp"
#include "ingest/mine/words.hpp"

namespace lode::ingest {

struct FigurePointer {
    Range range;                       // "Fig. 3a"
    std::vector<std::string> numbers;  // "3", "S4": without panel letters, as labels state them
};

std::vector<FigurePointer> find_figure_pointers(const Words& words);

// The number in a figure's label ("Figure 3." -> "3", "Fig. S4" -> "S4"); empty where none.
std::string figure_number(std::string_view label);

}  // namespace lode::ingest
