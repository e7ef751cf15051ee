// How far materials are from one another: by what is written of them, or by what they are made of.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "embed/vectors/embedding.hpp"
#include "query/composition_space.hpp"

namespace lode::query {

enum class SpaceKind : std::uint8_t {
    vectors,      // 1 - cosine of the output vectors, their common mean taken off; 0 to 2
    composition,  // exchange_distance(); 0 to 1
};
std::string_view name(SpaceKind kind);
SpaceKind space_kind(std::string_view name);  // UsageError where it is none

// Some words of a model as points, numbered as given. Thread-safe for const calls. The common mean
// is that of the unit output vectors of these words: it says what all materials share (Mu &
// Viswanath 2018), and would make all of them look close.
class MaterialSpace {
 public:
    MaterialSpace(const embed::Embedding& model, const std::vector<std::uint32_t>& words,
                  SpaceKind kind);
    SpaceKind kind() const noexcept { return m_kind; }
    std::size_t size() const noexcept { return m_placed.size(); }
    // Not of a word without a vector, nor in composition without a readable one.
    bool placed(std::size_t i) const { return m_placed.at(i); }
    double distance(std::size_t a, std::size_t b) const;  // both placed
    // The unit vector of a placed point, its common mean taken off; in the space of vectors.
    std::vector<float> unit(std::size_t i) const;

 private:
    SpaceKind m_kind;
    std::size_t m_dim = 0;
    std::vector<bool> m_placed;
    std::vector<float> m_units;
    std::vector<ElementShares> m_shares;
};

struct Nearby {
    std::size_t point = 0;
    double distance = 0;
};
// The `k` points of `among` nearest to `i`, nearest first, ties by number; `i` itself and points
// that are not placed are left out. O(among).
std::vector<Nearby> nearest_points(const MaterialSpace& space, std::size_t i,
                                   const std::vector<std::size_t>& among, std::size_t k);

}  // namespace lode::query
