// The beta-binomial distribution: what further reports on a material would look like.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "query/statistics.hpp"

namespace lode::query::bias {

// P(K = k), k = 0 .. n, for K ~ Binomial(n, p), p ~ Beta(a, b); a, b > 0 (Skellam 1948). O(n).
std::vector<double> beta_binomial(std::uint64_t n, double a, double b);

// The 5 % and 95 % quantile of the positives among the next `n` reports, given those seen: holds
// them with a chance of 90 % or more. Assumes that the next reports are like those seen.
std::pair<std::uint64_t, std::uint64_t> predictive_interval(const statistics::BetaPrior& prior,
                                                            const statistics::Trials& seen,
                                                            std::uint64_t n);

// P(rate <= `baseline` | data) under the prior. Under a rate equal to the prior's mean, the prior
// pulls it towards 1/2: a conservative p value for "reported no better than the baseline".
double not_above(const statistics::BetaPrior& prior, const statistics::Trials& seen,
                 double baseline);

// Jeffreys 90 % interval of a share (Brown, Cai & DasGupta 2001). Assumes independent reports.
Interval share_interval(std::uint64_t part, std::uint64_t n);

}  // namespace lode::query::bias
