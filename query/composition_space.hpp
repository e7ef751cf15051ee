// Materials as points: the shares of their atoms by element. Distance 0 is the same composition, 1
// no element in common. Says nothing of structure: polymorphs are one point.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "core/chem/formula.hpp"

namespace lode::query {

// (atomic number, share > 0), ascending by number; the shares add up to 1.
using ElementShares = std::vector<std::pair<std::uint8_t, double>>;

// Nothing where the formula cannot be read.
std::optional<ElementShares> element_shares(std::string_view formula);
ElementShares element_shares(const chem::Composition& composition);

// The share of the atoms that must be exchanged to make one of the other: half the sum of the
// absolute differences. 0 to 1, a metric.
double exchange_distance(const ElementShares& a, const ElementShares& b);

// Exact nearest neighbours among the points given, in a vantage-point tree (Yianilos 1993). Does
// not depend on the order of the points. Thread-safe for const calls. Building: O(n log n)
// distances; a query looks at few points where others are near and at all where none is.
class CompositionIndex {
 public:
    explicit CompositionIndex(std::vector<ElementShares> points);
    std::size_t size() const noexcept { return m_points.size(); }
    // Distances to the `k` nearest points, ascending; fewer where there are fewer.
    std::vector<double> nearest(const ElementShares& at, std::size_t k) const;

 private:
    struct Node {
        std::size_t point = 0;
        double radius = 0;                 // of the inner half
        std::size_t inner = 0, outer = 0;  // 0: none
    };
    std::size_t build(std::vector<std::pair<double, std::size_t>>& items, std::size_t from,
                      std::size_t to);
    std::vector<ElementShares> m_points;
    std::vector<Node> m_nodes;  // the first stands for none
    std::size_t m_root = 0;
};

// The points as rows of one length, a column for each element that any of them holds.
std::vector<std::vector<float>> dense(const std::vector<ElementShares>& points);

}  // namespace lode::query
