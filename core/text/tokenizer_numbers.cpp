// Numbers: signs, decimals, groups of three, uncertainties, powers of ten.
#include "core/text/chars.hpp"
#include "core/text/norm.hpp"
#include "core/text/tokenizer.hpp"
#include "core/text/unicode.hpp"

namespace lode::text {
namespace {

constexpr std::uint32_t k_max_power = 99;

// 1H, 13C, 19F in NMR, protons counted as 4H: no henry, coulomb or farad, which nobody writes
// without a blank behind a small whole number.
bool is_label(std::string_view number, std::string_view rest, std::size_t unit_length) {
    const bool whole = number.size() <= 2 && number.find('.') == std::string_view::npos;
    return whole && unit_length == 1 && (rest[0] == 'H' || rest[0] == 'C' || rest[0] == 'F');
}

char32_t decode_or_blank(std::string_view text, std::size_t at) {
    return at < text.size() ? decode_at(text, at).value : U' ';
}

}  // namespace

// A sign belongs to the number at the head of a chunk and behind an opening or relational mark.
bool Tokenizer::sign_allowed() const {
    if (m_at == m_begin) {
        return true;
    }
    const std::size_t before = character_before(m_text, m_at);
    const char32_t c = decode_at(m_text, before).value;
    switch (c) {
        case '(':
        case '[':
        case '=':
        case '<':
        case '>':
        case '~':
        case ',':
        case ';':
        case ':':
        case 0x2264:  // ≤
        case 0x2265:  // ≥
        case 0x2248:  // ≈
        case 0x223C:  // ∼
        case 0xD7:    // ×
            return true;
        default:
            // A range whose second value is negative: "−5–−2".
            return is_dash(c) && before > m_begin;
    }
}

// Behind a base or mantissa that ends at `i`: "e-3", "x10−3", "·10^5" (the sign × is a token of its
// own: see behind_times()), and for the base ten itself
// "^-3", "−3", "⁻³". Returns `i` where there is none.
std::size_t Tokenizer::exponent_end(std::size_t i) const {
    const std::string_view text = m_text.substr(0, m_end);
    const auto digits_from = [&](std::size_t from) {
        std::size_t end = from;
        while (end < m_end) {
            const CodePoint c = decode_at(text, end);
            if (!(c.value < 0x80 && is_ascii_digit(text[end])) && !is_sup_digit_char(c.value)) {
                break;
            }
            end += c.bytes;
        }
        return end;
    };
    const auto signed_digits = [&](std::size_t from) -> std::size_t {
        std::size_t begin = from;
        if (begin < m_end) {
            const CodePoint c = decode_at(text, begin);
            if (is_minus(c.value) || c.value == '+' || c.value == 0x207A) {
                begin += c.bytes;
            }
        }
        const std::size_t end = digits_from(begin);
        return end == begin ? from : end;
    };
    if (at(i) == 'e' || at(i) == 'E') {
        const std::size_t end = signed_digits(i + 1);
        const char behind = at(end);
        return end > i + 1 && !is_ascii_letter(behind) ? end : i;
    }
    const CodePoint c = i < m_end ? decode_at(text, i) : CodePoint{};
    if (c.value == 'x' || c.value == 0xB7 || c.value == 0x22C5 || c.value == '*') {
        const std::size_t ten = i + c.bytes;
        if (at(ten) == '1' && at(ten + 1) == '0') {
            std::size_t from = ten + 2;
            from += at(from) == '^' ? 1U : 0U;
            const std::size_t end = signed_digits(from);
            if (!is_ascii_letter(at(end)) || end > from) {
                return end;
            }
        }
    }
    return i;
}

bool Tokenizer::behind_times() const {
    const Token* last = previous();
    return last != nullptr && last->norm == "\u00D7";
}

std::size_t Tokenizer::number_end(std::size_t begin) const {
    const std::string_view text = m_text.substr(0, m_end);
    std::size_t i = begin;
    const auto digits = [&] {
        const std::size_t from = i;
        while (is_ascii_digit(at(i))) {
            ++i;
        }
        return i - from;
    };
    const std::size_t whole = digits();
    while (whole > 0 && whole <= 3 && at(i) == ',' && is_ascii_digit(at(i + 1)) &&
           is_ascii_digit(at(i + 2)) && is_ascii_digit(at(i + 3)) && !is_ascii_digit(at(i + 4))) {
        i += 4;
    }
    bool decimals = false;
    if (at(i) == '.' && is_ascii_digit(at(i + 1))) {
        ++i;
        digits();
        decimals = true;
    }
    if (i == begin) {
        return begin;
    }
    if (decimals && at(i) == '(' && is_ascii_digit(at(i + 1))) {
        std::size_t end = i + 1;
        while (is_ascii_digit(at(end))) {
            ++end;
        }
        if (at(end) == ')' && end - i <= 4) {
            i = end + 1;  // 5.431(2)
        }
    }
    if (!decimals && piece(begin, i) == "10" && at(i) == '(') {
        // PubMed's plain text: 10(-3), and behind × also 10(5).
        const bool sign = i + 1 < m_end && is_minus(decode_at(text, i + 1).value);
        std::size_t end = i + 1 + (sign ? decode_at(text, i + 1).bytes : 0U);
        const std::size_t from = end;
        while (is_ascii_digit(at(end))) {
            ++end;
        }
        if (end > from && end - from <= 2 && at(end) == ')' &&
            (sign || (behind_times() && begin == m_at))) {
            return end + 1;
        }
    }
    if (!decimals && piece(begin, i) == "10") {
        // A power of ten written without its raised exponent.
        std::size_t power = i;
        const bool caret = at(power) == '^';
        power += caret ? 1U : 0U;
        if (power < m_end) {
            const CodePoint c = decode_at(text, power);
            const bool raised = sup_at(i) != nullptr;
            const bool superscript =
                c.value == 0x207B || c.value == 0x207A || is_sup_digit_char(c.value);
            const bool minus = is_minus(c.value);
            std::size_t end = power;
            if (minus || c.value == '+' || c.value == 0x207A) {
                end += c.bytes;
            }
            const std::size_t from = end;
            std::uint32_t value = 0;
            while (end < m_end) {
                const CodePoint d = decode_at(text, end);
                const bool plain = d.value < 0x80 && is_ascii_digit(text[end]);
                if (!plain && !is_sup_digit_char(d.value)) {
                    break;
                }
                value = value * 10 + (plain ? static_cast<std::uint32_t>(d.value - '0') : 1U);
                end += d.bytes;
                if (value > k_max_power) {
                    break;
                }
            }
            // "10-3" falls, so it is no range; "10-20" is one.
            const bool falls =
                minus && ((value < 10 && c.value != 0x2013) || (behind_times() && begin == m_at));
            const bool real_minus = c.value == 0x2212 && value <= k_max_power;
            if (end > from && value <= k_max_power &&
                (raised || caret || superscript || falls || real_minus) &&
                !is_ascii_digit(at(end)) && at(end) != '.') {
                return end;
            }
        }
    }
    return exponent_end(i);
}

bool Tokenizer::number() {
    std::size_t begin = m_at;
    const std::string_view text = m_text.substr(0, m_end);
    const CodePoint c = decode_at(text, m_at);
    if (is_minus(c.value) || c.value == '+') {
        begin += c.bytes;
        if (!sign_allowed()) {
            return false;
        }
    }
    const bool digit = is_ascii_digit(at(begin));
    const bool point = at(begin) == '.' && is_ascii_digit(at(begin + 1)) &&
                       (begin == m_begin || !is_ascii_letter(at(begin - 1)));
    if (!digit && !point) {
        return false;
    }
    std::size_t end = number_end(begin);
    if (end == begin) {
        return false;
    }
    if (begin == m_at && (registry_number(begin, end) || letter_label(end))) {
        return true;
    }
    if (end - begin <= 2 && ((at(end) == 'J' && at(end + 1) == '(') || hydrogen_prefix(end))) {
        return false;  // 3J(C,F), 2H-1,3-oxazine
    }
    // Ratios (1:2:1) and dotted numbers (2.1.3) are one.
    while ((at(end) == ':' || (at(end) == '.' && end > begin && at(end - 1) != ')')) &&
           is_ascii_digit(at(end + 1))) {
        ++end;
        while (is_ascii_digit(at(end)) || (at(end) == '.' && is_ascii_digit(at(end + 1)))) {
            ++end;
        }
    }
    const std::string_view rest = piece(end, reach(end));
    if (!rest.empty()) {
        const CodePoint next = decode_at(rest, 0);
        const bool ascii_letter = next.value < 0x80 && is_ascii_letter(rest[0]);
        if (ascii_letter || is_wide_letter(next.value)) {
            const std::size_t unit_length = m_lexica.match_unit(rest).length;
            if (unit_length == 1 && is_ascii_upper(rest[0]) && rest.size() > 2 && rest[1] == '-' &&
                is_ascii_upper(rest[2])) {
                return false;  // 28M-Py2
            }
            if (unit_length == 1 && is_dash(decode_or_blank(rest, 1)) &&
                formula_at(end + 1 + decode_at(rest, 1).bytes)) {
                return false;  // 4H-SiC, 1T-TaS2: a polytype, no henry and no tesla
            }
            if (end < m_end && is_label(piece(begin, end), rest, unit_length)) {
                return false;
            }
            if (unit_length == 0) {
                // "2MgH2" is a number and a formula; "3D", "4CN", "8YSZ" are words.
                const auto match = begin == m_at ? formula_at(end) : std::nullopt;
                if (!match || match->composition.elements() < 2) {
                    return false;
                }
            }
        } else if (is_sub_digit_char(next.value)) {
            return false;
        } else if (next.value == '\'' || next.value == 0x2019 || next.value == 0x2032) {
            if (rest.size() > next.bytes) {
                return false;  // 2'-deoxy
            }
        } else if (is_dash(next.value) && rest.size() > next.bytes) {
            const std::string_view behind = rest.substr(next.bytes);
            const char first = behind[0];
            // No locant has decimals: "7.4-dependent" is a number and a word.
            const bool letter = (is_ascii_letter(first) || first == '(' || first == '[') &&
                                piece(begin, end).find('.') == std::string_view::npos;
            if (letter && m_lexica.match_unit(behind).length == 0) {
                return false;  // 3-aminopropyl, 5-fold
            }
        } else if (rest[0] == ',' && rest.size() > 1 && is_ascii_digit(rest[1]) &&
                   rest.substr(0, 8).find('-') != std::string_view::npos) {
            const std::size_t hyphen = rest.find('-');
            if (hyphen + 1 < rest.size() && is_ascii_letter(rest[hyphen + 1])) {
                return false;  // 1,10-phenanthroline
            }
        }
    }
    // Within a sentence a stop behind a number is an ordinal's or an enumerator's.
    if (at(end) == '.' && end + 1 == m_end && m_end != m_sentence_end) {
        ++end;
    }
    // 1.5×10−3: the mantissa stands for both.
    if (m_settings.numbers_masked && behind_times() && text.substr(begin, 2) == "10" &&
        end > begin + 2 && m_tokens.size() > 1 &&
        m_tokens[m_tokens.size() - 2].kind == TokenKind::number) {
        emit(m_at, end, TokenKind::number, {});
        m_at = end;
        return true;
    }
    std::string norm =
        m_settings.numbers_masked ? std::string(k_number_norm) : search_key(piece(m_at, end));
    emit(m_at, end, TokenKind::number, std::move(norm));
    m_at = end;
    return true;
}

}  // namespace lode::text
