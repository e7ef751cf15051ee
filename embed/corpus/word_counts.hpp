// Counts of words with bounded memory.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "embed/vectors/phrases.hpp"

namespace lode::embed {

struct WordCount {
    std::uint64_t count = 0;
    std::uint64_t as_material = 0;  // occurrences that stand in the text as a formula
};

// At most `limit` different words, about 100 bytes each; when there are more, the rarest are
// dropped: those seen once at the first pruning, up to twice at the second, and so on (word2vec's
// rule). A word that was dropped may come back with a count that is too low.
class WordCounts {
 public:
    explicit WordCounts(std::size_t limit) : m_limit(limit) {}

    void add(std::string_view word, bool material);
    std::uint64_t prunings() const noexcept { return m_prunings; }
    std::size_t size() const noexcept { return m_words.size(); }

    using Map = std::unordered_map<std::string, WordCount, StringHash, std::equal_to<>>;
    // No order: sort before anything of it is written.
    const Map& words() const noexcept { return m_words; }

    static constexpr std::size_t k_default_limit = 10'000'000;

 private:
    void prune();
    Map m_words;
    std::size_t m_limit;
    std::uint64_t m_prunings = 0;
};

}  // namespace lode::embed
