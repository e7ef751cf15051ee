#include "query/bias/findings.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace lode::query::bias {
namespace {

Finding finding(const char* name, double strength, std::string because) {
    return {
        .name = name, .strength = std::clamp(strength, 0.0, 1.0), .because = std::move(because)};
}

double share(std::uint64_t part, std::uint64_t n) {
    return n == 0 ? 0 : 100 * static_cast<double>(part) / static_cast<double>(n);
}

}  // namespace

std::optional<Finding> excess_positive(std::uint64_t positive, std::uint64_t n, double baseline,
                                       double chance, double adjusted) {
    if (!(adjusted < k_significant)) {
        return std::nullopt;
    }
    return finding(
        "excess-positive", 1 - adjusted,
        fmt::format("{} of {} reports positive ({:.0f} %), baseline {:.0f} %; chance that "
                    "the rate is not above it {:.2g}, {:.2g} adjusted for the list",
                    positive, n, share(positive, n), 100 * baseline, chance, adjusted));
}

std::optional<Finding> fragile_lead(std::uint64_t positive, std::uint64_t n, double baseline,
                                    double above, std::optional<double> tipping) {
    if (!(above > k_above) || !tipping || *tipping < k_fragile || *tipping >= 1) {
        return std::nullopt;
    }
    return finding(
        "tipping-value", *tipping,
        fmt::format("above the baseline of {:.0f} % with {} of {} positive, but failures reported "
                    "{:.2g} times as readily as successes would explain that",
                    100 * baseline, positive, n, *tipping));
}

std::optional<Finding> single_group(const GroupShare& groups, const std::string& largest,
                                    const std::string& decisive, const std::string& unit) {
    const auto named = [](const std::string& name) {
        return name.empty() ? std::string() : fmt::format(" ({})", name);
    };
    if (groups.single()) {
        return finding(
            "single-group", 1 / std::max(1.0, groups.effective),
            fmt::format("{:.0f} % of {} {} from one group{}, {} in all: {:.2f} effective groups",
                        100 * groups.largest, groups.reports, unit, named(largest), groups.groups,
                        groups.effective));
    }
    if (groups.decisive_group) {
        return finding("single-group", groups.largest,
                       fmt::format("above the baseline with all {} groups ({} {}), not without one "
                                   "of them{}",
                                   groups.groups, groups.reports, unit, named(decisive)));
    }
    return std::nullopt;
}

std::optional<Finding> rising(std::uint64_t n, std::uint16_t first, std::uint16_t last,
                              double chance, double adjusted) {
    if (!(adjusted < k_significant)) {
        return std::nullopt;
    }
    return finding("positivity-rising", 1 - adjusted,
                   fmt::format("positive reports grow more frequent from {} to {} (n = {}); chance "
                               "without a trend {:.2g}, {:.2g} adjusted for the list",
                               first, last, n, chance, adjusted));
}

std::optional<Finding> not_resolvable(const Corrected& corrected) {
    if (corrected.resolvable()) {
        return std::nullopt;
    }
    const Interval& interval = corrected.success_interval;
    if (corrected.narrow()) {
        return finding(
            "not-resolvable", 1,
            fmt::format(
                "the labels read in {} sentences are like no mixture under the classifier's "
                "errors on labelled sentences (one is rarer than these errors alone would "
                "make it): the correction does not hold here",
                corrected.sentences));
    }
    return finding(
        "not-resolvable", interval.high - interval.low,
        fmt::format("after correction for the classifier's errors the success rate lies "
                    "between {:.0f} and {:.0f} % ({} sentences): wider than {:.0f} points",
                    100 * interval.low, 100 * interval.high, corrected.sentences,
                    100 * k_widest_resolvable));
}

}  // namespace lode::query::bias
