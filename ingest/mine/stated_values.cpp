#include "ingest/mine/stated_values.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace lode::ingest {
namespace {

bool is_variable(char c) {
    return c == 'x' || c == 'y' || c == 'z';
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// A sum of terms such as "1-x", "0.5+2y" at `pos`; moves `pos` behind it. Nothing where no variable
// stands in it (then `pos` stays) or a variable has no value.
struct Sum {
    double value = 0;
    bool any_variable = false;
    bool unknown = false;
};
Sum sum_at(std::string_view text, std::size_t& pos,
           const std::vector<std::pair<char, double>>& values) {
    Sum sum;
    std::size_t i = pos;
    bool first = true;
    while (i < text.size()) {
        double sign = 1;
        std::size_t k = i;
        if (text[k] == '+' || text[k] == '-') {
            sign = text[k] == '-' ? -1 : 1;
            ++k;
        } else if (text.substr(k).starts_with("−") || text.substr(k).starts_with("–")) {
            sign = -1;
            k += 3;
        } else if (!first) {
            break;
        }
        std::size_t digits = k;
        while (digits < text.size() &&
               (is_digit(text[digits]) ||
                (text[digits] == '.' && digits + 1 < text.size() && is_digit(text[digits + 1])))) {
            ++digits;
        }
        double term = 1;
        const bool number = digits > k;
        if (number) {
            term = std::strtod(std::string(text.substr(k, digits - k)).c_str(), nullptr);
        }
        const bool variable = digits < text.size() && is_variable(text[digits]);
        if (!number && !variable) {
            break;
        }
        if (variable) {
            const char name = text[digits];
            const auto known = std::find_if(values.begin(), values.end(),
                                            [&](const auto& v) { return v.first == name; });
            sum.unknown = sum.unknown || known == values.end();
            term *= known == values.end() ? 0 : known->second;
            sum.any_variable = true;
            ++digits;
        }
        sum.value += sign * term;
        i = digits;
        first = false;
    }
    if (sum.any_variable) {
        pos = i;
    }
    return sum;
}

}  // namespace

std::vector<std::pair<char, double>> stated_values(const Words& words, std::size_t first,
                                                   std::size_t last) {
    std::vector<std::pair<char, double>> values;
    std::vector<char> refused;
    for (std::size_t i = first; i + 2 < words.size() && i < last; ++i) {
        const std::string_view name = words.at(i);
        if (name.size() != 1 || !is_variable(name[0]) ||
            (words.glued(i) && !words.is(i - 1, "(") && !words.is(i - 1, ","))) {
            continue;
        }
        if (!words.is(i + 1, "=")) {
            continue;
        }
        const std::size_t behind = i + 3;
        const bool one = words.is_number(i + 2) && !words.is(behind, "-") &&
                         !words.is(behind, "–") && !words.is(behind, "/") &&
                         !words.is(behind, "and") && !words.is(behind, "or") &&
                         !words.is(behind, "to") && !words.is(behind, "±") &&
                         !(words.is(behind, ",") && words.is_number(behind + 1));
        const double value = one ? std::strtod(std::string(words.at(i + 2)).c_str(), nullptr) : 0;
        const auto known = std::find_if(values.begin(), values.end(),
                                        [&](const auto& v) { return v.first == name[0]; });
        if (!one || (known != values.end() && known->second != value)) {
            refused.push_back(name[0]);
        } else if (known == values.end()) {
            values.emplace_back(name[0], value);
        }
    }
    std::erase_if(values, [&](const auto& v) {
        return std::find(refused.begin(), refused.end(), v.first) != refused.end();
    });
    return values;
}

std::string with_values(std::string_view formula,
                        const std::vector<std::pair<char, double>>& values) {
    std::string result;
    std::size_t i = 0;
    while (i < formula.size()) {
        const char c = formula[i];
        const bool bracket = c == '(';
        const bool after_unit = i > 0 && (formula[i - 1] == ')' || formula[i - 1] == ']' ||
                                          (formula[i - 1] >= 'a' && formula[i - 1] <= 'z') ||
                                          (formula[i - 1] >= 'A' && formula[i - 1] <= 'Z'));
        std::size_t pos = bracket ? i + 1 : i;
        if (bracket || (after_unit && (is_digit(c) || is_variable(c)))) {
            const Sum sum = sum_at(formula, pos, values);
            const bool closed = !bracket || (pos < formula.size() && formula[pos] == ')');
            if (sum.any_variable && closed) {
                const double value = std::round(sum.value * 1e6) / 1e6;
                if (sum.unknown || value < 0) {
                    return {};
                }
                if (value == 0) {
                    // The element goes: only where it is a plain symbol.
                    std::size_t begin = result.size();
                    while (begin > 0 && result[begin - 1] >= 'a' && result[begin - 1] <= 'z') {
                        --begin;
                    }
                    if (begin == 0 || result[begin - 1] < 'A' || result[begin - 1] > 'Z') {
                        return {};
                    }
                    result.resize(begin - 1);
                } else {
                    std::string digits = std::to_string(value);
                    digits.erase(digits.find_last_not_of('0') + 1);
                    if (digits.back() == '.') {
                        digits.pop_back();
                    }
                    result += digits;
                }
                i = bracket ? pos + 1 : pos;
                continue;
            }
        }
        result += c;
        ++i;
    }
    return result;
}

}  // namespace lode::ingest
