#include "ingest/mine/material_spans.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "core/base/error.hpp"
#include "core/chem/elements.hpp"
#include "core/chem/formula.hpp"
#include "ingest/mine/phrase_table.hpp"
#include "ingest/mine/span_work.hpp"
#include "ingest/mine/stated_values.hpp"

namespace lode::ingest {
namespace {

bool one_of(std::string_view text, std::initializer_list<std::string_view> list) {
    return std::find(list.begin(), list.end(), text) != list.end();
}

bool all_capitals(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

// Molecules are atmospheres, solvents and reagents, not the materials a text is about.
bool is_molecule(std::string_view formula) {
    // Most formulas hold a letter of a metal: no need to parse them.
    if (formula.empty() || formula.find_first_not_of("HCNOFSIPBlr0123456789+-") != formula.npos) {
        return false;
    }
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
    // Carbon, phosphorus and sulfur alone are solids.
    return reactive && !(composition->amounts.size() == 1 &&
                         one_of(chem::symbol(composition->amounts[0].first), {"C", "P", "S"}));
}

// Letters that stand for any element in a formula: "M = Co, Ni", "Ln = La, Nd".
bool generic(std::string_view lower) {
    return one_of(lower,
                  {"m", "r", "a", "b", "t", "ln", "re", "x", "q", "tm", "ae", "me", "mi", "n"});
}

// The formula with its letters for any element read as iron.
std::string with_iron(std::string_view formula) {
    std::string out;
    for (std::size_t i = 0; i < formula.size(); ++i) {
        const char next = i + 1 < formula.size() ? formula[i + 1] : ' ';
        const bool small = next >= 'a' && next <= 'w';
        const std::string_view two = formula.substr(i, 2);
        if (one_of(two, {"Ln", "RE", "TM", "AE", "Me", "MI"})) {
            out += "Fe";
            ++i;
        } else if (!small && one_of(formula.substr(i, 1), {"M", "R", "A", "T", "X", "Q"})) {
            out += "Fe";
        } else {
            out += formula[i];
        }
    }
    return out;
}

}  // namespace

MaterialSpans::MaterialSpans(const LexiconSource& lexicons) {
    for (const auto& row : read_lexicon(lexicons, "span_words.tsv", 2)) {
        StringSet* const set = row[0] == "phase"         ? &m_phases
                               : row[0] == "body"        ? &m_bodies
                               : row[0] == "bond"        ? &m_bonds
                               : row[0] == "apart"       ? &m_apart
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

void MaterialSpans::Work::run() {
    element_lists();
    spaced_formulas();
    groups();
    hydrates();
    dopants();
    systems();
    prefixes_and_faces();
    heads();
    values();
    drop();
    std::erase_if(m_found, [](const FoundMaterial& item) { return item.dropped; });
}

// "R2S3 (R = Er, Tm)", "MFe2O4, where M = Co and Ni": the elements are no materials of their own;
// the list belongs to the formula that uses the letter.
void MaterialSpans::Work::element_lists() {
    const Range sentence = m_words.sentence();
    if (m_text.substr(sentence.begin, sentence.size()).find('=') == std::string_view::npos) {
        return;
    }
    for (std::size_t w = 1; w + 1 < m_words.size(); ++w) {
        if (!m_words.is(w, "=") || !generic(m_words.at(w - 1)) || !element_at(w + 1)) {
            continue;
        }
        std::size_t end = w + 1;
        while (m_words.is(end + 1, ",") || m_words.is(end + 1, "and") ||
               m_words.is(end + 1, "or") || m_words.is(end + 1, "+")) {
            std::size_t next = end + 2;
            if (m_words.is(next, "and") || m_words.is(next, "or")) {
                ++next;
            }
            if (!element_at(next)) {
                break;
            }
            end = next;
        }
        const std::size_t open =
            m_words.is(w - 2, "where") || m_words.is(w - 2, "with") ? w - 3 : w - 2;
        if (w >= 3 && m_words.is(open, "(")) {
            if (const std::size_t close = closing(open); close > end) {
                generic_formula(open, close);
            }
        }
        for (auto& item : m_found) {
            item.dropped = item.dropped || (item.first > w && item.last <= end && item.element);
        }
        w = end;
    }
    std::erase_if(m_found, [](const FoundMaterial& item) { return item.dropped; });
}

bool MaterialSpans::Work::element_at(std::size_t w) const {
    return is_element(w) || (w < m_words.size() && m_words.glued(w + 1) && m_words.is(w + 1, "+") &&
                             m_words[w].capital);
}

// The formula in front of the bracket at `open` holds a letter for any element: it reaches to
// `close`.
void MaterialSpans::Work::generic_formula(std::size_t open, std::size_t close) {
    std::uint32_t begin = m_words[open].range.begin;
    while (begin > 0 && m_text[begin - 1] == ' ') {
        --begin;
    }
    const std::uint32_t end = begin;
    while (begin > m_words.sentence().begin && m_text[begin - 1] != ' ') {
        --begin;
    }
    const std::string_view chunk = m_text.substr(begin, end - begin);
    const std::size_t first = m_words.index_at(begin);
    if (chunk.size() < 2 || first >= open || m_words[first].range.begin != begin) {
        return;
    }
    // Any known formula does; else the letters are read as iron.
    bool known = material_at(first) < m_found.size();
    if (!known) {
        const auto match = chem::match_formula(with_iron(chunk));
        known = match && match->composition.elements() >= 2;
    }
    if (!known) {
        return;
    }
    std::size_t k = material_at(first);
    if (k == m_found.size()) {
        const auto at = std::lower_bound(
            m_found.begin(), m_found.end(), first,
            [](const FoundMaterial& item, std::size_t word) { return item.first < word; });
        FoundMaterial item;
        item.mention.sentence = m_found.front().mention.sentence;
        item.mention.range = {begin, end};
        item.mention.kind = MaterialKind::formula;
        item.first = first;
        item.last = open - 1;
        k = static_cast<std::size_t>(at - m_found.begin());
        m_found.insert(at, std::move(item));
    }
    m_found[k].element = false;
    m_found[k].mention.formula.clear();
    stretch(k, first, close);
}

// Names and symbols that make one material with what stands beside them: "Sr - hexaferrite", "NiZn
// ferrite", "lithium ferrite Li0.5Fe2.5O4", "304 stainless steel".
void MaterialSpans::Work::heads() {
    for (std::size_t k = 0; k < m_found.size(); ++k) {
        if (m_found[k].mention.kind == MaterialKind::alloy && m_found[k].first >= 3 &&
            m_words.is(m_found[k].first, "stainless") && m_words.is(m_found[k].first - 1, ">")) {
            k = stretch(k, m_found[k].first - 3, m_found[k].last);  // a masked number
        }
        if (k + 1 >= m_found.size()) {
            break;
        }
        const auto& a = m_found[k];
        const auto& b = m_found[k + 1];
        const std::string_view gap = between(a, b);
        if (gap.size() > 3 || a.dropped || b.dropped) {
            continue;
        }
        const bool formula = a.mention.kind == MaterialKind::formula;
        if (b.bare) {
            const bool symbols =
                a.element ||
                (formula && std::none_of(a.mention.written.begin(), a.mention.written.end(),
                                         [](char c) { return c >= '0' && c <= '9'; }));
            if (symbols && one_of(gap, {" ", "-", " - "})) {
                m_found[k].mention.formula.clear();
                m_found[k].mention.kind = MaterialKind::name;
                m_found[k].element = false;
                k = stretch(k, a.first, b.last);
            } else if (formula && gap == " ") {
                k = stretch(k, a.first, b.last);
            }
        } else if (a.mention.kind == MaterialKind::name && (a.bare || a.first != a.last) &&
                   !m_words.is(a.first, "metal") && b.mention.kind == MaterialKind::formula &&
                   !b.element && (gap == " " || (gap == " [" && m_words.is(b.last + 1, "]")))) {
            m_found[k].mention.formula = b.mention.formula;
            m_found[k].mention.kind = MaterialKind::formula;
            k = stretch(k, a.first, gap == " [" ? b.last + 1 : b.last);
        }
    }
}

// "(x = 0.2)" and "(0 ≤ x ≤ 0.3)" behind a formula with variables belong to it; one stated value
// gives its composition.
void MaterialSpans::Work::values() {
    std::optional<std::vector<std::pair<char, double>>> stated;
    for (std::size_t k = 0; k < m_found.size(); ++k) {
        if (m_found[k].mention.kind != MaterialKind::formula) {
            continue;
        }
        const std::string as_written = m_found[k].mention.written;
        const bool variables = as_written.find_first_of("xyz") != std::string::npos &&
                               !chem::parse_formula(as_written);
        const std::size_t open = m_found[k].last + 1;
        if (m_words.is(open, "(") && list_of_values(open + 1, variables)) {
            if (const std::size_t close = closing(open); close > 0) {
                k = stretch(k, m_found[k].first, close);
            }
        }
        if (!variables) {
            continue;
        }
        if (!stated) {
            stated = stated_values(m_words, 0, m_words.size());
        }
        if (!stated->empty()) {
            std::string tight = as_written;
            std::erase(tight, ' ');
            if (const auto composition = chem::parse_formula(with_values(tight, *stated))) {
                m_found[k].mention.formula = chem::canonical(*composition);
            }
        }
    }
}

// "x = ", "0 ≤ x", "where x = "
bool MaterialSpans::Work::list_of_values(std::size_t w, bool variables) const {
    if (m_words.is(w, "where") || m_words.is(w, "with")) {
        ++w;
    }
    const std::string_view name = m_words.at(w);
    if (m_words.is_word(w) && name.size() <= 2 &&
        one_of(m_words.at(w + 1), {"=", "≤", "≥", "<", "~", "≈"})) {
        return variables || (m_words.is(w + 1, "=") && generic(name));
    }
    std::size_t at = w;
    if (m_words.is(at, "<") && m_words.is(at + 2, ">")) {
        at += 3;  // a masked number
    } else if (m_words.is_number(at)) {
        ++at;
    } else {
        return false;
    }
    return variables && one_of(m_words.at(at), {"≤", "<", "⩽", "⩾", "≥"});
}

void MaterialSpans::Work::drop() {
    for (auto& item : m_found) {
        const std::size_t next = item.last + 1;
        const bool one_word = item.first == item.last;
        if (one_word && m_lexicon.m_phases.contains(m_words.at(item.first)) &&
            !m_lexicon.m_bodies.contains(m_words.at(next))) {
            item.dropped = true;
        }
        if (item.mention.kind != MaterialKind::abbreviation && is_molecule(item.mention.formula)) {
            item.dropped = true;
        }
        if (item.element || (item.mention.kind == MaterialKind::name && one_word)) {
            // "2Pr" is an amount of something, "60Co" an isotope.
            if (item.element && item.first > 0 && m_words.is_number(item.first - 1) &&
                m_words.glued(item.first) && one_word) {
                item.dropped = true;
            }
            const std::size_t word = is_dash(m_words, next) ? next + 1 : next;
            if (one_of(m_words.at(word), {"ion", "battery", "batteries", "blende", "salt", "ratio",
                                          "ratios", "concentrations", "vacancy", "vacancies"}) ||
                ratio_of(item)) {
                item.dropped = true;
            }
        }
    }
}

// "Zr / Ti ratio", "Al / Zn molar ratio": both are amounts.
bool MaterialSpans::Work::ratio_of(const FoundMaterial& item) const {
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
    if (one_of(m_words.at(at), {"molar", "atomic", "mass", "weight", "mole", "stoichiometric"})) {
        ++at;
    }
    return one_of(m_words.at(at), {"ratio", "ratios"});
}

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
