#include "ingest/mine/conditions.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "core/base/error.hpp"

namespace lode::ingest {

ConditionFinder::ConditionFinder(const LexiconSource& lexicons) {
    constexpr std::array<std::pair<std::string_view, Role>, 5> roles{{{"lead", k_lead},
                                                                      {"direct", k_direct},
                                                                      {"gas", k_gas},
                                                                      {"modifier", k_modifier},
                                                                      {"vessel", k_vessel}}};
    for (const auto& row : read_lexicon(lexicons, "condition_words.tsv", 2)) {
        const auto* const role = std::find_if(
            roles.begin(), roles.end(), [&](const auto& item) { return item.first == row[0]; });
        if (role == roles.end()) {
            throw error("lexicon condition_words.tsv: \"{}\" is no class of words", row[0]);
        }
        for (const auto word : split_words(row[1])) {
            m_roles[std::string(word)] |= role->second;
        }
    }
}

bool ConditionFinder::has(std::string_view word, Role role) const {
    const auto found = m_roles.find(word);
    return found != m_roles.end() && (found->second & role) != 0;
}

// From the preposition that leads to the number; empty where none does.
Span ConditionFinder::value(const Grammar& g, const Measurement& measurement) const {
    const Words& words = g.words();
    const std::size_t number = words.index_at(measurement.number.begin);
    if (measurement.quantity.low || number == 0 || number >= words.size()) {
        return {};
    }
    std::size_t end = words.index_at(measurement.quantity.range.end - 1) + 1;
    // "x = 0.2": the value of a variable of the composition.
    const bool equals = words.is(number - 1, "=") && number >= 3;
    const std::size_t before = equals ? number - 3 : number - 1;
    const std::string& unit = measurement.quantity.unit;
    const bool share = unit.find('%') != std::string::npos;
    const bool dissolved = unit == "M" || unit == "mM" || unit.starts_with("mol");
    if (has(words.at(before), k_direct)) {
        const bool of_what = words.is(before, "in") ? dissolved : share;
        if (equals || of_what || words.is(before, "when")) {
            if (of_what) {
                const Span what = g.phrase_from(end, 2);
                end = !what.empty() && what.begin == end ? what.end : end;
            }
            return equals || of_what ? Span{before, end} : Span{};
        }
        return {};
    }
    for (std::size_t k = 1; k <= 6 && k <= number; ++k) {
        const std::size_t i = number - k;
        if (has(words.at(i), k_lead)) {
            return {i, end};
        }
        const bool inside = g.content(i) || g.is(i, k_determiner | k_adverb) || words.is(i, "of") ||
                            words.is(i, "=") || words.is(i, "~");
        if (!inside || words.is_number(i) || g.is(i, k_verb)) {
            return {};
        }
    }
    return {};
}

// "in (flowing) (dry) air", "under a nitrogen atmosphere", "in vacuum".
Span ConditionFinder::atmosphere(const Grammar& g, std::size_t lead) const {
    const Words& words = g.words();
    if (!words.is(lead, "in") && !words.is(lead, "under")) {
        return {};
    }
    std::size_t i = lead + 1;
    while (g.is(i, k_determiner)) {
        ++i;
    }
    while (has(words.at(i), k_modifier)) {
        ++i;
    }
    if (!has(words.at(i), k_gas)) {
        return {};
    }
    while (has(words.at(i), k_gas) || (words.is(i, "/") && has(words.at(i + 1), k_gas))) {
        ++i;
    }
    if (has(words.at(i), k_vessel)) {
        ++i;
    }
    // "in oxygen partial pressure", "in water-splitting": the gas is part of another name.
    const bool goes_on = i < words.size() && (g.content(i) || words.is(i, "-"));
    return goes_on ? Span{} : Span{lead, i};
}

std::vector<Condition> ConditionFinder::find(const Grammar& grammar,
                                             const std::vector<Measurement>& measurements) const {
    std::vector<Condition> found;
    for (std::size_t m = 0; m < measurements.size(); ++m) {
        if (const Span words = value(grammar, measurements[m]); !words.empty()) {
            found.push_back({words, static_cast<std::int32_t>(m)});
        }
    }
    for (std::size_t i = 0; i + 1 < grammar.words().size(); ++i) {
        if (const Span words = atmosphere(grammar, i); !words.empty()) {
            found.push_back({words, -1});
        }
    }
    std::sort(found.begin(), found.end(), [](const Condition& a, const Condition& b) {
        return std::pair(a.words.begin, a.words.end) < std::pair(b.words.begin, b.words.end);
    });
    std::size_t end = 0;
    std::erase_if(found, [&](const Condition& condition) {
        const bool overlaps = condition.words.begin < end;
        end = std::max(end, condition.words.end);
        return overlaps;
    });
    return found;
}

}  // namespace lode::ingest
