#include "query/bias/concept_picture.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <mutex>
#include <utility>

#include "core/base/error.hpp"
#include "query/bias/thresholds.hpp"
#include "query/bias/tone.hpp"
#include "query/candidates.hpp"
#include "query/plain_text.hpp"
#include "query/spelling.hpp"

namespace lode::query::bias {
namespace {

// Names of the groups of the articles that vote, by article.
std::map<store::Seq, std::string> groups_of(const Literature& literature, const Survey& seen) {
    std::map<store::Seq, std::string> names;
    for (const auto& material : seen.materials) {
        for (const auto& ballot : material.ballots) {
            names.emplace(ballot.seq, std::string());
        }
    }
    std::vector<std::vector<Author>> authors;
    std::vector<store::Seq> known;
    for (const auto& [seq, name] : names) {
        auto article = literature.article(seq);
        if (article && !article->authors.empty()) {
            known.push_back(seq);
            authors.push_back(std::move(article->authors));
        }
    }
    const auto called = group_names(authors, author_groups(authors));
    for (std::size_t i = 0; i < known.size(); ++i) {
        names[known[i]] = called[i];
    }
    return names;
}

}  // namespace

std::vector<std::string> group_names(const std::vector<std::vector<Author>>& authors,
                                     const std::vector<std::size_t>& groups) {
    std::map<std::size_t, std::map<std::string, std::size_t>> last;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        if (!authors[i].empty()) {
            ++last[groups[i]][authors[i].back().family];
        }
    }
    std::vector<std::string> names;
    for (const std::size_t group : groups) {
        const auto& counts = last[group];
        const auto most =
            std::max_element(counts.begin(), counts.end(),
                             [](const auto& l, const auto& r) { return l.second < r.second; });
        names.push_back(most == counts.end() || most->first.empty()
                            ? fmt::format("group {}", group + 1)
                            : fmt::format("group {} ({})", group + 1, most->first));
    }
    return names;
}

PictureReport concept_picture(const Literature& literature, const embed::Embedding& model,
                              const Normalise& normalise, const ConceptQuestion& question) {
    Terms terms = understand(model, normalise, question.concepts, {}, "lode bias");
    const auto words = keywords(normalise, question.keywords, terms.ignored);
    const auto& literature_of = question.keywords.empty() ? terms.plus : words;
    const auto candidates = material_words(model, terms, question.min_count);
    std::vector<std::string> formulas;
    std::vector<std::string> written;
    std::map<std::string, std::size_t> number_of;
    for (const auto& candidate : candidates) {
        number_of.emplace(model.words()[candidate.word].text, formulas.size());
        formulas.push_back(model.words()[candidate.word].text);
        written.push_back(spoken(model.words()[candidate.word]));
    }
    const ToneReader reader(question.lexicons);
    const ThresholdReader threshold_reader(question.lexicons);
    std::vector<ArticleTone> tones;
    std::vector<ThresholdUse> uses;
    std::mutex mutex;
    const Survey seen = survey(
        literature, literature_of, formulas, 0, [&](std::uint16_t year, const Analysis& analysis) {
            const ArticleTone read = reader.read(analysis, year);
            auto called = threshold_reader.read(analysis);
            const std::lock_guard guard(mutex);
            tones.push_back(read);
            std::move(called.begin(), called.end(), std::back_inserter(uses));
        });
    if (seen.articles == 0) {
        throw NoAnswer(
            fmt::format(
                "no article holds the words {} side by side",
                fmt::join(question.keywords.empty() ? question.concepts : question.keywords, ", ")),
            "fewer or other words may find more");
    }
    const auto groups = groups_of(literature, seen);
    std::vector<Observation> observations;
    LabelCounts sentences{};
    for (std::size_t i = 0; i < formulas.size(); ++i) {
        const auto& material = seen.materials[i];
        for (std::size_t label = 0; label < k_labels; ++label) {
            sentences.at(label) += material.sentences.at(label);
        }
        for (const auto& ballot : material.ballots) {
            Observation report;
            report.material = formulas[i];
            report.group = groups.at(ballot.seq);
            report.year = ballot.year;
            for (const auto& [voted, label] :
                 {std::pair{ballot.vote.positive, OutcomeLabel::positive},
                  std::pair{ballot.vote.negative, OutcomeLabel::negative},
                  std::pair{ballot.vote.null, OutcomeLabel::null}}) {
                if (voted) {
                    report.outcome = label;
                    observations.push_back(report);
                }
            }
        }
    }
    if (observations.empty()) {
        throw NoAnswer(
            fmt::format("{} articles speak of {}, and none reports an outcome of a material",
                        grouped(seen.articles), fmt::join(question.concepts, ", ")),
            "a larger corpus, or --min-count 1, may hold some");
    }
    PictureReport report;
    report.from_text = true;
    report.subject = fmt::format("{}", fmt::join(question.concepts, ", "));
    report.picture = picture(observations, question.options);
    report.tone = tone(std::move(tones));
    report.thresholds = thresholds(uses, threshold_reader.names());
    for (auto& material : report.picture.materials) {
        material.written = written[number_of.at(material.material)];
    }
    auto& notes = report.picture.notes;
    if (question.confusion) {
        report.picture.all.corrected = correct(*question.confusion, sentences);
        for (auto& material : report.picture.materials) {
            if (material.judged()) {
                material.corrected = correct(
                    *question.confusion, seen.materials[number_of.at(material.material)].sentences);
            }
        }
        raise_flags(report.picture);
        notes.push_back(fmt::format(
            "Corrected for the classifier's errors on {} labelled sentences ({}); it is assumed to "
            "err here as it does there.",
            grouped(question.confusion->sentences()), question.confusion->source));
    } else {
        notes.emplace_back(
            "Not corrected for the errors of the classifier that read the outcomes (--confusion).");
    }
    if (seen.retracted > 0) {
        notes.push_back(fmt::format("{} retracted article{} left out of every number.",
                                    seen.retracted, seen.retracted == 1 ? " is" : "s are"));
    }
    report.nearby = never_tried(literature, model, candidates, seen, question.nearby);
    report.limits = standing_limits(report.picture, true);
    if (!terms.ignored.empty()) {
        notes.push_back(fmt::format("Not used: {}.", fmt::join(terms.ignored, ", ")));
    }
    report.made_by = {
        {"question", report.subject},
        {"studied means",
         question.keywords.empty()
             ? "an article holds the question's words"
             : fmt::format("an article holds one of: {}", fmt::join(question.keywords, ", "))},
        {"articles about it", std::to_string(seen.articles)},
        {"materials looked for", std::to_string(formulas.size())},
        {"mentions at least", std::to_string(question.min_count)},
        {"corpus fingerprint", literature.corpus().fingerprint},
        {"model fingerprint", model.fingerprint()},
        {"classifier's errors", question.confusion ? question.confusion->source : "not corrected"}};
    return report;
}

}  // namespace lode::query::bias
