// Elements that authorities call critical.
#include <fmt/format.h>

#include <algorithm>

#include "query/flag.hpp"
#include "query/hazards.hpp"

namespace lode::query::flags {
namespace {

class SupplyRisk final : public Flag {
 public:
    const FlagInfo& info() const noexcept override {
        static constexpr FlagInfo k_info{
            .name = "supply-risk",
            .version = 1,
            .title = "Critical raw materials",
            .meaning =
                "Holds elements that both the EU and the United States list as critical raw "
                "materials. Cannot tell price or amount needed; lists change, and elements off "
                "them "
                "can be scarce.",
            .source =
                "Regulation (EU) 2024/1252, annex II; USGS 2022 final list of critical minerals, "
                "87 FR 10381"};
        return k_info;
    }

    std::optional<Finding> judge(const Row& row, const Report& /*report*/) const override {
        const std::string list = scarce_elements(row.material);
        if (list.empty()) {
            return std::nullopt;
        }
        return Finding{
            .name = std::string(info().name),
            .strength = 0.5,
            .because = fmt::format("critical raw materials of the EU and the US: {}", list)};
    }
};

}  // namespace

const Flag& supply_risk();
const Flag& supply_risk() {
    static const SupplyRisk k_self;
    return k_self;
}

}  // namespace lode::query::flags
