// Reports grow more positive over the years.
#include <fmt/format.h>

#include <algorithm>

#include "query/bias/findings.hpp"
#include "query/flag.hpp"

namespace lode::query::flags {
namespace {

class PositivityRising final : public Flag {
 public:
    const FlagInfo& info() const noexcept override {
        static constexpr FlagInfo k_info{
            .name = "positivity-rising",
            .version = 1,
            .title = "Positivity rising over time",
            .meaning =
                "The share of positive votes grows with the year beyond chance, adjusted for the "
                "list. Cannot separate reporting habit from real progress.",
            .source =
                "Fanelli 2012, doi:10.1007/s11192-011-0494-7; de Winter & Dodou 2015, "
                "doi:10.7717/peerj.733; Armitage 1955"};
        return k_info;
    }

    std::optional<Finding> judge(const Row& row, const Report& /*report*/) const override {
        return row.rising ? bias::rising(row.voting(), row.first_vote_year, row.last_vote_year,
                                         row.rising->plain, row.rising->adjusted)
                          : std::nullopt;
    }
};

}  // namespace

const Flag& positivity_rising();
const Flag& positivity_rising() {
    static const PositivityRising k_self;
    return k_self;
}

}  // namespace lode::query::flags
