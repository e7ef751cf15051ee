#include "ingest/mine/compound_names.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <numeric>

#include "core/base/error.hpp"
#include "core/chem/formula.hpp"
#include "ingest/mine/phrase_table.hpp"

namespace lode::ingest {
namespace {

constexpr std::size_t k_most_cations = 6;
constexpr std::size_t k_most_anions = 4;

// Greek numbers in front of an anion, "-1" standing for sesqui (two cations to three anions). The
// forms before an o drop their vowel: monoxide, tetroxide, pentoxide.
struct Numeral {
    std::string_view prefix;
    std::string_view before_o;
    int count;
};
constexpr std::array<Numeral, 9> k_numerals{{{"mono", "mon", 1},
                                             {"di", "di", 2},
                                             {"tri", "tri", 3},
                                             {"tetra", "tetr", 4},
                                             {"penta", "pent", 5},
                                             {"hexa", "hex", 6},
                                             {"dodeca", "dodec", 12},
                                             {"octa", "oct", 8},
                                             {"sesqui", "sesqui", -1}}};

// They make another anion, whose composition the name does not tell. Also written with a hyphen.
constexpr std::array<std::string_view, 15> k_modifiers{
    "oxy",    "oxo",     "hydroxy", "ortho",   "meta",    "pyro",  "thio", "fluoro",
    "chloro", "alumino", "boro",    "phospho", "germano", "carbo", "hydro"};

constexpr std::array<std::pair<std::string_view, int>, 11> k_hydrates{{{"hydrate", 0},
                                                                       {"monohydrate", 1},
                                                                       {"dihydrate", 2},
                                                                       {"trihydrate", 3},
                                                                       {"tetrahydrate", 4},
                                                                       {"pentahydrate", 5},
                                                                       {"hexahydrate", 6},
                                                                       {"heptahydrate", 7},
                                                                       {"octahydrate", 8},
                                                                       {"nonahydrate", 9},
                                                                       {"decahydrate", 10}}};

constexpr std::array<std::string_view, 8> k_roman{"", "i", "ii", "iii", "iv", "v", "vi", "vii"};

std::string canonical_of(const std::string& formula) {
    const auto composition = chem::parse_formula(formula);
    return composition ? chem::canonical(*composition) : std::string();
}

// One part of a formula: "Al" 2 -> "Al2", "SO4" 3 -> "(SO4)3".
std::string part(const std::string& group, int count) {
    if (count == 1) {
        return group;
    }
    const auto capitals =
        std::count_if(group.begin(), group.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    const bool simple = capitals == 1 && !(group.back() >= '0' && group.back() <= '9');
    return (simple ? group : "(" + group + ")") + std::to_string(count);
}

std::string neutral(const std::string& cation, int plus, const std::string& anion, int minus) {
    const int shared = std::gcd(plus, minus);
    return part(cation, minus / shared) + part(anion, plus / shared);
}

bool one_of(std::string_view text, std::initializer_list<std::string_view> list) {
    return std::find(list.begin(), list.end(), text) != list.end();
}

bool one_element(std::string_view formula) {
    return formula.size() == 1 || (formula.size() == 2 && formula[1] >= 'a' && formula[1] <= 'z');
}

bool is_dash(const Words& words, std::size_t i) {
    return words.is(i, "-") || words.is(i, "–") || words.is(i, "‐") || words.is(i, "‑");
}

// An organic or molecular name ends before the oxide: "ethylene oxide", "nitric oxide".
bool molecular(const Words& words, std::size_t i) {
    const std::string_view before = words.at(i - 1);
    return before.ends_with("ylene") || before.ends_with("phosphine") ||
           before.ends_with("methyl") || before.ends_with("ethyl") || before.ends_with("butyl") ||
           one_of(before, {"nitric", "nitrous", "styrene", "amine", "n", "carbon"});
}

}  // namespace

struct CompoundNames::Part {
    const Cation* cation = nullptr;
    int stated = 0;  // charge by a Roman numeral
};

CompoundNames::CompoundNames(const LexiconSource& lexicons) {
    for (const auto& row : read_lexicon(lexicons, "cations.tsv", 3)) {
        Cation cation{row[1] == "-" ? std::string() : row[1],
                      row[2] == "-" ? 0 : std::atoi(row[2].c_str()), 0};
        m_cations.insert(row[0]) = cation;
        for (const auto& [prefix, count] :
             {std::pair{"di", 2}, std::pair{"tri", 3}, std::pair{"tetra", 4}}) {
            cation.count = count;
            m_cations.insert(prefix + row[0]) = cation;
        }
    }
    std::vector<std::pair<std::string, Anion>> rows;
    for (const auto& row : read_lexicon(lexicons, "anions.tsv", 4)) {
        Anion anion;
        anion.formula = row[1] == "-" ? std::string() : row[1];
        anion.charge = std::atoi(row[2].c_str());
        for (const auto word : split_words(row[3], ',')) {
            const std::array<std::pair<std::string_view, Rule>, 5> rules{{{"all", k_all},
                                                                          {"earth", k_earth},
                                                                          {"alkali", k_alkali},
                                                                          {"third", k_third},
                                                                          {"two", k_two}}};
            const auto* const rule = std::find_if(rules.begin(), rules.end(),
                                                  [&](const auto& r) { return r.first == word; });
            if (rule != rules.end()) {
                anion.rules = static_cast<std::uint16_t>(anion.rules | rule->second);
            } else if (word != "none") {
                throw error("lexicon anions.tsv: \"{}\" is no rule", word);
            }
        }
        anion.alone = row.size() > 4 && row[4] == "alone";
        m_anions.insert(row[0]) = anion;
        anion.plural = true;
        m_anions.insert(row[0] + "s") = anion;
        anion.plural = false;
        rows.emplace_back(row[0], anion);
    }
    for (const auto& [name, anion] : rows) {
        add_forms(name, anion);  // rows of the table win over forms by rule
    }
}

void CompoundNames::add_forms(const std::string& name, const Anion& anion) {
    const auto add = [&](const std::string& form, Anion value) {
        const auto insert = [&](const std::string& written) {
            if (m_anions.find(written) == nullptr) {
                m_anions.insert(written) = value;
            }
        };
        insert(form);
        value.plural = true;
        insert(form + "s");
    };
    for (const auto& numeral : k_numerals) {
        Anion counted = anion;
        counted.count = numeral.count;
        counted.formula = one_element(anion.formula) ? anion.formula : std::string();
        counted.alone = anion.alone && (one_element(anion.formula) || anion.formula.empty());
        add(std::string(name.front() == 'o' ? numeral.before_o : numeral.prefix) + name, counted);
    }
    for (const auto modifier : k_modifiers) {
        Anion changed = anion;
        changed.formula.clear();
        add(std::string(modifier) + name, changed);
    }
}

void CompoundNames::join(Vocabulary& vocabulary) {
    m_cations.join(vocabulary, k_compounds);
    m_anions.join(vocabulary, k_compounds);
    for (const auto modifier : k_modifiers) {
        vocabulary.add(word_hash(modifier), k_compounds);
    }
}

bool CompoundNames::follows(const Cation& cation, const Anion& anion) const {
    const std::string_view symbol = cation.symbol;
    return (anion.rules & k_all) != 0 ||
           ((anion.rules & k_earth) != 0 && one_of(symbol, {"Mg", "Ca", "Sr", "Ba", "Pb"})) ||
           ((anion.rules & k_alkali) != 0 && one_of(symbol, {"Li", "Na", "K", "Rb", "Cs"})) ||
           ((anion.rules & k_two) != 0 && cation.charge == 2) ||
           ((anion.rules & k_third) != 0 && cation.charge == 3);
}

// The composition of one cation and one anion; "" where the name does not fix it.
std::string CompoundNames::formula_of(const Part& part_read, const Anion& anion) const {
    const Cation& cation = *part_read.cation;
    if (cation.symbol.empty() || anion.formula.empty()) {
        return {};
    }
    if (cation.count > 0) {
        return anion.count < 0 ? std::string()
                               : canonical_of(part(cation.symbol, cation.count) +
                                              part(anion.formula, std::max(anion.count, 1)));
    }
    if (anion.count == -1) {
        return canonical_of(cation.symbol + "2" + anion.formula + "3");
    }
    if (anion.count > 0) {
        if (anion.charge == 1 || anion.count == 1 || anion.count % 2 == 0) {
            return canonical_of(cation.symbol + part(anion.formula, anion.count));
        }
        // An odd number of anions: two metals where their usual charge asks for it.
        const bool two_metals =
            anion.charge == 2 && (cation.charge * 2 == anion.count * anion.charge ||
                                  (anion.count == 5 && one_of(cation.symbol, {"V", "P", "As"})));
        const bool trioxide =
            anion.count == 3 &&
            (two_metals || anion.formula != "O" ||
             one_of(cation.symbol, {"W", "Mo", "Cr", "Re", "S", "U", "Te", "Se"}));
        if (!two_metals && !trioxide && anion.formula == "O") {
            return {};
        }
        return canonical_of(cation.symbol + (two_metals ? "2" : "") +
                            part(anion.formula, anion.count));
    }
    if (part_read.stated > 0) {
        return anion.charge > 0 && anion.rules != 0
                   ? canonical_of(
                         neutral(cation.symbol, part_read.stated, anion.formula, anion.charge))
                   : std::string();
    }
    if (cation.charge == 0 || anion.charge == 0 || !follows(cation, anion)) {
        return {};
    }
    return canonical_of(neutral(cation.symbol, cation.charge, anion.formula, anion.charge));
}

CompoundNames::Match CompoundNames::match(const Words& words, std::size_t i) const {
    if (!m_cations.may_hold(words[i]) && !m_anions.may_hold(words[i])) {
        return {};
    }
    const auto anion_at = [&](std::size_t k) {
        return k < words.size() ? m_anions.find_word(words[k]) : nullptr;
    };
    const auto cation_at = [&](std::size_t k) {
        return k < words.size() && words.is_word(k) ? m_cations.find_word(words[k]) : nullptr;
    };
    std::vector<Part> cations;
    std::size_t k = i;
    const Cation* next = cation_at(k);
    while (next != nullptr && cations.size() < k_most_cations) {
        cations.push_back({.cation = next, .stated = 0});
        ++k;
        if (words.is(k, "(") && words.is(k + 2, ")")) {
            const auto* const roman =
                std::find(k_roman.begin() + 1, k_roman.end(), words.at(k + 1));
            if (roman != k_roman.end()) {
                cations.back().stated = static_cast<int>(roman - k_roman.begin());
                k += 3;
            }
        }
        const std::size_t after = is_dash(words, k) ? k + 1 : k;
        next = cation_at(after);
        // "nickel-silicon carbide" is two materials.
        if (next != nullptr && after > k && one_of(next->symbol, {"Si", "B", "C"})) {
            next = nullptr;
        }
        if (next != nullptr) {
            k = after;
        }
    }
    // Modifiers written apart: "alumino-silicate", "basic carbonate".
    bool modified = false;
    std::size_t a = k;
    // "metal - oxide", "silicon - silicide" are two; "indium-tin-oxide" is one.
    if (is_dash(words, a) && cations.size() >= 2) {
        ++a;
    }
    if (words.is(a, "basic") || words.is(a, "hydrogen")) {
        modified = true;
        ++a;
    }
    for (const auto modifier : k_modifiers) {
        if (words.is(a, modifier)) {
            modified = true;
            a += is_dash(words, a + 1) ? 2U : 1U;
            break;
        }
    }
    const Anion* const first = anion_at(a);
    if (first == nullptr || (cations.empty() && a > i && !modified)) {
        return {};
    }
    if (cations.empty() && (!first->alone || molecular(words, i))) {
        return {};
    }
    // "metal-oxide-semiconductor", "solid oxide fuel cell" name devices.
    if (words.is(is_dash(words, a + 1) ? a + 2 : a + 1, "semiconductor") ||
        words.is(i - 1, "solid")) {
        return {};
    }
    std::size_t end = a + 1;
    std::size_t anions = 1;
    bool plural = first->plural;
    while (!plural && anions < k_most_anions) {
        const std::size_t at = is_dash(words, end) && words.glued(end) ? end + 1 : end;
        const Anion* const more = anion_at(at);
        if (more == nullptr) {
            break;
        }
        plural = more->plural;
        end = at + 1;
        ++anions;
    }
    Match result;
    result.length = end - i;
    result.bare = cations.empty();
    std::string formula;
    if (cations.size() == 1 && anions == 1 && !modified && !first->plural) {
        formula = formula_of(cations.front(), *first);
    }
    const auto* const hydrate = std::find_if(k_hydrates.begin(), k_hydrates.end(),
                                             [&](const auto& h) { return words.is(end, h.first); });
    if (hydrate != k_hydrates.end()) {
        ++result.length;
        formula = formula.empty() || hydrate->second == 0
                      ? std::string()
                      : canonical_of(formula + "·" + std::to_string(hydrate->second) + "H2O");
    }
    result.formula = std::move(formula);
    return result;
}

}  // namespace lode::ingest
