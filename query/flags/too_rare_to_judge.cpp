// Too few mentions for a word vector to mean much.
#include <fmt/format.h>

#include <algorithm>

#include "query/flag.hpp"

namespace lode::query::flags {
namespace {

class TooRareToJudge final : public Flag {
 public:
    const FlagInfo& info() const noexcept override {
        static constexpr FlagInfo k_info{
            .name = "too-rare-to-judge",
            .version = 1,
            .title = "Too rare to judge",
            .meaning =
                "Fewer than 10 mentions in the training text: the place in the list changes from "
                "one training to the next. Cannot tell whether the vector of a rare word is right: "
                "it can be a good find.",
            .source = "Antoniak & Mimno 2018, doi:10.1162/tacl_a_00008"};
        return k_info;
    }

    std::optional<Finding> judge(const Row& row, const Report& /*report*/) const override {
        constexpr std::uint64_t k_least_mentions = 10;
        if (row.mentions >= k_least_mentions) {
            return std::nullopt;
        }
        return Finding{.name = std::string(info().name),
                       .strength = 1 - static_cast<double>(row.mentions) /
                                           static_cast<double>(k_least_mentions),
                       .because = fmt::format("{} mention{} in all (fewer than {})", row.mentions,
                                              row.mentions == 1 ? "" : "s", k_least_mentions)};
    }
};

}  // namespace

const Flag& too_rare_to_judge();
const Flag& too_rare_to_judge() {
    static const TooRareToJudge k_self;
    return k_self;
}

}  // namespace lode::query::flags
