#include "tools/generate/numbers.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tools/generate/rich.hpp"

namespace lode::generate {
namespace {

struct Range {
    std::string_view name;
    int low;
    int high;
    int step;
    int divisor;  // the number written is the whole number divided by this: 10 gives one decimal
};

constexpr Range k_ranges[] = {
    {"ballmm", 2, 10, 1, 1},     {"calcT", 500, 1100, 50, 1}, {"cycles", 100, 1000, 50, 1},
    {"days", 2, 14, 1, 1},       {"dens", 90, 99, 1, 1},      {"epiT", 450, 750, 10, 1},
    {"fec", 2, 10, 1, 1},        {"fringe", 18, 76, 1, 100},  {"grain", 2, 90, 1, 10},
    {"hiK", 600, 1000, 50, 1},   {"hours", 2, 12, 1, 1},      {"hours2", 12, 72, 6, 1},
    {"hydroT", 120, 220, 10, 1}, {"hz", 1, 50, 1, 1},         {"kv", 3, 20, 1, 1},
    {"kvcm", 20, 50, 5, 1},      {"meltT", 800, 1150, 50, 1}, {"metres", 200, 2000, 100, 1},
    {"mg", 20, 200, 10, 1},      {"minutes", 10, 60, 5, 1},   {"ml", 50, 250, 10, 1},
    {"mn", 5, 50, 5, 1},         {"mpa", 100, 400, 20, 1},    {"nm", 20, 200, 10, 1},
    {"nm2", 30, 200, 10, 1},     {"oxnm", 100, 500, 50, 1},   {"polT", 60, 140, 10, 1},
    {"pressure", 2, 30, 1, 10},  {"rate", 5, 60, 5, 1},       {"roomT", 20, 25, 1, 1},
    {"rpm", 300, 600, 20, 1},    {"spsT", 400, 800, 20, 1},   {"tem", 80, 300, 20, 1},
    {"tesla", 1, 9, 1, 1},       {"volt", 40, 48, 1, 10},     {"volt3", 20, 30, 1, 10},
};

const Range* find_range(std::string_view name) {
    const auto* const found = std::find_if(std::begin(k_ranges), std::end(k_ranges),
                                           [&](const Range& r) { return r.name == name; });
    return found == std::end(k_ranges) ? nullptr : found;
}

}  // namespace

std::string number_text(double value, double span) {
    if (span >= 200) {
        // To the nearest ten (five below one hundred would look more precise than it is).
        const auto tens = static_cast<long long>(value / 10 + (value < 0 ? -0.5 : 0.5));
        return value < 100 && value > -100 ? fmt::format("{:.0f}", value)
                                           : fmt::format("{}", tens * 10);
    }
    if (span >= 20) {
        return fmt::format("{:.0f}", value);
    }
    if (span >= 3) {
        return fmt::format("{:.1f}", value);
    }
    if (span >= 0.15) {
        return fmt::format("{:.2f}", value);
    }
    return fmt::format("{:.3f}", value);
}

std::string quantity_text(std::string_view number, std::string_view unit) {
    std::string out;
    for (const char c : number) {
        if (c == '-') {
            out += "−";
        } else {
            out += c;
        }
    }
    if (unit.empty()) {
        return out;
    }
    if (unit.starts_with("10^")) {
        out += " × ";
    } else if (unit != "%") {
        out += k_thin;
    }
    return out += unit_markup(unit);
}

bool has_number_slot(std::string_view name) {
    return name == "sub3" || name == "base" || find_range(name) != nullptr;
}

std::string number_slot(std::string_view name, Rng& rng) {
    if (name == "sub3") {
        return {k_sub, '3', k_end};
    }
    if (name == "base") {
        // One draw a statement: compilers differ in which argument they draw first.
        const auto power = unit_markup(rng.chance(0.5) ? "10^-6" : "10^-7");
        return fmt::format("{} × {}", rng.between(1, 9), power);
    }
    const Range* range = find_range(name);
    if (range == nullptr) {
        return {};
    }
    const int value =
        range->low + range->step * rng.between(0, (range->high - range->low) / range->step);
    if (range->divisor == 1) {
        return fmt::format("{}", value);
    }
    return fmt::format("{:.{}f}", static_cast<double>(value) / range->divisor,
                       range->divisor == 10 ? 1 : 2);
}

}  // namespace lode::generate
