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

// The axes that one sentence of a caption names.
CaptionAxes read_axes(const Grammar& grammar);
// False only where read_axes() would find nothing for certain.
bool may_name_axes(const Words& words) noexcept;

}  // namespace lode::ingest
