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
    std::array<double, 128> total{};
    for (const auto& entry : entries) {
        total[entry.element] += entry.amount;
    }
    Composition out;
    for (std::uint8_t z = 1; z <= 118; ++z) {
        if (total[z] == 0) {
            continue;
        }
        if (!std::isfinite(total[z]) || total[z] < 0 || total[z] > k_max_amount) {
            return {};
        }
        out.amounts.emplace_back(z, total[z]);
    }
    std::sort(out.amounts.begin(), out.amounts.end(),
              [](const auto& a, const auto& b) { return symbol(a.first) < symbol(b.first); });
    return out;
}

}  // namespace

std::optional<FormulaMatch> match_formula(std::string_view utf8) {
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
