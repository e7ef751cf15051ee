// Groups of near points: k-means (Lloyd 1982) from starting points spread by greedy k-means++
// (Arthur & Vassilvitskii 2007), the best of ten starts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace lode::query {

// The cluster of each point, 0 .. k - 1: the largest is 0, ties by the first point. The same points
// in the same order and the same seed give the same clusters. Points are rows of one length. Error
// where fewer than `k` different points are given, or k is 0. O(starts * rounds * points * k *
// length).
std::vector<std::uint32_t> k_means(const std::vector<std::vector<float>>& points, std::size_t k,
                                   std::uint64_t seed);

}  // namespace lode::query
