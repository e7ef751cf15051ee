// Exact search against the time of reading the matrix once.
//
//   bench_search_speed [ROWS [DIM [ROUNDS [MODEL]]]]    500000 200 15
//
// Rows are made up: 2,000 centres and noise around them, so that neighbours are neighbours.
// Printed: reading the matrix of floats once (the sum of its bytes as 8-byte words, thread's
// processor time), the top 20 of one query from floats and halves, 64 queries asked together, each
// as median (low-high) of ROUNDS taken in turns and as a multiple of the reading; and how many of
// the 20 nearest of floats the halves find, over 200 queries; with MODEL (model.lode) also over
// the input vectors of its 1,000 most frequent words.
#include <fmt/format.h>

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <random>
#include <set>

#include "embed/vectors/search.hpp"
#include "embed/vectors/search_kernels.hpp"
#include "tests/bench/measure.hpp"

using namespace lode;
using namespace lode::embed;

namespace {

constexpr std::size_t k_top = 20;
constexpr std::size_t k_batch = 64;
constexpr std::size_t k_recall_queries = 200;

std::vector<float> made_up(std::size_t rows, std::size_t dim, std::uint32_t seed) {
    constexpr std::size_t k_centres = 2000;
    std::mt19937 random(seed);
    const auto uniform = [&] { return static_cast<float>(random()) / 2147483648.0F - 1; };
    std::vector<float> centres(k_centres * dim);
    for (float& x : centres) {
        x = uniform();
    }
    std::vector<float> cells(rows * dim);
    for (std::size_t i = 0; i < rows; ++i) {
        const std::size_t centre = random() % k_centres;
        for (std::size_t k = 0; k < dim; ++k) {
            cells[i * dim + k] = centres[centre * dim + k] + uniform();
        }
    }
    return cells;
}

// Eight sums, so that the loop waits for memory and for nothing else.
std::uint64_t read_once(const std::vector<float>& cells) {
    std::uint64_t sums[8] = {};
    std::uint64_t words[8];
    const char* at = reinterpret_cast<const char*>(cells.data());
    for (std::size_t left = cells.size() / 16; left > 0; --left, at += sizeof(words)) {
        std::memcpy(words, at, sizeof(words));
        for (int i = 0; i < 8; ++i) {
            sums[i] += words[i];
        }
    }
    std::uint64_t total = 0;
    for (const std::uint64_t sum : sums) {
        total += sum;
    }
    return total;
}

// Share of the nearest rows by floats that halves find too.
double recall(const SearchIndex& floats, const SearchIndex& halves,
              std::span<const float> queries) {
    std::size_t found = 0;
    std::size_t wanted = 0;
    const auto exact = floats.nearest(queries, k_top);
    const auto rounded = halves.nearest(queries, k_top);
    for (std::size_t q = 0; q < exact.size(); ++q) {
        std::set<std::uint32_t> truth;
        for (const auto& neighbour : exact[q]) {
            truth.insert(neighbour.word);
        }
        wanted += truth.size();
        for (const auto& neighbour : rounded[q]) {
            found += truth.count(neighbour.word);
        }
    }
    return static_cast<double>(found) / static_cast<double>(wanted);
}

void model_recall(const char* path) {
    const Embedding model = Embedding::load(path);
    const std::span<const float> rows(model.input(0).data(), model.size() * model.dim());
    const std::size_t words = std::min<std::size_t>(1000, model.size());
    fmt::print("{} words of {}: halves find {:.4f} of the {} nearest ({} queries)\n", model.size(),
               path,
               recall(SearchIndex(rows, model.dim()), SearchIndex(rows, model.dim(), Cells::halves),
                      rows.first(words * model.dim())),
               k_top, words);
}

}  // namespace

int main(int argc, char** argv) {
    const std::size_t rows = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 500'000;
    const std::size_t dim = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 200;
    const std::size_t rounds = argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 15;
    const std::vector<float> cells = made_up(rows, dim, 1);
    const SearchIndex floats(cells, dim);
    const SearchIndex halves(cells, dim, Cells::halves);
    const std::vector<float> queries = made_up(std::max(k_batch, k_recall_queries), dim, 1);
    const auto part = [&](std::size_t at, std::size_t n) {
        return std::span<const float>(queries).subspan(at * dim, n * dim);
    };

    std::vector<double> reading, one, one_half, batch, batch_half;
    std::uint64_t kept = 0;  // keeps the compiler from leaving the work out
    for (std::size_t round = 0; round < rounds; ++round) {
        const auto query = part(round % k_batch, 1);
        const auto many = part(0, k_batch);
        reading.push_back(bench::seconds_of([&] { kept += read_once(cells); }));
        one.push_back(bench::seconds_of([&] { kept += floats.nearest(query, k_top)[0][0].word; }));
        one_half.push_back(
            bench::seconds_of([&] { kept += halves.nearest(query, k_top)[0][0].word; }));
        batch.push_back(bench::seconds_of([&] { kept += floats.nearest(many, k_top)[0][0].word; }));
        batch_half.push_back(
            bench::seconds_of([&] { kept += halves.nearest(many, k_top)[0][0].word; }));
    }
    const double base = bench::spread(reading).median;
    const auto show = [&](const char* what, const std::vector<double>& seconds, double queries_in) {
        const auto s = bench::spread(seconds);
        fmt::print("{:<34}{:8.2f} ms ({:.2f}-{:.2f}) a query  {:5.2f} x reading\n", what,
                   1e3 * s.median / queries_in, 1e3 * s.low / queries_in, 1e3 * s.high / queries_in,
                   s.median / queries_in / base);
    };
    fmt::print("{} x {}, top {}, {} ({:x})\n", rows, dim, k_top, search_kernels().name, kept & 15U);
    fmt::print("reading once: {:.1f} ms, {:.1f} GB/s\n", 1e3 * base,
               static_cast<double>(cells.size() * 4) / base / 1e9);
    show("floats, one query", one, 1);
    show("halves, one query", one_half, 1);
    show("floats, 64 queries together", batch, k_batch);
    show("halves, 64 queries together", batch_half, k_batch);

    fmt::print("halves find {:.4f} of the {} nearest ({} queries)\n",
               recall(floats, halves, part(0, k_recall_queries)), k_top, k_recall_queries);
    if (argc > 4) {
        model_recall(argv[4]);
    }
    return 0;
}
