// Shallow grammar of one sentence: which words join and part clauses, where the noun phrases beside
// a verb begin and end. No parser: closed word classes and the positions of punctuation.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/base/lexicon.hpp"
#include "ingest/mine/phrase_table.hpp"
#include "ingest/mine/words.hpp"

namespace lode::ingest {

// Bits: a word may belong to several classes ("that", "since").
enum WordClass : std::uint16_t {
    k_determiner = 1,
    k_preposition = 2,
    k_auxiliary = 4,
    k_modal = 8,
    k_coordinator = 16,
    k_subordinator = 32,
    k_relative = 64,
    k_pronoun = 128,
    k_adverb = 256,
    k_negation = 512,
    k_verb = 1024,
    k_bracketed = 2048,  // inside round brackets that stand apart from the word before
    k_break = 4096,      // punctuation that ends a phrase (not hyphen, slash, quote)
    k_cue = 8192,        // a change word used as a verb of this sentence
};

// Half-open range of word indices.
struct Span {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool empty() const noexcept { return begin >= end; }
    std::size_t size() const noexcept { return empty() ? 0 : end - begin; }
};

class FunctionWords {
 public:
    explicit FunctionWords(const LexiconSource& lexicons);
    std::uint16_t classes(const Word& word) const noexcept {
        const auto* const found = m_classes.find_word(word);
        return found == nullptr ? std::uint16_t{0} : *found;
    }
    void join(Vocabulary& vocabulary) { m_classes.join(vocabulary, k_functions); }

 private:
    WordTable<std::uint16_t> m_classes;
};

// A sentence with the classes of its words.
class Grammar {
 public:
    Grammar(const Words& words, const FunctionWords& functions);

    const Words& words() const noexcept { return m_words; }
    bool is(std::size_t i, std::uint16_t classes) const noexcept {
        return i < m_classes.size() && (m_classes[i] & classes) != 0;
    }
    // A word that can stand in a noun phrase: none of the closed classes.
    bool content(std::size_t i) const noexcept;
    // Marks a word as a verb of this sentence (a finite cue), so that phrases end there.
    void mark_verb(std::size_t i) { m_classes[i] |= k_verb | k_cue; }
    // The nearest word before i that is not an adverb; size() where none.
    std::size_t before(std::size_t i) const noexcept;
    std::size_t after(std::size_t i) const noexcept;
    bool negated(std::size_t i, std::size_t window = 4) const noexcept;

    struct Subject {
        Span phrase;               // empty where none stands before the verb
        std::size_t boundary = 0;  // index of the word that ends the clause to the left, or size()
        bool shared = false;       // "... and decreases": the subject of the verb before
    };
    // The noun phrase that a verb group ending at word i speaks of.
    Subject subject(std::size_t verb) const;
    // The noun phrase that begins at or behind word i.
    Span phrase_from(std::size_t i, std::size_t most = 9) const;
    // The noun phrase that ends before word i ("performance increase": from i of "increase").
    Span phrase_before(std::size_t i, std::size_t most = 6) const;
    // First words of the phrase up to the first preposition other than "of" or bracket.
    Span core(Span phrase) const;

 private:
    // Does "and" at this place join noun phrases (no verb before it in its clause)?
    bool joins_phrases(std::size_t coordinator) const;
    std::size_t before_relative_clause(std::size_t end) const;

    const Words& m_words;
    std::vector<std::uint16_t> m_classes;
};

}  // namespace lode::ingest
