// Scarcity and cost of a material from the elements it holds (core/chem/element_facts.hpp): means
// over its composition by mass. Definitions and limits: docs/BIAS.md, "concentrated-supply",
// "costly-elements".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "query/interval.hpp"

namespace lode::query {

// Classes of the US Department of Justice and the Federal Trade Commission, which Gaultois et al.
// 2013 use: below 1,500 low, to 2,500 medium, above high.
inline constexpr double k_hhi_medium = 1500;
inline constexpr double k_hhi_high = 2500;
inline constexpr double k_hhi_most = 10000;
// From here on `costly-elements` is raised: a choice of ours, near the price of silver in 2013.
inline constexpr double k_costly = 1000;

// The mean of the Herfindahl-Hirschman index by mass. Elements without a figure leave it open: it
// lies between `bounds`, which count them with 0 and with 10,000, and are equal where all have one.
struct MeanIndex {
    Interval bounds;
    // "low", "medium", "high"; "not known" where the bounds lie in two classes.
    std::string_view level() const noexcept;
};

struct MassShare {
    std::string symbol;
    double mass = 0;        // share of the mass, 0 to 1
    double production = 0;  // its part in the mean index of production
    double cost = 0;        // its part in the cost, $/kg
};

struct Supply {
    MeanIndex production, reserve;
    // US dollars for the elements in a kilogram of the material, bought as elements; those without
    // a price count nothing.
    double cost = 0;
    std::uint16_t first_year = 0, last_year = 0;  // of the prices; 0: none
    std::vector<MassShare> elements;              // by symbol
    std::vector<std::string> without_index, without_price;
};

// Nothing where the composition cannot be read or an element has no atomic weight in the table.
std::optional<Supply> supply_of(std::string_view formula);

// "2,956" or "2,900 to 3,100".
std::string index_words(const MeanIndex& mean);
// "2013", "2013 to 2020".
std::string years_words(const Supply& supply);

}  // namespace lode::query
