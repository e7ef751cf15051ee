// A lead that a moderate silence about failures would explain.
#include <fmt/format.h>

#include <algorithm>

#include "query/bias/findings.hpp"
#include "query/flag.hpp"

namespace lode::query::flags {
namespace {

class TippingValue final : public Flag {
 public:
    const FlagInfo& info() const noexcept override {
        static constexpr FlagInfo k_info{
            .name = "tipping-value",
            .version = 1,
            .title = "Fragile lead",
            .meaning =
                "Above the baseline, but failures reported half as readily as successes would undo "
                "the lead. Cannot tell how readily failures are reported.",
            .source =
                "Copas & Shi 2000, doi:10.1093/biostatistics/1.3.247; Mathur & VanderWeele 2020, "
                "doi:10.1111/rssc.12440"};
        return k_info;
    }

    std::optional<Finding> judge(const Row& row, const Report& /*report*/) const override {
        // Without a fitted baseline there is no lead to speak of.
        return row.excess ? bias::fragile_lead(row.positive, row.voting(), row.success_baseline,
                                               row.success_above_baseline, row.tipping_value)
                          : std::nullopt;
    }
};

}  // namespace

const Flag& tipping_value();
const Flag& tipping_value() {
    static const TippingValue k_self;
    return k_self;
}

}  // namespace lode::query::flags
