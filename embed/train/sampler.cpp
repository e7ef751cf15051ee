#include "embed/train/sampler.hpp"

#include <cmath>
#include <limits>

#include "core/base/error.hpp"

namespace lode::embed {

Sampler::Sampler(std::span<const double> weights) : m_cells(weights.size()) {
    double sum = 0;
    for (const double weight : weights) {
        if (!std::isfinite(weight) || weight < 0) {
            throw error("{} cannot be the weight of a word", weight);
        }
        sum += weight;
    }
    if (!(sum > 0) || !std::isfinite(sum) || weights.size() > (std::size_t{1} << 31U)) {
        throw error("{} words of total weight {} cannot be drawn from", weights.size(), sum);
    }
    constexpr double k_full = std::numeric_limits<std::uint32_t>::max();
    const double scale = static_cast<double>(weights.size()) / sum;
    std::vector<double> left(weights.size());
    std::vector<std::uint32_t> poor;
    std::vector<std::uint32_t> rich;
    for (std::uint32_t i = 0; i < weights.size(); ++i) {
        left[i] = weights[i] * scale;
        (left[i] < 1 ? poor : rich).push_back(i);
    }
    // Each cell of a poor word is filled up by a rich one.
    while (!poor.empty() && !rich.empty()) {
        const std::uint32_t low = poor.back();
        const std::uint32_t high = rich.back();
        poor.pop_back();
        m_cells[low] = {static_cast<std::uint32_t>(left[low] * k_full), high};
        left[high] -= 1 - left[low];
        if (left[high] < 1) {
            rich.pop_back();
            poor.push_back(high);
        }
    }
    // What is over is 1 but for rounding. A word of weight 0 is never here: it has no share.
    for (const auto* rest : {&poor, &rich}) {
        for (const std::uint32_t i : *rest) {
            m_cells[i] = {std::numeric_limits<std::uint32_t>::max(), i};
        }
    }
}

}  // namespace lode::embed
