#include "embed/vectors/search_kernels.hpp"

// As in embed/train/kernels.cpp: vectors without a size cannot be kept in arrays, and SSSE3 is
// older than any processor this is worth tuning for.
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV | HWY_SSSE3)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "embed/vectors/search_kernels.cpp"  // compiled once for each target
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace lode::embed::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;
using Tag = hn::ScalableTag<float>;
using Half = hn::Rebind<hwy::float16_t, Tag>;
using Vector = hn::Vec<Tag>;

constexpr Tag k_tag;
constexpr Half k_half;
constexpr std::size_t k_lanes = HWY_LANES(float);
constexpr std::size_t k_rows_at_once = 4;
constexpr std::size_t k_queries_at_once = 2;

HWY_INLINE Vector load(const float* from) {
    return hn::LoadU(k_tag, from);
}
HWY_INLINE Vector load(const std::uint16_t* from) {
    return hn::PromoteTo(k_tag, hn::LoadU(k_half, reinterpret_cast<const hwy::float16_t*>(from)));
}
HWY_INLINE float cell(const float* from) {
    return *from;
}
// Rows of halves are padded, so nothing is left over at their end.
HWY_INLINE float cell(const std::uint16_t*) {
    return 0;
}

// Two sums a product: one would leave the multipliers waiting for each other.
template <std::size_t Q, std::size_t R, class Cell>
HWY_INLINE void tile(const Cell* rows, std::size_t stride, const float* queries,
                     std::size_t query_stride, std::size_t width, float* scores, std::size_t step) {
    Vector even[Q][R];
    Vector odd[Q][R];
    for (std::size_t q = 0; q < Q; ++q) {
        for (std::size_t r = 0; r < R; ++r) {
            even[q][r] = hn::Zero(k_tag);
            odd[q][r] = hn::Zero(k_tag);
        }
    }
    std::size_t at = 0;
    for (; at + 2 * k_lanes <= width; at += 2 * k_lanes) {
        Vector first[Q];
        Vector second[Q];
        for (std::size_t q = 0; q < Q; ++q) {
            first[q] = hn::LoadU(k_tag, queries + q * query_stride + at);
            second[q] = hn::LoadU(k_tag, queries + q * query_stride + at + k_lanes);
        }
        for (std::size_t r = 0; r < R; ++r) {
            const Vector low = load(rows + r * stride + at);
            const Vector high = load(rows + r * stride + at + k_lanes);
            for (std::size_t q = 0; q < Q; ++q) {
                even[q][r] = hn::MulAdd(low, first[q], even[q][r]);
                odd[q][r] = hn::MulAdd(high, second[q], odd[q][r]);
            }
        }
    }
    for (; at + k_lanes <= width; at += k_lanes) {
        for (std::size_t r = 0; r < R; ++r) {
            const Vector low = load(rows + r * stride + at);
            for (std::size_t q = 0; q < Q; ++q) {
                even[q][r] =
                    hn::MulAdd(low, hn::LoadU(k_tag, queries + q * query_stride + at), even[q][r]);
            }
        }
    }
    for (std::size_t q = 0; q < Q; ++q) {
        for (std::size_t r = 0; r < R; ++r) {
            float sum = hn::GetLane(hn::SumOfLanes(k_tag, hn::Add(even[q][r], odd[q][r])));
            for (std::size_t k = at; k < width; ++k) {
                sum += cell(rows + r * stride + k) * queries[q * query_stride + k];
            }
            scores[q * step + r] = sum;
        }
    }
}

template <std::size_t Q, class Cell>
HWY_INLINE void all_rows(const Cell* rows, std::size_t stride, std::size_t n_rows,
                         const float* queries, std::size_t query_stride, std::size_t width,
                         float* scores, std::size_t step) {
    std::size_t r = 0;
    for (; r + k_rows_at_once <= n_rows; r += k_rows_at_once) {
        tile<Q, k_rows_at_once>(rows + r * stride, stride, queries, query_stride, width, scores + r,
                                step);
    }
    for (; r < n_rows; ++r) {
        tile<Q, 1>(rows + r * stride, stride, queries, query_stride, width, scores + r, step);
    }
}

template <class Cell>
void all(const Cell* rows, std::size_t stride, std::size_t n_rows, const float* queries,
         std::size_t query_stride, std::size_t n_queries, std::size_t width, float* scores,
         std::size_t step) {
    std::size_t q = 0;
    for (; q + k_queries_at_once <= n_queries; q += k_queries_at_once) {
        all_rows<k_queries_at_once>(rows, stride, n_rows, queries + q * query_stride, query_stride,
                                    width, scores + q * step, step);
    }
    for (; q < n_queries; ++q) {
        all_rows<1>(rows, stride, n_rows, queries + q * query_stride, query_stride, width,
                    scores + q * step, step);
    }
}

void to_half(const float* from, std::size_t n, std::uint16_t* to) {
    for (std::size_t i = 0; i < n; i += k_lanes) {
        hn::StoreU(hn::DemoteTo(k_half, hn::LoadU(k_tag, from + i)), k_half,
                   reinterpret_cast<hwy::float16_t*>(to + i));
    }
}

}  // namespace

SearchKernels search_table() {
    return {hwy::TargetName(HWY_TARGET), &all<float>, &all<std::uint16_t>, &to_half};
}

}  // namespace lode::embed::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace lode::embed {

HWY_EXPORT(search_table);

std::vector<SearchKernels> supported_search_kernels() {
    std::vector<SearchKernels> result;
    for (const auto target : hwy::SupportedAndGeneratedTargets()) {
        hwy::SetSupportedTargetsForTest(target);
        result.push_back(HWY_DYNAMIC_DISPATCH(search_table)());
    }
    hwy::SetSupportedTargetsForTest(0);
    return result;
}

const SearchKernels& search_kernels() {
    static const SearchKernels best = HWY_DYNAMIC_DISPATCH(search_table)();
    return best;
}

}  // namespace lode::embed
#endif
