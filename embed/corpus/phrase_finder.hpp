// Learns phrases from the corpus as mat2vec does (Tshitoyan et al. 2019), with the scorer of
// Mikolov et al. 2013 (equation 6) in gensim's form:
//
//   score(a, b) = (count(ab) - min_count) * |V| / (count(a) * count(b)) > threshold
//
// |V| is the number of different words and pairs, as in gensim. With N words of text, the score is
// the pair's lift over chance, times |V| / N, times 1 - min_count / count(ab). |V| / N falls slowly
// with N (about 0.4 at a million words, below 0.1 at hundreds of millions), so the same threshold
// asks for a lift of about 40 on a small corpus and of hundreds on a large one; chance pairs have a
// lift of 1. What does not carry over to small corpora is min_count: see
// adapted_phrase_min_count().
//
// Words that make phrases hold a letter, are no material, no <nUm>, and no `stop` word of
// phrase_connectors.txt. Up to three `link` words of that list may stand inside. A phrase never
// crosses a sentence end.
//
// Memory: 16 bytes a slot, at most `most_pairs` pairs in twice as many slots (640 MB); when full,
// pairs seen once are dropped, next time those seen up to twice, and so on, and that is counted.
// Besides, the words counted at least min_count times.
#pragma once

#include <cstdint>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/lexicon.hpp"
#include "core/base/progress.hpp"
#include "embed/corpus/sentences.hpp"
#include "embed/vectors/phrases.hpp"

namespace lode::embed {

class PhraseWords {
 public:
    explicit PhraseWords(const LexiconSource& lexicons = {});
    enum class Role { member, link, breaker };
    Role role(std::string_view word) const;

 private:
    StringSet m_links;
    StringSet m_stops;
};

struct PhraseOptions {
    std::uint32_t passes = 2;
    std::uint32_t min_count = 10;
    double threshold = 15;
    std::size_t most_pairs = 20'000'000;
};

struct Phrases {
    std::vector<std::vector<std::string>> passes;  // each sorted
    PhraseTable table;
    std::uint64_t prunings = 0;
};

Phrases find_phrases(const Sentences& corpus, const PhraseWords& roles,
                     const PhraseOptions& options, Progress& progress, const std::stop_token& stop);

// min_count for a corpus of `tokens` words: as asked from 5 million words on, below that times the
// square root of the size relative to 5 million, but not below 5 (nor above what was asked).
std::uint32_t adapted_phrase_min_count(std::uint32_t asked, std::uint64_t tokens);

}  // namespace lode::embed
