// What the parts of EventFinder share: word lists and the sentence they work on. Internal to the
// events*.cpp files.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

#include "ingest/mine/events.hpp"

namespace lode::ingest {

template <std::size_t N>
bool one_of(std::string_view word, const std::array<std::string_view, N>& list) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

inline constexpr std::array<std::string_view, 6> k_clause_variables{"as",   "when",     "if",
                                                                    "once", "whenever", "provided"};
inline constexpr std::array<std::string_view, 27> k_causes{
    "lead",        "leads",      "led",         "leading",  "cause",     "causes",   "caused",
    "causing",     "result",     "results",     "resulted", "resulting", "induce",   "induces",
    "contributed", "contribute", "contributes", "gives",    "gave",      "triggers", "produces",
    "produced",    "yields",     "causing",     "elicit",   "elicits",   "elicited"};
inline constexpr std::array<std::string_view, 14> k_reports{
    "show",      "shows",   "showed",    "exhibit",   "exhibits",    "exhibited",   "displays",
    "displayed", "undergo", "undergoes", "underwent", "experienced", "experiences", "has"};
inline constexpr std::array<std::string_view, 22> k_reach{
    "reach",    "reaches",   "reached", "reaching", "attain",    "attains", "attained", "exhibit",
    "exhibits", "exhibited", "show",    "shows",    "showed",    "achieve", "achieves", "achieved",
    "displays", "displayed", "has",     "had",      "possesses", "passes"};
inline constexpr std::array<std::string_view, 16> k_found_at{
    "is",      "was",    "are",      "were",    "observed", "obtained", "found", "achieved",
    "reached", "occurs", "occurred", "appears", "located",  "recorded", "lies",  "noted"};
inline constexpr std::array<std::string_view, 12> k_spectral{
    "peaks", "band", "bands", "spectrum",   "spectra", "diffraction",
    "xrd",   "xps",  "raman", "reflection", "binding", "wavenumber"};
inline constexpr std::array<std::string_view, 12> k_treatments{
    "after",   "upon", "by",         "during", "following", "via",
    "through", "over", "throughout", "under",  "on",        "beyond"};

// "the drop of the gain was negligible"
inline bool negligible_behind(const Grammar& g, std::size_t from) {
    for (std::size_t i = from; i < std::min(from + 8, g.words().size()); ++i) {
        if (g.is(i, k_break | k_relative)) {
            return false;
        }
        if (g.words().is(i, "negligible")) {
            return true;
        }
    }
    return false;
}

inline bool is_be(std::string_view word) {
    constexpr std::array<std::string_view, 7> forms{"is", "are",  "was",  "were",
                                                    "be", "been", "being"};
    return one_of(word, forms);
}

struct EventFinder::Work {
    Grammar& grammar;
    const std::vector<Cue>& cues;
    const std::vector<Measurement>& measurements;
    Events result;

    const Words& words() const { return grammar.words(); }
    // Index of the measurement whose number stands at or behind word i, at most `reach` words on.
    std::int32_t measure_at(std::size_t i, std::size_t reach) const {
        if (i >= words().size()) {
            return -1;
        }
        const std::uint32_t from = words()[i].range.begin;
        const std::uint32_t to = words()[std::min(i + reach, words().size() - 1)].range.begin;
        for (std::size_t m = 0; m < measurements.size(); ++m) {
            const Range range = measurements[m].quantity.range;
            if (range.end > from && range.begin <= to) {
                return range.begin + 3 >= from ? static_cast<std::int32_t>(m) : -1;
            }
        }
        return -1;
    }
    bool has_modal(std::size_t at) const {
        for (std::size_t k = 1; k <= 4 && k <= at; ++k) {
            const std::size_t i = at - k;
            if (grammar.is(i, k_modal)) {
                return true;
            }
            if (!grammar.is(i, k_adverb | k_auxiliary | k_negation) && !words().is(i, "to") &&
                !words().is(i, "expected")) {
                return false;
            }
        }
        return false;
    }
    bool then_before(std::size_t at) const {
        for (std::size_t k = 1; k <= 4 && k <= at; ++k) {
            const std::string_view word = words().at(at - k);
            if (word == "then" || word == "subsequently" || word == "thereafter" ||
                word == "followed" || word == "afterwards" || word == "before") {
                return true;
            }
        }
        return false;
    }
};

}  // namespace lode::ingest
