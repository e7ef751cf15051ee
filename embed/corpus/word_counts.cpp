#include "embed/corpus/word_counts.hpp"

namespace lode::embed {

void WordCounts::add(std::string_view word, bool material) {
    auto found = m_words.find(word);
    if (found == m_words.end()) {
        if (m_words.size() >= m_limit) {
            // A pruning that frees little would soon come again: go on until half is free.
            while (m_words.size() > m_limit / 2) {
                prune();
            }
        }
        found = m_words.emplace(word, WordCount{}).first;
    }
    ++found->second.count;
    found->second.as_material += material ? 1U : 0U;
}

void WordCounts::prune() {
    ++m_prunings;
    std::erase_if(m_words, [&](const auto& entry) { return entry.second.count <= m_prunings; });
}

}  // namespace lode::embed
