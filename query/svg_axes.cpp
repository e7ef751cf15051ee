#include "query/svg_axes.hpp"

#include <fmt/format.h>

#include <cmath>

#include "query/html_text.hpp"

namespace lode::query {

std::vector<double> ticks(double low, double high, int count) {
    const double raw = (high - low) / count;
    const double power = std::pow(10, std::floor(std::log10(raw)));
    double step = 10 * power;
    for (const double factor : {1.0, 2.0, 2.5, 5.0}) {
        if (factor * power >= raw) {
            step = factor * power;
            break;
        }
    }
    std::vector<double> list;
    for (double i = std::ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; ++i) {
        list.push_back(i * step);
    }
    return list;
}

std::vector<double> log_ticks(double low, double high) {
    std::vector<double> list;
    const bool fine = std::log10(high / low) < 2.2;
    for (double power = std::pow(10, std::floor(std::log10(low))); power <= high; power *= 10) {
        for (const double factor : {1.0, 2.0, 5.0}) {
            const double value = factor * power;
            if (value >= low && value <= high && (fine || factor == 1.0)) {
                list.push_back(value);
            }
        }
    }
    return list;
}

std::string text_at(double x, double y, std::string_view anchor, std::string_view text,
                    std::string_view extra) {
    return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\"{}>{}</text>\n", x, y,
                       anchor, extra, escape_html(text));
}

}  // namespace lode::query
