// What one thread does with its pieces of the text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "core/base/error.hpp"
#include "embed/train/kernels.hpp"
#include "embed/train/random.hpp"
#include "embed/train/row_matrix.hpp"
#include "embed/train/sampler.hpp"
#include "embed/train/token_file.hpp"

namespace lode::embed {

// Which pairs of words share their negative samples.
enum class Negatives {
    per_pair,    // none: word2vec to the letter
    per_window,  // the pairs of one centre word
    per_group,   // the pairs of k_group centre words that follow one another
};
inline constexpr std::size_t k_group = 4;

// What all threads read. The matrices are written by all of them without locks (Hogwild: Recht, Re,
// Wright, Niu 2011); each row begins on a cache line of its own.
struct TrainState {
    std::span<const std::int32_t> ids;
    std::uint64_t words = 0;  // of the text
    std::uint32_t epochs = 1;
    std::uint32_t window = 1;
    std::uint32_t negative = 1;
    double learning_rate = 0;
    std::uint64_t seed = 0;
    Negatives negatives = Negatives::per_window;
    std::vector<float> keep;  // by word: the probability that an occurrence is trained on
    const Sampler* sampler = nullptr;
    const Kernels* kernels = nullptr;
    RowMatrix* input = nullptr;
    RowMatrix* output = nullptr;
};

// Linear from learning_rate down to 1e-4 of it, by the place in the text (word2vec's schedule).
float rate_at(const TrainState& state, std::uint64_t words_done);

// One draw ahead of the arithmetic: which rows the next update needs. Lines, widths of windows and
// negatives come from one stream of random numbers in this order: for each word of a line that may
// be left out, one number; for each group of centre words, the widths, then the negatives (per
// pair: for each context from left to right).
struct Step {
    float rate = 0;
    std::vector<std::uint32_t> contexts;  // rows of input; without repetition unless per_pair
    std::vector<float> counts;            // by context: pairs it takes part in
    std::vector<std::uint32_t> targets;   // rows of output: first the centres, then the negatives;
                                          // per_pair: for each context its centre and negatives
    std::vector<std::size_t> ends;        // per_pair: where the targets of each context end
    std::vector<float> times;             // by target: how often it was drawn
    std::vector<float> weights;           // contexts x centres: number of pairs
    std::size_t centres = 0;
    std::uint64_t pairs = 0;
    std::vector<const float*> ahead;  // rows to have in the cache before the step
};

// A number that is none: the vectors cannot be used, and going on would not mend them.
class Diverged : public Error {
 public:
    explicit Diverged(double learning_rate);
};

struct LossSum {
    double loss = 0;
    std::uint64_t pairs = 0;
};

class Worker {
 public:
    explicit Worker(const TrainState& state);
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    // Trains on one chunk. `stopped` is asked at each line; true ends the chunk. Diverged where
    // the loss is no number any more. Returns the loss of a sample of the steps.
    LossSum run(const TokenFile::Chunk& chunk, std::uint64_t chunk_number, std::uint64_t epoch,
                const std::function<bool()>& stopped);

    static std::uint64_t memory_bytes(std::size_t dim, std::uint32_t window, std::uint32_t negative,
                                      Negatives negatives);

 private:
    bool next_line();
    bool prepare(Step& step);
    void prepare_pairs(Step& step, std::size_t centre, std::size_t first, std::size_t last);
    void prepare_group(Step& step, std::size_t begin, std::size_t end);
    void update_pairs(const Step& step, const Step* next);
    void update_group(const Step& step, const Step* next);
    void add_loss_of_group(const Step& step, std::size_t stride);
    void prefetch(const Step* step, std::size_t until_row);

    const TrainState& m_state;
    const std::size_t m_width;
    Random m_random{0};
    const std::function<bool()>* m_stopped = nullptr;
    std::uint64_t m_at = 0;  // in ids
    std::uint64_t m_end = 0;
    std::uint64_t m_words_done = 0;  // of all passes, up to the line
    float m_rate = 0;
    std::vector<std::uint32_t> m_line;  // what is left of a line after subsampling
    std::size_t m_centre = 0;           // next in m_line
    std::vector<std::size_t> m_widths;
    Step m_now;
    Step m_next;
    std::uint64_t m_steps = 0;
    std::size_t m_prefetched = 0;
    LossSum m_loss;
    bool m_sample_loss = false;

    RowMatrix m_before;  // the contexts as they were at the beginning of the step
    RowMatrix m_scores;
    RowMatrix m_weights;
    std::vector<float*> m_context_rows;
    std::vector<const float*> m_context_copies;
    std::vector<float*> m_target_rows;
};

}  // namespace lode::embed
