// How often the classifier of outcomes is wrong, as measured and shipped with it:
// corpora/lexicons/outcome_confusion.tsv. Shares that are counted over its labels can be corrected
// by it.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/lexicon.hpp"
#include "core/model/analysis.hpp"

namespace lode {

// True x found counts over one set of labelled sentences.
struct OutcomeConfusion {
    std::string set;
    // Rules were written with errors on these sentences in view: expect more errors elsewhere.
    bool in_sight = true;
    std::string date;  // ISO 8601
    std::string data;  // what was labelled, in words
    std::string command;
    std::uint32_t rules = 0;  // k_claims_version of the program that was measured

    std::uint64_t count(OutcomeLabel truth, OutcomeLabel found) const;
    std::uint64_t truly(OutcomeLabel truth) const;  // sentences with this true label
    std::uint64_t n() const;

    // By the numbers of OutcomeLabel: [true][found].
    std::array<std::array<std::uint64_t, 4>, 4> counts{};
};

// All sets in the order of the table, each with its four rows of counts. Throws Error naming the
// table and what is wrong: an unknown kind of row or label, a number that is none, counts of a set
// that is not declared, a set without all four rows, no `rules` row before the first set.
// Thread-safe.
std::vector<OutcomeConfusion> outcome_confusions(const LexiconSource& lexicons = {});

}  // namespace lode
