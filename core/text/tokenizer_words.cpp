// Words: hyphenated compounds, valences, blends, brackets inside names, abbreviations with stops.
#include <algorithm>
#include <array>

#include "core/chem/elements.hpp"
#include "core/text/chars.hpp"
#include "core/text/norm.hpp"
#include "core/text/tokenizer.hpp"
#include "core/text/unicode.hpp"

namespace lode::text {
namespace {

bool is_one_of(std::string_view text, std::span<const std::string_view> list) {
    return std::find(list.begin(), list.end(), text) != list.end();
}

// First parts that make one word with what follows.
constexpr std::array<std::string_view, 25> k_prefixes = {
    "non",  "pre",  "self", "post",  "sub",   "semi", "over", "well", "ill",
    "high", "low",  "un",   "multi", "anti",  "half", "full", "as",   "co",
    "re",   "free", "dual", "hyper", "ortho", "meta", "para"};

// Words around a symbol that tell the element from the English word.
constexpr std::array<std::string_view, 22> k_element_words = {
    "content",   "concentration", "atoms",       "atom",         "ions",     "ion",
    "doping",    "doped",         "dopant",      "dopants",      "rich",     "poor",
    "free",      "flux",          "layer",       "vacancies",    "alloying", "addition",
    "additions", "substitution",  "composition", "incorporation"};

bool word_character(std::string_view text, std::size_t at, std::size_t& bytes) {
    const char c = text[at];
    if (static_cast<unsigned char>(c) < 0x80) {
        bytes = 1;
        return is_ascii_letter(c) || is_ascii_digit(c) || c == '_';
    }
    const CodePoint wide = decode_at(text, at);
    bytes = wide.bytes;
    return is_wide_letter(wide.value) || is_sub_digit_char(wide.value) ||
           is_sup_digit_char(wide.value) || wide.value == 0x2032 || wide.value == 0x2033 ||
           wide.value == 0xFFFD;
}

bool is_apostrophe(char32_t c) {
    return c == '\'' || c == 0x2019;
}

}  // namespace

// "(III)", "(ii)", "(3+)", "(0)" directly behind an element symbol or name; `from` where there is
// none.
std::size_t Tokenizer::valence_end(std::size_t from) const {
    if (at(from) != '(') {
        return from;
    }
    std::size_t i = from + 1;
    while (is_ascii_digit(at(i)) || is_ascii_letter(at(i))) {
        ++i;
    }
    const std::string_view inside = piece(from + 1, i);
    if (at(i) == ')' && chem::is_roman_numeral(inside) && inside.size() <= 4 &&
        inside.find_first_of("Xx") == std::string_view::npos) {
        return i + 1;
    }
    if (inside.size() == 1 && is_ascii_digit(inside[0]) && i < m_end) {
        const CodePoint sign = decode_at(m_text, i);
        const bool charge = sign.value == '+' || is_minus(sign.value);
        if (charge && at(i + sign.bytes) == ')') {
            return i + sign.bytes + 1;
        }
    }
    return from;
}

// poly(ethylene)glycol, spiro[4.5]decane: a bracket that the name goes on behind. Returns the end
// of the bracket, or `open` where it does not belong to the word.
std::size_t Tokenizer::bracket_in_word(std::size_t open, std::size_t begin) const {
    const char opening = at(open);
    const char closing = opening == '(' ? ')' : ']';
    if (open == begin) {
        return open;
    }
    const bool ligands = is_ascii_upper(at(begin));  // RuL2(NCS)2, Zn(acac)2
    if (!ligands && !is_ascii_lower(at(open - 1))) {
        return open;
    }
    int depth = 0;
    for (std::size_t i = open; i < reach(open); ++i) {
        const char c = at(i);
        depth += c == '(' || c == '[' ? 1 : 0;
        if (c == ')' || c == ']') {
            if (--depth > 0) {
                continue;
            }
            const bool goes_on = c == closing && (is_ascii_lower(at(i + 1)) ||
                                                  (at(i + 1) == '-' && is_ascii_lower(at(i + 2))));
            const std::string_view stem = piece(begin, open);
            const bool named =
                c == closing && (stem.ends_with("poly") || stem.ends_with("bis") ||
                                 stem.ends_with("tris") || stem.ends_with("tetrakis"));
            const bool complex =
                ligands && c == ')' && is_ascii_digit(at(i + 1)) && is_ascii_letter(at(open + 1));
            const bool lower_stem = is_ascii_lower(at(open - 1));
            return ((goes_on || named) && lower_stem) || complex ? i + 1 : open;
        }
    }
    return open;
}

// A superscript in a word: a citation behind a long word ends it, a power or label does not.
bool Tokenizer::sup_ends_word(std::size_t begin, std::size_t sup) const {
    if (sup == begin || sup - begin <= 2) {
        return false;
    }
    const Range* span = sup_at(sup);
    const std::string_view text = piece(sup, std::min<std::size_t>(span->end, m_end));
    return !text.empty() && (is_ascii_digit(text[0]) || text[0] == '[' || text[0] == '(' ||
                             (is_ascii_lower(text[0]) && text.size() == 1));
}

std::size_t Tokenizer::word_end() const {
    const std::string_view text = m_text.substr(0, m_end);
    const std::size_t sup = m_sups.empty() ? m_end : next_sup(m_at + 1);
    std::size_t i = m_at;
    while (i < m_end) {
        if (i == sup) {
            if (const std::size_t end = charge_span_end(i); end > i) {
                return end;
            }
            if (sup_ends_word(m_at, sup)) {
                return i;
            }
        }
        std::size_t bytes = 1;
        if (word_character(text, i, bytes)) {
            i += bytes;
            continue;
        }
        if (i == m_at) {
            return i;
        }
        const CodePoint c = decode_at(text, i);
        const std::size_t next = i + c.bytes;
        std::size_t next_bytes = 1;
        const bool joins = next < m_end && word_character(text, next, next_bytes);
        if (c.value == '(' || c.value == '[') {
            std::size_t end = valence_end(i);
            if (end == i) {
                end = bracket_in_word(i, m_at);
            }
            if (end == i) {
                return i;
            }
            i = end;
            continue;
        }
        const bool letter_next = joins && !is_ascii_digit(text[next]);
        const bool digit_before = is_ascii_digit(text[i - 1]);
        const bool hyphen = is_dash(c.value) && c.value != 0x2014 && c.value != 0x2015;
        if (hyphen && (joins || at(next) == '(')) {
            const bool range = c.value != '-' && digit_before && !letter_next;
            const bool opens = is_ascii_upper(at(next)) || at(next) == '(';
            const auto behind = opens ? formula_at(next) : std::nullopt;
            if (range || (behind && behind->composition.elements() >= 2)) {
                return i;
            }
            if (!joins) {
                return i;
            }
            i = next;
            continue;
        }
        if (is_apostrophe(c.value)) {
            const bool possessive = at(next) == 's' && !is_ascii_letter(at(next + 1));
            if (!letter_next || possessive) {
                return i;
            }
            i = next;
            continue;
        }
        if (c.value == '.' && joins) {
            const bool abbreviation =
                i - m_at <= 5 && letter_next && (i - m_at == 1 || text[i - 2] == '.');
            if (!abbreviation && !(digit_before && is_ascii_digit(text[next]))) {
                return i;
            }
            i = next;
            continue;
        }
        if (c.value == ',' && digit_before && joins && is_ascii_digit(text[next]) &&
            text.substr(next, 8).find('-') != std::string_view::npos) {
            i = next;  // 1,10-phenanthroline
            continue;
        }
        if (c.value == ':' && joins && i - m_at >= 2) {
            // PEDOT:PSS, P3HT:PCBM: two names in capitals.
            std::size_t end = next;
            while (is_ascii_upper(at(end)) || is_ascii_digit(at(end))) {
                ++end;
            }
            const bool capitals =
                std::all_of(text.begin() + static_cast<std::ptrdiff_t>(m_at),
                            text.begin() + static_cast<std::ptrdiff_t>(i),
                            [](char ch) { return is_ascii_upper(ch) || is_ascii_digit(ch); });
            if (capitals && is_ascii_upper(text[m_at]) && is_ascii_upper(at(next)) &&
                end - next >= 2 && !is_ascii_letter(at(end))) {
                i = end;
                continue;
            }
        }
        return i;
    }
    return i;
}

void Tokenizer::word() {
    const std::size_t begin = m_at;
    std::size_t end = std::max(word_end(), begin + 1);
    end = std::min(end, m_end);
    // The stop of an abbreviation stays with it, but for the last of a sentence.
    if (at(end) == '.' && end + 1 == m_end && m_end != m_sentence_end) {
        const std::string_view written = piece(begin, end);
        const bool initial = written.size() == 1 && is_ascii_upper(written[0]);
        if (initial || m_lexica.abbreviation(written) == Stop::always ||
            m_lexica.abbreviation(written) == Stop::name) {
            ++end;
        }
    }
    m_at = end;
    std::size_t hyphen = 0;
    if (splits_at_suffix(begin, end, hyphen)) {
        emit_word(begin, hyphen);
        const std::size_t bytes = decode_at(m_text, hyphen).bytes;
        emit(hyphen, hyphen + bytes, TokenKind::punctuation, "-");
        emit_word(hyphen + bytes, end);
        return;
    }
    emit_word(begin, end);
}

bool Tokenizer::splits_at_suffix(std::size_t begin, std::size_t end, std::size_t& hyphen) const {
    const std::string_view text = piece(begin, end);
    std::size_t suffix = text.size();
    while (suffix > 0 && is_ascii_lower(text[suffix - 1])) {
        --suffix;
    }
    if (suffix == 0 || suffix == text.size() || text.size() - suffix < 3) {
        return false;
    }
    const std::size_t dash = character_before(text, suffix);
    if (dash == 0 || !is_dash(decode_at(text, dash).value) ||
        !m_lexica.is_splitting_suffix(text.substr(suffix))) {
        return false;
    }
    const std::string_view stem = text.substr(0, dash);
    // α-substituted, p-doped: one letter in front says how, not what; but C- and Y-doped.
    const bool letter = code_points(stem) == 1 && !is_ascii_upper(stem[0]);
    if (letter || is_one_of(stem, k_prefixes)) {
        return false;
    }
    hyphen = begin + dash;
    return true;
}

// Does the ambiguous symbol at [begin, end) stand for the element? Only beside other symbols,
// formulas and amounts, or before words such as "content".
bool Tokenizer::means_element(std::size_t begin, std::size_t end) const {
    std::size_t i = end;
    while (i < m_sentence_end && (m_text[i] == ' ' || m_text[i] == '-')) {
        ++i;
    }
    const bool hyphen = end < m_sentence_end && m_text[end] == '-';
    std::size_t stop = i;
    while (stop < m_sentence_end && is_ascii_letter(m_text[stop])) {
        ++stop;
    }
    const std::string_view next = m_text.substr(i, stop - i);
    if (is_one_of(next, k_element_words) || (hyphen && m_lexica.is_splitting_suffix(next))) {
        return true;
    }
    if (begin == m_sentence_begin) {
        return false;
    }
    for (auto token = m_tokens.rbegin(); token != m_tokens.rend(); ++token) {
        if (token->kind == TokenKind::punctuation || token->norm == "and" || token->norm == "or") {
            continue;
        }
        const bool symbol =
            token->kind == TokenKind::word && chem::atomic_number(token->norm).has_value();
        const bool nothing_between = token->range.end + 1 == begin || token->range.end == begin;
        return symbol || (token->kind == TokenKind::material && !nothing_between) ||
               (nothing_between && token->norm == "%");
    }
    return false;
}

void Tokenizer::emit_word(std::size_t begin, std::size_t end) {
    const std::string_view written = piece(begin, end);
    if (follows_number() && m_lexica.is_unit(written)) {
        emit(begin, end, TokenKind::unit, search_key(written));
        return;
    }
    std::size_t first = 0;
    while (first < written.size() && is_ascii_letter(written[first])) {
        ++first;
    }
    const std::string_view head = written.substr(0, first);
    const bool ambiguous = is_ambiguous_symbol(head);
    emit(begin, end, TokenKind::word,
         word_norm(written, m_settings, ambiguous && means_element(begin, begin + head.size())));
}

}  // namespace lode::text
