#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>

#include "core/base/error.hpp"
#include "ingest/mine/trends.hpp"

namespace lode::ingest {
namespace {

// Rows of the table of scores.
std::size_t kind_of(Direction direction) {
    switch (direction) {
        case Direction::increase:
        case Direction::decrease:
            return 0;
        case Direction::no_change:
            return 2;
        default:
            return 1;
    }
}

}  // namespace

TrendScores::TrendScores(const LexiconSource& lexicons) {
    constexpr std::array<std::string_view, 3> kinds{"change", "shape", "same"};
    std::size_t given = 0;
    for (const auto& row : read_lexicon(lexicons, "trend_scores.tsv", 3)) {
        const auto* const kind = std::find(kinds.begin(), kinds.end(), row[0]);
        const bool variable = row[1] == "variable";
        char* end = nullptr;
        const float probability = std::strtof(row[2].c_str(), &end);
        if (kind == kinds.end() || (!variable && row[1] != "none") || *end != '\0' ||
            row[2].empty() || !(probability > 0) || probability > 1) {
            throw error("lexicon trend_scores.tsv: \"{} {} {}\" is no row of scores", row[0],
                        row[1], row[2]);
        }
        auto& place = m_table.at(static_cast<std::size_t>(kind - kinds.begin())).at(variable);
        given += place == 0 ? 1U : 0U;
        place = probability;
    }
    if (given != 6) {
        throw error("lexicon trend_scores.tsv: {} of 6 kinds of records have a score", given);
    }
}

float TrendScores::probability(Direction direction, bool variable) const {
    return m_table.at(kind_of(direction)).at(variable ? 1 : 0);
}

}  // namespace lode::ingest
