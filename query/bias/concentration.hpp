// How unevenly reports are spread over materials (or groups). Formulas and limits: docs/BIAS.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "query/interval.hpp"

namespace lode::query::bias {

// Jia et al. 2019 found 17 % of the amines in 79 % of the compounds; the share is kept.
inline constexpr double k_top_fraction = 0.17;

struct Concentration {
    std::size_t units = 0;        // with at least one report
    std::uint64_t reports = 0;    //
    double gini = 0;              // 0: all alike, 1: one holds all; small-sample factor n / (n - 1)
    Interval gini_interval;       // 90 %, percentile bootstrap over the units
    double evenness = 0;          // Pielou 1966: Shannon entropy / ln(units)
    std::size_t top_units = 0;    // 17 % of the units, to the nearest whole number, at least one
    double top_share = 0;         // of the reports
    Interval top_share_interval;  // 90 %, as above
};

// Reports of each unit; zeros are left out. Nothing where fewer than two units remain. Assumes that
// the units are a sample of those that could be reported on; a unit never tried is not seen.
// O(units * draws).
std::optional<Concentration> concentration(std::span<const std::uint64_t> reports);

}  // namespace lode::query::bias
