// A trainer turns encoded sentences into input and output vectors.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/progress.hpp"
#include "embed/vectors/embedding.hpp"

namespace lode::embed {

// Where a trainer that can go on after a stop (TrainerInfo::resumable) keeps its state. The file is
// written on a stop and now and then before; train() goes on from it where it fits and leaves it
// behind, also at the end: the caller removes it when the vectors are safe.
struct Checkpointing {
    std::filesystem::path file;  // empty: none
    // The least time between two; 0: after each chunk of text. With a time, writing also takes at
    // most a hundredth of the training: the next one waits a hundred times as long as the last
    // took.
    std::chrono::milliseconds every = std::chrono::minutes(1);
};

class TokenFile;

// The training text as one file of lines of at most k_longest_line words, separated by one space;
// a window never crosses a line end. Every word is in `vocabulary`, which is sorted by count
// descending, then text, and whose counts are those of this very text.
struct TrainInput {
    std::filesystem::path text;
    std::vector<Word> vocabulary;
    std::uint64_t tokens = 0;  // words in the file
    std::uint64_t lines = 0;
    Checkpointing checkpoint;
    // The text as the native trainer reads it, where several trainings share it; else it makes its
    // own.
    std::shared_ptr<const TokenFile> encoded;
};
inline constexpr std::size_t k_longest_line = 1000;  // fastText cuts after 1,024 by itself

struct TrainResult {
    std::vector<float> input;  // vocabulary.size() x dim, row i = vocabulary[i]
    std::vector<float> output;
    double loss = 0;  // mean over the last tenth; 0 where not known
    double words_per_second = 0;
};

struct TrainerInfo {
    std::string_view name;
    std::string_view title;  // one line, with what differs from word2vec
    std::string_view reference;
    bool resumable = false;  // keeps TrainInput::checkpoint
};

class Trainer {
 public:
    Trainer() = default;
    Trainer(const Trainer&) = delete;
    Trainer& operator=(const Trainer&) = delete;
    virtual ~Trainer() = default;
    virtual const TrainerInfo& info() const noexcept = 0;
    // What train() needs at its peak beside `input` itself, without the text on disk; within a
    // tenth for all but the smallest vocabularies. Throws UsageError for a Spec the trainer cannot
    // do.
    virtual std::uint64_t memory_bytes(const TrainInput& input, const Spec& spec) const = 0;
    // Throws UsageError for a Spec the trainer cannot do, Error when training diverges, Interrupted
    // on stop (its hint says whether the same call would go on). Bit-reproducible for one thread
    // and one seed on processors with the same vector instructions.
    virtual TrainResult train(const TrainInput& input, const Spec& spec, Progress& progress,
                              std::stop_token stop) const = 0;
};

// Throws UsageError naming the first setting that no trainer can work with.
void check_spec(const Spec& spec);

// One file in embed/trainers each.
namespace trainers {
std::span<const Trainer& (*const)()> all();
}
const Trainer& trainer(std::string_view name);  // UsageError listing the names where there is none

}  // namespace lode::embed
