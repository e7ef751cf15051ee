#include "query/bias/thresholds.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/base/error.hpp"
#include "query/bias/random.hpp"
#include "query/plain_text.hpp"
#include "query/statistics.hpp"

namespace lode::query::bias {
namespace {

constexpr std::string_view k_file = "threshold_words.tsv";
constexpr std::string_view k_number = "<nUm>";
constexpr std::size_t k_words_before_name = 4;
constexpr std::size_t k_bridge_words = 5;  // between a name and its value
constexpr std::uint64_t k_for_quartiles = 3;
constexpr std::uint64_t k_for_ratio = 10;
constexpr double k_wide = 2;
constexpr std::size_t k_draws = 4000;  // the flag asks for far tails

SiUnit pure_number() {
    SiUnit made;
    made.symbol = "1";
    return made;
}

double quartile_ratio(std::vector<double>& values) {
    const double lower = quantile(values, 0.25);
    return lower > 0 ? quantile(values, 0.75) / lower : 0;
}

}  // namespace

ThresholdReader::ThresholdReader(const LexiconSource& lexicons)
    : m_names(lexicons), m_units(lexicons) {
    for (const auto& row : read_lexicon(lexicons, k_file, 2)) {
        if (row[0] == "high" || row[0] == "low") {
            m_labels.emplace(row[1], row[0] == "high" ? ThresholdLabel::high : ThresholdLabel::low);
        } else if (row[0] == "bridge") {
            m_bridges.insert(row[1]);
        } else if (row[0] == "end") {
            m_ends.insert(row[1]);
        } else {
            throw error("lexicon {}: '{}' is none of high, low, bridge, end", k_file, row[0]);
        }
    }
}

// The first name within the words behind a label, if its quantity has a unit. Two names in one run
// ("high temperature conductivity") leave open which of them the label is of: nothing.
std::optional<ThresholdReader::Found> ThresholdReader::property_after(
    const std::vector<std::string_view>& words, std::size_t at) const {
    for (std::size_t i = at; i < words.size() && i < at + k_words_before_name; ++i) {
        if (words[i] == k_number || m_ends.contains(words[i]) || m_labels.contains(words[i])) {
            return std::nullopt;
        }
        const auto name = m_names.name_at(words, i);
        if (!name) {
            continue;
        }
        const std::size_t end = i + name->length;
        const std::string unit = m_names.si_unit(name->key);
        if (unit.empty() || unit == "-" || m_names.name_at(words, end)) {
            return std::nullopt;
        }
        return Found{name->key, end};
    }
    return std::nullopt;
}

bool ThresholdReader::value_follows(const std::vector<std::string_view>& words,
                                    std::size_t at) const {
    for (std::size_t i = at; i < words.size() && i <= at + k_bridge_words; ++i) {
        if (words[i] == k_number) {
            return true;
        }
        if (!m_bridges.contains(words[i])) {
            return false;
        }
    }
    return false;
}

// The one value of the sentence that can be of this quantity; two leave open which.
std::optional<double> ThresholdReader::value_of(const std::vector<const Quantity*>& quantities,
                                                const std::string& property,
                                                ThresholdLabel label) const {
    const std::string unit = m_names.si_unit(property);
    const auto wanted = unit == "1" ? pure_number() : m_units.si(unit).value_or(SiUnit{});
    std::optional<double> found;
    for (const Quantity* quantity : quantities) {
        const bool plain = quantity->unit.empty();
        if (quantity->kind != QuantityKind::measurement && quantity->kind != QuantityKind::number) {
            continue;
        }
        const auto si = plain ? std::optional(pure_number()) : m_units.si(quantity->unit);
        if (!si || si->symbol != wanted.symbol) {
            continue;
        }
        const auto end = label == ThresholdLabel::high ? quantity->low : quantity->high;
        const auto stated = quantity->value ? quantity->value : end;
        if (!stated || found) {
            return std::nullopt;
        }
        found = std::fabs(*stated * si->factor + si->offset);
    }
    return found;
}

std::vector<ThresholdUse> ThresholdReader::read(const Analysis& analysis) const {
    std::map<std::pair<std::string, ThresholdLabel>, std::optional<double>> uses;
    std::size_t next = 0;  // quantities stand in the order of the sentences
    for (std::uint32_t number = 0; number < analysis.sentences.size(); ++number) {
        std::vector<const Quantity*> quantities;
        for (; next < analysis.quantities.size() && analysis.quantities[next].sentence <= number;
             ++next) {
            if (analysis.quantities[next].sentence == number) {
                quantities.push_back(&analysis.quantities[next]);
            }
        }
        const Sentence& sentence = analysis.sentences[number];
        if (sentence.scope != ClaimScope::own) {
            continue;
        }
        const auto words = words_of(sentence.tokens);
        for (std::size_t i = 0; i + 1 < words.size(); ++i) {
            const auto label = m_labels.find(words[i]);
            if (label == m_labels.end()) {
                continue;
            }
            const auto property = property_after(words, i + 1);
            if (!property) {
                continue;
            }
            auto& use = uses[{property->property, label->second}];
            if (!value_follows(words, property->end)) {
                continue;
            }
            const auto value = value_of(quantities, property->property, label->second);
            if (value) {
                use = !use                                    ? *value
                      : label->second == ThresholdLabel::high ? std::min(*use, *value)
                                                              : std::max(*use, *value);
            }
        }
    }
    std::vector<ThresholdUse> made;
    for (auto& [key, value] : uses) {
        made.push_back({.property = key.first, .label = key.second, .value = value});
    }
    return made;
}

Thresholds thresholds(const std::vector<ThresholdUse>& uses, const PropertyNames& names) {
    struct Seen {
        std::uint64_t articles = 0;
        std::vector<double> values;
    };
    std::map<std::pair<std::string, ThresholdLabel>, Seen> seen;
    for (const auto& use : uses) {
        auto& here = seen[{use.property, use.label}];
        ++here.articles;
        if (use.value) {
            here.values.push_back(*use.value);
        }
    }
    Thresholds made;
    made.looks =
        static_cast<std::size_t>(std::count_if(seen.begin(), seen.end(), [](const auto& s) {
            return s.second.values.size() >= k_for_ratio;
        }));
    for (auto& [key, here] : seen) {
        std::sort(here.values.begin(), here.values.end());
        Threshold one;
        one.property = key.first;
        one.unit = names.si_unit(key.first);
        one.label = key.second;
        one.articles = here.articles;
        one.with_value = here.values.size();
        const double none = static_cast<double>(one.articles - one.with_value) + 0.5;
        const double some = static_cast<double>(one.with_value) + 0.5;
        one.without = {
            one.with_value < one.articles ? statistics::beta_quantile(0.05, none, some) : 0,
            one.with_value > 0 ? statistics::beta_quantile(0.95, none, some) : 1};
        if (one.with_value >= k_for_quartiles) {
            one.lower_quartile = quantile(here.values, 0.25);
            one.median = quantile(here.values, 0.5);
            one.upper_quartile = quantile(here.values, 0.75);
        }
        if (one.with_value >= k_for_ratio && *one.lower_quartile > 0) {
            one.ratio = *one.upper_quartile / *one.lower_quartile;
            Draws draws(k_seed);
            std::vector<double> ratios;
            std::vector<double> drawn(here.values.size());
            for (std::size_t i = 0; i < k_draws; ++i) {
                for (double& value : drawn) {
                    value = here.values[draws.below(here.values.size())];
                }
                ratios.push_back(quartile_ratio(drawn));
            }
            one.ratio_interval = {quantile(ratios, 0.05), quantile(ratios, 0.95)};
            one.spread = quantile(ratios, 0.05 / static_cast<double>(made.looks)) > k_wide;
        }
        made.list.push_back(std::move(one));
    }
    std::stable_sort(
        made.list.begin(), made.list.end(),
        [](const Threshold& a, const Threshold& b) { return a.articles > b.articles; });
    return made;
}

}  // namespace lode::query::bias
