#include "core/chem/formula_symbols.hpp"

namespace lode::chem {
namespace {

struct Decoded {
    char32_t value = 0;
    std::size_t bytes = 1;
};

// Malformed bytes come out as U+FFFD, one byte each.
Decoded decode(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
    const unsigned char lead = byte(0);
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 0;
    if (length == 0 || at + length > text.size()) {
        return {0xFFFD, 1};
    }
    char32_t value = lead & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0U) != 0x80U) {
            return {0xFFFD, 1};
        }
        value = (value << 6U) | (byte(i) & 0x3FU);
    }
    return {value, length};
}

unsigned char code_of(char32_t c) {
    if (c >= 0x2080 && c <= 0x2089) {
        return static_cast<unsigned char>('0' + (c - 0x2080));
    }
    if (c == 0x2070 || (c >= 0x2074 && c <= 0x2079)) {
        return static_cast<unsigned char>(k_sup_zero + (c - 0x2070));
    }
    switch (c) {
        case 0xB9:
            return k_sup_zero + 1;
        case 0xB2:
            return k_sup_zero + 2;
        case 0xB3:
            return k_sup_zero + 3;
        case 0x207A:
            return k_sup_plus;
        case 0x207B:
            return k_sup_minus;
        case 0xB7:    // middle dot
        case 0x2022:  // bullet
        case 0x2219:  // bullet operator
        case 0x22C5:  // dot operator
        case 0x2027:  // hyphenation point
        case 0x30FB:
            return '*';
        case 0x2010:
        case 0x2011:
        case 0x2012:
        case 0x2013:
        case 0x2212:
        case 0x208B:  // subscript minus: Ag2₋x
            return '-';
        case 0x208A:
        case 0xB1:  // O3±δ
            return '+';
        case 0x3B4:
        case 0x1D6FF:  // mathematical italic delta
            return k_delta;
        case 0x2093:  // subscript x
            return 'x';
        case 0x2099:  // subscript n
            return 'n';
        default:
            break;
    }
    const bool letter = (c >= 0xC0 && c < 0x2000 && c != 0xD7 && c != 0xF7);
    return letter ? k_letter : k_other;
}

}  // namespace

// NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init): see the header
FormulaSymbols::FormulaSymbols(std::string_view utf8) {
    std::size_t at = 0;
    while (at < utf8.size() && size < k_limit) {
        const auto byte = static_cast<unsigned char>(utf8[at]);
        offset[size] = static_cast<std::uint16_t>(at);
        if (byte < 0x80) {
            if (byte <= ' ') {
                break;
            }
            // MoS_2: an index as plain text writes it.
            const bool index = byte == '_' && size > 0 && at + 1 < utf8.size() &&
                               utf8[at + 1] >= '0' && utf8[at + 1] <= '9';
            if (!index) {
                code[size++] = byte;
            }
            ++at;
            continue;
        }
        const Decoded decoded = decode(utf8, at);
        if (decoded.value == 0xA0 || (decoded.value >= 0x2000 && decoded.value <= 0x200B) ||
            decoded.value == 0x202F) {
            break;
        }
        code[size++] = code_of(decoded.value);
        at += decoded.bytes;
    }
    offset[size] = static_cast<std::uint16_t>(at);
}

}  // namespace lode::chem
