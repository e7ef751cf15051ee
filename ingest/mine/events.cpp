#include "ingest/mine/events.hpp"

#include <algorithm>
#include <array>

namespace lode::ingest {
namespace {

template <std::size_t N>
bool one_of(std::string_view word, const std::array<std::string_view, N>& list) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

constexpr std::array<std::string_view, 6> k_clause_variables{"as",   "when",     "if",
                                                             "once", "whenever", "provided"};
constexpr std::array<std::string_view, 24> k_causes{
    "lead",   "leads",   "led",         "leading",    "cause",       "causes",
    "caused", "causing", "result",      "results",    "resulted",    "resulting",
    "induce", "induces", "contributed", "contribute", "contributes", "gives",
    "gave",   "elicits", "produces",    "produced",   "yields",      "causing"};
constexpr std::array<std::string_view, 14> k_reports{
    "show",      "shows",   "showed",    "exhibit",   "exhibits",    "exhibited",   "displays",
    "displayed", "undergo", "undergoes", "underwent", "experienced", "experiences", "has"};
constexpr std::array<std::string_view, 22> k_reach{
    "reach",    "reaches",   "reached", "reaching", "attain",    "attains", "attained", "exhibit",
    "exhibits", "exhibited", "show",    "shows",    "showed",    "achieve", "achieves", "achieved",
    "displays", "displayed", "has",     "had",      "possesses", "passes"};
constexpr std::array<std::string_view, 16> k_found_at{
    "is",      "was",    "are",      "were",    "observed", "obtained", "found", "achieved",
    "reached", "occurs", "occurred", "appears", "located",  "recorded", "lies",  "noted"};
constexpr std::array<std::string_view, 12> k_spectral{
    "peaks", "band", "bands", "spectrum",   "spectra", "diffraction",
    "xrd",   "xps",  "raman", "reflection", "binding", "wavenumber"};
constexpr std::array<std::string_view, 12> k_treatments{"after",      "upon",  "by",      "during",
                                                        "following",  "via",   "through", "over",
                                                        "throughout", "under", "on",      "beyond"};

// "reduction of the OCV was negligible"
bool negligible_behind(const Grammar& g, std::size_t from) {
    for (std::size_t i = from; i < std::min(from + 8, g.words().size()); ++i) {
        if (g.is(i, k_break | k_relative)) {
            return false;
        }
        if (g.words().is(i, "negligible")) {
            return true;
        }
    }
    return false;
}

bool is_be(std::string_view word) {
    constexpr std::array<std::string_view, 7> forms{"is", "are",  "was",  "were",
                                                    "be", "been", "being"};
    return one_of(word, forms);
}

}  // namespace

struct EventFinder::Work {
    Grammar& grammar;
    const std::vector<Cue>& cues;
    const std::vector<Measurement>& measurements;
    Events result;

    const Words& words() const { return grammar.words(); }
    // Index of the measurement whose number stands at or behind word i, at most `reach` words on.
    std::int32_t measure_at(std::size_t i, std::size_t reach) const {
        if (i >= words().size()) {
            return -1;
        }
        const std::uint32_t from = words()[i].range.begin;
        const std::uint32_t to = words()[std::min(i + reach, words().size() - 1)].range.begin;
        for (std::size_t m = 0; m < measurements.size(); ++m) {
            const Range range = measurements[m].quantity.range;
            if (range.end > from && range.begin <= to) {
                return range.begin + 3 >= from ? static_cast<std::int32_t>(m) : -1;
            }
        }
        return -1;
    }
    bool has_modal(std::size_t at) const {
        for (std::size_t k = 1; k <= 4 && k <= at; ++k) {
            const std::size_t i = at - k;
            if (grammar.is(i, k_modal)) {
                return true;
            }
            if (!grammar.is(i, k_adverb | k_auxiliary | k_negation) && !words().is(i, "to") &&
                !words().is(i, "expected")) {
                return false;
            }
        }
        return false;
    }
    bool then_before(std::size_t at) const {
        for (std::size_t k = 1; k <= 4 && k <= at; ++k) {
            const std::string_view word = words().at(at - k);
            if (word == "then" || word == "subsequently" || word == "thereafter" ||
                word == "followed" || word == "afterwards" || word == "before") {
                return true;
            }
        }
        return false;
    }
};

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
    event.modal = work.has_modal(cue.at);
    event.then = work.then_before(cue.at);
    event.weak = !cue.strong;
    const auto subject = g.subject(cue.at);
    const std::string_view head = words.at(subject.boundary);
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

void EventFinder::noun(Work& work, const Cue& cue) const {
    const Grammar& g = work.grammar;
    const Words& words = g.words();
    Event event;
    event.cue = cue;
    event.direction = cue.direction > 0 ? Direction::increase : Direction::decrease;
    event.weak = !cue.strong;
    event.negated = g.negated(cue.at, 6) || words.is(g.before(cue.at), "negligible") ||
                    words.is(g.before(cue.at), "little") || negligible_behind(g, cue.end);
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
    Span before = g.phrase_before(cue.at);
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
    const bool reason = one_of(words.at(lead), reasons) &&
                        !(words.is(lead, "to") && one_of(words.at(lead - 1), k_causes));
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
                std::size_t verb = cue.at;
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

void EventFinder::extremum(Work& work, const Cue& cue) const {
    const Grammar& g = work.grammar;
    const Words& words = g.words();
    Event event;
    event.cue = cue;
    const bool maximum = cue.cls == CueClass::maximum;
    event.direction = maximum ? Direction::peak : Direction::minimum;
    event.extremum = maximum ? Extremum::maximum : Extremum::minimum;
    event.modal = work.has_modal(cue.at);
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (one_of(words.at(i), k_spectral)) {
            return;
        }
    }
    // "highest reported", "the highest among": a comparison with others' work
    const std::size_t lo = cue.at > 3 ? cue.at - 3 : 0;
    for (std::size_t i = lo; i < std::min(cue.at + 8, words.size()); ++i) {
        if (words.is(i, "reported") || words.is(i, "among") || words.is(i, "ever") ||
            words.is(i, "literature") || words.is(i, "theoretical") || words.is(i, "than")) {
            return;
        }
    }
    const std::size_t p = g.before(cue.at);
    std::size_t verb = p;
    if (g.is(verb, k_determiner)) {
        verb = g.before(verb);
    }
    if (words.is(verb, "through") || words.is(verb, "to") || words.is(verb, "at")) {
        verb = g.before(verb);
    }
    const bool noun_use = words.is(cue.end, "of") || words.is(cue.end, "at") ||
                          words.is(cue.end, "value") || words.is(cue.end, "for") ||
                          words.is(cue.end, "around") || words.is(cue.end, "near") ||
                          words.is(cue.end, "when") || g.is(cue.end, k_break) ||
                          words.is(cue.end, "with") || words.is(cue.end, "in");
    std::size_t behind = cue.end;
    bool optimum = false;
    if (one_of(words.at(verb), k_reach) && noun_use) {
        event.property = g.subject(verb).phrase;
        if (words.is(cue.end, "of") || words.is(cue.end + 1, "of")) {
            behind = words.is(cue.end, "of") ? cue.end + 1 : cue.end + 2;
            event.extremum_value = work.measure_at(behind, 1);
        }
    } else if ((words.is(cue.at, "highest") || words.is(cue.at, "lowest") ||
                words.is(cue.at, "largest") || words.is(cue.at, "optimal") ||
                words.is(cue.at, "maximal") || words.is(cue.at, "minimal") ||
                words.is(cue.at, "smallest") || words.is(cue.at, "greatest")) &&
               (is_be(words.at(p)) && noun_use)) {
        event.property = g.subject(cue.at).phrase;
    } else if (g.is(p, k_determiner) || p >= words.size() || g.is(p, k_break)) {
        // "the highest X (of V) was obtained at L", "A maximum of V was reached at L"
        std::size_t from = cue.end;
        if (words.is(from, "of")) {
            event.extremum_value = work.measure_at(from + 1, 1);
            if (event.extremum_value < 0) {
                event.property = g.phrase_from(from + 1);
            }
        } else {
            event.property = g.phrase_from(from);
            // Named extremes are properties, the words of a claim come behind.
            const bool named = words.is(from, "power") || words.is(from, "capacity") ||
                               words.is(from, "load") || words.is(from, "strain");
            if (named) {
                return;
            }
            optimum = words.is(cue.at, "optimum") || words.is(cue.at, "optimal");
            if (!event.property.empty() && words.is(event.property.end, "of")) {
                event.extremum_value = work.measure_at(event.property.end + 1, 2);
            }
        }
        std::size_t v = event.property.empty() ? from : event.property.end;
        bool found = false;
        for (std::size_t k = 0; k < 14 && v < words.size(); ++k, ++v) {
            if (one_of(words.at(v), k_found_at)) {
                found = true;
                break;
            }
            if (g.is(v, k_break) || g.is(v, k_subordinator | k_relative)) {
                break;
            }
        }
        if (!found) {
            return;
        }
        behind = v;
        if (optimum) {
            // "the optimum ratio is (found to be) 1.36": the quantity named is the variable
            event.location_value = work.measure_at(v + 1, 4);
            if (event.location_value < 0) {
                return;
            }
            event.cause = {
                .phrase = event.property, .at = cue.at, .sign = 1, .graded = true, .subject = true};
            event.property = {};
            work.result.events.push_back(event);
            return;
        }
        if (event.extremum_value < 0 && words.is(v, "is")) {
            event.extremum_value = work.measure_at(v + 1, 1);
        }
    } else {
        return;
    }
    if (event.property.empty()) {
        return;
    }
    // Where it is: "at 900 K", "when x = 0.2", "for ..."
    bool located = false;
    for (std::size_t i = behind; i < std::min(behind + 16, words.size()); ++i) {
        if (g.is(i, k_break) && !words.is(i, ",")) {
            break;
        }
        if (words.is(i, "located")) {
            located = true;
            break;
        }
        if (words.is(i, "at") || words.is(i, "for") || words.is(i, "when") ||
            words.is(i, "around") || words.is(i, "near") || words.is(i, "with") ||
            words.is(i, "in")) {
            event.location_value = work.measure_at(i + 1, words.is(i, "when") ? 7 : 4);
            located = event.location_value >= 0 || words.is(i, "when");
            if (event.location_value >= 0 && event.location_value == event.extremum_value) {
                event.location_value = -1;
            }
            if (located) {
                break;
            }
        }
    }
    if (!located) {
        return;
    }
    work.result.events.push_back(event);
}

void EventFinder::comparative(Work& work, const Cue& cue) const {
    const Grammar& g = work.grammar;
    const Words& words = g.words();
    // "the higher the X, the larger the Y"
    if (words.is(cue.at - 1, "the") && cue.at >= 1 && words.is(cue.end, "the")) {
        const Span phrase = g.phrase_from(cue.end + 1);
        if (phrase.empty()) {
            return;
        }
        const bool second = std::any_of(work.result.variables.begin(), work.result.variables.end(),
                                        [](const Variable& v) { return v.subject; });
        if (!second) {
            work.result.variables.push_back({.phrase = phrase,
                                             .at = cue.at,
                                             .sign = cue.direction,
                                             .graded = true,
                                             .subject = true});
        } else {
            Event event;
            event.cue = cue;
            event.direction = cue.direction > 0 ? Direction::increase : Direction::decrease;
            event.property = phrase;
            event.cue.cls = CueClass::proportional;
            work.result.events.push_back(event);
        }
        return;
    }
    for (std::size_t i = cue.end; i < std::min(cue.end + 12, words.size()); ++i) {
        if (words.is(i, "than") || words.is(i, "compared") || words.is(i, "relative")) {
            return;  // a comparison of samples
        }
        if (g.is(i, k_break) && !words.is(i, ",")) {
            break;
        }
    }
    const std::size_t p = g.before(cue.at);
    std::size_t lead = p;
    while (lead < words.size() && lead > 0 && g.is(lead, k_determiner)) {
        --lead;
    }
    const std::string_view prev = words.at(lead);
    const Span phrase = g.phrase_from(cue.end);
    if ((prev == "with" || prev == "at" || prev == "for" || prev == "under") && !phrase.empty()) {
        work.result.variables.push_back({.phrase = phrase,
                                         .at = lead,
                                         .sign = cue.direction,
                                         .graded = true,
                                         .subject = false});
        return;
    }
    const std::size_t cause = words.is(lead, "to") || words.is(lead, "in") ? g.before(lead) : lead;
    Event event;
    event.cue = cue;
    event.weak = true;
    event.direction = cue.direction > 0 ? Direction::increase : Direction::decrease;
    event.modal = work.has_modal(cue.at);
    event.negated = g.negated(cue.at);
    if (one_of(words.at(cause), k_causes) && !phrase.empty()) {
        event.property = phrase;
        const auto subject = g.subject(cause);
        if (!subject.phrase.empty()) {
            event.cause = {.phrase = subject.phrase,
                           .at = subject.phrase.begin,
                           .sign = 1,
                           .graded = false,
                           .subject = true};
        }
    } else if (prev == "becomes" || prev == "become" || prev == "became") {
        event.weak = false;
        event.property = g.subject(lead).phrase;
        if (event.property.empty() && lead > 0) {
            event.property = g.phrase_before(lead);
        }
    } else if (prev == "gets" || prev == "become" || prev == "became" || prev == "gets" ||
               prev == "is" || prev == "are" || prev == "was" || prev == "were") {
        event.property = g.subject(words.is(lead, "becomes") || words.is(lead, "become") ||
                                           words.is(lead, "became")
                                       ? lead
                                       : cue.at)
                             .phrase;
    }
    if (!event.property.empty()) {
        work.result.events.push_back(event);
    }
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
        const bool gerund = words.at(1).ends_with("ing") && words.at(1).size() > 5;
        const bool object = gerund && !g.phrase_from(2).empty();
        push(0, object ? 2 : 1, false);
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
    introduced(work);
    return std::move(work.result);
}

}  // namespace lode::ingest
