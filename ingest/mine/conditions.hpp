// Conditions that a sentence states beside its variable: "at 300 K", "under a pressure of 5 MPa",
// "for x = 0.2", "in 0.5 M H2SO4", "in dry air".
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/base/lexicon.hpp"
#include "core/base/string_map.hpp"
#include "ingest/mine/grammar.hpp"
#include "ingest/mine/quantities.hpp"

namespace lode::ingest {

struct Condition {
    Span words;                     // from the preposition to the end of the value or gas
    std::int32_t measurement = -1;  // index into the measurements; -1: an atmosphere
};

// Thread-safe after construction.
class ConditionFinder {
 public:
    // Error where corpora/lexicons/condition_words.tsv has a class that is not known.
    explicit ConditionFinder(const LexiconSource& lexicons);
    // In order of the text, not overlapping. Ranges ("at 300-700 K") are none: they belong to a
    // variable. O(words + measurements).
    std::vector<Condition> find(const Grammar& grammar,
                                const std::vector<Measurement>& measurements) const;

 private:
    enum Role : std::uint8_t { k_lead = 1, k_direct = 2, k_gas = 4, k_modifier = 8, k_vessel = 16 };
    bool has(std::string_view word, Role role) const;
    Span value(const Grammar& grammar, const Measurement& measurement) const;
    Span atmosphere(const Grammar& grammar, std::size_t lead) const;

    StringMap<std::uint8_t> m_roles;
};

}  // namespace lode::ingest
