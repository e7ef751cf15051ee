// Events of extremes and comparatives: "X reaches a maximum of 1.2 at 900 K", "the higher, the
// larger".
#include "ingest/mine/event_work.hpp"

namespace lode::ingest {
namespace {

const std::string& unit_of(const std::vector<Measurement>& measurements, std::int32_t index) {
    return measurements[static_cast<std::size_t>(index)].quantity.unit;
}

}  // namespace

// "A distance of 52 mm gave the highest yield of 40 %": the subject is where the extremum lies.
bool EventFinder::gives_extremum(const Work& work, const Cue& cue, std::size_t verb, Event& event) {
    const Grammar& g = work.grammar;
    const Words& words = g.words();
    if (!one_of(words.at(verb), k_reach) && !one_of(words.at(verb), k_causes)) {
        return false;
    }
    for (std::size_t i = verb; i > 0 && verb - i < 6; --i) {
        if (!words.is(i, "of") || !words.is_number(i + 1)) {
            continue;
        }
        const Span variable = g.phrase_before(i, 4);
        const std::int32_t place = work.measure_at(i + 1, 1);
        Span property = g.phrase_from(cue.end);
        if (variable.empty() || place < 0 || property.empty()) {
            return false;
        }
        for (std::size_t k = property.begin + 1; k < property.end; ++k) {
            if (words.is(k, "of") && words.is_number(g.after(k))) {
                property.end = k;
            }
        }
        // "the maximum reduction in the loss"
        if (words.is(property.end, "in")) {
            if (const Span in = g.phrase_from(property.end + 1); !in.empty()) {
                property.end = in.end;
                for (std::size_t k = in.begin + 1; k < in.end; ++k) {
                    if (words.is(k, "of") && words.is_number(g.after(k))) {
                        property.end = k;
                    }
                }
            }
        }
        event.property = property;
        event.location_value = place;
        if (words.is(property.end, "of")) {
            event.extremum_value = work.measure_at(property.end + 1, 2);
        }
        event.cause = {
            .phrase = variable, .at = variable.begin, .sign = 1, .graded = true, .subject = true};
        return true;
    }
    return false;
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
        // What follows tells where it is: "highest when the bias was lower than 3 V".
        if (i > cue.at && words.is(i, "when")) {
            break;
        }
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
    // "increases ... to a maximum of V": belongs to the change before it
    const std::size_t to = g.is(p, k_determiner) ? g.before(p) : p;
    if (words.is(to, "to") && noun_use) {
        const std::size_t of = words.is(cue.end, "value") ? cue.end + 1 : cue.end;
        if (words.is(of, "of")) {
            event.extremum_value = work.measure_at(of + 1, 2);
            event.shared = true;
            if (event.extremum_value >= 0) {
                const std::size_t next = of + 1;
                for (std::size_t i = next; i < std::min(next + 8, words.size()); ++i) {
                    if (words.is(i, "at")) {
                        event.location_value = work.measure_at(i + 1, 2);
                        break;
                    }
                }
                work.result.events.push_back(event);
            }
            return;
        }
    }
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
    } else if (gives_extremum(work, cue, verb, event)) {
        work.result.events.push_back(event);
        return;
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
            // "the highest hardness of 980 HV": the value is no part of the name.
            for (std::size_t i = event.property.begin + 1; i < event.property.end; ++i) {
                // "the lowest strain amounting to 940 MPa", "... reaching 5 K"
                if (words.is(i, "amounting") || words.is(i, "reaching")) {
                    event.property.end = i;
                    event.extremum_value = work.measure_at(i + 1, 3);
                }
            }
            for (std::size_t i = event.property.begin + 1; i + 1 < event.property.end; ++i) {
                if (words.is(i, "of") && words.is_number(g.after(i))) {
                    event.property.end = i;
                }
            }
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
            // "the optimum dose is 0.8 C": the quantity named is the variable
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
            // "an error of 0.87 % ... at 0.56 %": another value of the same quantity, no place.
            if (event.location_value >= 0 && event.extremum_value >= 0 &&
                unit_of(work.measurements, event.location_value) ==
                    unit_of(work.measurements, event.extremum_value)) {
                return;
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

// A comparison of samples: what is compared stands behind the comparative or before "be".
void EventFinder::compare(Work& work, const Cue& cue) {
    const Grammar& g = work.grammar;
    Event event;
    event.cue = cue;
    event.direction = cue.direction > 0 ? Direction::increase : Direction::decrease;
    event.negated = g.negated(cue.at);
    event.modal = work.has_modal(cue.at);
    event.property = g.phrase_from(cue.end);
    if (event.property.empty()) {
        std::size_t verb = cue.at;
        while (verb > 0 && cue.at - verb < 6 && !g.is(verb, k_auxiliary)) {
            --verb;
        }
        event.property = g.is(verb, k_auxiliary) ? g.subject(verb).phrase : Span{};
    }
    if (!event.property.empty()) {
        work.result.comparisons.push_back(event);
    }
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
            compare(work, cue);
            return;
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
        event.cue.cls = CueClass::proportional;
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

}  // namespace lode::ingest
