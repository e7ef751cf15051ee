// The tone of a literature over the years: how often sentences are boosted (praise, certainty) and
// how often hedged. Says how things are written, not how they turned out. Formulas and limits:
// docs/BIAS.md, "Tone over time".
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/lexicon.hpp"
#include "core/model/analysis.hpp"
#include "query/interval.hpp"

namespace lode::query::bias {

// The sentences of own claim of one article.
struct ArticleTone {
    std::uint16_t year = 0;  // 0: not known
    std::uint64_t sentences = 0, words = 0;
    std::uint64_t boosted = 0, hedged = 0;  // sentences with at least one such word
};

// Lexicon boosters.txt; hedges were marked when the sentence was read (Sentence::hedged).
// Thread-safe for const calls.
class ToneReader {
 public:
    explicit ToneReader(const LexiconSource& lexicons);
    bool boosted(std::string_view tokens) const;  // norms joined by one space
    ArticleTone read(const Analysis& analysis, std::uint16_t year) const;

 private:
    std::map<std::string, std::vector<std::vector<std::string>>, std::less<>> m_by_first;
};

struct TonePeriod {
    std::uint16_t from = 0, to = 0;  // years, both included
    std::uint64_t articles = 0, sentences = 0, marked = 0;
    Interval interval;  // of the share, 90 %
    // Beside the line over the years: is the period off it? Plain, and adjusted for all looks;
    // nothing where it cannot be tested.
    std::optional<double> p, adjusted;
    bool above = false;
};

struct ToneTrend {
    std::uint64_t articles = 0, sentences = 0, marked = 0;  // with a year
    double share() const noexcept {
        return sentences == 0 ? 0 : static_cast<double>(marked) / static_cast<double>(sentences);
    }
    // Change of the log odds that a sentence is marked, in ten years; nothing where it cannot be
    // fitted.
    std::optional<double> slope_per_decade;
    std::optional<Interval> slope_interval;  // 90 %
    std::optional<double> p, adjusted;       // two-sided; adjusted for all looks
    std::vector<TonePeriod> periods;
};

struct Tone {
    ToneTrend boosted, hedged;
    std::uint64_t undated = 0;  // articles without a year, in no number here
    std::size_t looks = 0;      // tests made, over which `adjusted` holds
};

// Logistic regression of a sentence being marked on the year, the log of the article's words a
// sentence and the log of its number of sentences, variance robust to clusters, which are the
// articles. Needs 10 marked and 10 unmarked sentences, 10 articles and 2 years. Each period is
// tested by an indicator beside these. All p values are adjusted together (Holm 1979). Order of the
// articles does not matter. O(articles * looks).
Tone tone(std::vector<ArticleTone> articles);

// "3.1 % of 8,412 sentences; +0.40 in log odds a decade (90 % interval 0.10 to 0.70), p 0.03, 0.21
// adjusted for 14 looks, n = 812 articles"; then the periods that stand out, if any.
std::string tone_words(const ToneTrend& trend, std::size_t looks);

}  // namespace lode::query::bias
