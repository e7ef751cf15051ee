#include "embed/train/kernels.hpp"

// SVE and RVV have vectors without a size, which cannot be kept in arrays as below; SSSE3 is older
// than any processor this is worth tuning for.
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV | HWY_SSSE3)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "embed/train/kernels.cpp"  // compiled once for each target
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace lode::embed::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;
using Tag = hn::ScalableTag<float>;
using Vector = hn::Vec<Tag>;
using Int = hn::RebindToSigned<Tag>;

constexpr Tag k_tag;
constexpr std::size_t k_lanes = HWY_LANES(float);
constexpr std::size_t k_tile = 4;  // targets at a time

// The four sums of the lanes of a, b, c and d, written to `to`.
HWY_INLINE void store_sums(Vector a, Vector b, Vector c, Vector d, float* to) {
#if HWY_TARGET == HWY_SCALAR
    const Vector sums[] = {a, b, c, d};
    for (std::size_t i = 0; i < k_tile; ++i) {
        hn::Store(sums[i], k_tag, to + i);
    }
#else
    const hn::Repartition<double, Tag> wide;
    const Vector ab = hn::Add(hn::InterleaveLower(k_tag, a, b), hn::InterleaveUpper(k_tag, a, b));
    const Vector cd = hn::Add(hn::InterleaveLower(k_tag, c, d), hn::InterleaveUpper(k_tag, c, d));
    const auto low = hn::InterleaveLower(wide, hn::BitCast(wide, ab), hn::BitCast(wide, cd));
    const auto high = hn::InterleaveUpper(wide, hn::BitCast(wide, ab), hn::BitCast(wide, cd));
    const Vector abcd = hn::Add(hn::BitCast(k_tag, low), hn::BitCast(k_tag, high));
    // Each block of 128 bits now holds a part of the four sums.
#if HWY_MAX_BYTES == 64
    const hn::Half<Tag> half;
    const hn::Half<decltype(half)> quarter;
    const auto by_two = hn::Add(hn::LowerHalf(half, abcd), hn::UpperHalf(half, abcd));
    hn::StoreU(hn::Add(hn::LowerHalf(quarter, by_two), hn::UpperHalf(quarter, by_two)), quarter,
               to);
#elif HWY_MAX_BYTES == 32
    const hn::Half<Tag> half;
    hn::StoreU(hn::Add(hn::LowerHalf(half, abcd), hn::UpperHalf(half, abcd)), half, to);
#else
    hn::StoreU(abcd, k_tag, to);
#endif
#endif
}

template <std::size_t C>
HWY_INLINE void dots_tile(const float* const* contexts, const float* const* targets,
                          std::size_t width, float* scores, std::size_t step) {
    Vector sum[C][k_tile];
    for (std::size_t c = 0; c < C; ++c) {
        for (std::size_t t = 0; t < k_tile; ++t) {
            sum[c][t] = hn::Zero(k_tag);
        }
    }
    for (std::size_t at = 0; at < width; at += k_lanes) {
        Vector context[C];
        for (std::size_t c = 0; c < C; ++c) {
            context[c] = hn::Load(k_tag, contexts[c] + at);
        }
        for (std::size_t t = 0; t < k_tile; ++t) {
            const Vector target = hn::Load(k_tag, targets[t] + at);
            for (std::size_t c = 0; c < C; ++c) {
                sum[c][t] = hn::MulAdd(target, context[c], sum[c][t]);
            }
        }
    }
    for (std::size_t c = 0; c < C; ++c) {
        store_sums(sum[c][0], sum[c][1], sum[c][2], sum[c][3], scores + c * step);
    }
}

void dots(const float* const* contexts, std::size_t n_contexts, const float* const* targets,
          std::size_t n_targets, std::size_t width, float* scores, std::size_t step) {
    // Three contexts by four targets: twelve sums and what they are made of fill sixteen registers.
    std::size_t c = 0;
    for (; c + 3 <= n_contexts; c += 3) {
        for (std::size_t t = 0; t < n_targets; t += k_tile) {
            dots_tile<3>(contexts + c, targets + t, width, scores + c * step + t, step);
        }
    }
    for (std::size_t t = 0; t < n_targets; t += k_tile) {
        if (n_contexts - c == 2) {
            dots_tile<2>(contexts + c, targets + t, width, scores + c * step + t, step);
        } else if (n_contexts - c == 1) {
            dots_tile<1>(contexts + c, targets + t, width, scores + c * step + t, step);
        }
    }
}

// 1 / (1 + exp(-x)), exact to about 2e-7; x is first brought into +-30, where float's sigmoid is
// 0 or 1 to within its precision. Not-a-number stays so.
HWY_INLINE Vector sigmoid(Vector x) {
    const Int ints;
    const auto constant = [](float value) { return hn::Set(k_tag, value); };
    const Vector y =
        hn::IfThenElse(hn::Lt(x, constant(-30.0F)), constant(30.0F),
                       hn::IfThenElse(hn::Gt(x, constant(30.0F)), constant(-30.0F), hn::Neg(x)));
    // exp(y) = 2^n exp(f), |f| <= ln(2) / 2; ln(2) in two parts, so that f is exact.
    const Vector n = hn::Round(hn::Mul(y, constant(1.44269504F)));
    Vector f = hn::NegMulAdd(n, constant(0.693359375F), y);
    f = hn::NegMulAdd(n, constant(-2.12194440e-4F), f);
    Vector e = constant(1.0F / 720);
    e = hn::MulAdd(e, f, constant(1.0F / 120));
    e = hn::MulAdd(e, f, constant(1.0F / 24));
    e = hn::MulAdd(e, f, constant(1.0F / 6));
    e = hn::MulAdd(e, f, constant(0.5F));
    e = hn::MulAdd(e, f, constant(1.0F));
    e = hn::MulAdd(e, f, constant(1.0F));
    // What is not a number has no integer; it stays what it is through f.
    const Vector whole = hn::IfThenElseZero(hn::Eq(n, n), n);
    const auto exponent =
        hn::ShiftLeft<23>(hn::Add(hn::ConvertTo(ints, whole), hn::Set(ints, 127)));
    const Vector exp = hn::Mul(e, hn::BitCast(k_tag, exponent));
    return hn::Div(constant(1.0F), hn::Add(constant(1.0F), exp));
}

void gradients(float* scores, const float* weights, std::size_t n_contexts, std::size_t n_targets,
               std::size_t step, float rate) {
    const Vector minus_rate = hn::Set(k_tag, -rate);
    for (std::size_t c = 0; c < n_contexts; ++c) {
        float* const row = scores + c * step;
        const float* const weight = weights + c * step;
        for (std::size_t t = 0; t < n_targets; t += k_lanes) {
            const Vector s = sigmoid(hn::Load(k_tag, row + t));
            hn::Store(hn::Mul(hn::Mul(s, minus_rate), hn::Load(k_tag, weight + t)), k_tag, row + t);
        }
    }
}

// V vectors of I rows, kept in registers while all of `from` goes by.
template <std::size_t I, std::size_t V>
HWY_INLINE void accumulate_tile(float* const* to, const float* const* from, std::size_t n_from,
                                const float* g, std::size_t step_i, std::size_t step_j,
                                std::size_t at) {
    Vector sum[I][V];
    for (std::size_t i = 0; i < I; ++i) {
        for (std::size_t v = 0; v < V; ++v) {
            sum[i][v] = hn::Load(k_tag, to[i] + at + v * k_lanes);
        }
    }
    for (std::size_t j = 0; j < n_from; ++j) {
        Vector factor[I];
        for (std::size_t i = 0; i < I; ++i) {
            factor[i] = hn::Set(k_tag, g[i * step_i + j * step_j]);
        }
        for (std::size_t v = 0; v < V; ++v) {
            const Vector x = hn::Load(k_tag, from[j] + at + v * k_lanes);
            for (std::size_t i = 0; i < I; ++i) {
                sum[i][v] = hn::MulAdd(factor[i], x, sum[i][v]);
            }
        }
    }
    for (std::size_t i = 0; i < I; ++i) {
        for (std::size_t v = 0; v < V; ++v) {
            hn::Store(sum[i][v], k_tag, to[i] + at + v * k_lanes);
        }
    }
}

template <std::size_t I>
HWY_INLINE void accumulate_rows(float* const* to, const float* const* from, std::size_t n_from,
                                const float* g, std::size_t step_i, std::size_t step_j,
                                std::size_t width) {
    constexpr std::size_t k_wide = 5;  // 2 x 5 sums, 2 factors, 1 row: within sixteen registers
    std::size_t at = 0;
    for (; at + k_wide * k_lanes <= width; at += k_wide * k_lanes) {
        accumulate_tile<I, k_wide>(to, from, n_from, g, step_i, step_j, at);
    }
    switch ((width - at) / k_lanes) {
        case 4:
            accumulate_tile<I, 4>(to, from, n_from, g, step_i, step_j, at);
            break;
        case 3:
            accumulate_tile<I, 3>(to, from, n_from, g, step_i, step_j, at);
            break;
        case 2:
            accumulate_tile<I, 2>(to, from, n_from, g, step_i, step_j, at);
            break;
        case 1:
            accumulate_tile<I, 1>(to, from, n_from, g, step_i, step_j, at);
            break;
        default:
            break;
    }
}

void accumulate(float* const* to, std::size_t n_to, const float* const* from, std::size_t n_from,
                const float* g, std::size_t step_i, std::size_t step_j, std::size_t width) {
    std::size_t i = 0;
    for (; i + 2 <= n_to; i += 2) {
        accumulate_rows<2>(to + i, from, n_from, g + i * step_i, step_i, step_j, width);
    }
    if (i < n_to) {
        accumulate_rows<1>(to + i, from, n_from, g + i * step_i, step_i, step_j, width);
    }
}

// score of one row against the context, in the order of dots_tile.
HWY_INLINE float dot(const float* a, const float* b, std::size_t width) {
    Vector sum[4] = {hn::Zero(k_tag), hn::Zero(k_tag), hn::Zero(k_tag), hn::Zero(k_tag)};
    std::size_t at = 0;
    for (; at + 4 * k_lanes <= width; at += 4 * k_lanes) {
        for (std::size_t v = 0; v < 4; ++v) {
            sum[v] = hn::MulAdd(hn::Load(k_tag, a + at + v * k_lanes),
                                hn::Load(k_tag, b + at + v * k_lanes), sum[v]);
        }
    }
    for (; at < width; at += k_lanes) {
        sum[0] = hn::MulAdd(hn::Load(k_tag, a + at), hn::Load(k_tag, b + at), sum[0]);
    }
    return hn::GetLane(
        hn::SumOfLanes(k_tag, hn::Add(hn::Add(sum[0], sum[1]), hn::Add(sum[2], sum[3]))));
}

void pair(float* context, float* const* targets, std::size_t n_targets, std::size_t width,
          float rate, float* sums, float* scores) {
    for (std::size_t at = 0; at < width; at += k_lanes) {
        hn::Store(hn::Zero(k_tag), k_tag, sums + at);
    }
    for (std::size_t t = 0; t < n_targets; ++t) {
        float* const target = targets[t];
        scores[t] = dot(context, target, width);
        const Vector s = sigmoid(hn::Set(k_tag, scores[t]));
        const Vector label = hn::Set(k_tag, t == 0 ? 1.0F : 0.0F);
        const Vector g = hn::Mul(hn::Sub(label, s), hn::Set(k_tag, rate));
        for (std::size_t at = 0; at < width; at += k_lanes) {
            const Vector row = hn::Load(k_tag, target + at);
            hn::Store(hn::MulAdd(g, row, hn::Load(k_tag, sums + at)), k_tag, sums + at);
            hn::Store(hn::MulAdd(g, hn::Load(k_tag, context + at), row), k_tag, target + at);
        }
    }
    for (std::size_t at = 0; at < width; at += k_lanes) {
        hn::Store(hn::Add(hn::Load(k_tag, context + at), hn::Load(k_tag, sums + at)), k_tag,
                  context + at);
    }
}

void copy(float* to, const float* from, std::size_t width) {
    for (std::size_t at = 0; at < width; at += k_lanes) {
        hn::Store(hn::Load(k_tag, from + at), k_tag, to + at);
    }
}

}  // namespace

Kernels table() {
    return {hwy::TargetName(HWY_TARGET), k_lanes, &dots, &gradients, &accumulate, &pair, &copy};
}

}  // namespace lode::embed::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace lode::embed {

std::vector<Kernels> supported_kernels() {
    const auto supported = hwy::SupportedTargets();
    std::vector<Kernels> result;
    // Best first. The last one is what the compiler may use anyway, so it always runs.
#if HWY_TARGETS & HWY_AVX3
    if ((supported & HWY_AVX3) != 0) {
        result.push_back(N_AVX3::table());
    }
#endif
#if HWY_TARGETS & HWY_AVX2
    if ((supported & HWY_AVX2) != 0) {
        result.push_back(N_AVX2::table());
    }
#endif
#if HWY_TARGETS & HWY_SSE4
    if ((supported & HWY_SSE4) != 0) {
        result.push_back(N_SSE4::table());
    }
#endif
    static_cast<void>(supported);
    const Kernels plain = HWY_STATIC_DISPATCH(table)();
    if (result.empty() || result.back().name != plain.name) {
        result.push_back(plain);
    }
    return result;
}

const Kernels& kernels() {
    static const Kernels best = supported_kernels().front();
    return best;
}

}  // namespace lode::embed
#endif
