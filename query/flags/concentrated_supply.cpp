// Elements that few countries produce or hold.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "query/element_supply.hpp"
#include "query/flag.hpp"

namespace lode::query::flags {
namespace {

class ConcentratedSupply final : public Flag {
 public:
    const FlagInfo& info() const noexcept override {
        static constexpr FlagInfo k_info{
            .name = "concentrated-supply",
            .version = 1,
            .title = "Few countries supply its elements",
            .meaning =
                "The Herfindahl-Hirschman index of production or of reserves, the mean over its "
                "elements by mass, is above 2,500. Figures of about 2011. Cannot tell the amount "
                "needed, nor whether a substitute or recycled material is to be had.",
            .source = "Gaultois et al. 2013, doi:10.1021/cm400893e"};
        return k_info;
    }

    std::optional<Finding> judge(const Row& row, const Report& /*report*/) const override {
        const auto supply = supply_of(row.material);
        if (!supply) {
            return std::nullopt;
        }
        // What has no figure counts 0 here: the material is above the limit whatever it is.
        const double most = std::max(supply->production.bounds.low, supply->reserve.bounds.low);
        if (!(most > k_hhi_high)) {
            return std::nullopt;
        }
        return Finding{
            .name = std::string(info().name),
            .strength = std::clamp((most - k_hhi_high) / (k_hhi_most - k_hhi_high), 0.0, 1.0),
            .because = fmt::format(
                "index of production {} ({}), of reserves {} ({}); above 2,500 is high{}",
                index_words(supply->production), supply->production.level(),
                index_words(supply->reserve), supply->reserve.level(),
                supply->without_index.empty()
                    ? std::string()
                    : fmt::format("; no figure for {}", fmt::join(supply->without_index, ", ")))};
    }
};

}  // namespace

const Flag& concentrated_supply();
const Flag& concentrated_supply() {
    static const ConcentratedSupply k_self;
    return k_self;
}

}  // namespace lode::query::flags
