// Where a material and a concept meet in the stored articles, sentence by sentence.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "query/literature.hpp"
#include "query/survey.hpp"
#include "query/terms.hpp"

namespace lode::query::explain {

// Sentences of the analysis that mention the material (a canonical formula), under any of its
// names: one flag a sentence.
std::vector<bool> sentences_with(const Analysis& analysis, const std::string& formula);

// A sentence by place; nothing where the article is retracted: its sentences are never shown.
std::optional<Witness> witness(const Literature& literature, store::Seq seq,
                               const Analysis& analysis, std::size_t sentence, bool names_concept);

// Counts of articles and sentences leave retracted articles out.
struct Meeting {
    std::uint64_t material_articles = 0;     // that mention the material
    std::uint64_t material_sentences = 0;    // in them
    std::uint64_t articles = 0;              // of the articles, those that speak of the concept too
    std::uint64_t sentences_there = 0;       // that mention the material in those
    std::uint64_t articles_in_sentence = 0;  // of `articles`, with both in one sentence
    // Occurrences in the training text of the articles outside `both`, retracted ones included: no
    // model that is trained without `both` counts more.
    std::uint64_t mentions_elsewhere = 0;
    std::uint64_t negatives = 0;   // negative sentences on the material in `articles`
    std::uint64_t retracted = 0;   // that speak of both
    std::vector<store::Seq> both;  // `articles` and the retracted ones, ascending
    std::vector<Witness> shown;    // best first (better()), then the other negative ones
};

// `evidence`: how many articles show their best sentence; negative sentences are shown all.
// Reads every article that mentions the material once.
Meeting meeting(const Literature& literature, const std::vector<Concept>& concepts,
                const std::string& formula, std::size_t evidence);

}  // namespace lode::query::explain
