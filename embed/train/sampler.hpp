// Draws words with given weights in constant time.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "embed/train/random.hpp"

namespace lode::embed {

// Walker's alias method (Vose: A linear algorithm for generating random numbers with a given
// distribution, IEEE Trans. Software Eng. 17, 1991). Eight bytes a word; a draw is one random
// number and one cache line. Weights are kept to 2^-32 of the mean weight. Thread-safe for draws.
class Sampler {
 public:
    // `weights` are finite, not negative, not all 0, and at most 2^31 of them: Error otherwise.
    explicit Sampler(std::span<const double> weights);

    std::uint32_t draw(Random& random) const {
        const std::uint64_t bits = random.next();
        const auto at = static_cast<std::uint32_t>(((bits >> 32U) * m_cells.size()) >> 32U);
        const Cell& cell = m_cells[at];
        return static_cast<std::uint32_t>(bits) < cell.own ? at : cell.other;
    }

    static std::uint64_t memory_bytes(std::uint64_t words) { return words * sizeof(Cell); }

 private:
    struct Cell {
        std::uint32_t own = 0;  // of 2^32 - 1: how much of the cell is the word's own
        std::uint32_t other = 0;
    };
    std::vector<Cell> m_cells;
};

}  // namespace lode::embed
