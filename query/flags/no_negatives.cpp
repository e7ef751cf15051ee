// No negative result was ever reported: absence of failure, or absence of reporting?
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <vector>

#include "query/flag.hpp"
#include "query/statistics.hpp"

namespace lode::query::flags {
namespace {

constexpr std::uint64_t k_least_votes = 5;

std::uint64_t votes_of_concept(const Report& report) {
    return report.concept_positive + report.concept_negative + report.concept_null;
}

// Chance of at most this few negatives under the concept's own failure share, adjusted over all
// rows of the list that have enough votes to be tested (Benjamini & Hochberg 1995).
double adjusted_chance(const Row& row, const Report& report, double share) {
    std::vector<double> chances;
    std::size_t own = 0;
    bool found = false;
    for (const auto& other : report.rows) {
        if (other.voting() < k_least_votes) {
            continue;
        }
        if (!found && other.material == row.material) {
            own = chances.size();
            found = true;
        }
        chances.push_back(statistics::binomial_cdf(other.negative, other.voting(), share));
    }
    if (!found) {
        own = chances.size();
        chances.push_back(statistics::binomial_cdf(row.negative, row.voting(), share));
    }
    return statistics::benjamini_hochberg(chances).at(own);
}

class NoNegatives final : public Flag {
 public:
    const FlagInfo& info() const noexcept override {
        static constexpr FlagInfo k_info{
            .name = "no-negatives",
            .version = 1,
            .title = "No negative result reported",
            .meaning =
                "Five or more articles report outcomes and none is negative. Cannot tell "
                "absence of failure from absence of reporting.",
            .source =
                "Hanley & Lippman-Hand 1983, doi:10.1001/jama.1983.03330370053031; "
                "Benjamini & Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x"};
        return k_info;
    }

    std::optional<Finding> judge(const Row& row, const Report& report) const override {
        const std::uint64_t n = row.voting();
        if (n < k_least_votes || row.negative > 0 || row.positive == 0) {
            return std::nullopt;
        }
        Finding finding{.name = std::string(info().name), .strength = 0, .because = {}};
        finding.because = fmt::format(
            "{} positive, {}0 negative in {} articles; a failure rate up to {:.0f} % fits",
            row.positive, row.null > 0 ? fmt::format("{} null, ", row.null) : "", n,
            100 * statistics::failure_upper_bound(n));
        const std::uint64_t votes = votes_of_concept(report);
        if (report.concept_negative == 0 || votes == 0) {
            finding.because += fmt::format(
                "; the concept's whole literature reports no negative ({} votes), so there is "
                "nothing to compare with",
                votes);
            return finding;
        }
        const double share =
            static_cast<double>(report.concept_negative) / static_cast<double>(votes);
        const double chance = statistics::binomial_cdf(0, n, share);
        const double adjusted = adjusted_chance(row, report, share);
        finding.strength = std::clamp(1 - adjusted, 0.0, 1.0);
        finding.because += fmt::format(
            "; {} at the concept's failure share of {:.1f} % ({} of {} votes): chance {:.2g}, "
            "{:.2g} adjusted for the list",
            adjusted < 0.05 ? "fewer negatives than expected" : "not surprising", 100 * share,
            report.concept_negative, votes, chance, adjusted);
        return finding;
    }
};

}  // namespace

const Flag& no_negatives();
const Flag& no_negatives() {
    static const NoNegatives k_self;
    return k_self;
}

}  // namespace lode::query::flags
