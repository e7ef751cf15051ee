// The pieces numbers and units are written with: dashes, spaces, superscripts, exponents. Internal
// to the quantity finder.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "core/model/article.hpp"

namespace lode::ingest {

inline bool digit(char c) {
    return c >= '0' && c <= '9';
}
inline bool ascii_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Length of the first of `pieces` that stands at pos; 0 where none does.
template <std::size_t N>
std::size_t any_of_at(std::string_view text, std::size_t pos, std::size_t end,
                      const std::array<std::string_view, N>& pieces) {
    if (pos >= end) {
        return 0;
    }
    for (const auto piece : pieces) {
        if (text[pos] == piece[0] && pos + piece.size() <= end &&
            text.substr(pos, piece.size()) == piece) {
            return piece.size();
        }
    }
    return 0;
}

inline constexpr std::array<std::string_view, 6> k_spaces{
    " ", "\xC2\xA0", "\xE2\x80\x89", "\xE2\x80\xAF", "\xE2\x80\x8A", "\xE2\x80\x82"};
// hyphen, minus, en dash, hyphen, non-breaking hyphen, figure dash
inline constexpr std::array<std::string_view, 6> k_dashes{
    "-", "\xE2\x88\x92", "\xE2\x80\x93", "\xE2\x80\x90", "\xE2\x80\x91", "\xE2\x80\x92"};
inline constexpr std::array<std::string_view, 6> k_times{
    "\xC3\x97", "x", "\xC2\xB7", "\xE2\x8B\x85", "\xE2\x88\x99", "*"};
inline constexpr std::array<std::string_view, 5> k_unit_joins{"\xC2\xB7", "\xE2\x8B\x85",
                                                              "\xE2\x88\x99", "/", "*"};
inline constexpr std::array<std::string_view, 10> k_superscripts{
    "\xE2\x81\xB0", "\xC2\xB9",     "\xC2\xB2",     "\xC2\xB3",     "\xE2\x81\xB4",
    "\xE2\x81\xB5", "\xE2\x81\xB6", "\xE2\x81\xB7", "\xE2\x81\xB8", "\xE2\x81\xB9"};
inline constexpr std::string_view k_superscript_minus = "\xE2\x81\xBB";

inline std::size_t skip_spaces(std::string_view text, std::size_t pos, std::size_t end) {
    while (const std::size_t n = any_of_at(text, pos, end, k_spaces)) {
        pos += n;
    }
    return pos;
}

// "~", "<", "≥", "±" and their like.
inline constexpr std::array<std::string_view, 18> k_comparisons{"~",
                                                                "<",
                                                                ">",
                                                                "\xE2\x88\xBC",
                                                                "\xE2\x89\x88",
                                                                "\xE2\x89\x83",
                                                                "\xE2\x89\x85",
                                                                "\xE2\x89\xA4",
                                                                "\xE2\x89\xA5",
                                                                "\xE2\xA9\xBD",
                                                                "\xE2\xA9\xBE",
                                                                "\xE2\x89\xB2",
                                                                "\xE2\x89\xB3",
                                                                "\xC2\xB1",
                                                                "\xE2\x89\xA6",
                                                                "\xE2\x89\xA7",
                                                                "\xE2\x8B\x8D",
                                                                "\xEF\xBD\x9E"};

// Length of the sign of comparison that ends at `pos`; 0 where there is none.
inline std::size_t comparison_before(std::string_view text, std::size_t begin, std::size_t pos) {
    if (pos <= begin) {
        return 0;
    }
    const char last = text[pos - 1];  // most often a letter or space: no sign ends so
    if ((last & 0x80) == 0 && last != '~' && last != '<' && last != '>') {
        return 0;
    }
    for (const auto sign : k_comparisons) {
        if (pos >= begin + sign.size() && text.substr(pos - sign.size(), sign.size()) == sign) {
            return sign.size();
        }
    }
    return 0;
}

struct Exponent {
    int value = 0;
    std::size_t end = 0;  // 0: none
    bool marked = false;  // by ^, a superscript or a true minus: cannot be a range or a count
};

// "-3", "^-3", "−3", "⁻³", "3" at pos.
Exponent read_exponent(std::string_view text, std::size_t pos, std::size_t end);

// Was the character at pos set above the line in the source?
bool raised(const Text& text, std::size_t pos);

}  // namespace lode::ingest
