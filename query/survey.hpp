// One pass over the articles that speak of the concept: which candidates they mention, how they
// vote on them, and which sentences to show. Every number of a report that depends on outcomes
// comes from here, so that counts, votes and evidence always agree.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "query/bias/correction.hpp"
#include "query/literature.hpp"
#include "query/terms.hpp"

namespace lode::query {

// A sentence to show, by place.
struct Witness {
    store::Seq seq = 0;
    std::uint32_t sentence = 0;
    std::uint16_t year = 0;
    bool names_concept = false;
    bool own_outcome = false;  // own claim with an outcome
    OutcomeLabel outcome = OutcomeLabel::neutral;
};

// The order of sentences to show: those that name the concept, then own claims with an outcome,
// then the newest; ties by place.
bool better(const Witness& l, const Witness& r);

// One article's vote on one material.
struct Ballot {
    store::Seq seq = 0;
    std::uint16_t year = 0;  // 0: not known
    Vote vote;
};

struct MaterialSurvey {
    std::uint64_t articles = 0;  // that speak of the concept and the material
    std::uint64_t positive = 0;
    std::uint64_t negative = 0;
    std::uint64_t null = 0;
    std::uint64_t retracted = 0;  // retracted articles that do; in no other number here
    std::vector<Ballot> ballots;  // of the articles that vote, by seq
    // Sentences of own claim that mention the material, by their label as read.
    bias::LabelCounts sentences{};
    std::vector<Witness> witnesses;  // best first, at most one an article
    std::uint64_t voting() const noexcept { return positive + negative + null; }
};

struct Survey {
    std::uint64_t articles = 0;             // that speak of the concept, retracted ones left out
    std::uint64_t retracted = 0;            // left out
    std::vector<MaterialSurvey> materials;  // one for each formula asked for
};

// Visits the articles that speak of the question, ascending, retracted ones too. An article speaks
// of it where it holds at least one of the concepts; the words of a concept of several words must
// stand side by side in a sentence. `among`: only these articles (ascending); nullptr: all.
void for_each_about(const Literature& literature, const std::vector<Concept>& concepts,
                    const std::vector<store::Seq>* among,
                    const std::function<void(store::Seq, const Analysis&)>& visit);

// Does a sentence (its training text) name one of the concepts whole?
bool names_concept(const std::vector<Concept>& concepts, std::string_view tokens);

// Votes, counts and sentences of the articles that speak of the question (for_each_about).
//
// `formulas` are norms of materials, each once. At most `evidence` witnesses each; where any
// negative sentence exists, at least one is among them. Time: proportional to the text of the
// concept's articles; memory: to `formulas` * `evidence` for each core, and to the votes. Calls
// `literature` from several threads at a time.
//
// `also` sees each article that counts, with its year (0: not known), while it is at hand: from
// several threads at a time, in no order.
using AlsoSees = std::function<void(std::uint16_t, const Analysis&)>;
Survey survey(const Literature& literature, const std::vector<Concept>& concepts,
              const std::vector<std::string>& formulas, std::size_t evidence,
              const AlsoSees& also = {});

}  // namespace lode::query
