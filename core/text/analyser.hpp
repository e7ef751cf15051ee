// Text to sentences to tokens: the one analyser for articles and for queries. Its settings travel
// inside the model file, so a query is always read the way the training text was.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/lexicon.hpp"
#include "core/model/analysis.hpp"

namespace lode::text {

struct AnalyserSettings {
    // Bump when the same text would give other tokens; a model refuses another version.
    std::uint32_t version = 2;
    bool numbers_masked = true;  // numbers become <nUm>
    bool lower_case = true;      // Capitalised words lowered, acronyms and formulas kept
    bool operator==(const AnalyserSettings&) const = default;
};

// Thread-safe after construction.
class Analyser {
 public:
    explicit Analyser(const LexiconSource& lexicons = {}, AnalyserSettings settings = {});
    ~Analyser();
    Analyser(Analyser&&) noexcept;
    const AnalyserSettings& settings() const noexcept;

    // Sentence ranges of one block of text, in order, white space trimmed, never empty.
    std::vector<Range> sentences(std::string_view utf8) const;

    // Tokens of one sentence. `range` selects the sentence inside `text`; token ranges are offsets
    // into text.utf8. Formulas come out whole with kind material and norm = canonical composition.
    // `not_materials` are abbreviations that the document defines as something else.
    std::vector<Token> tokens(const Text& text, Range range,
                              std::span<const std::string> not_materials = {}) const;

    // Norms of a query ("Bi2Te3", "solid electrolyte") as training_text() holds them, stop words
    // too. One material with its phase or face ("2H-MoS2", "Pd(111)") is the material alone.
    std::vector<std::string> query_terms(std::string_view utf8) const;

    // The training text of tokens: norms joined by a space; a valence is a word of its own
    // ("iron(III)"
    // -> "iron III"), so that both words keep their company. Punctuation and single operators (=,
    // ±) are left out: mat2vec keeps them, but in a window of 8 words they push out words that mean
    // something. Never holds a tab, newline or double space.
    static std::string training_text(std::span<const Token> tokens);

 private:
    struct Impl;
    std::unique_ptr<const Impl> m_impl;
};

// Is this token kept out of training text and queries?
bool is_left_out(const Token& token);

// The function words a concept never consists of ("for", "the", "material").
bool is_stop_word(std::string_view lower_case_word);

}  // namespace lode::text
