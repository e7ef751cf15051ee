#include "ingest/mine/cues.hpp"

#include <algorithm>
#include <array>

#include "core/base/error.hpp"

namespace lode::ingest {
namespace {

std::string spaced(std::string_view form) {
    std::string text(form);
    std::replace(text.begin(), text.end(), '_', ' ');
    return text;
}

template <std::size_t N>
bool one_of(std::string_view word, const std::array<std::string_view, N>& list) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

// Prepositions behind which a gerund names what is varied: "with increasing T".
constexpr std::array<std::string_view, 12> k_variable_leads{
    "with", "by", "upon", "on", "for", "at", "under", "via", "through", "of", "when", "after"};
// Verbs behind which "to" still leads to a claim: "was found to increase", "leads to increase".
constexpr std::array<std::string_view, 22> k_claims_before_to{
    "found", "observed", "shown",   "seen",      "seems",     "seem",  "seemed", "tend",
    "tends", "tended",   "appear",  "appears",   "appeared",  "begin", "begins", "began",
    "start", "starts",   "started", "continues", "continued", "likely"};
constexpr std::array<std::string_view, 8> k_leads_to{"lead", "leads",   "led",   "leading",
                                                     "due",  "results", "owing", "thanks"};

// A finite verb follows in the clause that begins at word `from`.
bool leads_clause(const Grammar& g, std::size_t from) {
    for (std::size_t i = from; i < g.words().size(); ++i) {
        // A value inside the object: "raising X from x = 0.1 to 5 % increases Y".
        if (g.words().is(i, "%") || g.words().is(i, "=")) {
            continue;
        }
        if (g.is(i, k_bracketed)) {
            continue;
        }
        // "... increases the Y": a word in -s with an object behind it is a finite verb.
        const std::string_view word = g.words().at(i);
        if (i > from + 1 && word.size() > 3 && word.ends_with('s') && !word.ends_with("ss") &&
            g.content(i) && g.is(g.after(i), k_determiner)) {
            return true;
        }
        if (g.is(i, k_break | k_relative | k_subordinator)) {
            return false;
        }
        if (g.is(i, k_verb | k_modal | k_auxiliary)) {
            return i > from;
        }
    }
    return false;
}

// Base forms of change verbs that are adjectives as well.
constexpr std::array<std::string_view, 4> k_also_adjectives{"double", "triple", "narrow", "slow"};

// Does an infinitive of purpose stand before the "and" in the same clause?
bool under_purpose(const Grammar& g, std::size_t coordinator) {
    const Words& words = g.words();
    for (std::size_t i = coordinator; i > 0 && coordinator - i < 8; --i) {
        if (g.is(i - 1, k_break | k_modal | k_auxiliary | k_relative)) {
            return false;
        }
        if (words.is(i - 1, "to") && i + 1 < coordinator && g.content(i)) {
            return !one_of(words.at(g.before(i - 1)), k_claims_before_to) &&
                   !one_of(words.at(g.before(i - 1)), k_leads_to);
        }
    }
    return false;
}

bool plural(std::string_view noun) {
    return noun.ends_with('s') && !noun.ends_with("ss") && !noun.ends_with("us") &&
           !noun.ends_with("is");
}

}  // namespace

CueLexicon::CueLexicon(const LexiconSource& lexicons) {
    for (const auto& row : read_lexicon(lexicons, "change_adjectives.txt", 1)) {
        m_change_adjectives.add(row[0], 0);
    }
    m_change_adjectives.finish();
    constexpr std::array<std::pair<std::string_view, CueClass>, 12> classes{{
        {"verb", CueClass::change_verb},
        {"noun", CueClass::change_noun},
        {"constant", CueClass::constant},
        {"independent", CueClass::independent},
        {"plateau", CueClass::plateau},
        {"maximum", CueClass::maximum},
        {"minimum", CueClass::minimum},
        {"higher", CueClass::higher},
        {"change", CueClass::unspecific},
        {"effect", CueClass::effect},
        {"nonmonotonic", CueClass::nonmonotonic},
        {"proportional", CueClass::proportional},
    }};
    for (const auto& row : read_lexicon(lexicons, "trend_cues.tsv", 4)) {
        const auto cls = std::find_if(classes.begin(), classes.end(),
                                      [&](const auto& item) { return item.first == row[0]; });
        if (cls == classes.end()) {
            throw error("lexicon trend_cues.tsv: \"{}\" is no class of cues", row[0]);
        }
        Entry entry;
        entry.cls = cls->second;
        entry.direction = row[1] == "up" ? 1 : row[1] == "down" ? -1 : 0;
        entry.strong = row[2] == "strong";
        const auto forms = split_words(row[3]);
        if (entry.cls == CueClass::change_verb) {
            if (forms.size() != 5) {
                throw error("lexicon trend_cues.tsv: \"{}\" needs five forms", row[3]);
            }
            entry.verb = true;
            constexpr std::array<VerbForm, 5> kinds{VerbForm::base, VerbForm::third, VerbForm::past,
                                                    VerbForm::past, VerbForm::gerund};
            for (std::size_t i = 0; i < 5; ++i) {
                entry.form = kinds[i];
                add(spaced(forms[i]), entry);
            }
        } else {
            entry.noun = entry.cls == CueClass::change_noun;
            for (const auto form : forms) {
                add(spaced(form), entry);
            }
        }
    }
    m_table.finish();
}

void CueLexicon::add(std::string_view phrase, const Entry& entry) {
    const auto [place, fresh] =
        m_index.try_emplace(std::string(phrase), static_cast<std::uint32_t>(m_entries.size()));
    if (fresh) {
        m_table.add(phrase, place->second);
        m_entries.push_back(entry);
        return;
    }
    // "increase" is verb and noun: the use is decided in the sentence.
    Entry& known = m_entries[place->second];
    known.verb |= entry.verb;
    known.noun |= entry.noun;
    if (known.form == VerbForm::none) {
        known.form = entry.form;
    }
}

Usage CueLexicon::usage(const Grammar& g, std::size_t at, std::size_t end,
                        const Entry& entry) const {
    const Words& words = g.words();
    const std::size_t p = g.before(at);  // the word before, adverbs skipped
    const std::string_view prev = words.at(p);
    std::size_t n = g.after(end - 1);
    if (words.is(n, "more") || words.is(n, "less")) {
        n = g.after(n);
    }
    const std::string_view next = words.at(n);
    const bool starts = p >= words.size() || g.is(p, k_break);
    const bool next_object = n < words.size() && (g.content(n) || g.is(n, k_determiner));
    const bool be_before = g.is(p, k_auxiliary) && prev != "has" && prev != "have" &&
                           prev != "had" && prev != "having" && prev != "do" && prev != "does" &&
                           prev != "did";
    if (!entry.verb) {
        return Usage::noun;
    }
    if (entry.form != VerbForm::none && words.glued(at) && words.is(at - 1, "-")) {
        return Usage::adjective;  // "as-grown", "Ar-reduced"
    }
    switch (entry.form) {
        case VerbForm::gerund:
            if (be_before) {
                return next_object && g.is(n, k_determiner) ? Usage::transitive : Usage::finite;
            }
            if (one_of(prev, k_variable_leads) ||
                (g.is(p, k_determiner) && one_of(words.at(p - 1), k_variable_leads) &&
                 next_object)) {
                return Usage::variable;
            }
            if (g.is(p, k_determiner)) {
                return Usage::adjective;
            }
            if (starts || prev == "that" || prev == "because" || prev == "since") {
                // "Increasing X leads to ...": a verb follows before the clause ends; without one
                // it is ", increasing the loss".
                if (p >= words.size() || words.is(p, ".") || !starts || leads_clause(g, end)) {
                    return next_object || next == "of" ? Usage::variable : Usage::noun;
                }
                return Usage::participle;
            }
            if (prev == "and" || prev == "or") {
                return Usage::participle;
            }
            return Usage::participle;
        case VerbForm::base:
        case VerbForm::third: {
            const bool to = prev == "to";
            if (to) {
                const std::string_view lead = words.at(g.before(p));
                if (one_of(lead, k_claims_before_to)) {
                    return next_object ? Usage::transitive : Usage::finite;
                }
                if (entry.noun && (one_of(lead, k_leads_to) || next == "in" || next == "of")) {
                    return Usage::noun;
                }
                return Usage::purpose;
            }
            // "double perovskite", "narrow cracks": adjectives, but for "does narrow".
            const bool helped = g.is(p, k_modal) || prev == "do" || prev == "does" || prev == "did";
            if (entry.form == VerbForm::base && !helped &&
                one_of(words.at(at), k_also_adjectives)) {
                return Usage::adjective;
            }
            // "to prevent corrosion and increase the yield": the second half of a purpose.
            if (entry.form == VerbForm::base && g.is(p, k_coordinator) && under_purpose(g, p)) {
                return Usage::purpose;
            }
            if (g.is(p, k_modal) || prev == "do" || prev == "does" || prev == "did" ||
                prev == "not") {
                return next_object ? Usage::transitive : Usage::finite;
            }
            const bool adjective_before =
                m_change_adjectives.contains(prev) || prev.ends_with("ed") || prev == "%";
            // "raising X from 5 to 10 % increases the Y": a noun takes no object.
            const bool object = entry.form == VerbForm::third && g.is(n, k_determiner) &&
                                !g.is(p, k_determiner | k_preposition);
            if (entry.noun && !object) {
                const bool bare = g.is(p, k_determiner | k_preposition) && !g.is(p, k_relative);
                if (bare || adjective_before || words.is_number(p) || next == "of" ||
                    prev == "no" || g.is(p, k_verb)) {
                    return Usage::noun;
                }
                const bool leads_on = next == "with" || next == "when" || next == "as";
                if (entry.form == VerbForm::base && g.content(p) && !plural(prev) && !leads_on) {
                    return Usage::noun;  // "a performance increase": a singular subject needs -s
                }
                if (entry.form == VerbForm::third && g.content(p) && plural(prev)) {
                    return Usage::noun;
                }
                if (starts && next == "in") {
                    return Usage::noun;
                }
            } else if (g.is(p, k_determiner) && !g.is(p, k_relative | k_pronoun)) {
                return Usage::adjective;
            }
            return next_object ? Usage::transitive : Usage::finite;
        }
        case VerbForm::past: {
            if (be_before) {
                return Usage::passive;
            }
            if (prev == "has" || prev == "have" || prev == "had") {
                return next_object ? Usage::transitive : Usage::finite;
            }
            if (one_of(prev, k_variable_leads) && next_object) {
                return Usage::variable;  // "with increased X"
            }
            if ((g.is(p, k_determiner) && !g.is(p, k_relative)) ||
                (g.is(p, k_preposition) && next_object)) {
                return Usage::adjective;
            }
            if (starts || g.is(p, k_verb) || g.is(p, k_coordinator)) {
                // ", increased by 5 %" against "Increased porosity leads"
                if (next_object && !g.is(n, k_determiner)) {
                    return p >= words.size() ? Usage::variable : Usage::adjective;
                }
                return next_object ? Usage::transitive : Usage::finite;
            }
            if (m_change_adjectives.contains(prev)) {
                return Usage::adjective;
            }
            return next_object ? Usage::transitive : Usage::finite;
        }
        case VerbForm::none:
            break;
    }
    return Usage::noun;
}

std::vector<Cue> CueLexicon::find(const Grammar& grammar) const {
    std::vector<Cue> found;
    const Words& words = grammar.words();
    if ((words.lexicons() & k_cues) == 0) {
        return found;
    }
    for (std::size_t i = 0; i < words.size();) {
        const auto match = m_table.match(words, i);
        if (match.length == 0) {
            ++i;
            continue;
        }
        const Entry& entry = m_entries[match.value];
        Cue cue;
        cue.at = i;
        cue.end = i + match.length;
        cue.cls = entry.cls;
        cue.form = entry.form;
        cue.direction = entry.direction;
        cue.strong = entry.strong;
        if (entry.verb || entry.noun) {
            cue.usage = usage(grammar, cue.at, cue.end, entry);
            cue.cls = cue.usage == Usage::noun ? CueClass::change_noun : CueClass::change_verb;
        }
        // "lower" is a comparative unless it stands where a verb must.
        if (entry.verb && entry.form == VerbForm::base && words.is(i, "lower") &&
            cue.usage != Usage::purpose && !grammar.is(grammar.before(i), k_modal)) {
            cue.cls = CueClass::higher;
            cue.strong = false;
        }
        found.push_back(cue);
        i = cue.end;
    }
    return found;
}

PropertyLexicon::PropertyLexicon(const LexiconSource& lexicons) {
    for (const auto& row : read_lexicon(lexicons, "property_valence.tsv", 2)) {
        if (row[1] != "good" && row[1] != "bad" && row[1] != "open") {
            throw error("lexicon property_valence.tsv: \"{}\" is no valence", row[1]);
        }
        const std::uint32_t value = row[1] == "good" ? 2U : row[1] == "bad" ? 0U : 1U;
        m_table.add(row[0], value);
        m_table.add(row[0].ends_with('y') && !row[0].ends_with("ay")
                        ? row[0].substr(0, row[0].size() - 1) + "ies"
                        : row[0] + "s",
                    value);
    }
    m_table.finish();
    for (const auto& row : read_lexicon(lexicons, "controlled_quantities.txt", 1)) {
        m_controlled.add(row[0], 0);
    }
    m_controlled.finish();
}

Valence PropertyLexicon::valence(const Words& words, Span phrase) const {
    Valence best = Valence::unknown;
    std::size_t best_length = 0;
    for (std::size_t i = phrase.begin; i < phrase.end; ++i) {
        // "conductivity of the electrolyte thickness ..." : the head stands before "of".
        if (words.is(i, "of") && best_length > 0) {
            break;
        }
        const auto match = m_table.match(words, i);
        if (match.length >= best_length && match.length > 0 && i + match.length <= phrase.end) {
            best_length = match.length;
            best = static_cast<Valence>(static_cast<int>(match.value) - 1);
        }
    }
    return best;
}

bool PropertyLexicon::controlled(const Words& words, Span phrase) const {
    if (phrase.empty()) {
        return false;
    }
    std::size_t head = phrase.end - 1;
    for (std::size_t i = phrase.begin; i < phrase.end; ++i) {
        if (words.is(i, "of") && i > phrase.begin) {
            head = i - 1;
            break;
        }
    }
    return m_controlled.contains(words.at(head));
}

}  // namespace lode::ingest
