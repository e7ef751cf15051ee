// Would it have worked? Rankings made from what was known before a year against what was studied
// from then on (Tshitoyan et al. 2019, Fig. 3; definition and limits: docs/RETROSPECT.md).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "query/report.hpp"
#include "query/retrospect/baselines.hpp"
#include "query/retrospect/history.hpp"

namespace lode::query::retrospect {

// One way to order the candidates of a cut-off, best first, as numbers into History::materials().
struct Order {
    std::string name;
    std::vector<std::uint32_t> materials;
    bool correction = false;  // of the order under test: compared with it in pairs
};
// Scores descending, ties by formula.
Order order_by(std::string name, const History& history,
               const std::vector<std::uint32_t>& candidates, const Scores& scores);
// By the mean of the places in `orders`, ties by formula.
Order fused(std::string name, const std::vector<Order>& orders);

struct CutOff {
    std::uint16_t year = 0;     // nothing of this year or later was known
    std::vector<Order> orders;  // of the same candidates; the first is the one under test
};

struct Settings {
    std::uint16_t horizon = 5;  // years, the year of the cut-off included
    std::size_t top = 50;
    bool strict = false;       // the strict label instead of the loose one
    std::size_t draws = 1000;  // of random orders, and of the bootstrap
    std::uint64_t seed = 1;
};

struct OrderResult {
    std::string name;
    // Share of the top k studied within 1, 2, ... years; only years the literature reaches.
    std::vector<double> hit_rate;
    std::uint64_t hits = 0;  // within the horizon
    // Within the horizon, over all candidates; nothing where no or every candidate is a hit.
    std::optional<double> auc, average_precision;
    std::optional<double> precision_10, precision_20, precision_100;  // where there are that many
    std::optional<double> median_lead;  // years from the cut-off to the study, of the hits
};

struct CutOffResult {
    std::uint16_t year = 0;
    std::uint64_t candidates = 0;
    std::uint64_t studied_later = 0;  // of them within the horizon
    std::size_t top = 0;              // the k used: fewer where there are fewer candidates
    std::vector<double> base_rate;    // of all candidates, within 1, 2, ... years
    bool full_horizon = false;        // the literature reaches to its end
    std::vector<OrderResult> orders;
};

// Over the cut-offs with a full horizon.
// A correction less the order under test, on the same cut-offs and the same draws.
struct Difference {
    double enrichment = 0;
    std::optional<double> auc;  // of the means over the cut-offs that have both
    // Bootstrap over materials, each with all its cut-offs, at Summary::looks_level; none without a
    // hit in either.
    std::optional<Interval> enrichment_interval, auc_interval;
};
struct OrderSummary {
    std::string name;
    std::optional<Difference> difference;  // corrections only, where there is a hit at all
    std::uint64_t hits = 0, predictions = 0;
    std::optional<double> enrichment;  // mean hit rate / mean base rate
    // Central 90 % of the moving-block bootstrap over cut-offs, blocks as long as the horizon;
    // nothing for fewer than 3 cut-offs or without a hit.
    std::optional<Interval> enrichment_interval;
    std::optional<double> mean_auc, mean_average_precision;
};
struct Summary {
    std::size_t cut_offs = 0;
    std::uint64_t candidates = 0, studied_later = 0;  // summed over the cut-offs
    std::vector<OrderSummary> orders;
    // Differences looked at, two a correction, and the level of each interval so that all of them
    // together hold at 90 % (Bonferroni).
    std::size_t looks = 0;
    double looks_level = 0.9;
    // Of the order under test: hits of random candidates as often mentioned (same power of two).
    double matched_hits = 0;          // mean of the draws
    Interval matched_interval;        // central 90 %
    std::optional<double> matched_p;  // one-sided: as many hits or more
};

struct Result {
    Settings settings;
    std::vector<CutOffResult> cut_offs;
    Summary summary;
};

// Pure and deterministic. Cut-offs ascending by year, all with orders of the same names.
Result evaluate(const History& history, const std::vector<CutOff>& cut_offs,
                const Settings& settings);

// Mean share of the first k that two orders have in common, over all pairs; nothing for one order.
std::optional<double> agreement(const std::vector<Order>& orders, std::size_t k);

}  // namespace lode::query::retrospect
