// One group of authors stands behind the result.
#include <fmt/format.h>

#include <algorithm>

#include "query/bias/findings.hpp"
#include "query/flag.hpp"

namespace lode::query::flags {
namespace {

class SingleGroup final : public Flag {
 public:
    const FlagInfo& info() const noexcept override {
        static constexpr FlagInfo k_info{
            .name = "single-group",
            .version = 1,
            .title = "Single group",
            .meaning =
                "Five or more votes come from fewer than two effective groups of authors, or the "
                "lead over the baseline is gone without one group. Cannot see a shared laboratory "
                "without shared authors.",
            .source = "Simpson 1949, doi:10.1038/163688a0; jackknife over groups: docs/BIAS.md"};
        return k_info;
    }

    std::optional<Finding> judge(const Row& row, const Report& /*report*/) const override {
        return row.groups
                   ? bias::single_group(*row.groups, row.largest_group, row.decisive_group, "votes")
                   : std::nullopt;
    }
};

}  // namespace

const Flag& single_group();
const Flag& single_group() {
    static const SingleGroup k_self;
    return k_self;
}

}  // namespace lode::query::flags
