// Trend records of one (material, property, variable) side by side: which way, how often, over what
// range, and whether they contradict each other. docs/BIAS.md, "Extremum only, range coverage".
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "query/report.hpp"
#include "query/trend_search.hpp"

namespace lode::query {

// "300–700 K", "from 0.1 to 1 mol%", "-20 to 80 °C". Nothing where fewer than two numbers are
// stated. `unit` is what stands behind the second number.
struct StatedRange {
    double low = 0;
    double high = 0;
    std::string unit;
};
std::optional<StatedRange> stated_range(std::string_view text);
// The number at the beginning of a stated value: "1.2", "−5", "2 × 10−3"; nothing where there is
// none.
std::optional<double> stated_number(std::string_view text);

// Share with a 95 % Wilson interval.
struct Share {
    std::uint64_t part = 0;
    std::uint64_t n = 0;
    double value() const noexcept {
        return n == 0 ? 0 : static_cast<double>(part) / static_cast<double>(n);
    }
    Interval interval() const;  // 0..1 for n = 0
};

// How much of the range over which a variable is reported (5th to 95th percentile of the ends of
// stated ranges, over all materials) the records of a group cover together.
struct Coverage {
    std::uint64_t known = 0;    // records that state a range in the common unit
    std::uint64_t unknown = 0;  // the others: unknown, not nothing
    std::string unit;
    double low = 0, high = 0;  // of the reference
    double covered = 0;        // 0..1
};

// States the record an extremum and no course: a peak or minimum without a stated range?
bool extremum_only(const Trend& trend);

struct TrendGroup {
    std::string material, property, variable;       // keys; "" unknown
    std::vector<std::size_t> records;               // indices into the answer
    std::uint64_t articles = 0;                     // distinct
    std::map<Direction, std::uint64_t> directions;  // distinct articles of each
    // One article says that the property increases with the variable and another that it decreases;
    // material, property and variable must be known.
    bool conflict = false;
    // Records that state an extremum and no direction of change (a peak or minimum without a
    // stated range), of all.
    Share extremum_only;
    // Extrema whose location lies at an end of the record's own stated range: the optimum may lie
    // outside.
    std::uint64_t extrema_at_edge = 0;
    std::optional<Coverage> coverage;  // where at least 3 ranges of one unit are stated
};

// Groups in the order of the records, those with a conflict first.
std::vector<TrendGroup> group_trends(std::span<const TrendRecord> records,
                                     std::span<const TrendRecord> reference);

}  // namespace lode::query
