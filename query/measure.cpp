#include "query/measure.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/base/error.hpp"

namespace lode::query {

TableCell figure(double value) {
    return {std::isfinite(value) ? fmt::format("{:.4f}", value) : std::string(), true};
}

TableCell count_cell(std::uint64_t value) {
    return {std::to_string(value), true};
}

TableCell text_cell(std::string text) {
    return {std::move(text), false};
}

Interval bootstrap(std::size_t n, std::size_t draws, bias::Draws& random,
                   const std::function<double(std::span<const std::size_t>)>& statistic) {
    std::vector<double> values;
    std::vector<std::size_t> sample(n);
    for (std::size_t draw = 0; n > 0 && draw < draws; ++draw) {
        for (std::size_t& unit : sample) {
            unit = random.below(n);
        }
        if (const double value = statistic(sample); std::isfinite(value)) {
            values.push_back(value);
        }
    }
    if (values.empty()) {
        constexpr double k_none = std::numeric_limits<double>::quiet_NaN();
        return {k_none, k_none};
    }
    const double low = bias::quantile(values, 0.025);
    return {low, bias::quantile(values, 0.975)};
}

double mean_of(std::span<const double> values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

Interval bootstrap_mean(std::span<const double> values, std::size_t draws, bias::Draws& random) {
    return bootstrap(values.size(), draws, random, [&](std::span<const std::size_t> sample) {
        double sum = 0;
        for (const std::size_t i : sample) {
            sum += values[i];
        }
        return sum / static_cast<double>(sample.size());
    });
}

namespace {
constexpr std::array<int, 8> k_last = {0, 2, 10, 18, 36, 54, 86, 118};  // noble gases
}

int element_period(std::uint8_t atomic_number) {
    int period = 1;
    while (period < 7 && atomic_number > k_last.at(static_cast<std::size_t>(period))) {
        ++period;
    }
    return period;
}

int element_group(std::uint8_t atomic_number) {
    const int period = element_period(atomic_number);
    const int last = k_last.at(static_cast<std::size_t>(period));
    const int place = atomic_number - k_last.at(static_cast<std::size_t>(period) - 1);
    const int from_end = last - atomic_number;  // 0 for a noble gas
    if (place <= 2 && !(period == 1 && place == 2)) {
        return place;
    }
    if (period >= 6 && place >= 3 && place <= 17) {
        return period == 6 ? 19 : 20;
    }
    return 18 - from_end;
}

void stop_if_asked(const MeasureInput& input) {
    if (input.stop.stop_requested()) {
        throw Interrupted("stopped; nothing was measured");
    }
}

}  // namespace lode::query
