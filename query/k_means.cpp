#include "query/k_means.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>

#include "core/base/error.hpp"
#include "query/bias/random.hpp"

namespace lode::query {
namespace {

using Points = std::vector<std::vector<float>>;
using Centre = std::vector<double>;

constexpr int k_starts = 10;
constexpr int k_rounds = 100;

double squared(const std::vector<float>& point, const Centre& centre) {
    double sum = 0;
    for (std::size_t i = 0; i < centre.size(); ++i) {
        const double difference = static_cast<double>(point[i]) - centre[i];
        sum += difference * difference;
    }
    return sum;
}

Centre at(const std::vector<float>& point) {
    return {point.begin(), point.end()};
}

// A point drawn with a chance proportional to its squared distance to the centres there are.
std::size_t drawn(const std::vector<double>& nearest, bias::Draws& draws) {
    constexpr std::size_t k_steps = std::size_t{1} << 53U;
    double rest = std::accumulate(nearest.begin(), nearest.end(), 0.0) *
                  static_cast<double>(draws.below(k_steps)) / static_cast<double>(k_steps);
    std::size_t chosen = nearest.size();
    for (std::size_t i = 0; i < nearest.size(); ++i) {
        if (nearest[i] > 0) {
            chosen = i;  // rounding may leave a rest behind the last one
            rest -= nearest[i];
            if (rest < 0) {
                break;
            }
        }
    }
    return chosen;
}

// Of several drawn points the one that leaves the others nearest becomes the next centre.
std::vector<Centre> spread(const Points& points, std::size_t k, bias::Draws& draws) {
    const auto candidates = 2 + static_cast<std::size_t>(std::log(static_cast<double>(k)));
    std::vector<Centre> centres{at(points[draws.below(points.size())])};
    std::vector<double> nearest(points.size());
    for (std::size_t i = 0; i < points.size(); ++i) {
        nearest[i] = squared(points[i], centres.front());
    }
    while (centres.size() < k) {
        Centre next;
        std::vector<double> best;
        double least = std::numeric_limits<double>::infinity();
        for (std::size_t c = 0; c < candidates; ++c) {
            const Centre centre = at(points.at(drawn(nearest, draws)));
            std::vector<double> with(points.size());
            for (std::size_t i = 0; i < points.size(); ++i) {
                with[i] = std::min(nearest[i], squared(points[i], centre));
            }
            const double left = std::accumulate(with.begin(), with.end(), 0.0);
            if (left < least) {
                least = left;
                best = std::move(with);
                next = centre;
            }
        }
        centres.push_back(std::move(next));
        nearest = std::move(best);
    }
    return centres;
}

struct Clustering {
    std::vector<std::uint32_t> cluster;
    double inertia = std::numeric_limits<double>::infinity();
};

Clustering lloyd(const Points& points, std::vector<Centre> centres) {
    Clustering result;
    result.cluster.assign(points.size(), 0);
    std::vector<double> distance(points.size());
    for (int round = 0; round < k_rounds; ++round) {
        bool moved = round == 0;
        result.inertia = 0;
        for (std::size_t i = 0; i < points.size(); ++i) {
            std::uint32_t best = 0;
            double least = std::numeric_limits<double>::infinity();
            for (std::size_t c = 0; c < centres.size(); ++c) {
                if (const double here = squared(points[i], centres[c]); here < least) {
                    least = here;
                    best = static_cast<std::uint32_t>(c);
                }
            }
            moved = moved || best != result.cluster[i];
            result.cluster[i] = best;
            distance[i] = least;
            result.inertia += least;
        }
        std::vector<std::size_t> members(centres.size());
        for (const auto c : result.cluster) {
            ++members[c];
        }
        // A centre that has lost its last point takes the point farthest from its own.
        for (std::size_t c = 0; c < centres.size(); ++c) {
            if (members[c] == 0) {
                const auto far = static_cast<std::size_t>(
                    std::max_element(distance.begin(), distance.end()) - distance.begin());
                --members[result.cluster[far]];
                result.cluster[far] = static_cast<std::uint32_t>(c);
                members[c] = 1;
                distance[far] = 0;
                moved = true;
            }
        }
        if (!moved) {
            break;
        }
        for (auto& centre : centres) {
            std::fill(centre.begin(), centre.end(), 0.0);
        }
        for (std::size_t i = 0; i < points.size(); ++i) {
            auto& centre = centres[result.cluster[i]];
            for (std::size_t d = 0; d < centre.size(); ++d) {
                centre[d] += static_cast<double>(points[i][d]) /
                             static_cast<double>(members[result.cluster[i]]);
            }
        }
    }
    return result;
}

}  // namespace

std::vector<std::uint32_t> k_means(const std::vector<std::vector<float>>& points, std::size_t k,
                                   std::uint64_t seed) {
    const std::set<std::vector<float>> different(points.begin(), points.end());
    if (k == 0 || different.size() < k) {
        throw error("{} clusters cannot be made of {} different points", k, different.size());
    }
    bias::Draws draws(seed);
    Clustering best;
    for (int start = 0; start < k_starts; ++start) {
        auto found = lloyd(points, spread(points, k, draws));
        if (found.inertia < best.inertia) {
            best = std::move(found);
        }
    }
    // Numbers by size.
    std::vector<std::size_t> members(k);
    std::vector<std::size_t> first(k, points.size());
    for (std::size_t i = 0; i < points.size(); ++i) {
        ++members[best.cluster[i]];
        first[best.cluster[i]] = std::min(first[best.cluster[i]], i);
    }
    std::vector<std::uint32_t> order(k);
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(), [&](auto a, auto b) {
        return members[a] != members[b] ? members[a] > members[b] : first[a] < first[b];
    });
    std::vector<std::uint32_t> number(k);
    for (std::size_t i = 0; i < k; ++i) {
        number[order[i]] = static_cast<std::uint32_t>(i);
    }
    for (auto& c : best.cluster) {
        c = number[c];
    }
    return best.cluster;
}

}  // namespace lode::query
