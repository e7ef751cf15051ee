#include "tools/dates.hpp"

#include <algorithm>
#include <chrono>

namespace lode::tools {

bool is_day(std::string_view text) noexcept {
    constexpr std::string_view k_pattern = "dddd-dd-dd";
    if (text.size() != k_pattern.size() ||
        !std::equal(k_pattern.begin(), k_pattern.end(), text.begin(),
                    [](char p, char c) { return p == 'd' ? c >= '0' && c <= '9' : c == p; })) {
        return false;
    }
    const auto number = [&](std::size_t begin, std::size_t count) {
        int value = 0;
        for (const char c : text.substr(begin, count)) {
            value = value * 10 + (c - '0');
        }
        return value;
    };
    return std::chrono::year_month_day(std::chrono::year(number(0, 4)),
                                       std::chrono::month(static_cast<unsigned>(number(5, 2))),
                                       std::chrono::day(static_cast<unsigned>(number(8, 2))))
        .ok();
}

}  // namespace lode::tools
