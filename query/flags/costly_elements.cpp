// Elements that cost much.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "query/element_supply.hpp"
#include "query/flag.hpp"
#include "query/plain_text.hpp"

namespace lode::query::flags {
namespace {

std::string dollars(double amount) {
    return grouped(static_cast<std::uint64_t>(std::llround(amount)));
}

class CostlyElements final : public Flag {
 public:
    const FlagInfo& info() const noexcept override {
        static constexpr FlagInfo k_info{
            .name = "costly-elements",
            .version = 1,
            .title = "Costly elements",
            .meaning =
                "The elements in a kilogram of it cost 1,000 US dollars or more, bought as "
                "elements. Prices are years old and of elements: cannot tell what the compounds it "
                "is made from or the making cost, nor how much of it is needed.",
            .source =
                "Prices collected by pymatgen (Wolfram Alpha, Wikipedia; 2013 to 2020), "
                "lexicons/element_supply.tsv"};
        return k_info;
    }

    std::optional<Finding> judge(const Row& row, const Report& /*report*/) const override {
        const auto supply = supply_of(row.material);
        if (!supply || supply->cost < k_costly) {
            return std::nullopt;
        }
        const auto& most = *std::max_element(
            supply->elements.begin(), supply->elements.end(),
            [](const MassShare& l, const MassShare& r) { return l.cost < r.cost; });
        // A decade of price above the limit is a third of the way.
        const double strength = std::clamp((1 + std::log10(supply->cost / k_costly)) / 3, 0.0, 1.0);
        return Finding{
            .name = std::string(info().name),
            .strength = strength,
            .because = fmt::format(
                "the elements in a kilogram of it cost {}{} US dollars at prices of {}, of which "
                "{} "
                "{}{}",
                supply->without_price.empty() ? "" : "at least ", dollars(supply->cost),
                years_words(*supply), most.symbol, dollars(most.cost),
                supply->without_price.empty()
                    ? std::string()
                    : fmt::format("; no price for {}", fmt::join(supply->without_price, ", ")))};
    }
};

}  // namespace

const Flag& costly_elements();
const Flag& costly_elements() {
    static const CostlyElements k_self;
    return k_self;
}

}  // namespace lode::query::flags
