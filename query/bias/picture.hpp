// The whole picture of reported outcomes: what is reported how often, how unevenly, by how many
// groups, and how bad unreported failures would have to be. Computed from observations that may
// come from a table or from articles. Formulas and limits: docs/BIAS.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/model/analysis.hpp"
#include "query/bias/association.hpp"
#include "query/bias/concentration.hpp"
#include "query/bias/correction.hpp"
#include "query/bias/groups.hpp"
#include "query/report.hpp"
#include "query/statistics.hpp"

namespace lode::query::bias {

// One report: an experiment, or an article's vote.
struct Observation {
    std::string material;
    OutcomeLabel outcome = OutcomeLabel::null;  // positive, negative or null; never neutral
    std::string application;                    // may be empty
    std::string group;                          // may be empty: not known
    std::uint16_t year = 0;                     // 0: not known
};

// Fewer reports than this are counted and shown, but not judged.
inline constexpr std::uint64_t k_least_reports = 5;

// A material in one application.
struct MaterialPicture {
    std::string material;
    std::string written;  // as a reader writes it; of a table as it stands there
    std::string application;
    std::uint64_t positive = 0, negative = 0, null = 0;
    std::uint64_t n() const noexcept { return positive + negative + null; }
    bool judged() const noexcept { return n() >= k_least_reports; }
    statistics::Posterior success;  // of positive / n, shrunk; above_prior: over its application's
    double baseline = 0;            // of its application
    double above_all = 0;           // P(rate > that of all applications together | data)
    std::optional<double> success_signed;  // positive / (positive + negative)
    std::pair<std::uint64_t, std::uint64_t> predictive_interval{};  // of as many further reports
    // Only where no negative is reported: failure shares up to this fit (one-sided 95 %).
    std::optional<double> failure_upper_bound;
    std::optional<double> tipping_value;
    // Chances under "no better than the baseline", and adjusted over all judged materials
    // (Benjamini & Hochberg 1995); nothing where not judged.
    std::optional<Chance> few_negatives;  // so few negatives at the application's failure share
    std::optional<Chance> excess;         // rate not above the baseline
    std::optional<Chance> rising;         // positivity not rising with the year
    std::optional<GroupShare> groups;     // where groups are known
    std::string largest_group;
    std::string decisive_group;
    std::optional<Corrected> corrected;  // where a confusion of the classifier is given
    std::uint16_t first_year = 0, last_year = 0;
    std::vector<Finding> flags;
};

struct SensitivityRow {
    double r = 1;  // P(reported | failure) / P(reported | success)
    double true_share = 0;
    Interval interval;  // from that of the reported share
};

struct Period {
    std::uint16_t from = 0, to = 0;  // years, both included
    std::uint64_t positive = 0, n = 0;
    Interval interval;  // 90 %, Jeffreys
};

struct Summary {
    std::string application;  // empty: all
    std::uint64_t positive = 0, negative = 0, null = 0;
    std::uint64_t n() const noexcept { return positive + negative + null; }
    std::uint64_t materials = 0;
    double reported_success = 0;  // positive / n
    Interval reported_interval;   // 90 %, Jeffreys; assumes independent reports
    std::optional<double> success_signed;
    statistics::BetaPrior baseline;
    std::optional<Concentration> concentration;
    std::optional<Correlation> popularity;  // materials with k_least_reports or more
    // The share the sensitivity starts from: reported_success, and where that is 0 or 1 its
    // Jeffreys mean (positive + 1/2) / (n + 1). A share of exactly 1 would stay 1 under any
    // selection.
    double sensitivity_share = 0;
    std::vector<SensitivityRow> sensitivity;
    // With a true share given: successes are reported so many times as readily as failures.
    std::optional<double> true_share, reporting_odds_ratio;
    std::uint64_t dated = 0;  // reports with a year
    std::optional<YearTrend> positivity;
    std::vector<Period> periods;
    std::uint64_t grouped = 0;  // reports with a group
    std::optional<GroupShare> groups;
    std::string largest_group;
    std::optional<Corrected> corrected;
};

struct Picture {
    Summary all;
    std::vector<Summary> applications;       // by name; empty where fewer than two are named
    std::vector<MaterialPicture> materials;  // most reports first, then by name
    std::uint64_t judged = 0;                // materials tested, over which chances are adjusted
    std::vector<std::string> notes;          // what was not done, for people
};

struct PictureOptions {
    std::optional<double> true_share;  // inside (0, 1)
};

// Order of the observations does not matter. Deterministic. O(observations log) and the bootstrap's
// 1,000 * materials.
Picture picture(const std::vector<Observation>& observations, const PictureOptions& options);

// Raises the flags of every material from its numbers: no-negatives, excess-positive,
// tipping-value, single-group, positivity-rising, not-resolvable. Called by picture(); again after
// corrections have been filled in.
void raise_flags(Picture& picture);

}  // namespace lode::query::bias
