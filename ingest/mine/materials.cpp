#include "ingest/mine/materials.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <numeric>

#include "core/base/error.hpp"
#include "core/chem/elements.hpp"
#include "core/chem/formula.hpp"

namespace lode::ingest {
namespace {

std::string canonical_of(std::string_view formula) {
    const auto composition = chem::parse_formula(formula);
    return composition ? chem::canonical(*composition) : std::string();
}

MaterialKind kind_of(std::string_view name) {
    for (const auto kind : {MaterialKind::formula, MaterialKind::name, MaterialKind::abbreviation,
                            MaterialKind::alloy, MaterialKind::polymer, MaterialKind::other}) {
        if (lode::name(kind) == name) {
            return kind;
        }
    }
    throw error("lexicon material_names.tsv: \"{}\" is no kind of material", name);
}

struct Cation {
    std::string name;
    std::string symbol;
    int charge = 0;  // 0: the name alone does not tell
    std::vector<int> charges;
};
struct Anion {
    std::string name;
    std::string formula;
    int charge = 0;
    std::string rule;
};

bool follows(const Cation& cation, const Anion& anion) {
    const auto one_of = [&](std::initializer_list<std::string_view> symbols) {
        return std::find(symbols.begin(), symbols.end(), cation.symbol) != symbols.end();
    };
    if (cation.charge == 0 || anion.rule == "none") {
        return false;
    }
    if (anion.rule == "all") {
        return true;
    }
    if (anion.rule == "earth") {
        return one_of({"Mg", "Ca", "Sr", "Ba", "Pb"});
    }
    if (anion.rule == "alkali") {
        return one_of({"Li", "Na", "K"});
    }
    return one_of({"B", "Al", "Ga", "In", "Sc", "Y", "La", "Gd"});  // third
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

constexpr std::array<std::string_view, 8> k_numerals{"", "i", "ii", "iii", "iv", "v", "vi", "vii"};

// The hash of its first word in lower case, as Words has it.
std::uint32_t first_hash(std::string_view written) {
    const Words words(written, {0, static_cast<std::uint32_t>(written.size())});
    return words.size() == 0 ? 0 : words[0].hash;
}

bool has_digit(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_defined(std::span<const MaterialNames::Local> local, std::string_view written) {
    return std::any_of(local.begin(), local.end(),
                       [&](const auto& item) { return item.short_form == written; });
}

// "lead" and "tin" are taken as metals only beside a word that says so.
bool metal_context(const Words& words, std::size_t i) {
    constexpr std::array<std::string_view, 12> after{"free",  "based",   "halide", "oxide",
                                                     "foil",  "alloy",   "doped",  "ions",
                                                     "atoms", "content", "metal",  "compounds"};
    const std::size_t next = words.is(i + 1, "-") ? i + 2 : i + 1;
    return std::find(after.begin(), after.end(), words.at(next)) != after.end();
}

}  // namespace

MaterialNames::MaterialNames(const LexiconSource& lexicons) {
    for (const auto& row : read_lexicon(lexicons, "material_names.tsv", 3)) {
        const std::string formula = row[1] == "-" ? std::string() : canonical_of(row[1]);
        if (row[1] != "-" && formula.empty()) {
            throw error("lexicon material_names.tsv: \"{}\" is no formula", row[1]);
        }
        const bool small =
            std::none_of(row[0].begin(), row[0].end(), [](char c) { return c >= 'A' && c <= 'Z'; });
        if (small) {
            add(row[0], formula, kind_of(row[2]));
        } else {
            m_as_written.insert(row[0], first_hash(row[0])) =
                static_cast<std::uint32_t>(m_list.size());
            m_list.push_back({formula, kind_of(row[2])});
        }
    }
    add_compounds(lexicons);
    for (const auto& row : read_lexicon(lexicons, "alloys.tsv", 2)) {
        m_alloys.insert(row[0], first_hash(row[0])) = row[1] == "number";
    }
    for (const auto& row : read_lexicon(lexicons, "element_words.tsv", 2)) {
        for (const auto word : split_words(row[1])) {
            if (row[0] == "context") {
                m_context_elements[std::string(word)] = true;
            } else if (row[0] == "gas") {
                m_gases[std::string(word)] = true;
            } else if (row[0] == "symbol") {
                m_symbols.insert(word, first_hash(word)) = true;
            } else {
                throw error("lexicon element_words.tsv: \"{}\" is no class", row[0]);
            }
        }
    }
    m_names.finish();
}

void MaterialNames::join(Vocabulary& vocabulary) {
    m_names.join(vocabulary, k_names);
    m_as_written.join(vocabulary, k_names_as_written);
    m_symbols.join(vocabulary, k_symbols);
    m_alloys.join(vocabulary, k_alloys);
    for (const std::string_view name : chem::element_names()) {
        vocabulary.add(word_hash(name), k_elements);
    }
}

void MaterialNames::add(std::string_view name, std::string_view formula, MaterialKind kind) {
    m_names.add(name, static_cast<std::uint32_t>(m_list.size()));
    m_list.push_back({std::string(formula), kind});
}

void MaterialNames::add_compounds(const LexiconSource& lexicons) {
    std::vector<Cation> cations;
    for (const auto& row : read_lexicon(lexicons, "cations.tsv", 4)) {
        Cation cation{row[0], row[1], row[2] == "-" ? 0 : std::atoi(row[2].c_str()), {}};
        for (const auto piece : split_words(row[3], ',')) {
            cation.charges.push_back(std::atoi(std::string(piece).c_str()));
        }
        cations.push_back(std::move(cation));
    }
    std::vector<Anion> anions;
    for (const auto& row : read_lexicon(lexicons, "anions.tsv", 4)) {
        anions.push_back({row[0], row[1], std::atoi(row[2].c_str()), row[3]});
    }
    // Rows of material_names.tsv come first and win over the rule.
    for (const auto& cation : cations) {
        for (const auto& anion : anions) {
            const std::string name = cation.name + " " + anion.name;
            add(name,
                follows(cation, anion) ? canonical_of(neutral(cation.symbol, cation.charge,
                                                              anion.formula, anion.charge))
                                       : std::string(),
                MaterialKind::name);
            for (const int charge : cation.charges) {
                if (anion.rule != "none" && charge > 0 && charge <= 7) {
                    add(cation.name + " ( " +
                            std::string(k_numerals[static_cast<std::size_t>(charge)]) + " ) " +
                            anion.name,
                        canonical_of(neutral(cation.symbol, charge, anion.formula, anion.charge)),
                        MaterialKind::name);
                }
            }
            // The Greek numbers state the count of a one-element anion: "molybdenum disulfide".
            const bool one_element = anion.formula.size() <= 2 && anion.formula != "OH";
            const std::array<std::pair<std::string_view, int>, 3> counts{
                {{"mono", 1}, {"di", 2}, {"tetra", 4}}};
            for (const auto& [prefix, count] : counts) {
                if (one_element && cation.charge != 1) {
                    const std::string_view stem = anion.name;
                    const bool elided = stem.front() == 'o' && prefix != "di";
                    add(cation.name + " " +
                            std::string(elided ? prefix.substr(0, prefix.size() - 1) : prefix) +
                            anion.name,
                        canonical_of(part(cation.symbol, 1) + part(anion.formula, count)),
                        MaterialKind::name);
                }
            }
        }
        if (cation.symbol == "W" || cation.symbol == "Mo" || cation.symbol == "Cr" ||
            cation.symbol == "Re") {
            add(cation.name + " trioxide", canonical_of(cation.symbol + "O3"), MaterialKind::name);
        }
        if (cation.symbol == "V" || cation.symbol == "Nb" || cation.symbol == "Ta") {
            add(cation.name + " pentoxide", canonical_of(cation.symbol + "2O5"),
                MaterialKind::name);
        }
        if (cation.charge == 3) {
            add(cation.name + " trioxide", canonical_of(cation.symbol + "2O3"), MaterialKind::name);
            add(cation.name + " sesquioxide", canonical_of(cation.symbol + "2O3"),
                MaterialKind::name);
        }
    }
}

std::size_t MaterialNames::alloy_at(const Words& words, std::size_t i) const {
    const std::string_view first = words.written(i, i);
    if (const auto* const numbered =
            m_alloys.may_hold(words[i]) ? m_alloys.find(first, words[i].hash) : nullptr) {
        if (!*numbered) {
            return 1;
        }
        const std::size_t next = words.is(i + 1, "-") ? i + 2 : i + 1;
        return has_digit(words.at(next)) ? next + 1 - i : 0;
    }
    // "Ti-6Al-4V", "Al-4.5Cu": element, then weight per cents with elements, all glued.
    if (words[i].capital && words.is(i + 1, "-") && chem::atomic_number(first)) {
        std::size_t k = i;
        while (words.is(k + 1, "-") && words.glued(k + 1) && words.glued(k + 2) &&
               words.is_number(k + 2) && words.glued(k + 3) &&
               chem::atomic_number(words.written(k + 3, k + 3))) {
            k += 3;
        }
        return k > i ? k + 1 - i : 0;
    }
    // "S700MC steel", "304 stainless steel", "42CrMo4 steel"
    if (words[i].has_digit) {
        std::size_t k = i + 1;
        while (k < i + 3 && words.glued(k) && words.is_word(k)) {
            ++k;
        }
        if (words.is(k, "stainless") && words.is(k + 1, "steel")) {
            return k + 2 - i;
        }
        if (words.is(k, "steel") && (k > i + 1 || words.is_word(i))) {
            return k + 1 - i;
        }
    }
    return 0;
}

MaterialNames::LocalNames::LocalNames(std::span<const Local> items) : list(items) {
    for (const auto& item : items) {
        if (!item.short_form.empty()) {
            filter |= std::uint64_t{1} << bit(item.short_form);
        }
    }
}

std::pair<std::size_t, const MaterialName*> MaterialNames::name_at(const Words& words,
                                                                   std::size_t i,
                                                                   const LocalNames& local) const {
    const std::string_view written = words.written(i, i);
    if (local.may_hold(written)) {
        for (const auto& item : local.list) {
            if (item.short_form == written) {
                return {item.material ? 1U : 0U, item.material ? &*item.material : nullptr};
            }
        }
    }
    if ((words[i].capital || words.is_number(i)) && m_as_written.may_hold(words[i])) {
        // "PEDOT:PSS", "8YSZ": up to three glued words
        for (std::size_t n = 3; n >= 1; --n) {
            if (i + n > words.size() || (n > 1 && !words.glued(i + n - 1)) ||
                (n > 2 && !words.glued(i + 1))) {
                continue;
            }
            if (const auto* const found =
                    m_as_written.find(words.written(i, i + n - 1), words[i].hash)) {
                return {n, &m_list[*found]};
            }
        }
    }
    if (const auto match = m_names.match(words, i); match.length > 0) {
        return {match.length, &m_list[match.value]};
    }
    return {0, nullptr};
}

namespace {
// "TiN", "CoPPer": neither lower case, Capitalised nor CAPITALS.
bool has_inner_capital(std::string_view word) {
    bool lower = false;
    bool inner = false;
    for (std::size_t i = 0; i < word.size(); ++i) {
        lower = lower || (word[i] >= 'a' && word[i] <= 'z');
        inner = inner || (i > 0 && word[i] >= 'A' && word[i] <= 'Z');
    }
    return lower && inner;
}
}  // namespace

std::optional<MaterialName> MaterialNames::find(std::string_view written) const {
    const Words words(written, {0, static_cast<std::uint32_t>(written.size())});
    if (words.size() == 0) {
        return std::nullopt;
    }
    if (const auto* const found = m_as_written.find(written, words[0].hash)) {
        return m_list[*found];
    }
    if (words.size() == 1 && has_inner_capital(written)) {
        return std::nullopt;  // TiN is not tin
    }
    if (const auto match = m_names.match(words, 0); match.length == words.size()) {
        return m_list[match.value];
    }
    if (words.size() == 1) {
        if (const auto element = chem::element_by_name(words.at(0))) {
            return MaterialName{std::string(chem::symbol(*element)), MaterialKind::name};
        }
    }
    if (alloy_at(words, 0) == words.size()) {
        return MaterialName{{}, MaterialKind::alloy};
    }
    return std::nullopt;
}

std::vector<Mention> MaterialNames::mentions(std::uint32_t sentence, std::string_view text,
                                             Words& words, std::span<const Token> tokens,
                                             std::span<const Local> local) const {
    const LocalNames names(local);
    std::vector<Mention> found;
    const auto push = [&](Range range, std::string formula, MaterialKind kind) {
        found.push_back({.sentence = sentence,
                         .range = range,
                         .written = std::string(text.substr(range.begin, range.size())),
                         .formula = std::move(formula),
                         .kind = kind});
    };
    std::size_t next_token = 0;
    std::size_t i = 0;
    while (i < words.size()) {
        while (next_token < tokens.size() &&
               (tokens[next_token].kind != TokenKind::material ||
                tokens[next_token].range.end <= words[i].range.begin)) {
            ++next_token;
        }
        const Range here = words[i].range;
        const bool formula_here =
            next_token < tokens.size() && tokens[next_token].range.begin < here.end;
        constexpr std::uint16_t k_any_material =
            k_names | k_names_as_written | k_symbols | k_alloys | k_elements;
        if (!formula_here && (words[i].lexicons & k_any_material) == 0 && !words[i].has_digit &&
            !(words[i].capital && words.is(i + 1, "-")) &&
            !names.may_hold(text.substr(here.begin, here.size()))) {
            ++i;
            continue;
        }
        if (const std::size_t n = alloy_at(words, i); n > 0) {
            push({here.begin, words[i + n - 1].range.end}, {}, MaterialKind::alloy);
            i += n;
            continue;
        }
        const auto [n, name] = name_at(words, i, names);
        if (n > 0 && name != nullptr &&
            (!formula_here || words[i + n - 1].range.end >= tokens[next_token].range.end)) {
            push({here.begin, words[i + n - 1].range.end}, name->formula, name->kind);
            i += n;
            continue;
        }
        if (formula_here) {
            const Token& token = tokens[next_token];
            push(token.range, token.norm, MaterialKind::formula);
            i = std::max(i + 1, words.index_at(token.range.end - 1) + 1);
            continue;
        }
        if (words.is_word(i)) {
            const std::string_view written = text.substr(here.begin, here.size());
            const std::string_view name_here = words.at(i);
            if (const auto element = (words[i].lexicons & k_elements) != 0
                                         ? chem::element_by_name(name_here)
                                         : std::nullopt;
                element && !m_gases.contains(name_here) &&
                (!m_context_elements.contains(name_here) || metal_context(words, i))) {
                push(here, std::string(chem::symbol(*element)), MaterialKind::name);
            } else if (m_symbols.may_hold(words[i]) &&
                       m_symbols.find(written, words[i].hash) != nullptr &&
                       !words.is(i - 1, "et") && !is_defined(local, written)) {
                push(here, std::string(written), MaterialKind::formula);
            }
        }
        ++i;
    }
    // "anatase TiO2": the mineral's name only tells the phase of the formula behind it.
    for (std::size_t k = 0; k + 1 < found.size();) {
        const bool phase = found[k].kind == MaterialKind::name && !found[k].formula.empty() &&
                           found[k].formula == found[k + 1].formula &&
                           found[k].range.end + 1 == found[k + 1].range.begin;
        if (phase) {
            found.erase(found.begin() + static_cast<std::ptrdiff_t>(k));
        } else {
            ++k;
        }
    }
    std::size_t w = 0;
    for (const auto& mention : found) {
        while (w < words.size() && words[w].range.end <= mention.range.begin) {
            ++w;
        }
        for (; w < words.size() && words[w].range.begin < mention.range.end; ++w) {
            words[w].material = true;
        }
    }
    return found;
}

}  // namespace lode::ingest
