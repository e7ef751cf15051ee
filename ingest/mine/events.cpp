#include "ingest/mine/events.hpp"

#include <utility>

#include "ingest/mine/event_work.hpp"

namespace lode::ingest {

EventFinder::EventFinder(const LexiconSource& lexicons) : m_properties(lexicons) {
    for (const auto& row : read_lexicon(lexicons, "change_adjectives.txt", 1)) {
        m_adjectives.add(row[0], 0);
    }
    m_adjectives.finish();
}

Span EventFinder::trim_adjectives(const Words& words, Span phrase) const {
    while (!phrase.empty() && m_adjectives.contains(words.at(phrase.begin))) {
        ++phrase.begin;
    }
    return phrase;
}

// "does not increase any more", "no further increase": up to here it did.
bool EventFinder::ends(const Work& work, const Cue& cue) {
    const Grammar& g = work.grammar;
    const Words& words = g.words();
    if (words.is(g.before(cue.at), "further") || words.is(cue.at - 1, "further")) {
        return true;
    }
    for (std::size_t i = cue.end; i < std::min(cue.end + 8, words.size()); ++i) {
        if (g.is(i, k_break | k_subordinator)) {
            return false;
        }
        if (words.is(i, "anymore") || words.is(i, "further") ||
            (words.is(i, "any") && (words.is(i + 1, "more") || words.is(i + 1, "further")))) {
            return true;
        }
    }
    return false;
}

// "for 450 hours", "over 100 cycles", "during the test" behind word `from`.
bool EventFinder::lasts(const Work& work, std::size_t from) {
    const Words& words = work.words();
    for (std::size_t i = from; i + 1 < words.size(); ++i) {
        if (words.is(i, "for") || words.is(i, "over") || words.is(i, "after") ||
            words.is(i, "during") || words.is(i, "throughout")) {
            const std::int32_t m = work.measure_at(i + 1, 2);
            if (m < 0) {
                continue;
            }
            const std::string& unit = work.measurements[static_cast<std::size_t>(m)].quantity.unit;
            if (unit == "h" || unit.starts_with("hour") || unit.starts_with("day") ||
                unit.starts_with("cycle") || unit.starts_with("min") || unit == "s") {
                return true;
            }
        }
    }
    return false;
}

void EventFinder::verb(Work& work, const Cue& cue) const {
    Grammar& g = work.grammar;
    const Words& words = g.words();
    if (cue.usage == Usage::adjective || cue.usage == Usage::purpose) {
        return;
    }
    // "falls within", "rise to the question": no change of a value
    if (words.is(cue.at, "falls") || words.is(cue.at, "fall") || words.is(cue.at, "fell")) {
        if (words.is(cue.end, "within") || words.is(cue.end, "into") || words.is(cue.end, "in") ||
            words.is(cue.end, "under")) {
            return;
        }
    }
    if (cue.usage == Usage::variable) {
        Variable variable;
        variable.at = cue.at;
        variable.sign = cue.direction;
        std::size_t from = cue.end;
        if (words.is(from, "of")) {
            ++from;
        }
        variable.phrase = g.phrase_from(from);
        const std::size_t p = g.before(cue.at);
        variable.subject = p >= words.size() || g.is(p, k_break | k_relative | k_subordinator);
        if (!variable.phrase.empty()) {
            work.result.variables.push_back(variable);
        }
        return;
    }
    Event event;
    event.cue = cue;
    event.direction = cue.direction > 0 ? Direction::increase : Direction::decrease;
    event.negated = g.negated(cue.at);
    event.ceiling = event.negated && ends(work, cue);
    event.modal = work.has_modal(cue.at);
    event.then = work.then_before(cue.at);
    event.weak = !cue.strong;
    const auto subject = g.subject(cue.at);
    const std::string_view head = words.at(subject.boundary);
    // "the voltage at which the current rises" tells where, and claims nothing.
    if (words.is(subject.boundary, "which") && subject.boundary > 0 &&
        g.is(subject.boundary - 1, k_preposition) && !words.is(subject.boundary - 1, "of")) {
        return;
    }
    const bool variable_clause = one_of(head, k_clause_variables) && !subject.phrase.empty() &&
                                 !(head == "as" && words.is(subject.boundary - 1, "such"));
    // "as the uptake drops with higher X" names its own variable: "as" means "because" there.
    const std::size_t follow = g.after(cue.end - 1);
    const bool because = head == "as" && words.is(follow, "with");
    // "if A increases or B decreases": the second stands under the same "if".
    const bool second = g.is(subject.boundary, k_coordinator) && !work.result.variables.empty() &&
                        work.result.variables.back().clause &&
                        work.result.variables.back().phrase.end + 6 > subject.boundary &&
                        work.result.variables.back().at < subject.boundary;
    if ((variable_clause || second) && !because && !subject.phrase.empty() &&
        (cue.usage == Usage::finite || cue.usage == Usage::passive)) {
        work.result.variables.push_back({.phrase = subject.phrase,
                                         .at = subject.boundary,
                                         .sign = cue.direction,
                                         .graded = true,
                                         .subject = false,
                                         .clause = true});
        return;
    }
    const Span object = g.phrase_from(cue.end);
    const bool number_next = words.is_number(g.after(cue.end - 1));
    const bool transitive = (cue.usage == Usage::transitive || cue.usage == Usage::participle) &&
                            !object.empty() && !number_next &&
                            g.after(cue.end - 1) <= object.begin + 0;
    const bool object_near = !object.empty() && [&] {
        for (std::size_t i = cue.end; i < object.begin; ++i) {
            if (g.is(i, k_preposition | k_break | k_verb | k_subordinator)) {
                return false;
            }
        }
        return true;
    }();
    if ((transitive || (cue.usage == Usage::transitive && object_near && !number_next)) &&
        object_near) {
        event.property = object;
        if (!subject.phrase.empty()) {
            event.cause = {.phrase = subject.phrase,
                           .at = subject.phrase.begin,
                           .sign = 1,
                           .graded = false,
                           .subject = true};
        }
        // A change noun as the cause: "the increase in X reduces Y" is handled by its own cue.
    } else {
        event.property = subject.phrase;
        event.shared = subject.shared || subject.phrase.empty();
        if (cue.usage == Usage::participle && event.property.empty()) {
            event.shared = true;
        }
    }
    g.mark_verb(cue.at);
    work.result.events.push_back(event);
}

void EventFinder::introduced(Work& work) const {
    const Grammar& g = work.grammar;
    const Words& words = g.words();
    auto& variables = work.result.variables;
    const auto push = [&](std::size_t at, std::size_t from, bool graded) {
        const Span phrase = g.phrase_from(from);
        const bool cue_word =
            phrase.size() == 1 && std::any_of(work.cues.begin(), work.cues.end(),
                                              [&](const Cue& c) { return c.at == phrase.begin; });
        if (!phrase.empty() && !words.is_number(phrase.begin) && !cue_word) {
            variables.push_back(
                {.phrase = phrase, .at = at, .sign = 1, .graded = graded, .subject = false});
        }
    };
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
        if (words.is(i, "as") && words.is(i + 1, "a") && words.is(i + 2, "function") &&
            words.is(i + 3, "of")) {
            push(i, i + 4, true);
        } else if (words.is(i, "with") && words.is(i + 1, "respect") && words.is(i + 2, "to")) {
            push(i, i + 3, false);
        } else if (words.is(i, "in") && words.is(i + 1, "terms") && words.is(i + 2, "of")) {
            push(i, i + 3, true);
        } else if (words.is(i, "vs") || words.is(i, "versus")) {
            push(i, words.is(i + 1, ".") ? i + 2 : i + 1, true);
        }
    }
    // A leading phrase: "By including X, ...", "After annealing, ..."
    if (variables.empty() && words.size() > 3 &&
        (one_of(words.at(0), k_treatments) || words.is(0, "with"))) {
        push(0, 1, false);
    }
    // Directly behind a change: "increases (linearly) with temperature", "after annealing".
    for (const Event& event : work.result.events) {
        std::size_t i = event.cue.end;
        const std::size_t stop = std::min(words.size(), i + 18);
        for (; i < stop; ++i) {
            if (g.is(i, k_bracketed)) {
                continue;
            }
            if (g.is(i, k_break | k_relative | k_verb) && i > event.cue.end) {
                break;
            }
            const std::string_view word = words.at(i);
            const bool with = word == "with" || word == "against";
            if (!with && !one_of(word, k_treatments)) {
                continue;
            }
            const std::size_t next = g.after(i);
            if (words.is_number(next) || words.is(next, "about") || words.is(next, "a")) {
                continue;  // "by 5 %", "by a factor of 3"
            }
            // "with increasing X" has been read already
            const bool known = std::any_of(
                variables.begin(), variables.end(),
                [&](const Variable& v) { return v.phrase.begin >= i && v.phrase.begin <= i + 5; });
            if (known) {
                break;
            }
            if (word == "on" && i > event.cue.end) {
                continue;
            }
            const bool graded = with && i <= event.cue.end + 3;
            if (with && !graded) {
                continue;
            }
            push(i, i + 1, graded);
            break;
        }
    }
}

Events EventFinder::find(Grammar& grammar, const std::vector<Cue>& cues,
                         const std::vector<Measurement>& measurements) const {
    Work work{grammar, cues, measurements, {}};
    // Finite verbs end the noun phrases of their neighbours, so they are marked first.
    for (const Cue& cue : cues) {
        if (cue.cls == CueClass::change_verb &&
            (cue.usage == Usage::finite || cue.usage == Usage::passive ||
             cue.usage == Usage::transitive || cue.usage == Usage::participle ||
             cue.usage == Usage::variable)) {
            grammar.mark_verb(cue.at);
        } else if (cue.cls == CueClass::plateau) {
            grammar.mark_verb(cue.at);
        }
    }
    for (const Cue& cue : cues) {
        if (grammar.is(cue.at, k_bracketed)) {
            continue;
        }
        switch (cue.cls) {
            case CueClass::change_verb:
                verb(work, cue);
                break;
            case CueClass::change_noun:
                noun(work, cue);
                break;
            case CueClass::maximum:
            case CueClass::minimum:
                extremum(work, cue);
                break;
            case CueClass::higher:
                comparative(work, cue);
                break;
            default:
                state(work, cue);
                break;
        }
    }
    // "the maximum reduction in the loss", "the weight loss increased": the noun is part of the
    // name of what the other change is about.
    const auto claimed = work.result.events;
    std::erase_if(work.result.events, [&](const Event& noun) {
        return noun.cue.cls == CueClass::change_noun &&
               std::any_of(claimed.begin(), claimed.end(), [&](const Event& other) {
                   return (other.extremum != Extremum::none ||
                           other.cue.cls == CueClass::change_verb) &&
                          other.property.begin <= noun.cue.at && noun.cue.at < other.property.end;
               });
    });
    introduced(work);
    return std::move(work.result);
}

}  // namespace lode::ingest
