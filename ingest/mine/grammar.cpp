#include "ingest/mine/grammar.hpp"

#include <algorithm>
#include <array>

#include "core/base/error.hpp"

namespace lode::ingest {
namespace {

constexpr std::uint16_t k_closed = k_determiner | k_preposition | k_auxiliary | k_modal |
                                   k_coordinator | k_subordinator | k_relative | k_pronoun |
                                   k_adverb | k_negation | k_verb | k_break;

std::uint16_t class_of(std::string_view name) {
    constexpr std::array<std::pair<std::string_view, std::uint16_t>, 11> names{{
        {"determiner", k_determiner},
        {"preposition", k_preposition},
        {"auxiliary", k_auxiliary},
        {"modal", k_modal},
        {"coordinator", k_coordinator},
        {"subordinator", k_subordinator},
        {"relative", k_relative},
        {"pronoun", k_pronoun},
        {"adverb", k_adverb},
        {"negation", k_negation},
        {"verb", k_verb},
    }};
    for (const auto& [word, value] : names) {
        if (word == name) {
            return value;
        }
    }
    throw error("lexicon function_words.tsv: \"{}\" is no class of words", name);
}

bool joins(std::string_view punctuation) {
    if (punctuation.size() == 1) {
        return std::string_view("=~-/'%+*").find(punctuation[0]) != std::string_view::npos;
    }
    constexpr std::array<std::string_view, 8> inside{"\xE2\x88\xBC", "\xC2\xB7",     "\xE2\x80\x99",
                                                     "\xE2\x80\x90", "\xE2\x80\x93", "\xE2\x80\xB2",
                                                     "\xE2\x88\x92", "\xE2\x88\x86"};
    return std::find(inside.begin(), inside.end(), punctuation) != inside.end();
}

// Verbs between a subject and the verb that counts: "is found to increase", "tends to rise".
bool raising(std::string_view word) {
    constexpr std::array<std::string_view, 28> verbs{
        "found",  "observed", "shown",     "seen",      "seems",   "seem",     "seemed",
        "tend",   "tends",    "tended",    "appear",    "appears", "appeared", "begin",
        "begins", "began",    "start",     "starts",    "started", "expected", "reported",
        "noted",  "continue", "continues", "continued", "known",   "likely",   "to"};
    return std::find(verbs.begin(), verbs.end(), word) != verbs.end();
}

}  // namespace

FunctionWords::FunctionWords(const LexiconSource& lexicons) {
    for (const auto& row : read_lexicon(lexicons, "function_words.tsv", 2)) {
        const std::uint16_t value = class_of(row[0]);
        for (const auto word : split_words(row[1])) {
            m_classes.insert(word) |= value;
        }
    }
}

Grammar::Grammar(const Words& words, const FunctionWords& functions) : m_words(words) {
    m_classes.resize(words.size());
    std::size_t depth = 0;
    for (std::size_t i = 0; i < words.size(); ++i) {
        std::uint16_t c = 0;
        if (words[i].kind == WordKind::punctuation) {
            const std::string_view sign = words.at(i);
            if (sign == "(" || sign == "[") {
                // "tan(T)", "Fe(III)": part of the word
                depth += depth > 0 || !words.glued(i) ? 1U : 0U;
                c = static_cast<std::uint16_t>(depth > 0 ? std::uint16_t{k_bracketed}
                                                         : std::uint16_t{0});
            } else if (sign == ")" || sign == "]") {
                c = static_cast<std::uint16_t>(depth > 0 ? std::uint16_t{k_bracketed}
                                                         : std::uint16_t{0});
                depth -= depth > 0 ? 1U : 0U;
            } else if (!joins(sign)) {
                c = k_break;
            }
        } else if (words[i].kind == WordKind::word) {
            c = functions.classes(words[i]);
            // "A" behind a lower-case word is a symbol ("cell A"), not an article.
            if (words.at(i) == "a" && words[i].capital && i > 0) {
                c = 0;
            }
        }
        if (depth > 0) {
            c |= k_bracketed;
        }
        m_classes[i] = c;
        // "is dominated", "are being tested": a participle behind a form of "be"
        const std::string_view word = words[i].lower;
        if (c == 0 && (word.ends_with("ed") || word.ends_with("ing")) && word.size() > 4) {
            const std::size_t p = before(i);
            if (p < i && is(p, k_auxiliary)) {
                m_classes[i] = k_verb;
            }
        }
    }
}

bool Grammar::content(std::size_t i) const noexcept {
    return i < m_classes.size() && (m_classes[i] & k_closed) == 0;
}

std::size_t Grammar::before(std::size_t i) const noexcept {
    while (i > 0) {
        --i;
        if (!is(i, k_adverb | k_bracketed) || is(i, k_negation | k_subordinator)) {
            return i;
        }
    }
    return m_classes.size();
}

std::size_t Grammar::after(std::size_t i) const noexcept {
    ++i;
    while (i < m_classes.size() && is(i, k_adverb | k_bracketed)) {
        ++i;
    }
    return i;
}

bool Grammar::negated(std::size_t i, std::size_t window) const noexcept {
    for (std::size_t k = 0; k < window && i > 0; ++k) {
        --i;
        if (is(i, k_break | k_relative | k_coordinator) && !m_words.is(i, "nor")) {
            return m_words.is(i, "neither");
        }
        // "alloys not holding X soften": the negation is the participle's
        if (m_words.is(i, "not") && is(i + 1, k_verb) && m_words.at(i + 1).ends_with("ing") &&
            k > 0) {
            continue;
        }
        if (is(i, k_negation) || m_words.at(i).ends_with("n't")) {
            return !m_words.is(i + 1, "only");
        }
    }
    return false;
}

Span Grammar::core(Span phrase) const {
    Span result = phrase;
    while (!result.empty() &&
           is(result.begin, k_determiner | k_adverb | k_coordinator | k_pronoun | k_auxiliary |
                                k_negation | k_preposition | k_bracketed)) {
        ++result.begin;
    }
    for (std::size_t i = result.begin; i < result.end; ++i) {
        const bool stop = (is(i, k_preposition) && !m_words.is(i, "of")) ||
                          is(i, k_bracketed | k_break | k_relative | k_verb | k_negation);
        if (stop) {
            result.end = i;
        }
    }
    while (!result.empty() && (is(result.end - 1, k_closed | k_bracketed) ||
                               (m_words[result.end - 1].kind == WordKind::punctuation &&
                                !m_words.is(result.end - 1, ")")))) {
        --result.end;
    }
    while (!result.empty() && m_words[result.begin].kind == WordKind::punctuation) {
        ++result.begin;
    }
    return result;
}

bool Grammar::joins_phrases(std::size_t coordinator) const {
    if (!m_words.is(coordinator, "and") && !m_words.is(coordinator, "or")) {
        return false;
    }
    std::size_t i = coordinator;
    while (i > 0) {
        --i;
        if (is(i, k_bracketed)) {
            continue;
        }
        if (is(i, k_verb | k_auxiliary | k_modal)) {
            return false;
        }
        if (is(i, k_break | k_relative | k_subordinator)) {
            return i + 1 < coordinator;
        }
    }
    return coordinator > 0;
}

// "the energy of the step, which equals the voltage, decreases": the subject ends before the
// clause between commas. `end` where none ends there.
std::size_t Grammar::before_relative_clause(std::size_t end) const {
    constexpr std::size_t k_longest = 25;  // words
    if (end < 4 || !m_words.is(end - 1, ",")) {
        return end;
    }
    for (std::size_t i = end - 2; i > 0 && end - i < k_longest; --i) {
        if (!m_words.is(i, ",")) {
            continue;
        }
        const std::string_view opener = m_words.at(i + 1);
        return opener == "which" || opener == "where" || opener == "whose" || opener == "who" ? i
                                                                                              : end;
    }
    return end;
}

Grammar::Subject Grammar::subject(std::size_t verb) const {
    Subject result;
    result.boundary = m_classes.size();
    std::size_t end = verb;
    while (end > 0) {
        const std::size_t i = end - 1;
        const bool skip = is(i, k_adverb | k_auxiliary | k_modal | k_bracketed | k_negation) ||
                          raising(m_words.at(i));
        if (!skip) {
            break;
        }
        end = i;
    }
    end = before_relative_clause(end);
    std::size_t begin = end;
    while (begin > 0) {
        const std::size_t i = begin - 1;
        if (is(i, k_bracketed)) {
            begin = i;
            continue;
        }
        const std::string_view word = m_words.at(i);
        // "the peak corresponding to X increases": a participle behind a noun belongs to it.
        const bool modifier = is(i, k_verb) && !is(i, k_cue) && begin < end && i > 0 &&
                              (word.ends_with("ing") || word.ends_with("ed")) &&
                              (content(i - 1) || m_words.is(i - 1, "not"));
        const bool not_containing = m_words.is(i, "not") && is(i + 1, k_verb);
        // "strength and hardness increase": no verb stands left of the "and"
        const bool joined = is(i, k_coordinator) && begin < end && joins_phrases(i);
        if (modifier || not_containing || joined) {
            begin = i;
            continue;
        }
        if (is(i, k_break | k_relative | k_subordinator | k_verb | k_auxiliary | k_modal |
                      k_coordinator | k_pronoun) &&
            !(is(i, k_determiner) && is(i, k_pronoun) && begin < end)) {
            result.boundary = i;
            break;
        }
        begin = i;
    }
    if (begin == 0) {
        result.boundary = m_classes.size();
    }
    // "the region with the pores being widened": an absolute phrase begins behind its "with".
    if (end < verb && m_words.is(end, "being")) {
        for (std::size_t i = end; i > begin; --i) {
            if (m_words.is(i - 1, "with")) {
                begin = i;
                break;
            }
        }
    }
    // "the change of X with increasing T is small": the subject stands before the "with".
    if (result.boundary < m_classes.size() && is(result.boundary, k_cue)) {
        const std::size_t lead = before(result.boundary);
        constexpr std::array<std::string_view, 4> leads{"with", "at", "for", "upon"};
        if (std::find(leads.begin(), leads.end(), m_words.at(lead)) != leads.end() && lead > 0) {
            if (const Span earlier = phrase_before(lead, 8); !earlier.empty()) {
                result.phrase = earlier;
                return result;
            }
        }
    }
    // "at 300 K the mobility increases": the phrase begins at an article that no preposition leads.
    for (std::size_t i = begin + 1; i < end; ++i) {
        if (is(i, k_determiner) && !is(i - 1, k_preposition | k_determiner | k_adverb) &&
            !is(i, k_bracketed)) {
            begin = i;
        }
    }
    Span phrase{begin, end};
    // A leading prepositional phrase ("for thin films mobility ...") hides the subject; without an
    // article it cannot be told apart and the whole is taken.
    result.phrase = core(phrase);
    if (result.phrase.empty() && result.boundary < m_classes.size()) {
        const std::size_t b = result.boundary;
        if (is(b, k_relative) && b > 0) {
            std::size_t stop = b;
            while (stop > 0 && (is(stop - 1, k_break | k_preposition | k_bracketed))) {
                --stop;
            }
            result.phrase = core(phrase_before(stop, 8));
        } else {
            // "X is A and increases": the subject of the verb before the "and"
            result.shared = true;
            if (is(b, k_coordinator)) {
                std::size_t i = b;
                while (i > 0 && !is(i - 1, k_verb | k_auxiliary) && !is(i - 1, k_relative)) {
                    --i;
                }
                while (i > 1 && is(i - 2, k_verb | k_auxiliary | k_modal | k_adverb)) {
                    --i;
                }
                if (i > 1) {
                    result.phrase = core(phrase_before(i - 1, 8));
                }
            }
        }
    }
    return result;
}

Span Grammar::phrase_from(std::size_t i, std::size_t most) const {
    while (i < m_classes.size() && (is(i, k_determiner | k_adverb)) && !is(i, k_break)) {
        ++i;
    }
    Span result{i, i};
    while (result.end < m_classes.size() && result.size() < most) {
        const std::size_t k = result.end;
        if (is(k, k_bracketed)) {
            break;
        }
        const bool of = m_words.is(k, "of") && k > i;
        const bool article_inside = is(k, k_determiner) && k > i && m_words.is(k - 1, "of");
        if (!content(k) && !of && !article_inside) {
            break;
        }
        ++result.end;
    }
    return core(result);
}

Span Grammar::phrase_before(std::size_t i, std::size_t most) const {
    Span result{i, i};
    while (result.begin > 0 && result.size() < most) {
        const std::size_t k = result.begin - 1;
        const bool of = m_words.is(k, "of") && result.size() > 0;
        const bool article = is(k, k_determiner) && k > 0 && m_words.is(k - 1, "of");
        if ((!content(k) && !of && !article) || is(k, k_bracketed)) {
            break;
        }
        --result.begin;
    }
    return core(result);
}

}  // namespace lode::ingest
