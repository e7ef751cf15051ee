// Names of materials: a lexicon of names and abbreviations, compound names built by rule from
// cations and anions, element names, alloy designations; and the mentions of a sentence.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/lexicon.hpp"
#include "core/base/string_map.hpp"
#include "core/model/analysis.hpp"
#include "ingest/mine/compound_names.hpp"
#include "ingest/mine/material_spans.hpp"
#include "ingest/mine/miner.hpp"
#include "ingest/mine/phrase_table.hpp"

namespace lode::ingest {

struct MaterialName {
    std::string formula;  // canonical; "" where the name fixes none
    MaterialKind kind = MaterialKind::name;
};

class MaterialNames {
 public:
    explicit MaterialNames(const LexiconSource& lexicons);

    // Tells the vocabulary the words that mentions can begin with.
    void join(Vocabulary& vocabulary);

    // A string that is a material's name or abbreviation as a whole.
    std::optional<MaterialName> find(std::string_view written) const;

    // What abbreviations mean in one document: short form to material, or to nothing where the
    // document defines it as something else.
    struct Local {
        std::string short_form;
        std::optional<MaterialName> material;
    };

    // Mentions of one sentence in order, not overlapping: formulas from `tokens`, names from the
    // words. Marks the words inside mentions.
    std::vector<Mention> mentions(std::uint32_t sentence, std::string_view text, Words& words,
                                  std::span<const Token> tokens,
                                  std::span<const Local> local) const;

 private:
    // The document's abbreviations with a filter in front: few words of a sentence are any.
    struct LocalNames {
        explicit LocalNames(std::span<const Local> items);
        bool may_hold(std::string_view written) const noexcept {
            return (filter[bit(written) / 64] >> bit(written) % 64 & 1U) != 0;
        }
        // Of the first and last byte and the size: with 64 bits a fifth of all words got through.
        static std::size_t bit(std::string_view written) noexcept {
            return (static_cast<unsigned char>(written.front()) +
                    31U * static_cast<unsigned char>(written.back()) + 149U * written.size()) &
                   511U;
        }
        std::span<const Local> list;
        std::array<std::uint64_t, 8> filter{};
    };

    void add(std::string_view name, std::string_view formula, MaterialKind kind);
    // Number of words of a designation that begins at word i ("Inconel 718", "Ti-6Al-4V"); 0: none.
    std::size_t alloy_at(const Words& words, std::size_t i) const;
    bool modified(const Words& words) const;
    const bool* find_alloy(std::string_view written, std::uint32_t hash) const;
    // Is "W", "C", "In" at word i an element, by what stands beside it?
    bool letter_element(const Words& words, std::size_t i,
                        const std::vector<FoundMaterial>& found) const;
    // The short form at word i that stands in brackets behind a material: "CoFe2O4 (CFO)".
    std::optional<FoundMaterial> short_form(std::string_view text, const Words& words,
                                            std::size_t i, const FoundMaterial& before) const;
    // A name of the lexicon at word i: words and index into m_list.
    std::pair<std::size_t, const MaterialName*> name_at(const Words& words, std::size_t i,
                                                        const LocalNames& local) const;

    std::vector<MaterialName> m_list;
    PhraseTable m_names;  // lower-case words -> m_list
    // Case matters in these: keyed as written, hashed by the first word in lower case.
    WordTable<std::uint32_t> m_as_written;  // abbreviations -> m_list
    WordTable<bool> m_symbols;
    WordTable<bool> m_alloys;  // designation -> a number must follow
    CompoundNames m_compounds;
    MaterialSpans m_spans;
    StringMap<bool> m_context_elements;
    StringMap<bool> m_gases;
};

}  // namespace lode::ingest
