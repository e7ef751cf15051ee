#include "ingest/mine/outcomes.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "core/base/error.hpp"

namespace lode::ingest {
namespace {

constexpr float k_threshold = 0.55F;

// "[12]", "[3-5]", "et al": somebody else's work is pointed at.
bool has_citation(const Words& words) {
    for (std::size_t i = 0; i + 2 < words.size(); ++i) {
        if (words.is(i, "[") && words.is_number(i + 1)) {
            return true;
        }
        if (words.is(i, "et") && words.is(i + 1, "al")) {
            return true;
        }
    }
    return false;
}

// How much a word counts by its clause: concessions ("although ...", "despite ...") step back, the
// clause behind "but" or "however" stands out.
std::vector<float> clause_weights(const Grammar& grammar) {
    const Words& words = grammar.words();
    std::vector<float> weights(words.size(), 1.0F);
    bool concession = false;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words.is(i, "although") || words.is(i, "though") || words.is(i, "despite") ||
            words.is(i, "while") || words.is(i, "whereas") ||
            (words.is(i, "spite") && i > 0 && words.is(i - 1, "in"))) {
            concession = true;
        } else if (concession && (grammar.is(i, k_break) && !grammar.is(i, k_bracketed))) {
            concession = false;
        }
        weights[i] = concession ? 0.4F : 1.0F;
        if (words.is(i, "but") && i > 2) {
            for (std::size_t k = 0; k < i; ++k) {
                weights[k] *= 0.6F;
            }
        }
    }
    return weights;
}

}  // namespace

Zone zone_of_section(std::string_view title) {
    const Words words(title, {0, static_cast<std::uint32_t>(title.size())});
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string_view word = words.at(i);
        if (word == "introduction" || word == "background" || word == "motivation") {
            return Zone::introduction;
        }
        if (word == "experimental" || word == "methods" || word == "method" ||
            word == "experiment" || word == "materials" || word == "methodology" ||
            word == "experiments") {
            return Zone::methods;
        }
        if (word == "results" || word == "result" || word == "discussion" || word == "findings") {
            return Zone::results;
        }
        if (word.starts_with("conclu") || word == "summary" || word == "outlook") {
            return Zone::conclusion;
        }
    }
    return Zone::unknown;
}

OutcomeJudge::OutcomeJudge(const LexiconSource& lexicons) {
    for (const auto& row : read_lexicon(lexicons, "outcome_cues.tsv", 3)) {
        PhraseTable* const beside = row[0] == "stated"       ? &m_stated
                                    : row[0] == "leads"      ? &m_leads
                                    : row[0] == "occurrence" ? &m_occurrences
                                                             : nullptr;
        if (beside != nullptr) {
            for (const auto phrase : split_words(row[2], '|')) {
                beside->add(phrase, 0);
            }
            continue;
        }
        Cue cue;
        cue.is = row[0] == "topic" ? Cue::topic : row[0] == "damage" ? Cue::damage : Cue::none;
        cue.label = row[0] == "positive"                          ? OutcomeLabel::positive
                    : row[0] == "negative" || cue.is != Cue::none ? OutcomeLabel::negative
                    : row[0] == "null"                            ? OutcomeLabel::null
                                                                  : OutcomeLabel::neutral;
        if (cue.label == OutcomeLabel::neutral && row[0] != "neutral") {
            throw error("lexicon outcome_cues.tsv: \"{}\" is no class of outcomes", row[0]);
        }
        cue.weight = std::strtof(row[1].c_str(), nullptr);
        for (const auto phrase : split_words(row[2], '|')) {
            m_phrases.add(phrase, static_cast<std::uint32_t>(m_cues.size()));
        }
        if (row.size() > 3) {
            for (const auto word : split_words(row[3], '|')) {
                cue.unless.emplace_back(word);
            }
        }
        m_cues.push_back(std::move(cue));
    }
    m_phrases.finish();
    m_stated.finish();
    m_leads.finish();
    m_occurrences.finish();
    for (const auto& row : read_lexicon(lexicons, "hedges.txt", 1)) {
        m_hedges.add(row[0], 0);
    }
    m_hedges.finish();
    for (const auto& row : read_lexicon(lexicons, "background_cues.tsv", 2)) {
        const std::uint32_t value = row[0] == "own" ? 0U : row[0] == "prior" ? 1U : 2U;
        for (const auto phrase : split_words(row[1], '|')) {
            m_scope.add(phrase, value);
        }
    }
    m_scope.finish();
    for (const auto& row : read_lexicon(lexicons, "negations.tsv", 2)) {
        m_negations.insert(row[0]) =
            static_cast<std::size_t>(std::strtoul(row[1].c_str(), nullptr, 10));
    }
}

void OutcomeJudge::join(Vocabulary& vocabulary) {
    m_phrases.join(vocabulary, k_outcome_phrases);
    m_hedges.join(vocabulary, k_hedges);
    m_scope.join(vocabulary, k_scopes);
    m_negations.join(vocabulary, k_negations);
}

bool OutcomeJudge::excused(const Cue& cue, const Words& words) {
    for (std::size_t i = 0; !cue.unless.empty() && i < words.size(); ++i) {
        if (std::find(cue.unless.begin(), cue.unless.end(), words.at(i)) != cue.unless.end()) {
            return true;
        }
    }
    return false;
}

bool OutcomeJudge::reported(const Cue& cue, const Grammar& grammar, std::size_t first,
                            std::size_t last) const {
    const Words& words = grammar.words();
    constexpr std::size_t k_stated = 2;  // words between at most
    constexpr std::size_t k_leads = 5;
    for (std::size_t k = 1; k <= std::min(k_leads + 2, first); ++k) {
        const std::size_t at = first - k;
        if (grammar.is(at, k_break) && !grammar.is(at, k_bracketed)) {
            break;
        }
        const auto stands_before = [&](const PhraseTable& table, std::size_t between) {
            const auto match = table.match(words, at);
            return match.length > 0 && at + match.length <= first &&
                   first - at - match.length < between;
        };
        if (stands_before(m_stated, k_stated) ||
            (cue.is == Cue::damage && stands_before(m_leads, k_leads))) {
            return true;
        }
    }
    return cue.is == Cue::damage && m_occurrences.match(words, last + 1).length > 0;
}

float OutcomeJudge::sign_at(const Grammar& grammar, std::size_t i) const {
    const Words& words = grammar.words();
    float sign = 1.0F;
    for (std::size_t k = 1; k <= 6 && k <= i; ++k) {
        const std::size_t at = i - k;
        if (grammar.is(at, k_break | k_relative) && !grammar.is(at, k_bracketed)) {
            break;
        }
        if (words.is(at, "but") || words.is(at + 1, "only")) {
            break;
        }
        const auto* const reach = m_negations.find_word(words[at]);
        if (reach != nullptr && *reach >= k) {
            sign = -sign;
        }
    }
    return sign;
}

void OutcomeJudge::read_words(const OutcomeInput& input, const Grammar& grammar,
                              const std::vector<float>& weights, Evidence& evidence) const {
    const Words& words = input.words;
    for (std::size_t i = 0; i < words.size();) {
        const auto match = m_phrases.match(words, i);
        if (match.length == 0) {
            ++i;
            continue;
        }
        const Cue& cue = m_cues[match.value];
        if (excused(cue, words) ||
            (cue.is != Cue::none && !reported(cue, grammar, i, i + match.length - 1))) {
            i += match.length;
            continue;
        }
        const float weight = cue.weight * weights[i];
        switch (cue.label) {
            case OutcomeLabel::positive:
            case OutcomeLabel::negative: {
                // A phrase with its own negation ("not possible") is not turned by it again.
                const float sign = sign_at(grammar, i);
                // "to improve X" is an aim, "to avoid failure" too.
                const bool aim = words.is(grammar.before(i), "to") &&
                                 !grammar.is(grammar.before(grammar.before(i)), k_verb);
                const float value = aim ? weight * 0.2F : weight;
                if ((cue.label == OutcomeLabel::positive) == (sign > 0)) {
                    evidence.positive += value;
                } else {
                    evidence.negative += value;
                }
                break;
            }
            case OutcomeLabel::null:
                evidence.null += cue.weight;
                break;
            case OutcomeLabel::neutral:
                evidence.neutral += cue.weight;
                break;
        }
        i += match.length;
    }
}

void OutcomeJudge::read_events(const OutcomeInput& input, const std::vector<float>& weights,
                               const PropertyLexicon& properties, Evidence& evidence) {
    for (const Event& event : input.events.events) {
        const Valence valence = properties.valence(input.words, event.property);
        const float weight = weights[event.cue.at] * (event.modal ? 0.6F : 1.0F);
        const bool up = event.direction == Direction::increase;
        const bool down = event.direction == Direction::decrease;
        if (event.direction == Direction::no_change) {
            evidence.null += 0.6F;
            continue;
        }
        if ((!up && !down) || valence == Valence::unknown || valence == Valence::open) {
            continue;
        }
        if (event.negated) {
            // "does not increase the capacity": a failed attempt; "does not reduce": good
            const bool good = (valence == Valence::good) == down;
            (good ? evidence.positive : evidence.negative) += 0.8F * weight;
            continue;
        }
        const bool good = (valence == Valence::good) == up;
        // A plain dependence on a graded variable is a description: half the weight.
        const bool described =
            std::any_of(input.events.variables.begin(), input.events.variables.end(),
                        [](const Variable& v) { return v.graded; });
        (good ? evidence.positive : evidence.negative) += (described ? 0.5F : 0.9F) * weight;
    }
}

void OutcomeJudge::read_comparisons(const OutcomeInput& input, const std::vector<float>& weights,
                                    const PropertyLexicon& properties, Evidence& evidence) {
    for (const Event& event : input.events.comparisons) {
        const Valence valence = properties.valence(input.words, event.property);
        if (valence != Valence::good && valence != Valence::bad) {
            continue;
        }
        const bool up = (event.direction == Direction::increase) != event.negated;
        const bool good = (valence == Valence::good) == up;
        (good ? evidence.positive : evidence.negative) += 0.8F * weights[event.cue.at];
    }
}

ClaimScope OutcomeJudge::scope(const OutcomeInput& input) const {
    bool own = false;
    bool prior = false;
    bool background = false;
    const bool any = (input.words.lexicons() & k_scopes) != 0;
    for (std::size_t i = 0; any && i < input.words.size(); ++i) {
        const auto match = m_scope.match(input.words, i);
        if (match.length > 0) {
            own |= match.value == 0;
            prior |= match.value == 1;
            background |= match.value == 2;
        }
    }
    if (own && !prior) {
        return ClaimScope::own;
    }
    if (input.zone == Zone::introduction) {
        return prior ? ClaimScope::prior_work : ClaimScope::background;
    }
    if (prior || has_citation(input.words)) {
        return ClaimScope::prior_work;
    }
    return background && input.zone != Zone::results ? ClaimScope::background : ClaimScope::own;
}

Outcome OutcomeJudge::judge(const OutcomeInput& input, const Grammar& grammar,
                            const PropertyLexicon& properties) const {
    Outcome outcome;
    const bool any_hedge = (input.words.lexicons() & k_hedges) != 0;
    for (std::size_t i = 0; any_hedge && i < input.words.size() && !outcome.hedged; ++i) {
        outcome.hedged = m_hedges.match(input.words, i).length > 0;
    }
    outcome.scope = scope(input);
    // Methods and captions describe; their words of quality are not results.
    if (input.zone == Zone::methods || input.zone == Zone::caption) {
        return outcome;
    }
    if ((input.words.lexicons() & k_outcome_phrases) == 0 && input.events.events.empty() &&
        input.events.comparisons.empty()) {
        return outcome;
    }
    Evidence evidence;
    const auto weights = clause_weights(grammar);
    read_words(input, grammar, weights, evidence);
    read_events(input, weights, properties, evidence);
    read_comparisons(input, weights, properties, evidence);
    const float damp = std::max(0.2F, 1.0F - 0.4F * evidence.neutral);
    const float positive = evidence.positive * damp;
    const float negative = evidence.negative * damp;
    const float null = evidence.null;
    const float best = std::max({positive, negative, null});
    if (best < k_threshold) {
        return outcome;
    }
    // A null phrase states an absence outright; it yields only to clearly stronger words.
    if (null >= k_threshold && null >= 0.8F * std::max(positive, negative)) {
        outcome.label = OutcomeLabel::null;
    } else {
        outcome.label = positive > negative ? OutcomeLabel::positive : OutcomeLabel::negative;
    }
    const float own = outcome.label == OutcomeLabel::null       ? null
                      : outcome.label == OutcomeLabel::positive ? positive
                                                                : negative;
    outcome.score = own / (positive + negative + null + 0.4F);
    return outcome;
}

}  // namespace lode::ingest
