// What lists of authorities say of elements: hazard to health, radioactivity, supply. Facts about
// elements, not about materials: the form an element is in decides, and is not looked at here.
// The tables are corpora/lexicons/element_facts.tsv and element_supply.tsv as compiled in; where
// their figures come from stands in their first lines. Thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace lode::chem {

// Why compounds of the element count as hazardous to health, with the list that says so; nothing
// where the lists below say nothing, which is not "safe". IARC Monographs (groups 1 and 2A, and the
// volumes named), EU directive 2011/65 (RoHS), the Minamata convention, ICH Q3D(R2).
std::optional<std::string_view> health_hazard(std::uint8_t atomic_number);

// No stable isotope, and none whose half-life exceeds the age of the universe a billionfold
// (bismuth is not counted): technetium, promethium, and polonium onwards.
bool radioactive(std::uint8_t atomic_number);

// On the list of critical raw materials of the EU (regulation 2024/1252, annex II) or of the United
// States (USGS 2022, 87 FR 10381). Lists of minerals count for the element they are mined for
// (fluorspar: F, baryte: Ba, phosphate rock: P); graphite and coking coal do not count for carbon.
bool critical_in_eu(std::uint8_t atomic_number);
bool critical_in_us(std::uint8_t atomic_number);

// How concentrated supply is and what the element cost; nothing where the table has no figure.
struct ElementSupply {
    double weight = 0;  // standard atomic weight, g/mol
    // Herfindahl-Hirschman index over the countries that produce it and those that hold reserves:
    // the sum of squared shares in percent, 0 to 10,000 (Gaultois et al. 2013).
    std::optional<double> hhi_production, hhi_reserve;
    std::optional<double> price;  // US dollars a kilogram of the element
    std::uint16_t price_year = 0;
};
// Nothing for elements beyond uranium.
std::optional<ElementSupply> element_supply(std::uint8_t atomic_number);

}  // namespace lode::chem
