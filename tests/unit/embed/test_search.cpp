// Exact search: against sorting all cosines, with ties, zeros, any dimension, any kernel.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <random>
#include <set>

#include "core/base/error.hpp"
#include "embed/vectors/search.hpp"
#include "embed/vectors/search_kernels.hpp"

using namespace lode;
using namespace lode::embed;

namespace {

std::vector<float> random_rows(std::size_t cells, std::uint32_t seed) {
    std::mt19937 random(seed);
    std::vector<float> rows(cells);
    for (float& x : rows) {
        x = static_cast<float>(random() % 20001) / 10000 - 1;
    }
    return rows;
}

double cosine_of(std::span<const float> rows, std::size_t i, std::span<const float> query) {
    return cosine(rows.subspan(i * query.size(), query.size()), query);
}

}  // namespace

TEST_CASE("search finds what sorting all cosines finds, in any dimension") {
    for (const std::size_t dim : {1U, 2U, 7U, 8U, 15U, 16U, 17U, 33U, 100U, 200U}) {
        CAPTURE(dim);
        const std::size_t n = 333;
        auto rows = random_rows(n * dim, 5);
        std::fill_n(rows.begin() + static_cast<std::ptrdiff_t>(40 * dim), dim, 0.0F);
        const auto queries = random_rows(3 * dim, 6);
        for (const Cells cells : {Cells::floats, Cells::halves}) {
            const double margin = cells == Cells::floats ? 1e-6 : 2e-3;
            const SearchIndex index(rows, dim, cells);
            const auto found = index.nearest(queries, 20);
            REQUIRE(found.size() == 3);
            for (std::size_t q = 0; q < 3; ++q) {
                const auto query = std::span<const float>(queries).subspan(q * dim, dim);
                std::vector<double> all;
                for (std::size_t i = 0; i < n; ++i) {
                    if (i != 40) {
                        all.push_back(cosine_of(rows, i, query));
                    }
                }
                std::sort(all.rbegin(), all.rend());
                REQUIRE(found[q].size() == 20);
                for (std::size_t i = 0; i < 20; ++i) {
                    CHECK(found[q][i].word != 40);
                    CHECK(static_cast<double>(found[q][i].score) == Approx(all[i]).margin(margin));
                    CHECK(cosine_of(rows, found[q][i].word, query) ==
                          Approx(all[i]).margin(2 * margin));
                }
            }
        }
    }
}

TEST_CASE("queries asked together find what each finds alone, and equal rows tie by number") {
    const std::size_t dim = 37;
    auto rows = random_rows(101 * dim, 1);
    // Row 90 and the last one, which no tile of rows holds, are copies of row 5.
    for (const std::size_t copy : {90U, 100U}) {
        std::copy_n(rows.begin() + 5 * dim, dim,
                    rows.begin() + static_cast<std::ptrdiff_t>(copy * dim));
    }
    const SearchIndex index(rows, dim);
    const auto queries = random_rows(5 * dim, 2);
    const auto together = index.nearest(queries, 50);
    for (std::size_t q = 0; q < 5; ++q) {
        const auto alone = index.nearest(std::span<const float>(queries).subspan(q * dim, dim), 50);
        REQUIRE(alone[0].size() == together[q].size());
        for (std::size_t i = 0; i < alone[0].size(); ++i) {
            CHECK(alone[0][i].word == together[q][i].word);
            CHECK(alone[0][i].score == together[q][i].score);
        }
    }
    const auto self = index.nearest(std::span<const float>(rows).subspan(5 * dim, dim), 3)[0];
    CHECK(self[0].word == 5);
    CHECK(self[1].word == 90);
    CHECK(self[2].word == 100);
    CHECK(self[0].score == self[2].score);
}

TEST_CASE("search at its edges") {
    const std::vector<float> rows{1, 0, 0, 1};
    const SearchIndex index(rows, 2);
    CHECK(index.size() == 2);
    const std::vector<float> zero{0, 0};
    CHECK(index.nearest(zero, 2)[0].empty());
    CHECK(index.nearest({}, 2).empty());
    CHECK(index.nearest(rows, 0)[0].empty());
    CHECK(index.nearest(rows, 99)[0].size() == 2);
    CHECK_THROWS_AS(index.nearest(std::span(rows).first(3), 1), Error);
    CHECK_THROWS_AS(SearchIndex(std::span(rows).first(3), 2), Error);
    CHECK(SearchIndex({}, 2).nearest(rows, 1)[0].empty());
    // Halves take half of the memory.
    CHECK(2 * SearchIndex(rows, 2, Cells::halves).memory_bytes() == index.memory_bytes());
}

TEST_CASE("all search kernels of this processor agree") {
    const std::size_t width = 208;
    const auto rows = random_rows(9 * width, 3);
    const auto queries = random_rows(3 * width, 4);
    std::set<std::string> names;
    for (const SearchKernels& kernels : supported_search_kernels()) {
        CAPTURE(kernels.name);
        CHECK(names.insert(kernels.name).second);
        std::vector<float> scores(3 * 10, -9);
        kernels.scores(rows.data(), width, 9, queries.data(), width, 3, width, scores.data(), 10);
        std::vector<std::uint16_t> halves(rows.size());
        kernels.to_half(rows.data(), rows.size(), halves.data());
        std::vector<float> half_scores(3 * 10, -9);
        kernels.half_scores(halves.data(), width, 9, queries.data(), width, 3, width,
                            half_scores.data(), 10);
        for (std::size_t q = 0; q < 3; ++q) {
            for (std::size_t r = 0; r < 9; ++r) {
                double sum = 0;
                for (std::size_t k = 0; k < width; ++k) {
                    sum += static_cast<double>(rows[r * width + k]) *
                           static_cast<double>(queries[q * width + k]);
                }
                CHECK(static_cast<double>(scores[q * 10 + r]) == Approx(sum).margin(1e-4));
                CHECK(static_cast<double>(half_scores[q * 10 + r]) == Approx(sum).margin(0.05));
            }
            CHECK(scores[q * 10 + 9] == -9);  // nothing beyond the rows is written
        }
    }
    CHECK(names.contains(search_kernels().name));
}
