#include "query/trend_flags.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "query/statistics.hpp"

namespace lode::query {
namespace {

constexpr std::uint64_t k_least_records = 5;     // of a group that is tested
constexpr std::uint64_t k_least_reference = 10;  // other records to compare it with
constexpr std::uint64_t k_least_ranges = 3;
constexpr double k_narrow = 0.25;
constexpr double k_rare = 0.05;

std::optional<Finding> conflicting(const TrendGroup& group) {
    if (!group.conflict) {
        return std::nullopt;
    }
    const std::uint64_t up = group.directions.at(Direction::increase);
    const std::uint64_t down = group.directions.at(Direction::decrease);
    const Share minority{.part = std::min(up, down), .n = up + down};
    const Interval interval = minority.interval();
    return Finding{.name = "conflicting-directions",
                   .strength = 2 * minority.value(),
                   .because = fmt::format("articles that say increase: {}, decrease: {}; minority "
                                          "{:.0f} % (95 % interval {:.0f} to "
                                          "{:.0f} %)",
                                          up, down, 100 * minority.value(), 100 * interval.low,
                                          100 * interval.high)};
}

std::optional<Finding> narrow(const TrendGroup& group) {
    const auto& coverage = group.coverage;
    if (!coverage || coverage->known < k_least_ranges || !(coverage->high > coverage->low) ||
        coverage->covered >= k_narrow) {
        return std::nullopt;
    }
    return Finding{
        .name = "narrow-range",
        .strength = std::clamp(1 - coverage->covered / k_narrow, 0.0, 1.0),
        .because = fmt::format(
            "{} stated ranges cover {:.0f} % of {:g} to {:g} {} that others report over; "
            "{} records state none in this unit",
            coverage->known, 100 * coverage->covered, coverage->low, coverage->high, coverage->unit,
            coverage->unknown)};
}

std::optional<Finding> at_edge(const TrendGroup& group, std::span<const TrendRecord> records) {
    if (group.extrema_at_edge == 0) {
        return std::nullopt;
    }
    const auto placed = static_cast<std::uint64_t>(
        std::count_if(group.records.begin(), group.records.end(), [&](std::size_t i) {
            const Trend& trend = records[i].trend;
            return trend.extremum != Extremum::none && stated_range(trend.x_range) &&
                   stated_number(trend.location.value);
        }));
    return Finding{
        .name = "optimum-at-edge",
        .strength = static_cast<double>(group.extrema_at_edge) / static_cast<double>(placed),
        .because = fmt::format(
            "{} of {} extrema stand at an end of their stated range: the optimum may lie outside",
            group.extrema_at_edge, placed)};
}

// Extremum-only shares of the reference, whole and by material.
struct Usual {
    explicit Usual(std::span<const TrendRecord> reference) {
        for (const auto& record : reference) {
            for (Share* share : {&all, &of[record.material]}) {
                ++share->n;
                share->part += extremum_only(record.trend) ? 1U : 0U;
            }
        }
    }
    // That of the other materials; nothing where they have too few records.
    std::optional<double> beside(const std::string& material) const {
        Share others = all;
        if (const auto own = of.find(material); own != of.end()) {
            others.n -= own->second.n;
            others.part -= own->second.part;
        }
        if (others.n < k_least_reference) {
            return std::nullopt;
        }
        return (static_cast<double>(others.part) + 0.5) / (static_cast<double>(others.n) + 1);
    }
    Share all;
    std::map<std::string, Share> of;
};

}  // namespace

std::vector<std::vector<Finding>> trend_flags(const std::vector<TrendGroup>& groups,
                                              std::span<const TrendRecord> records,
                                              std::span<const TrendRecord> reference) {
    const Usual usual(reference);
    std::vector<std::vector<Finding>> flags(groups.size());
    std::vector<std::pair<std::size_t, double>> tested;  // group, usual share
    std::vector<double> chances;
    for (std::size_t g = 0; g < groups.size(); ++g) {
        const TrendGroup& group = groups[g];
        for (auto& found : {conflicting(group), narrow(group), at_edge(group, records)}) {
            if (found) {
                flags[g].push_back(*found);
            }
        }
        if (group.material.empty() || group.extremum_only.n < k_least_records) {
            continue;
        }
        if (const auto share = usual.beside(group.material)) {
            const auto [part, n] = std::pair{group.extremum_only.part, group.extremum_only.n};
            tested.emplace_back(g, *share);
            chances.push_back(part == 0 ? 1 : 1 - statistics::binomial_cdf(part - 1, n, *share));
        }
    }
    const auto adjusted = statistics::benjamini_hochberg(chances);
    for (std::size_t t = 0; t < tested.size(); ++t) {
        const auto& [g, others] = tested[t];
        const Share& share = groups[g].extremum_only;
        if (adjusted[t] < k_rare) {
            const Interval interval = share.interval();
            flags[g].push_back(
                {.name = "extremum-only",
                 .strength = 1 - adjusted[t],
                 .because = fmt::format(
                     "{} of {} records state an extremum and no course ({:.0f} %, 95 % interval "
                     "{:.0f} to {:.0f} %), where {:.0f} % of other materials' do: chance {:.2g}, "
                     "{:.2g} adjusted for {} groups",
                     share.part, share.n, 100 * share.value(), 100 * interval.low,
                     100 * interval.high, 100 * others, chances[t], adjusted[t], tested.size())});
        }
    }
    for (auto& list : flags) {
        std::sort(list.begin(), list.end(),
                  [](const Finding& l, const Finding& r) { return l.name < r.name; });
    }
    return flags;
}

std::string finding_names(const std::vector<Finding>& findings) {
    std::string names;
    for (const auto& finding : findings) {
        names += (names.empty() ? "" : ", ") + finding.name;
    }
    return names;
}

}  // namespace lode::query
