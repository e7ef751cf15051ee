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

// What stands behind an apostrophe: 's, 'll, 've, 're, 'm, 'd. "will" for "ll"; empty where it is
// none of them.
std::string_view clitic(std::string_view behind) {
    std::size_t length = 0;
    while (length < behind.size() && is_ascii_letter(behind[length])) {
        ++length;
    }
    constexpr std::array<std::pair<std::string_view, std::string_view>, 6> k_clitics = {
        {{"s", "'s"}, {"ll", "will"}, {"ve", "have"}, {"re", "are"}, {"m", "am"}, {"d", "'d"}}};
    for (const auto& [written, meant] : k_clitics) {
        if (behind.substr(0, length) == written) {
            return meant;
        }
    }
    return {};
}

bool is_clitic(std::string_view behind) {
    return !clitic(behind).empty();
}

// U.S, e.g: single letters with stops between them.
bool is_initials(std::string_view written) {
    if (written.size() < 3 || written.size() % 2 == 0) {
        return false;
    }
    for (std::size_t i = 0; i < written.size(); ++i) {
        if (i % 2 == 0 ? !is_ascii_letter(written[i]) : written[i] != '.') {
            return false;
        }
    }
    return true;
}

}  // namespace

// "(III)", "(ii)", "(3+)", "(0)" directly behind an element symbol or name; `from` where there is
// none.
std::size_t Tokenizer::valence_end(std::size_t from) const {
    if (at(from) != '(') {
        return from;
    }
    if (at(from + 1) == '0' && at(from + 2) == ')') {
        std::size_t symbol = from;
        while (symbol > m_begin && is_ascii_letter(at(symbol - 1))) {
            --symbol;
        }
        // Pd(0); but N(0) is a value at nought.
        const bool metal = from - symbol == 2 && chem::atomic_number(piece(symbol, from));
        return metal ? from + 3 : from;
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
            for (const auto bracket : {&Tokenizer::script_bracket_end, &Tokenizer::hybrid_end,
                                       &Tokenizer::coupled_end, &Tokenizer::bracket_in_word}) {
                end = end == i ? (this->*bracket)(i, m_at) : end;
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
        if (hyphen && (m_holds.contacts || text[i - 1] == ')') && c.value == 0x2013) {
            return i;  // C(sp3)–H⋯O
        }
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
        if (c.value == '-' && ionisation_mode(m_at, i) && closes_chunk(next)) {
            return next;
        }
        if (is_apostrophe(c.value)) {
            constexpr std::size_t k_longest_pronoun = 5;  // they'd, but Drinfel'd
            const bool may_be = at(next) == 's' || i - m_at <= k_longest_pronoun;
            if (!letter_next || (may_be && is_clitic(text.substr(next)))) {
                return i;
            }
            if (at(next) == 't' && !is_ascii_letter(at(next + 1)) && text[i - 1] == 'n' &&
                i - 1 > m_at) {
                return i - 1;  // do|n't
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
        if (c.value == '+') {
            return plus_end(i, m_at);
        }
        if (c.value >= 0x80) {
            if (const std::size_t end = hydrate_end(i, m_at); end != i) {
                return end;
            }
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
    if (const bool letter = begin > m_begin && is_ascii_letter(at(begin - 1)); letter) {
        // The rest of "don't".
        const CodePoint mark = begin + 1 < m_end ? decode_at(m_text, begin + 1) : CodePoint{};
        const std::size_t end = begin + 1 + mark.bytes + 1;
        if (at(begin) == 'n' && is_apostrophe(mark.value) && end <= m_end && at(end - 1) == 't') {
            emit(begin, end, TokenKind::word, "not");
            m_at = end;
            return;
        }
    }
    if (at(begin) == 'p' && (at(begin + 1) == 'H' || at(begin + 1) == 'D') &&
        is_ascii_digit(at(begin + 2))) {
        emit_word(begin, begin + 2);  // pH7
        m_at = begin + 2;
        return;
    }
    std::size_t end = std::max(word_end(), begin + 1);
    end = std::min(end, m_end);
    if (at(end) == 'n' && end + 1 < m_end && is_apostrophe(decode_at(m_text, end + 1).value)) {
        // can't, won't, shan't: norms of the whole verbs.
        const std::string_view verb = piece(begin, end);
        const std::string_view meant = verb == "ca" || verb == "Ca"   ? "can"
                                       : verb == "wo" || verb == "Wo" ? "will"
                                       : verb == "sha"                ? "shall"
                                                                      : std::string_view();
        if (!meant.empty()) {
            emit(begin, end, TokenKind::word, std::string(meant));
            m_at = end;
            return;
        }
    }
    // The stop of an abbreviation stays with it, but for the last of a sentence; initials keep
    // theirs even there ("the U.S.").
    if (at(end) == '.' && (closes_chunk(end + 1) || at(end + 1) == '-')) {
        const std::string_view written = piece(begin, end);
        const bool inside = m_end != m_sentence_end;
        const bool initial = inside && written.size() == 1 && is_ascii_upper(written[0]);
        const Stop stop = inside ? m_lexica.abbreviation(written) : Stop::none;
        if (initial || is_initials(written) || stop == Stop::always || stop == Stop::name ||
            (stop == Stop::number && end + 1 == m_end && number_follows())) {
            ++end;
        }
    }
    m_at = end;
    if (m_holds.dashes) {
        emit_compound(begin, end);
    } else {
        emit_word(begin, end);
    }
}

// Is the next character of the sentence, behind the chunk, a digit?
bool Tokenizer::number_follows() const {
    std::size_t i = m_end;
    while (i < m_sentence_end && is_space(decode_at(m_text, i).value)) {
        i += decode_at(m_text, i).bytes;
    }
    return i < m_sentence_end && is_ascii_digit(m_text[i]);
}

// The verb behind an apostrophe: they|'ll. "'s" is mark()'s.
bool Tokenizer::clitic_mark() {
    const CodePoint mark = decode_at(m_text.substr(0, m_end), m_at);
    if (!is_apostrophe(mark.value) || m_at == m_begin || !is_ascii_letter(at(m_at - 1))) {
        return false;
    }
    const std::size_t behind = m_at + mark.bytes;
    const std::string_view meant = clitic(piece(behind, m_end));
    if (meant.empty() || meant == "'s") {
        return false;
    }
    std::size_t end = behind;
    while (is_ascii_letter(at(end))) {
        ++end;
    }
    emit(m_at, end, meant == "'d" ? TokenKind::punctuation : TokenKind::word, std::string(meant));
    m_at = end;
    return true;
}

// cannot, gonna, gimme: two words in one. [m_begin, end) is the word.
bool Tokenizer::informal_word(std::size_t end) {
    struct Pair {
        std::string_view written;
        std::size_t first;
        std::string_view first_norm;
        std::string_view second_norm;
    };
    constexpr std::array<Pair, 6> k_pairs = {{{"cannot", 3, "can", "not"},
                                              {"gonna", 3, "going", "to"},
                                              {"gotta", 3, "got", "to"},
                                              {"wanna", 3, "want", "to"},
                                              {"gimme", 3, "give", "me"},
                                              {"lemme", 3, "let", "me"}}};
    for (const Pair& pair : k_pairs) {
        const std::string_view written = piece(m_begin, end);
        if (written.substr(1) == pair.written.substr(1) && (written[0] | 0x20) == pair.written[0]) {
            const std::size_t middle = m_begin + pair.first;
            emit(m_begin, middle, TokenKind::word, std::string(pair.first_norm));
            emit(middle, end, TokenKind::word, std::string(pair.second_norm));
            m_at = end;
            return true;
        }
    }
    return false;
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
    if (is_one_of(next, k_element_words) || (hyphen && is_said_of_elements(next))) {
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
    if (written.size() > 3 && written.back() == ')' && first > 0 &&
        (written[written.size() - 2] == '+' || written[written.size() - 2] == '-' ||
         is_ascii_digit(written[written.size() - 2]))) {
        // Na(+), Ca(2+), cm(-1): the brackets stand for raising.
        const std::size_t open = written.rfind('(');
        const std::string_view inside = written.substr(open + 1, written.size() - open - 2);
        const bool power = m_lexica.is_unit(written.substr(0, open)) && inside[0] == '-';
        if (power || (inside.find_first_not_of("0123456789+-") == std::string_view::npos &&
                      inside.find_first_of("+-") != std::string_view::npos)) {
            std::string norm(written.substr(0, open));
            norm += inside;
            emit(begin, end, power ? TokenKind::unit : TokenKind::word, std::move(norm));
            return;
        }
    }
    const std::string_view head = written.substr(0, first);
    const bool ambiguous = is_ambiguous_symbol(head);
    emit(begin, end, TokenKind::word,
         word_norm(written, m_settings, ambiguous && means_element(begin, begin + head.size())));
}

}  // namespace lode::text
