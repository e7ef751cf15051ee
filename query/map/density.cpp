#include "query/map/density.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "query/statistics.hpp"

namespace lode::query {
namespace {

constexpr double k_rare = 0.05;

// Equal parts of `order`, the first ones larger by one where it does not divide.
std::vector<std::span<const std::size_t>> parts(std::span<const std::size_t> order,
                                                std::size_t count) {
    std::vector<std::span<const std::size_t>> list;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t from = i * order.size() / count;
        list.push_back(order.subspan(from, (i + 1) * order.size() / count - from));
    }
    return list;
}

struct Frame {
    double low = 0, high = 1;
};

// The middle 98 % of the values.
Frame frame_of(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    const auto at = [&](double share) {
        return values[static_cast<std::size_t>(
            std::lround(share * static_cast<double>(values.size() - 1)))];
    };
    const Frame frame{at(0.01), at(0.99)};
    constexpr double k_flat = 1e-9;
    if (frame.high - frame.low < k_flat) {
        return {frame.low - 0.5, frame.low + 0.5};
    }
    return frame;
}

// Of a value in a frame of `count` cells of this size, and whether it lay outside.
std::size_t cell_of(double value, double low, double size, std::size_t count, bool& outside) {
    const double place = std::floor((value - low) / size);
    const double last = static_cast<double>(count - 1);
    // A value on the upper edge belongs to the last cell.
    outside = outside || place < 0 || (value - low) / size > last + 1 + 1e-9;
    return static_cast<std::size_t>(std::clamp(place, 0.0, last));
}

}  // namespace

std::vector<double> studied_chances(std::span<const double> scores,
                                    std::span<const std::uint64_t> articles,
                                    const std::vector<bool>& studied) {
    constexpr std::size_t k_least_stratum = 50;
    constexpr std::size_t k_most_scores = 10;
    constexpr std::size_t k_by_articles_from = 300;
    const std::size_t n = scores.size();
    std::vector<double> chances(n, 0);
    std::vector<std::size_t> order(n);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t l, std::size_t r) { return scores[l] < scores[r]; });
    const std::size_t by_score = std::clamp<std::size_t>(n / k_least_stratum, 1, k_most_scores);
    for (const auto& stratum : parts(order, by_score)) {
        std::vector<std::size_t> inner(stratum.begin(), stratum.end());
        std::stable_sort(inner.begin(), inner.end(),
                         [&](std::size_t l, std::size_t r) { return articles[l] < articles[r]; });
        for (const auto& part : parts(inner, n >= k_by_articles_from ? 3 : 1)) {
            const auto count =
                std::count_if(part.begin(), part.end(), [&](std::size_t i) { return studied[i]; });
            for (const std::size_t i : part) {
                chances[i] = static_cast<double>(count) / static_cast<double>(part.size());
            }
        }
    }
    return chances;
}

double at_most(std::size_t k, std::span<const double> chances) {
    // share[j]: P(j successes) over the trials so far; beyond k nothing is needed.
    std::vector<double> share(k + 1, 0);
    share[0] = 1;
    for (const double chance : chances) {
        for (std::size_t j = k + 1; j-- > 0;) {
            share[j] = share[j] * (1 - chance) + (j > 0 ? share[j - 1] * chance : 0);
        }
    }
    return std::min(1.0, std::accumulate(share.begin(), share.end(), 0.0));
}

std::size_t usual_columns(std::size_t points) {
    constexpr double k_points = 25;
    return static_cast<std::size_t>(
        std::clamp(std::round(std::sqrt(static_cast<double>(points) / k_points)), 4.0, 40.0));
}

DensityMap density_map(const std::vector<MapPoint>& points, std::size_t columns) {
    DensityMap map;
    if (points.empty()) {
        return map;
    }
    std::vector<double> xs;
    std::vector<double> ys;
    for (const auto& point : points) {
        xs.push_back(point.x);
        ys.push_back(point.y);
    }
    const Frame x = frame_of(std::move(xs));
    const Frame y = frame_of(std::move(ys));
    const double size = (x.high - x.low) / static_cast<double>(columns);
    map.columns = columns;
    map.rows = static_cast<std::size_t>(std::clamp(std::ceil((y.high - y.low) / size - 1e-9), 1.0,
                                                   4.0 * static_cast<double>(columns)));
    map.left = x.low;
    map.right = x.high;
    // The cells stand around the middle of the points.
    const double height = size * static_cast<double>(map.rows);
    map.bottom = (y.low + y.high - height) / 2;
    map.top = map.bottom + height;
    std::map<std::pair<std::size_t, std::size_t>, MapCell> cells;
    for (std::size_t i = 0; i < points.size(); ++i) {
        bool outside = false;
        const auto column = cell_of(points[i].x, map.left, size, map.columns, outside);
        const auto row = cell_of(points[i].y, map.bottom, size, map.rows, outside);
        map.moved += outside ? 1U : 0U;
        MapCell& cell = cells[{row, column}];
        cell.row = row;
        cell.column = column;
        ++cell.known;
        cell.studied += points[i].studied ? 1U : 0U;
        cell.expected += points[i].chance;
        cell.points.push_back(i);
    }
    std::vector<double> plain;
    for (auto& [key, cell] : cells) {
        if (cell.known >= k_least_cell) {
            std::vector<double> chances;
            for (const std::size_t i : cell.points) {
                chances.push_back(points[i].chance);
            }
            cell.fewer = Chance{at_most(cell.studied, chances), 1};
            plain.push_back(cell.fewer->plain);
        }
        map.cells.push_back(std::move(cell));
    }
    map.tested = plain.size();
    const auto adjusted = statistics::benjamini_hochberg(plain);
    std::size_t next = 0;
    for (auto& cell : map.cells) {
        if (cell.fewer) {
            cell.fewer->adjusted = adjusted[next++];
            cell.sparse = cell.fewer->adjusted < k_rare;
        }
    }
    return map;
}

}  // namespace lode::query
