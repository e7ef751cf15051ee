#include "ingest/mine/quantities.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "ingest/mine/numerals.hpp"
#include "ingest/mine/words.hpp"

namespace lode::ingest {
QuantityFinder::QuantityFinder(const LexiconSource& lexicons) : m_units(lexicons) {}

namespace {

// Past the numbers a word like "Figs." points at: "3a", "1A–1F", "3, 6–9", "2 and 3".
std::size_t pointers_end(std::string_view text, std::size_t pos, std::size_t end) {
    const auto number = [&](std::size_t at) {
        std::size_t i = at;
        i += i < end && (text[i] == 'S' || text[i] == '(') ? 1U : 0U;
        const std::size_t first = i;
        while (i < end &&
               (digit(text[i]) || (text[i] == '.' && i + 1 < end && digit(text[i + 1])))) {
            ++i;
        }
        if (i == first) {
            return at;
        }
        i += i < end && ascii_letter(text[i]) && (i + 1 >= end || !ascii_letter(text[i + 1])) ? 1U
                                                                                              : 0U;
        i += i < end && text[i] == ')' && text[first - 1] == '(' ? 1U : 0U;
        return i < end && (ascii_letter(text[i]) || digit(text[i])) ? at : i;
    };
    std::size_t i = number(pos);
    while (i > pos && i < end) {
        std::size_t next = i;
        for (const std::string_view sign :
             {", and ", ", ", " and ", "\xE2\x80\x93", "-", " & ", " to "}) {
            if (text.substr(i, sign.size()) == sign) {
                next = i + sign.size();
                break;
            }
        }
        const std::size_t stop = next == i ? next : number(next);
        // "Fig. 3 and 5 nm": a number with a word behind it is another matter.
        if (stop == next || (stop + 1 < end && text[stop] == ' ' && text.substr(i, 1) != "-" &&
                             ascii_letter(text[stop + 1]) && text.substr(stop, 5) != " and ")) {
            break;
        }
        i = stop;
    }
    return std::max(i, pos);
}

// Past "[12, 14–16]"; pos where the bracket holds something else.
std::size_t citation_end(std::string_view text, std::size_t pos, std::size_t end) {
    for (std::size_t i = pos + 1; i < std::min(end, pos + 60); ++i) {
        if (text[i] == ']') {
            return i;
        }
        const std::size_t dash = any_of_at(text, i, end, k_dashes);
        if (dash != 0) {
            i += dash - 1;
        } else if (!digit(text[i]) && text[i] != ',' && text[i] != ' ' && text[i] != ';') {
            break;
        }
    }
    return pos;
}

// "10.1000/" begins a DOI.
bool is_doi(std::string_view text, std::size_t pos, std::size_t end) {
    if (pos + 8 > end || text.substr(pos, 3) != "10.") {
        return false;
    }
    std::size_t i = pos + 3;
    while (i < end && digit(text[i])) {
        ++i;
    }
    return i >= pos + 7 && i + 1 < end && text[i] == '/';
}

// Mass numbers of symbols that are units as well ("13C", "15N", "51V").
std::size_t isotope_end(std::string_view text, std::size_t pos, std::size_t end) {
    std::size_t symbol = pos;
    while (symbol < end && digit(text[symbol])) {
        ++symbol;
    }
    if (symbol >= end || text[symbol] < 'C' || text[symbol] > 'V') {
        return 0;
    }
    static constexpr std::array<std::string_view, 21> k_isotopes{
        "1H",  "2H",  "3H",  "11C", "12C", "13C", "14C", "13N", "14N",  "15N", "18F",
        "19F", "32S", "33S", "34S", "35S", "39K", "40K", "51V", "235U", "238U"};
    for (const auto isotope : k_isotopes) {
        const std::size_t stop = pos + isotope.size();
        if (stop <= end && text.substr(pos, isotope.size()) == isotope) {
            return stop < end && digit(text[stop]) ? 0 : stop;
        }
    }
    return 0;
}

}  // namespace

std::size_t QuantityFinder::one_unit_end(std::string_view text, std::size_t pos, std::size_t end,
                                         bool& has_exponent) const {
    has_exponent = false;
    // "wt.%", "wt %", "at. %", "vol.%", "mol %"
    for (const std::string_view part : {"wt", "at", "vol", "mol", "mass", "weight"}) {
        if (text.substr(pos, part.size()) == part) {
            std::size_t i = pos + part.size();
            i += i < end && text[i] == '.' ? 1U : 0U;
            i = skip_spaces(text, i, end);
            if (i < end && text[i] == '%') {
                return i + 1;
            }
        }
    }
    std::size_t i = pos;
    while (i < end) {
        const char c = text[i];
        if (ascii_letter(c) || c == '%') {
            ++i;
        } else if ((c & 0x80) != 0 && any_of_at(text, i, end, k_spaces) == 0 &&
                   any_of_at(text, i, end, k_dashes) == 0 &&
                   any_of_at(text, i, end, k_unit_joins) == 0 &&
                   text.substr(i, k_superscript_minus.size()) != k_superscript_minus &&
                   any_of_at(text, i, end, k_superscripts) == 0 &&
                   any_of_at(text, i, end, k_times) == 0) {
            i += character_size(text, i);
        } else {
            break;
        }
    }
    const std::string_view symbol = text.substr(pos, i - pos);
    if (i == pos || !m_units.contains(symbol)) {
        // "mWm−2", "mAhg−1": symbols run together, where a negative exponent says what they are.
        const Exponent e = i == pos ? Exponent{} : read_exponent(text, i, end);
        if (e.end != 0 && e.value < 0 && e.value >= -4 &&
            (e.end >= end || !ascii_letter(text[e.end])) && m_units.is_glued(symbol)) {
            has_exponent = true;
            return e.end;
        }
        // "°" alone before a space and C: "25 ° C"
        if (text.substr(pos, 2) == "\xC2\xB0") {
            const std::size_t next = skip_spaces(text, pos + 2, end);
            if (next < end && (text[next] == 'C' || text[next] == 'F') &&
                (next + 1 >= end || !ascii_letter(text[next + 1]))) {
                return next + 1;
            }
        }
        return pos;
    }
    if (text[i - 1] != '%') {
        // A gap inside an exponent ("cm −2") is common where markup was resolved.
        std::size_t at = i;
        const std::size_t gap = skip_spaces(text, i, end);
        if (gap > i && any_of_at(text, gap, end, k_dashes) > 1 &&
            read_exponent(text, gap, end).end != 0) {
            at = gap;
        }
        const Exponent e = read_exponent(text, at, end);
        const bool letter_follows = e.end != 0 && e.end < end && ascii_letter(text[e.end]);
        if (e.end != 0 && std::abs(e.value) <= 6 && !letter_follows) {
            has_exponent = true;
            return e.end;
        }
    }
    return i;
}

std::size_t QuantityFinder::unit_end(std::string_view text, std::size_t pos,
                                     std::size_t end) const {
    bool exponent = false;
    std::size_t i = one_unit_end(text, pos, end, exponent);
    if (i == pos || text[i - 1] == '%') {
        return i;
    }
    for (;;) {
        const std::size_t after = skip_spaces(text, i, end);
        std::size_t next = after;
        const std::size_t join = any_of_at(text, after, end, k_unit_joins);
        const bool dot =
            join == 0 && i < end && text[i] == '.' && i + 1 < end && ascii_letter(text[i + 1]);
        if (join != 0) {
            next = skip_spaces(text, after + join, end);
        } else if (dot) {
            next = i + 1;
        } else if (after == i) {
            return i;
        }
        const std::size_t stop = one_unit_end(text, next, end, exponent);
        if (stop == next) {
            return i;
        }
        // Side by side ("mA h", "W cm−2") the second needs a sign of being a unit: an exponent, or
        // an hour after charge or power.
        const std::string_view symbol = text.substr(next, stop - next);
        const bool hour = symbol == "h" && (text[i - 1] == 'A' || text[i - 1] == 'W');
        if (join == 0 && !exponent && !hour) {
            // "W cm K−1"-like chains end in an exponent: look one unit further.
            bool later = false;
            const std::size_t third = skip_spaces(text, stop, end);
            if (dot || third == stop || one_unit_end(text, third, end, later) == third || !later ||
                symbol.size() > 3) {
                return i;
            }
        }
        i = stop;
    }
}

std::vector<Measurement> QuantityFinder::find(const Text& block, Range sentence) const {
    const std::string_view text = block.utf8;
    const std::size_t end = std::min<std::size_t>(sentence.end, text.size());
    std::vector<Measurement> found;
    unsigned any = 0;
    for (std::size_t k = sentence.begin; k < end; ++k) {
        any |= static_cast<unsigned>(digit(text[k]));
    }
    if (any == 0) {
        return found;
    }

    const auto read_number = [&](std::size_t pos) { return this->read_number(block, pos, end); };

    std::size_t last_end = sentence.begin;
    std::size_t i = sentence.begin;
    while (i < end) {
        if (!digit(text[i])) {
            // Words that only name a number: the number behind them is no quantity.
            if (ascii_letter(text[i])) {
                const std::size_t word = i;
                do {
                    while (i < end && (ascii_letter(text[i]) || digit(text[i]))) {
                        ++i;
                    }
                } while (i + 1 < end && text[i] == '.' && digit(text[i + 1]) &&
                         digit(text[i - 1]) && ++i < end);
                const std::string_view name = text.substr(word, i - word);
                if (name.starts_with("Fig") || name.starts_with("fig") || name == "Table" ||
                    name == "Tables" || name == "Eq" || name == "Ref" || name == "Refs" ||
                    name == "Section" || name == "Scheme" || name == "Equation") {
                    while (i < end && !digit(text[i]) &&
                           (text[i] == '.' || text[i] == ' ' || text[i] == 's' || text[i] == '(')) {
                        ++i;
                    }
                    i = pointers_end(text, i, end);
                }
                continue;
            } else if (text[i] == '[') {  // "[12, 14–16]": citations
                i = std::max(i, citation_end(text, i, end));
            }
            i += character_size(text, i);
            continue;
        }
        std::size_t start = i;
        // A sign belongs to the number behind white space or an opening bracket.
        for (const auto dash : k_dashes) {
            if (start >= last_end + dash.size() &&
                text.substr(start - dash.size(), dash.size()) == dash) {
                const std::size_t before = start - dash.size();
                if (before == sentence.begin || text[before - 1] == ' ' ||
                    text[before - 1] == '(' || text[before - 1] == '=' ||
                    comparison_before(text, sentence.begin, before) != 0) {
                    start = before;
                }
                break;
            }
        }
        // ".05" behind a space or sign
        if (start == i && start > last_end && text[start - 1] == '.' &&
            (start - 1 == sentence.begin || text[start - 2] == ' ' || text[start - 2] == '(' ||
             text[start - 2] == '=' || text[start - 2] == '<' || text[start - 2] == '>')) {
            --start;
        }
        // "Ti-6Al-4V", "4H-SiC": digits of a designation.
        // "j.cell.2004.12", "10.1000/...": digits of an identifier.
        const bool designation =
            (start > sentence.begin + 1 && text[start - 1] == '-' &&
             ascii_letter(text[start - 2])) ||
            (start > sentence.begin + 1 && text[start - 1] == '.' &&
             (digit(text[start - 2]) || (ascii_letter(text[start - 2]) && start + 5 < end &&
                                         text[start + 4] == '.' && digit(text[start + 5])))) ||
            is_doi(text, start, end);
        if (designation) {
            while (i < end && (ascii_letter(text[i]) || digit(text[i]) || text[i] == '.')) {
                ++i;
            }
            last_end = i;
            continue;
        }
        // "13C NMR": an isotope, "1F" in "Figures 1A–1F": a panel.
        if (const std::size_t isotope = isotope_end(text, start, end)) {
            i = isotope;
            last_end = i;
            continue;
        }
        const auto low = read_number(start);
        if (!low) {  // no number, or too long for one: past all of its digits
            while (i < end && digit(text[i])) {
                ++i;
            }
            last_end = i;
            continue;
        }
        Measurement m;
        std::size_t stop = low->end;
        std::size_t number_end = low->end;
        m.quantity.value = low->value;
        m.quantity.tolerance = low->tolerance;
        bool whole = low->plain_integer && !low->tolerance;

        std::size_t unit_begin = skip_spaces(text, stop, end);
        std::size_t unit_stop = unit_end(text, unit_begin, end);
        // The second number of a range or tolerance, directly behind or behind a first unit.
        std::size_t after = skip_spaces(text, unit_stop > unit_begin ? unit_stop : stop, end);
        const auto dash = any_of_at(text, after, end, k_dashes);
        const bool word_to = text.substr(after, 3) == "to " && after + 3 < end;
        const bool word_and = text.substr(after, 4) == "and " && after + 4 < end &&
                              start >= sentence.begin + 8 &&
                              text.substr(start - 8, 8) == "between ";
        const bool plus_minus = text.substr(after, 2) == "\xC2\xB1";
        if (dash != 0 || word_to || word_and || plus_minus) {
            const std::size_t at = skip_spaces(text,
                                               after + (plus_minus ? 2
                                                        : word_to  ? 3
                                                        : word_and ? 4
                                                                   : dash),
                                               end);
            if (at < end &&
                (digit(text[at]) || (!plus_minus && any_of_at(text, at, end, k_dashes) != 0))) {
                const auto high = read_number(at);
                const std::size_t next_unit = high ? skip_spaces(text, high->end, end) : 0;
                const std::size_t next_stop = high ? unit_end(text, next_unit, end) : 0;
                const bool unit_on_high = high && next_stop > next_unit;
                const bool unit_on_low = unit_stop > unit_begin;
                if (high && plus_minus) {
                    m.quantity.tolerance = high->value;
                    whole = false;
                    number_end = high->end;
                    if (unit_on_high || !unit_on_low) {
                        unit_begin = next_unit;
                        unit_stop = next_stop;
                        stop = high->end;
                    }
                    // "(3.2 ± 0.1) eV"
                    if (!unit_on_high && high->end < end && text[high->end] == ')') {
                        const std::size_t behind = skip_spaces(text, high->end + 1, end);
                        const std::size_t behind_stop = unit_end(text, behind, end);
                        if (behind_stop > behind) {
                            unit_begin = behind;
                            unit_stop = behind_stop;
                            start -= start > sentence.begin && text[start - 1] == '(' ? 1U : 0U;
                        }
                    }
                } else if (high && (unit_on_high || unit_on_low) &&
                           (dash == 0 || high->value > low->value || low->value < 0)) {
                    m.quantity.value.reset();
                    m.quantity.low = std::min(low->value, high->value);
                    m.quantity.high = std::max(low->value, high->value);
                    number_end = high->end;
                    stop = high->end;
                    if (unit_on_high || !unit_on_low) {
                        unit_begin = next_unit;
                        unit_stop = next_stop;
                    }
                }
            }
        }
        // "4H-SiC", "2D-like": a capital glued between number and hyphen is no unit.
        if (unit_stop == unit_begin + 1 && unit_begin == low->end && unit_stop + 1 < end &&
            text[unit_stop] == '-' && ascii_letter(text[unit_stop + 1])) {
            unit_stop = unit_begin;
        }
        const bool has_unit = unit_stop > unit_begin;
        const std::size_t whole_end = std::max(has_unit ? unit_stop : stop, number_end);
        // "3D", "2nd", "4H": a number that is part of a word.
        const bool in_word =
            !has_unit && stop < end && (ascii_letter(text[stop]) || text[stop] == '_');
        if ((has_unit || !whole) && !in_word) {
            m.quantity.range = {static_cast<std::uint32_t>(start),
                                static_cast<std::uint32_t>(whole_end)};
            m.number = {static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(number_end)};
            if (has_unit) {
                m.unit = {static_cast<std::uint32_t>(unit_begin),
                          static_cast<std::uint32_t>(unit_stop)};
                m.quantity.unit = std::string(text.substr(unit_begin, unit_stop - unit_begin));
            }
            found.push_back(std::move(m));
        }
        i = std::max(whole_end, i + 1);
        if (in_word) {
            while (i < end && (ascii_letter(text[i]) || digit(text[i]))) {
                ++i;
            }
        }
        last_end = i;
    }
    return found;
}

}  // namespace lode::ingest
