#include "ingest/mine/quantities.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

#include "ingest/mine/words.hpp"

namespace lode::ingest {
namespace {

bool digit(char c) {
    return c >= '0' && c <= '9';
}
bool ascii_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Length of the first of `pieces` that stands at pos; 0 where none does.
template <std::size_t N>
std::size_t any_of_at(std::string_view text, std::size_t pos, std::size_t end,
                      const std::array<std::string_view, N>& pieces) {
    for (const auto piece : pieces) {
        if (pos + piece.size() <= end && text.substr(pos, piece.size()) == piece) {
            return piece.size();
        }
    }
    return 0;
}

constexpr std::array<std::string_view, 6> k_spaces{
    " ", "\xC2\xA0", "\xE2\x80\x89", "\xE2\x80\xAF", "\xE2\x80\x8A", "\xE2\x80\x82"};
// hyphen, minus, en dash, hyphen, non-breaking hyphen, figure dash
constexpr std::array<std::string_view, 6> k_dashes{
    "-", "\xE2\x88\x92", "\xE2\x80\x93", "\xE2\x80\x90", "\xE2\x80\x91", "\xE2\x80\x92"};
constexpr std::array<std::string_view, 6> k_times{"\xC3\x97",     "x", "\xC2\xB7", "\xE2\x8B\x85",
                                                  "\xE2\x88\x99", "*"};
constexpr std::array<std::string_view, 5> k_unit_joins{"\xC2\xB7", "\xE2\x8B\x85", "\xE2\x88\x99",
                                                       "/", "*"};
constexpr std::array<std::string_view, 10> k_superscripts{
    "\xE2\x81\xB0", "\xC2\xB9",     "\xC2\xB2",     "\xC2\xB3",     "\xE2\x81\xB4",
    "\xE2\x81\xB5", "\xE2\x81\xB6", "\xE2\x81\xB7", "\xE2\x81\xB8", "\xE2\x81\xB9"};
constexpr std::string_view k_superscript_minus = "\xE2\x81\xBB";

std::size_t skip_spaces(std::string_view text, std::size_t pos, std::size_t end) {
    while (const std::size_t n = any_of_at(text, pos, end, k_spaces)) {
        pos += n;
    }
    return pos;
}

struct Exponent {
    int value = 0;
    std::size_t end = 0;  // 0: none
    bool marked = false;  // by ^, a superscript or a true minus: cannot be a range or a count
};

// "-3", "^-3", "−3", "⁻³", "3" at pos.
Exponent read_exponent(std::string_view text, std::size_t pos, std::size_t end) {
    Exponent e;
    bool negative = false;
    if (pos < end && text[pos] == '^') {
        e.marked = true;
        ++pos;
    }
    if (text.substr(pos, k_superscript_minus.size()) == k_superscript_minus) {
        negative = true;
        e.marked = true;
        pos += k_superscript_minus.size();
    } else if (const std::size_t n = any_of_at(text, pos, end, k_dashes)) {
        negative = true;
        e.marked |= n > 1;
        pos += n;
    } else if (pos < end && text[pos] == '+') {
        ++pos;
    }
    std::size_t digits = 0;
    int value = 0;
    while (pos < end && digits < 3) {
        if (digit(text[pos])) {
            value = value * 10 + (text[pos] - '0');
            ++pos;
        } else {
            std::size_t which = 0;
            while (which < 10 &&
                   text.substr(pos, k_superscripts[which].size()) != k_superscripts[which]) {
                ++which;
            }
            if (which == 10) {
                break;
            }
            value = value * 10 + static_cast<int>(which);
            pos += k_superscripts[which].size();
            e.marked = true;
        }
        ++digits;
    }
    if (digits == 0 || digits > 2) {
        return {};
    }
    e.value = negative ? -value : value;
    e.end = pos;
    return e;
}

bool raised(const Text& text, std::size_t pos) {
    const auto found = std::upper_bound(
        text.scripts.begin(), text.scripts.end(), pos,
        [](std::size_t value, const ScriptSpan& span) { return value < span.range.end; });
    return found != text.scripts.end() && found->range.begin <= pos && found->script == Script::sup;
}

}  // namespace

struct QuantityFinder::Number {
    double value = 0;
    std::optional<double> tolerance;
    std::size_t begin = 0;
    std::size_t end = 0;
    bool plain_integer = true;
};

QuantityFinder::QuantityFinder(const LexiconSource& lexicons) {
    for (const auto& row : read_lexicon(lexicons, "unit_symbols.tsv", 2)) {
        m_units[row[0]] = true;
        for (std::size_t i = 0; row[1] != "-" && i < row[1].size();) {
            const std::size_t n = character_size(row[1], i);
            m_units[row[1].substr(i, n) + row[0]] = true;
            i += n;
        }
    }
    // Single small letters that are words far more often than prefixed units.
    for (const char* word : {"as", "am", "pm", "mm2", "dm2"}) {
        m_units.erase(word);
    }
}

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
    if (i == pos || !is_unit(text.substr(pos, i - pos))) {
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

    const auto read_number = [&](std::size_t pos) -> std::optional<Number> {
        Number n;
        n.begin = pos;
        std::size_t i = pos;
        bool negative = false;
        if (const std::size_t dash = any_of_at(text, i, end, k_dashes)) {
            negative = true;
            i += dash;
        } else if (i < end && text[i] == '+') {
            ++i;
        }
        const std::size_t first = i;
        std::string digits;
        bool point = false;
        while (i < end) {
            if (digit(text[i])) {
                digits += text[i++];
            } else if (text[i] == '.' && !point && i + 1 < end && digit(text[i + 1])) {
                digits += text[i++];
                point = true;
            } else if (text[i] == ',' && !point && i > first && i + 3 < end && digit(text[i + 1]) &&
                       digit(text[i + 2]) && digit(text[i + 3]) &&
                       (i + 4 >= end || !digit(text[i + 4]))) {
                ++i;
            } else {
                break;
            }
        }
        if (i == first || digits.size() > 30 || digits.front() == '.') {
            return std::nullopt;
        }
        double mantissa = 0;
        std::from_chars(digits.data(), digits.data() + digits.size(), mantissa);
        n.plain_integer = !point;
        // "5.43(2)": the uncertainty of the last digits
        if (point && i + 2 < end && text[i] == '(' && digit(text[i + 1])) {
            const std::size_t close = text.find(')', i);
            if (close < end && close - i <= 3 &&
                std::all_of(text.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                            text.begin() + static_cast<std::ptrdiff_t>(close), digit)) {
                double last = 0;
                std::from_chars(text.data() + i + 1, text.data() + close, last);
                const auto decimals = static_cast<int>(digits.size() - digits.find('.') - 1);
                n.tolerance = last * std::pow(10.0, -decimals);
                i = close + 1;
            }
        }
        int power = 0;
        const auto bare_power = [&](std::size_t at) {  // the exponent behind "10" at `at`
            const Exponent e = read_exponent(text, at, end);
            const bool is_raised = at < end && raised(block, at);
            if (e.end != 0 && (e.marked || is_raised ||
                               (e.value < 0 && unit_end(text, skip_spaces(text, e.end, end), end) !=
                                                   skip_spaces(text, e.end, end)))) {
                power = e.value;
                return e.end;
            }
            return at;
        };
        const std::size_t gap = skip_spaces(text, i, end);
        if (const std::size_t times = any_of_at(text, gap, end, k_times)) {
            const std::size_t ten = skip_spaces(text, gap + times, end);
            if (text.substr(ten, 2) == "10" && ten + 2 <= end) {
                std::size_t stop = bare_power(ten + 2);
                // Behind a factor even "10-3" and "103" (markup lost) are powers.
                if (stop == ten + 2) {
                    const Exponent e = read_exponent(text, ten + 2, end);
                    if (e.end != 0) {
                        power = e.value;
                        stop = e.end;
                    }
                }
                if (stop > ten + 2) {
                    i = stop;
                    n.plain_integer = false;
                }
            }
        } else if (digits == "10" && i < end) {
            const std::size_t stop = bare_power(i);
            if (stop > i) {
                i = stop;
                mantissa = 1;
                n.plain_integer = false;
            }
        } else if (i + 1 < end && (text[i] == 'e' || text[i] == 'E') &&
                   (digit(text[i + 1]) || text[i + 1] == '-' || text[i + 1] == '+')) {
            const Exponent e = read_exponent(text, i + 1, end);
            if (e.end != 0) {
                power = e.value;
                i = e.end;
                n.plain_integer = false;
            }
        }
        n.value = (negative ? -mantissa : mantissa) * std::pow(10.0, power);
        if (n.tolerance) {
            *n.tolerance *= std::pow(10.0, power);
        }
        n.end = i;
        return n;
    };

    std::size_t last_end = sentence.begin;
    std::size_t i = sentence.begin;
    while (i < end) {
        if (!digit(text[i])) {
            // Words that only name a number: the number behind them is no quantity.
            if (ascii_letter(text[i]) || (text[i] & 0x80) != 0) {
                const bool dash = any_of_at(text, i, end, k_dashes) != 0;
                const bool space = any_of_at(text, i, end, k_spaces) != 0;
                const bool sign = dash || space || (text[i] & 0x80) != 0;
                if (!sign) {
                    const std::size_t word = i;
                    while (i < end && (ascii_letter(text[i]) || digit(text[i]) ||
                                       (text[i] == '.' && i + 1 < end && digit(text[i + 1]) &&
                                        digit(text[i - 1])))) {
                        ++i;
                    }
                    const std::string_view name = text.substr(word, i - word);
                    if (name.starts_with("Fig") || name.starts_with("fig") || name == "Table" ||
                        name == "Tables" || name == "Eq" || name == "Ref" || name == "Refs" ||
                        name == "Section" || name == "Scheme" || name == "Equation") {
                        while (i < end && !digit(text[i]) &&
                               (text[i] == '.' || text[i] == ' ' || text[i] == 's' ||
                                text[i] == '(')) {
                            ++i;
                        }
                        while (i < end && (digit(text[i]) || text[i] == '.')) {
                            ++i;
                        }
                    }
                    continue;
                }
            } else if (text[i] == '[') {  // "[12, 14–16]": citations
                const std::size_t close = text.find(']', i);
                if (close < end && close - i < 60) {
                    i = close;
                }
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
                    text[before - 1] == '(' || text[before - 1] == '=') {
                    start = before;
                }
                break;
            }
        }
        const auto low = read_number(start);
        if (!low) {
            ++i;
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
