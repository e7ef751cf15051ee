#include "query/bias/association.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "query/bias/random.hpp"
#include "query/statistics.hpp"

namespace lode::query::bias {
namespace {

constexpr std::size_t k_most_permuted = 2000;
constexpr double k_normal_95 = 1.6448536269514722;

double normal_upper_tail(double z) {
    return 0.5 * std::erfc(z / std::sqrt(2.0));
}

std::vector<double> centred(std::vector<double> values) {
    double sum = 0;
    for (const double value : values) {
        sum += value;
    }
    const double mean = sum / static_cast<double>(values.size());
    for (auto& value : values) {
        value -= mean;
    }
    return values;
}

double product(const std::vector<double>& a, const std::vector<double>& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        sum += a[i] * b[i];
    }
    return sum;
}

// How often a permutation of `b` gives a product at least as large: in size, and as it stands.
struct Extreme {
    double two_sided = 1;
    double upper = 1;
};
Extreme permute(const std::vector<double>& a, std::vector<double> b) {
    const double seen = product(a, b);
    const double slack = 1e-9 * std::sqrt(product(a, a) * product(b, b));
    std::size_t two_sided = 1;
    std::size_t upper = 1;
    Draws draws(k_seed);
    for (std::size_t i = 0; i < k_permutations; ++i) {
        draws.shuffle(b);
        const double value = product(a, b);
        two_sided += std::fabs(value) >= std::fabs(seen) - slack ? 1 : 0;
        upper += value >= seen - slack ? 1 : 0;
    }
    const double all = static_cast<double>(k_permutations + 1);
    return {static_cast<double>(two_sided) / all, static_cast<double>(upper) / all};
}

using Matrix = std::vector<std::vector<double>>;

// The inverse of a symmetric positive definite matrix by Gauss-Jordan elimination with pivots;
// nothing where it is singular.
std::optional<Matrix> inverse(Matrix m) {
    const std::size_t size = m.size();
    Matrix result(size, std::vector<double>(size, 0));
    double largest = 0;
    for (std::size_t i = 0; i < size; ++i) {
        result[i][i] = 1;
        largest = std::max(largest, std::fabs(m[i][i]));
    }
    for (std::size_t column = 0; column < size; ++column) {
        std::size_t pivot = column;
        for (std::size_t row = column + 1; row < size; ++row) {
            pivot = std::fabs(m[row][column]) > std::fabs(m[pivot][column]) ? row : pivot;
        }
        if (!(std::fabs(m[pivot][column]) > 1e-12 * largest)) {
            return std::nullopt;
        }
        std::swap(m[pivot], m[column]);
        std::swap(result[pivot], result[column]);
        const double scale = m[column][column];
        for (std::size_t j = 0; j < size; ++j) {
            m[column][j] /= scale;
            result[column][j] /= scale;
        }
        for (std::size_t row = 0; row < size; ++row) {
            const double factor = m[row][column];
            if (row == column || factor == 0) {
                continue;
            }
            for (std::size_t j = 0; j < size; ++j) {
                m[row][j] -= factor * m[column][j];
                result[row][j] -= factor * result[column][j];
            }
        }
    }
    return result;
}

bool both_signs(std::span<const Dated> reports, std::size_t least) {
    const auto positive = static_cast<std::size_t>(
        std::count_if(reports.begin(), reports.end(), [](const Dated& r) { return r.positive; }));
    return positive >= least && reports.size() - positive >= least;
}

std::pair<std::vector<double>, std::vector<double>> years_and_signs(
    std::span<const Dated> reports) {
    std::vector<double> years;
    std::vector<double> signs;
    for (const auto& report : reports) {
        years.push_back(report.year);
        signs.push_back(report.positive ? 1 : 0);
    }
    return {centred(std::move(years)), centred(std::move(signs))};
}

std::optional<YearTrend> logistic_trend(std::span<const Dated> reports) {
    std::vector<std::vector<double>> rows;
    std::vector<bool> positive;
    std::vector<std::size_t> clusters;
    double mean = 0;
    for (const auto& report : reports) {
        mean += report.year / static_cast<double>(reports.size());
    }
    for (const auto& report : reports) {
        rows.push_back({(report.year - mean) / 10});
        rows.back().insert(rows.back().end(), report.others.begin(), report.others.end());
        positive.push_back(report.positive);
        clusters.push_back(report.cluster);
    }
    const auto fit = logistic(rows, positive, clusters);
    if (!fit || fit->clusters < 10) {
        return std::nullopt;
    }
    const double slope = fit->coefficients[1];
    const double spread = fit->errors[1];
    if (!(spread > 0)) {
        return std::nullopt;
    }
    const double degrees = static_cast<double>(fit->clusters - 1);
    YearTrend trend;
    trend.method = YearTrend::Method::logistic;
    trend.n = reports.size();
    trend.clusters = fit->clusters;
    trend.slope_per_decade = slope;
    trend.z = slope / spread;
    trend.rising_p = student_upper_tail(trend.z, degrees);
    trend.p = 2 * student_upper_tail(std::fabs(trend.z), degrees);
    const double reach = student_quantile_95(degrees) * spread;
    trend.slope_interval = Interval{slope - reach, slope + reach};
    return trend;
}

}  // namespace

double student_upper_tail(double t, double degrees) {
    const double tail = 0.5 * statistics::beta_cdf(degrees / (degrees + t * t), degrees / 2, 0.5);
    return t >= 0 ? tail : 1 - tail;
}

double student_quantile_95(double degrees) {
    // From the beta distribution: t^2 / (t^2 + f) ~ Beta(1/2, f/2).
    const double x = statistics::beta_quantile(0.9, 0.5, degrees / 2);
    return std::sqrt(degrees * x / (1 - x));
}

std::optional<Correlation> correlation(std::span<const double> a, std::span<const double> b) {
    const auto rho = statistics::spearman(a, b);
    if (!rho || a.size() < 4) {
        return std::nullopt;
    }
    Correlation result{.rho = *rho, .interval = {}, .p = 1, .n = a.size(), .permuted = false};
    const auto n = static_cast<double>(a.size());
    const double reach = k_normal_95 * std::sqrt(1.06 / (n - 3));
    const double z = std::atanh(std::clamp(*rho, -1 + 1e-15, 1 - 1e-15));
    result.interval = {std::tanh(z - reach), std::tanh(z + reach)};
    if (a.size() <= k_most_permuted) {
        result.p =
            permute(centred(statistics::mid_ranks(a)), centred(statistics::mid_ranks(b))).two_sided;
        result.permuted = true;
    } else {
        const double t = std::fabs(*rho) * std::sqrt((n - 2) / std::max(1e-15, 1 - *rho * *rho));
        result.p = 2 * student_upper_tail(t, n - 2);
    }
    return result;
}

std::optional<YearTrend> cochran_armitage(std::span<const Dated> reports) {
    const auto [years, signs] = years_and_signs(reports);
    const double spread = product(years, years) * product(signs, signs);
    if (reports.size() < 2 || !(spread > 0)) {
        return std::nullopt;
    }
    YearTrend trend;
    trend.n = reports.size();
    trend.z =
        product(years, signs) / std::sqrt(spread) * std::sqrt(static_cast<double>(reports.size()));
    trend.rising_p = normal_upper_tail(trend.z);
    trend.p = 2 * normal_upper_tail(std::fabs(trend.z));
    return trend;
}

std::optional<YearTrend> trend(std::span<const Dated> reports) {
    if (reports.size() < 10) {
        return std::nullopt;
    }
    auto result = cochran_armitage(reports);
    if (!result) {
        return std::nullopt;
    }
    if (both_signs(reports, 10)) {
        if (auto fitted = logistic_trend(reports)) {
            return fitted;
        }
    }
    if (reports.size() <= k_most_permuted) {
        auto [years, signs] = years_and_signs(reports);
        const Extreme extreme = permute(years, std::move(signs));
        result->p = extreme.two_sided;
        result->rising_p = extreme.upper;
    }
    return result;
}

std::optional<Regression> logistic(const std::vector<std::vector<double>>& rows,
                                   const std::vector<bool>& positive,
                                   const std::vector<std::size_t>& clusters) {
    std::vector<statistics::Trials> trials;
    for (const bool sign : positive) {
        trials.push_back({sign ? 1U : 0U, 1});
    }
    return logistic(rows, trials, clusters);
}

std::optional<Regression> logistic(const std::vector<std::vector<double>>& rows,
                                   const std::vector<statistics::Trials>& trials,
                                   const std::vector<std::size_t>& clusters) {
    if (rows.empty() || rows.size() != trials.size() || rows.size() != clusters.size()) {
        return std::nullopt;
    }
    const std::size_t size = rows.front().size() + 1;
    const auto value = [&](std::size_t row, std::size_t column) {
        return column == 0 ? 1.0 : rows[row][column - 1];
    };
    std::vector<double> beta(size, 0);
    const auto chance = [&](std::size_t row) {
        double sum = 0;
        for (std::size_t j = 0; j < size; ++j) {
            sum += beta[j] * value(row, j);
        }
        return 1 / (1 + std::exp(-sum));
    };
    Matrix bread;
    bool converged = false;
    for (int iteration = 0; iteration < 50 && !converged; ++iteration) {
        Matrix information(size, std::vector<double>(size, 0));
        std::vector<double> score(size, 0);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const double p = chance(i);
            const auto n = static_cast<double>(trials[i].n);
            const double rest = static_cast<double>(trials[i].successes) - n * p;
            for (std::size_t j = 0; j < size; ++j) {
                score[j] += rest * value(i, j);
                for (std::size_t k = 0; k < size; ++k) {
                    information[j][k] += n * p * (1 - p) * value(i, j) * value(i, k);
                }
            }
        }
        auto inverted = inverse(std::move(information));
        if (!inverted) {
            return std::nullopt;
        }
        bread = std::move(*inverted);
        double largest = 0;
        for (std::size_t j = 0; j < size; ++j) {
            const double step = product(bread[j], score);
            beta[j] += step;
            largest = std::max(largest, std::fabs(step));
            // Log odds this far out mean separated data: the estimate runs to infinity.
            if (!(std::fabs(beta[j]) < 30)) {
                return std::nullopt;
            }
        }
        converged = largest < 1e-10;
    }
    if (!converged) {
        return std::nullopt;
    }
    std::map<std::size_t, std::vector<double>> scores;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto& sum = scores.try_emplace(clusters[i], size, 0.0).first->second;
        const double rest =
            static_cast<double>(trials[i].successes) - static_cast<double>(trials[i].n) * chance(i);
        for (std::size_t j = 0; j < size; ++j) {
            sum[j] += rest * value(i, j);
        }
    }
    if (scores.size() < 2) {
        return std::nullopt;
    }
    const auto count = static_cast<double>(scores.size());
    Regression result{.coefficients = beta, .errors = {}, .clusters = scores.size()};
    for (std::size_t j = 0; j < size; ++j) {
        double variance = 0;
        for (const auto& [cluster, sum] : scores) {
            const double part = product(bread[j], sum);
            variance += part * part;
        }
        result.errors.push_back(std::sqrt(variance * count / (count - 1)));
    }
    return result;
}

}  // namespace lode::query::bias
