// Article text to sentences, mentions, quantities, figure trends and outcomes. Trends and changes
// of properties are read from sentences of at most 400 words; what is longer is no sentence.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/lexicon.hpp"
#include "core/model/analysis.hpp"
#include "core/model/article.hpp"
#include "core/model/unit_table.hpp"
#include "core/text/analyser.hpp"

namespace lode::ingest {

// Thread-safe after construction: one Miner serves all workers.
class Miner {
 public:
    explicit Miner(const LexiconSource& lexicons = {});
    ~Miner();
    Miner(Miner&&) noexcept;

    const text::Analyser& analyser() const noexcept;
    const UnitTable& units() const noexcept;

    Analysis analyse(const Article& article) const;

    struct Annotation {
        Analysis analysis;                       // block numbers are 0
        std::vector<std::vector<Token>> tokens;  // one list a sentence
    };
    // Plain text without an article around it. `one_sentence` takes the whole text as one sentence.
    Annotation annotate(const Text& text, bool one_sentence) const;

    struct Normalised {
        std::string formula;  // "" where the material has no fixed composition
        MaterialKind kind = MaterialKind::formula;
        // False: it reads as a formula letter by letter, but in running text it would be taken for
        // an abbreviation, a label or a catalogue number (OPV5, NSW). The kind is then `other`.
        bool plausible = true;
    };
    // `lode normalize`: a single string that is meant to be a material.
    std::optional<Normalised> normalise(std::string_view written) const;

 private:
    struct Impl;
    std::unique_ptr<const Impl> m_impl;
};

}  // namespace lode::ingest
