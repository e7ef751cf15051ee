// A lexicon of words and phrases, looked up at a position of a word list: first word by hash, then
// the entries that begin with it, longest first. One scan of a sentence costs O(words).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/mine/word_table.hpp"
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
    Match match(const Words& words, std::size_t i) const {
        if (i >= words.size()) {
            return {};
        }
        const Word& first = words[i];
        const auto* const found = m_entries.find_word(first);
        return found == nullptr ? Match{} : match_rest(*found, words, i);
    }
    bool contains(std::string_view single_word) const;
    std::size_t size() const noexcept { return m_size; }
    // Tells the vocabulary the first words. Nothing may be added afterwards.
    void join(Vocabulary& vocabulary, Lexicon lexicon) { m_entries.join(vocabulary, lexicon); }

 private:
    struct Entry {
        std::vector<std::string> rest;
        std::uint32_t second = 0;  // hash of rest.front()
        std::uint32_t value = 0;
    };
    static Match match_rest(const std::vector<Entry>& entries, const Words& words, std::size_t i);

    WordTable<std::vector<Entry>> m_entries;  // by first word
    std::size_t m_size = 0;
};

// Pieces between single spaces.
std::vector<std::string_view> split_words(std::string_view text, char separator = ' ');

}  // namespace lode::ingest
