// Is a string that parses as a formula meant as one?
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "core/base/lexicon.hpp"
#include "core/base/string_map.hpp"
#include "core/chem/elements.hpp"
#include "core/chem/formula.hpp"
#include "core/chem/formula_symbols.hpp"

namespace lode::chem {
namespace {

StringSet read_set(std::string_view file) {
    StringSet set;
    for (auto& row : read_lexicon(LexiconSource{}, file, 1)) {
        set.insert(std::move(row[0]));
    }
    return set;
}

const StringSet& lookalikes() {
    static const StringSet set = read_set("lookalikes.txt");
    return set;
}

const StringSet& capital_formulas() {
    static const StringSet set = read_set("capital_formulas.txt");
    return set;
}

// Elements that no paper puts into a material's formula: only look-alikes hold them.
bool is_never_meant(std::uint8_t z) {
    return z == 2 || z == 10 || z == 18 || z == 61 || (z >= 84 && z <= 87) || z >= 99;
}

bool is_nonmetal(char symbol) {
    return std::string_view("HBCNOFPSI").find(symbol) != std::string_view::npos;
}

struct Shape {
    std::size_t capitals = 0;
    std::size_t lower = 0;
    std::size_t numbers = 0;  // runs of digits
    bool decimals = false;
    bool brackets = false;
    bool unicode = false;  // subscript digits and the like: the writer means a formula
    bool leading_zero = false;
    bool index_one = false;     // an index 1 written out
    std::uint32_t largest = 0;  // largest whole number
    bool ends_in_number = false;
};

Shape shape_of(std::string_view text) {
    Shape shape;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        shape.ends_in_number = false;
        if (is_upper(c)) {
            ++shape.capitals;
        } else if (is_lower(c)) {
            ++shape.lower;
        } else if (is_digit(c)) {
            const std::size_t begin = i;
            std::uint32_t value = 0;
            while (i < text.size() && is_digit(static_cast<unsigned char>(text[i]))) {
                value = std::min<std::uint32_t>(
                    1000000, value * 10 + static_cast<std::uint32_t>(text[i] - '0'));
                ++i;
            }
            const bool decimal_before = begin > 0 && text[begin - 1] == '.';
            const bool decimal_after = i < text.size() && text[i] == '.';
            shape.leading_zero =
                shape.leading_zero || (!decimal_before && !decimal_after && text[begin] == '0');
            shape.index_one =
                shape.index_one || (!decimal_before && !decimal_after && begin > 0 && value == 1);
            if (!decimal_before) {
                shape.largest = std::max(shape.largest, value);
                ++shape.numbers;
            }
            shape.ends_in_number = true;
            --i;
        } else if (c == '.') {
            shape.decimals = true;
        } else if (c == '(' || c == '[') {
            shape.brackets = true;
        } else if (c >= 0x80) {
            shape.unicode = true;
        }
    }
    return shape;
}

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> list) {
    return std::find(list.begin(), list.end(), text) != list.end();
}

// All capitals, with digits: cell lines, catalogue numbers and labels look like this too.
bool plausible_capitals_with_digits(std::string_view text, const Shape& shape) {
    if (shape.brackets || shape.decimals || shape.unicode) {
        return shape.largest < 1000;
    }
    if (shape.leading_zero || shape.largest >= 200) {
        return false;
    }
    if (shape.index_one && text.size() <= 5) {
        return false;  // S1P, H1N1
    }
    if (shape.numbers == 1 && shape.ends_in_number) {
        // Letters, then one number: CO2, KNO3, WS2 against BV20, OPV5, PC3, SP3.
        const std::size_t digits_at = text.find_first_of("0123456789");
        const std::string_view letters = text.substr(0, digits_at);
        if (letters.size() >= 2 && !is_nonmetal(letters.back())) {
            return false;
        }
        const bool hydrocarbon = letters == "CH" || letters == "CF";
        if (shape.largest > 12 && !hydrocarbon) {
            return false;
        }
        const bool no_metal =
            std::all_of(letters.begin(), letters.end(), [](char c) { return is_nonmetal(c); });
        const bool common_anion = letters.find_first_of("OFH") != std::string_view::npos;
        if (no_metal && !common_anion) {
            return is_one_of(text, {"CS2", "PI3", "BI3", "NI3", "PS4", "CI4"});
        }
        return true;
    }
    return true;
}

// One two-letter symbol and then only single capitals, no digit: NaOH, TiCN against CsOS, DyBCO.
bool plausible_capital_tail(std::string_view tail) {
    return is_one_of(tail,
                     {"OH",  "CN", "ON",  "OF",  "OC",  "CO",  "SCN", "NCS", "CNO",  "OCN", "BCN",
                      "BN",  "NO", "NH",  "OI",  "CNS", "HS",  "SH",  "OB",  "BO",   "CB",  "BC",
                      "NC",  "HF", "HCO", "SF",  "SI",  "CON", "BNO", "COH", "OOH",  "BON", "BOC",
                      "NOF", "FO", "SO",  "FNO", "CBN", "FC",  "PON", "SON", "SION", "PS",  "PSI"});
}

bool plausible_without_digits(std::string_view text, const Shape& shape,
                              const Composition& composition) {
    if (shape.brackets || shape.unicode) {
        return true;
    }
    const bool ends_in_s = text.back() == 's';
    const bool arsenide = text.ends_with("As") && text.size() <= 3;  // BAs, but NPAs
    if (ends_in_s && shape.lower == 1 && text.size() > 2 && !arsenide) {
        return false;  // plurals of abbreviations: NCs, VOCs
    }
    if (shape.lower == 1 && shape.capitals >= 3 && text.size() >= 4 &&
        is_lower(static_cast<unsigned char>(text[1]))) {
        const std::string_view tail = text.substr(2);
        if (!plausible_capital_tail(tail)) {
            return false;
        }
        // Caesium in front of such a tail is a plural s or a typing slip, but for its hydroxide.
        return !text.starts_with("Cs") || tail == "OH" || tail == "CN";
    }
    return composition.elements() >= 2;
}

// The order of nonmetals in a written formula (IUPAC Red Book 2005, table VI): rank from 1; 0 for
// metals and metalloids.
unsigned nonmetal_rank(std::string_view symbol) {
    static constexpr std::array<std::string_view, 11> k_order = {"C", "P",  "N",  "H", "Se", "S",
                                                                 "I", "Br", "Cl", "O", "F"};
    const auto found = std::find(k_order.begin(), k_order.end(), symbol);
    return found == k_order.end() ? 0 : static_cast<unsigned>(found - k_order.begin()) + 1;
}

// The symbols in the order written; plain formulas only (no brackets).
std::vector<std::string_view> symbols_of(std::string_view text) {
    std::vector<std::string_view> symbols;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!is_upper(static_cast<unsigned char>(text[i]))) {
            continue;
        }
        const std::size_t length =
            i + 1 < text.size() && is_lower(static_cast<unsigned char>(text[i + 1])) ? 2 : 1;
        // "NSn": the scanner may have read S and n apart; what is no symbol counts by its letter.
        symbols.push_back(text.substr(i, length));
    }
    return symbols;
}

// A plural s, or the last letter of an abbreviation, that makes an element of a capital: what these
// really combine with one to one.
bool plausible_pair(std::string_view first, std::string_view second) {
    if (second.size() != 1) {
        return true;
    }
    const char partner = second[0];
    if (first == "Cs") {
        return partner == 'F' || partner == 'I' || partner == 'H';
    }
    if (first == "As") {
        return partner == 'P' || partner == 'S';
    }
    if (first == "Os") {
        return partner == 'B' || partner == 'C';
    }
    return true;
}

// Abbreviations that happen to be spelt with symbols: nonmetals in an order no chemist writes
// (I2P3, CISe), a nonmetal in front of metals that are a letter each or a plural s (NSiW, BCsF,
// COsV), carbon and a lanthanide one to one (CSm). The alphabetical spelling of published
// tables (OZn, O2Ti, CNTi) is a formula.
bool plausible_order(std::string_view text, const Shape& shape, const Composition& composition) {
    if (shape.brackets || shape.unicode || shape.decimals) {
        return true;
    }
    const bool digits = shape.numbers > 0;
    if (digits && composition.elements() != 2) {
        return true;
    }
    const auto symbols = symbols_of(text);
    if (symbols.size() < 2) {
        return true;
    }
    if (!digits && symbols.size() == 2 && !plausible_pair(symbols[0], symbols[1])) {
        return false;
    }
    const std::string_view first = symbols.front();
    const auto metal = [](std::string_view symbol) { return nonmetal_rank(symbol) == 0; };
    if (!digits && symbols.size() >= 3 && (!metal(first) || first == "B")) {
        bool any = false;
        bool doubtful = true;
        for (const auto symbol : symbols) {
            if (symbol == "B" || symbol == "Si" || !metal(symbol)) {
                continue;
            }
            any = true;
            doubtful = doubtful && (symbol.size() == 1 || symbol == "Cs" || symbol == "Os");
        }
        if (any) {
            return !doubtful;
        }
    }
    if (!digits && symbols.size() == 2 && first == "C") {
        const auto z = atomic_number(symbols[1]);
        return !z || *z < 57 || *z > 71;
    }
    if (first == "H" || first == "Se" || std::any_of(symbols.begin(), symbols.end(), metal)) {
        return true;
    }
    if (digits && symbols.size() == 2) {
        if (first == "C" && symbols[1] == "P") {
            return false;  // no such compound is a material
        }
        return nonmetal_rank(symbols[1]) > nonmetal_rank(first) ||
               (first == "S" && symbols[1] == "N");
    }
    return digits || std::is_sorted(symbols.begin(), symbols.end(), [](auto a, auto b) {
               return nonmetal_rank(a) < nonmetal_rank(b);
           });
}

}  // namespace

bool is_roman_numeral(std::string_view text) {
    if (text.empty() || text.size() > 5) {
        return false;
    }
    const bool lower = text[0] >= 'a';
    const std::string_view ones = lower ? "iiiviiiix" : "IIIVIIIIX";
    static constexpr std::array<std::string_view, 20> k_upper = {
        "I",  "II",  "III",  "IV",  "V",  "VI",  "VII",  "VIII",  "IX",  "X",
        "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII", "XVIII", "XIX", "XX"};
    static constexpr std::array<std::string_view, 20> k_lower = {
        "i",  "ii",  "iii",  "iv",  "v",  "vi",  "vii",  "viii",  "ix",  "x",
        "xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii", "xviii", "xix", "xx"};
    if (ones.find(text[0]) == std::string_view::npos) {
        return false;
    }
    const auto& list = lower ? k_lower : k_upper;
    return std::find(list.begin(), list.end(), text) != list.end();
}

bool plausible_formula(std::string_view written, const FormulaMatch& match, bool in_context) {
    const Composition& composition = match.composition;
    if (composition.elements() < 2) {
        return match.resolved && match.length == match.core &&
               is_one_of(written, {"O2", "N2", "H2", "F2", "Cl2", "Br2", "O3", "C60", "C70", "O₂",
                                   "N₂", "H₂", "F₂", "Cl₂", "Br₂", "O₃", "C₆₀", "C₇₀"});
    }
    if (match.vanishing) {
        return false;  // Cu0, V0, OPV0: a valence, a label; end members are rarely written so
    }
    if (match.coefficient && match.parts == 1) {
        return false;  // 2MgH2: a number and a formula; 13CN: a label
    }
    const std::string_view core = written.substr(0, match.core);
    if (is_roman_numeral(core) || lookalikes().contains(core) || lookalikes().contains(written)) {
        return false;
    }
    const Shape shape = shape_of(core);
    const bool exotic =
        std::any_of(composition.amounts.begin(), composition.amounts.end(),
                    [](const auto& amount) { return is_never_meant(amount.first); });
    if (exotic) {
        return false;
    }
    const bool charged = match.core != match.length;
    if (!charged && match.resolved && !plausible_order(core, shape, composition)) {
        return false;
    }
    if (shape.numbers == 0 && !shape.unicode) {
        if (shape.lower == 0) {
            const bool ion = charged && is_one_of(core, {"OH", "CN", "SCN", "NCS", "OCN", "NO"});
            return in_context || ion || capital_formulas().contains(core);
        }
        return plausible_without_digits(core, shape, composition);
    }
    if (shape.lower == 0) {
        return plausible_capitals_with_digits(core, shape);
    }
    if (shape.leading_zero && !shape.decimals) {
        return false;
    }
    return true;
}

bool looks_like_formula(std::string_view utf8, bool in_context) {
    const auto match = match_formula(utf8);
    return match && match->resolved && match->length == utf8.size() &&
           plausible_formula(utf8, *match, in_context);
}

}  // namespace lode::chem
