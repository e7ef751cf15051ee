#include "query/bias/random.hpp"

#include <algorithm>
#include <boost/random/gamma_distribution.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <cmath>

namespace lode::query::bias {

std::size_t Draws::below(std::size_t n) {
    return boost::random::uniform_int_distribution<std::size_t>(0, n - 1)(m_engine);
}

double Draws::gamma(double shape) {
    return boost::random::gamma_distribution<double>(shape, 1)(m_engine);
}

std::vector<double> Draws::dirichlet(std::span<const double> alpha) {
    std::vector<double> values;
    values.reserve(alpha.size());
    double sum = 0;
    for (const double a : alpha) {
        values.push_back(gamma(a));
        sum += values.back();
    }
    for (auto& value : values) {
        // Every draw may round to nought where all alphas are tiny: then nothing is known.
        value = sum > 0 ? value / sum : 1.0 / static_cast<double>(alpha.size());
    }
    return values;
}

double quantile(std::vector<double>& values, double q) {
    std::sort(values.begin(), values.end());
    const double at = std::clamp(q, 0.0, 1.0) * static_cast<double>(values.size() - 1);
    const auto low = static_cast<std::size_t>(std::floor(at));
    const auto high = std::min(low + 1, values.size() - 1);
    return values[low] + (at - static_cast<double>(low)) * (values[high] - values[low]);
}

}  // namespace lode::query::bias
