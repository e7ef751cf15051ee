// The arithmetic of training, compiled for several instruction sets; the processor decides.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace lode::embed {

// Rows are aligned to 64 bytes and hold `width` floats or more, where `width` is the dimension
// rounded up to a multiple of `lanes`; what is beyond the dimension is zero and stays zero. Scores
// and gradients are matrices of contexts x targets whose rows lie `step` floats apart; step is a
// multiple of 16 and their memory is aligned to 64 bytes. No function allocates, throws or keeps
// state. Each sums in one fixed order: the same instruction set gives the same bits. Other
// instruction sets differ in the last bits, for they add in another order and some round a product
// before it is added.
struct Kernels {
    std::string_view name;  // "AVX2"
    std::size_t lanes = 1;

    // scores[c * step + t] = contexts[c] . targets[t]. `targets` has room for, and scores are
    // written up to, a multiple of 4 targets; pointers beyond `n_targets` must be valid rows.
    void (*dots)(const float* const* contexts, std::size_t n_contexts, const float* const* targets,
                 std::size_t n_targets, std::size_t width, float* scores, std::size_t step);

    // scores = -rate * weights * sigmoid(scores), for columns up to a multiple of 16.
    void (*gradients)(float* scores, const float* weights, std::size_t n_contexts,
                      std::size_t n_targets, std::size_t step, float rate);

    // to[i] += sum over j of g[i * step_i + j * step_j] * from[j]. No row is in `to` twice, none is
    // in both.
    void (*accumulate)(float* const* to, std::size_t n_to, const float* const* from,
                       std::size_t n_from, const float* g, std::size_t step_i, std::size_t step_j,
                       std::size_t width);

    // One (context, targets) pair of word2vec: targets[0] is the word that was seen, the others are
    // negatives and may repeat. Targets are updated one after the other with the context as it was;
    // the context at the end. `sums` is room for `width` floats, aligned as a row; `scores` has
    // room for n_targets and holds the products of before each update afterwards.
    void (*pair)(float* context, float* const* targets, std::size_t n_targets, std::size_t width,
                 float rate, float* sums, float* scores);

    void (*copy)(float* to, const float* from, std::size_t width);
};

// The best this processor can run. Thread-safe.
const Kernels& kernels();
// All that this processor can run, best first; the last is plain code.
std::vector<Kernels> supported_kernels();

}  // namespace lode::embed
