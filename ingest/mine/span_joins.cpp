// Pieces of one formula, alloy or system that stand apart in the text.
#include <algorithm>

#include "core/chem/elements.hpp"
#include "core/chem/formula.hpp"
#include "ingest/mine/span_work.hpp"

namespace lode::ingest {
namespace {

constexpr std::size_t k_longest_bracket = 40;  // words

bool one_of(std::string_view text, std::initializer_list<std::string_view> list) {
    return std::find(list.begin(), list.end(), text) != list.end();
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// "0.02Eu3", "xEu3", "Eu3", "H": a dopant with its share and charge, without the sign.
bool dopant_word(std::string_view written) {
    std::size_t i = 0;
    while (i < written.size() &&
           (is_digit(written[i]) || written[i] == '.' || written[i] == 'x' || written[i] == 'y')) {
        ++i;
    }
    std::size_t end = i;
    while (end < written.size() && ((written[end] >= 'A' && written[end] <= 'Z') ||
                                    (written[end] >= 'a' && written[end] <= 'z'))) {
        ++end;
    }
    return chem::atomic_number(written.substr(i, end - i)).has_value() &&
           std::all_of(written.begin() + static_cast<std::ptrdiff_t>(end), written.end(),
                       [](char c) { return is_digit(c) || static_cast<unsigned char>(c) >= 0x80; });
}

// What stands in front of a formula with a hyphen and tells its phase, doping or texture.
bool phase_prefix(std::string_view written) {
    if (written.size() == 1) {
        return written[0] >= 'a' && written[0] <= 'z';
    }
    const auto lead = static_cast<unsigned char>(written[0]);
    if (written.size() == 2 && (lead == 0xCE || lead == 0xCF)) {
        return true;  // a Greek letter
    }
    return one_of(written, {"alpha", "beta", "gamma", "delta", "theta", "epsilon", "kappa", "eta",
                            "ta", "nc", "nano", "poly", "bcc", "fcc", "hcp", "μc"});
}

}  // namespace

bool is_dash(const Words& words, std::size_t i) {
    return words.is(i, "-") || words.is(i, "–") || words.is(i, "‐") || words.is(i, "‑");
}

std::string_view MaterialSpans::Work::between(const FoundMaterial& a,
                                              const FoundMaterial& b) const {
    return m_text.substr(a.mention.range.end, b.mention.range.begin - a.mention.range.end);
}

std::size_t MaterialSpans::Work::material_at(std::size_t w) const {
    const auto at = std::lower_bound(
        m_found.begin(), m_found.end(), w,
        [](const FoundMaterial& item, std::size_t word) { return item.first < word; });
    return at != m_found.end() && at->first == w ? static_cast<std::size_t>(at - m_found.begin())
                                                 : m_found.size();
}

std::size_t MaterialSpans::Work::stretch(std::size_t k, std::size_t first, std::size_t last) {
    auto& item = m_found[k];
    item.first = std::min(item.first, first);
    item.last = std::max(item.last, last);
    auto& range = item.mention.range;
    range.begin = std::min(range.begin, m_words[item.first].range.begin);
    range.end = std::max(range.end, m_words[item.last].range.end);
    std::size_t begin = k;
    while (begin > 0 && m_found[begin - 1].mention.range.end > range.begin) {
        --begin;
        range.begin = std::min(range.begin, m_found[begin].mention.range.begin);
        item.first = std::min(item.first, m_found[begin].first);
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
    return begin;
}

bool MaterialSpans::Work::is_element(std::size_t w) const {
    return w < m_words.size() && m_words[w].capital && m_words[w].range.size() <= 2 &&
           chem::atomic_number(written(w)).has_value();
}

std::size_t MaterialSpans::Work::closing(std::size_t w) const {
    int depth = 1;
    for (std::size_t k = w + 1; k < m_words.size() && k < w + k_longest_bracket; ++k) {
        depth += m_words.is(k, "(") ? 1 : 0;
        depth -= m_words.is(k, ")") ? 1 : 0;
        if (depth == 0) {
            return k;
        }
    }
    return 0;
}

// "Sm2Fe17-x Cr x", "PbTi1-x Hf x O3": a formula set with blanks around its variables.
void MaterialSpans::Work::spaced_formulas() {
    const auto variable = [&](std::size_t w) {
        return w < m_words.size() && one_of(written(w), {"x", "y", "z", "δ"});
    };
    for (std::size_t k = 0; k < m_found.size(); ++k) {
        const auto& item = m_found[k];
        if (item.mention.kind != MaterialKind::formula) {
            continue;
        }
        std::size_t end = item.last;
        std::size_t w = end + 1;
        const std::string& text = item.mention.written;
        if (text.back() == '-' && variable(w)) {
            end = w++;
        } else if (is_dash(m_words, w) && m_words.glued(w) && variable(w + 1)) {
            end = w + 1;  // "PrOFe1- x"
            w = end + 1;
        }
        const bool open = end > item.last || text.ends_with("-x") || text.ends_with("-y");
        if (!open && !(variable(w) && w + 1 < m_words.size() && m_words[w + 1].capital &&
                       m_words[w + 1].range.size() <= 5 && text.size() > 2)) {
            continue;
        }
        if (!open) {
            end = w++;
        }
        bool any = false;
        while (w < m_words.size() && m_words[w].capital && m_words[w].range.size() <= 6 &&
               (is_element(w) || m_words[w].has_digit || material_at(w) < m_found.size())) {
            any = true;
            end = w++;
            if (!variable(w)) {
                break;
            }
            end = w++;
        }
        if (any) {
            m_found[k].element = false;
            m_found[k].mention.formula.clear();
            k = stretch(k, m_found[k].first, end);
        }
    }
}

// "( Tb , Dy )Ru2Si2", "Pb ( Zr , Ti ) O3": a group of a formula set with blanks.
void MaterialSpans::Work::groups() {
    for (std::size_t k = 0; k < m_found.size(); ++k) {
        const auto& item = m_found[k];
        if (item.mention.kind != MaterialKind::formula && !item.element) {
            continue;
        }
        // The item is what the group begins with: its first element.
        std::size_t open = item.first;
        if (open == 0 || !m_words.is(open - 1, "(") || !item.element) {
            continue;
        }
        --open;
        const std::size_t close = closing(open);
        if (close < open + 4 || close + 1 >= m_words.size()) {
            continue;
        }
        bool elements = true;
        for (std::size_t w = open + 1; w < close && elements; ++w) {
            elements = (w - open) % 2 == 1 ? is_element(w) : m_words.is(w, ",");
        }
        const std::size_t tail = close + 1;
        const bool formula = m_words[tail].capital &&
                             (m_words[tail].has_digit || m_words.glued(tail)) &&
                             m_words[tail].range.size() <= 10;
        if (!elements || !formula || (close - open) % 2 != 0) {
            continue;
        }
        const std::size_t end =
            material_at(tail) < m_found.size() ? m_found[material_at(tail)].last : tail;
        std::size_t begin = open;
        if (open > 0 && (is_element(open - 1) ||
                         (material_at(open - 1) < m_found.size() && m_words.glued(open)))) {
            begin = open - 1;
        }
        m_found[k].mention.formula.clear();
        m_found[k].element = false;
        k = stretch(k, begin, end);
    }
}

// "CuSO4 · 5H2O": one composition.
void MaterialSpans::Work::hydrates() {
    for (std::size_t k = 0; k < m_found.size(); ++k) {
        const std::size_t dot = m_found[k].last + 1;
        if (!m_words.is(dot, "·") && !m_words.is(dot, "*") && !m_words.is(dot, "•")) {
            continue;
        }
        const bool counted = m_words.is_number(dot + 1) && m_words.glued(dot + 2);
        const std::size_t water = counted ? dot + 2 : dot + 1;
        if (!one_of(written(water), {"H2O", "D2O"})) {
            continue;
        }
        const std::string host = m_found[k].mention.formula;
        const std::string count(counted ? m_words.at(dot + 1) : "");
        k = stretch(k, m_found[k].first, water);
        if (const auto all = chem::parse_formula(host + "·" + count + "H2O");
            all && !host.empty()) {
            m_found[k].mention.formula = chem::canonical(*all);
        }
    }
}

// Behind a colon: dopants. The host tells the composition.
void MaterialSpans::Work::dopants() {
    for (std::size_t k = 0; k < m_found.size(); ++k) {
        std::size_t end = m_found[k].last;
        bool any = false;
        std::size_t at = end + 1;
        while (m_words.is(at, ":") || (any && one_of(m_words.at(at), {",", "/"}))) {
            const std::size_t dopant = dopant_end(at + 1);
            if (dopant == 0) {
                break;
            }
            end = dopant;
            any = true;
            at = end + 1;
        }
        // The host comes last: "Er : Al2O3", "Ce : Cu : LiNbO3".
        if (m_words.is(at, ":") && (any || m_found[k].element)) {
            const std::size_t host = material_at(at + 1);
            if (host < m_found.size() && !m_found[host].element && !m_found[host].bare) {
                m_found[k].mention.formula = m_found[host].mention.formula;
                m_found[k].mention.kind = m_found[host].mention.kind;
                m_found[k].element = false;
                k = stretch(k, m_found[k].first, m_found[host].last);
            }
            continue;
        }
        const bool hydrogen = end == m_found[k].last + 2 && written(end) == "H";
        const bool ratio = one_of(m_words.at(at), {"=", "ratio"}) || m_words.is_number(at);
        if (!any || ratio || (m_found[k].element && !hydrogen)) {
            continue;
        }
        m_found[k].element = false;
        k = stretch(k, m_found[k].first, end);
    }
}

// Last word of the dopant that begins at w; 0: none.
std::size_t MaterialSpans::Work::dopant_end(std::size_t w) const {
    if (m_words.is_number(w) && m_words.glued(w + 1)) {
        ++w;
    }
    if (!m_words.is_word(w) || !dopant_word(written(w))) {
        return 0;
    }
    return m_words.is(w + 1, "+") && m_words.glued(w + 1) ? w + 1 : w;
}

// A member of a system at word w: "Al", "6Al", "5 wt% Nb", a formula.
std::optional<MaterialSpans::Work::Unit> MaterialSpans::Work::unit_at(std::size_t w) const {
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
        } else if (at != w + 1 || !m_words.glued(at)) {
            return std::nullopt;
        }
    }
    if (const std::size_t k = material_at(at); k < m_found.size()) {
        const auto& item = m_found[k];
        if (item.mention.kind == MaterialKind::polymer) {
            return std::nullopt;
        }
        unit.last = item.last;
        unit.element = item.element;
        unit.name = item.mention.kind == MaterialKind::name && item.first == item.last &&
                    !item.mention.formula.empty() && item.mention.formula != "C" && !item.bare;
        return unit;
    }
    // "2H-NbSe2" is a polytype, helium in no material.
    if (!is_element(at) || written(at) == "He" ||
        (unit.amount && at == w + 1 && one_of(written(at), {"H", "T", "R"}))) {
        return std::nullopt;
    }
    unit.last = at;
    unit.element = true;
    return unit;
}

// "Ag – Cu – Zn", "Ti-Al-N", "Mg – 6 wt% Al", "MgO-Al2O3", "0.7BiFeO3-0.3BaTiO3".
void MaterialSpans::Work::systems() {
    for (std::size_t k = 0; k < m_found.size(); ++k) {
        const std::size_t begin = system_begin(k);
        const auto unit = unit_at(begin);
        if (!unit) {
            continue;
        }
        std::size_t end = unit->last;
        std::size_t members = 1;
        bool elements = unit->element;
        bool names = unit->name;
        bool amounts = unit->amount;
        bool repeated = false;
        while (is_dash(m_words, end + 1)) {
            const bool glued = m_words.glued(end + 1) && m_words.glued(end + 2);
            if (!glued && (m_words.glued(end + 1) || m_words.glued(end + 2))) {
                break;  // "Ti- and"
            }
            const auto next = unit_at(end + 2);
            if (!next) {
                break;
            }
            const bool all_elements = elements && next->element;
            const bool all_names = names && next->name;
            const bool hyphen = m_words.is(end + 1, "-");
            if (!all_elements && !all_names && !(glued && hyphen) && !next->amount && !amounts) {
                break;
            }
            repeated = repeated || written(next->last) == written(begin);
            elements = all_elements;
            names = all_names;
            amounts = amounts || next->amount;
            end = next->last;
            ++members;
        }
        if (members < 2) {
            continue;
        }
        const std::size_t behind = is_dash(m_words, end + 1) ? end + 2 : end + 1;
        const std::string_view next_word = m_words.at(behind);
        // Atoms side by side, or two layers: no system of elements. "Al – O bonds" name no
        // material, "Fe – O – Fe" names its metal.
        if (repeated || m_lexicon.m_apart.contains(next_word)) {
            continue;
        }
        if ((elements || names) && m_lexicon.m_bonds.contains(next_word)) {
            for (auto& item : m_found) {
                item.dropped = item.dropped || (item.first >= begin && item.last <= end);
            }
            continue;
        }
        // "Ti – Al-doped": the word behind belongs to the last element alone.
        if (behind == end + 2 && one_of(next_word, {"doped", "codoped"})) {
            continue;
        }
        join_system(k, begin, end, elements, names);
        k = std::min(material_at(begin), m_found.size() - 1);
    }
}

void MaterialSpans::Work::join_system(std::size_t k, std::size_t begin, std::size_t end,
                                      bool elements, bool names) {
    // "91.5Ti – 8.5Si ( wt. % )": what the amounts are.
    const std::size_t open = end + 1;
    if (elements && m_words.is(open, "(") &&
        one_of(m_words.at(open + 1), {"wt", "at", "mol", "mass"})) {
        const std::size_t percent = m_words.is(open + 2, ".") ? open + 3 : open + 2;
        if (m_words.is(percent, "%") && m_words.is(percent + 1, ")")) {
            end = percent + 1;
        }
    }
    m_found[k].mention.formula.clear();
    m_found[k].mention.kind = elements ? MaterialKind::alloy
                              : names  ? MaterialKind::name
                                       : MaterialKind::formula;
    m_found[k].element = elements;
    stretch(k, begin, end);
}

// Where the system begins that item k is in: single letters ("W – Ti") and amounts in front are no
// items themselves.
std::size_t MaterialSpans::Work::system_begin(std::size_t k) const {
    std::size_t begin = m_found[k].first;
    if (begin > 0 && m_words.is_number(begin - 1) && m_words.glued(begin) &&
        is_dash(m_words, m_found[k].last + 1)) {
        --begin;  // 91.5Ti
    }
    while (begin >= 2 && is_dash(m_words, begin - 1)) {
        const auto unit = unit_at(begin - 2);
        const bool letter = unit && unit->last == begin - 2 && unit->element &&
                            m_words.glued(begin - 1) == m_words.glued(begin) &&
                            written(begin - 2) != "He" &&
                            !(begin >= 3 && m_words.is_number(begin - 3) &&
                              m_words.glued(begin - 2));  // a polytype: 2H-MoS2
        if (!letter || material_at(begin - 2) < m_found.size()) {
            break;
        }
        begin -= 2;
    }
    return begin;
}

// "α-Fe2O3", "n-GaAs", "a'-Ti", "4H-SiC" and "Si(100)", "Cu(II)".
void MaterialSpans::Work::prefixes_and_faces() {
    for (std::size_t k = 0; k < m_found.size(); ++k) {
        const std::size_t first = m_found[k].first;
        if (first >= 2 && is_dash(m_words, first - 1) && m_words.glued(first) &&
            m_words.glued(first - 1)) {
            if (!m_words.glued(first - 2) && phase_prefix(written(first - 2))) {
                k = stretch(k, first - 2, m_found[k].last);
            } else if (first >= 3 && m_words.glued(first - 2) &&
                       (one_of(written(first - 2), {"'", "′", "''", "″"}) ||
                        (m_words.is_number(first - 3) &&
                         one_of(written(first - 2), {"H", "C", "R", "T"}))) &&
                       !m_words.glued(first - 3)) {
                k = stretch(k, first - 3, m_found[k].last);
            }
        }
        const std::size_t open = m_found[k].last + 1;
        if (m_words.is(open, "(") && m_words.glued(open) && m_words.is(open + 2, ")") &&
            m_words.glued(open + 1) && m_words.glued(open + 2)) {
            const std::string_view inside = m_words.at(open + 1);
            const bool face = inside.size() >= 3 && inside.size() <= 5 &&
                              std::all_of(inside.begin(), inside.end(), is_digit);
            const bool valence = m_found[k].element && chem::is_roman_numeral(written(open + 1));
            if (face || valence) {
                k = stretch(k, m_found[k].first, open + 2);
            }
        }
    }
}

}  // namespace lode::ingest
