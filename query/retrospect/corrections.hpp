// What the similarity becomes when popularity or a one-sided literature is taken out of it, or fame
// is added to it: does any of it find more of what was studied later? Like the baselines, all look
// only at what was known before the cut-off year.
#pragma once

#include <cstdint>
#include <vector>

#include "embed/vectors/embedding.hpp"
#include "query/candidates.hpp"
#include "query/retrospect/baselines.hpp"
#include "query/retrospect/history.hpp"

namespace lode::query::retrospect {

// Where a candidate stands among those mentioned about as often: the frequency percentile of
// place() (query/candidates.hpp), ties by the score itself. `scored` has word, mentions and score;
// one value for each, in their order.
Scores within_mention_bins(const embed::Embedding& model, std::vector<Candidate> scored);

// The residual of a straight line by least squares of the score on the logarithm of the mentions.
// Where all are mentioned as often, the score less its mean.
Scores without_popularity(const std::vector<Candidate>& scored);

// Share of the other candidates that score less (ties half), times the share of positive votes in
// the articles on the material before the year, whatever they are about: shrunk by the prior that
// fits the candidates (statistics::fit_prior), so that few votes say little.
Scores weighted_by_success(const History& history, const std::vector<std::uint32_t>& candidates,
                           std::uint16_t year, const Scores& similarity);

}  // namespace lode::query::retrospect
