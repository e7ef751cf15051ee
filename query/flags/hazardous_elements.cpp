// Elements whose compounds authorities list as hazardous, or without a stable isotope.
#include <fmt/format.h>

#include <algorithm>

#include "query/flag.hpp"
#include "query/hazards.hpp"

namespace lode::query::flags {
namespace {

class HazardousElements final : public Flag {
 public:
    const FlagInfo& info() const noexcept override {
        static constexpr FlagInfo k_info{
            .name = "hazardous-elements",
            .version = 1,
            .title = "Hazardous elements",
            .meaning =
                "Holds an element whose compounds are on a list of health hazards, or a "
                "radioactive one. The material itself is not assessed; without the flag it is not "
                "assessed either, and may be hazardous.",
            .source =
                "IARC Monographs; directive 2011/65/EU (RoHS); Minamata convention; ICH Q3D(R2)"};
        return k_info;
    }

    std::optional<Finding> judge(const Row& row, const Report& /*report*/) const override {
        const std::string list = hazardous_elements(row.material);
        if (list.empty()) {
            return std::nullopt;
        }
        return Finding{
            .name = std::string(info().name),
            .strength = 1,
            .because = fmt::format("holds {}; the material itself is not assessed", list)};
    }
};

}  // namespace

const Flag& hazardous_elements();
const Flag& hazardous_elements() {
    static const HazardousElements k_self;
    return k_self;
}

}  // namespace lode::query::flags
