// Does one thing go along with another: success with popularity, positivity with the year. Formulas
// and limits: docs/BIAS.md. None of these says why.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "query/interval.hpp"
#include "query/statistics.hpp"

namespace lode::query::bias {

struct Correlation {
    double rho = 0;
    Interval interval;  // 90 %, Fisher's z with the variance 1.06 / (n - 3) (Fieller et al. 1957)
    double p = 1;       // two-sided
    std::size_t n = 0;
    bool permuted = false;  // p from permutations; else from Student's t with n - 2 degrees
};

// Spearman's rank correlation. Up to 2,000 pairs p comes from 10,000 permutations, (1 + as
// extreme) / (1 + permutations); beyond that from t. Nothing where a side is constant or fewer than
// 4 pairs are given. Assumes exchangeable pairs.
std::optional<Correlation> correlation(std::span<const double> a, std::span<const double> b);

struct YearTrend {
    enum class Method : std::uint8_t { logistic, cochran_armitage };
    Method method = Method::cochran_armitage;
    std::size_t n = 0;
    std::size_t clusters = 0;  // logistic only
    // Change of the log odds of a positive report in ten years; logistic only.
    std::optional<double> slope_per_decade;
    std::optional<Interval> slope_interval;  // 90 %
    double z = 0;                            // above 0: rising
    double p = 1;                            // two-sided
    double rising_p = 1;                     // one-sided: rising
};

struct Dated {
    double year = 0;
    bool positive = false;
    std::size_t cluster = 0;     // reports of one cluster are not independent
    std::vector<double> others;  // further covariates, as many in every report
};

// Is a report more often positive in later years? Logistic regression on the year (and the other
// covariates) with a cluster-robust variance (Liang & Zeger 1986; factor G / (G - 1), t with G - 1
// degrees) where it can be fitted: at least 10 reports of each sign and 10 clusters, no separation.
// Otherwise the Cochran-Armitage test (1954, 1955), p by 10,000 permutations, without covariates.
// Nothing where fewer than 10 reports, one year or one sign are given.
std::optional<YearTrend> trend(std::span<const Dated> reports);

// The test alone: z = r * sqrt(n), r the correlation of year and sign. p by the normal
// distribution.
std::optional<YearTrend> cochran_armitage(std::span<const Dated> reports);

struct Regression {
    std::vector<double> coefficients;  // intercept first
    std::vector<double> errors;        // cluster-robust standard errors
    std::size_t clusters = 0;
};
// Logistic regression by iteratively reweighted least squares. `rows`: covariates without the
// intercept, all of one length. Nothing where it does not converge (separated or collinear data).
std::optional<Regression> logistic(const std::vector<std::vector<double>>& rows,
                                   const std::vector<bool>& positive,
                                   const std::vector<std::size_t>& clusters);

// The same for rows that are counts: of `trials[i].n` sentences, say, so many successes. Equal to
// as many rows with one sign each.
std::optional<Regression> logistic(const std::vector<std::vector<double>>& rows,
                                   const std::vector<statistics::Trials>& trials,
                                   const std::vector<std::size_t>& clusters);

// P(T > t) for Student's t with `degrees` > 0 degrees of freedom, and the t with P(T > t) = 0.05.
double student_upper_tail(double t, double degrees);
double student_quantile_95(double degrees);

}  // namespace lode::query::bias
