// Products of many rows with a few queries, for the best instructions the processor has. Private to
// embed/vectors; the training kernels (embed/train) write, these only read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace lode::embed {

struct SearchKernels {
    const char* name = "";
    // scores[q * step + r] = queries[q * query_stride ...] . rows[r * stride ...], over `width`
    // cells. Strides count cells. The order of the additions depends on `width` alone, so that
    // equal rows have equal scores wherever they stand and however many queries are asked at once.
    void (*scores)(const float* rows, std::size_t stride, std::size_t n_rows, const float* queries,
                   std::size_t query_stride, std::size_t n_queries, std::size_t width,
                   float* scores, std::size_t step) = nullptr;
    // The same for rows of IEEE half precision; `width` must be a multiple of 16.
    void (*half_scores)(const std::uint16_t* rows, std::size_t stride, std::size_t n_rows,
                        const float* queries, std::size_t query_stride, std::size_t n_queries,
                        std::size_t width, float* scores, std::size_t step) = nullptr;
    // Rounds to the nearest half; n must be a multiple of 16.
    void (*to_half)(const float* from, std::size_t n, std::uint16_t* to) = nullptr;
};

// The best this processor can run. Thread-safe.
const SearchKernels& search_kernels();
// All that this processor can run, best first.
std::vector<SearchKernels> supported_search_kernels();

}  // namespace lode::embed
