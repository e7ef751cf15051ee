// How far materials are from one another: by what is written of them, or by what they are made of.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
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

struct OtherSeeds;  // query/ensemble.hpp

// Some words of a model as points, numbered as given. Thread-safe for const calls. The common mean
// is that of the unit output vectors of these words: it says what all materials share (Mu &
// Viswanath 2018), and would make all of them look close.
//
// With models of other seeds a distance between vectors is the mean of those in all of them, which
// is that of their unit vectors laid side by side. Memory: points x dimensions x models, 4 bytes
// each.
class MaterialSpace {
 public:
    MaterialSpace(const embed::Embedding& model, const std::vector<std::uint32_t>& words,
                  SpaceKind kind, const OtherSeeds* others = nullptr);
    SpaceKind kind() const noexcept { return m_kind; }
    std::size_t size() const noexcept { return m_placed.size(); }
    std::size_t models() const noexcept { return m_models; }  // 1 in composition
    // Not of a word without a vector in one of the models, nor in composition without a readable
    // one.
    bool placed(std::size_t i) const { return m_placed.at(i); }
    double distance(std::size_t a, std::size_t b) const;  // both placed
    double distance_in(std::size_t model, std::size_t a, std::size_t b) const;
    // The unit vector of a placed point, its common mean taken off; in the space of vectors. Of
    // several models side by side, each divided by the square root of their number.
    std::vector<float> unit(std::size_t i) const;

 private:
    void add_model(const embed::Embedding& model, const std::vector<std::uint32_t>& words,
                   std::size_t number);
    SpaceKind m_kind;
    std::size_t m_models = 1;
    std::size_t m_dim = 0;  // of one model
    std::vector<bool> m_placed;
    std::vector<float> m_units;  // point after point, of each model after model, each of length 1
    std::vector<ElementShares> m_shares;
};

// How far models of several seeds agree on distances: over up to 2,000 pairs of placed points drawn
// with a fixed seed, the root mean square of the standard deviation between models, and for
// comparison the standard deviation between pairs of the mean distance. Nothing for one model or
// fewer than two pairs.
struct DistanceSpread {
    std::size_t models = 0, pairs = 0;
    double between_models = 0, between_pairs = 0;
};
std::optional<DistanceSpread> distance_spread(const MaterialSpace& space);
// "distances are means over 3 models; one differs by 0.05 between models (standard deviation) and
// by 0.20 between pairs of materials", for people.
std::string spread_words(const DistanceSpread& spread);

struct Nearby {
    std::size_t point = 0;
    double distance = 0;
};
// The `k` points of `among` nearest to `i`, nearest first, ties by number; `i` itself and points
// that are not placed are left out. By the distance in one model, where it is given. O(among).
std::vector<Nearby> nearest_points(const MaterialSpace& space, std::size_t i,
                                   const std::vector<std::size_t>& among, std::size_t k,
                                   std::optional<std::size_t> model = {});

}  // namespace lode::query
