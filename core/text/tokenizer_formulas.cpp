// Formulas, alloys, ions and crystal indices.
#include <algorithm>

#include "core/chem/elements.hpp"
#include "core/text/chars.hpp"
#include "core/text/tokenizer.hpp"
#include "core/text/unicode.hpp"

namespace lode::text {
namespace {

// Atomic numbers of elements that form alloys: metals, and the half-metals B, Si, Ge, As, Sb, Te.
bool forms_alloys(std::uint8_t z) {
    switch (z) {
        case 1:
        case 2:
        case 6:
        case 7:
        case 8:
        case 9:
        case 10:
        case 15:
        case 16:
        case 17:
        case 18:
        case 34:
        case 35:
        case 36:
        case 53:
        case 54:
        case 85:
        case 86:
            return false;
        default:
            return z < 97;
    }
}

// Bytes of the element symbol at `at`: one or two letters with no lower-case letter behind; 0.
std::size_t symbol_length(std::string_view text, std::size_t at, std::uint8_t& z) {
    if (at >= text.size() || !is_ascii_upper(text[at])) {
        return 0;
    }
    const bool two = at + 1 < text.size() && is_ascii_lower(text[at + 1]);
    const std::size_t length = two ? 2 : 1;
    const auto number = chem::atomic_number(text.substr(at, length));
    if (!number || (at + length < text.size() && is_ascii_letter(text[at + length]))) {
        return 0;
    }
    z = *number;
    return length;
}

std::size_t number_length(std::string_view text, std::size_t at) {
    std::size_t i = at;
    while (i < text.size() &&
           (is_ascii_digit(text[i]) ||
            (text[i] == '.' && i > at && i + 1 < text.size() && is_ascii_digit(text[i + 1])))) {
        ++i;
    }
    return i - at;
}

}  // namespace

bool Tokenizer::is_excluded(std::string_view written) const {
    return m_lexica.is_lookalike(written) ||
           std::find(m_not_materials.begin(), m_not_materials.end(), written) !=
               m_not_materials.end();
}

// A formula in the chunk at `begin` that a reader would take for one, up to the next superscript.
std::optional<chem::FormulaMatch> Tokenizer::formula_at(std::size_t begin) const {
    std::size_t limit = m_end;
    if (!m_sups.empty()) {
        limit = next_sup(begin + 1);
    }
    if (limit - begin < 2) {
        return std::nullopt;
    }
    return judged(piece(begin, limit));
}

// The formula at the beginning of `text`, judged by what it is and by how it is written.
std::optional<chem::FormulaMatch> Tokenizer::judged(std::string_view text) const {
    auto match = chem::match_formula(text);
    if (!match) {
        return std::nullopt;
    }
    const std::string_view written = text.substr(0, match->length);
    const bool sole_ion = match->composition.elements() == 1 && match->core != match->length &&
                          match->resolved && !match->coefficient;
    if (!sole_ion && !chem::plausible_formula(written, *match)) {
        return std::nullopt;
    }
    if (is_excluded(written) || is_excluded(written.substr(0, match->core))) {
        return std::nullopt;
    }
    // "(Fe2O3)" and "[Fe(CN)6]" are a formula in brackets, not a group.
    const char open = text[0];
    if (open == '(' || open == '[' || open == '{') {
        int depth = 0;
        for (std::size_t i = 0; i < match->length; ++i) {
            const char c = text[i];
            depth += c == '(' || c == '[' || c == '{' ? 1 : 0;
            depth -= c == ')' || c == ']' || c == '}' ? 1 : 0;
            if (depth == 0 && i + 1 == match->length) {
                return std::nullopt;
            }
            if (depth == 0) {
                break;
            }
        }
    }
    return match;
}

// End of a superscript charge that begins at `begin` ("2−", "+"); `begin` where there is none.
std::size_t Tokenizer::charge_span_end(std::size_t begin) const {
    const Range* sup = sup_at(begin);
    if (sup == nullptr || sup->end > m_end) {
        return begin;
    }
    const std::string_view text = piece(begin, sup->end);
    std::size_t i = number_length(text, 0);
    if (i >= text.size()) {
        return begin;
    }
    const CodePoint sign = decode_at(text, i);
    const bool charge = (is_minus(sign.value) || sign.value == '+' || sign.value == 0x207A) &&
                        i + sign.bytes == text.size();
    return charge ? sup->end : begin;
}

bool Tokenizer::formula() {
    // "RuL2(NCS)2", "f(H2O)": what stands directly in front decides, not the bracket.
    if (m_at > m_begin && !is_ascii_upper(at(m_at)) &&
        (is_ascii_letter(at(m_at - 1)) || is_ascii_digit(at(m_at - 1)))) {
        return false;
    }
    const auto match = formula_at(m_at);
    if (!match) {
        return false;
    }
    const std::size_t end = m_at + match->length;
    std::size_t charge_end = end;
    if (!m_sups.empty() && end < m_end) {
        charge_end = charge_span_end(end);
    }
    emit_formula(*match, end, charge_end);
    m_at = charge_end;
    return true;
}

void Tokenizer::emit_formula(const chem::FormulaMatch& match, std::size_t end,
                             std::size_t charge_end, std::size_t prefix) {
    const bool molecule =
        match.composition.elements() == 1 && match.core == match.length && charge_end == end;
    if (match.composition.elements() == 1 && !molecule) {
        emit(m_at, charge_end, TokenKind::word, search_key(piece(m_at, charge_end)));
        return;
    }
    std::string norm = match.resolved
                           ? chem::canonical(match.composition)
                           : search_key(piece(m_at + prefix, m_at + prefix + match.core));
    emit(m_at, charge_end, TokenKind::material, std::move(norm));
}

// Ti-6Al-4V, Mg-7Zn-5Al, Zn–Bi: elements joined by dashes, with amounts or without. Without, all
// must be metals, so that bonds (Si-O, C-H) and batteries (Li-S) stay words.
bool Tokenizer::alloy() {
    const std::string_view text = m_text.substr(0, m_end);
    std::uint8_t first = 0;
    std::size_t i = m_at;
    std::size_t length = symbol_length(text, i, first);
    if (length == 0) {
        return false;
    }
    i += length;
    std::size_t members = 1;
    std::size_t amounts = 0;
    bool metals = forms_alloys(first);
    bool differ = false;
    while (i < m_end) {
        const CodePoint dash = decode_at(text, i);
        if (!is_dash(dash.value)) {
            break;
        }
        std::size_t next = i + dash.bytes;
        const std::size_t digits = number_length(text, next);
        std::uint8_t z = 0;
        length = symbol_length(text, next + digits, z);
        if (length == 0) {
            break;
        }
        next += digits + length;
        amounts += digits > 0 ? 1U : 0U;
        metals = metals && (forms_alloys(z) || (digits > 0 && z != 1 && z != 2));
        differ = differ || z != first;
        ++members;
        i = next;
    }
    if (members < 2 || !differ || !metals || !forms_alloys(first) ||
        (amounts == 0 && i < m_end && is_ascii_digit(at(i)))) {
        return false;
    }
    if (is_ascii_digit(at(i)) || is_ascii_letter(at(i)) || at(i) == '+') {
        return false;
    }
    if (is_excluded(piece(m_at, i))) {
        return false;
    }
    emit(m_at, i, TokenKind::material, search_key(piece(m_at, i)));
    m_at = i;
    return true;
}

// Li/Li+, Fe2+/Fe3+: two states of one element.
bool Tokenizer::redox_pair() {
    const std::string_view text = m_text.substr(0, m_end);
    const auto ion = [&](std::size_t from, std::uint8_t& z, bool& charged) -> std::size_t {
        std::size_t i = from + symbol_length(text, from, z);
        charged = false;
        if (i == from) {
            return 0;
        }
        while (i < m_end) {
            const CodePoint c = decode_at(text, i);
            if (c.value == '+' || c.value == 0x207A) {
                charged = true;
            } else if (!is_ascii_digit(text[i]) && !is_sup_digit_char(c.value)) {
                break;
            }
            i += c.bytes;
        }
        return i;
    };
    std::uint8_t left = 0;
    std::uint8_t right = 0;
    bool left_charged = false;
    bool right_charged = false;
    const std::size_t slash = ion(m_at, left, left_charged);
    if (slash == 0 || at(slash) != '/') {
        return false;
    }
    const std::size_t end = ion(slash + 1, right, right_charged);
    if (end == 0 || left != right || (!left_charged && !right_charged) ||
        is_ascii_letter(at(end))) {
        return false;
    }
    emit(m_at, end, TokenKind::word, search_key(piece(m_at, end)));
    m_at = end;
    return true;
}

// (100), [11-20], {0001}, 〈110〉: planes and directions. Four indices obey i = -(h + k).
bool Tokenizer::crystal_index() {
    const std::string_view text = m_text.substr(0, m_end);
    const CodePoint open = decode_at(text, m_at);
    const char32_t close = open.value == '('      ? U')'
                           : open.value == '['    ? U']'
                           : open.value == '{'    ? U'}'
                           : open.value == '<'    ? U'>'
                           : open.value == 0x3008 ? char32_t{0x3009}
                                                  : char32_t{0x27E9};
    int index[4] = {0, 0, 0, 0};
    std::size_t count = 0;
    bool negative = false;
    bool bars = false;
    std::size_t i = m_at + open.bytes;
    while (i < m_end) {
        const CodePoint c = decode_at(text, i);
        if (c.value < 0x80 && is_ascii_digit(text[i])) {
            if (count == 4) {
                return false;
            }
            const int digit = static_cast<int>(c.value - '0');
            index[count++] = negative ? -digit : digit;
            negative = false;
        } else if (is_minus(c.value) && !negative) {
            negative = true;
            bars = true;
        } else if ((c.value == 0x304 || c.value == 0x305) && count > 0) {
            index[count - 1] = -index[count - 1];
            bars = true;
        } else {
            break;
        }
        i += c.bytes;
    }
    if (i >= m_end || negative || decode_at(text, i).value != close || count < 3) {
        return false;
    }
    if (count == 4) {
        const bool sum =
            bars ? index[0] + index[1] + index[2] == 0 : index[0] + index[1] == index[2];
        const bool year =
            !bars && ((index[0] == 1 && index[1] == 9) || (index[0] == 2 && index[1] == 0));
        if (!sum || year) {
            return false;
        }
    }
    const std::size_t end = i + decode_at(text, i).bytes;
    emit(m_at, end, TokenKind::symbol, search_key(piece(m_at, end)));
    m_at = end;
    return true;
}

// γ-Fe2O3, n-GaAs: the letter of a phase or doping belongs to the material, whose norm is the
// composition alone. α-Fe, p-Si: one element is a word, and so is the letter.
bool Tokenizer::phase_prefix() {
    const std::string_view text = m_text.substr(0, m_end);
    const CodePoint letter = decode_at(text, m_at);
    const bool greek = is_greek(letter.value);
    const bool small = letter.value < 0x80 && is_ascii_lower(text[m_at]);
    if ((!greek && !small) || m_at + letter.bytes >= m_end) {
        return false;
    }
    const CodePoint dash = decode_at(text, m_at + letter.bytes);
    if (!is_dash(dash.value)) {
        return false;
    }
    const std::size_t behind = m_at + letter.bytes + dash.bytes;
    if (!is_ascii_upper(at(behind)) && at(behind) != '(' && at(behind) != '[') {
        return false;
    }
    std::uint8_t z = 0;
    const std::size_t length = symbol_length(text, behind, z);
    const bool sole =
        length > 0 && forms_alloys(z) &&
        !is_dash(behind + length < m_end ? decode_at(text, behind + length).value : U' ') &&
        !is_ascii_digit(at(behind + length));
    const auto match = formula_at(behind);
    if (!sole && !match) {
        return false;
    }
    if (match && match->composition.elements() >= 2) {
        const std::size_t end = behind + match->length;
        const std::size_t charge_end = m_sups.empty() || end >= m_end ? end : charge_span_end(end);
        emit_formula(*match, end, charge_end, behind - m_at);
        m_at = charge_end;
        return true;
    }
    emit(m_at, m_at + letter.bytes, TokenKind::word, search_key(piece(m_at, m_at + letter.bytes)));
    emit(m_at + letter.bytes, behind, TokenKind::punctuation, "-");
    m_at = behind;
    return true;
}

}  // namespace lode::text
