// Events that nouns and predicates claim: "a decrease in X", "X remains constant".
#include "ingest/mine/event_work.hpp"

namespace lode::ingest {

void EventFinder::noun(Work& work, const Cue& cue) const {
    const Grammar& g = work.grammar;
    const Words& words = g.words();
    Event event;
    event.cue = cue;
    event.direction = cue.direction > 0 ? Direction::increase : Direction::decrease;
    event.weak = !cue.strong;
    event.negated = g.negated(cue.at, 6) || words.is(g.before(cue.at), "negligible") ||
                    words.is(g.before(cue.at), "little") || negligible_behind(g, cue.end);
    event.ceiling = event.negated && ends(work, cue);
    event.then = work.then_before(cue.at);
    event.modal = work.has_modal(cue.at);
    const bool in_of = words.is(cue.end, "in") || words.is(cue.end, "of");
    const std::size_t p = g.before(cue.at);
    Span behind = in_of ? g.phrase_from(cue.end + 1) : Span{};
    if (in_of && words.is_number(cue.end + 1)) {
        behind = {};  // "a decrease of 5 %"
        for (std::size_t i = cue.end + 2; i < cue.end + 6; ++i) {
            if (words.is(i, "in")) {
                behind = g.phrase_from(i + 1);
            }
        }
    }
    Span before = trim_adjectives(words, g.phrase_before(cue.at));
    // The words before may be adjectives of the noun only ("a slight decrease").
    if (!before.empty() && m_properties.valence(words, before) == Valence::unknown) {
        before = {};
    }
    // With "with the increase of X" the noun introduces a variable.
    std::size_t lead = p;
    while (lead < words.size() && lead > 0 &&
           (g.is(lead, k_determiner | k_adverb) || words.at(lead).ends_with("ing") ||
            words.is(lead, "further") || words.is(lead, "gradual"))) {
        --lead;
    }
    constexpr std::array<std::string_view, 8> leads{"with", "by",      "upon", "following",
                                                    "on",   "through", "at",   "under"};
    const bool introduces = one_of(words.at(lead), leads);
    if (introduces) {
        const Span phrase = !behind.empty() ? behind : before;
        if (!phrase.empty()) {
            work.result.variables.push_back({.phrase = phrase,
                                             .at = lead,
                                             .sign = cue.direction,
                                             .graded = true,
                                             .subject = false});
        }
        return;
    }
    // The subject of a cause verb: "An increase in X leads to ...": a variable too.
    std::size_t verb_at = !behind.empty() ? behind.end : cue.end;
    for (std::size_t k = 0; k < 14 && verb_at < words.size(); ++k, ++verb_at) {
        if (g.is(verb_at, k_break) || one_of(words.at(verb_at), k_causes)) {
            break;
        }
    }
    const bool causes = one_of(words.at(verb_at), k_causes);
    bool later_change = false;
    for (const Cue& other : work.cues) {
        later_change |= other.at > verb_at;
    }
    if (causes && !behind.empty() && later_change && !g.is(p, k_verb)) {
        work.result.variables.push_back({.phrase = behind,
                                         .at = cue.at,
                                         .sign = cue.direction,
                                         .graded = true,
                                         .subject = true});
        return;
    }
    event.property = !behind.empty() ? behind : before;
    if (event.property.empty()) {
        // "X shows a decrease with T": the subject of a reporting verb
        for (std::size_t k = 1; k <= 5 && k <= cue.at; ++k) {
            const std::size_t i = cue.at - k;
            if (one_of(words.at(i), k_reports) && !g.is(i, k_bracketed)) {
                const auto subject = g.subject(i);
                event.property = subject.phrase;
                break;
            }
            if (g.is(i, k_break)) {
                break;
            }
        }
    } else {
        // Who causes it: the subject of a cause verb to the left.
        for (std::size_t k = 1; k <= 6 && k <= cue.at; ++k) {
            const std::size_t i = cue.at - k;
            if (one_of(words.at(i), k_causes)) {
                const auto subject = g.subject(i);
                if (!subject.phrase.empty()) {
                    event.cause = {.phrase = subject.phrase,
                                   .at = subject.phrase.begin,
                                   .sign = 1,
                                   .graded = false,
                                   .subject = true};
                }
                break;
            }
            if (g.is(i, k_break)) {
                break;
            }
        }
    }
    // A change that is only a reason ("due to the increase in ...") is presupposed, not claimed.
    constexpr std::array<std::string_view, 9> reasons{"to",    "from",  "because", "of",   "for",
                                                      "given", "about", "despite", "since"};
    if (!before.empty() && behind.empty()) {
        lead = g.before(before.begin);
        if (g.is(lead, k_determiner) && !g.is(lead, k_negation)) {
            lead = g.before(lead);
        }
    }
    // "in terms of performance degradation" names a topic.
    if (!before.empty() && words.is(before.begin, "terms")) {
        return;
    }
    const bool reason = one_of(words.at(lead), reasons) &&
                        !(words.is(lead, "to") && one_of(words.at(lead - 1), k_causes));
    // "any low loss shape": the noun only describes the next one.
    if (event.negated && event.property.empty() && g.content(cue.end)) {
        return;
    }
    if (event.negated && event.property.empty()) {
        event.property = {cue.at, cue.end};  // "no degradation was observed"
    }
    if ((reason && !event.negated) || event.property.empty()) {
        return;
    }
    work.result.events.push_back(event);
}

void EventFinder::state(Work& work, const Cue& cue) const {
    const Grammar& g = work.grammar;
    const Words& words = g.words();
    Event event;
    event.cue = cue;
    event.weak = !cue.strong;
    event.modal = work.has_modal(cue.at);
    event.then = work.then_before(cue.at);
    const std::size_t p = g.before(cue.at);
    const std::string_view prev = words.at(p);
    constexpr std::array<std::string_view, 12> keeps{
        "remain", "remains", "remained", "remaining", "stay",   "stays",
        "stayed", "keeps",   "becomes",  "become",    "became", "remarkably"};
    switch (cue.cls) {
        case CueClass::constant: {
            const bool kept = one_of(prev, keeps);
            const bool be = is_be(prev);
            const bool method = prev == "kept" || prev == "held" || prev == "maintained";
            const Span noun_behind = g.phrase_from(cue.end);
            constexpr std::array<std::string_view, 9> deliver{"shows",    "showed",    "show",
                                                              "exhibits", "exhibited", "exhibit",
                                                              "delivers", "delivered", "displays"};
            const std::size_t lead = g.is(p, k_determiner) ? g.before(p) : p;
            if (one_of(words.at(lead), deliver) && !noun_behind.empty() && !cue.strong &&
                m_properties.valence(words, noun_behind) != Valence::unknown &&
                lasts(work, cue.end)) {
                event.direction = Direction::no_change;
                event.property = noun_behind;
                event.weak = false;
                break;
            }
            if (method || (!kept && !be) || (be && cue.cls == CueClass::constant && !cue.strong)) {
                return;
            }
            event.direction = g.negated(cue.at) ? Direction::non_monotonic : Direction::no_change;
            if (event.direction == Direction::non_monotonic) {
                return;
            }
            const auto subject = g.subject(kept ? p : cue.at);
            event.property = subject.phrase;
            event.shared = subject.shared;
            break;
        }
        case CueClass::independent: {
            event.direction = Direction::no_change;
            // "the temperature-independent resistivity"
            if (words.is(cue.at, "independent") && cue.end == cue.at + 1) {
                const bool dash = words.is(cue.at - 1, "-");
                const std::size_t noun = cue.at - (dash ? 2 : 1);
                event.property = g.phrase_from(cue.end);
                if (cue.at < 2 || !g.content(noun) || event.property.empty() ||
                    m_properties.valence(words, {noun, noun + 1}) == Valence::unknown ||
                    m_properties.valence(words, event.property) == Valence::unknown) {
                    return;
                }
                event.cause = {.phrase = {noun, noun + 1},
                               .at = noun,
                               .sign = 1,
                               .graded = true,
                               .subject = false};
                break;
            }
            const bool prep = is_be(prev) || one_of(prev, keeps) || prev == "be";
            const auto subject = g.subject(cue.at);
            event.property = prep ? subject.phrase : g.phrase_before(cue.at);
            event.cause = {.phrase = g.phrase_from(cue.end),
                           .at = cue.at,
                           .sign = 1,
                           .graded = true,
                           .subject = false};
            if (event.property.empty() || event.cause.phrase.empty() || g.negated(cue.at)) {
                return;
            }
            break;
        }
        case CueClass::plateau: {
            event.direction = Direction::plateau;
            if (g.negated(cue.at)) {
                return;
            }
            const auto subject = g.subject(cue.at);
            event.property = subject.phrase;
            event.shared = subject.shared || subject.phrase.empty();
            // Where it begins: "saturates above 3 T"
            for (std::size_t i = cue.end; i < std::min(cue.end + 6, words.size()); ++i) {
                if (words.is(i, "at") || words.is(i, "above") || words.is(i, "beyond") ||
                    words.is(i, "after")) {
                    event.location_value = work.measure_at(i + 1, 4);
                    break;
                }
            }
            break;
        }
        case CueClass::unspecific: {
            // Only "does not change", "no change in", "no significant difference between T".
            const bool negated = g.negated(cue.at) || words.is(g.before(cue.at), "negligible") ||
                                 words.is(g.before(cue.at), "little");
            const std::string_view word = words.at(cue.at);
            if (!negated || word.starts_with("differ") || word == "varied" || word == "altered") {
                return;
            }
            event.direction = Direction::no_change;
            if (words.is(cue.end, "in") || words.is(cue.end, "of")) {
                event.property = g.phrase_from(cue.end + 1);
            } else {
                event.property = g.subject(cue.at).phrase;
                if (event.property.empty()) {
                    event.property = g.phrase_before(cue.at);
                }
            }
            break;
        }
        case CueClass::effect: {
            // "X has no effect on Y", "no correlation between Y and X"
            if (!g.negated(cue.at, 5)) {
                return;
            }
            event.direction = Direction::no_change;
            if (words.is(cue.end, "on") || words.is(cue.end, "upon")) {
                event.property = g.phrase_from(cue.end + 1);
                std::size_t verb = cue.at > 0 ? cue.at - 1 : 0;
                while (verb > 0 && !g.is(verb, k_verb | k_auxiliary)) {
                    --verb;
                }
                event.cause = {.phrase = g.subject(verb).phrase,
                               .at = 0,
                               .sign = 1,
                               .graded = false,
                               .subject = true};
            } else if (words.is(cue.end, "between")) {
                event.property = g.phrase_from(cue.end + 1);
                if (words.is(event.property.end, "and")) {
                    event.cause = {.phrase = g.phrase_from(event.property.end + 1),
                                   .at = cue.at,
                                   .sign = 1,
                                   .graded = true,
                                   .subject = false};
                }
            }
            if (event.property.empty()) {
                return;
            }
            break;
        }
        case CueClass::nonmonotonic: {
            event.direction = Direction::non_monotonic;
            event.property = g.subject(cue.at).phrase;
            break;
        }
        case CueClass::proportional: {
            event.direction = Direction::increase;
            for (std::size_t k = 1; k <= 3 && k <= cue.at; ++k) {
                if (words.is(cue.at - k, "inversely")) {
                    event.direction = Direction::decrease;
                }
            }
            event.property = g.subject(cue.at).phrase;
            event.cause = {.phrase = g.phrase_from(cue.end),
                           .at = cue.at,
                           .sign = 1,
                           .graded = true,
                           .subject = false};
            break;
        }
        default:
            return;
    }
    work.result.events.push_back(event);
}

}  // namespace lode::ingest
