// Random numbers of training: the same everywhere, and cheap to start anew at any place of the
// text.
#pragma once

#include <cstdint>

namespace lode::embed {

// SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, OOPSLA 2014).
inline constexpr std::uint64_t mix_bits(std::uint64_t x) {
    x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9U;
    x = (x ^ (x >> 27U)) * 0x94d049bb133111ebU;
    return x ^ (x >> 31U);
}

class Random {
 public:
    explicit Random(std::uint64_t seed) : m_state(seed) {}
    // The stream of one piece of the text in one pass. It depends on the place alone, not on which
    // thread comes there and after what.
    static Random at(std::uint64_t seed, std::uint64_t epoch, std::uint64_t chunk) {
        return Random(mix_bits(mix_bits(mix_bits(seed + k_step) + epoch + k_step) + chunk));
    }

    std::uint64_t next() {
        m_state += k_step;
        return mix_bits(m_state);
    }
    float unit() {  // [0, 1), 24 bits
        return static_cast<float>(next() >> 40U) * 0x1p-24F;
    }
    // [0, n). Values differ in probability by at most n / 2^32.
    std::uint32_t below(std::uint32_t n) {
        return static_cast<std::uint32_t>(((next() >> 32U) * n) >> 32U);
    }

 private:
    static constexpr std::uint64_t k_step = 0x9e3779b97f4a7c15U;
    std::uint64_t m_state;
};

}  // namespace lode::embed
