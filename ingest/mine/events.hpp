// From change words to what changes with what: events (property, direction) and the variables a
// sentence names.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/model/analysis.hpp"
#include "ingest/mine/cues.hpp"
#include "ingest/mine/grammar.hpp"
#include "ingest/mine/quantities.hpp"

namespace lode::ingest {

struct Variable {
    Span phrase;
    std::size_t at = 0;    // where it is introduced
    int sign = 1;          // -1: the text speaks of a decreasing variable
    bool graded = true;    // false: a treatment ("after annealing")
    bool subject = false;  // it acts in the subject ("increasing X leads to")
    bool clause = false;   // from a clause of its own ("as X increases")
};

struct Event {
    Cue cue;
    Span property;
    Direction direction = Direction::increase;
    Variable cause;  // own variable of a transitive verb; empty phrase: none
    Extremum extremum = Extremum::none;
    std::int32_t extremum_value = -1;  // index into the measurements
    std::int32_t location_value = -1;
    bool modal = false;
    bool negated = false;
    bool then = false;    // "..., then decreases"
    bool shared = false;  // takes the property of the event before
    bool weak = false;
    bool ceiling = false;  // "does not increase any more": it has levelled off
};

struct Events {
    std::vector<Event> events;
    std::vector<Variable> variables;
    // "A is higher than that of B": no trends, but outcomes.
    std::vector<Event> comparisons;
};

class EventFinder {
 public:
    explicit EventFinder(const LexiconSource& lexicons);
    // `grammar` is not const: finite change verbs end noun phrases and are marked as verbs.
    Events find(Grammar& grammar, const std::vector<Cue>& cues,
                const std::vector<Measurement>& measurements) const;
    const PropertyLexicon& properties() const noexcept { return m_properties; }

 private:
    struct Work;
    void verb(Work& work, const Cue& cue) const;
    void noun(Work& work, const Cue& cue) const;
    void state(Work& work, const Cue& cue) const;
    void extremum(Work& work, const Cue& cue) const;
    void comparative(Work& work, const Cue& cue) const;
    static bool gives_extremum(const Work& work, const Cue& cue, std::size_t verb, Event& event);
    static void compare(Work& work, const Cue& cue);
    void introduced(Work& work) const;
    // Without leading adjectives of change ("gradual hardness" -> "hardness").
    Span trim_adjectives(const Words& words, Span phrase) const;
    static bool ends(const Work& work, const Cue& cue);
    static bool lasts(const Work& work, std::size_t from);

    PropertyLexicon m_properties;
    PhraseTable m_adjectives;
};

}  // namespace lode::ingest
