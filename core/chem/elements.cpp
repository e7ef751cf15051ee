#include "core/chem/elements.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace lode::chem {
namespace {

constexpr std::size_t k_elements = 118;

constexpr std::array<std::string_view, k_elements + 1> k_symbols = {
    "",   "H",  "He", "Li", "Be", "B",  "C",  "N",  "O",  "F",  "Ne", "Na", "Mg", "Al", "Si",
    "P",  "S",  "Cl", "Ar", "K",  "Ca", "Sc", "Ti", "V",  "Cr", "Mn", "Fe", "Co", "Ni", "Cu",
    "Zn", "Ga", "Ge", "As", "Se", "Br", "Kr", "Rb", "Sr", "Y",  "Zr", "Nb", "Mo", "Tc", "Ru",
    "Rh", "Pd", "Ag", "Cd", "In", "Sn", "Sb", "Te", "I",  "Xe", "Cs", "Ba", "La", "Ce", "Pr",
    "Nd", "Pm", "Sm", "Eu", "Gd", "Tb", "Dy", "Ho", "Er", "Tm", "Yb", "Lu", "Hf", "Ta", "W",
    "Re", "Os", "Ir", "Pt", "Au", "Hg", "Tl", "Pb", "Bi", "Po", "At", "Rn", "Fr", "Ra", "Ac",
    "Th", "Pa", "U",  "Np", "Pu", "Am", "Cm", "Bk", "Cf", "Es", "Fm", "Md", "No", "Lr", "Rf",
    "Db", "Sg", "Bh", "Hs", "Mt", "Ds", "Rg", "Cn", "Nh", "Fl", "Mc", "Lv", "Ts", "Og"};

constexpr std::array<std::string_view, k_elements + 1> k_names = {
    "",           "hydrogen",     "helium",        "lithium",     "beryllium",   "boron",
    "carbon",     "nitrogen",     "oxygen",        "fluorine",    "neon",        "sodium",
    "magnesium",  "aluminium",    "silicon",       "phosphorus",  "sulfur",      "chlorine",
    "argon",      "potassium",    "calcium",       "scandium",    "titanium",    "vanadium",
    "chromium",   "manganese",    "iron",          "cobalt",      "nickel",      "copper",
    "zinc",       "gallium",      "germanium",     "arsenic",     "selenium",    "bromine",
    "krypton",    "rubidium",     "strontium",     "yttrium",     "zirconium",   "niobium",
    "molybdenum", "technetium",   "ruthenium",     "rhodium",     "palladium",   "silver",
    "cadmium",    "indium",       "tin",           "antimony",    "tellurium",   "iodine",
    "xenon",      "caesium",      "barium",        "lanthanum",   "cerium",      "praseodymium",
    "neodymium",  "promethium",   "samarium",      "europium",    "gadolinium",  "terbium",
    "dysprosium", "holmium",      "erbium",        "thulium",     "ytterbium",   "lutetium",
    "hafnium",    "tantalum",     "tungsten",      "rhenium",     "osmium",      "iridium",
    "platinum",   "gold",         "mercury",       "thallium",    "lead",        "bismuth",
    "polonium",   "astatine",     "radon",         "francium",    "radium",      "actinium",
    "thorium",    "protactinium", "uranium",       "neptunium",   "plutonium",   "americium",
    "curium",     "berkelium",    "californium",   "einsteinium", "fermium",     "mendelevium",
    "nobelium",   "lawrencium",   "rutherfordium", "dubnium",     "seaborgium",  "bohrium",
    "hassium",    "meitnerium",   "darmstadtium",  "roentgenium", "copernicium", "nihonium",
    "flerovium",  "moscovium",    "livermorium",   "tennessine",  "oganesson"};

struct Spelling {
    std::string_view name;
    std::uint8_t number;
};
constexpr std::array<Spelling, 4> k_other_spellings = {
    {{"aluminum", 13}, {"sulphur", 16}, {"cesium", 55}, {"wolfram", 74}}};

// Two letters as a table index: a capital and a lower-case letter or none.
constexpr std::size_t k_table_size = 26 * 27;
constexpr std::size_t table_index(char capital, char lower) {
    const auto row = static_cast<std::size_t>(capital - 'A');
    return row * 27 + (lower == 0 ? 0 : static_cast<std::size_t>(lower - 'a') + 1);
}

constexpr std::array<std::uint8_t, k_table_size> make_table() {
    std::array<std::uint8_t, k_table_size> table{};
    for (std::size_t z = 1; z <= k_elements; ++z) {
        const std::string_view text = k_symbols[z];
        table[table_index(text[0], text.size() > 1 ? text[1] : '\0')] =
            static_cast<std::uint8_t>(z);
    }
    return table;
}
constexpr auto k_table = make_table();

constexpr bool is_capital(char c) {
    return c >= 'A' && c <= 'Z';
}
constexpr bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}

using NameIndex = std::array<Spelling, k_elements + k_other_spellings.size()>;

NameIndex make_name_index() {
    NameIndex index{};
    for (std::size_t z = 1; z <= k_elements; ++z) {
        index[z - 1] = {k_names[z], static_cast<std::uint8_t>(z)};
    }
    std::copy(k_other_spellings.begin(), k_other_spellings.end(), index.begin() + k_elements);
    std::sort(index.begin(), index.end(),
              [](const Spelling& a, const Spelling& b) { return a.name < b.name; });
    return index;
}

}  // namespace

std::optional<std::uint8_t> atomic_number(std::string_view symbol) {
    if (symbol.empty() || symbol.size() > 2 || !is_capital(symbol[0]) ||
        (symbol.size() == 2 && !is_lower(symbol[1]))) {
        return std::nullopt;
    }
    const std::uint8_t z = k_table[table_index(symbol[0], symbol.size() == 2 ? symbol[1] : '\0')];
    return z == 0 ? std::nullopt : std::optional<std::uint8_t>(z);
}

std::string_view symbol(std::uint8_t atomic_number) {
    return atomic_number <= k_elements ? k_symbols[atomic_number] : std::string_view();
}

std::vector<std::string_view> element_names() {
    std::vector<std::string_view> names;
    for (const Spelling& entry : make_name_index()) {
        names.push_back(entry.name);
    }
    return names;
}

std::optional<std::uint8_t> element_by_name(std::string_view lower_case_name) {
    static const NameIndex index = make_name_index();
    const auto found = std::lower_bound(
        index.begin(), index.end(), lower_case_name,
        [](const Spelling& entry, std::string_view name) { return entry.name < name; });
    if (found == index.end() || found->name != lower_case_name) {
        return std::nullopt;
    }
    return found->number;
}

}  // namespace lode::chem
