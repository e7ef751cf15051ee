// The materials a question may be answered with, and where each stands among the others.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "embed/vectors/embedding.hpp"
#include "query/rank.hpp"
#include "query/terms.hpp"

namespace lode::query {

struct Candidate {
    std::uint32_t word = 0;  // in the model
    std::uint64_t mentions = 0;
    double score = 0;
    double percentile = 0;            // of the score among the others, 0..100
    double frequency_percentile = 0;  // among those of about the same mention count
    std::uint32_t frequency_bin = 0;  // how many those are, itself included
    std::uint32_t rank_by_mentions = 0;
    // Where several models are asked (query/ensemble.hpp): the score in each, and the interval of
    // the rank over them.
    std::vector<double> scores = {};
    std::optional<std::pair<std::uint32_t, std::uint32_t>> rank_interval = {};
};

// All material words with at least `min_count` mentions that are no term of the question, by word
// number (mentions descending, then text).
std::vector<Candidate> material_words(const embed::Embedding& model, const Terms& terms,
                                      std::uint64_t min_count);

// Which elements a material must and must not hold.
class ElementFilter {
 public:
    // Symbols ("Te"); UsageError naming the one that is none.
    ElementFilter(const std::vector<std::string>& with, const std::vector<std::string>& without);
    bool empty() const noexcept { return m_with.empty() && m_without.empty(); }
    // A material without a readable composition passes only the empty filter: what it holds is
    // not known.
    bool passes(const std::string& formula) const;

 private:
    std::vector<std::uint8_t> m_with;
    std::vector<std::uint8_t> m_without;
};

// cos(output vector of the material, direction).
void score(const embed::Embedding& model, const std::vector<float>& direction,
           std::vector<Candidate>& candidates);

// Fills the percentiles and the rank by mentions, and sorts by score, ties by formula. A
// percentile is the share of the OTHER candidates that score lower, ties counted half. Frequency
// bins are floor(log2(mentions)); a bin is joined with its neighbours on both sides until it holds
// at least 50 candidates, or all.
void place(const embed::Embedding& model, std::vector<Candidate>& candidates);

inline constexpr std::size_t k_least_bin = 50;

}  // namespace lode::query
