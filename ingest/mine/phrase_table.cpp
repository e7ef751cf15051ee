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
    if (words.size() > 1) {
        entry.second = word_hash(words[1]);
    }
    m_entries.insert(words.front()).push_back(std::move(entry));
    ++m_size;
}

void PhraseTable::finish() {
    m_entries.for_each([](std::vector<Entry>& entries) {
        std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
            return a.rest.size() > b.rest.size();
        });
    });
}

PhraseTable::Match PhraseTable::match_rest(const std::vector<Entry>& entries, const Words& words,
                                           std::size_t i) {
    const std::uint32_t second = i + 1 < words.size() ? words[i + 1].hash : 0;
    for (const auto& entry : entries) {
        if (!entry.rest.empty() && entry.second != second) {
            continue;
        }
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
    const auto* const found = m_entries.find(single_word);
    return found != nullptr && found->back().rest.empty();
}

}  // namespace lode::ingest
