#include "ingest/mine/trends.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace lode::ingest {
namespace {

constexpr float k_threshold = 0.5F;

template <std::size_t N>
bool one_of(std::string_view word, const std::array<std::string_view, N>& list) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

class Composer {
 public:
    Composer(const TrendInput& input, const Grammar& grammar, const PropertyLexicon& properties)
        : m_in(input), m_words(input.words), m_g(grammar), m_properties(properties) {}

    std::vector<Trend> run() {
        std::vector<Event> events = m_in.events.events;
        for (Event& event : events) {
            event.property = with_topic(without_generic(event.property));
        }
        std::sort(events.begin(), events.end(),
                  [](const Event& a, const Event& b) { return a.cue.at < b.cue.at; });
        share_properties(events);
        merge(events);
        std::vector<Trend> trends;
        for (const Event& event : events) {
            if (auto trend = make(event)) {
                const bool twin = std::any_of(trends.begin(), trends.end(), [&](const Trend& t) {
                    return t.property == trend->property && t.direction == trend->direction &&
                           t.variable == trend->variable;
                });
                if (!twin) {
                    trends.push_back(std::move(*trend));
                }
            }
        }
        return trends;
    }

 private:
    // "increases with T and decreases with p": the second takes the subject of the first.
    void share_properties(std::vector<Event>& events) const {
        for (std::size_t i = 1; i < events.size(); ++i) {
            if (events[i].property.empty() && events[i].shared) {
                events[i].property = events[i - 1].property;
            }
        }
    }

    // Up then down is a peak, down then up a minimum, a change that then stays is a plateau.
    void merge(std::vector<Event>& events) const {
        for (std::size_t i = 0; i + 1 < events.size();) {
            Event& a = events[i];
            const Event& b = events[i + 1];
            const bool same = b.shared || same_text(a.property, b.property);
            const bool simple =
                a.direction == Direction::increase || a.direction == Direction::decrease;
            const bool sequel = b.then || b.direction == Direction::plateau ||
                                m_words.is(m_g.before(b.cue.at), "then");
            if (same && simple && sequel) {
                if (b.direction == Direction::plateau || b.direction == Direction::no_change) {
                    a.direction = Direction::plateau;
                } else if (a.direction == Direction::increase &&
                           b.direction == Direction::decrease) {
                    a.direction = Direction::peak;
                } else if (a.direction == Direction::decrease &&
                           b.direction == Direction::increase) {
                    a.direction = Direction::minimum;
                } else {
                    ++i;
                    continue;
                }
                events.erase(events.begin() + static_cast<std::ptrdiff_t>(i) + 1);
                continue;
            }
            // "increases to a maximum of 1.2 at 900 K": one record
            if (same && simple && (b.extremum == Extremum::maximum) &&
                a.direction == Direction::increase && b.cue.at < a.cue.end + 24) {
                a.extremum = b.extremum;
                a.extremum_value = b.extremum_value;
                a.location_value = b.location_value;
                events.erase(events.begin() + static_cast<std::ptrdiff_t>(i) + 1);
                continue;
            }
            ++i;
        }
    }

    // "evolution of the gap" is about the gap.
    Span without_generic(Span span) const {
        constexpr std::array<std::string_view, 16> generic{
            "increase",   "decrease",  "evolution", "variation", "variations", "change",
            "changes",    "behavior",  "behaviour", "value",     "values",     "magnitude",
            "dependence", "amplitude", "level",     "trend"};
        if (span.size() > 2 && m_words.is(span.begin + 1, "of") &&
            one_of(m_words.at(span.begin), generic)) {
            span.begin += 2;
            while (span.size() > 1 && m_g.is(span.begin, k_determiner)) {
                ++span.begin;
            }
        }
        return span;
    }

    bool same_text(Span a, Span b) const {
        return !a.empty() && !b.empty() && written(a) == written(b);
    }
    std::string written(Span span) const {
        return span.empty() ? std::string()
                            : std::string(m_words.written(span.begin, span.end - 1));
    }
    // The noun a phrase is about: the last word before "of".
    std::string_view head(Span span) const {
        for (std::size_t i = span.begin + 1; i < span.end; ++i) {
            if (m_words.is(i, "of")) {
                return m_words.at(i - 1);
            }
        }
        return span.empty() ? std::string_view{} : m_words.at(span.end - 1);
    }
    bool same_head(Span a, Span b) const {
        return !a.empty() && !b.empty() && a.begin != b.begin && head(a) == head(b);
    }
    // "As for effective strains, the highest strains ...": the topic names the property in full.
    Span with_topic(Span property) const {
        const bool topic = (m_words.is(0, "as") && m_words.is(1, "for")) ||
                           m_words.is(0, "regarding") || m_words.is(0, "concerning");
        if (!topic || property.size() != 1) {
            return property;
        }
        const Span named = m_g.phrase_from(m_words.is(0, "as") ? 2 : 1);
        return !named.empty() && named.end <= property.begin && head(named) == head(property)
                   ? named
                   : property;
    }
    static bool overlap(Span a, Span b) {
        return !a.empty() && !b.empty() && a.begin < b.end && b.begin < a.end;
    }

    // Nearest variable: behind the change in the same clause, else one that leads the sentence.
    const Variable* choose(const Event& event) const {
        const Variable* best = nullptr;
        // A variable that costs more belongs to something else. Looking no further also keeps the
        // work on a sentence without end (a list, a table run together) from growing with its cube.
        int best_cost = 60;
        for (const Variable& v : m_in.events.variables) {
            const int least = v.at >= event.cue.end ? static_cast<int>(v.at - event.cue.end)
                                                    : 6 + static_cast<int>(event.cue.at - v.at) / 2;
            if (least >= best_cost || same_head(v.phrase, event.property) ||
                (overlap(v.phrase, event.property) && !v.subject)) {
                continue;
            }
            int cost = 0;
            if (v.at >= event.cue.end) {
                cost = static_cast<int>(v.at - event.cue.end);
                // Another event between them is nearer to the variable.
                for (const Event& other : m_in.events.events) {
                    if (other.cue.at > event.cue.at && other.cue.at < v.at) {
                        cost += 6;
                    }
                }
                for (std::size_t i = event.cue.end; i < v.at; ++i) {
                    cost += m_g.is(i, k_break) && !m_g.is(i, k_bracketed) ? 8 : 0;
                }
            } else {
                cost = 12 + static_cast<int>(event.cue.at - v.at) / 2;
                if (v.subject) {
                    cost -= 6;
                }
                for (const Event& other : m_in.events.events) {
                    if (other.cue.at < event.cue.at && other.cue.at > v.at) {
                        cost += 8;
                    }
                }
            }
            cost += v.graded ? 0 : 6;
            if (cost < best_cost) {
                best_cost = cost;
                best = &v;
            }
        }
        return best;
    }

    // "from 20 to 90 K" behind word i, as written; empty where none.
    std::optional<Range> range_behind(std::size_t i, std::size_t reach) const {
        for (std::size_t k = i; k < std::min(i + reach, m_words.size()); ++k) {
            if (m_g.is(k, k_break) && !m_g.is(k, k_bracketed)) {
                return std::nullopt;
            }
            const bool from = m_words.is(k, "from");
            const bool between = m_words.is(k, "between");
            const bool in = m_words.is(k, "in") || m_words.is(k, "over");
            if (!from && !between && !in) {
                continue;
            }
            const std::uint32_t begin = m_words[k].range.begin;
            for (const auto& m : m_in.measurements) {
                if (m.quantity.range.begin <= begin || m.quantity.range.begin > begin + 24) {
                    continue;
                }
                if (m.quantity.low) {
                    return Range{begin, m.quantity.range.end};
                }
                // "from x = 0.1 to 0.4", "from 0 to 3": the second number ends it
                for (std::size_t w = k; w < std::min(k + 10, m_words.size()); ++w) {
                    if (from && m_words.is(w, "to") && m_words.is_number(w + 1)) {
                        std::uint32_t end = m_words[w + 1].range.end;
                        for (const auto& second : m_in.measurements) {
                            if (second.quantity.range.begin <= m_words[w + 1].range.begin &&
                                second.quantity.range.end >= end) {
                                end = second.quantity.range.end;
                            }
                        }
                        return Range{begin, end};
                    }
                }
            }
            return std::nullopt;
        }
        return std::nullopt;
    }

    bool numeric_change(const Event& event) const {
        for (std::size_t k = event.cue.end; k < std::min(event.cue.end + 8, m_words.size()); ++k) {
            if (m_words.is_number(k) || m_words.is(k, "factor") || m_words.is(k, "factors") ||
                m_words.is(k, "orders") || m_words.is(k, "times") || m_words.is(k, "twice")) {
                for (std::size_t b = event.cue.end; b < k; ++b) {
                    if (m_words.is(b, "from") || m_words.is(b, "to") || m_words.is(b, "by") ||
                        m_words.is(b, "of") || m_words.is(b, "than") || m_words.is(b, "about")) {
                        return !m_g.is(k, k_bracketed);
                    }
                }
                return false;
            }
            if (m_g.is(k, k_break) && !m_g.is(k, k_bracketed)) {
                return false;
            }
        }
        return false;
    }

    // A controlled quantity that was set: "the temperature was increased to 500 °C".
    bool method(const Event& event) const {
        if (event.cue.cls != CueClass::change_verb) {
            return false;
        }
        const bool set = m_properties.controlled(m_words, event.property);
        if (set && event.cue.usage == Usage::passive) {
            return true;
        }
        const std::string_view head =
            event.property.empty() ? std::string_view{} : m_words.at(event.property.end - 1);
        constexpr std::array<std::string_view, 10> set_values{
            "temperature", "heating", "pressure", "sample",    "samples",
            "solution",    "mixture", "specimen", "specimens", "powder"};
        return event.cue.usage == Usage::passive && one_of(head, set_values);
    }

    bool reported_background() const {
        // Needs and general truths: "it is necessary to", "should be", "in the coming years"
        for (std::size_t i = 0; i < m_words.size(); ++i) {
            if (m_words.is(i, "future") || m_words.is(i, "should") || m_words.is(i, "hypothesis") ||
                m_words.is(i, "aim") || m_words.is(i, "aims")) {
                return true;
            }
        }
        return false;
    }

    bool has_letters(Span span, bool optimum) const {
        for (std::size_t i = span.begin; i < span.end; ++i) {
            if (m_words.is_word(i)) {
                return true;
            }
        }
        return optimum;
    }

    bool has_figure() const { return !m_in.figures.empty(); }

    std::optional<Trend> make(const Event& event) const {
        const bool optimum = event.property.empty() && !event.cause.phrase.empty() &&
                             event.extremum != Extremum::none;
        if ((event.property.empty() && !optimum) || !has_letters(event.property, optimum)) {
            return std::nullopt;
        }
        Direction direction = event.direction;
        const bool simple = direction == Direction::increase || direction == Direction::decrease;
        if (event.negated && simple) {
            direction = event.ceiling ? Direction::plateau : Direction::no_change;
        }
        Variable variable = event.cause;
        // "a decrease in total porosity, leading to a porosity reduction": the same thing twice.
        if (same_head(variable.phrase, event.property)) {
            variable = {};
        }
        if (variable.phrase.empty() || !variable.graded) {
            if (const Variable* chosen = choose(event);
                chosen != nullptr && (variable.phrase.empty() || chosen->graded)) {
                variable = *chosen;
            }
        }
        const bool has_variable =
            !variable.phrase.empty() && !overlap(variable.phrase, event.property);
        if (method(event) && !(has_variable && variable.graded)) {
            return std::nullopt;
        }
        const Valence valence = m_properties.valence(m_words, event.property);

        float score = 0.25F;
        switch (event.cue.cls) {
            case CueClass::change_verb:
                score = event.cue.usage == Usage::participle ? 0.15F : 0.3F;
                break;
            case CueClass::change_noun:
                score = event.cause.phrase.empty() ? 0.2F : 0.25F;
                break;
            case CueClass::constant:
                score = 0.3F;
                break;
            case CueClass::independent:
            case CueClass::plateau:
            case CueClass::nonmonotonic:
                score = 0.5F;
                break;
            case CueClass::maximum:
            case CueClass::minimum:
                score = event.location_value >= 0 ? 0.5F : 0.3F;
                break;
            case CueClass::higher:
                score = 0.1F;
                break;
            case CueClass::proportional:
                score = 0.3F;
                break;
            case CueClass::unspecific:
            case CueClass::effect:
                score = 0.3F;
                break;
        }
        if (event.direction == Direction::peak || event.direction == Direction::minimum ||
            event.direction == Direction::plateau) {
            score = std::max(score, 0.45F);
        }
        if (event.negated && event.cue.cls == CueClass::change_noun) {
            score += 0.15F;
        }
        if (event.weak && !event.negated) {
            score -= 0.1F;
        }
        if (has_variable) {
            score += variable.graded ? 0.35F : 0.2F;
        }
        if (valence != Valence::unknown) {
            score += 0.2F;
        }
        if (numeric_change(event)) {
            score += 0.25F;
        }
        if (has_figure()) {
            score += 0.1F;
        }
        if (event.modal) {
            score -= 0.15F;
        }
        if (reported_background()) {
            score -= 0.25F;
        }
        if (m_in.caption && !(event.cue.usage == Usage::finite)) {
            score -= 0.3F;
        }
        if (score < k_threshold) {
            return std::nullopt;
        }
        Trend trend;
        trend.sentence = m_in.sentence;
        trend.range = m_words.sentence();
        trend.property = written(event.property);
        if (has_variable) {
            trend.variable = written(variable.phrase);
            trend.variable_decreasing = variable.sign < 0;
            if (const auto range = range_behind(variable.phrase.end, 4)) {
                trend.x_range =
                    std::string(m_in.text.substr(range->begin, range->end - range->begin));
            }
        }
        // A temperature or time range behind the property's clause is the variable's.
        trend.direction = direction;
        if (trend.variable_decreasing) {
            if (direction == Direction::increase) {
                trend.direction = Direction::decrease;
            } else if (direction == Direction::decrease) {
                trend.direction = Direction::increase;
            }
        }
        trend.score = m_in.scores.probability(trend.direction, has_variable);
        trend.extremum = event.extremum;
        const auto measure = [&](std::int32_t index) -> Measure {
            if (index < 0) {
                return {};
            }
            const auto& m = m_in.measurements[static_cast<std::size_t>(index)];
            return {std::string(m_in.text.substr(m.number.begin, m.number.size())),
                    m.quantity.unit};
        };
        trend.extremum_value = measure(event.extremum_value);
        trend.location = measure(event.location_value);
        trend.conditions = conditions_of(event, variable.phrase, trend.x_range);
        trend.material = nearest_material(event);
        if (has_figure()) {
            trend.figure = std::string(m_in.text.substr(nearest_figure(event).range.begin,
                                                        nearest_figure(event).range.size()));
        }
        return trend;
    }

    // Conditions before the first change of the sentence hold for all of its changes, one behind a
    // change for that change.
    std::string conditions_of(const Event& event, Span variable, const std::string& x_range) const {
        std::size_t first = m_words.size();
        std::size_t next = m_words.size();
        for (const Event& other : m_in.events.events) {
            first = std::min(first, other.cue.at);
            if (other.cue.at > event.cue.at) {
                next = std::min(next, other.cue.at);
            }
        }
        std::string text;
        for (const Condition& condition : m_in.conditions) {
            const std::size_t at = condition.words.begin;
            const bool own = at < first || (at > event.cue.at && at < next);
            const bool used =
                condition.measurement >= 0 && (condition.measurement == event.extremum_value ||
                                               condition.measurement == event.location_value);
            const std::string written(m_words.written(at, condition.words.end - 1));
            if (!own || used || overlap(condition.words, variable) ||
                overlap(condition.words, event.property) ||
                (!x_range.empty() && written.find(x_range) != std::string::npos)) {
                continue;
            }
            text += (text.empty() ? "" : "; ") + written;
        }
        return text;
    }

    std::string nearest_material(const Event& event) const {
        const Span span = event.property.empty() ? event.cause.phrase : event.property;
        const std::uint32_t at = m_words[span.begin].range.begin;
        const Mention* best = nullptr;
        std::uint32_t best_distance = 0;
        for (const auto& mention : m_in.mentions) {
            const std::uint32_t distance =
                mention.range.begin > at ? mention.range.begin - at : at - mention.range.begin;
            if (best == nullptr || distance < best_distance) {
                best = &mention;
                best_distance = distance;
            }
        }
        return best == nullptr ? std::string() : best->written;
    }

    // The pointer that follows the claim, else the one before it.
    const FigurePointer& nearest_figure(const Event& event) const {
        const std::uint32_t at = m_words[event.cue.at].range.begin;
        for (const auto& figure : m_in.figures) {
            if (figure.range.begin >= at) {
                return figure;
            }
        }
        return m_in.figures.back();
    }

    const TrendInput& m_in;
    const Words& m_words;
    const Grammar& m_g;
    const PropertyLexicon& m_properties;
};

}  // namespace

std::vector<Trend> compose_trends(const TrendInput& input, const Grammar& grammar,
                                  const PropertyLexicon& properties) {
    return Composer(input, grammar, properties).run();
}

}  // namespace lode::ingest
