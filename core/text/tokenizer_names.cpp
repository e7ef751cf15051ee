// Names that hold brackets: systematic organic names, stereo prefixes, coordination complexes.
#include <algorithm>
#include <array>

#include "core/text/chars.hpp"
#include "core/text/tokenizer.hpp"
#include "core/text/unicode.hpp"

namespace lode::text {
namespace {

constexpr bool is_open(char c) {
    return c == '(' || c == '[' || c == '{';
}
constexpr bool is_close(char c) {
    return c == ')' || c == ']' || c == '}';
}

constexpr bool in_name(char32_t c) {
    if (c < 0x80) {
        const char ascii = static_cast<char>(c);
        return is_ascii_letter(ascii) || is_ascii_digit(ascii) || is_open(ascii) ||
               is_close(ascii) || ascii == ',' || ascii == '\'' || ascii == ':' || ascii == '.' ||
               ascii == '+' || ascii == '>' || ascii == '-';
    }
    return is_greek(c) || is_dash(c) || c == 0x2032 || c == 0x2033 || c == 0x2019 || c == 0x2192 ||
           c == 0xB1;
}

// What a stereo or position prefix in brackets holds: S, R, 2E, +, ±, N,N, 1→4.
bool is_prefix_content(std::string_view content) {
    constexpr std::array<std::string_view, 9> k_words = {"S", "R",   "E",   "Z", "D",
                                                         "L", "N,N", "rac", "±"};
    if (content.empty() || content.size() > 10) {
        return false;
    }
    if (std::find(k_words.begin(), k_words.end(), content) != k_words.end()) {
        return true;
    }
    bool digits = false;
    bool marks = false;
    bool letters = false;
    bool list = false;
    for (std::size_t i = 0; i < content.size();) {
        const CodePoint c = decode_at(content, i);
        if (c.value < 0x80 && is_ascii_digit(content[i])) {
            digits = true;
        } else if (is_dash(c.value) || c.value == '+' || c.value == 0x2192 || c.value == '>') {
            marks = true;
        } else if (std::string_view("ERSZH").find(content[i]) != std::string_view::npos) {
            letters = true;
        } else if (i > 0 && is_ascii_digit(content[i - 1]) && content[i] >= 'a' &&
                   content[i] <= 'd') {
            letters = true;  // 3aR
        } else if (c.value == ',') {
            list = true;
        } else {
            return false;
        }
        i += c.bytes;
    }
    return (digits && (letters || marks)) || (marks && !letters) || (list && letters);
}

// "(1→4)", "(1->4)", "(1-4)" at `at`: the bond between two sugars.
bool is_linkage(std::string_view name, std::size_t at) {
    const std::size_t close = name.find(')', at);
    if (name[at] != '(' || close == std::string_view::npos || close > at + 8 || close < at + 4) {
        return false;
    }
    const std::string_view inside = name.substr(at + 1, close - at - 1);
    return is_ascii_digit(inside.front()) && is_ascii_digit(inside.back()) &&
           (inside.find('>') != std::string_view::npos ||
            inside.find("\u2192") != std::string_view::npos || inside.size() == 3);
}

}  // namespace

// The end of the chunk without the marks that close a sentence or a bracket opened before it.
std::size_t Tokenizer::core_end() const {
    int depth = 0;
    std::size_t end = m_at;
    for (std::size_t i = m_at; i < m_end; ++i) {
        depth += is_open(at(i)) ? 1 : 0;
        if (is_close(at(i)) && --depth < 0) {
            break;
        }
        end = i + 1;
    }
    while (end > m_at && std::string_view(".,;:").find(at(end - 1)) != std::string_view::npos) {
        --end;
    }
    return depth <= 0 ? end : m_at;
}

// (2E)-3-[5-(dimethoxymethyl)]-2-propenoic, (S)-alanine, 9-(4-ethylphenyl)-9H-carbazole: kept whole
// because their parts mean nothing alone. Needs brackets (plain hyphens are word()'s), a run of
// letters, and a number or bracket linked by a hyphen.
bool Tokenizer::organic_name() {
    const std::size_t end = core_end();
    const std::string_view name = piece(m_at, end);
    if (name.size() < 8 || name.find_first_of("([") == std::string_view::npos) {
        return false;
    }
    std::size_t run = 0;
    std::size_t longest_run = 0;
    std::size_t links = 0;
    bool sugar = false;
    for (std::size_t i = 0; i < name.size();) {
        const CodePoint c = decode_at(name, i);
        if (!in_name(c.value)) {
            return false;
        }
        run = c.value < 0x80 && is_ascii_lower(name[i]) ? run + 1 : 0;
        longest_run = std::max(longest_run, run);
        const std::size_t next = i + c.bytes;
        if (c.value == '(' && is_linkage(name, i)) {
            sugar = sugar || (i > 0 && name[i - 1] == '-') || name.find(")-", i) < i + 9;
        }
        if (c.value == '-' && i > 0 && next < name.size()) {
            const char before = name[i - 1];
            const bool locant =
                is_ascii_digit(before) || static_cast<unsigned char>(before) >= 0x80;
            const bool behind = is_ascii_lower(name[next]) || is_open(name[next]);
            links += locant && behind ? 1U : 0U;
        }
        i = next;
    }
    if (name[0] == '[' && name.find(']') + 1 == name.size()) {
        return false;  // a name in brackets
    }
    const bool opens = name[0] == '(';
    const std::size_t close = opens ? name.find(')') : std::string_view::npos;
    const bool stereo = close != std::string_view::npos && close + 2 < name.size() &&
                        name[close + 1] == '-' && is_prefix_content(name.substr(1, close - 1));
    if (longest_run < (sugar ? 3U : 4U) || (links == 0 && !stereo && !sugar)) {
        return false;
    }
    if (opens && !stereo) {
        return false;  // (100)-oriented, (Fe2O3)-based
    }
    if ((is_ascii_upper(name[0]) || opens) && formula_at(m_at)) {
        return false;
    }
    emit(m_at, end, TokenKind::word, search_key(name));
    m_at = end;
    return true;
}

// [PdCl2(PPh3)2], [Hg(dman)2], [M+H]+: complexes and ions in square brackets that are no formulas
// of elements alone. Citations ("[12]") hold no capital.
bool Tokenizer::bracket_complex() {
    if (at(m_at) != '[') {
        return false;
    }
    std::size_t end = m_at;
    std::size_t groups = 0;
    bool bare = false;  // a group that only another group beside it makes a part of a name
    while (at(end) == '[') {
        int depth = 0;
        std::size_t i = end;
        bool marks = false;
        bool letters = false;
        const bool capital = is_ascii_upper(at(end + 1)) || at(end + 1) == '{';
        for (; i < reach(m_at); ++i) {
            const char c = at(i);
            depth += is_open(c) ? 1 : 0;
            marks = marks || c == '(' || c == '+' || is_ascii_digit(c);
            letters = letters || is_ascii_upper(c);
            if (is_close(c) && --depth == 0) {
                break;
            }
            if (!is_ascii_letter(c) && !is_ascii_digit(c) && !is_open(c) && !is_close(c) &&
                c != '+' && c != '-') {
                return false;
            }
        }
        if (i >= reach(m_at) || !letters) {
            return false;
        }
        bare = bare || !capital || !marks;
        ++groups;
        end = i + 1;
    }
    bare = bare && groups < 2;
    if (groups == 1 && chem::looks_like_formula(piece(m_at + 1, end - 1), true)) {
        return false;
    }
    while (is_ascii_digit(at(end))) {
        ++end;
    }
    if (end < m_end) {
        const CodePoint sign = decode_at(m_text.substr(0, m_end), end);
        const std::size_t behind = end + sign.bytes;
        if ((sign.value == '+' || is_minus(sign.value)) && !is_ascii_letter(at(behind)) &&
            !is_ascii_digit(at(behind))) {
            end = behind;
        }
    }
    if (is_ascii_letter(at(end))) {
        // [Ru(bpy)3]Cl2, [EMIm]BF4: the counter-ion.
        std::size_t ion = end;
        while (is_ascii_letter(at(ion)) || is_ascii_digit(at(ion))) {
            ++ion;
        }
        if (!is_ascii_upper(at(end)) || !closes_chunk(ion)) {
            return false;
        }
        end = ion;
    } else if (bare) {
        return false;
    }
    emit(m_at, end, TokenKind::word, search_key(piece(m_at, end)));
    m_at = end;
    return true;
}

}  // namespace lode::text
