// The words of one sentence as the cue matchers want them: lower case, split at hyphens, numbers
// readable. The analyser's tokens serve training (numbers masked, formulas canonical) and cannot
// be read back.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/article.hpp"
#include "ingest/mine/word_table.hpp"

namespace lode::ingest {

enum class WordKind : std::uint8_t { word, number, punctuation };

struct Word {
    Range range;             // bytes of the block's text
    std::string_view lower;  // ASCII lower case; points into Words::buffer
    WordKind kind = WordKind::word;
    bool capital = false;    // the first letter is A-Z
    bool material = false;   // inside a material mention
    bool has_digit = false;  // ASCII
    std::uint32_t hash = 0;  // word_hash(lower)
    // Lexicons that may have a match beginning here; all of them where no vocabulary was given.
    std::uint16_t lexicons = k_any_lexicon;
};

// Words of a sentence. Moving keeps the views valid (the buffer is held by pointer), copying is
// not possible.
class Words {
 public:
    Words(std::string_view text, Range sentence, const Vocabulary* vocabulary = nullptr);
    Words(const Words&) = delete;
    Words& operator=(const Words&) = delete;

    std::size_t size() const noexcept { return m_list.size(); }
    const Word& operator[](std::size_t i) const { return m_list[i]; }
    Word& operator[](std::size_t i) { return m_list[i]; }
    // The lower-case word at i; "" past the ends, so that looking around needs no bounds check.
    std::string_view at(std::size_t i) const noexcept {
        return i < m_list.size() ? m_list[i].lower : std::string_view{};
    }
    // `word` is not empty. Sizes and first letters differ nearly always: no call for those.
    bool is(std::size_t i, std::string_view word) const noexcept {
        const std::string_view here = at(i);
        return here.size() == word.size() && here[0] == word[0] && here == word;
    }
    bool is_number(std::size_t i) const noexcept {
        return i < m_list.size() && m_list[i].kind == WordKind::number;
    }
    bool is_word(std::size_t i) const noexcept {
        return i < m_list.size() && m_list[i].kind == WordKind::word;
    }
    // True where i stands directly behind i-1, without white space between.
    bool glued(std::size_t i) const noexcept {
        return i > 0 && i < m_list.size() && m_list[i].range.begin == m_list[i - 1].range.end;
    }
    Range sentence() const noexcept { return m_sentence; }
    // The lexicons of all words together.
    std::uint16_t lexicons() const noexcept { return m_lexicons; }
    // Text of words first..last (last included), exactly as written.
    std::string_view written(std::size_t first, std::size_t last) const noexcept;
    // First word whose range ends behind `offset`; size() where none.
    std::size_t index_at(std::uint32_t offset) const noexcept;

 private:
    std::string_view m_text;
    Range m_sentence;
    std::string m_buffer;
    std::vector<Word> m_list;
    std::uint16_t m_lexicons = 0;
};

// Length in bytes of the UTF-8 character that begins at `pos` (1 for anything odd).
std::size_t character_size(std::string_view text, std::size_t pos) noexcept;

}  // namespace lode::ingest
