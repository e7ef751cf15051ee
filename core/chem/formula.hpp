// Chemical formulas: parsing and the canonical composition under which written variants meet.
// Canonical form follows mat2vec (Tshitoyan et al. 2019): elements in alphabetical order, amounts
// reduced to the smallest integers (to 1/1000), 1 left out: LiCoO2 -> CoLiO2, Pb(Zr0.52Ti0.48)O3 ->
// O75Pb25Ti12Zr13. Unlike mat2vec, the molecules O2, N2, H2, Cl2, F2 keep their index.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lode::chem {

struct Composition {
    // (atomic number, amount > 0), ascending by symbol; not reduced.
    std::vector<std::pair<std::uint8_t, double>> amounts;
    std::size_t elements() const noexcept { return amounts.size(); }
};

// Parses a written formula with groups, fractions, hydrates, adducts and dopants. ASCII and Unicode
// (subscript digits, middle dots). Nothing where it is no formula, has an unresolved variable (x,
// delta: those with stated values are resolved by the caller), or any amount is not finite and
// positive.
std::optional<Composition> parse_formula(std::string_view utf8);

// "CoLiO2".
std::string canonical(const Composition& composition);

// Would a careful reader take this token for a material's formula, without any context? At least
// two elements (or O2, N2, ...), not a Roman numeral, not all capitals without digits ("BN" needs
// context: the caller passes in_context), not in the list of look-alikes.
bool looks_like_formula(std::string_view utf8, bool in_context = false);

}  // namespace lode::chem
