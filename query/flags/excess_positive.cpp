// More positive reports than the application usually has, beyond chance.
#include <fmt/format.h>

#include <algorithm>

#include "query/bias/findings.hpp"
#include "query/flag.hpp"

namespace lode::query::flags {
namespace {

class ExcessPositive final : public Flag {
 public:
    const FlagInfo& info() const noexcept override {
        static constexpr FlagInfo k_info{
            .name = "excess-positive",
            .version = 1,
            .title = "More positive than usual",
            .meaning =
                "The reported success rate is above the application's baseline beyond chance, "
                "adjusted for the list. Cannot tell a better material from one whose failures are "
                "not reported.",
            .source =
                "Casella 1985, doi:10.2307/2682801; Benjamini & Hochberg 1995, "
                "doi:10.1111/j.2517-6161.1995.tb02031.x"};
        return k_info;
    }

    std::optional<Finding> judge(const Row& row, const Report& /*report*/) const override {
        return row.excess ? bias::excess_positive(row.positive, row.voting(), row.success_baseline,
                                                  row.excess->plain, row.excess->adjusted)
                          : std::nullopt;
    }
};

}  // namespace

const Flag& excess_positive();
const Flag& excess_positive() {
    static const ExcessPositive k_self;
    return k_self;
}

}  // namespace lode::query::flags
