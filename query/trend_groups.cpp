#include "query/trend_groups.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <set>
#include <tuple>
#include <utility>

namespace lode::query {
namespace {

constexpr double k_z95 = 1.959963984540054;

// Minus sign or en dash written as a sign.
std::size_t minus_length(std::string_view text) {
    if (text.starts_with('-')) {
        return 1;
    }
    return text.starts_with("\xE2\x88\x92") || text.starts_with("\xE2\x80\x93") ? 3 : 0;
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

struct Number {
    double value = 0;
    std::size_t end = 0;
};

// "1.2", "1,200", "−5", "2 × 10−3", at the beginning of the text.
std::optional<Number> number_at(std::string_view text) {
    std::size_t i = minus_length(text);
    const bool negative = i > 0;
    std::string digits;
    bool point = false;
    for (; i < text.size(); ++i) {
        const char c = text[i];
        if (is_digit(c)) {
            digits += c;
        } else if (c == '.' && !point && i + 1 < text.size() && is_digit(text[i + 1])) {
            digits += c;
            point = true;
        } else if (c == ',' && !digits.empty() && i + 3 < text.size() && is_digit(text[i + 1]) &&
                   is_digit(text[i + 2]) && is_digit(text[i + 3])) {
            continue;
        } else {
            break;
        }
    }
    if (digits.empty() || digits == ".") {
        return std::nullopt;
    }
    Number number;
    std::from_chars(digits.data(), digits.data() + digits.size(), number.value);
    number.end = i;
    // A power of ten behind it.
    std::string_view rest = text.substr(i);
    while (rest.starts_with(' ')) {
        rest.remove_prefix(1);
    }
    for (const std::string_view times : {"\xC3\x97", "x", "\xC2\xB7"}) {
        if (!rest.starts_with(times)) {
            continue;
        }
        std::string_view power = rest.substr(times.size());
        while (power.starts_with(' ')) {
            power.remove_prefix(1);
        }
        if (!power.starts_with("10")) {
            continue;
        }
        power.remove_prefix(2);
        if (power.starts_with('^')) {
            power.remove_prefix(1);
        }
        const std::size_t sign = minus_length(power);
        int exponent = 0;
        const auto [end, problem] =
            std::from_chars(power.data() + sign, power.data() + power.size(), exponent);
        if (problem == std::errc{} && exponent < 100) {
            number.value *= std::pow(10.0, sign > 0 ? -exponent : exponent);
            number.end = static_cast<std::size_t>(end - text.data());
        }
        break;
    }
    if (negative) {
        number.value = -number.value;
    }
    return number;
}

std::string trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
        text.remove_prefix(1);
    }
    while (!text.empty() && (text.back() == ' ' || text.back() == '.' || text.back() == ')')) {
        text.remove_suffix(1);
    }
    return std::string(text);
}

struct Located {
    double low, high;
};

// The commonest unit among stated ranges and the ranges in it.
std::pair<std::string, std::vector<Located>> common_ranges(std::span<const TrendRecord> records,
                                                           const std::string& variable) {
    std::map<std::string, std::vector<Located>> by_unit;
    for (const auto& record : records) {
        if (record.variable_key != variable) {
            continue;
        }
        if (const auto range = stated_range(record.trend.x_range)) {
            by_unit[range->unit].push_back({range->low, range->high});
        }
    }
    std::pair<std::string, std::vector<Located>> best;
    for (auto& [unit, ranges] : by_unit) {
        if (ranges.size() > best.second.size()) {
            best = {unit, ranges};
        }
    }
    return best;
}

double percentile(std::vector<double> sorted, double share) {
    std::sort(sorted.begin(), sorted.end());
    const double at = share * static_cast<double>(sorted.size() - 1);
    const auto low = static_cast<std::size_t>(at);
    const std::size_t high = std::min(low + 1, sorted.size() - 1);
    return sorted[low] + (at - static_cast<double>(low)) * (sorted[high] - sorted[low]);
}

double union_length(std::vector<Located> ranges, double low, double high) {
    std::sort(ranges.begin(), ranges.end(),
              [](const Located& a, const Located& b) { return a.low < b.low; });
    double total = 0;
    double reached = low;
    for (const auto& range : ranges) {
        const double begin = std::max(range.low, reached);
        const double end = std::min(range.high, high);
        if (end > begin) {
            total += end - begin;
            reached = end;
        }
    }
    return total;
}

std::optional<Coverage> coverage(const TrendGroup& group, std::span<const TrendRecord> records,
                                 std::span<const TrendRecord> reference) {
    if (group.variable.empty()) {
        return std::nullopt;
    }
    auto [unit, all] = common_ranges(reference, group.variable);
    if (all.size() < 3) {
        return std::nullopt;
    }
    std::vector<double> lows;
    std::vector<double> highs;
    for (const auto& range : all) {
        lows.push_back(range.low);
        highs.push_back(range.high);
    }
    Coverage result;
    result.unit = unit;
    result.low = percentile(lows, 0.05);
    result.high = percentile(highs, 0.95);
    std::vector<Located> own;
    for (const std::size_t i : group.records) {
        const auto range = stated_range(records[i].trend.x_range);
        if (range && range->unit == unit) {
            own.push_back({range->low, range->high});
        }
    }
    result.known = own.size();
    result.unknown = group.records.size() - own.size();
    if (result.high > result.low) {
        result.covered =
            union_length(std::move(own), result.low, result.high) / (result.high - result.low);
    }
    return result;
}

bool at_edge(const Trend& trend) {
    const auto range = stated_range(trend.x_range);
    const auto place = stated_number(trend.location.value);
    if (trend.extremum == Extremum::none || !range || !place ||
        (!trend.location.unit.empty() && !range->unit.empty() &&
         trend.location.unit != range->unit)) {
        return false;
    }
    const double slack = 0.01 * (range->high - range->low);
    return *place <= range->low + slack || *place >= range->high - slack;
}

}  // namespace

bool extremum_only(const Trend& trend) {
    const bool shaped = trend.direction == Direction::peak || trend.direction == Direction::minimum;
    return trend.extremum != Extremum::none && shaped && trend.x_range.empty();
}

std::optional<double> stated_number(std::string_view text) {
    const auto number = number_at(text);
    return number ? std::optional(number->value) : std::nullopt;
}

std::optional<StatedRange> stated_range(std::string_view text) {
    std::vector<double> values;
    std::size_t last = 0;
    for (std::size_t i = 0; i < text.size();) {
        // A minus directly between two numbers is a dash, not a sign.
        const bool behind_digit = i > 0 && is_digit(text[i - 1]);
        const std::size_t sign = minus_length(text.substr(i));
        if (sign > 0 && behind_digit) {
            i += sign;
            continue;
        }
        const bool inside_word = i > 0 && ((text[i - 1] >= 'a' && text[i - 1] <= 'z') ||
                                           (text[i - 1] >= 'A' && text[i - 1] <= 'Z'));
        const auto number = inside_word ? std::nullopt : number_at(text.substr(i));
        if (!number) {
            ++i;
            continue;
        }
        values.push_back(number->value);
        i += number->end;
        last = i;
    }
    if (values.size() != 2) {
        return std::nullopt;
    }
    return StatedRange{std::min(values[0], values[1]), std::max(values[0], values[1]),
                       trimmed(text.substr(last))};
}

Interval Share::interval() const {
    if (n == 0) {
        return {0, 1};
    }
    // Wilson 1927.
    const double count = static_cast<double>(n);
    const double p = value();
    const double z2 = k_z95 * k_z95;
    const double centre = (p + z2 / (2 * count)) / (1 + z2 / count);
    const double half =
        k_z95 / (1 + z2 / count) * std::sqrt(p * (1 - p) / count + z2 / (4 * count * count));
    return {std::max(0.0, centre - half), std::min(1.0, centre + half)};
}

std::vector<TrendGroup> group_trends(std::span<const TrendRecord> records,
                                     std::span<const TrendRecord> reference) {
    std::vector<TrendGroup> groups;
    std::map<std::tuple<std::string, std::string, std::string>, std::size_t> index;
    for (std::size_t i = 0; i < records.size(); ++i) {
        const auto& record = records[i];
        const auto key = std::tuple(record.material, record.property_key, record.variable_key);
        const auto [place, added] = index.emplace(key, groups.size());
        if (added) {
            TrendGroup group;
            group.material = record.material;
            group.property = record.property_key;
            group.variable = record.variable_key;
            groups.push_back(std::move(group));
        }
        groups[place->second].records.push_back(i);
    }
    for (auto& group : groups) {
        std::set<std::string> articles;
        std::map<Direction, std::set<std::string>> by_direction;
        for (const std::size_t i : group.records) {
            const auto& record = records[i];
            articles.insert(record.place.article);
            by_direction[record.trend.direction].insert(record.place.article);
            group.extremum_only.part += extremum_only(record.trend) ? 1U : 0U;
            group.extrema_at_edge += at_edge(record.trend) ? 1U : 0U;
        }
        group.extremum_only.n = group.records.size();
        group.articles = articles.size();
        for (const auto& [direction, who] : by_direction) {
            group.directions[direction] = who.size();
        }
        auto up = by_direction[Direction::increase];
        const auto& down = by_direction[Direction::decrease];
        const bool both = !up.empty() && !down.empty();
        up.insert(down.begin(), down.end());
        // Two statements of one article are its two conditions, not a contradiction.
        group.conflict = !group.material.empty() && !group.property.empty() &&
                         !group.variable.empty() && both && up.size() > 1;
        group.coverage = coverage(group, records, reference);
    }
    std::stable_partition(groups.begin(), groups.end(),
                          [](const TrendGroup& group) { return group.conflict; });
    return groups;
}

}  // namespace lode::query
