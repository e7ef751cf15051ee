#include "query/novelty/novelty.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <unordered_map>
#include <unordered_set>

#include "core/base/error.hpp"
#include "query/candidates.hpp"
#include "query/known_sentences.hpp"
#include "query/plain_text.hpp"
#include "query/statistics.hpp"
#include "query/survey.hpp"

namespace lode::query {
namespace {

// The search over one field; numbers of points are places in Field::candidates.
class Search {
 public:
    Search(const embed::Embedding& model, const Field& field, const NoveltyOptions& options,
           const OtherSeeds* others, NoveltyReport& report)
        : m_model(model),
          m_field(field),
          m_options(options),
          m_report(report),
          m_words(words(field)),
          m_space(model, m_words, options.space, others) {
        report.spread = distance_spread(m_space);
        count_articles();
    }

    std::vector<std::size_t> choose() {
        sort_out();
        if (m_report.studied == 0) {
            throw NoAnswer("no material is studied for the concept in this corpus",
                           "without one there is nothing to be far from; lode rank ranks them all");
        }
        if (m_pool.empty() || m_landmarks.empty()) {
            throw NoAnswer(
                fmt::format("of {} materials that are not studied, {} are promising and {} of them "
                            "have a place in the space '{}'; {} studied ones do",
                            m_report.not_studied, m_report.promising, m_pool.size(),
                            name(m_options.space), m_landmarks.size()),
                "a lower --quantile, --min-count or another --space may leave some");
        }
        std::vector<double> mentions;
        for (const std::size_t i : m_pool) {
            m_novelty.push_back(*sparseness(m_space, i, m_landmarks, m_options.neighbours));
            mentions.push_back(static_cast<double>(m_field.candidates[i].mentions));
            m_report.points.push_back({.score = m_field.candidates[i].score,
                                       .novelty = m_novelty.back(),
                                       .chosen = false,
                                       .plain = false});
        }
        m_report.novelty_vs_mentions = statistics::spearman(m_novelty, mentions);
        const auto choices =
            choose_diverse(m_space, m_pool, m_novelty, m_options.tradeoff, m_options.limit);
        std::vector<std::size_t> chosen;
        for (const auto& choice : choices) {
            chosen.push_back(m_pool[choice.place]);
            m_report.points[choice.place].chosen = true;
            m_report.rows.push_back(row(choice));
        }
        // The pool is in the order of similarity: what a ranking would show is its beginning.
        std::vector<std::size_t> plain;
        for (std::size_t p = 0; p < chosen.size(); ++p) {
            plain.push_back(m_pool[p]);
            m_report.overlap += m_report.points[p].chosen ? 1U : 0U;
            m_report.points[p].plain = true;
            m_report.plain_written.push_back(written(m_pool[p]));
        }
        m_report.chosen = describe(chosen);
        m_report.plain = describe(plain);
        return chosen;
    }

 private:
    // The points of the space: what may be shown, best first, and behind it the materials that the
    // filters took out. Those were tried too: a filter on the list changes neither what is studied
    // nor what is promising.
    static std::vector<std::uint32_t> words(const Field& field) {
        std::vector<std::uint32_t> list;
        std::unordered_set<std::uint32_t> shown;
        for (const auto& candidate : field.candidates) {
            list.push_back(candidate.word);
            shown.insert(candidate.word);
        }
        for (const auto& candidate : field.all) {
            if (!shown.contains(candidate.word)) {
                list.push_back(candidate.word);
            }
        }
        return list;
    }

    void count_articles() {
        std::unordered_map<std::uint32_t, std::uint64_t> articles;
        for (std::size_t i = 0; i < m_field.all.size(); ++i) {
            articles.emplace(m_field.all[i].word, m_field.seen.materials[i].articles);
            m_scores.push_back(m_field.all[i].score);
        }
        std::sort(m_scores.begin(), m_scores.end());
        for (const auto word : m_words) {
            m_articles.push_back(articles.at(word));
        }
    }

    // The share of the other candidates, filtered or not, that score lower; ties are halves.
    double quantile(double score) const {
        if (m_scores.size() < 2) {
            return 1;
        }
        const auto [low, high] = std::equal_range(m_scores.begin(), m_scores.end(), score);
        const auto ties = static_cast<double>(high - low - 1);
        return (static_cast<double>(low - m_scores.begin()) + ties / 2) /
               static_cast<double>(m_scores.size() - 1);
    }

    void sort_out() {
        m_report.threshold = std::numeric_limits<double>::infinity();
        for (const double score : m_scores) {
            if (quantile(score) >= m_options.quantile) {
                m_report.threshold = score;
                break;
            }
        }
        for (std::size_t i = 0; i < m_words.size(); ++i) {
            if (m_articles[i] >= m_options.studied_from) {
                ++m_report.studied;
                if (m_space.placed(i)) {
                    m_landmarks.push_back(i);
                }
                continue;
            }
            if (i >= m_field.candidates.size()) {
                continue;  // not asked for
            }
            ++m_report.not_studied;
            m_similarity_ranks.emplace(i, static_cast<std::uint32_t>(m_report.not_studied));
            if (m_field.candidates[i].score < m_report.threshold) {
                continue;
            }
            ++m_report.promising;
            if (m_space.placed(i)) {
                m_pool.push_back(i);
            } else {
                ++m_report.unplaced;
            }
        }
        m_report.landmarks = m_landmarks.size();
    }

    std::string written(std::size_t i) const {
        const auto& word = m_model.words()[m_words[i]];
        return word.written.empty() ? word.text : word.written;
    }

    NovelRow row(const Choice& choice) const {
        const std::size_t i = m_pool[choice.place];
        NovelRow made;
        made.rank_by_similarity = m_similarity_ranks.at(i);
        made.novelty = m_novelty[choice.place];
        double below = 0;
        for (const double other : m_novelty) {
            below += other < made.novelty ? 1 : other == made.novelty ? 0.5 : 0;
        }
        // Of the others: itself is the half that was counted for it.
        made.novelty_percentile =
            m_novelty.size() < 2 ? 100
                                 : 100 * (below - 0.5) / static_cast<double>(m_novelty.size() - 1);
        made.apart = choice.apart;
        for (std::size_t model = 0; m_space.models() > 1 && model < m_space.models(); ++model) {
            const double alone = *sparseness(m_space, i, m_landmarks, m_options.neighbours, model);
            auto& interval = made.novelty_interval;
            interval =
                interval ? Interval{std::min(interval->low, alone), std::max(interval->high, alone)}
                         : Interval{alone, alone};
        }
        for (const auto& near :
             nearest_points(m_space, i, m_landmarks, m_options.neighbours_shown)) {
            made.nearest.push_back({.material = m_model.words()[m_words[near.point]].text,
                                    .written = written(near.point),
                                    .distance = near.distance,
                                    .articles_with_concept = m_articles[near.point]});
        }
        return made;
    }

    NovelSet describe(const std::vector<std::size_t>& set) const {
        NovelSet made;
        made.size = set.size();
        double apart = 0;
        std::size_t pairs = 0;
        for (std::size_t a = 0; a < set.size(); ++a) {
            made.mean_novelty += *sparseness(m_space, set[a], m_landmarks, m_options.neighbours);
            made.mean_score += m_field.candidates[set[a]].score;
            for (std::size_t b = a + 1; b < set.size(); ++b) {
                apart += m_space.distance(set[a], set[b]);
                ++pairs;
            }
        }
        if (!set.empty()) {
            made.mean_novelty /= static_cast<double>(set.size());
            made.mean_score /= static_cast<double>(set.size());
        }
        if (pairs > 0) {
            made.mean_apart = apart / static_cast<double>(pairs);
        }
        return made;
    }

    const embed::Embedding& m_model;
    const Field& m_field;
    const NoveltyOptions& m_options;
    NoveltyReport& m_report;
    std::vector<std::uint32_t> m_words;  // of the points
    MaterialSpace m_space;
    std::vector<std::uint64_t> m_articles;  // of the points, with the concept
    std::vector<double> m_scores;           // of all candidates, ascending
    std::vector<std::size_t> m_landmarks, m_pool;
    std::vector<double> m_novelty;  // of m_pool
    std::unordered_map<std::size_t, std::uint32_t> m_similarity_ranks;
};

std::vector<std::string> limits_of(const NoveltyReport& report) {
    std::vector<std::string> limits{
        "Novelty is distance from what this corpus sets beside the concept. What was tried and not "
        "published, or published elsewhere, is not seen: a material here may have been tried and "
        "have failed.",
        "Far from what is studied is not good, and often there is a reason why nobody tried: the "
        "number cannot tell an overlooked material from an unsuitable one."};
    if (report.options.space == SpaceKind::vectors) {
        limits.emplace_back(
            "Distances are between word vectors. Those of rare materials are noisy, and noise is "
            "far from everything: read the mentions and the rank correlation of novelty with "
            "them.");
    } else {
        limits.emplace_back(
            "Distance is the share of atoms that differ. It knows neither structure nor the "
            "likeness of elements: a sulphide is as far from its selenide as from an oxide.");
    }
    limits.push_back(fmt::format(
        "Studied materials with fewer than {} mentions are no landmarks: near one of them, a "
        "material looks newer than it is.",
        report.ranking.min_count));
    if (report.spread) {
        limits.push_back(fmt::format(
            "Scores and distances are means over {} models that differ in their seeds: {}. All of "
            "them read the same articles.",
            report.ranking.seeds.size(), spread_words(*report.spread)));
    } else if (report.options.space == SpaceKind::vectors) {
        limits.emplace_back(
            "How far distances depend on chance in training is not known: there is one model "
            "(lode embed --seeds N).");
    }
    if (report.landmarks < report.options.neighbours) {
        limits.push_back(fmt::format(
            "Only {} studied materials have a place in the space: novelty is the mean distance to "
            "all of them, not to {}.",
            report.landmarks, report.options.neighbours));
    }
    if (report.unplaced > 0) {
        limits.push_back(
            fmt::format("{} promising materials have no place in the space '{}' and are left out.",
                        grouped(report.unplaced), name(report.options.space)));
    }
    return limits;
}

}  // namespace

std::optional<double> sparseness(const MaterialSpace& space, std::size_t i,
                                 const std::vector<std::size_t>& landmarks, std::size_t k,
                                 std::optional<std::size_t> model) {
    const auto near = nearest_points(space, i, landmarks, k, model);
    if (near.empty()) {
        return std::nullopt;
    }
    double sum = 0;
    for (const auto& point : near) {
        sum += point.distance;
    }
    return sum / static_cast<double>(near.size());
}

std::vector<Choice> choose_diverse(const MaterialSpace& space, const std::vector<std::size_t>& pool,
                                   const std::vector<double>& novelty, double tradeoff,
                                   std::size_t limit) {
    std::vector<Choice> chosen;
    std::vector<bool> taken(pool.size(), false);
    std::vector<double> apart(pool.size(), std::numeric_limits<double>::infinity());
    while (chosen.size() < std::min(limit, pool.size())) {
        std::optional<std::size_t> best;
        double best_value = 0;
        for (std::size_t p = 0; p < pool.size(); ++p) {
            const double value =
                chosen.empty() ? novelty[p] : (1 - tradeoff) * novelty[p] + tradeoff * apart[p];
            if (!taken[p] && (!best || value > best_value)) {
                best = p;
                best_value = value;
            }
        }
        taken[*best] = true;
        Choice choice{.place = *best, .apart = {}};
        if (!chosen.empty()) {
            choice.apart = apart[*best];
        }
        chosen.push_back(choice);
        for (std::size_t p = 0; p < pool.size(); ++p) {
            if (!taken[p]) {
                apart[p] = std::min(apart[p], space.distance(pool[p], pool[*best]));
            }
        }
    }
    return chosen;
}

NoveltyReport novel(const Literature& literature, const embed::Embedding& model,
                    const Normalise& normalise, RankRequest request,
                    const NoveltyOptions& options) {
    NoveltyReport report;
    report.options = options;
    request.studied = RankRequest::Studied::any;
    request.command = "lode novel";
    request.choose = [&](const Field& field) {
        return Search(model, field, options, request.others, report).choose();
    };
    report.ranking = rank(literature, model, normalise, request);
    std::erase_if(report.ranking.made_by,
                  [](const auto& entry) { return entry.first == "studied"; });
    for (std::size_t i = 0; i < report.rows.size(); ++i) {
        report.ranking.rows[i].rank = static_cast<std::uint32_t>(i + 1);
        report.rows[i].known =
            known_sentences(literature, report.ranking.rows[i].material, options.sentences);
    }
    auto& made = report.ranking.made_by;
    made.emplace_back("studied from",
                      fmt::format("{} article{} with the concept", options.studied_from,
                                  options.studied_from == 1 ? "" : "s"));
    made.emplace_back("promising", fmt::format("score at or above the {:g} quantile of all "
                                               "candidates",
                                               options.quantile));
    made.emplace_back("space", std::string(name(options.space)));
    made.emplace_back("novelty", fmt::format("mean distance to the {} nearest studied materials "
                                             "(Lehman & Stanley 2011)",
                                             options.neighbours));
    made.emplace_back("trade-off", fmt::format("{:g}", options.tradeoff));
    report.limits = limits_of(report);
    return report;
}

}  // namespace lode::query
