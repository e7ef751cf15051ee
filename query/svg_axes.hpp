// What the plots share: scales, round tick values, text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lode::query {

struct Scale {
    double low = 0, high = 1, from = 0, to = 1;
    double operator()(double value) const {
        return from + (value - low) / (high - low) * (to - from);
    }
};

// About `count` round steps over the range; low < high.
std::vector<double> ticks(double low, double high, int count);
// Tick values for a logarithmic axis: 1, 10, 100, with 2 and 5 between over a short range.
// 0 < low < high.
std::vector<double> log_ticks(double low, double high);
// `anchor`: "start", "middle", "end"; `extra` goes into the tag as it is.
std::string text_at(double x, double y, std::string_view anchor, std::string_view text,
                    std::string_view extra = "");

}  // namespace lode::query
