// A formula's characters, reduced to the few that have a meaning in one.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace lode::chem {

// Codes outside ASCII. ASCII letters, digits and punctuation stand for themselves; all dashes are
// '-', all middle dots and '*' are '*', subscript digits are plain digits.
inline constexpr unsigned char k_sup_zero = 0x80;  // to 0x89: superscript digits
inline constexpr unsigned char k_sup_plus = 0x8A;
inline constexpr unsigned char k_sup_minus = 0x8B;
inline constexpr unsigned char k_delta = 0x90;
inline constexpr unsigned char k_end = 0;     // end of text
inline constexpr unsigned char k_other = 1;   // any other ASCII punctuation, any symbol
inline constexpr unsigned char k_letter = 2;  // a letter outside ASCII

struct FormulaSymbols {
    static constexpr std::size_t k_limit = 256;

    explicit FormulaSymbols(std::string_view utf8);
    unsigned char at(std::size_t i) const noexcept { return i < size ? code[i] : k_end; }
    std::size_t byte_offset(std::size_t i) const noexcept { return offset[i]; }

    // Left without initial values: only the first `size` are read.
    std::array<unsigned char, k_limit> code;
    std::array<std::uint16_t, k_limit + 1> offset;
    std::size_t size = 0;
};

constexpr bool is_digit(unsigned char c) {
    return c >= '0' && c <= '9';
}
constexpr bool is_upper(unsigned char c) {
    return c >= 'A' && c <= 'Z';
}
constexpr bool is_lower(unsigned char c) {
    return c >= 'a' && c <= 'z';
}
constexpr bool is_sup_digit(unsigned char c) {
    return c >= k_sup_zero && c < k_sup_zero + 10;
}

}  // namespace lode::chem
