// Pointers to figures in running text: "Fig. 3a", "Figures 2 and 3", "Fig. S4(b)".
#pragma once

#include <cstdint>
#include <string>
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

// The axes a caption names: "X as a function of Y", "X versus Y", "dependence of X on Y".
struct CaptionAxes {
    std::string property;  // exact substrings of the caption; "" where not named
    std::string variable;
    std::string range;       // of the variable, "from 300 to 700 K"
    std::string conditions;  // as in Trend::conditions
};

// What a caption says of one panel; of the whole figure where it names none ("").
struct CaptionPart {
    std::string panel;  // "a"
    CaptionAxes axes;
};

// What is needed to find a figure of an article again.
struct FigureNames {
    std::string id;
    std::string number;  // see figure_number()
    std::vector<CaptionPart> parts;
};

// Indices of the figures a sentence points at, by link or by number; ascending, each once.
std::vector<std::uint32_t> resolve_figures(const Text& text, Range sentence,
                                           const std::vector<FigurePointer>& pointers,
                                           const std::vector<FigureNames>& figures);

// Index of the first figure that a pointer as written ("Fig. 3a") names; -1: none.
std::int32_t resolve_figure(std::string_view written, const std::vector<FigureNames>& figures);

}  // namespace lode::ingest
