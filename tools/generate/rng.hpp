// A counter-based random source whose numbers are fixed by this file, not by a standard library:
// the same seed gives the same corpus on every machine.
#pragma once

#include <cstddef>
#include <cstdint>

namespace lode::generate {

// The finaliser of splitmix64 (Steele, Lea & Flood 2014).
constexpr std::uint64_t mix(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

class Rng {
 public:
    // Independent streams for (seed, index): article i does not depend on the number of articles.
    Rng(std::uint64_t seed, std::uint64_t index)
        : m_state(mix(seed + k_step) ^ mix(index * k_step + 1)) {}

    std::uint64_t next() { return mix(m_state += k_step); }

    // 0 <= result < n, n > 0 and below 2^32. The bias (n / 2^32) does not matter here.
    std::size_t below(std::size_t n) {
        return static_cast<std::size_t>(((next() >> 32) * n) >> 32);
    }

    int between(int low, int high) {
        return low + static_cast<int>(below(static_cast<std::size_t>(high - low + 1)));
    }

    // In [0, 1): 53 bits, exact in binary floating point.
    double unit() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
    double uniform(double low, double high) { return low + (high - low) * unit(); }
    bool chance(double p) { return unit() < p; }

 private:
    static constexpr std::uint64_t k_step = 0x9e3779b97f4a7c15ULL;
    std::uint64_t m_state;
};

}  // namespace lode::generate
