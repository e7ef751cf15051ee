#include "query/survey.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <optional>
#include <span>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "query/parallel.hpp"
#include "query/survey_parts.hpp"

namespace lode::query {
namespace {

using Seq = store::Seq;

struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
        return std::hash<std::string_view>{}(text);
    }
};
// Look-ups only; never iterated.
using Index = std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>>;

bool says(const Analysis& analysis, const Run& run) {
    return std::any_of(analysis.sentences.begin(), analysis.sentences.end(),
                       [&](const Sentence& sentence) { return holds(sentence.tokens, run); });
}

// Higher is better.
auto merit(const Witness& w) {
    return std::tuple(w.names_concept, w.own_outcome, w.year);
}

}  // namespace

bool better(const Witness& l, const Witness& r) {
    return merit(l) != merit(r) ? merit(l) > merit(r)
                                : std::tie(l.seq, l.sentence) < std::tie(r.seq, r.sentence);
}

namespace {

// An own negative claim outranks any other sentence with a negative outcome.
bool better_negative(const Witness& l, const Witness& r) {
    return l.own_outcome != r.own_outcome ? l.own_outcome : better(l, r);
}

// The best `size` articles' witnesses and, apart, the best negative one.
class Shortlist {
 public:
    void add(const Witness& witness, std::size_t size) {
        if (size == 0) {
            return;
        }
        const auto at = std::lower_bound(m_best.begin(), m_best.end(), witness, better);
        if (m_best.size() < size || at != m_best.end()) {
            m_best.insert(at, witness);
            m_best.resize(std::min(m_best.size(), size));
        }
    }
    void add(const Shortlist& other, std::size_t size) {
        for (const Witness& witness : other.m_best) {
            add(witness, size);
        }
        if (other.m_any_negative) {
            add_negative(other.m_negative);
        }
    }
    void add_negative(const Witness& witness) {
        if (!m_any_negative || better_negative(witness, m_negative)) {
            m_negative = witness;
            m_any_negative = true;
        }
    }
    std::vector<Witness> result() const {
        auto list = m_best;
        const bool shown = std::any_of(list.begin(), list.end(), [](const Witness& w) {
            return w.outcome == OutcomeLabel::negative;
        });
        if (m_any_negative && !shown && !list.empty()) {
            const auto same = std::find_if(list.begin(), list.end(), [&](const Witness& w) {
                return w.seq == m_negative.seq;
            });
            // In place of the article's other sentence, else of the weakest one.
            *(same != list.end() ? same : std::prev(list.end())) = m_negative;
        }
        return list;
    }

 private:
    std::vector<Witness> m_best;
    Witness m_negative;
    bool m_any_negative = false;
};

class Surveyor {
 public:
    Surveyor(const std::vector<Concept>& concepts, const std::vector<std::string>& formulas,
             std::size_t evidence)
        : m_concepts(concepts),
          m_formulas(formulas),
          m_evidence(evidence),
          m_lists(formulas.size()) {
        m_survey.materials.resize(formulas.size());
        m_index.reserve(formulas.size());
        for (std::size_t i = 0; i < formulas.size(); ++i) {
            m_index.emplace(formulas[i], static_cast<std::uint32_t>(i));
            if (!formulas[i].empty()) {
                m_first_bytes.at(static_cast<unsigned char>(formulas[i].front())) = true;
            }
        }
    }

    void article(Seq seq, std::uint16_t year, const Analysis& analysis) {
        ++m_survey.articles;
        m_places.clear();
        for (std::size_t i = 0; i < analysis.sentences.size(); ++i) {
            tokens(analysis.sentences[i].tokens, static_cast<std::uint32_t>(i));
        }
        // A material is in the article under whatever name: the postings, and so the number of
        // articles beside these counts, know it by its mentions too.
        for (const auto& mention : analysis.mentions) {
            const auto found = m_index.find(mention.formula);
            if (found != m_index.end() && mention.sentence < analysis.sentences.size()) {
                m_places.emplace_back(found->second, mention.sentence);
            }
        }
        std::sort(m_places.begin(), m_places.end());
        m_places.erase(std::unique(m_places.begin(), m_places.end()), m_places.end());
        count_sentences(analysis);
        for (auto from = m_places.begin(); from != m_places.end();) {
            const auto to = std::find_if(from, m_places.end(), [&](const auto& place) {
                return place.first != from->first;
            });
            material(seq, year, analysis, from, to);
            from = to;
        }
    }

    void retracted(const Analysis& analysis) {
        ++m_survey.retracted;
        m_places.clear();
        for (const auto& sentence : analysis.sentences) {
            tokens(sentence.tokens, 0);
        }
        std::sort(m_places.begin(), m_places.end());
        m_places.erase(std::unique(m_places.begin(), m_places.end()), m_places.end());
        for (const auto& place : m_places) {
            ++m_survey.materials[place.first].retracted;
        }
    }

    // What another one saw of articles behind those of this one.
    void add(const Surveyor& later) {
        m_survey.articles += later.m_survey.articles;
        m_survey.retracted += later.m_survey.retracted;
        for (std::size_t i = 0; i < m_lists.size(); ++i) {
            auto& mine = m_survey.materials[i];
            const auto& others = later.m_survey.materials[i];
            mine.articles += others.articles;
            mine.positive += others.positive;
            mine.negative += others.negative;
            mine.null += others.null;
            mine.retracted += others.retracted;
            mine.ballots.insert(mine.ballots.end(), others.ballots.begin(), others.ballots.end());
            for (std::size_t label = 0; label < mine.sentences.size(); ++label) {
                mine.sentences.at(label) += others.sentences.at(label);
            }
            m_lists[i].add(later.m_lists[i], m_evidence);
        }
    }

    Survey result() {
        for (std::size_t i = 0; i < m_lists.size(); ++i) {
            m_survey.materials[i].witnesses = m_lists[i].result();
        }
        return std::move(m_survey);
    }

 private:
    using Places = std::vector<std::pair<std::uint32_t, std::uint32_t>>;  // material, sentence

    void tokens(std::string_view text, std::uint32_t sentence) {
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t end = std::min(text.find(' ', at), text.size());
            const auto token = text.substr(at, end - at);
            if (!token.empty() && m_first_bytes.at(static_cast<unsigned char>(token.front()))) {
                const auto found = m_index.find(token);
                if (found != m_index.end()) {
                    m_places.emplace_back(found->second, sentence);
                }
            }
            at = end + 1;
        }
    }

    // The same sentences that vote() looks at, each once a material.
    void count_sentences(const Analysis& analysis) {
        Places seen;
        for (const auto& mention : analysis.mentions) {
            const auto found = m_index.find(mention.formula);
            if (found == m_index.end() || mention.sentence >= analysis.sentences.size() ||
                analysis.sentences[mention.sentence].scope != ClaimScope::own) {
                continue;
            }
            const Places::value_type place{found->second, mention.sentence};
            if (std::binary_search(m_places.begin(), m_places.end(), place)) {
                seen.push_back(place);
            }
        }
        std::sort(seen.begin(), seen.end());
        seen.erase(std::unique(seen.begin(), seen.end()), seen.end());
        for (const auto& [number, sentence] : seen) {
            const auto label = static_cast<std::size_t>(analysis.sentences[sentence].outcome);
            ++m_survey.materials[number].sentences.at(label);
        }
    }

    void material(Seq seq, std::uint16_t year, const Analysis& analysis,
                  Places::const_iterator from, Places::const_iterator to) {
        const std::uint32_t number = from->first;
        auto& counts = m_survey.materials[number];
        ++counts.articles;
        const Vote ballot = vote(analysis, m_formulas[number]);
        counts.positive += ballot.positive ? 1 : 0;
        counts.negative += ballot.negative ? 1 : 0;
        counts.null += ballot.null ? 1 : 0;
        if (ballot.positive || ballot.negative || ballot.null) {
            counts.ballots.push_back({.seq = seq, .year = year, .vote = ballot});
        }
        if (m_evidence == 0) {
            return;
        }
        Witness best;
        Witness negative;
        bool any = false;
        bool any_negative = false;
        for (; from != to; ++from) {
            const Sentence& sentence = analysis.sentences[from->second];
            const Witness witness{.seq = seq,
                                  .sentence = from->second,
                                  .year = year,
                                  .names_concept = names_concept(m_concepts, sentence.tokens),
                                  .own_outcome = sentence.scope == ClaimScope::own &&
                                                 sentence.outcome != OutcomeLabel::neutral,
                                  .outcome = sentence.outcome};
            if (!any || better(witness, best)) {
                best = witness;
                any = true;
            }
            if (witness.outcome == OutcomeLabel::negative &&
                (!any_negative || better_negative(witness, negative))) {
                negative = witness;
                any_negative = true;
            }
        }
        m_lists[number].add(best, m_evidence);
        if (any_negative) {
            m_lists[number].add_negative(negative);
        }
    }

    const std::vector<Concept>& m_concepts;
    const std::vector<std::string>& m_formulas;
    std::size_t m_evidence;
    Index m_index;
    std::array<bool, 256> m_first_bytes{};
    Places m_places;
    std::vector<Shortlist> m_lists;
    Survey m_survey;
};

// The articles that may speak of the question: those that hold the words of a concept.
struct Candidates {
    std::vector<std::vector<Seq>> of_concept;
    std::vector<Seq> all;  // ascending
};

Candidates find_candidates(const Literature& literature, const std::vector<Concept>& concepts) {
    Candidates found;
    for (const auto& meaning : concepts) {
        found.of_concept.push_back(articles_with_words(literature, meaning.runs));
        std::vector<Seq> both;
        std::set_union(found.all.begin(), found.all.end(), found.of_concept.back().begin(),
                       found.of_concept.back().end(), std::back_inserter(both));
        found.all = std::move(both);
    }
    return found;
}

// Visits those of `seqs` that do, in their order. `candidates` holds all of them.
template <class Visit>
void visit_about(const Literature& literature, const std::vector<Concept>& concepts,
                 const Candidates& candidates, std::span<const Seq> seqs, Visit&& visit) {
    const auto speaks_of = [&](Seq seq, const Analysis& analysis, std::size_t number) {
        const auto& runs = concepts[number].runs;
        const auto& list = candidates.of_concept[number];
        return std::binary_search(list.begin(), list.end(), seq) &&
               std::all_of(runs.begin(), runs.end(),
                           [&](const Run& run) { return run.size() == 1 || says(analysis, run); });
    };
    for (const Seq seq : seqs) {
        const auto analysis = literature.analysis(seq);
        bool speaks = false;
        for (std::size_t i = 0; analysis && i < concepts.size() && !speaks; ++i) {
            speaks = speaks_of(seq, *analysis, i);
        }
        if (speaks) {
            visit(seq, *analysis);
        }
    }
}

// Articles a thread at least: for fewer it is not worth its while.
constexpr std::size_t k_least_a_part = 256;

}  // namespace

bool names_concept(const std::vector<Concept>& concepts, std::string_view tokens) {
    return std::any_of(concepts.begin(), concepts.end(), [&](const Concept& meaning) {
        return !meaning.runs.empty() &&
               std::all_of(meaning.runs.begin(), meaning.runs.end(),
                           [&](const Run& run) { return holds(tokens, run); });
    });
}

void for_each_about(const Literature& literature, const std::vector<Concept>& concepts,
                    const std::vector<Seq>* among,
                    const std::function<void(Seq, const Analysis&)>& visit) {
    const Candidates candidates = find_candidates(literature, concepts);
    std::vector<Seq> asked;
    if (among != nullptr) {
        std::set_intersection(candidates.all.begin(), candidates.all.end(), among->begin(),
                              among->end(), std::back_inserter(asked));
    }
    visit_about(literature, concepts, candidates, among != nullptr ? asked : candidates.all, visit);
}

Survey survey(const Literature& literature, const std::vector<Concept>& concepts,
              const std::vector<std::string>& formulas, std::size_t evidence,
              const AlsoSees& also) {
    return survey_in_parts(literature, concepts, formulas, evidence, 0, also);
}

Survey survey_in_parts(const Literature& literature, const std::vector<Concept>& concepts,
                       const std::vector<std::string>& formulas, std::size_t evidence,
                       std::size_t parts, const AlsoSees& also) {
    const Candidates candidates = find_candidates(literature, concepts);
    const std::span<const Seq> all(candidates.all);
    // Each part by itself and then put together in their order: the sum does not depend on how
    // many parts there are.
    if (parts == 0) {
        parts = crew_for(all.size() / k_least_a_part);
    }
    std::vector<std::optional<Surveyor>> surveyors(parts);
    in_parallel(parts, [&](std::size_t part) {
        Surveyor& surveyor = surveyors[part].emplace(concepts, formulas, evidence);
        const std::size_t begin = all.size() * part / parts;
        const std::size_t end = all.size() * (part + 1) / parts;
        visit_about(literature, concepts, candidates, all.subspan(begin, end - begin),
                    [&](Seq seq, const Analysis& analysis) {
                        const auto facts = literature.facts(seq);
                        if (facts && facts->retracted) {
                            surveyor.retracted(analysis);
                        } else {
                            const std::uint16_t year = facts ? facts->year : std::uint16_t{0};
                            surveyor.article(seq, year, analysis);
                            if (also) {
                                also(year, analysis);
                            }
                        }
                    });
    });
    for (std::size_t part = 1; part < parts; ++part) {
        surveyors.front()->add(*surveyors[part]);
        surveyors[part].reset();
    }
    return surveyors.front()->result();
}

}  // namespace lode::query
