// Chemical formulas: parsing and the canonical composition under which written variants meet.
// Canonical form follows mat2vec (Tshitoyan et al. 2019): elements in alphabetical order, amounts
// reduced to the smallest integers (to 1/1000), 1 left out: LiCoO2 -> CoLiO2, Pb(Zr0.52Ti0.48)O3 ->
// O75Pb25Ti12Zr13. Unlike mat2vec, the molecules O2, N2, H2, Cl2, F2 keep their index.
#pragma once

#include <cstdint>
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
// (subscript digits, middle dots). Nothing where it is no formula, has an unresolved variable (x:
// those with stated values are resolved by the caller), or any amount is not finite. An element
// whose amount is nought (Li0FePO4, an end member) is not in the composition.
//
// Choices: a non-stoichiometry delta (O3-δ, O8+d) counts as zero, because writers use it for an
// unknown small deviation of the same material; a charge (Li+, SO4 2-) and a valence (Fe(III)) add
// nothing; behind a colon stand dopants (Y2O3:Eu3+), and the host alone is the composition.
std::optional<Composition> parse_formula(std::string_view utf8);

// "CoLiO2".
std::string canonical(const Composition& composition);

// Would a careful reader take this token for a material's formula, without any context? At least
// two elements (or O2, N2, ...), not a Roman numeral, not all capitals without digits ("BN" needs
// context: the caller passes in_context; the best known are in lexicons/capital_formulas.txt), not
// in the list of look-alikes.
bool looks_like_formula(std::string_view utf8, bool in_context = false);

// The longest formula at the beginning of a text.
struct FormulaMatch {
    std::size_t length = 0;    // bytes, charge and dopants included
    std::size_t core = 0;      // bytes without charge and dopants
    bool resolved = true;      // no variable (x, y, n) and no "(Bi,Sb)": `composition` holds
    bool coefficient = false;  // begins with a number (3CaO·Al2O3, 2MgH2)
    bool vanishing = false;    // an amount of nought is written: its element is left out
    std::size_t parts = 1;     // parts joined by middle dots
    Composition composition;   // where not resolved: amounts count an unknown as one
};

// Ends where no letter or digit follows. Nothing where the text begins with no formula. O(length);
// looks at no more than 256 characters.
std::optional<FormulaMatch> match_formula(std::string_view utf8);

// looks_like_formula() for a text that has been matched; `written` is the matched text. Accepts
// unresolved formulas too.
bool plausible_formula(std::string_view written, const FormulaMatch& match,
                       bool in_context = false);

// "I" to "XX" (upper or lower case).
bool is_roman_numeral(std::string_view text);

}  // namespace lode::chem
