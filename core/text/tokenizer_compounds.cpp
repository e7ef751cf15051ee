// Hyphenated compounds: which are one word and which are several.
#include <algorithm>
#include <array>

#include "core/chem/elements.hpp"
#include "core/text/chars.hpp"
#include "core/text/norm.hpp"
#include "core/text/tokenizer.hpp"

namespace lode::text {
namespace {

constexpr std::size_t k_shortest_participle = 5;

// What was done at the atom that the letter in front names: N-substituted is substituted at N.
constexpr std::array<std::string_view, 12> k_done_at_an_atom = {
    "substituted", "alkylated",    "methylated",    "acylated",     "acetylated",     "arylated",
    "protected",   "glycosylated", "unsubstituted", "substitution", "functionalized", "linked"};

// Groups written as prefixes: what follows them goes on with the name (oxo-bridged).
constexpr std::array<std::string_view, 17> k_group_endings = {
    "oxo",   "oxido", "fluoro",   "chloro", "bromo", "iodo",  "nitro",   "nitroso", "amino",
    "imino", "cyano", "mercapto", "azo",    "thio",  "azido", "phospho", "sulfo"};

bool is_letters(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_ascii_letter);
}

bool is_lower(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_ascii_lower);
}

bool is_participle(std::string_view text) {
    if (text.size() < k_shortest_participle || !is_lower(text)) {
        return false;
    }
    if (text.ends_with("ed")) {
        return !text.ends_with("eed");
    }
    return text.ends_with("ing") && text.size() > k_shortest_participle + 1 &&
           text.substr(0, text.size() - 3).find_first_of("aeiouy") != std::string_view::npos;
}

std::string lower_case(std::string_view text) {
    std::string lower(text);
    for (char& c : lower) {
        c = is_ascii_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return lower;
}

bool is_element(std::string_view text) {
    return chem::atomic_number(text).has_value() || chem::element_by_name(text).has_value();
}

// Does the stem end in a locant: 3, 5', 1α?
bool ends_in_locant(std::string_view stem) {
    const CodePoint last = decode_at(stem, character_before(stem, stem.size()));
    return is_greek(last.value) || last.value == '\'' || last.value == 0x2019 ||
           last.value == 0x2032 || last.value == 0x2033;
}

}  // namespace

bool is_said_of_elements(std::string_view second_part) {
    constexpr std::array<std::string_view, 16> k_words = {
        "doped",   "codoped",    "doping",    "rich",       "poor",    "free",
        "based",   "containing", "bearing",   "terminated", "alloyed", "deficient",
        "induced", "stabilized", "implanted", "substituted"};
    return std::find(k_words.begin(), k_words.end(), second_part) != k_words.end();
}

// Does the compound of `stem` and `last` split at the hyphen between them?
bool Tokenizer::splits_behind(std::string_view stem, std::string_view last) const {
    const bool listed = m_lexica.is_splitting_suffix(last);
    const bool participle = !listed && is_participle(last);
    if (!listed && !participle) {
        return false;
    }
    // α-substituted, p-doped, 3-substituted: one letter or number in front says how, not what; but
    // C- and Y-doped.
    const bool one = character_before(stem, stem.size()) == 0;
    const bool letters = std::any_of(stem.begin(), stem.end(), is_ascii_letter);
    if ((one && !is_ascii_upper(stem[0])) || (!one && !letters) || ends_in_locant(stem)) {
        return false;
    }
    if (one && std::find(k_done_at_an_atom.begin(), k_done_at_an_atom.end(), last) !=
                   k_done_at_an_atom.end()) {
        return false;
    }
    const std::size_t dash = stem.rfind('-');
    const std::string_view before = dash == std::string_view::npos ? stem : stem.substr(dash + 1);
    if (before.empty()) {
        return false;
    }
    if (last == "ion" || last == "ions") {
        return is_element(before);
    }
    if (std::any_of(k_group_endings.begin(), k_group_endings.end(),
                    [&](std::string_view group) { return before.ends_with(group); })) {
        return false;
    }
    // "Co-doped" is doped with cobalt, "RE-doped" with rare earths; "co-doped" is neither.
    const bool capitals =
        before.size() > 1 && std::all_of(before.begin(), before.end(), is_ascii_upper);
    const bool element = is_ambiguous_symbol(before) ? is_said_of_elements(last)
                                                     : chem::atomic_number(before).has_value();
    return capitals || element || !m_lexica.is_joining_prefix(lower_case(before));
}

// Where [begin, end) is split: offsets of its dashes, in order. Returns their number.
std::size_t Tokenizer::compound_cuts(std::size_t begin, std::size_t end, Cuts& cuts) const {
    const std::string_view text = piece(begin, end);
    std::size_t dashes = 0;
    int depth = 0;
    for (std::size_t i = 0; i < text.size();) {
        const CodePoint c = decode_at(text, i);
        depth += c.value == '(' || c.value == '[' ? 1 : 0;
        depth -= c.value == ')' || c.value == ']' ? 1 : 0;
        if (i > 0 && depth == 0 && is_dash(c.value)) {
            if (dashes == cuts.size()) {
                return 0;  // a systematic name
            }
            cuts[dashes++] = i;
        }
        i += c.bytes;
    }
    if (dashes == 0) {
        return 0;
    }
    const auto behind = [&](std::size_t i) { return cuts[i] + decode_at(text, cuts[i]).bytes; };
    const auto part = [&](std::size_t i) {
        const std::size_t from = i == 0 ? 0 : behind(i - 1);
        return text.substr(from, (i == dashes ? text.size() : cuts[i]) - from);
    };
    // oil-in-water, state-of-the-art: a link between words splits them all.
    for (std::size_t i = 1; i < dashes; ++i) {
        bool words = m_lexica.is_compound_link(part(i));
        for (std::size_t k = 0; words && k <= dashes; ++k) {
            words = is_letters(part(k)) && (part(k).size() > 1 || is_ascii_upper(part(k)[0]));
        }
        if (words) {
            return dashes;
        }
    }
    // Fe(IV)-oxo: the valence ends the word. Then the second part: Fe-doped, 13C-NMR.
    std::size_t kept = 0;
    for (std::size_t i = 0; i < dashes; ++i) {
        const std::size_t open = part(i).find('(');
        const bool valence =
            open != std::string_view::npos && part(i).back() == ')' &&
            (valence_end(begin + cuts[i] - part(i).size() + open) == begin + cuts[i] ||
             part(i).substr(open).starts_with("(sp"));
        const std::size_t from = kept == 0 ? 0 : cuts[kept - 1] + 1;
        const bool last = i + 1 == dashes && cuts[i] > from && part(dashes).size() > 2 &&
                          splits_behind(text.substr(from, cuts[i] - from), part(dashes));
        if (valence || last) {
            cuts[kept++] = cuts[i];
        }
    }
    return kept;
}

void Tokenizer::emit_compound(std::size_t begin, std::size_t end) {
    Cuts cuts{};
    const std::size_t count = compound_cuts(begin, end, cuts);
    std::size_t from = begin;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t dash = begin + cuts[i];
        const std::size_t bytes = decode_at(m_text, dash).bytes;
        emit_word(from, dash);
        emit(dash, dash + bytes, TokenKind::punctuation, "-");
        from = dash + bytes;
    }
    emit_word(from, end);
}

}  // namespace lode::text
