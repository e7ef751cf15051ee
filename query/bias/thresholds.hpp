// What articles call high or low: the spread of the values stated beside such a word, and how many
// state none. Formulas and limits: docs/BIAS.md, "What is called high".
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/lexicon.hpp"
#include "core/model/analysis.hpp"
#include "core/model/unit_table.hpp"
#include "query/interval.hpp"
#include "query/property_names.hpp"

namespace lode::query::bias {

enum class ThresholdLabel : std::uint8_t { high, low };

// One article and one labelled quantity: "high power factor", said at least once.
struct ThresholdUse {
    std::string property;  // PropertyNames::key
    ThresholdLabel label = ThresholdLabel::high;
    // In SI, its amount: the least that the article calls high, the most that it calls low; nothing
    // where no value stands beside the word.
    std::optional<double> value;
};

// Lexicons threshold_words.tsv, properties.tsv and those of units. Thread-safe for const calls.
class ThresholdReader {
 public:
    explicit ThresholdReader(const LexiconSource& lexicons);
    // Of sentences of own claim, at most one use for each property and label.
    std::vector<ThresholdUse> read(const Analysis& analysis) const;
    const PropertyNames& names() const noexcept { return m_names; }

 private:
    struct Found {
        std::string property;
        std::size_t end = 0;  // the word behind its name
    };
    std::optional<Found> property_after(const std::vector<std::string_view>& words,
                                        std::size_t at) const;
    bool value_follows(const std::vector<std::string_view>& words, std::size_t at) const;
    std::optional<double> value_of(const std::vector<const Quantity*>& quantities,
                                   const std::string& property, ThresholdLabel label) const;

    PropertyNames m_names;
    UnitTable m_units;
    std::map<std::string, ThresholdLabel, std::less<>> m_labels;
    std::set<std::string, std::less<>> m_bridges, m_ends;
};

struct Threshold {
    std::string property;
    std::string unit;  // SI as the table of properties writes it; "1": a plain number
    ThresholdLabel label = ThresholdLabel::high;
    std::uint64_t articles = 0;    // call it so
    std::uint64_t with_value = 0;  // of these, state one value beside the word
    Interval without;              // of the share that states none, 90 % (Jeffreys)
    // From three articles with a value on.
    std::optional<double> lower_quartile, median, upper_quartile;
    // Upper quartile by lower quartile, with its 90 % interval; from ten articles on.
    std::optional<double> ratio;
    std::optional<Interval> ratio_interval;
    // The flag "threshold-spread": the ratio is above 2 beyond chance, adjusted for all looks.
    bool spread = false;
};

struct Thresholds {
    std::vector<Threshold> list;  // most articles first, then by name and label
    std::size_t looks = 0;        // ratios tested
};

// `uses`: every article's; `names`: those they were read with. The ratio's interval is a bootstrap
// over the articles (k_seed); the flag takes its lower end at 5 % by the number of looks
// (Bonferroni). Order of `uses` does not matter.
Thresholds thresholds(const std::vector<ThresholdUse>& uses, const PropertyNames& names);

}  // namespace lode::query::bias
