// Reproducible random draws for bootstrap, permutation and Monte Carlo intervals: the same seed
// gives the same numbers with every compiler (std::mt19937_64 is fixed by the standard, the
// distributions are Boost.Random's, not the library's own). Not thread-safe: one object a thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <utility>
#include <vector>

namespace lode::query::bias {

class Draws {
 public:
    explicit Draws(std::uint64_t seed) : m_engine(seed) {}
    // Uniform on 0 .. n - 1; n > 0.
    std::size_t below(std::size_t n);
    // Gamma(shape, 1), shape > 0.
    double gamma(double shape);
    // Dirichlet(alpha), every alpha > 0; as many values as `alpha`, adding up to 1.
    std::vector<double> dirichlet(std::span<const double> alpha);
    // Fisher-Yates.
    template <class T>
    void shuffle(std::vector<T>& values) {
        for (std::size_t i = values.size(); i > 1; --i) {
            std::swap(values[i - 1], values[below(i)]);
        }
    }

 private:
    std::mt19937_64 m_engine;
};

// Draws behind every interval and permutation test, and where each of them begins.
inline constexpr std::size_t k_bootstrap_draws = 1000;
inline constexpr std::size_t k_permutations = 10000;
inline constexpr std::size_t k_correction_draws = 2000;
inline constexpr std::uint64_t k_seed = 20190801;

// The q quantile (0..1) of the values, which are sorted here; linear between neighbours (type 7 of
// Hyndman & Fan 1996). `values` must not be empty.
double quantile(std::vector<double>& values, double q);

}  // namespace lode::query::bias
