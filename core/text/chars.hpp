// Classes of characters for the hand-written scanners. Private to core/text.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "core/text/utf8.hpp"

namespace lode::text {

constexpr bool is_ascii_digit(char c) {
    return c >= '0' && c <= '9';
}
constexpr bool is_ascii_upper(char c) {
    return c >= 'A' && c <= 'Z';
}
constexpr bool is_ascii_lower(char c) {
    return c >= 'a' && c <= 'z';
}
constexpr bool is_ascii_letter(char c) {
    return is_ascii_upper(c) || is_ascii_lower(c);
}

constexpr bool is_ascii_alnum(char c) {
    return is_ascii_letter(c) || is_ascii_digit(c);
}

// Where the run of ASCII small letters that begins at `at` ends, `end` at most.
inline std::size_t lower_run_end(std::string_view text, std::size_t at, std::size_t end) {
    if constexpr (std::endian::native == std::endian::little) {
        // Eight bytes at once: a byte's high bit tells that it is no small letter. Most words end
        // in the first eight.
        constexpr std::uint64_t k_ones = 0x0101010101010101U;
        while (at + 8 <= end) {
            std::uint64_t bytes = 0;
            std::memcpy(&bytes, text.data() + at, sizeof bytes);
            const std::uint64_t low = bytes & (k_ones * 0x7FU);
            const std::uint64_t from_a = low + k_ones * (0x80U - 'a');
            const std::uint64_t behind_z = low + k_ones * (0x7FU - 'z');
            const std::uint64_t other = (~from_a | behind_z | bytes) & (k_ones * 0x80U);
            if (other != 0) {
                return at + static_cast<std::size_t>(std::countr_zero(other)) / 8;
            }
            at += 8;
        }
    }
    while (at < end && is_ascii_lower(text[at])) {
        ++at;
    }
    return at;
}

constexpr bool is_space(char32_t c) {
    return c == ' ' || (c >= 0x9 && c <= 0xD) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
           c == 0x205F || c == 0x3000;
}

// Hyphens, dashes and minus signs.
constexpr bool is_dash(char32_t c) {
    return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0xFE63 || c == 0xFF0D;
}

constexpr bool is_sup_digit_char(char32_t c) {
    return c == 0xB9 || c == 0xB2 || c == 0xB3 || c == 0x2070 || (c >= 0x2074 && c <= 0x2079);
}
constexpr bool is_sub_digit_char(char32_t c) {
    return c >= 0x2080 && c <= 0x2089;
}
constexpr bool is_minus(char32_t c) {
    return c == '-' || c == 0x2212 || c == 0x2013 || c == 0x207B || c == 0x2010 || c == 0x2011;
}

constexpr bool is_greek(char32_t c) {
    return (c >= 0x391 && c <= 0x3A9) || (c >= 0x3B1 && c <= 0x3C9) || c == 0x3D1 || c == 0x3D5;
}

// A letter or mark outside ASCII; a soft hyphen and zero-width characters do not end a word.
constexpr bool is_wide_letter(char32_t c) {
    if (c == 0xAA || c == 0xB5 || c == 0xBA || c == 0xAD || c == 0x2126 || c == 0x212B ||
        (c >= 0x200B && c <= 0x200D) || c == 0x2060 || c == 0xFEFF) {
        return true;
    }
    if (c == 0xD7 || c == 0xF7) {
        return false;
    }
    return (c >= 0xC0 && c < 0x2000) || (c >= 0x2C00 && c < 0x2E00) ||
           (c >= 0x3040 && c < 0xE000) || (c >= 0xF900 && c < 0xFE00) ||
           (c >= 0xFB00 && c <= 0xFB06) || (c >= 0x1D400 && c < 0x1D800) ||
           (c >= 0x20000 && c < 0x30000) || c == 0x2113;
}

// Marks that belong to the text's layout, not to its content: left out of training text.
constexpr bool is_punctuation(char32_t c) {
    switch (c) {
        case '.':
        case ',':
        case ';':
        case ':':
        case '!':
        case '?':
        case '(':
        case ')':
        case '[':
        case ']':
        case '{':
        case '}':
        case '"':
        case '\'':
        case '/':
        case 0xAB:
        case 0xBB:
        case 0x2026:
            return true;
        default:
            return is_dash(c) || (c >= 0x2018 && c <= 0x201F) || c == 0x2039 || c == 0x203A ||
                   c == 0x3008 || c == 0x3009 || c == 0x27E8 || c == 0x27E9 ||
                   (c >= 0x3001 && c <= 0x3003);
    }
}

inline bool starts_with_space(std::string_view text, std::size_t at) {
    return at < text.size() && is_space(decode_at(text, at).value);
}

}  // namespace lode::text
