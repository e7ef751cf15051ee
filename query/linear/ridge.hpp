// Ridge regression with the penalty chosen inside the training rows.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace lode::query {

// Row-major n x width.
struct Features {
    std::size_t width = 0;
    std::vector<double> cells;
    std::size_t rows() const { return width == 0 ? 0 : cells.size() / width; }
    std::span<const double> row(std::size_t i) const {
        return std::span(cells).subspan(i * width, width);
    }
};

// Predictions for the rows `test` by least squares on the rows `train` with the squared weights
// penalised (Hoerl & Kennard 1970); features are centred and scaled on `train`, the intercept is
// free. The penalty is the best of nine in a five-fold cross-validation of `train` (rows dealt out
// in their order). Without features, or with fewer than five training rows, the mean of `train`.
// O(rows x width^2 + width^3).
std::vector<double> ridge(const Features& features, std::span<const double> values,
                          std::span<const std::size_t> train, std::span<const std::size_t> test);

}  // namespace lode::query
