// Figure trends of one sentence: events joined with variables, filtered, scored.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/analysis.hpp"
#include "ingest/mine/conditions.hpp"
#include "ingest/mine/events.hpp"
#include "ingest/mine/figure_refs.hpp"

namespace lode::ingest {

// Probability that a record is right (it states a trend, of this property and direction), by what
// it holds: corpora/lexicons/trend_scores.tsv, fitted on labelled sentences. Thread-safe.
class TrendScores {
 public:
    // Error where the table lacks a kind or holds something that is no probability.
    explicit TrendScores(const LexiconSource& lexicons);
    // `variable`: the sentence states one.
    float probability(Direction direction, bool variable) const;

 private:
    std::array<std::array<float, 2>, 3> m_table{};  // kind of direction, variable
};

struct TrendInput {
    std::string_view text;  // the block
    std::uint32_t sentence = 0;
    bool caption = false;
    const Words& words;
    const Events& events;
    const std::vector<Measurement>& measurements;
    const std::vector<Mention>& mentions;  // of this sentence
    const std::vector<FigurePointer>& figures;
    const std::vector<Condition>& conditions;  // of this sentence
    const TrendScores& scores;
};

// Records whose evidence suffices, in order of the text.
std::vector<Trend> compose_trends(const TrendInput& input, const Grammar& grammar,
                                  const PropertyLexicon& properties);

// The axes that one sentence of a caption names, panel by panel.
std::vector<CaptionPart> read_axes(const Grammar& grammar,
                                   const std::vector<Measurement>& measurements,
                                   const std::vector<Condition>& conditions);
// What the caption of its figure adds to a trend whose sentence leaves it out: variable, range and
// conditions, from the panel the text points at, or from the part that is about the same property.
// Says so in Trend::from_caption.
void complete_from_caption(Trend& trend, const std::vector<CaptionPart>& parts);
// False only where read_axes() would find nothing for certain.
bool may_name_axes(const Words& words) noexcept;

}  // namespace lode::ingest
