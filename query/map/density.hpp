// Where on a map of materials little has been tried: known materials and studied ones by cell, and
// cells with fewer studied ones than their materials would lead one to expect.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "query/report.hpp"

namespace lode::query {

struct MapPoint {
    double x = 0, y = 0;
    bool studied = false;
    double chance = 0;  // that a material like it is studied; see studied_chances()
};

struct MapCell {
    std::size_t column = 0, row = 0;  // from the left, from below
    std::size_t known = 0, studied = 0;
    double expected = 0;          // studied ones: sum of the chances
    std::optional<Chance> fewer;  // P(so few or fewer), plain and adjusted over the tested cells
    bool sparse = false;          // adjusted below 0.05
    std::vector<std::size_t> points;
};

struct DensityMap {
    double left = 0, right = 1, bottom = 0, top = 1;  // the middle 98 % in each direction
    std::size_t columns = 1, rows = 1;                // square cells
    std::vector<MapCell> cells;                       // those that hold points, by row and column
    std::size_t moved = 0;   // points outside of the frame, counted in the cell at its border
    std::size_t tested = 0;  // cells with k_least_cell points or more
};

inline constexpr std::size_t k_least_cell = 8;

// The share of studied materials among those of like score and like number of articles: strata by
// score (up to ten of equal size, at least 50 materials each) and, from 300 materials on, by thirds
// of the article counts within each. So a region of unlike materials, or of materials nobody writes
// of, is not sparse for that reason alone.
std::vector<double> studied_chances(std::span<const double> scores,
                                    std::span<const std::uint64_t> articles,
                                    const std::vector<bool>& studied);

// P(X <= k) for the number X of successes in independent trials with these chances
// (Poisson binomial; exact, O(n^2)).
double at_most(std::size_t k, std::span<const double> chances);

// So many that a cell holds about 25 of `points` where they are spread evenly over a square; 4 to
// 40. Much smaller cells hold too few materials for a gap to be told from chance.
std::size_t usual_columns(std::size_t points);

// `columns` >= 1. Chances are adjusted by Benjamini & Hochberg over the tested cells.
DensityMap density_map(const std::vector<MapPoint>& points, std::size_t columns);

}  // namespace lode::query
