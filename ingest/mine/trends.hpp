// Figure trends of one sentence: events joined with variables, filtered, scored.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/model/analysis.hpp"
#include "ingest/mine/events.hpp"
#include "ingest/mine/figure_refs.hpp"

namespace lode::ingest {

struct TrendInput {
    std::string_view text;  // the block
    std::uint32_t sentence = 0;
    bool caption = false;
    const Words& words;
    const Events& events;
    const std::vector<Measurement>& measurements;
    const std::vector<Mention>& mentions;  // of this sentence
    const std::vector<FigurePointer>& figures;
};

// Records whose score reaches the threshold, in order of the text.
std::vector<Trend> compose_trends(const TrendInput& input, const Grammar& grammar,
                                  const PropertyLexicon& properties);

// The axes a caption names: "X as a function of Y", "X versus Y", "dependence of X on Y".
struct CaptionAxes {
    std::string property;  // exact substrings of the caption; "" where not named
    std::string variable;
};
CaptionAxes read_axes(const Grammar& grammar);

}  // namespace lode::ingest
