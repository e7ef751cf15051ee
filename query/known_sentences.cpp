#include "query/known_sentences.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "query/evidence.hpp"
#include "query/survey.hpp"
#include "query/terms.hpp"

namespace lode::query {

std::vector<Evidence> known_sentences(const Literature& literature, const std::string& material,
                                      std::size_t limit) {
    std::vector<std::pair<std::uint16_t, store::Seq>> articles;  // year, number
    for (const auto seq : literature.postings(material)) {
        const auto facts = literature.facts(seq);
        if (!facts || !facts->retracted) {
            articles.emplace_back(facts ? facts->year : std::uint16_t{0}, seq);
        }
    }
    std::sort(articles.begin(), articles.end(), [](const auto& l, const auto& r) {
        return l.first != r.first ? l.first > r.first : l.second < r.second;
    });
    articles.resize(std::min(articles.size(), k_newest_articles));
    const auto merit = [](const Witness& w) { return std::tuple(w.own_outcome, w.year); };
    std::vector<Witness> found;
    for (const auto& [year, seq] : articles) {
        const auto analysis = literature.analysis(seq);
        std::optional<Witness> best;
        for (std::size_t i = 0; analysis && i < analysis->sentences.size(); ++i) {
            const Sentence& sentence = analysis->sentences[i];
            if (!holds(sentence.tokens, {material})) {
                continue;
            }
            Witness witness;
            witness.seq = seq;
            witness.sentence = static_cast<std::uint32_t>(i);
            witness.year = year;
            witness.outcome = sentence.outcome;
            witness.own_outcome =
                sentence.scope == ClaimScope::own && sentence.outcome != OutcomeLabel::neutral;
            if (!best || merit(witness) > merit(*best)) {
                best = witness;
            }
        }
        if (best) {
            found.push_back(*best);
        }
    }
    std::stable_sort(found.begin(), found.end(),
                     [&](const Witness& l, const Witness& r) { return merit(l) > merit(r); });
    found.resize(std::min(found.size(), limit));
    return evidence(literature, found);
}

}  // namespace lode::query
