#include "query/explain/explain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "core/base/error.hpp"
#include "query/evidence.hpp"
#include "query/linear/predictor.hpp"
#include "query/plain_text.hpp"
#include "query/spelling.hpp"

namespace lode::query::explain {
namespace {

std::string example_end(const Request& request) {
    std::string text;
    for (const auto& typed : request.concepts) {
        text += " " + shell_quoted(typed);
    }
    return text;
}

std::uint64_t shared(const std::vector<store::Seq>& a, const std::vector<store::Seq>& b) {
    std::vector<store::Seq> both;
    std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
    return both.size();
}

std::vector<store::Seq> articles_of(const Literature& literature, std::string_view word) {
    std::vector<std::vector<std::string>> run(1);
    for (std::size_t at = 0; at < word.size();) {
        const std::size_t end = std::min(word.find('_', at), word.size());
        run.front().emplace_back(word.substr(at, end - at));
        at = end + 1;
    }
    return articles_with_words(literature, run);
}

std::vector<ContextRow> context_rows(const Literature& literature, const embed::Embedding& model,
                                     const std::vector<Concept>& concepts,
                                     const std::string& formula,
                                     const std::vector<ContextWord>& words) {
    const auto with_material = literature.postings(formula);
    std::vector<store::Seq> with_concept;
    for (const auto& meaning : concepts) {
        const auto list = articles_with_words(literature, meaning.runs);
        std::vector<store::Seq> all;
        std::set_union(with_concept.begin(), with_concept.end(), list.begin(), list.end(),
                       std::back_inserter(all));
        with_concept = std::move(all);
    }
    std::vector<ContextRow> rows;
    for (const auto& context : words) {
        const embed::Word& word = model.words()[context.word];
        const auto articles = articles_of(literature, word.text);
        rows.push_back({.word = word.text,
                        .written = spoken(word),
                        .material = word.material,
                        .to_concept = context.to_concept,
                        .to_material = context.to_material,
                        .product = context.product(),
                        .mentions = word.count,
                        .articles_with_material = shared(articles, with_material),
                        .articles_with_concept = shared(articles, with_concept)});
    }
    return rows;
}

}  // namespace

Explanation explain(const Literature& literature, const embed::Embedding& model,
                    const Normalise& normalise, const Canonical& canonical,
                    const Request& request) {
    Explanation made;
    made.word = find_material(model, normalise, canonical, request.material, "lode explain",
                              example_end(request));
    const embed::Word& material = model.words()[made.word];
    Predictor predictor(model);
    const Terms terms = understand(model, normalise, request.concepts, request.minus,
                                   "lode explain " + shell_quoted(spoken(material)),
                                   request.weights, predictor.function());
    std::vector<std::string> ignored;  // the report of the ranking names them
    const auto words = keywords(normalise, request.keywords, ignored);
    const auto& literature_of = request.keywords.empty() ? terms.plus : words;
    const auto candidates = placed_candidates(model, terms, request.min_count);
    if (!standing(candidates, made.word)) {
        if (material.count < request.min_count) {
            throw NoAnswer(
                fmt::format("\"{}\" is mentioned {} times, and a candidate needs {}",
                            spoken(material), material.count, request.min_count),
                fmt::format("example: lode explain {}{} --min-count {}",
                            shell_quoted(spoken(material)), example_end(request), material.count));
        }
        throw NoAnswer(fmt::format("\"{}\" is a word of the concept itself, and not ranked for it",
                                   spoken(material)));
    }

    const RankRequest ranking = ranking_with(request, {material.text});
    made.report = rank(literature, model, normalise, ranking);
    auto& rows = made.report.rows;
    made.adjusted_over = rows.size();
    std::erase_if(rows, [&](const Row& row) { return row.material != material.text; });

    made.meeting = meeting(literature, literature_of, material.text, request.evidence);
    made.evidence = evidence(literature, made.meeting.shown);
    const auto context = context_words(model, terms, made.word, request.words);
    made.words = context_rows(literature, model, literature_of, material.text, context.words);
    made.forms = context.forms;
    if (made.meeting.articles_in_sentence == 0) {
        made.chains = find_chains(literature, model, terms, made.word, request.chain);
    }
    for (const auto& near :
         output_neighbours(model, made.word, request.neighbours, request.min_count)) {
        const embed::Word& word = model.words()[near.word];
        const auto place = standing(candidates, near.word);
        made.neighbours.push_back({.material = word.text,
                                   .written = spoken(word),
                                   .cosine = near.cosine,
                                   .mentions = word.count,
                                   .rank = place ? std::optional(place->rank) : std::nullopt});
    }
    return made;
}

bool has_rank_elsewhere(const Explanation& explanation) {
    return explanation.meeting.mentions_elsewhere >= explanation.report.min_count;
}

Removal removal(const embed::Embedding& model, const Normalise& normalise, const Request& request,
                const std::string& formula, std::uint64_t articles) {
    const auto& spec = model.spec();
    Removal made;
    made.articles = articles;
    made.model_fingerprint = model.fingerprint();
    made.trained = fmt::format("{} epochs, seed {}, {} thread{}", spec.epochs, spec.seed,
                               spec.threads, spec.threads == 1 ? "" : "s");
    const auto word = model.find(formula);
    if (!word) {
        made.why_not = "the other articles mention it too rarely for a vector";
        return made;
    }
    try {
        Predictor predictor(model);
        const Terms terms = understand(model, normalise, request.concepts, request.minus,
                                       "lode explain", request.weights, predictor.function());
        for (const auto& meaning : terms.plus) {
            for (const auto part : meaning.words) {
                made.concept_terms.push_back(model.words()[part].text);
            }
        }
        made.standing = standing(placed_candidates(model, terms, request.min_count), *word);
        if (!made.standing) {
            made.why_not =
                fmt::format("the other articles mention it {} times, and a candidate needs {}",
                            model.words()[*word].count, request.min_count);
        }
    } catch (const NoAnswer&) {
        made.why_not = "the other articles no longer give the concept a vector";
    }
    return made;
}

std::vector<std::string> standing_limits(const Explanation& explanation) {
    std::vector<std::string> limits{
        "The score is one cosine. The words between material and concept show what it goes with; "
        "their products do not add up to it, and none of them is its cause.",
        fmt::format(
            "Words between: cosine of the word's input vector with the concept, times cosine "
            "of the material's output vector with it, both above 0; words of at least {} "
            "mentions, no function words, no other forms of the concept's words.",
            k_least_count),
        "Neighbours stand where the material stands in text (output vectors). They need not be "
        "alike as materials.",
        "Articles that hold a phrase are counted where they hold all its words."};
    if (explanation.report.seeds.size() > 1) {
        limits.push_back(fmt::format(
            "Rank and score are those of {} models that differ in their seeds. Words between, "
            "neighbours and the neighbours' ranks are those of the first of them alone.",
            explanation.report.seeds.size()));
    }
    if (explanation.chains) {
        limits.emplace_back(
            "A chain shows that two things share a word in print. It is a place to read on, not an "
            "argument.");
    }
    if (explanation.removal) {
        limits.emplace_back(
            "A model trained again moves ranks by itself, more the rarer the material: a small "
            "change without the articles says nothing. Other seeds (lode embed --seeds N) show how "
            "much is chance.");
        if (explanation.report.seeds.size() > 1) {
            limits.emplace_back(
                "The rank without the articles is that of one model, of the first seed; the rank "
                "above is the mean of all seeds.");
        }
    }
    return limits;
}

}  // namespace lode::query::explain
