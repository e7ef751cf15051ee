// Some of what was written on the material here is retracted.
#include <fmt/format.h>

#include <algorithm>

#include "query/flag.hpp"

namespace lode::query::flags {
namespace {

class RetractedEvidence final : public Flag {
 public:
    const FlagInfo& info() const noexcept override {
        static constexpr FlagInfo k_info{
            .name = "retracted-evidence",
            .version = 1,
            .title = "Retracted evidence",
            .meaning =
                "Retracted articles speak of the material and the concept; they count in no "
                "number. Cannot tell whether the articles that build on them still hold.",
            .source = "COPE retraction guidelines 2019, doi:10.24318/cope.2019.1.4"};
        return k_info;
    }

    std::optional<Finding> judge(const Row& row, const Report& /*report*/) const override {
        if (row.retracted == 0) {
            return std::nullopt;
        }
        const auto retracted = static_cast<double>(row.retracted);
        return Finding{
            .name = std::string(info().name),
            .strength = retracted / (retracted + static_cast<double>(row.articles_with_concept)),
            .because = fmt::format("{} retracted article{} with the concept mention{} it; left out "
                                   "of every number, {} remain{}",
                                   row.retracted, row.retracted == 1 ? "" : "s",
                                   row.retracted == 1 ? "s" : "", row.articles_with_concept,
                                   row.articles_with_concept == 1 ? "s" : "")};
    }
};

}  // namespace

const Flag& retracted_evidence();
const Flag& retracted_evidence() {
    static const RetractedEvidence k_self;
    return k_self;
}

}  // namespace lode::query::flags
