#include "core/text/analyser.hpp"

#include "core/base/string_map.hpp"
#include "core/chem/formula.hpp"
#include "core/text/lexica.hpp"
#include "core/text/printed_forms.hpp"
#include "core/text/sentence.hpp"
#include "core/text/tokenizer.hpp"
#include "core/text/unicode.hpp"

namespace lode::text {
namespace {

// "III" of "iron(III)"; empty where the norm ends in no Roman numeral in brackets.
std::string_view valence_of(const Token& token) {
    const std::string_view norm = token.norm;
    if (token.kind != TokenKind::word || norm.empty() || norm.back() != ')') {
        return {};
    }
    const std::size_t open = norm.rfind('(');
    if (open == std::string_view::npos || open == 0) {
        return {};
    }
    const std::string_view inside = norm.substr(open + 1, norm.size() - open - 2);
    return chem::is_roman_numeral(inside) ? inside : std::string_view();
}

std::string_view stem_of(const Token& token, std::string_view valence) {
    return std::string_view(token.norm).substr(0, token.norm.size() - valence.size() - 2);
}

}  // namespace

struct Analyser::Impl {
    AnalyserSettings settings;
    Lexica lexica;
};

Analyser::Analyser(const LexiconSource& lexicons, AnalyserSettings settings)
    : m_impl(std::make_unique<const Impl>(Impl{settings, Lexica(lexicons)})) {}
Analyser::~Analyser() = default;
Analyser::Analyser(Analyser&&) noexcept = default;

const AnalyserSettings& Analyser::settings() const noexcept {
    return m_impl->settings;
}

std::vector<Range> Analyser::sentences(std::string_view utf8) const {
    return split_sentences(utf8, m_impl->lexica);
}

std::vector<Token> Analyser::tokens(const Text& text, Range range,
                                    std::span<const std::string> not_materials) const {
    return Tokenizer(m_impl->lexica, m_impl->settings, text, range, not_materials).run();
}

std::vector<std::string> Analyser::query_terms(std::string_view utf8) const {
    Text text;
    text.utf8 = to_nfc(utf8);
    // "2H-MoS2" is MoS2 as "γ-Fe2O3" is Fe2O3: a table prints the polytype, the vectors know the
    // composition.
    if (const auto bare = bare_form(text.utf8)) {
        Text rest;
        rest.utf8 = *bare;
        const auto found = tokens(rest, {0, static_cast<std::uint32_t>(rest.utf8.size())});
        if (found.size() == 1 && found.front().kind == TokenKind::material) {
            return {found.front().norm};
        }
    }
    const auto size = static_cast<std::uint32_t>(text.utf8.size());
    std::vector<std::string> terms;
    for (Token& token : tokens(text, {0, size})) {
        if (is_left_out(token)) {
            continue;
        }
        const std::string_view valence = valence_of(token);
        if (valence.empty()) {
            terms.push_back(std::move(token.norm));
            continue;
        }
        terms.emplace_back(stem_of(token, valence));
        terms.emplace_back(valence);
    }
    return terms;
}

bool is_left_out(const Token& token) {
    return token.norm.empty() || token.kind == TokenKind::punctuation ||
           (token.kind == TokenKind::symbol && code_points(token.norm) == 1);
}

std::string Analyser::training_text(std::span<const Token> tokens) {
    std::string out;
    std::size_t size = 0;
    for (const Token& token : tokens) {
        size += token.norm.size() + 1;
    }
    out.reserve(size);
    for (const Token& token : tokens) {
        if (is_left_out(token)) {
            continue;
        }
        if (!out.empty()) {
            out.push_back(' ');
        }
        const std::string_view valence = valence_of(token);
        if (valence.empty()) {
            out += token.norm;
        } else {
            out += stem_of(token, valence);
            out.push_back(' ');
            out += valence;
        }
    }
    return out;
}

bool is_stop_word(std::string_view lower_case_word) {
    static const StringSet words = [] {
        StringSet set;
        for (auto& row : read_lexicon(LexiconSource{}, "stop_words.txt", 1)) {
            set.insert(std::move(row[0]));
        }
        return set;
    }();
    return words.contains(lower_case_word);
}

}  // namespace lode::text
