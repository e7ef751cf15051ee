#include "query/bias/predictive.hpp"

#include <algorithm>
#include <cmath>

namespace lode::query::bias {
namespace {

double log_beta(double a, double b) {
    return std::lgamma(a) + std::lgamma(b) - std::lgamma(a + b);
}

std::pair<double, double> updated(const statistics::BetaPrior& prior,
                                  const statistics::Trials& seen) {
    return {prior.mean * prior.size + static_cast<double>(seen.successes),
            (1 - prior.mean) * prior.size + static_cast<double>(seen.n - seen.successes)};
}

}  // namespace

std::vector<double> beta_binomial(std::uint64_t n, double a, double b) {
    std::vector<double> chances;
    chances.reserve(n + 1);
    const auto size = static_cast<double>(n);
    for (std::uint64_t i = 0; i <= n; ++i) {
        const auto k = static_cast<double>(i);
        const double choose =
            std::lgamma(size + 1) - std::lgamma(k + 1) - std::lgamma(size - k + 1);
        chances.push_back(std::exp(choose + log_beta(a + k, b + size - k) - log_beta(a, b)));
    }
    return chances;
}

std::pair<std::uint64_t, std::uint64_t> predictive_interval(const statistics::BetaPrior& prior,
                                                            const statistics::Trials& seen,
                                                            std::uint64_t n) {
    const auto [a, b] = updated(prior, seen);
    const auto chances = beta_binomial(n, a, b);
    const auto quantile = [&](double p) {
        double sum = 0;
        for (std::uint64_t k = 0; k < n; ++k) {
            sum += chances[k];
            if (sum >= p) {
                return k;
            }
        }
        return n;
    };
    return {quantile(0.05), quantile(0.95)};
}

double not_above(const statistics::BetaPrior& prior, const statistics::Trials& seen,
                 double baseline) {
    const auto [a, b] = updated(prior, seen);
    return statistics::beta_cdf(baseline, a, b);
}

Interval share_interval(std::uint64_t part, std::uint64_t n) {
    const double a = static_cast<double>(part) + 0.5;
    const double b = static_cast<double>(n - part) + 0.5;
    return {part == 0 ? 0 : statistics::beta_quantile(0.05, a, b),
            part == n ? 1 : statistics::beta_quantile(0.95, a, b)};
}

}  // namespace lode::query::bias
