// The 2-D map: principal components, computed the same way every time.
#pragma once

#include <utility>
#include <vector>

namespace lode::query {

// Coordinates of the points on their first two principal components (largest spread first), scaled
// so that the largest absolute coordinate is 1. The sign of an axis is fixed by its point farthest
// from the middle being positive. Fewer than two points, or points that coincide, lie at 0.
// Time: points * dimensions per iteration, or, of more points than dimensions, dimensions squared
// after one pass that forms the scatter matrix.
std::vector<std::pair<double, double>> principal_plane(
    const std::vector<std::vector<float>>& points);

// The same with the share of the points' variance that the two components hold, 0..1.
struct Plane {
    std::vector<std::pair<double, double>> places;
    double share = 0;
};
Plane principal_map(const std::vector<std::vector<float>>& points);

}  // namespace lode::query
