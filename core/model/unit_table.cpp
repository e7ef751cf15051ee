#include "core/model/unit_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

#include "core/base/error.hpp"

namespace lode {
namespace {

constexpr std::size_t k_base = 9;
constexpr std::array<std::string_view, k_base> k_base_symbols{"m",   "kg", "s",   "A", "K",
                                                              "mol", "cd", "rad", "sr"};

struct Named {
    std::string_view symbol;
    std::array<int, k_base> base;
};
constexpr std::array<Named, 29> k_named{{
    {"1", {}},
    {"m", {1}},
    {"kg", {0, 1}},
    {"s", {0, 0, 1}},
    {"A", {0, 0, 0, 1}},
    {"K", {0, 0, 0, 0, 1}},
    {"mol", {0, 0, 0, 0, 0, 1}},
    {"cd", {0, 0, 0, 0, 0, 0, 1}},
    {"rad", {0, 0, 0, 0, 0, 0, 0, 1}},
    {"sr", {0, 0, 0, 0, 0, 0, 0, 0, 1}},
    {"Hz", {0, 0, -1}},
    {"N", {1, 1, -2}},
    {"Pa", {-1, 1, -2}},
    {"J", {2, 1, -2}},
    {"W", {2, 1, -3}},
    {"C", {0, 0, 1, 1}},
    {"V", {2, 1, -3, -1}},
    {"F", {-2, -1, 4, 2}},
    {"Ω", {2, 1, -3, -2}},
    {"S", {-2, -1, 3, 2}},
    {"T", {0, 1, -2, -1}},
    {"H", {2, 1, -2, -2}},
    {"Wb", {2, 1, -2, -1}},
    {"lm", {0, 0, 0, 0, 0, 0, 1, 0, 1}},
    {"lx", {-2, 0, 0, 0, 0, 0, 1, 0, 1}},
    {"Bq", {0, 0, -1}},
    {"Gy", {2, 0, -2}},
    {"Sv", {2, 0, -2}},
    {"kat", {0, 0, -1, 0, 0, 1}},
}};

std::size_t bytes_of_character(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

double prefix_factor(std::string_view prefix) {
    static constexpr std::array<std::pair<std::string_view, double>, 15> k_prefixes{{
        {"T", 1e12},
        {"G", 1e9},
        {"M", 1e6},
        {"k", 1e3},
        {"h", 1e2},
        {"d", 1e-1},
        {"c", 1e-2},
        {"m", 1e-3},
        {"\xC2\xB5", 1e-6},  // micro sign
        {"\xCE\xBC", 1e-6},  // Greek mu
        {"u", 1e-6},
        {"n", 1e-9},
        {"p", 1e-12},
        {"f", 1e-15},
        {"a", 1e-18},
    }};
    for (const auto& [symbol, factor] : k_prefixes) {
        if (symbol == prefix) {
            return factor;
        }
    }
    return 0;
}

double number_of(const std::string& text, const char* file, const std::string& row) {
    double value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size()) {
        throw Error(fmt::format("lexicon {}: '{}' of row '{}' is no number", file, text, row));
    }
    return value;
}

// "A m-2" to symbols and exponents; empty for "-".
std::vector<std::pair<std::string, int>> parse_si(std::string_view text) {
    std::vector<std::pair<std::string, int>> parts;
    if (text == "-") {
        return parts;
    }
    while (!text.empty()) {
        const std::string_view one = text.substr(0, text.find(' '));
        text = one.size() == text.size() ? std::string_view{} : text.substr(one.size() + 1);
        std::size_t end = one.size();
        while (end > 1 && one[end - 1] >= '0' && one[end - 1] <= '9') {
            --end;
        }
        int exponent = 1;
        if (end < one.size()) {
            std::from_chars(one.data() + end, one.data() + one.size(), exponent);
            if (one[end - 1] == '-') {
                exponent = -exponent;
                --end;
            }
        }
        parts.emplace_back(one.substr(0, end), exponent);
    }
    return parts;
}

std::string join(const std::vector<std::pair<std::string, int>>& parts) {
    std::string text;
    for (const auto& [symbol, exponent] : parts) {
        if (exponent == 0 || symbol == "1") {
            continue;
        }
        text += text.empty() ? "" : " ";
        text += symbol;
        text += exponent == 1 ? "" : std::to_string(exponent);
    }
    return text.empty() ? "1" : text;
}

}  // namespace

UnitTable::UnitTable(const LexiconSource& lexicons) {
    for (const auto& row : read_lexicon(lexicons, "unit_symbols.tsv", 2)) {
        Row entry;
        if (row.size() >= 5) {
            entry.si = parse_si(row[2]);
            entry.factor = entry.si.empty() ? 1 : number_of(row[3], "unit_symbols.tsv", row[0]);
            entry.dimension = row[4];
            entry.offset = row.size() > 5 ? number_of(row[5], "unit_symbols.tsv", row[0]) : 0;
            if (!entry.si.empty() && !base_of(entry.si)) {
                throw Error(fmt::format("lexicon unit_symbols.tsv: '{}' of row '{}' is no SI unit",
                                        row[2], row[0]));
            }
        }
        const auto index = static_cast<std::uint32_t>(m_rows.size());
        m_symbols[row[0]] = {index, 1};
        for (std::size_t i = 0; row[1] != "-" && i < row[1].size();) {
            const std::string prefix = row[1].substr(i, bytes_of_character(row[1][i]));
            const double factor = prefix_factor(prefix);
            if (factor == 0) {
                throw Error(fmt::format("lexicon unit_symbols.tsv: '{}' of row '{}' is no prefix",
                                        prefix, row[0]));
            }
            m_symbols.try_emplace(prefix + row[0], Symbol{index, factor});
            i += prefix.size();
        }
        if (const auto base = base_of(entry.si); base && entry.si[0].first != "1") {
            m_names.push_back({*base, entry.dimension});
        }
        m_rows.push_back(std::move(entry));
    }
    for (const auto& row : read_lexicon(lexicons, "dimensions.tsv", 2)) {
        const auto base = base_of(parse_si(row[1]));
        if (!base) {
            throw Error(fmt::format("lexicon dimensions.tsv: '{}' of row '{}' is no SI unit",
                                    row[1], row[0]));
        }
        m_names.push_back({*base, row[0]});
    }
    // Prefixed symbols that are words far more often.
    for (const char* word : {"as", "am", "pm"}) {
        m_symbols.erase(word);
    }
}

std::optional<UnitTable::Base> UnitTable::base_of(
    const std::vector<std::pair<std::string, int>>& si) {
    if (si.empty()) {
        return std::nullopt;
    }
    Base base{};
    for (const auto& part : si) {
        const auto* const named = std::find_if(
            k_named.begin(), k_named.end(), [&](const Named& n) { return n.symbol == part.first; });
        if (named == k_named.end()) {
            return std::nullopt;
        }
        for (std::size_t i = 0; i < k_base; ++i) {
            base[i] += named->base[i] * part.second;
        }
    }
    return base;
}

std::vector<std::string_view> UnitTable::split(std::string_view symbols) const {
    const auto known = [&](std::string_view s) {
        return !s.empty() && s.size() <= 5 && m_symbols.contains(s);
    };
    for (std::size_t i = symbols.size(); i-- > 1;) {
        if (!known(symbols.substr(i))) {
            continue;
        }
        const std::string_view front = symbols.substr(0, i);
        if (known(front)) {
            return {front, symbols.substr(i)};
        }
        for (std::size_t k = front.size(); k-- > 1;) {
            if (known(front.substr(k)) && known(front.substr(0, k))) {
                return {front.substr(0, k), front.substr(k), symbols.substr(i)};
            }
        }
    }
    return {};
}

bool UnitTable::is_glued(std::string_view symbols) const {
    return symbols.size() >= 2 && symbols.size() <= 9 && !split(symbols).empty();
}

std::optional<SiUnit> UnitTable::si(std::string_view unit) const {
    struct Part {
        std::string_view symbol;
        int exponent;
    };
    std::vector<Part> parts;
    bool below = false;  // behind a slash
    std::size_t i = 0;
    const auto skip = [&](std::string_view piece) {
        if (unit.substr(i, piece.size()) == piece) {
            i += piece.size();
            return true;
        }
        return false;
    };
    while (i < unit.size()) {
        if (skip("/") || skip("per ")) {
            below = true;
            continue;
        }
        if (skip("(")) {  // "W/(m K)"; of "J/kg K" all that follows the stroke is below it as well
            continue;
        }
        if (skip(")")) {
            below = false;
            continue;
        }
        if (skip(" ") || skip("\xC2\xB7") || skip("\xE2\x8B\x85") || skip("\xE2\x88\x99") ||
            skip("*") || skip("\xC2\xA0") || skip("\xE2\x80\x89") || skip("\xE2\x80\xAF") ||
            skip("\xE2\x80\x8A") || skip("\xE2\x80\x82") || skip(".")) {
            continue;
        }
        const std::size_t begin = i;
        // "wt. %", "at.%"
        for (const std::string_view part : {"wt", "at", "vol", "mol", "mass", "weight"}) {
            if (unit.substr(i, part.size()) != part) {
                continue;
            }
            std::size_t at = i + part.size();
            while (at < unit.size() && (unit[at] == '.' || unit[at] == ' ')) {
                ++at;
            }
            if (at < unit.size() && unit[at] == '%') {
                const bool by_mass = part == "mass" || part == "weight";
                const std::string name = by_mass ? "wt%" : std::string(part) + "%";
                const auto found = m_symbols.find(name);
                if (found == m_symbols.end() || !parts.empty() || at + 1 != unit.size()) {
                    return std::nullopt;
                }
                const Row& row = m_rows[found->second.row];
                return SiUnit{join(row.si), row.dimension, row.factor, 0};
            }
        }
        while (i < unit.size()) {
            const std::string_view rest = unit.substr(i);
            const auto c = static_cast<unsigned char>(unit[i]);
            const bool ends = (c >= '0' && c <= '9') || c == ' ' || c == '/' || c == '-' ||
                              c == '+' || c == '^' || c == '*' || c == '.' || c == '(' ||
                              c == ')' || rest.starts_with("\xC2\xB7") ||
                              rest.starts_with("\xC2\xA0") || rest.starts_with("\xC2\xB2") ||
                              rest.starts_with("\xC2\xB3") || rest.starts_with("\xC2\xB9") ||
                              rest.starts_with("\xE2\x88") || rest.starts_with("\xE2\x80") ||
                              rest.starts_with("\xE2\x81") || rest.starts_with("\xE2\x8B");
            if (ends) {
                break;
            }
            i += bytes_of_character(unit[i]);
        }
        const std::string_view symbol = unit.substr(begin, i - begin);
        if (symbol.empty()) {
            return std::nullopt;
        }
        // The exponent: "-2", "^2", "−2", "⁻²".
        std::size_t at = i;
        int sign = 1;
        std::optional<int> exponent;
        while (at < unit.size() && unit[at] == ' ') {
            ++at;
        }
        if (at < unit.size() && unit[at] == '^') {
            ++at;
        }
        for (const std::string_view dash : {"-", "\xE2\x88\x92", "\xE2\x80\x93", "\xE2\x80\x90",
                                            "\xE2\x80\x91", "\xE2\x80\x92", "\xE2\x81\xBB"}) {
            if (unit.substr(at, dash.size()) == dash) {
                at += dash.size();
                sign = -1;
                break;
            }
        }
        static constexpr std::array<std::string_view, 10> k_raised{
            "\xE2\x81\xB0", "\xC2\xB9",     "\xC2\xB2",     "\xC2\xB3",     "\xE2\x81\xB4",
            "\xE2\x81\xB5", "\xE2\x81\xB6", "\xE2\x81\xB7", "\xE2\x81\xB8", "\xE2\x81\xB9"};
        if (at < unit.size() && unit[at] >= '0' && unit[at] <= '9') {
            exponent = unit[at++] - '0';
        } else {
            for (std::size_t d = 0; d < k_raised.size() && at < unit.size(); ++d) {
                if (unit.substr(at, k_raised[d].size()) == k_raised[d]) {
                    exponent = static_cast<int>(d);
                    at += k_raised[d].size();
                    break;
                }
            }
        }
        if (exponent) {
            i = at;
        }
        const int power = (exponent ? sign * *exponent : 1) * (below ? -1 : 1);
        if (m_symbols.contains(symbol)) {
            parts.push_back({symbol, power});
        } else {
            const auto glued = split(symbol);
            if (glued.empty()) {
                return std::nullopt;
            }
            for (std::size_t p = 0; p < glued.size(); ++p) {
                parts.push_back({glued[p], p + 1 == glued.size() ? power : below ? -1 : 1});
            }
        }
    }
    if (parts.empty()) {
        return std::nullopt;
    }
    SiUnit result;
    std::vector<std::pair<std::string, int>> si;
    for (const Part& part : parts) {
        const Symbol& symbol = m_symbols.find(part.symbol)->second;
        const Row& row = m_rows[symbol.row];
        if (row.si.empty()) {
            return std::nullopt;
        }
        result.factor *= std::pow(symbol.prefix * row.factor, part.exponent);
        for (const auto& [name, exponent] : row.si) {
            const auto known = std::find_if(si.begin(), si.end(),
                                            [&, &n = name](const auto& p) { return p.first == n; });
            if (known == si.end()) {
                si.emplace_back(name, exponent * part.exponent);
            } else {
                known->second += exponent * part.exponent;
            }
        }
        if (parts.size() == 1 && part.exponent == 1) {
            result.offset = row.offset;
            result.dimension = row.dimension;
        }
    }
    result.symbol = join(si);
    if (result.dimension.empty()) {
        const Base base = *base_of(si);
        const auto name = std::find_if(m_names.begin(), m_names.end(),
                                       [&](const Name& n) { return n.base == base; });
        if (name != m_names.end()) {
            result.dimension = name->dimension;
        } else {
            std::vector<std::pair<std::string, int>> plain;
            for (std::size_t b = 0; b < k_base; ++b) {
                if (base[b] != 0) {
                    plain.emplace_back(k_base_symbols[b], base[b]);
                }
            }
            result.dimension = plain.empty() ? "number" : join(plain);
        }
    }
    return result;
}

}  // namespace lode
