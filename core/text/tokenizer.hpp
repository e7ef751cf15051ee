// One sentence to tokens: a single pass of hand-written scanners over UTF-8. Private to core/text.
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/chem/formula.hpp"
#include "core/model/analysis.hpp"
#include "core/text/analyser.hpp"
#include "core/text/lexica.hpp"

namespace lode::text {

// "doped", "rich": second parts that make "In" and "As" in front of them elements.
bool is_said_of_elements(std::string_view second_part);

class Tokenizer {
 public:
    Tokenizer(const Lexica& lexica, const AnalyserSettings& settings, const Text& text, Range range,
              std::span<const std::string> not_materials);

    std::vector<Token> run();

 private:
    // What the chunk holds, so that most questions need not be asked.
    struct Holds {
        bool brackets = false;  // ( [ {
        bool dashes = false;    // a hyphen, or what may be another dash
        bool lists = false;     // , : or ' inside, and a hyphen: locants
        bool contacts = false;  // C–H⋯O: dashes are bonds
    };

    // A chunk is a run without white space: [m_begin, m_end). Every scanner reads from m_at, emits
    // at least one token and moves on; false means that it does not apply and nothing was done.
    // `letters_end`: where the small letters at its head, behind a capital or not, end.
    void chunk(std::size_t letters_end);
    bool fast_word(std::size_t letters_end);
    bool plain_chunk();
    void word();
    bool number();
    bool formula();
    bool unit();
    bool alloy();
    bool redox_pair();
    bool crystal_index();
    bool phase_prefix();
    bool locator();  // URL, e-mail, DOI
    bool informal_word(std::size_t end);
    bool clitic_mark();
    bool number_follows() const;
    void mark();

    // Names with brackets (tokenizer_names.cpp)
    bool organic_name();
    bool bracket_complex();
    std::size_t core_end() const;

    // Notations of chemistry (tokenizer_notation.cpp)
    bool notation();
    bool fresh() const;
    Holds look() const;
    bool nuclide();
    bool ring_brackets();
    bool locant_name();
    bool bracketed_indices();
    bool registry_number(std::size_t begin, std::size_t end);
    bool letter_label(std::size_t number_end);
    bool adduct();
    bool hydrogen_prefix(std::size_t at_letter) const;
    bool ionisation_mode(std::size_t begin, std::size_t end) const;
    std::size_t script_bracket_end(std::size_t open, std::size_t begin) const;
    std::size_t hybrid_end(std::size_t open, std::size_t begin) const;
    std::size_t coupled_end(std::size_t open, std::size_t begin) const;
    std::size_t hydrate_end(std::size_t dot, std::size_t begin) const;
    std::size_t plus_end(std::size_t plus, std::size_t begin) const;
    bool closes_chunk(std::size_t from) const;

    // Hyphenated compounds (tokenizer_compounds.cpp)
    using Cuts = std::array<std::size_t, 8>;
    std::size_t compound_cuts(std::size_t begin, std::size_t end, Cuts& cuts) const;
    bool splits_behind(std::string_view stem, std::string_view last) const;
    void emit_compound(std::size_t begin, std::size_t end);

    // Words (tokenizer_words.cpp)
    std::size_t word_end() const;
    std::size_t bracket_in_word(std::size_t at, std::size_t begin) const;
    std::size_t valence_end(std::size_t at) const;
    void emit_word(std::size_t begin, std::size_t end);
    bool means_element(std::size_t begin, std::size_t end) const;

    // Numbers (tokenizer_numbers.cpp)
    std::size_t number_end(std::size_t at) const;
    std::size_t exponent_end(std::size_t at) const;
    bool sign_allowed() const;

    // Formulas (tokenizer_formulas.cpp)
    std::optional<chem::FormulaMatch> formula_at(std::size_t at) const;
    // `prefix`: bytes in front that belong to the token but not to the composition (γ-).
    void emit_formula(const chem::FormulaMatch& match, std::size_t end, std::size_t charge_end,
                      std::size_t prefix = 0);
    std::optional<chem::FormulaMatch> judged(std::string_view text) const;
    std::size_t charge_span_end(std::size_t at) const;
    bool is_excluded(std::string_view written) const;
    bool behind_times() const;

    // Scripts of the source: where a superscript that is inside the chunk begins, or the end.
    std::size_t next_sup(std::size_t from) const;
    const Range* sup_at(std::size_t begin) const;
    bool sup_ends_word(std::size_t begin, std::size_t sup) const;

    char at(std::size_t i) const { return i < m_end ? m_text[i] : '\0'; }
    std::string_view piece(std::size_t begin, std::size_t end) const {
        return m_text.substr(begin, end - begin);
    }
    // No name or unit is longer than this: looking ahead stays linear on any input.
    static constexpr std::size_t k_reach = 256;  // bytes
    std::size_t reach(std::size_t from) const { return std::min(m_end, from + k_reach); }
    const Token* previous() const { return m_tokens.empty() ? nullptr : &m_tokens.back(); }
    bool follows_number() const;
    // A new token; its empty norm, to be filled.
    std::string& emit(std::size_t begin, std::size_t end, TokenKind kind);
    void emit(std::size_t begin, std::size_t end, TokenKind kind, std::string norm) {
        emit(begin, end, kind) = std::move(norm);
    }

    const Lexica& m_lexica;
    const AnalyserSettings& m_settings;
    std::string_view m_text;
    std::vector<Range> m_sups;  // superscripts that touch the sentence
    std::span<const std::string> m_not_materials;
    std::size_t m_sup = 0;  // the first of m_sups that does not end before the chunk
    std::size_t m_sentence_begin = 0;
    std::size_t m_sentence_end = 0;
    std::size_t m_begin = 0;
    std::size_t m_end = 0;
    std::size_t m_at = 0;
    Holds m_holds;
    std::vector<Token> m_tokens;
};

}  // namespace lode::text
