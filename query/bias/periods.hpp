// Years cut into periods of one round width, the same in every plot and table over time.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace lode::query::bias {

inline constexpr std::size_t k_most_periods = 12;

// The least of 1, 2, 5, 10, ... years that makes no more than k_most_periods of them.
inline unsigned period_width(std::uint16_t first, std::uint16_t last) {
    unsigned width = 1;
    for (const unsigned next : {1U, 2U, 5U, 10U, 20U, 50U, 100U, 1000U}) {
        width = next;
        if (last / width - first / width < k_most_periods) {
            break;
        }
    }
    return width;
}

// First and last year of the period of this number (year / width) within first to last.
inline std::pair<std::uint16_t, std::uint16_t> period_years(unsigned number, unsigned width,
                                                            std::uint16_t first,
                                                            std::uint16_t last) {
    return {static_cast<std::uint16_t>(std::max<unsigned>(first, number * width)),
            static_cast<std::uint16_t>(std::min<unsigned>(last, number * width + width - 1))};
}

}  // namespace lode::query::bias
