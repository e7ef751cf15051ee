#include "query/explain/sentences.hpp"

#include <algorithm>
#include <string_view>

namespace lode::query::explain {
namespace {

std::uint64_t occurrences(const Analysis& analysis, std::string_view norm) {
    std::uint64_t count = 0;
    for (const auto& sentence : analysis.sentences) {
        const std::string_view text = sentence.tokens;
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t end = std::min(text.find(' ', at), text.size());
            count += text.substr(at, end - at) == norm ? 1U : 0U;
            at = end + 1;
        }
    }
    return count;
}

}  // namespace

std::vector<bool> sentences_with(const Analysis& analysis, const std::string& formula) {
    std::vector<bool> found(analysis.sentences.size(), false);
    const Run run{formula};
    for (std::size_t i = 0; i < found.size(); ++i) {
        found[i] = holds(analysis.sentences[i].tokens, run);
    }
    for (const auto& mention : analysis.mentions) {
        if (mention.formula == formula && mention.sentence < found.size()) {
            found[mention.sentence] = true;
        }
    }
    return found;
}

std::optional<Witness> witness(const Literature& literature, store::Seq seq,
                               const Analysis& analysis, std::size_t sentence, bool names_concept) {
    const auto facts = literature.facts(seq);
    if (facts && facts->retracted) {
        return std::nullopt;
    }
    const Sentence& said = analysis.sentences[sentence];
    return Witness{
        .seq = seq,
        .sentence = static_cast<std::uint32_t>(sentence),
        .year = facts ? facts->year : std::uint16_t{0},
        .names_concept = names_concept,
        .own_outcome = said.scope == ClaimScope::own && said.outcome != OutcomeLabel::neutral,
        .outcome = said.outcome};
}

Meeting meeting(const Literature& literature, const std::vector<Concept>& concepts,
                const std::string& formula, std::size_t evidence) {
    Meeting met;
    const auto with_material = literature.postings(formula);
    for_each_about(literature, concepts, &with_material,
                   [&](store::Seq seq, const Analysis&) { met.both.push_back(seq); });
    std::vector<Witness> best;
    std::vector<Witness> negatives;
    for (const store::Seq seq : with_material) {
        const auto analysis = literature.analysis(seq);
        if (!analysis) {
            continue;
        }
        const bool about = std::binary_search(met.both.begin(), met.both.end(), seq);
        met.mentions_elsewhere += about ? 0 : occurrences(*analysis, formula);
        const auto facts = literature.facts(seq);
        if (facts && facts->retracted) {
            met.retracted += about ? 1U : 0U;
            continue;
        }
        ++met.material_articles;
        met.articles += about ? 1U : 0U;
        const auto with = sentences_with(*analysis, formula);
        const auto sentences =
            static_cast<std::uint64_t>(std::count(with.begin(), with.end(), true));
        met.material_sentences += sentences;
        if (!about) {
            continue;
        }
        met.sentences_there += sentences;
        std::optional<Witness> own;
        for (std::size_t i = 0; i < with.size(); ++i) {
            if (!with[i]) {
                continue;
            }
            const auto seen = witness(literature, seq, *analysis, i,
                                      names_concept(concepts, analysis->sentences[i].tokens));
            if (seen && (!own || better(*seen, *own))) {
                own = seen;
            }
            if (seen && seen->outcome == OutcomeLabel::negative) {
                negatives.push_back(*seen);
            }
        }
        if (own) {
            met.articles_in_sentence += own->names_concept ? 1U : 0U;
            best.push_back(*own);
        }
    }
    met.negatives = negatives.size();
    std::sort(best.begin(), best.end(), better);
    if (best.size() > evidence) {
        best.resize(evidence);
    }
    std::sort(negatives.begin(), negatives.end(), better);
    met.shown = std::move(best);
    const std::size_t chosen = met.shown.size();
    for (const auto& negative : negatives) {
        const auto same = [&](const Witness& w) {
            return w.seq == negative.seq && w.sentence == negative.sentence;
        };
        const auto end = met.shown.begin() + static_cast<std::ptrdiff_t>(chosen);
        if (std::none_of(met.shown.begin(), end, same)) {
            met.shown.push_back(negative);
        }
    }
    return met;
}

}  // namespace lode::query::explain
