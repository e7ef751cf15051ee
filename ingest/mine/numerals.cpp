#include "ingest/mine/numerals.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <string>

#include "ingest/mine/quantities.hpp"

namespace lode::ingest {

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
        // A true minus sign marks an exponent; a hyphen or en dash may join a range as well.
        negative = true;
        e.marked |= text.substr(pos, n) == k_dashes[1];
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

std::optional<QuantityFinder::Number> QuantityFinder::read_number(const Text& block,
                                                                  std::size_t pos,
                                                                  std::size_t end) const {
    const std::string_view text = block.utf8;
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
        // "1018" with a raised 18 is a power of ten, "5012" with a raised 12 a number and a note.
        if (!digits.empty() && !block.scripts.empty() && raised(block, i) &&
            !raised(block, first)) {
            break;
        }
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
    if (i == first || digits.size() > 30) {
        return std::nullopt;
    }
    if (digits.front() == '.') {  // ".05"
        digits.insert(0, 1, '0');
    }
    double mantissa = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), mantissa);
    n.plain_integer = !point;
    // "5.43(2)": the uncertainty of the last digits
    if (point && i + 2 < end && text[i] == '(' && digit(text[i + 1])) {
        const std::size_t close = std::min(text.substr(i, 5).find(')'), text.size()) + i;
        if (close < std::min(end, i + 5) && close - i <= 3 &&
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
        // "10-3 S" is a power, "10-15 K" a range: a range ascends.
        const std::size_t unit_at = skip_spaces(text, e.end, end);
        const bool power_like =
            e.value < 0 && e.value > -10 && unit_end(text, unit_at, end) != unit_at;
        const bool sign_like = e.marked && (e.value > -10 || text[at] == '^' ||
                                            text.substr(at, 3) == k_superscript_minus);
        if (e.end != 0 && (is_raised || sign_like || power_like)) {
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
}

}  // namespace lode::ingest
