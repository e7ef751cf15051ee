// The words around numbers that the quantity finder knows. Internal to it.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

#include "core/model/analysis.hpp"
#include "ingest/mine/numerals.hpp"

namespace lode::ingest {

inline bool small_letter(char c) {
    return c >= 'a' && c <= 'z';
}
inline bool word_byte(char c) {
    return ascii_letter(c) || digit(c) || (c & 0x80) != 0;
}

// Small letters of a short word; empty for what is too long to be in any table here.
struct Lowered {
    explicit Lowered(std::string_view word) {
        if (word.size() <= m_bytes.size()) {
            m_size = word.size();
            std::transform(word.begin(), word.end(), m_bytes.begin(), [](char c) {
                return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
            });
        }
    }
    std::string_view view() const { return {m_bytes.data(), m_size}; }

 private:
    std::array<char, 16> m_bytes{};
    std::size_t m_size = 0;
};

// All of them take a word in small letters.
// A number behind one of these names a thing ("phase 3", "samples 2 and 4") and measures none.
bool names_things(std::string_view word);
bool ends_noun_phrase(std::string_view word);
bool is_plural(std::string_view word);
bool is_month(std::string_view word);
// "in", "since": what stands before a year.
bool before_year(std::string_view word);
// "of", "than", "aged": a word that calls for a value.
bool calls_for_value(std::string_view word);
// "a score of 3", "set to 1"
bool speaks_of_value(std::string_view word);
// May a word with these first letters (small) and this many bytes be a number word? Cheap, and
// false for nearly all words.
bool may_be_number(char first, char second, std::size_t size);
// Value of a number word from one to a million; nought where it is none.
double number_word(std::string_view word);

// A modifier that ends right before `pos`, not before `from`: its length, 0 where there is none.
struct Modifier {
    std::size_t size = 0;
    QuantityModifier modifier = QuantityModifier::none;
};
// Words ("at least") that end at `pos`.
Modifier words_before(std::string_view text, std::size_t from, std::size_t pos);
// A sign ("~", "≥") that ends at `pos`.
Modifier sign_before(std::string_view text, std::size_t from, std::size_t pos);
// " or more" at `pos`.
Modifier words_behind(std::string_view text, std::size_t pos, std::size_t to);

}  // namespace lode::ingest
