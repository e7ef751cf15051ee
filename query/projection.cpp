#include "query/projection.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace lode::query {
namespace {

using Vector = std::vector<double>;

double dot(const Vector& a, const Vector& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        sum += a[i] * b[i];
    }
    return sum;
}

// False where nothing is left of v beside `base`.
bool orthonormalise(Vector& v, const Vector* base) {
    const double before = std::sqrt(dot(v, v));
    if (base != nullptr) {
        const double along = dot(v, *base);
        for (std::size_t i = 0; i < v.size(); ++i) {
            v[i] -= along * (*base)[i];
        }
    }
    const double length = std::sqrt(dot(v, v));
    if (!(length > 1e-12 * before) || length == 0) {
        return false;
    }
    for (auto& x : v) {
        x /= length;
    }
    return true;
}

// The rows of X^T X, where that is smaller than X; otherwise empty.
std::vector<Vector> scatter_of(const std::vector<Vector>& points, std::size_t dim) {
    if (points.size() <= dim) {
        return {};
    }
    std::vector<Vector> matrix(dim, Vector(dim, 0.0));
    for (const auto& point : points) {
        for (std::size_t i = 0; i < dim; ++i) {
            for (std::size_t j = i; j < dim; ++j) {
                matrix[i][j] += point[i] * point[j];
            }
        }
    }
    for (std::size_t i = 0; i < dim; ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            matrix[i][j] = matrix[j][i];
        }
    }
    return matrix;
}

// X^T (X v), with the matrix where it was formed.
Vector apply(const std::vector<Vector>& points, const std::vector<Vector>& scatter,
             const Vector& v) {
    Vector result(v.size(), 0.0);
    if (!scatter.empty()) {
        for (std::size_t i = 0; i < v.size(); ++i) {
            result[i] = dot(scatter[i], v);
        }
        return result;
    }
    for (const auto& point : points) {
        const double along = dot(point, v);
        for (std::size_t i = 0; i < v.size(); ++i) {
            result[i] += along * point[i];
        }
    }
    return result;
}

// The leading direction of spread, orthogonal to `base`; zeros where there is none.
Vector leading(const std::vector<Vector>& points, const std::vector<Vector>& scatter,
               std::size_t dim, const Vector* base) {
    // Any fixed start with components everywhere does; this one is no multiple of a simple axis.
    Vector v(dim);
    for (std::size_t i = 0; i < dim; ++i) {
        v[i] = 1.0 + std::sin(static_cast<double>(i) * 1.7 + (base == nullptr ? 0.3 : 1.1));
    }
    if (!orthonormalise(v, base)) {
        return Vector(dim, 0.0);
    }
    for (int i = 0; i < 1000; ++i) {
        Vector next = apply(points, scatter, v);
        if (!orthonormalise(next, base)) {
            return Vector(dim, 0.0);
        }
        const double agreement = dot(next, v);
        v = std::move(next);
        if (1 - std::fabs(agreement) < 1e-14) {
            break;
        }
    }
    return v;
}

}  // namespace

std::vector<std::pair<double, double>> principal_plane(
    const std::vector<std::vector<float>>& points) {
    return principal_map(points).places;
}

Plane principal_map(const std::vector<std::vector<float>>& points) {
    Plane plane;
    auto& places = plane.places;
    places.assign(points.size(), {0.0, 0.0});
    if (points.size() < 2 || points.front().empty()) {
        return plane;
    }
    const std::size_t dim = points.front().size();
    Vector middle(dim, 0.0);
    for (const auto& point : points) {
        for (std::size_t i = 0; i < dim; ++i) {
            middle[i] += static_cast<double>(point[i]) / static_cast<double>(points.size());
        }
    }
    std::vector<Vector> centred;
    double spread = 0;
    for (const auto& point : points) {
        Vector row(dim);
        for (std::size_t i = 0; i < dim; ++i) {
            row[i] = static_cast<double>(point[i]) - middle[i];
        }
        spread += dot(row, row);
        centred.push_back(std::move(row));
    }
    if (!(spread > 1e-20)) {
        return plane;
    }
    const auto scatter = scatter_of(centred, dim);
    const Vector first = leading(centred, scatter, dim, nullptr);
    const Vector second = leading(centred, scatter, dim, &first);
    double largest = 0;
    std::array<double, 2> far{0, 0};
    for (std::size_t i = 0; i < centred.size(); ++i) {
        places[i] = {dot(centred[i], first), dot(centred[i], second)};
        plane.share +=
            (places[i].first * places[i].first + places[i].second * places[i].second) / spread;
        // The margin keeps rounding from deciding between two points equally far out.
        if (std::fabs(places[i].first) > std::fabs(far[0]) * (1 + 1e-9)) {
            far[0] = places[i].first;
        }
        if (std::fabs(places[i].second) > std::fabs(far[1]) * (1 + 1e-9)) {
            far[1] = places[i].second;
        }
    }
    largest = std::max(std::fabs(far[0]), std::fabs(far[1]));
    for (auto& [x, y] : places) {
        x *= (far[0] < 0 ? -1 : 1) / largest;
        y *= (far[1] < 0 ? -1 : 1) / largest;
    }
    return plane;
}

}  // namespace lode::query
