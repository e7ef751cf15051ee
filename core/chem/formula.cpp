#include "core/chem/formula.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <numeric>

#include "core/chem/elements.hpp"
#include "core/chem/formula_scanner.hpp"

namespace lode::chem {
namespace {

constexpr double k_max_amount = 1e9;

// Merges repeated elements and sorts by symbol. Empty where an amount is out of range.
Composition compose(const std::vector<FormulaScanner::Entry>& entries) {
    Composition out;
    for (const auto& entry : entries) {
        const auto known = std::find_if(out.amounts.begin(), out.amounts.end(),
                                        [&](const auto& a) { return a.first == entry.element; });
        if (known == out.amounts.end()) {
            out.amounts.emplace_back(entry.element, 0.0 + entry.amount);
        } else {
            known->second += entry.amount;
        }
    }
    std::erase_if(out.amounts, [](const auto& a) { return a.second == 0; });
    for (const auto& [z, amount] : out.amounts) {
        if (!std::isfinite(amount) || amount < 0 || amount > k_max_amount) {
            return {};
        }
    }
    std::sort(out.amounts.begin(), out.amounts.end(),
              [](const auto& a, const auto& b) { return symbol(a.first) < symbol(b.first); });
    return out;
}

constexpr bool is_small(char c) {
    return c >= 'a' && c <= 'z';
}

// True for most of what is no formula: a word or abbreviation, perhaps behind a bracket. Reads
// symbols and whole amounts as the scanner would, without keeping them, as far as a capital that
// begins no symbol ("DNA", "ATF6") or a small letter that continues none ("Smith"); anything else
// than letters and digits is left to the scanner. Without the second rule 21, with it 17 million
// instructions for 32,000 pieces.
bool is_no_formula(std::string_view text) {
    constexpr std::size_t k_reach = 32;
    const auto at = [&](std::size_t i) { return i < text.size() ? text[i] : '\0'; };
    std::size_t i = at(0) == '(' || at(0) == '[' || at(0) == '{' ? 1 : 0;
    if (i == 1 && is_small(at(1))) {
        return true;
    }
    for (; i < k_reach;) {
        const char capital = at(i);
        if (capital < 'A' || capital > 'Z') {
            return false;
        }
        const bool two = is_small(at(i + 1)) && atomic_number(text.substr(i, 2)).has_value() &&
                         text.substr(i, 2) != "Cn";
        if (!two && !atomic_number(text.substr(i, 1))) {
            return true;
        }
        i += two ? 2 : 1;
        while (at(i) >= '0' && at(i) <= '9') {
            ++i;
        }
        if (const char c = at(i); is_small(c)) {
            const bool variable = c == 'x' || c == 'y' || c == 'z' || c == 'n';
            return !variable || is_small(at(i + 1));
        }
    }
    return false;
}

}  // namespace

std::optional<FormulaMatch> match_formula(std::string_view utf8) {
    if (is_no_formula(utf8)) {
        return std::nullopt;
    }
    const FormulaSymbols symbols(utf8);
    FormulaScanner scanner(symbols);
    if (!scanner.scan()) {
        return std::nullopt;
    }
    FormulaMatch match;
    match.composition = compose(scanner.entries());
    if (match.composition.amounts.empty()) {
        return std::nullopt;
    }
    match.length = symbols.byte_offset(scanner.end());
    match.core = symbols.byte_offset(scanner.core_end());
    match.resolved = scanner.resolved();
    match.coefficient = scanner.coefficient();
    match.parts = scanner.parts();
    match.vanishing = scanner.vanishing();
    return match;
}

std::optional<Composition> parse_formula(std::string_view utf8) {
    auto match = match_formula(utf8);
    if (!match || match->length != utf8.size() || !match->resolved) {
        return std::nullopt;
    }
    return std::move(match->composition);
}

std::string canonical(const Composition& composition) {
    double smallest = k_max_amount;
    for (const auto& [z, amount] : composition.amounts) {
        smallest = std::min(smallest, amount);
    }
    // Steps of 1/1000; finer only where that would lose an element.
    double scale = 1000;
    while (smallest * scale < 0.5 && scale < 1e9) {
        scale *= 10;
    }
    std::vector<std::int64_t> counts;
    counts.reserve(composition.amounts.size());
    std::int64_t divisor = 0;
    for (const auto& [z, amount] : composition.amounts) {
        counts.push_back(std::max<std::int64_t>(1, std::llround(amount * scale)));
        divisor = std::gcd(divisor, counts.back());
    }
    if (counts.size() == 1) {
        // A single element has no ratio to reduce: O2 is the molecule, C60 the cage.
        const bool whole = counts[0] % 1000 == 0 && scale == 1000;
        divisor = whole ? 1000 : counts[0];
    }
    std::string out;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        out += symbol(composition.amounts[i].first);
        const std::int64_t count = counts[i] / divisor;
        if (count != 1) {
            std::array<char, 24> digits{};
            const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), count);
            out.append(digits.data(), end.ptr);
        }
    }
    return out;
}

}  // namespace lode::chem
