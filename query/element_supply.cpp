#include "query/element_supply.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/chem/element_facts.hpp"
#include "core/chem/elements.hpp"
#include "core/chem/formula.hpp"
#include "query/plain_text.hpp"

namespace lode::query {
namespace {

std::string_view class_of(double index) {
    if (index < k_hhi_medium) {
        return "low";
    }
    return index > k_hhi_high ? "high" : "medium";
}

void add(MeanIndex& mean, double mass, const std::optional<double>& index) {
    mean.bounds.low += mass * index.value_or(0);
    mean.bounds.high += mass * index.value_or(k_hhi_most);
}

}  // namespace

std::string_view MeanIndex::level() const noexcept {
    return class_of(bounds.low) == class_of(bounds.high) ? class_of(bounds.low) : "not known";
}

std::optional<Supply> supply_of(std::string_view formula) {
    const auto composition = chem::parse_formula(formula);
    if (!composition || composition->amounts.empty()) {
        return std::nullopt;
    }
    double total = 0;
    for (const auto& [element, amount] : composition->amounts) {
        const auto facts = chem::element_supply(element);
        if (!facts) {
            return std::nullopt;
        }
        total += amount * facts->weight;
    }
    Supply made;
    for (const auto& [element, amount] : composition->amounts) {
        const auto facts = *chem::element_supply(element);
        const std::string symbol(chem::symbol(element));
        const double mass = amount * facts.weight / total;
        add(made.production, mass, facts.hhi_production);
        add(made.reserve, mass, facts.hhi_reserve);
        if (!facts.hhi_production || !facts.hhi_reserve) {
            made.without_index.push_back(symbol);
        }
        if (facts.price) {
            made.cost += mass * *facts.price;
            made.first_year = made.first_year == 0 ? facts.price_year
                                                   : std::min(made.first_year, facts.price_year);
            made.last_year = std::max(made.last_year, facts.price_year);
        } else {
            made.without_price.push_back(symbol);
        }
        made.elements.push_back({.symbol = symbol,
                                 .mass = mass,
                                 .production = mass * facts.hhi_production.value_or(0),
                                 .cost = mass * facts.price.value_or(0)});
    }
    return made;
}

std::string index_words(const MeanIndex& mean) {
    const auto whole = [](double value) {
        return grouped(static_cast<std::uint64_t>(std::llround(value)));
    };
    const std::string low = whole(mean.bounds.low);
    const std::string high = whole(mean.bounds.high);
    return low == high ? low : low + " to " + high;
}

std::string years_words(const Supply& supply) {
    return supply.first_year == supply.last_year
               ? std::to_string(supply.first_year)
               : fmt::format("{} to {}", supply.first_year, supply.last_year);
}

}  // namespace lode::query
