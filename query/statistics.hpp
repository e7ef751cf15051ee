// The statistics behind the bias flags: plain functions of counts. Formulas and their sources:
// docs/BIAS.md. All are pure and deterministic.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "query/interval.hpp"

namespace lode::query::statistics {

// Regularised incomplete beta function I_x(a, b), a, b > 0, x in [0, 1]; absolute error < 1e-12.
double beta_cdf(double x, double a, double b);
// The x with I_x(a, b) = p.
double beta_quantile(double p, double a, double b);
// P(X <= k) for X ~ Binomial(n, p).
double binomial_cdf(std::uint64_t k, std::uint64_t n, double p);

struct Trials {
    std::uint64_t successes = 0;
    std::uint64_t n = 0;
};

// Successes ~ Binomial(n, p), p ~ Beta(mean * size, (1 - mean) * size).
struct BetaPrior {
    double mean = 0.5;
    double size = 1;
    bool fitted = false;  // by marginal likelihood; else pooled (see fit_prior)
    std::uint64_t groups = 0;
};

// Maximum of the marginal likelihood over the groups with n > 0 (Casella 1985; Gelman et al., BDA)
// times a uniform prior on the shrinkage factor 1/(1+size) (Christiansen & Morris 1997). The size
// stays within [0.5, 10000]. Where the data cannot say (fewer than 5 groups with n >= 2, or
// only successes, or none) the mean is the pooled (K + 1/2) / (N + 1) and the size 2; without any
// trial it is the Jeffreys prior, mean 1/2 and size 1.
BetaPrior fit_prior(std::span<const Trials> groups);

struct Posterior {
    double mean = 0;
    Interval interval;         // central 90 %
    double above_prior = 0.5;  // P(p > prior mean | data)
};
Posterior posterior(const BetaPrior& prior, const Trials& trials);

// Exact one-sided 95 % upper bound on the failure share after 0 failures in n (Hanley &
// Lippman-Hand 1983 for its rule-of-three approximation). n = 0 gives 1.
double failure_upper_bound(std::uint64_t n);

// True success share where a failure is r times as likely to be reported as a success.
double true_share(double reported, double r);
// The r at which true_share(reported, r) falls to `target`. Both must be inside (0, 1).
std::optional<double> tipping_value(double reported, double target);

// Ranks from 0, ties at the middle of theirs.
std::vector<double> mid_ranks(std::span<const double> values);

// Rank correlation with mid-ranks for ties; nothing where a side is constant or there are < 3
// pairs.
std::optional<double> spearman(std::span<const double> a, std::span<const double> b);

// Benjamini-Hochberg adjusted p values (1995), in the order given.
std::vector<double> benjamini_hochberg(std::span<const double> p);

}  // namespace lode::query::statistics
