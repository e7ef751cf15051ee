#include "query/rank.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <string_view>
#include <tuple>
#include <utility>

#include "core/base/error.hpp"
#include "query/bias/row_facts.hpp"
#include "query/candidates.hpp"
#include "query/ensemble.hpp"
#include "query/evidence.hpp"
#include "query/linear/predictor.hpp"
#include "query/parallel.hpp"
#include "query/plain_text.hpp"
#include "query/projection.hpp"
#include "query/spelling.hpp"
#include "query/statistics.hpp"
#include "query/survey.hpp"

namespace lode::query {
namespace {

std::vector<std::string> names_of(const embed::Embedding& model,
                                  const std::vector<Concept>& concepts) {
    std::vector<std::string> names;
    for (const auto& meaning : concepts) {
        for (const auto word : meaning.words) {
            const auto& text = model.words()[word].text;
            if (std::find(names.begin(), names.end(), text) == names.end()) {
                names.push_back(text);
            }
        }
        for (const auto& formula : meaning.predicted) {
            if (std::find(names.begin(), names.end(), formula) == names.end()) {
                names.push_back(formula);
            }
        }
    }
    return names;
}

std::string_view name(RankRequest::Studied studied) {
    switch (studied) {
        case RankRequest::Studied::any:
            return "any";
        case RankRequest::Studied::studied:
            return "studied";
        case RankRequest::Studied::unstudied:
            return "unstudied";
    }
    return "any";
}

std::string joined_or(const std::vector<std::string>& list, std::string_view otherwise) {
    return list.empty() ? std::string(otherwise) : fmt::format("{}", fmt::join(list, ", "));
}

std::string weights_of(const RankRequest& request) {
    std::string text;
    for (const auto& [term, weight] : request.weights) {
        text += fmt::format("{}{} {:g}", text.empty() ? "" : ", ", term, weight);
    }
    return text.empty() ? "1 each" : text + ", others 1";
}

void describe(const embed::Embedding& model, const Literature::Corpus& corpus,
              const RankRequest& request, Report& report) {
    const auto& spec = model.spec();
    report.model_fingerprint = model.fingerprint();
    report.trainer = spec.trainer;
    report.dim = spec.dim;
    report.vocabulary = model.size();
    report.articles = corpus.articles;
    report.rejects = corpus.rejects;
    report.first_year = corpus.first_year;
    report.last_year = corpus.last_year;
    report.program = model.provenance().program;
    report.min_count =
        static_cast<std::uint32_t>(std::min<std::uint64_t>(request.min_count, UINT32_MAX));
    report.made_by = {
        {"question", fmt::format("{}", fmt::join(request.concepts, ", "))},
        {"minus", joined_or(request.minus, "-")},
        {"weights", weights_of(request)},
        {"studied means",
         request.keywords.empty()
             ? "an article holds the question's words"
             : fmt::format("an article holds one of: {}", fmt::join(request.keywords, ", "))},
        {"elements required", joined_or(request.with_elements, "-")},
        {"elements excluded", joined_or(request.without_elements, "-")},
        {"studied", std::string(name(request.studied))},
        {"mentions at least", std::to_string(request.min_count)},
        {"score",
         "cosine of the material's output vector with the mean of the question's unit "
         "input vectors (Tshitoyan et al. 2019)"},
        {"trainer", spec.trainer},
        {"vectors", fmt::format("{} dimensions, window {}, {} negatives, {} epochs, min count {}, "
                                "seed {}, {} thread{}",
                                spec.dim, spec.window, spec.negative, spec.epochs, spec.min_count,
                                spec.seed, spec.threads, spec.threads == 1 ? "" : "s")},
        {"trained on articles until",
         spec.until_year == 0 ? std::string("all years") : std::to_string(spec.until_year)},
        {"training articles", std::to_string(model.provenance().articles)},
        {"model fingerprint", report.model_fingerprint},
        {"corpus fingerprint", corpus.fingerprint},
        {"classifier's errors",
         request.confusion ? request.confusion->source : std::string("not corrected")}};
    if (const auto output = spec.extra.find("output_vectors");
        output != spec.extra.end() && output->second == "input") {
        report.notes.emplace_back(
            "The imported vectors came without output vectors: materials are ranked by input "
            "vectors, which find fewer of the known ones.");
    }
    if (!model.provenance().corpus.empty() && model.provenance().corpus != corpus.fingerprint) {
        report.notes.emplace_back(
            "The vectors were trained on another state of the corpus than the counts and the "
            "evidence come from; `lode embed` brings them together.");
    }
}

void describe(const embed::Embedding& model, const OtherSeeds& others, Report& report) {
    if (others.empty()) {
        return;
    }
    report.seeds = {model.spec().seed};
    report.seeds.insert(report.seeds.end(), others.seeds.begin(), others.seeds.end());
    report.interval_rule = interval_rule(report.seeds.size());
    report.made_by.emplace_back(
        "models",
        fmt::format("{} of seeds {}; the score is the mean over them; rank intervals: {}",
                    report.seeds.size(), fmt::join(report.seeds, ", "), report.interval_rule));
    std::vector<std::string> fingerprints = {model.fingerprint()};
    for (std::size_t i = 0; i < others.seeds.size(); ++i) {
        fingerprints.push_back(others.model(i).fingerprint());
    }
    report.made_by.emplace_back(k_model_fingerprints,
                                fmt::format("{}", fmt::join(fingerprints, ", ")));
}

// Articles and years of a material, retracted articles left out.
void count_articles(const Literature& literature, Row& row) {
    for (const auto seq : literature.postings(row.material)) {
        const auto facts = literature.facts(seq);
        if (facts && facts->retracted) {
            continue;
        }
        ++row.articles;
        if (facts && facts->year != 0) {
            row.first_year =
                row.first_year == 0 ? facts->year : std::min(row.first_year, facts->year);
            row.last_year = std::max(row.last_year, facts->year);
        }
    }
}

// The best, and behind them those asked for by name, in the order of their ranks.
std::vector<std::size_t> shown_places(const embed::Embedding& model,
                                      const std::vector<Candidate>& candidates,
                                      const RankRequest& request) {
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        const auto& name = model.words()[candidates[i].word].text;
        if (i < request.limit ||
            std::find(request.also.begin(), request.also.end(), name) != request.also.end()) {
            places.push_back(i);
        }
    }
    return places;
}

}  // namespace

Report rank(const store::Reader& store, const embed::Embedding& model,
            const text::Analyser& analyser, const RankRequest& request) {
    return rank(
        StoreLiterature(store), model,
        [&](std::string_view typed) { return analyser.query_terms(typed); }, request);
}

Report rank(const Literature& literature, const embed::Embedding& model, const Normalise& normalise,
            const RankRequest& request) {
    const OtherSeeds none;
    const OtherSeeds& others = request.others == nullptr ? none : *request.others;
    const ElementFilter elements(request.with_elements, request.without_elements);
    Predictor predictor(model);
    const Terms terms = understand(model, normalise, request.concepts, request.minus,
                                   request.command, request.weights, predictor.function());
    Report report;
    describe(model, literature.corpus(), request, report);
    describe(model, others, report);
    report.notes.insert(report.notes.end(), predictor.notes().begin(), predictor.notes().end());
    report.concept_terms = names_of(model, terms.plus);
    report.minus_terms = names_of(model, terms.minus);
    report.ignored_terms = terms.ignored;
    const auto words = keywords(normalise, request.keywords, report.ignored_terms);
    const auto& literature_of = request.keywords.empty() ? terms.plus : words;

    auto candidates = material_words(model, terms, request.min_count);
    const std::size_t before_filters = candidates.size();
    score(model, terms.direction, candidates);
    score_others(
        model, others,
        [&](const embed::Embedding& other) {
            Predictor predicts(other);
            return understand(other, normalise, request.concepts, request.minus, request.command,
                              request.weights, predicts.function())
                .direction;
        },
        candidates);

    // The concept's own literature is a property of the concept: filters on the list leave it
    // alone.
    std::vector<std::string> formulas;
    formulas.reserve(candidates.size());
    std::vector<std::size_t> place_of(model.size(), 0);
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        formulas.push_back(model.words()[candidates[i].word].text);
        place_of[candidates[i].word] = i;
    }
    std::vector<std::string> absent;
    for (const auto& word : words) {
        if (articles_with_words(literature, word.runs).empty()) {
            absent.push_back(word.typed);
        }
    }
    if (!absent.empty()) {
        report.notes.push_back(fmt::format(
            "No article holds these words for \"already studied\": {}.", fmt::join(absent, ", ")));
    }
    const Survey seen = survey(literature, literature_of, formulas, request.evidence);
    report.concept_articles = seen.articles;
    report.concept_retracted = seen.retracted;
    std::vector<statistics::Trials> trials;
    for (const auto& counts : seen.materials) {
        report.concept_positive += counts.positive;
        report.concept_negative += counts.negative;
        report.concept_null += counts.null;
        trials.push_back({counts.positive, counts.voting()});
    }
    const auto prior = statistics::fit_prior(trials);
    report.baseline_mean = prior.mean;
    report.baseline_size = prior.size;
    report.baseline_fitted = prior.fitted;

    const auto all = candidates;
    candidates.erase(
        std::remove_if(candidates.begin(), candidates.end(),
                       [&](const Candidate& candidate) {
                           const bool studied =
                               seen.materials[place_of[candidate.word]].articles > 0;
                           return !elements.passes(model.words()[candidate.word].text) ||
                                  (request.studied == RankRequest::Studied::studied && !studied) ||
                                  (request.studied == RankRequest::Studied::unstudied && studied);
                       }),
        candidates.end());
    if (candidates.empty()) {
        throw NoAnswer(
            "no material is left to rank",
            before_filters == 0
                ? fmt::format("no material of the model is mentioned {} times or more\n"
                              "example: {} {} --min-count 1",
                              request.min_count, request.command,
                              shell_quoted(request.concepts.front()))
                : fmt::format("{} materials have enough mentions; the filters exclude all of them\n"
                              "example: {} {}",
                              grouped(before_filters), request.command,
                              shell_quoted(request.concepts.front())));
    }
    place(model, candidates);
    place_in_models(model, candidates);
    report.candidates = candidates.size();

    std::vector<double> scores;
    std::vector<double> mentions;
    for (const auto& candidate : candidates) {
        scores.push_back(candidate.score);
        mentions.push_back(static_cast<double>(candidate.mentions));
        report.scatter.emplace_back(mentions.back(), candidate.score);
    }
    report.score_vs_mentions = statistics::spearman(scores, mentions);

    std::vector<std::vector<float>> points;
    const std::vector<std::size_t> chosen =
        request.choose
            ? request.choose({.terms = terms, .all = all, .seen = seen, .candidates = candidates})
            : shown_places(model, candidates, request);
    report.rows.resize(chosen.size());
    in_parallel(chosen.size(), [&](std::size_t number) {
        const std::size_t i = chosen[number];
        const Candidate& candidate = candidates.at(i);
        const auto& word = model.words()[candidate.word];
        const auto& counts = seen.materials[place_of[candidate.word]];
        Row& row = report.rows[number];
        row.rank = static_cast<std::uint32_t>(i + 1);
        row.material = word.text;
        row.written = word.written.empty() ? word.text : word.written;
        row.score = candidate.score;
        row.rank_interval = candidate.rank_interval;
        row.percentile = candidate.percentile;
        row.frequency_percentile = candidate.frequency_percentile;
        row.frequency_bin = candidate.frequency_bin;
        row.mentions = candidate.mentions;
        row.rank_by_mentions = candidate.rank_by_mentions;
        count_articles(literature, row);
        bias::weigh(prior, counts, row);
        bias::fill_row(literature, prior, counts, request.confusion, row);
        row.evidence = evidence(literature, counts.witnesses);
    });
    for (const std::size_t i : chosen) {
        points.push_back(unit_input(model, candidates.at(i).word));
    }
    const auto places = principal_plane(points);
    for (std::size_t i = 0; i < report.rows.size(); ++i) {
        std::tie(report.rows[i].x, report.rows[i].y) = places[i];
    }
    if (seen.articles == 0) {
        report.notes.emplace_back(
            "No stored article holds the words of the question side by side: there are scores, but "
            "no counts and no evidence.");
    }
    bias::adjust_rows(report.rows);
    judge(report);
    return report;
}

}  // namespace lode::query
