// How a material and a concept that never stand in one sentence hang together: chains of sentences,
// each sharing a word with the next.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "embed/vectors/embedding.hpp"
#include "query/literature.hpp"
#include "query/report.hpp"
#include "query/terms.hpp"

namespace lode::query::explain {

// words[i] and words[i + 1] stand in sentences[i]; the first word is the material, the last the
// concept, as a reader writes them.
struct Chain {
    std::vector<std::string> words;
    std::vector<Evidence> sentences;
};

// What the search looks at; it says where it stopped at one of these.
struct ChainLimits {
    std::size_t articles = 5000;     // of the material and of the concept, those stored last
    std::size_t chains = 3;          // shown, through different words
    std::size_t words = 40;          // of either end, for a chain of three sentences
    std::size_t pair_articles = 20;  // read for each pair of them
    std::size_t pairs_read = 2000;   // articles read for all pairs together
};

struct ChainSearch {
    std::vector<Chain> chains;  // all of the same length, the shortest found
    std::uint64_t articles_read = 0;
    std::uint64_t bridges = 0;  // words that stand in a sentence with either end
    bool bounded = false;       // a limit was reached: a shorter chain, or one, may exist
};

// Chains of two sentences: through every vocabulary word (phrases joined; may_be_context()) that
// stands in a sentence with the material and in one that names the concept, in the order of the
// product of context_words(), words without a positive product behind, rarest first. Where there is
// none, one chain of three: two words that share a sentence, the first from the material's
// sentences, nearest to the material, the second from the concept's, nearest to the concept.
// Of several sentences for a link, own claims with an outcome come first, then the newest.
// Retracted articles are not used. Meant for a material and a concept without a common sentence.
ChainSearch find_chains(const Literature& literature, const embed::Embedding& model,
                        const Terms& terms, std::uint32_t material, const ChainLimits& limits = {});

}  // namespace lode::query::explain
