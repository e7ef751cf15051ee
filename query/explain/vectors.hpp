// What the vectors say of a material: the words it is likely to stand among, its neighbours, and
// its place for a concept.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "embed/vectors/embedding.hpp"
#include "query/candidates.hpp"
#include "query/terms.hpp"

namespace lode::query::explain {

// The canonical composition that a string names ("bismuth telluride"); nothing where it names none.
using Canonical = std::function<std::optional<std::string>(std::string_view)>;

// The word of a material as typed: a formula in any spelling, or a name. NoAnswer with near
// spellings where the model does not know it or knows it as another kind of word; `command` and
// `after` make the example in it.
std::uint32_t find_material(const embed::Embedding& model, const Normalise& normalise,
                            const Canonical& canonical, const std::string& typed,
                            std::string_view command, std::string_view after = {});

// Words seen less often are no context words: their vectors are hardly known.
inline constexpr std::uint64_t k_least_count = 10;

// A word between a material and a concept.
struct ContextWord {
    std::uint32_t word = 0;
    double to_concept = 0;   // cos(input of the word, direction of the concept)
    double to_material = 0;  // cos(output of the material, input of the word)
    double product() const noexcept { return to_concept * to_material; }
};
struct ContextWords {
    std::vector<ContextWord> words;  // product descending, then word number
    std::vector<std::string> forms;  // left out: other forms of the concept's own words
};
// Words for which both cosines are above 0, by their product: words used like the concept that the
// material is likely to stand among (Tshitoyan et al. 2019, figure 2b). Left out are the concept's
// words and the material, stop words, numbers, words of fewer than k_least_count mentions, and
// other forms of the concept's words (same_stem()). O(vocabulary x dimensions).
ContextWords context_words(const embed::Embedding& model, const Terms& terms,
                           std::uint32_t material, std::size_t limit);

// Is one a form of the other ("superconducting", "superconductor")? Where a part of both (phrases
// and hyphens separate parts) begins with the same letters: two thirds of the longer part and at
// least five.
bool same_stem(std::string_view word, std::string_view other);

// Is a word a context word at all, apart from any question: no stop word, no number, often enough?
bool may_be_context(const embed::Word& word);

// Words of the vocabulary with their cosine; other than `word`, materials only if asked,
// k_least_count not asked of materials but `min_count`.
struct Near {
    std::uint32_t word = 0;
    double cosine = 0;
};
// By the cosine of output vectors: materials that are expected in the same company.
std::vector<Near> output_neighbours(const embed::Embedding& model, std::uint32_t material,
                                    std::size_t limit, std::uint64_t min_count);

// Where a material stands among all candidates for a concept, by the rule of rank().
struct Standing {
    std::uint32_t rank = 0;
    std::size_t candidates = 0;
    double score = 0;
    double percentile = 0;
    double frequency_percentile = 0;
    std::uint64_t mentions = 0;
};
// All candidates in the order of rank() without filters.
std::vector<Candidate> placed_candidates(const embed::Embedding& model, const Terms& terms,
                                         std::uint64_t min_count);
// Nothing where the word is no candidate.
std::optional<Standing> standing(const std::vector<Candidate>& candidates, std::uint32_t word);

}  // namespace lode::query::explain
