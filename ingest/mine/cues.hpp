// Words that speak of change, and the lexicon of properties: where they stand in a sentence and how
// they are used there (finite verb, noun, adjective ...).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/lexicon.hpp"
#include "core/base/string_map.hpp"
#include "ingest/mine/grammar.hpp"
#include "ingest/mine/phrase_table.hpp"

namespace lode::ingest {

enum class CueClass : std::uint8_t {
    change_verb,  // increase, reduce
    change_noun,  // reduction
    constant,     // unchanged, constant, stable
    independent,  // independent of
    plateau,      // saturates, levels off
    maximum,
    minimum,
    higher,      // comparatives
    unspecific,  // change, vary, difference: an event only when negated
    effect,      // effect, influence, correlation: an event only when negated
    nonmonotonic,
    proportional,  // proportional to
};
enum class VerbForm : std::uint8_t { none, base, third, past, gerund };

// How a change word is used at its place.
enum class Usage : std::uint8_t {
    finite,      // "increases", "increased from", "is increasing"
    passive,     // "was reduced by"
    transitive,  // "reduces the loss"
    participle,  // ", reducing the loss"
    noun,        // "a reduction of the loss"
    adjective,   // "the increased thickness"
    purpose,     // "to increase"
    variable,    // "with increasing T", "increasing T leads to": introduces a variable
};

struct Cue {
    std::size_t at = 0;
    std::size_t end = 0;  // behind its last word
    CueClass cls = CueClass::change_verb;
    VerbForm form = VerbForm::none;
    Usage usage = Usage::finite;
    int direction = 0;  // +1, -1, 0
    bool strong = false;
};

class CueLexicon {
 public:
    explicit CueLexicon(const LexiconSource& lexicons);
    // Cues in order; uses are decided from the neighbouring words.
    std::vector<Cue> find(const Grammar& grammar) const;
    void join(Vocabulary& vocabulary) { m_table.join(vocabulary, k_cues); }

 private:
    struct Entry {
        CueClass cls = CueClass::change_verb;
        VerbForm form = VerbForm::none;
        int direction = 0;
        bool strong = false;
        bool verb = false;
        bool noun = false;
    };
    void add(std::string_view phrase, const Entry& entry);
    Usage usage(const Grammar& grammar, std::size_t at, std::size_t end, const Entry& entry) const;

    std::vector<Entry> m_entries;
    PhraseTable m_table;
    StringMap<std::uint32_t> m_index;
    PhraseTable m_change_adjectives;
};

// Is more of a property good? And is the word a measured property at all?
enum class Valence : std::int8_t { bad = -1, open = 0, good = 1, unknown = 2 };

class PropertyLexicon {
 public:
    explicit PropertyLexicon(const LexiconSource& lexicons);
    // Valence of the longest entry inside the phrase, the last one of equal length (the head noun
    // of English stands last).
    Valence valence(const Words& words, Span phrase) const;
    // Quantities that experimenters set (temperature, voltage): changing them is method.
    bool controlled(const Words& words, Span phrase) const;

 private:
    PhraseTable m_table;
    PhraseTable m_controlled;
};

}  // namespace lode::ingest
