// Notations of chemistry that ordinary rules would cut: locants, nuclides, ring and ligand
// brackets, indices in brackets, compound labels, coupling constants, registry numbers.
#include <algorithm>
#include <array>

#include "core/chem/elements.hpp"
#include "core/text/chars.hpp"
#include "core/text/tokenizer.hpp"
#include "core/text/unicode.hpp"

namespace lode::text {
namespace {

// Is there a nuclide of this element with so many nucleons? The bounds are those of the known
// nuclides, loosely.
bool is_nuclide(unsigned mass, unsigned z) {
    return z == 1 ? mass >= 1 && mass <= 3 : mass >= z + z / 2 && mass <= 2 * z + z / 2 + 8;
}

// Bytes of the element symbol at `at` where its mass number is `mass`; 0.
std::size_t nuclide_symbol(std::string_view text, std::size_t at, unsigned mass) {
    for (const std::size_t length : {std::size_t{2}, std::size_t{1}}) {
        if (at + length > text.size() || !is_ascii_upper(text[at]) ||
            (length == 2 && !is_ascii_lower(text[at + 1]))) {
            continue;
        }
        const auto z = chem::atomic_number(text.substr(at, length));
        if (z && is_nuclide(mass, *z)) {
            return length;
        }
    }
    return 0;
}

}  // namespace

// At the beginning of a chunk, or behind what opens or joins.
bool Tokenizer::fresh() const {
    if (m_at == m_begin) {
        return true;
    }
    switch (at(m_at - 1)) {
        case '(':
        case '[':
        case '{':
        case '"':
        case '\'':
        case '/':
        case '=':
            return true;
        default:
            return false;
    }
}

bool Tokenizer::notation() {
    const char c = at(m_at);
    if (c == '(' || c == '[') {
        return nuclide() || adduct() || ring_brackets();
    }
    return (m_holds.lists && locant_name()) || (m_holds.brackets && bracketed_indices());
}

// Only marks that close are left from here on.
bool Tokenizer::closes_chunk(std::size_t from) const {
    for (std::size_t i = from; i < m_end;) {
        const CodePoint c = decode_at(m_text, i);
        const bool closing = c.value == 0x2019 || c.value == 0x201D || c.value == 0x2026;
        if (!closing && (c.value >= 0x80 ||
                         std::string_view(")],;:\"'").find(at(i)) == std::string_view::npos)) {
            return false;
        }
        i += c.bytes;
    }
    return true;
}

// (13)C, (99m)Tc, [14C]glucose, [3H]: the mass number in brackets is PubMed's plain text.
bool Tokenizer::nuclide() {
    const std::string_view text = piece(m_at, reach(m_at));
    std::size_t i = 1;
    unsigned mass = 0;
    while (i < text.size() && i < 4 && is_ascii_digit(text[i])) {
        mass = mass * 10 + static_cast<unsigned>(text[i] - '0');
        ++i;
    }
    if (i == 1) {
        return false;
    }
    i += i < text.size() && text[i] == 'm' ? 1U : 0U;
    const bool round = text[0] == '(';
    if (round) {
        if (i >= text.size() || text[i] != ')') {
            return false;
        }
        ++i;
    }
    const std::size_t symbol = nuclide_symbol(text, i, mass);
    if (symbol == 0) {
        return false;
    }
    const std::size_t end = i + symbol;
    if (round) {
        if (is_ascii_letter(at(m_at + end)) || is_ascii_digit(at(m_at + end))) {
            return false;
        }
        std::string norm(text.substr(1, end - 1));
        norm.erase(std::remove(norm.begin(), norm.end(), ')'), norm.end());
        emit(m_at, m_at + end, TokenKind::word, std::move(norm));
        m_at += end;
        return true;
    }
    if (end >= text.size() || text[end] != ']') {
        return false;
    }
    const std::size_t begin = m_at;
    m_at += end + 1;
    std::size_t word = m_at;
    if (is_ascii_letter(at(m_at))) {
        word = std::max(word, word_end());
    }
    emit(begin, word, TokenKind::word, search_key(piece(begin, word)));
    m_at = word;
    return true;
}

// [M+H]+, [M−H]−, [2M+Na]+, [M]+: the molecule with what it gained or lost, and its charge.
bool Tokenizer::adduct() {
    const std::string_view text = piece(m_at, reach(m_at));
    std::size_t i = 1;
    i += i < text.size() && is_ascii_digit(text[i]) ? 1U : 0U;
    if (text[0] != '[' || i + 1 >= text.size() || text[i] != 'M' || is_ascii_lower(text[i + 1])) {
        return false;
    }
    bool sign = false;
    ++i;
    while (i < text.size() && text[i] != ']') {
        const CodePoint c = decode_at(text, i);
        const bool plus = c.value == '+' || is_minus(c.value);
        if (!plus && !(c.value < 0x80 && (is_ascii_letter(text[i]) || is_ascii_digit(text[i])))) {
            return false;
        }
        sign = sign || plus;
        i += c.bytes;
    }
    if (i >= text.size()) {
        return false;
    }
    ++i;
    std::size_t end = i;
    while (end < text.size() && is_ascii_digit(text[end])) {
        ++end;
    }
    if (const CodePoint c = end < text.size() ? decode_at(text, end) : CodePoint{};
        (c.value == '+' || is_minus(c.value)) && closes_chunk(m_at + end + c.bytes)) {
        i = end + c.bytes;
        sign = true;
    }
    if (!sign || is_ascii_letter(at(m_at + i)) || is_ascii_digit(at(m_at + i))) {
        return false;
    }
    emit(m_at, m_at + i, TokenKind::word, search_key(text.substr(0, i)));
    m_at += i;
    return true;
}

// The H of "2H-1,3-oxazine": indicated hydrogen, no henry.
bool Tokenizer::hydrogen_prefix(std::size_t at_letter) const {
    if (at(at_letter) != 'H' || at(at_letter + 1) != '-' || !is_ascii_digit(at(at_letter + 2))) {
        return false;
    }
    constexpr std::size_t k_locants = 12;  // bytes
    for (std::size_t i = at_letter + 3; i < std::min(m_end, at_letter + k_locants); ++i) {
        if (is_ascii_lower(at(i))) {
            return at(i - 1) == '-';
        }
    }
    return false;
}

// [2+2], [60]fullerene, and ionic liquids in two brackets ([C4mim][NTf2]).
bool Tokenizer::ring_brackets() {
    if (at(m_at) != '[') {
        return false;
    }
    const std::string_view text = piece(m_at, reach(m_at));
    const std::size_t close = text.find(']');
    if (close == std::string_view::npos || close < 2) {
        return false;
    }
    const std::string_view inside = text.substr(1, close - 1);
    bool sum = is_ascii_digit(inside.front()) && is_ascii_digit(inside.back());
    bool whole = inside.size() <= 3;
    bool plus = false;
    for (const char c : inside) {
        whole = whole && is_ascii_digit(c);
        sum = sum && (is_ascii_digit(c) || c == '+');
        plus = plus || c == '+';
    }
    if (sum && plus) {
        emit(m_at, m_at + close + 1, TokenKind::word, std::string(text.substr(0, close + 1)));
        m_at += close + 1;
        return true;
    }
    if (whole) {
        constexpr std::size_t k_shortest_name = 4;  // "[12]The" is a citation and a word
        std::size_t lower = close + 1;
        while (lower < text.size() && is_ascii_lower(text[lower])) {
            ++lower;
        }
        std::size_t upper = close + 1;
        while (upper < text.size() && is_ascii_upper(text[upper])) {
            ++upper;
        }
        if (std::max(lower, upper) - close <= k_shortest_name) {
            return false;
        }
        const std::size_t begin = m_at;
        m_at += close + 1;
        const std::size_t end = std::max(word_end(), m_at + 1);
        emit(begin, end, TokenKind::word, search_key(piece(begin, end)));
        m_at = end;
        return true;
    }
    return false;
}

// TiO(2), SO(4)(2-), H(2)O: formulas whose indices PubMed's plain text puts in brackets.
bool Tokenizer::bracketed_indices() {
    if (!is_ascii_upper(at(m_at))) {
        return false;
    }
    const std::string_view text = piece(m_at, reach(m_at));
    const std::size_t first = text.find('(');
    if (first == std::string_view::npos || first + 2 >= text.size() || first > 12 ||
        !is_ascii_letter(text[first - 1]) || !is_ascii_digit(text[first + 1])) {
        return false;
    }
    std::string plain;
    std::size_t brackets = 0;
    std::size_t i = 0;
    while (i < text.size()) {
        if (text[i] == '(') {
            std::size_t close = i + 1;
            std::size_t digits = 0;
            while (close < text.size() &&
                   (is_ascii_digit(text[close]) || text[close] == '.' || text[close] == '+' ||
                    is_minus(decode_at(text, close).value))) {
                digits += is_ascii_digit(text[close]) ? 1U : 0U;
                close += decode_at(text, close).bytes;
            }
            // Three figures are a plane: MgO(100).
            if (close == i + 1 || digits > 2 || close >= text.size() || text[close] != ')') {
                return false;
            }
            ++brackets;
            plain += text.substr(i + 1, close - i - 1);
            i = close + 1;
        } else if (is_ascii_letter(text[i])) {
            plain += text[i++];
        } else {
            break;
        }
    }
    if (is_ascii_digit(at(m_at + i)) || at(m_at + i) == '(') {
        return false;
    }
    // SO(3), O(2), SU(2) and CP(1) are groups and spaces of mathematics.
    const std::string_view stem = text.substr(0, first);
    const bool mixed = std::any_of(stem.begin(), stem.end(), is_ascii_lower);
    const bool known = stem == "CO" || stem == "NO" || stem == "NH" || stem == "N" || stem == "H";
    if (!mixed && !known && brackets < 2 && text[i - 1] == ')') {
        return false;
    }
    const auto match = judged(plain);
    if (!match || match->length != plain.size() || !match->resolved) {
        return false;
    }
    const bool element = match->composition.elements() == 1;
    if (element && match->core != match->length) {
        return false;  // Ca(2+) is word()'s
    }
    emit(m_at, m_at + i, TokenKind::material, chem::canonical(match->composition));
    m_at += i;
    return true;
}

// 7732-18-5: a CAS registry number, by its check digit; a digit with a letter's label behind it in
// brackets, 5(g).
bool Tokenizer::registry_number(std::size_t begin, std::size_t end) {
    if (at(end) != '-' && at(end) != '(') {
        return false;
    }
    const std::string_view text = piece(begin, reach(begin));
    const std::size_t length = end - begin;
    if (length >= 2 && length <= 7 && text.size() >= length + 5 && text[length] == '-' &&
        is_ascii_digit(text[length + 1]) && is_ascii_digit(text[length + 2]) &&
        text[length + 3] == '-' && is_ascii_digit(text[length + 4]) &&
        !(text.size() > length + 5 &&
          (is_ascii_digit(text[length + 5]) || is_ascii_letter(text[length + 5])))) {
        unsigned sum = static_cast<unsigned>(text[length + 2] - '0') +
                       2 * static_cast<unsigned>(text[length + 1] - '0');
        bool digits = true;
        for (std::size_t i = 0; i < length; ++i) {
            digits = digits && is_ascii_digit(text[length - 1 - i]);
            sum += static_cast<unsigned>(i + 3) * static_cast<unsigned>(text[length - 1 - i] - '0');
        }
        if (digits && sum % 10 == static_cast<unsigned>(text[length + 4] - '0')) {
            emit(begin, begin + length + 5, TokenKind::word,
                 std::string(text.substr(0, length + 5)));
            m_at = begin + length + 5;
            return true;
        }
    }
    constexpr std::size_t k_longest_label = 3;
    if (length <= k_longest_label && text.size() > length + 2 && text[length] == '(' &&
        is_ascii_letter(text[length + 1]) && text[length + 2] == ')' &&
        !is_ascii_letter(at(begin + length + 3)) && !is_ascii_digit(at(begin + length + 3))) {
        emit(begin, begin + length + 3, TokenKind::word, std::string(text.substr(0, length + 3)));
        m_at = begin + length + 3;
        return true;
    }
    return false;
}

// A whole number and a small letter directly behind ("3g") where a noun says that it is a label;
// 3J where it is a coupling constant.
bool Tokenizer::letter_label(std::size_t number_end) {
    const std::size_t length = number_end - m_at;
    const char letter = at(number_end);
    const std::size_t end = number_end + 1;
    if (length > 3 || !is_ascii_letter(letter) || is_ascii_letter(at(end)) ||
        is_ascii_digit(at(end)) ||
        !std::all_of(m_text.begin() + static_cast<std::ptrdiff_t>(m_at),
                     m_text.begin() + static_cast<std::ptrdiff_t>(number_end), is_ascii_digit)) {
        return false;
    }
    const auto label = [&](const Token& token) {
        const std::string_view written = piece(token.range.begin, token.range.end);
        return token.kind == TokenKind::word && written.size() >= 2 && is_ascii_digit(written[0]) &&
               is_ascii_lower(written.back());
    };
    bool found = false;
    if (letter == 'J' && length == 1) {
        std::size_t next = end;
        while (next < m_sentence_end && m_text[next] == ' ') {
            ++next;
        }
        if (next == end && at(next) == '(') {
            return false;  // 3J(C,F) is word()'s
        }
        found = next < m_sentence_end && m_text[next] == '=';
    } else if (is_ascii_lower(letter)) {
        bool listed = false;  // behind another label
        constexpr std::size_t k_far = 3;
        std::size_t seen = 0;
        for (auto token = m_tokens.rbegin(); token != m_tokens.rend() && seen < k_far;
             ++token, ++seen) {
            const std::string_view written = piece(token->range.begin, token->range.end);
            const bool joins = token->kind == TokenKind::punctuation || written == "and" ||
                               written == "or" || written == "to";
            if (joins && written != ".") {
                listed = listed || written != "(";
                continue;
            }
            found = label(*token) || (!listed && m_lexica.is_label_noun(token->norm));
            break;
        }
    }
    const bool amount =
        m_text.substr(end, std::min<std::size_t>(4, m_sentence_end - end)) == " of ";
    if (!found || amount) {
        return false;
    }
    emit(m_at, end, TokenKind::word, std::string(piece(m_at, end)));
    m_at = end;
    return true;
}

// T-bet(-/-), Na(+), CD8(+), p53(+/-), cm(-1): signs and powers raised in brackets. Returns the end
// of the bracket, or `open`.
std::size_t Tokenizer::script_bracket_end(std::size_t open, std::size_t begin) const {
    if (open == begin || at(open) != '(') {
        return open;
    }
    std::size_t i = open + 1;
    bool sign = false;
    bool digit = false;
    while (i < m_end && i - open <= 8) {
        const CodePoint c = decode_at(m_text, i);
        if (c.value == '+' || is_minus(c.value)) {
            sign = true;
        } else if (c.value < 0x80 && is_ascii_digit(at(i))) {
            digit = true;
        } else if (c.value != '/') {
            break;
        }
        i += c.bytes;
    }
    if (at(i) != ')' || i == open + 1 || !sign || (is_ascii_digit(at(i + 1)))) {
        return open;
    }
    const std::string_view stem = piece(begin, open);
    const bool power = digit && is_minus(decode_at(m_text, open + 1).value);
    if (power) {
        return m_lexica.is_unit(stem) ? i + 1 : open;
    }
    const bool name = std::any_of(stem.begin(), stem.end(),
                                  [](char c) { return is_ascii_upper(c) || is_ascii_digit(c); });
    const bool anion = digit && stem.ends_with("ate");
    return name || anion ? i + 1 : open;
}

// C(sp3), N(sp2), C(sp,sp2,sp3): the hybridisation of an atom.
std::size_t Tokenizer::hybrid_end(std::size_t open, std::size_t begin) const {
    if (open != begin + 1 || !is_ascii_upper(at(begin)) || at(open) != '(' || at(open + 1) != 's' ||
        at(open + 2) != 'p') {
        return open;
    }
    std::size_t i = open + 1;
    while (i < reach(open)) {
        const CodePoint c = decode_at(m_text, i);
        if (!(c.value == 's' || c.value == 'p' || c.value == ',' || c.value == '^' ||
              (c.value < 0x80 && is_ascii_digit(at(i))) || is_sup_digit_char(c.value))) {
            break;
        }
        i += c.bytes;
    }
    return at(i) == ')' ? i + 1 : open;
}

// J(C,F), 3J(H–H): which nuclei couple.
std::size_t Tokenizer::coupled_end(std::size_t open, std::size_t begin) const {
    if (at(open) != '(' || open == begin || at(open - 1) != 'J' || open - begin > 2 ||
        (open - begin == 2 && !is_ascii_digit(at(begin))) || !is_ascii_upper(at(open + 1))) {
        return open;
    }
    std::size_t i = open + 1;
    bool pair = false;
    while (i < reach(open)) {
        const CodePoint c = decode_at(m_text, i);
        const bool mark = c.value == ',' || is_dash(c.value);
        if (!mark && !(c.value < 0x80 && (is_ascii_letter(at(i)) || is_ascii_digit(at(i))))) {
            break;
        }
        pair = pair || mark;
        i += c.bytes;
    }
    return at(i) == ')' && pair ? i + 1 : open;
}

// "ESI-": the minus of an ionisation mode. Behind other words it says that a part is left out
// ("PEG- and PVP-coated").
bool Tokenizer::ionisation_mode(std::size_t begin, std::size_t end) const {
    constexpr std::array<std::string_view, 6> k_modes = {"ESI", "EI", "CI", "APCI", "FAB", "MALDI"};
    return std::find(k_modes.begin(), k_modes.end(), piece(begin, end)) != k_modes.end();
}

// MF3·3H2O: a solvate of a formula with a sign for any metal, which is no composition.
std::size_t Tokenizer::hydrate_end(std::size_t dot, std::size_t begin) const {
    const std::string_view text = m_text.substr(0, m_end);
    const CodePoint c = decode_at(text, dot);
    if ((c.value != 0xB7 && c.value != 0x22C5 && c.value != 0x2022 && c.value != 0x2219) ||
        !is_ascii_upper(at(begin)) || dot < begin + 2) {
        return dot;
    }
    std::size_t i = dot + c.bytes;
    while (is_ascii_digit(at(i)) || (at(i) == '.' && is_ascii_digit(at(i + 1)))) {
        ++i;
    }
    if (i == dot + c.bytes && (at(i) == 'n' || at(i) == 'x') && is_ascii_upper(at(i + 1))) {
        ++i;
    }
    const auto match = is_ascii_upper(at(i)) ? formula_at(i) : std::nullopt;
    return match ? i + match->length : dot;
}

// ESI+, CD4+, NAD+: a plus that ends the chunk belongs to the name before it.
std::size_t Tokenizer::plus_end(std::size_t plus, std::size_t begin) const {
    const bool name = plus >= begin + 2 && is_ascii_upper(at(begin));
    return name && closes_chunk(plus + 1) ? plus + 1 : plus;
}

}  // namespace lode::text
