#include "core/text/norm.hpp"

#include <algorithm>

#include "core/chem/elements.hpp"
#include "core/text/chars.hpp"
#include "core/text/unicode.hpp"

namespace lode::text {
namespace {

bool all_lower_from(std::string_view word, std::size_t from) {
    return std::all_of(word.begin() + static_cast<std::ptrdiff_t>(from), word.end(),
                       is_ascii_lower);
}

// One part of a compound, ASCII. `more` is what follows its hyphen, empty for the last part.
bool is_lowered(std::string_view part, std::string_view more, bool first, bool symbol_context) {
    if (part.empty() || !is_ascii_upper(part[0])) {
        return false;
    }
    if (part.size() == 1) {
        if (first && (part == "N" || part == "P") && more.starts_with("type")) {
            return true;  // N-type is n-type at the head of a sentence
        }
        if (part == "I") {
            return false;
        }
        return !chem::atomic_number(part) || part == "A";
    }
    if (!all_lower_from(part, 1)) {
        return false;
    }
    if (is_ambiguous_symbol(part)) {
        return !symbol_context;
    }
    return !chem::atomic_number(part).has_value();
}

void lower_ascii(std::string& text, std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
        if (is_ascii_upper(text[i])) {
            text[i] = static_cast<char>(text[i] - 'A' + 'a');
        }
    }
}

bool is_ascii_text(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace

bool is_ambiguous_symbol(std::string_view word) {
    return word == "In" || word == "As" || word == "At" || word == "No" || word == "He" ||
           word == "Be" || word == "I";
}

std::string word_norm(std::string_view written, const AnalyserSettings& settings,
                      bool symbol_context) {
    if (std::all_of(written.begin(), written.end(), is_ascii_alnum)) {
        // One part, all ASCII: nothing to compose or to replace.
        std::string norm(written);
        if (settings.lower_case && is_lowered(written, {}, true, symbol_context)) {
            lower_ascii(norm, 0, norm.size());
        }
        return norm;
    }
    const bool ascii = is_ascii_text(written);
    std::string norm = ascii ? std::string(written) : search_key(written);
    std::replace(norm.begin(), norm.end(), ' ', '_');
    if (!settings.lower_case) {
        return norm;
    }
    const std::size_t lead = static_cast<unsigned char>(written[0]) >= 0x80 ? 1 : 0;
    if (!is_ascii_text(norm)) {
        // "Ångström" and "Schrödinger": a capital and then none.
        const std::string lower = to_lower(norm);
        std::size_t changed = 0;
        for (std::size_t i = 0; i < std::min(norm.size(), lower.size()); ++i) {
            changed += norm[i] != lower[i] ? 1U : 0U;
        }
        const bool first_only = lower.size() == norm.size() && changed <= 1 + lead &&
                                decode_at(norm, 0).value != decode_at(lower, 0).value;
        const bool single = code_points(norm) == 1;  // Ω, Δ stay
        return first_only && !single ? lower : norm;
    }
    std::size_t begin = 0;
    while (begin <= norm.size()) {
        const std::size_t hyphen = std::min(norm.find('-', begin), norm.size());
        // "Iron(III)", "Poly(styrene)": what stands before the bracket decides.
        const std::size_t stop = std::min(norm.find('(', begin), hyphen);
        const std::string_view part = std::string_view(norm).substr(begin, stop - begin);
        const std::string_view more =
            hyphen < norm.size() ? std::string_view(norm).substr(hyphen + 1) : std::string_view();
        if (is_lowered(part, more, begin == 0, symbol_context)) {
            lower_ascii(norm, begin, stop);
        }
        begin = hyphen + 1;
    }
    return norm;
}

}  // namespace lode::text
