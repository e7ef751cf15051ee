#include "query/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <map>
#include <numeric>
#include <utility>

namespace lode::query::statistics {
namespace {

double log_beta(double a, double b) {
    return std::lgamma(a) + std::lgamma(b) - std::lgamma(a + b);
}

// Continued fraction of the incomplete beta function, modified Lentz; converges fast for
// x < (a + 1) / (a + b + 2).
double beta_fraction(double x, double a, double b) {
    constexpr double k_tiny = 1e-300;
    const auto guarded = [](double v) { return std::fabs(v) < k_tiny ? k_tiny : v; };
    double c = 1;
    double d = 1 / guarded(1 - (a + b) * x / (a + 1));
    double h = d;
    for (int m = 1; m <= 10000; ++m) {
        const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        d = 1 / guarded(1 + even * d);
        c = guarded(1 + even / c);
        h *= d * c;
        const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        d = 1 / guarded(1 + odd * d);
        c = guarded(1 + odd / c);
        const double step = d * c;
        h *= step;
        if (std::fabs(step - 1) < 1e-15) {
            break;
        }
    }
    return h;
}

// Equal (successes, n) pairs are counted once: the cost of a likelihood is the number of distinct
// pairs, not of materials.
using Pairs = std::vector<std::pair<Trials, double>>;

double log_density(const Pairs& pairs, double logit_mean, double log_size) {
    const double size = std::exp(log_size);
    const double a = size / (1 + std::exp(-logit_mean));
    const double b = size / (1 + std::exp(logit_mean));
    const double base = log_beta(a, b);
    double sum = 0;
    for (const auto& [trials, weight] : pairs) {
        const auto k = static_cast<double>(trials.successes);
        const auto n = static_cast<double>(trials.n);
        sum += weight * (log_beta(k + a, n - k + b) - base);
    }
    // The likelihood alone is flat towards large sizes: where few counts show no spread it would
    // call all materials equal and give intervals of no width. A uniform prior on the shrinkage
    // factor 1 / (1 + size) (Christiansen & Morris 1997), here on the scale of log size, keeps it
    // finite.
    return sum + log_size - 2 * std::log1p(size);
}

}  // namespace

double beta_cdf(double x, double a, double b) {
    if (!(x > 0)) {
        return 0;
    }
    if (x >= 1) {
        return 1;
    }
    const double front = std::exp(a * std::log(x) + b * std::log1p(-x) - log_beta(a, b));
    if (x < (a + 1) / (a + b + 2)) {
        return front * beta_fraction(x, a, b) / a;
    }
    return 1 - front * beta_fraction(1 - x, b, a) / b;
}

double beta_quantile(double p, double a, double b) {
    if (p <= 0) {
        return 0;
    }
    if (p >= 1) {
        return 1;
    }
    // Bisection: the density may be infinite at the ends, where Newton's method runs away.
    double low = 0;
    double high = 1;
    for (int i = 0; i < 200 && high - low > 1e-15 * high; ++i) {
        const double middle = (low + high) / 2;
        (beta_cdf(middle, a, b) < p ? low : high) = middle;
    }
    return (low + high) / 2;
}

double binomial_cdf(std::uint64_t k, std::uint64_t n, double p) {
    if (k >= n || p <= 0) {
        return 1;
    }
    if (p >= 1) {
        return 0;
    }
    return beta_cdf(1 - p, static_cast<double>(n - k), static_cast<double>(k) + 1);
}

BetaPrior fit_prior(std::span<const Trials> groups) {
    std::map<std::pair<std::uint64_t, std::uint64_t>, double> counted;
    BetaPrior prior;
    double successes = 0;
    double total = 0;
    std::uint64_t informative = 0;  // a group of one trial says nothing about the spread
    for (const auto& group : groups) {
        if (group.n == 0) {
            continue;
        }
        ++prior.groups;
        ++counted[{group.successes, group.n}];
        successes += static_cast<double>(group.successes);
        total += static_cast<double>(group.n);
        informative += group.n >= 2 ? 1 : 0;
    }
    if (prior.groups == 0) {
        return prior;
    }
    if (informative < 5 || successes == 0 || successes == total) {
        prior.mean = (successes + 0.5) / (total + 1);
        prior.size = 2;
        return prior;
    }
    Pairs pairs;
    for (const auto& [key, weight] : counted) {
        pairs.emplace_back(Trials{key.first, key.second}, weight);
    }
    const double low_size = std::log(0.5);
    const double high_size = std::log(10000.0);
    // A coarse grid finds the hill, a pattern search climbs it.
    double mean = std::log(successes / (total - successes));
    double size = std::log(2.0);
    double best = -std::numeric_limits<double>::infinity();
    const double centre = mean;
    for (int i = -10; i <= 10; ++i) {
        for (int j = 0; j <= 12; ++j) {
            const double m = centre + 0.3 * i;
            const double s = low_size + (high_size - low_size) * j / 12;
            const double value = log_density(pairs, m, s);
            if (value > best) {
                best = value;
                mean = m;
                size = s;
            }
        }
    }
    double step = 0.4;
    while (step > 1e-7) {
        bool moved = false;
        for (const auto& [dm, ds] : {std::pair{1.0, 0.0}, std::pair{-1.0, 0.0}, std::pair{0.0, 1.0},
                                     std::pair{0.0, -1.0}}) {
            const double m = mean + dm * step;
            const double s = std::clamp(size + ds * step, low_size, high_size);
            const double value = log_density(pairs, m, s);
            if (value > best + 1e-12) {
                best = value;
                mean = m;
                size = s;
                moved = true;
            }
        }
        if (!moved) {
            step /= 2;
        }
    }
    prior.mean = 1 / (1 + std::exp(-mean));
    prior.size = std::exp(size);
    prior.fitted = true;
    return prior;
}

Posterior posterior(const BetaPrior& prior, const Trials& trials) {
    const double a = prior.mean * prior.size + static_cast<double>(trials.successes);
    const double b =
        (1 - prior.mean) * prior.size + static_cast<double>(trials.n - trials.successes);
    return {.mean = a / (a + b),
            .interval = {beta_quantile(0.05, a, b), beta_quantile(0.95, a, b)},
            .above_prior = 1 - beta_cdf(prior.mean, a, b)};
}

double failure_upper_bound(std::uint64_t n) {
    return n == 0 ? 1.0 : -std::expm1(std::log(0.05) / static_cast<double>(n));
}

double true_share(double reported, double r) {
    return r * reported / (r * reported + 1 - reported);
}

std::optional<double> tipping_value(double reported, double target) {
    if (!(reported > 0 && reported < 1 && target > 0 && target < 1)) {
        return std::nullopt;
    }
    return target / (1 - target) * (1 - reported) / reported;
}

std::vector<double> mid_ranks(std::span<const double> values) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t l, std::size_t r) {
        return values[l] != values[r] ? values[l] < values[r] : l < r;
    });
    std::vector<double> ranks(values.size());
    for (std::size_t i = 0; i < order.size();) {
        std::size_t j = i;
        while (j < order.size() && values[order[j]] == values[order[i]]) {
            ++j;
        }
        const double rank = (static_cast<double>(i) + static_cast<double>(j - 1)) / 2;
        for (; i < j; ++i) {
            ranks[order[i]] = rank;
        }
    }
    return ranks;
}

std::optional<double> spearman(std::span<const double> a, std::span<const double> b) {
    if (a.size() != b.size() || a.size() < 3) {
        return std::nullopt;
    }
    const auto x = mid_ranks(a);
    const auto y = mid_ranks(b);
    const double middle = static_cast<double>(a.size() - 1) / 2;
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        xy += (x[i] - middle) * (y[i] - middle);
        xx += (x[i] - middle) * (x[i] - middle);
        yy += (y[i] - middle) * (y[i] - middle);
    }
    if (xx == 0 || yy == 0) {
        return std::nullopt;
    }
    return xy / std::sqrt(xx * yy);
}

std::vector<double> benjamini_hochberg(std::span<const double> p) {
    std::vector<std::size_t> order(p.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(),
              [&](std::size_t l, std::size_t r) { return p[l] != p[r] ? p[l] < p[r] : l < r; });
    std::vector<double> adjusted(p.size());
    double least = 1;
    for (std::size_t i = order.size(); i-- > 0;) {
        least = std::min(least,
                         p[order[i]] * static_cast<double>(p.size()) / static_cast<double>(i + 1));
        adjusted[order[i]] = least;
    }
    return adjusted;
}

}  // namespace lode::query::statistics
