#include "query/retrospect/corrections.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "query/statistics.hpp"

namespace lode::query::retrospect {

Scores within_mention_bins(const embed::Embedding& model, std::vector<Candidate> scored) {
    std::vector<std::uint32_t> words;
    for (const Candidate& candidate : scored) {
        words.push_back(candidate.word);
    }
    place(model, scored);
    // Percentiles of the candidates are further apart than this for fewer than ten million of them,
    // and scores are cosines.
    constexpr double k_tie = 1e-6;
    std::unordered_map<std::uint32_t, double> of;
    for (const Candidate& candidate : scored) {
        of[candidate.word] = candidate.frequency_percentile + k_tie * candidate.score;
    }
    Scores scores;
    for (const std::uint32_t word : words) {
        scores.push_back(of.at(word));
    }
    return scores;
}

Scores without_popularity(const std::vector<Candidate>& scored) {
    const auto fame = [](const Candidate& candidate) {
        return std::log(static_cast<double>(std::max<std::uint64_t>(1, candidate.mentions)));
    };
    const auto n = static_cast<double>(scored.size());
    double mean_x = 0;
    double mean_y = 0;
    for (const Candidate& candidate : scored) {
        mean_x += fame(candidate) / n;
        mean_y += candidate.score / n;
    }
    double xx = 0;
    double xy = 0;
    for (const Candidate& candidate : scored) {
        const double x = fame(candidate) - mean_x;
        xx += x * x;
        xy += x * (candidate.score - mean_y);
    }
    constexpr double k_no_spread = 1e-12;
    const double slope = xx > k_no_spread ? xy / xx : 0;
    Scores scores;
    for (const Candidate& candidate : scored) {
        scores.push_back(candidate.score - mean_y - slope * (fame(candidate) - mean_x));
    }
    return scores;
}

Scores weighted_by_success(const History& history, const std::vector<std::uint32_t>& candidates,
                           std::uint16_t year, const Scores& similarity) {
    std::vector<statistics::Trials> votes;
    for (const std::uint32_t c : candidates) {
        votes.push_back(history.materials()[c].votes_before(year));
    }
    const statistics::BetaPrior prior = statistics::fit_prior(votes);
    const std::vector<double> ranks = statistics::mid_ranks(similarity);
    const double most = std::max(1.0, static_cast<double>(ranks.size()) - 1);
    Scores scores;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        scores.push_back(ranks[i] / most * statistics::posterior(prior, votes[i]).mean);
    }
    return scores;
}

}  // namespace lode::query::retrospect
