#include "ingest/mine/material_spans.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "core/base/error.hpp"
#include "core/chem/elements.hpp"
#include "core/chem/formula.hpp"
#include "ingest/mine/phrase_table.hpp"
#include "ingest/mine/stated_values.hpp"

namespace lode::ingest {
namespace {

// Words of a list of values behind a formula.
constexpr std::size_t k_longest_values = 40;

bool is_dash(const Words& words, std::size_t i) {
    return words.is(i, "-") || words.is(i, "–") || words.is(i, "‐") || words.is(i, "‑");
}

bool one_of(std::string_view text, std::initializer_list<std::string_view> list) {
    return std::find(list.begin(), list.end(), text) != list.end();
}

bool all_capitals(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

// "x", "0.02Eu3", "Eu3", "H": a dopant with its share and charge, without the sign.
bool dopant_word(std::string_view written) {
    std::size_t i = 0;
    while (i < written.size() && ((written[i] >= '0' && written[i] <= '9') || written[i] == '.' ||
                                  written[i] == 'x' || written[i] == 'y')) {
        ++i;
    }
    std::size_t end = i;
    while (end < written.size() && ((written[end] >= 'A' && written[end] <= 'Z') ||
                                    (written[end] >= 'a' && written[end] <= 'z'))) {
        ++end;
    }
    if (!chem::atomic_number(written.substr(i, end - i))) {
        return false;
    }
    return std::all_of(
        written.begin() + static_cast<std::ptrdiff_t>(end), written.end(),
        [](char c) { return (c >= '0' && c <= '9') || (static_cast<unsigned char>(c) >= 0x80); });
}

// Molecules are atmospheres, solvents and reagents, not the materials a text is about.
bool is_molecule(std::string_view formula) {
    const auto composition = chem::parse_formula(formula);
    if (!composition) {
        return false;
    }
    bool reactive = false;
    for (const auto& [z, amount] : composition->amounts) {
        const std::string_view symbol = chem::symbol(z);
        if (!one_of(symbol, {"H", "C", "N", "O", "F", "S", "Cl", "Br", "I", "P"})) {
            return false;
        }
        reactive = reactive || one_of(symbol, {"H", "O", "F", "Cl", "Br", "I"}) ||
                   composition->amounts.size() == 1;
    }
    return reactive && !(composition->amounts.size() == 1 && composition->amounts[0].first == 6) &&
           !(composition->amounts.size() == 1 && composition->amounts[0].first == 15);
}

}  // namespace

MaterialSpans::MaterialSpans(const LexiconSource& lexicons) {
    for (const auto& row : read_lexicon(lexicons, "span_words.tsv", 2)) {
        StringSet* const set = row[0] == "phase"         ? &m_phases
                               : row[0] == "body"        ? &m_bodies
                               : row[0] == "bond"        ? &m_bonds
                               : row[0] == "no_material" ? &m_not_materials
                                                         : nullptr;
        if (set == nullptr) {
            throw error("lexicon span_words.tsv: \"{}\" is no class", row[0]);
        }
        for (const auto word : split_words(row[1])) {
            set->insert(std::string(word));
        }
    }
}

class MaterialSpans::Work {
 public:
    Work(std::vector<FoundMaterial>& found, std::string_view text, const Words& words,
         const MaterialSpans& lexicon)
        : m_found(found), m_text(text), m_words(words), m_lexicon(lexicon) {}

    void run() {
        hydrates();
        dopants();
        systems();
        prefixes_and_faces();
        heads();
        values();
        drop();
        std::erase_if(m_found, [](const FoundMaterial& item) { return item.dropped; });
    }

 private:
    // What stands at word w: a found material, or an element's symbol that was not safe alone.
    struct Unit {
        std::size_t last = 0;
        bool element = false;
        bool metal = false;
        bool amount = false;  // an amount stood in front of it
    };

    std::string_view between(const FoundMaterial& a, const FoundMaterial& b) const {
        return m_text.substr(a.mention.range.end, b.mention.range.begin - a.mention.range.end);
    }
    // Index of the found material that begins at word w; m_found.size() where none.
    std::size_t material_at(std::size_t w) const {
        const auto at = std::lower_bound(
            m_found.begin(), m_found.end(), w,
            [](const FoundMaterial& item, std::size_t word) { return item.first < word; });
        return at != m_found.end() && at->first == w
                   ? static_cast<std::size_t>(at - m_found.begin())
                   : m_found.size();
    }
    // Lets item k reach from word `first` to `last`, swallowing what it covers.
    void stretch(std::size_t k, std::size_t first, std::size_t last) {
        auto& item = m_found[k];
        item.first = std::min(item.first, first);
        item.last = std::max(item.last, last);
        auto& range = item.mention.range;
        range.begin = std::min(range.begin, m_words[item.first].range.begin);
        range.end = std::max(range.end, m_words[item.last].range.end);
        std::size_t begin = k;
        while (begin > 0 && m_found[begin - 1].mention.range.end > range.begin) {
            --begin;
        }
        std::size_t end = k + 1;
        while (end < m_found.size() && m_found[end].mention.range.begin < range.end) {
            range.end = std::max(range.end, m_found[end].mention.range.end);
            item.last = std::max(item.last, m_found[end].last);
            ++end;
        }
        item.mention.written = std::string(m_text.substr(range.begin, range.size()));
        m_found.erase(m_found.begin() + static_cast<std::ptrdiff_t>(k + 1),
                      m_found.begin() + static_cast<std::ptrdiff_t>(end));
        m_found.erase(m_found.begin() + static_cast<std::ptrdiff_t>(begin),
                      m_found.begin() + static_cast<std::ptrdiff_t>(k));
    }

    // "CuSO4 · 5H2O": one composition.
    void hydrates() {
        for (std::size_t k = 0; k < m_found.size(); ++k) {
            const std::size_t dot = m_found[k].last + 1;
            if (!m_words.is(dot, "·") && !m_words.is(dot, "*") && !m_words.is(dot, "•")) {
                continue;
            }
            const std::size_t water =
                m_words.is_number(dot + 1) && m_words.glued(dot + 2) ? dot + 2 : dot + 1;
            if (!one_of(m_words.written(water, water), {"H2O", "D2O"})) {
                continue;
            }
            const std::string host = m_found[k].mention.formula;
            const std::string count(water == dot + 2 ? m_words.at(dot + 1) : "");
            stretch(k, m_found[k].first, water);
            if (const auto all = chem::parse_formula(host + "·" + count + "H2O");
                all && !host.empty()) {
                m_found[k].mention.formula = chem::canonical(*all);
            }
        }
    }

    // Behind a colon: dopants. The host tells the composition.
    void dopants() {
        for (std::size_t k = 0; k < m_found.size(); ++k) {
            std::size_t end = m_found[k].last;
            bool any = false;
            std::size_t at = end + 1;
            while (m_words.is(at, ":") || (any && one_of(m_words.at(at), {",", "/"}))) {
                const std::size_t d = dopant_end(at + 1);
                if (d == 0) {
                    break;
                }
                end = d;
                any = true;
                at = end + 1;
            }
            if (!any) {
                // "Er : Al2O3": the dopant in front.
                if (m_words.is(at, ":") && m_found[k].element) {
                    const std::size_t next = material_at(at + 1);
                    if (next < m_found.size() && !m_found[next].element && !m_found[next].bare) {
                        m_found[k].mention.formula = m_found[next].mention.formula;
                        m_found[k].mention.kind = m_found[next].mention.kind;
                        m_found[k].element = false;
                        stretch(k, m_found[k].first, m_found[next].last);
                    }
                }
                continue;
            }
            const bool hydrogen = end == m_found[k].last + 2 && m_words.written(end, end) == "H";
            const bool ratio = one_of(m_words.at(at), {"=", ":"}) || m_words.is(at, "ratio") ||
                               m_words.is_number(at);
            if ((m_found[k].element && !hydrogen) || (ratio && !m_words.is(at, ":"))) {
                if (!m_words.is(at, ":")) {
                    continue;
                }
            }
            if (m_words.is(at, ":")) {
                // "In : Ce : Cu : LiNbO3": the host comes last.
                const std::size_t host = material_at(at + 1);
                if (host == m_found.size() || m_found[host].element) {
                    continue;
                }
                m_found[k].mention.formula = m_found[host].mention.formula;
                m_found[k].mention.kind = m_found[host].mention.kind;
                end = m_found[host].last;
            }
            m_found[k].element = false;
            stretch(k, m_found[k].first, end);
        }
    }
    // Last word of the dopant that begins at w; 0: none.
    std::size_t dopant_end(std::size_t w) const {
        if (m_words.is_number(w) && m_words.glued(w + 1)) {
            ++w;
        }
        if (!m_words.is_word(w) || !dopant_word(m_words.written(w, w))) {
            return 0;
        }
        return (m_words.is(w + 1, "+") && m_words.glued(w + 1)) ? w + 1 : w;
    }

    // A member of a system at word w: "Al", "6Al", "5 wt% Nb", a formula.
    std::optional<Unit> unit_at(std::size_t w) const {
        Unit unit;
        std::size_t at = w;
        if (m_words.is(at, "<") && m_words.is(at + 2, ">")) {
            at += 3;  // a masked number
            unit.amount = true;
        } else if (m_words.is_number(at)) {
            ++at;
            unit.amount = true;
        }
        if (unit.amount) {
            while (one_of(m_words.at(at), {"wt", "at", "mol", "vol", "mass", "."})) {
                ++at;
            }
            if (m_words.is(at, "%")) {
                ++at;
            } else if (at == w + 1 && !m_words.glued(at)) {
                return std::nullopt;
            }
        }
        if (at >= m_words.size()) {
            return std::nullopt;
        }
        if (const std::size_t k = material_at(at); k < m_found.size()) {
            unit.last = m_found[k].last;
            unit.element = m_found[k].element;
            unit.metal = m_found[k].element;
            return unit.element || unit.amount || m_found[k].mention.kind != MaterialKind::polymer
                       ? std::optional(unit)
                       : std::nullopt;
        }
        const std::string_view written = m_words.written(at, at);
        if (m_words[at].capital && written.size() <= 2 && chem::atomic_number(written)) {
            unit.last = at;
            unit.element = true;
            return unit;
        }
        return std::nullopt;
    }

    // "Ag – Cu – Zn", "Ti-Al-N", "Mg – 6 wt% Al", "MgO-Al2O3", "0.7BiFeO3-0.3BaTiO3".
    void systems() {
        for (std::size_t k = 0; k < m_found.size(); ++k) {
            const std::size_t begin = system_begin(k);
            auto unit = unit_at(begin);
            if (!unit) {
                continue;
            }
            std::size_t end = unit->last;
            std::size_t members = 1;
            bool elements = unit->element;
            bool amounts = unit->amount;
            bool glued_only = true;
            bool hyphens = true;
            bool metals = unit->metal;
            while (is_dash(m_words, end + 1)) {
                const bool glued = m_words.glued(end + 1) && m_words.glued(end + 2);
                if (!glued && m_words.glued(end + 1)) {
                    break;  // "Ti- and"
                }
                const auto next = unit_at(end + 2);
                if (!next) {
                    break;
                }
                const bool here = elements && next->element;
                const bool hyphen = m_words.is(end + 1, "-");
                if (!here && !(glued && hyphen) && !next->amount && !amounts) {
                    break;
                }
                elements = here;
                glued_only = glued_only && glued;
                hyphens = hyphens && hyphen;
                amounts = amounts || next->amount;
                metals = metals || next->metal;
                end = next->last;
                ++members;
            }
            if (members < 2) {
                continue;
            }
            const std::size_t behind = is_dash(m_words, end + 1) ? end + 2 : end + 1;
            if (elements && m_lexicon.m_bonds.contains(m_words.at(behind))) {
                for (auto& item : m_found) {
                    item.dropped = item.dropped || (item.first >= begin && item.last <= end);
                }
                continue;
            }
            // "Si - based", "Al-doped": the word behind belongs to the last element alone.
            if (behind == end + 2 && m_words.is_word(behind) && !unit_at(behind) &&
                one_of(m_words.at(behind), {"doped", "codoped"})) {
                continue;
            }
            m_found[k].mention.formula.clear();
            m_found[k].mention.kind = elements ? MaterialKind::alloy : MaterialKind::formula;
            m_found[k].element = elements;
            stretch(k, begin, end);
            k = material_at(begin) < m_found.size() ? material_at(begin) : k;
        }
    }
    // Where the system begins that item k is in: single letters ("W – Ti") and amounts in front
    // are no items themselves.
    std::size_t system_begin(std::size_t k) const {
        std::size_t begin = m_found[k].first;
        if (begin > 0 && m_words.is_number(begin - 1) && m_words.glued(begin)) {
            --begin;  // 91.5Ti
        }
        while (begin >= 2 && is_dash(m_words, begin - 1)) {
            const auto unit = unit_at(begin - 2);
            const bool letter = unit && unit->last == begin - 2 && unit->element &&
                                (m_words[begin - 1].range.begin != m_words[begin - 2].range.end) ==
                                    (m_words[begin].range.begin != m_words[begin - 1].range.end);
            if (!letter || material_at(begin - 2) < m_found.size()) {
                break;
            }
            begin -= 2;
        }
        return begin;
    }

    // "α-Fe2O3", "n-GaAs", "4H-SiC" and "Si(100)", "Cu(II)".
    void prefixes_and_faces() {
        for (std::size_t k = 0; k < m_found.size(); ++k) {
            const std::size_t first = m_found[k].first;
            if (first >= 2 && is_dash(m_words, first - 1) && m_words.glued(first) &&
                m_words.glued(first - 1) && !m_words.glued(first - 2) &&
                phase_prefix(m_words.written(first - 2, first - 2))) {
                stretch(k, first - 2, m_found[k].last);
            } else if (first >= 3 && is_dash(m_words, first - 1) && m_words.glued(first) &&
                       m_words.glued(first - 1) && m_words.glued(first - 2) &&
                       ((m_words.is(first - 2, "'") || m_words.is(first - 2, "′")) ||
                        m_words.is_number(first - 3)) &&
                       m_words.written(first - 3, first - 2).size() <= 4) {
                stretch(k, first - 3, m_found[k].last);  // a'-Ti, 4H-SiC
            }
            const std::size_t open = m_found[k].last + 1;
            if (m_words.is(open, "(") && m_words.glued(open) && m_words.is(open + 2, ")") &&
                m_words.glued(open + 1) && m_words.glued(open + 2)) {
                const std::string_view inside = m_words.at(open + 1);
                const bool face = inside.size() >= 3 && inside.size() <= 5 &&
                                  std::all_of(inside.begin(), inside.end(),
                                              [](char c) { return c >= '0' && c <= '9'; });
                const bool valence = m_found[k].element &&
                                     chem::is_roman_numeral(m_words.written(open + 1, open + 1));
                if (face || valence) {
                    stretch(k, m_found[k].first, open + 2);
                }
            }
        }
    }
    static bool phase_prefix(std::string_view written) {
        if (written.size() == 1) {
            return written[0] >= 'a' && written[0] <= 'z';
        }
        const auto lead = static_cast<unsigned char>(written[0]);
        if (written.size() == 2 && (lead == 0xCE || lead == 0xCF)) {
            return true;  // a Greek letter
        }
        if (written.size() == 2 && written[0] >= '1' && written[0] <= '9' &&
            one_of(written.substr(1), {"H", "C", "R", "T"})) {
            return true;  // a polytype: 4H, 3C, 1T
        }
        return one_of(written, {"alpha", "beta", "gamma", "delta", "theta", "epsilon", "kappa",
                                "eta", "ta", "nc", "nano", "poly", "bcc", "fcc", "hcp", "μc"});
    }

    // "Sr - hexaferrite", "NiZn ferrite", "Ce-V oxides": symbols in front of an anion's name.
    void heads() {
        for (std::size_t k = 0; k + 1 < m_found.size(); ++k) {
            const auto& a = m_found[k];
            const auto& b = m_found[k + 1];
            if (!b.bare || b.first == 0) {
                continue;
            }
            const std::string_view gap = between(a, b);
            const bool symbols =
                a.element || (a.mention.kind == MaterialKind::formula &&
                              std::none_of(a.mention.written.begin(), a.mention.written.end(),
                                           [](char c) { return c >= '0' && c <= '9'; }));
            if ((symbols && one_of(gap, {" ", "-", " - "})) ||
                (a.mention.kind == MaterialKind::formula && gap == " ")) {
                if (symbols) {
                    m_found[k].mention.formula.clear();
                    m_found[k].mention.kind = MaterialKind::name;
                }
                m_found[k].element = false;
                stretch(k, a.first, b.last);
            }
        }
    }

    // "(x = 0.2)" and "(0 ≤ x ≤ 0.3)" behind a formula with variables belong to it; one stated
    // value gives its composition.
    void values() {
        std::optional<std::vector<std::pair<char, double>>> stated;
        for (std::size_t k = 0; k < m_found.size(); ++k) {
            auto& item = m_found[k];
            if (item.mention.kind != MaterialKind::formula) {
                continue;
            }
            const std::string_view written = item.mention.written;
            const bool variables = written.find_first_of("xyz") != std::string_view::npos &&
                                   !chem::parse_formula(written);
            const std::string as_written(written);
            const std::size_t open = item.last + 1;
            if (m_words.is(open, "(") && list_of_values(open + 1, variables)) {
                std::size_t close = open + 1;
                int depth = 1;
                while (close < m_words.size() && close < open + k_longest_values) {
                    depth += m_words.is(close, "(") ? 1 : 0;
                    depth -= m_words.is(close, ")") ? 1 : 0;
                    if (depth == 0) {
                        break;
                    }
                    ++close;
                }
                if (m_words.is(close, ")")) {
                    stretch(k, item.first, close);
                }
            }
            if (variables) {
                if (!stated) {
                    stated = stated_values(m_words, 0, m_words.size());
                }
                if (!stated->empty()) {
                    if (const auto composition =
                            chem::parse_formula(with_values(as_written, *stated))) {
                        m_found[k].mention.formula = chem::canonical(*composition);
                    }
                }
            }
        }
    }
    // "x = ", "M = ", "0 ≤ x", "where x"
    bool list_of_values(std::size_t w, bool variables) const {
        if (m_words.is(w, "where") || m_words.is(w, "with")) {
            ++w;
        }
        const std::string_view name = m_words.at(w);
        const bool short_name = m_words.is_word(w) && name.size() <= 2;
        if (short_name && (m_words.is(w + 1, "=") || m_words.is(w + 1, "≤") ||
                           m_words.is(w + 1, "≥") || m_words.is(w + 1, "<"))) {
            return variables || (m_words.is(w + 1, "=") && generic(name));
        }
        std::size_t at = w;
        if (m_words.is(at, "<") && m_words.is(at + 2, ">")) {
            at += 3;
        } else if (m_words.is_number(at)) {
            ++at;
        } else {
            return false;
        }
        return variables && one_of(m_words.at(at), {"≤", "<", "⩽", "⩾", "≥"});
    }
    // Letters that stand for any element in a formula: "M = Co, Ni", "Ln = La, Nd".
    static bool generic(std::string_view lower) {
        return one_of(lower, {"m", "r", "a", "t", "ln", "re", "x", "q", "tm", "ae", "me", "mi"});
    }

    void drop() {
        for (std::size_t k = 0; k < m_found.size(); ++k) {
            auto& item = m_found[k];
            const std::size_t next = item.last + 1;
            const std::string& formula = item.mention.formula;
            if (item.first == item.last && m_lexicon.m_phases.contains(m_words.at(item.first)) &&
                !m_lexicon.m_bodies.contains(m_words.at(next))) {
                item.dropped = true;
            }
            if (item.mention.kind != MaterialKind::abbreviation && is_molecule(formula)) {
                item.dropped = true;
            }
            if (item.element ||
                (item.mention.kind == MaterialKind::name && item.first == item.last)) {
                const std::size_t dash = is_dash(m_words, next) ? next + 1 : next;
                if (one_of(m_words.at(dash), {"ion", "battery", "batteries", "blende", "salt"})) {
                    item.dropped = true;
                }
                if (one_of(m_words.at(dash), {"ratio", "ratios", "concentrations"})) {
                    item.dropped = true;
                }
                if (ratio_of(item)) {
                    item.dropped = true;
                }
            }
        }
    }
    // "Zr / Ti ratio", "Al / Zn molar ratio": both are amounts.
    bool ratio_of(const FoundMaterial& item) const {
        if (!item.element) {
            return false;
        }
        std::size_t at = item.last + 1;
        if (m_words.is(at, "/") || m_words.is(at, ":")) {
            at += 2;
        }
        if (is_dash(m_words, at)) {
            ++at;
        }
        if (one_of(m_words.at(at),
                   {"molar", "atomic", "mass", "weight", "mole", "stoichiometric"})) {
            ++at;
        }
        return one_of(m_words.at(at), {"ratio", "ratios"});
    }

    std::vector<FoundMaterial>& m_found;
    std::string_view m_text;
    const Words& m_words;
    const MaterialSpans& m_lexicon;
};

void MaterialSpans::settle(std::vector<FoundMaterial>& found, std::string_view text,
                           const Words& words) const {
    if (!found.empty()) {
        Work(found, text, words, *this).run();
    }
}

bool MaterialSpans::unknown_abbreviation(const Words& words, std::size_t i) const {
    const std::string_view written = words.written(i, i);
    if (written.size() < 3 || written.size() > 5 || !all_capitals(written) ||
        m_not_materials.contains(written) || chem::is_roman_numeral(written) ||
        (words.glued(i) && !words.is(i - 1, "/") && !words.is(i - 1, "(")) ||
        (words.glued(i + 1) && words.is(i + 1, "-"))) {
        return false;
    }
    return m_bodies.contains(words.at(i + 1)) ||
           (written.back() == 'O' && (words.is(i - 1, "/") || words.is(i + 1, "/")));
}

}  // namespace lode::ingest
