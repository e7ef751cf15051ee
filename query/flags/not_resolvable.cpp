// The classifier's own errors leave the success rate open.
#include <fmt/format.h>

#include <algorithm>

#include "query/bias/findings.hpp"
#include "query/flag.hpp"

namespace lode::query::flags {
namespace {

class NotResolvable final : public Flag {
 public:
    const FlagInfo& info() const noexcept override {
        static constexpr FlagInfo k_info{
            .name = "not-resolvable",
            .version = 1,
            .title = "Not resolvable",
            .meaning =
                "Corrected for the classifier's errors, the success rate has a 90 % interval wider "
                "than 0.3, or the labels as read fit no mixture under these errors. Cannot tell "
                "whether the classifier errs here as it does on the labelled "
                "set.",
            .source =
                "Rogan & Gladen 1978, doi:10.1093/oxfordjournals.aje.a112510; Forman 2008, "
                "doi:10.1007/s10618-008-0097-y"};
        return k_info;
    }

    std::optional<Finding> judge(const Row& row, const Report& /*report*/) const override {
        return row.corrected ? bias::not_resolvable(*row.corrected) : std::nullopt;
    }
};

}  // namespace

const Flag& not_resolvable();
const Flag& not_resolvable() {
    static const NotResolvable k_self;
    return k_self;
}

}  // namespace lode::query::flags
