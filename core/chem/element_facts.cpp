#include "core/chem/element_facts.hpp"

#include <algorithm>
#include <array>

#include "core/chem/elements.hpp"

namespace lode::chem {
namespace {

struct Hazard {
    std::string_view symbol;
    std::string_view because;
};

constexpr std::array<Hazard, 11> k_hazards{{
    {"As", "arsenic compounds, IARC group 1"},
    {"Be", "beryllium compounds, IARC group 1"},
    {"Cd", "cadmium compounds, IARC group 1; RoHS"},
    {"Co", "cobalt metal and soluble cobalt(II) salts, IARC group 2A (volume 131)"},
    {"Cr", "chromium(VI) compounds, IARC group 1; RoHS; the oxidation state is not looked at"},
    {"Hg", "mercury, Minamata convention; RoHS"},
    {"Ni", "nickel compounds, IARC group 1"},
    {"Pb", "inorganic lead compounds, IARC group 2A; RoHS"},
    {"Sb", "trivalent antimony, IARC group 2A (volume 131); the oxidation state is not looked at"},
    {"Tl", "thallium, ICH Q3D class 2B"},
    {"V", "vanadium, ICH Q3D class 2A"},
}};

constexpr std::array<std::string_view, 47> k_eu{
    "Sb", "As", "Al", "Ba", "Be", "Bi", "B",  "Co", "Cu", "F",  "Ga", "Ge", "Hf", "He", "Li", "Mg",
    "Mn", "Ni", "Nb", "P",  "Sc", "Si", "Sr", "Ta", "Ti", "W",  "V",  "Ru", "Rh", "Pd", "Ir", "Pt",
    "Y",  "La", "Ce", "Pr", "Nd", "Sm", "Eu", "Gd", "Tb", "Dy", "Ho", "Er", "Tm", "Yb", "Lu"};

constexpr std::array<std::string_view, 49> k_us{
    "Al", "Sb", "As", "Ba", "Be", "Bi", "Ce", "Cs", "Cr", "Co", "Dy", "Er", "Eu",
    "F",  "Gd", "Ga", "Ge", "Hf", "Ho", "In", "Ir", "La", "Li", "Lu", "Mg", "Mn",
    "Nd", "Ni", "Nb", "Pd", "Pt", "Pr", "Rh", "Rb", "Ru", "Sm", "Sc", "Ta", "Te",
    "Tb", "Tm", "Sn", "Ti", "W",  "V",  "Yb", "Y",  "Zn", "Zr"};

template <class List>
bool holds(const List& list, std::uint8_t atomic_number) {
    return std::find(list.begin(), list.end(), symbol(atomic_number)) != list.end();
}

}  // namespace

std::optional<std::string_view> health_hazard(std::uint8_t atomic_number) {
    const auto* const found =
        std::find_if(k_hazards.begin(), k_hazards.end(),
                     [&](const Hazard& hazard) { return hazard.symbol == symbol(atomic_number); });
    return found == k_hazards.end() ? std::nullopt : std::optional(found->because);
}

bool radioactive(std::uint8_t atomic_number) {
    return atomic_number == 43 || atomic_number == 61 || atomic_number >= 84;
}

bool critical_in_eu(std::uint8_t atomic_number) {
    return holds(k_eu, atomic_number);
}

bool critical_in_us(std::uint8_t atomic_number) {
    return holds(k_us, atomic_number);
}

}  // namespace lode::chem
