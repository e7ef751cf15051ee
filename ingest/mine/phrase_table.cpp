#include "ingest/mine/phrase_table.hpp"

#include <algorithm>

namespace lode::ingest {

std::vector<std::string_view> split_words(std::string_view text, char separator) {
    std::vector<std::string_view> pieces;
    std::size_t pos = 0;
    while (pos < text.size()) {
        const std::size_t end = std::min(text.find(separator, pos), text.size());
        if (end > pos) {
            pieces.push_back(text.substr(pos, end - pos));
        }
        pos = end + 1;
    }
    return pieces;
}

void PhraseTable::add(std::string_view phrase, std::uint32_t value) {
    const auto words = split_words(phrase);
    if (words.empty()) {
        return;
    }
    Entry entry;
    entry.value = value;
    for (std::size_t i = 1; i < words.size(); ++i) {
        entry.rest.emplace_back(words[i]);
    }
    m_entries[std::string(words.front())].push_back(std::move(entry));
    ++m_size;
}

void PhraseTable::finish() {
    for (auto& item : m_entries) {
        std::stable_sort(
            item.second.begin(), item.second.end(),
            [](const Entry& a, const Entry& b) { return a.rest.size() > b.rest.size(); });
    }
}

PhraseTable::Match PhraseTable::match(const Words& words, std::size_t i) const {
    const auto found = m_entries.find(words.at(i));
    if (found == m_entries.end()) {
        return {};
    }
    for (const auto& entry : found->second) {
        std::size_t k = 0;
        while (k < entry.rest.size() && words.is(i + 1 + k, entry.rest[k])) {
            ++k;
        }
        if (k == entry.rest.size()) {
            return {.length = k + 1, .value = entry.value};
        }
    }
    return {};
}

bool PhraseTable::contains(std::string_view single_word) const {
    const auto found = m_entries.find(single_word);
    return found != m_entries.end() && found->second.back().rest.empty();
}

}  // namespace lode::ingest
