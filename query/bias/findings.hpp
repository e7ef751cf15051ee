// When a bias flag is raised and in which words: shared by the rankings' flags (query/flags) and
// the bias report. Pure functions of counts. Nothing is
// returned where the flag is not raised. Limits: docs/BIAS.md.
#pragma once

#include <optional>
#include <string>

#include "query/bias/correction.hpp"
#include "query/bias/groups.hpp"
#include "query/report.hpp"

namespace lode::query::bias {

// A chance at or above this, adjusted over the list, raises nothing.
inline constexpr double k_significant = 0.05;
// Failures reported half as often as successes are no stretch: a lead that they would undo is
// fragile.
inline constexpr double k_fragile = 0.5;

// "excess-positive": the rate is above the baseline beyond chance.
std::optional<Finding> excess_positive(std::uint64_t positive, std::uint64_t n, double baseline,
                                       double chance, double adjusted);
// "tipping-value": above the baseline (posterior chance over 95 %), and failures half as readily
// reported as successes would undo it.
std::optional<Finding> fragile_lead(std::uint64_t positive, std::uint64_t n, double baseline,
                                    double above, std::optional<double> tipping);
// "single-group": fewer than two effective groups in five or more reports, or a lead that is gone
// without one group. `unit`: what a report is ("reports", "articles").
std::optional<Finding> single_group(const GroupShare& groups, const std::string& largest,
                                    const std::string& decisive, const std::string& unit);
// "positivity-rising": the share of positive reports grows with the year beyond chance.
std::optional<Finding> rising(std::uint64_t n, std::uint16_t first, std::uint16_t last,
                              double chance, double adjusted);
// "not-resolvable": with the classifier's errors the interval of the success rate is wider than
// 0.3.
std::optional<Finding> not_resolvable(const Corrected& corrected);

}  // namespace lode::query::bias
