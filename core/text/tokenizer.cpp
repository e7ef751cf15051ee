#include "core/text/tokenizer.hpp"

#include <algorithm>

#include "core/text/chars.hpp"
#include "core/text/norm.hpp"
#include "core/text/unicode.hpp"

namespace lode::text {
namespace {

constexpr std::size_t k_bytes_a_token = 5;

bool has_minus(std::string_view text) {
    return std::any_of(text.begin(), text.end(),
                       [](char c) { return c == '-' || static_cast<unsigned char>(c) >= 0x80; });
}

// First and last letters of the words that informal_word() knows.
constexpr bool may_be_informal(char first, char last) {
    const char lower = static_cast<char>(first | 0x20);
    return (lower == 'c' && last == 't') || (lower == 'w' && last == 'a') ||
           (lower == 'l' && last == 'e') || (lower == 'g' && (last == 'a' || last == 'e'));
}

}  // namespace

Tokenizer::Tokenizer(const Lexica& lexica, const AnalyserSettings& settings, const Text& text,
                     Range range, std::span<const std::string> not_materials)
    : m_lexica(lexica), m_settings(settings), m_text(text.utf8), m_not_materials(not_materials) {
    m_sentence_end = std::min<std::size_t>(range.end, m_text.size());
    m_sentence_begin = std::min<std::size_t>(range.begin, m_sentence_end);
    const auto& scripts = text.scripts;
    const auto first = std::lower_bound(
        scripts.begin(), scripts.end(), m_sentence_begin,
        [](const ScriptSpan& span, std::size_t at) { return span.range.end <= at; });
    for (auto span = first; span != scripts.end() && span->range.begin < m_sentence_end; ++span) {
        if (span->script == Script::sup) {
            m_sups.push_back(span->range);
        }
    }
}

std::vector<Token> Tokenizer::run() {
    m_tokens.reserve((m_sentence_end - m_sentence_begin) / k_bytes_a_token + 4);
    std::size_t i = m_sentence_begin;
    while (i < m_sentence_end) {
        if (m_text[i] == ' ') {
            ++i;
            continue;
        }
        if (const CodePoint c = decode_at(m_text, i); is_space(c.value)) {
            i += c.bytes;
            continue;
        }
        m_begin = m_at = i;
        const std::size_t letters_end =
            lower_run_end(m_text, i + (is_ascii_upper(m_text[i]) ? 1U : 0U), m_sentence_end);
        i = letters_end;
        while (i < m_sentence_end) {
            const auto byte = static_cast<unsigned char>(m_text[i]);
            if (byte > ' ' && byte < 0x80) {
                ++i;
                continue;
            }
            const CodePoint c = decode_at(m_text, i);
            if (is_space(c.value)) {
                break;
            }
            i += c.bytes;
        }
        i = std::min(i, m_sentence_end);
        m_end = i;
        chunk(letters_end);
    }
    return std::move(m_tokens);
}

void Tokenizer::chunk(std::size_t letters_end) {
    while (m_sup < m_sups.size() && m_sups[m_sup].end <= m_begin) {
        ++m_sup;
    }
    const bool holds_sup = m_sup < m_sups.size() && m_sups[m_sup].begin < m_end;
    if (!holds_sup && (fast_word(letters_end) || (m_at == m_begin && plain_chunk()))) {
        return;
    }
    if (locator() || m_at == m_end) {
        return;
    }
    m_holds = look();
    while (m_at < m_end) {
        const char c = at(m_at);
        const bool ascii = static_cast<unsigned char>(c) < 0x80;
        const char32_t wide = ascii ? U'\0' : decode_at(m_text.substr(0, m_end), m_at).value;
        if ((m_holds.brackets || m_holds.lists) && fresh() &&
            (notation() || (m_holds.brackets && organic_name()))) {
            continue;
        }
        if (number() || unit()) {
            continue;
        }
        const bool opens =
            c == '(' || c == '[' || c == '{' || c == '<' || wide == 0x3008 || wide == 0x27E8;
        if (opens && crystal_index()) {
            continue;
        }
        if ((is_ascii_upper(c) || c == '(' || c == '[' || c == '{') &&
            (alloy() || redox_pair() || formula() || bracket_complex())) {
            continue;
        }
        if (is_ascii_letter(c) || is_ascii_digit(c) || (!ascii && is_wide_letter(wide))) {
            if (!phase_prefix()) {
                word();
            }
            continue;
        }
        if (!clitic_mark()) {
            mark();
        }
    }
}

// Three fifths of what is left: letters and digits, perhaps behind a bracket, and marks behind
// them: "(ER)", "p53,", "2011).". Without a dash, sign, slash, superscript or second bracket most
// scanners of chunk() cannot apply; those that can are asked here in the same order, and where one
// of them would say yes nothing is done. With lower_run_end(), 86 to 61 million
// instructions for 110,000 tokens.
bool Tokenizer::plain_chunk() {
    const bool bracket = m_text[m_begin] == '(';
    const std::size_t begin = m_begin + (bracket ? 1U : 0U);
    std::size_t end = begin;
    while (end < m_end && is_ascii_alnum(m_text[end])) {
        ++end;
    }
    if (end == begin) {
        return false;
    }
    for (std::size_t i = end; i < m_end; ++i) {
        const char c = m_text[i];
        // Behind a number any of them might begin a unit of the lexicon.
        if ((c != ',' && c != ';' && c != ')' && c != '.' && c != ':') || m_lexica.begins_unit(c)) {
            return false;
        }
    }
    if (bracket && m_lexica.begins_unit('(')) {
        return false;
    }
    const char first = m_text[begin];
    m_holds = {};
    if (is_ascii_digit(first)) {
        // "(100)" may be a plane.
        if (bracket || !number() || m_at < end) {
            return false;
        }
    } else {
        if ((!bracket && follows_number()) || piece(begin, end) == "www") {
            return false;  // may be a unit, may be a link
        }
        if ((bracket && formula_at(m_begin)) || (is_ascii_upper(first) && formula_at(begin))) {
            return false;
        }
        if (bracket) {
            m_holds.brackets = true;
            emit(m_begin, begin, TokenKind::punctuation, "(");
        }
        m_at = begin;
        if (at(end) == '.' || first == 'p') {
            word();  // an abbreviation's stop, pH7
            if (m_at < end) {
                return false;
            }
        } else {
            emit_word(begin, end);
            m_at = end;
        }
    }
    while (m_at < m_end) {
        mark();
    }
    return true;
}

Tokenizer::Holds Tokenizer::look() const {
    constexpr unsigned char k_wide = 1;
    constexpr unsigned char k_bracket = 2;
    constexpr unsigned char k_list = 4;
    constexpr unsigned char k_hyphen = 8;
    static constexpr auto k_classes = [] {
        std::array<unsigned char, 256> classes{};
        for (std::size_t i = 0x80; i < classes.size(); ++i) {
            classes[i] = k_wide;
        }
        classes['('] = classes['['] = classes['{'] = k_bracket;
        classes[','] = classes[':'] = classes['\''] = k_list;
        classes['-'] = k_hyphen;
        return classes;
    }();
    unsigned seen = 0;
    for (std::size_t i = m_begin; i + 1 < m_end; ++i) {
        seen |= k_classes[static_cast<unsigned char>(m_text[i])];
    }
    seen |= k_classes[static_cast<unsigned char>(m_text[m_end - 1])] & ~unsigned{k_list};
    Holds holds;
    holds.brackets = (seen & k_bracket) != 0;
    holds.dashes = (seen & (k_hyphen | k_wide)) != 0;
    holds.lists = (seen & (k_list | k_wide)) != 0 && holds.dashes;
    holds.contacts =
        (seen & k_wide) != 0 && piece(m_begin, m_end).find("\u22EF") != std::string_view::npos;
    return holds;
}

// The common case, without any of the questions below: letters, then perhaps one mark.
bool Tokenizer::fast_word(std::size_t letters_end) {
    const std::size_t i = letters_end;
    const bool capital = is_ascii_upper(m_text[m_begin]);
    // A capital and one small letter may be an element.
    if (i == m_begin || (capital && i < m_begin + 3)) {
        return false;
    }
    const bool mark_behind =
        i + 1 == m_end && (m_text[i] == ',' || m_text[i] == ';' || m_text[i] == ')' ||
                           (m_text[i] == '.' && m_end == m_sentence_end));
    if (i != m_end && !mark_behind) {
        return false;
    }
    if (const std::size_t length = i - m_begin; (length == 5 || length == 6) &&
                                                may_be_informal(m_text[m_begin], m_text[i - 1]) &&
                                                informal_word(i)) {
        return m_at == m_end;  // the mark behind is left to chunk()
    }
    if (follows_number() && m_lexica.is_unit(piece(m_begin, i))) {
        emit(m_begin, i, TokenKind::unit).assign(piece(m_begin, i));
    } else {
        std::string& norm = emit(m_begin, i, TokenKind::word);
        norm.assign(piece(m_begin, i));
        if (capital && m_settings.lower_case) {
            norm[0] = static_cast<char>(norm[0] - 'A' + 'a');
        }
    }
    if (mark_behind) {
        emit(i, m_end, TokenKind::punctuation) = m_text[i];
    }
    m_at = m_end;
    return true;
}

bool Tokenizer::locator() {
    const std::string_view chunk = piece(m_begin, m_end);
    const bool link = chunk.find("://") != std::string_view::npos || chunk.starts_with("www.");
    const bool doi = chunk.starts_with("10.") && chunk.size() > 8 && chunk.find('/', 7) <= 10 &&
                     is_ascii_digit(chunk[6]);
    const std::size_t sign = chunk.find('@');
    const bool mail = sign != std::string_view::npos && sign > 0 &&
                      is_ascii_lower(chunk[sign - 1]) &&
                      chunk.find('.', sign) != std::string_view::npos;
    if (!link && !doi && !mail) {
        return false;
    }
    std::size_t end = m_end;
    while (end > m_begin + 1 &&
           std::string_view(".,;)]").find(at(end - 1)) != std::string_view::npos) {
        --end;
    }
    emit(m_begin, end, TokenKind::symbol, search_key(piece(m_begin, end)));
    m_at = end;
    return true;
}

// One mark; a run of the same dash or stop is one token, and so is the "'s" of a possessive.
void Tokenizer::mark() {
    const char plain = m_text[m_at];
    const bool alone = m_at + 1 == m_end || m_text[m_at + 1] != plain;
    if (plain == '(' || plain == ')' || plain == ',' || plain == ';' || plain == ':' ||
        (plain == '.' && alone)) {
        emit(m_at, m_at + 1, TokenKind::punctuation) = plain;
        ++m_at;
        return;
    }
    const std::string_view limited = m_text.substr(0, m_end);
    const CodePoint c = decode_at(limited, m_at);
    std::size_t end = std::min(m_at + c.bytes, m_end);
    if ((c.value == '\'' || c.value == 0x2019) && m_at > m_begin && at(end) == 's' &&
        is_ascii_letter(at(m_at - 1)) && !is_ascii_letter(at(end + 1))) {
        emit(m_at, end + 1, TokenKind::punctuation, "'s");
        m_at = end + 1;
        return;
    }
    if (c.value == '+' && at(end) == '/' && end + 1 < m_end &&
        is_minus(decode_at(limited, end + 1).value)) {
        end += 1 + decode_at(limited, end + 1).bytes;  // +/-
        emit(m_at, end, TokenKind::symbol, "\u00B1");
        m_at = end;
        return;
    }
    // ``quoted'': two marks are one.
    const bool twin = (c.value == '`' || c.value == '\'') && at(end) == at(m_at);
    end += twin ? 1U : 0U;
    if (is_dash(c.value) || c.value == '.') {
        while (end < m_end && decode_at(limited, end).value == c.value) {
            end += c.bytes;
        }
    }
    const TokenKind kind = is_punctuation(c.value) ? TokenKind::punctuation : TokenKind::symbol;
    emit(m_at, end, kind, search_key(piece(m_at, end)));
    m_at = end;
}

bool Tokenizer::follows_number() const {
    const Token* last = previous();
    return last != nullptr && (last->kind == TokenKind::number || last->kind == TokenKind::unit);
}

// A unit expression: behind a number or another unit, or by itself where a power is signed.
bool Tokenizer::unit() {
    const bool after_number = follows_number();
    const char c = at(m_at);
    if (!after_number && !is_ascii_letter(c) && static_cast<unsigned char>(c) < 0x80) {
        return false;
    }
    if (!after_number && m_at != m_begin && is_ascii_letter(at(m_at - 1))) {
        return false;
    }
    const std::string_view rest = piece(m_at, reach(m_at));
    if (after_number && m_at == m_begin && rest.back() == '.' && m_end != m_sentence_end &&
        m_lexica.is_unit(rest)) {
        emit(m_at, m_end, TokenKind::unit, std::string(rest));  // "at." in "5 at. %"
        m_at = m_end;
        return true;
    }
    if (!after_number && (rest.size() < 3 || !has_minus(rest))) {
        return false;
    }
    const Lexica::UnitMatch match = m_lexica.match_unit(rest);
    if (match.length == 0) {
        return false;
    }
    const Range* sup = nullptr;
    if (match.ascii_minus && !m_sups.empty()) {
        const std::size_t begin = next_sup(m_at);
        sup = begin < m_at + match.length ? sup_at(begin) : nullptr;
    }
    if (!after_number &&
        (!match.signed_exponent || (match.ascii_minus && sup == nullptr && match.length < 4))) {
        return false;
    }
    const std::size_t end = m_at + match.length;
    // "5 N-doped", "3 H-bonds": a hyphen and a word behind make the letter part of a compound.
    if (at(end) == '-' && is_ascii_letter(at(end + 1)) && match.length == 1 && m_at == m_begin) {
        return false;
    }
    if (at(end) == '(' && after_number) {
        if (const std::size_t raised = script_bracket_end(end, m_at); raised != end) {
            emit_word(m_at, raised);  // cm(-1)
            m_at = raised;
            return true;
        }
    }
    std::string norm = search_key(piece(m_at, end));
    const bool degree = decode_at(rest, 0).value == 0xB0 && match.length > 2;
    if (degree) {
        // A degree and its scale are two marks, as in "10° C"; the second has the unit's norm.
        emit(m_at, m_at + 2, TokenKind::symbol, "\u00B0");
    }
    emit(degree ? m_at + 2 : m_at, end, TokenKind::unit, std::move(norm));
    m_at = end;
    return true;
}

std::size_t Tokenizer::next_sup(std::size_t from) const {
    const auto found =
        std::lower_bound(m_sups.begin(), m_sups.end(), from,
                         [](const Range& sup, std::size_t at) { return sup.begin < at; });
    return found == m_sups.end() ? m_end : std::min<std::size_t>(found->begin, m_end);
}

const Range* Tokenizer::sup_at(std::size_t begin) const {
    const auto found =
        std::lower_bound(m_sups.begin(), m_sups.end(), begin,
                         [](const Range& sup, std::size_t at) { return sup.begin < at; });
    return found != m_sups.end() && found->begin == begin ? &*found : nullptr;
}

std::string& Tokenizer::emit(std::size_t begin, std::size_t end, TokenKind kind) {
    Token& token = m_tokens.emplace_back();
    token.range = {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
    token.kind = kind;
    return token.norm;
}

}  // namespace lode::text
