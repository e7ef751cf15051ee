// Skip-gram with negative sampling (Mikolov et al. 2013) over encoded text.
#pragma once

#include <cstdint>
#include <stop_token>
#include <string_view>
#include <vector>

#include "core/base/digest.hpp"
#include "core/base/progress.hpp"
#include "embed/train/checkpoint.hpp"
#include "embed/train/worker.hpp"

namespace lode::embed {

// "none", "window" or "group", as --share-negatives says it; UsageError for anything else.
Negatives negatives_from(std::string_view name);
// Of Spec::extra["share_negatives"]; per_window where it is absent.
Negatives negatives_of(const Spec& spec);

// The matrices and what is drawn from. Construction allocates everything that training needs.
class SkipGram {
 public:
    // Vectors of the input start uniform within +-1 / dim (as fastText and gensim have it, twice
    // word2vec's), those of the output at zero. Counts are those of the text. Error where memory is
    // short.
    SkipGram(const std::vector<Word>& vocabulary, const Spec& spec,
             const Kernels& with = kernels());
    SkipGram(const SkipGram&) = delete;
    SkipGram& operator=(const SkipGram&) = delete;

    // Trains for all epochs on spec.threads threads, once. Threads take chunks in order; the rate
    // and the random numbers of a chunk depend on its place alone. Throws Error when training
    // diverges, Interrupted on stop, and what the progress sink throws. Returns the mean loss of a
    // pair over the last tenth (a sample of the steps).
    // With a checkpoint, training begins where that one is, a stop takes effect when the chunks
    // at work are done (16,384 words each) and is kept there; without, at the next line.
    double train(const TokenFile& text, Progress& progress, const std::stop_token& stop,
                 const Checkpointing& keep = {});
    // Words of text that the last train() went over itself.
    std::uint64_t words_trained() const noexcept { return m_words_trained; }

    RowMatrix& input() noexcept { return m_input; }
    RowMatrix& output() noexcept { return m_output; }

    // What train() and construction use at most; see docs/TRAINING.md.
    static std::uint64_t memory_bytes(std::uint64_t vocabulary, std::uint64_t words,
                                      std::uint64_t lines, const Spec& spec);

 private:
    Sampler m_sampler;
    RowMatrix m_input;
    RowMatrix m_output;
    TrainState m_state;
    Spec m_spec;
    Digest128 m_vocabulary;
    std::uint64_t m_words_trained = 0;
};

}  // namespace lode::embed
