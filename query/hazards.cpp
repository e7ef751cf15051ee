#include "query/hazards.hpp"

#include <fmt/format.h>

#include "core/chem/element_facts.hpp"
#include "core/chem/elements.hpp"
#include "core/chem/formula.hpp"

namespace lode::query {
namespace {

void add(std::string& list, std::uint8_t element, std::string_view why) {
    list += fmt::format("{}{} ({})", list.empty() ? "" : ", ", chem::symbol(element), why);
}

}  // namespace

std::string hazardous_elements(std::string_view formula) {
    std::string list;
    if (const auto composition = chem::parse_formula(formula)) {
        for (const auto& [element, amount] : composition->amounts) {
            if (chem::radioactive(element)) {
                add(list, element, "radioactive: no stable isotope");
            } else if (const auto why = chem::health_hazard(element)) {
                add(list, element, *why);
            }
        }
    }
    return list;
}

std::string scarce_elements(std::string_view formula) {
    std::string list;
    if (const auto composition = chem::parse_formula(formula)) {
        for (const auto& [element, amount] : composition->amounts) {
            if (chem::critical_in_eu(element) && chem::critical_in_us(element)) {
                list += (list.empty() ? "" : ", ") + std::string(chem::symbol(element));
            }
        }
    }
    return list;
}

std::string hazard_words(std::string_view formula) {
    const std::string list = hazardous_elements(formula);
    return list.empty() ? "not assessed" : "not assessed as a whole; hazardous elements: " + list;
}

}  // namespace lode::query
