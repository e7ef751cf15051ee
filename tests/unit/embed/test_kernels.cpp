#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "embed/train/kernels.hpp"
#include "embed/train/random.hpp"
#include "embed/train/row_matrix.hpp"

using namespace lode::embed;

namespace {

// Rows of random numbers in +-1, with pointers to them.
struct Rows {
    Rows(std::size_t n, std::size_t dim, std::uint64_t seed) : matrix(n, dim) {
        Random random(seed);
        for (std::size_t i = 0; i < n; ++i) {
            for (std::size_t k = 0; k < dim; ++k) {
                matrix.row(i)[k] = 2 * random.unit() - 1;
            }
            rows.push_back(matrix.row(i));
        }
    }
    RowMatrix matrix;
    std::vector<float*> rows;
};

double dot(const float* a, const float* b, std::size_t dim) {
    double sum = 0;
    for (std::size_t k = 0; k < dim; ++k) {
        sum += static_cast<double>(a[k]) * static_cast<double>(b[k]);
    }
    return sum;
}

double sigmoid(double x) {
    return 1 / (1 + std::exp(-x));
}

std::size_t width_for(const Kernels& kernels, std::size_t dim) {
    return (dim + kernels.lanes - 1) / kernels.lanes * kernels.lanes;
}

bool padding_is_zero(const RowMatrix& matrix) {
    for (std::size_t i = 0; i < matrix.rows(); ++i) {
        for (std::size_t k = matrix.dim(); k < matrix.stride(); ++k) {
            if (matrix.row(i)[k] != 0) {
                return false;
            }
        }
    }
    return true;
}

constexpr std::size_t k_dims[] = {1, 7, 16, 40, 64, 200, 300};

}  // namespace

TEST_CASE("there are kernels for any processor, best first, plain code last") {
    const auto all = supported_kernels();
    REQUIRE_FALSE(all.empty());
    CHECK(all.front().name == kernels().name);
    for (std::size_t i = 1; i < all.size(); ++i) {
        CHECK(all[i].lanes <= all[i - 1].lanes);
        CHECK(all[i].name != all[i - 1].name);
    }
}

TEST_CASE("products agree with double precision on every instruction set") {
    for (const Kernels& with : supported_kernels()) {
        for (const std::size_t dim : k_dims) {
            for (const std::size_t n_contexts : {1U, 2U, 3U, 4U, 5U, 16U}) {
                for (const std::size_t n_targets : {1U, 4U, 6U, 17U}) {
                    const Rows contexts(n_contexts, dim, 1);
                    Rows targets(n_targets, dim, 2);
                    while (targets.rows.size() % 4 != 0) {
                        targets.rows.push_back(targets.rows.front());
                    }
                    RowMatrix scores(n_contexts, n_targets);
                    with.dots(contexts.rows.data(), n_contexts, targets.rows.data(), n_targets,
                              width_for(with, dim), scores.row(0), scores.stride());
                    double worst = 0;
                    for (std::size_t c = 0; c < n_contexts; ++c) {
                        for (std::size_t t = 0; t < n_targets; ++t) {
                            const double right = dot(contexts.rows[c], targets.rows[t], dim);
                            worst = std::max(
                                worst, std::abs(static_cast<double>(scores.row(c)[t]) - right));
                        }
                    }
                    INFO(with.name << " dim " << dim << " " << n_contexts << "x" << n_targets);
                    CHECK(worst < 2e-5);
                }
            }
        }
    }
}

TEST_CASE("gradients are -rate * weight * sigmoid, also for scores far out") {
    for (const Kernels& with : supported_kernels()) {
        RowMatrix scores(2, 40);
        RowMatrix weights(2, 40);
        std::vector<double> before;
        for (std::size_t c = 0; c < 2; ++c) {
            for (std::size_t t = 0; t < 40; ++t) {
                const double x = t == 0 ? 1e30
                                 : t == 1
                                     ? -1e30
                                     : 0.7 * static_cast<double>(t) - 14 + static_cast<double>(c);
                scores.row(c)[t] = static_cast<float>(x);
                weights.row(c)[t] = static_cast<float>(t % 3);
                before.push_back(static_cast<double>(scores.row(c)[t]));
            }
        }
        with.gradients(scores.row(0), weights.row(0), 2, 40, scores.stride(), 0.5F);
        for (std::size_t c = 0; c < 2; ++c) {
            for (std::size_t t = 0; t < 40; ++t) {
                const double right =
                    -0.5 * static_cast<double>(t % 3) * sigmoid(before[c * 40 + t]);
                INFO(with.name << " " << before[c * 40 + t]);
                CHECK(std::abs(static_cast<double>(scores.row(c)[t]) - right) < 4e-7);
            }
        }
        scores.row(0)[3] = std::nanf("");
        weights.row(0)[3] = 1;
        with.gradients(scores.row(0), weights.row(0), 1, 4, scores.stride(), 0.5F);
        CHECK(std::isnan(scores.row(0)[3]));
    }
}

TEST_CASE("sums of rows agree with double precision, and padding stays zero") {
    for (const Kernels& with : supported_kernels()) {
        for (const std::size_t dim : k_dims) {
            for (const std::size_t n_to : {1U, 2U, 5U}) {
                for (const std::size_t n_from : {1U, 3U, 16U}) {
                    Rows to(n_to, dim, 3);
                    const Rows was(n_to, dim, 3);
                    const Rows from(n_from, dim, 4);
                    const Rows g(n_from, n_to, 5);  // g of row i and from j: g.row(j)[i]
                    with.accumulate(to.rows.data(), n_to, from.rows.data(), n_from, g.matrix.row(0),
                                    1, g.matrix.stride(), width_for(with, dim));
                    double worst = 0;
                    for (std::size_t i = 0; i < n_to; ++i) {
                        for (std::size_t k = 0; k < dim; ++k) {
                            double right = static_cast<double>(was.rows[i][k]);
                            for (std::size_t j = 0; j < n_from; ++j) {
                                right += static_cast<double>(g.rows[j][i]) *
                                         static_cast<double>(from.rows[j][k]);
                            }
                            worst = std::max(worst,
                                             std::abs(static_cast<double>(to.rows[i][k]) - right));
                        }
                    }
                    INFO(with.name << " dim " << dim << " " << n_to << "<-" << n_from);
                    CHECK(worst < 2e-6);
                    CHECK(padding_is_zero(to.matrix));
                }
            }
        }
    }
}

TEST_CASE("a pair updates as word2vec does, a negative that repeats too") {
    for (const Kernels& with : supported_kernels()) {
        for (const std::size_t dim : k_dims) {
            Rows context(1, dim, 6);
            Rows targets(5, dim, 7);
            std::vector<float*> list(targets.rows.begin(), targets.rows.end());
            list.push_back(list[2]);
            std::vector<double> x(context.rows[0], context.rows[0] + dim);
            std::vector<double> sum(dim, 0);
            std::vector<std::vector<double>> rows;
            for (const float* row : targets.rows) {
                rows.emplace_back(row, row + dim);
            }
            const double rate = 0.1;
            for (std::size_t t = 0; t < list.size(); ++t) {
                auto& row = rows[t == 5 ? 2 : t];
                double score = 0;
                for (std::size_t k = 0; k < dim; ++k) {
                    score += x[k] * row[k];
                }
                const double g = ((t == 0 ? 1 : 0) - sigmoid(score)) * rate;
                for (std::size_t k = 0; k < dim; ++k) {
                    sum[k] += g * row[k];
                    row[k] += g * x[k];
                }
            }
            RowMatrix sums(1, dim);
            RowMatrix scores(1, list.size());
            with.pair(context.rows[0], list.data(), list.size(), width_for(with, dim), 0.1F,
                      sums.row(0), scores.row(0));
            double worst = 0;
            for (std::size_t k = 0; k < dim; ++k) {
                worst = std::max(worst,
                                 std::abs(static_cast<double>(context.rows[0][k]) - x[k] - sum[k]));
                for (std::size_t t = 0; t < 5; ++t) {
                    worst = std::max(
                        worst, std::abs(static_cast<double>(targets.rows[t][k]) - rows[t][k]));
                }
            }
            INFO(with.name << " dim " << dim);
            CHECK(worst < 2e-6);
            CHECK(padding_is_zero(context.matrix));
            CHECK(padding_is_zero(targets.matrix));
        }
    }
}
