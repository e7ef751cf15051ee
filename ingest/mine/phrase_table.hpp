// A lexicon of words and phrases, looked up at a position of a word list: first word by hash, then
// the entries that begin with it, longest first. One scan of a sentence costs O(words).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/base/string_map.hpp"
#include "ingest/mine/words.hpp"

namespace lode::ingest {

class PhraseTable {
 public:
    struct Match {
        std::size_t length = 0;  // in words; 0: none
        std::uint32_t value = 0;
    };

    // `phrase`: words separated by spaces, lower case, hyphens as words of their own ("x - ray").
    void add(std::string_view phrase, std::uint32_t value);
    // Call once after the last add().
    void finish();
    // The longest entry that begins at word i.
    Match match(const Words& words, std::size_t i) const;
    bool contains(std::string_view single_word) const;
    std::size_t size() const noexcept { return m_size; }

 private:
    struct Entry {
        std::vector<std::string> rest;
        std::uint32_t value = 0;
    };
    StringMap<std::vector<Entry>> m_entries;
    std::size_t m_size = 0;
};

// Pieces between single spaces.
std::vector<std::string_view> split_words(std::string_view text, char separator = ' ');

}  // namespace lode::ingest
