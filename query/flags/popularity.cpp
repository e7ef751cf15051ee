// High in the list, but not among materials written about as often: ranked by fame.
#include <fmt/format.h>

#include <algorithm>

#include "query/flag.hpp"

namespace lode::query::flags {
namespace {

constexpr double k_top_decile = 90;
constexpr double k_least_among_equals = 75;

class Popularity final : public Flag {
 public:
    const FlagInfo& info() const noexcept override {
        static constexpr FlagInfo k_info{
            .name = "popularity",
            .version = 1,
            .title = "Ranked by fame",
            .meaning =
                "In the top tenth by score, but below percentile 75 among materials "
                "mentioned about as often. Cannot tell whether a much-written-about "
                "material is popular because it is good.",
            .source =
                "Schakel & Wilson 2015, arXiv:1508.02297; Mu & Viswanath 2018, "
                "arXiv:1702.01417; Jia et al. 2019, doi:10.1038/s41586-019-1540-5"};
        return k_info;
    }

    std::optional<Finding> judge(const Row& row, const Report& report) const override {
        if (row.percentile < k_top_decile || row.frequency_percentile >= k_least_among_equals) {
            return std::nullopt;
        }
        Finding finding{.name = std::string(info().name), .strength = 0, .because = {}};
        finding.strength =
            std::clamp(1 - row.frequency_percentile / k_least_among_equals, 0.0, 1.0);
        finding.because = fmt::format(
            "percentile {:.1f} among all {} candidates but {:.1f} among the {} mentioned about as "
            "often ({} mentions, rank {} by mentions alone)",
            row.percentile, report.candidates, row.frequency_percentile, row.frequency_bin,
            row.mentions, row.rank_by_mentions);
        return finding;
    }
};

}  // namespace

const Flag& popularity();
const Flag& popularity() {
    static const Popularity k_self;
    return k_self;
}

}  // namespace lode::query::flags
