// Private to embed/vectors.
#pragma once

#include <cmath>
#include <span>

namespace lode::embed {

// Summed in double.
inline double length(std::span<const float> row) {
    double sum = 0;
    for (const float x : row) {
        sum += static_cast<double>(x) * static_cast<double>(x);
    }
    return std::sqrt(sum);
}

}  // namespace lode::embed
