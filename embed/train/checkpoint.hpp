// The state of an unfinished training in a file, so that a stopped training goes on where it was.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "embed/train/row_matrix.hpp"
#include "embed/train/trainer.hpp"

namespace lode::embed {

// Between two chunks a training is its matrices and these numbers; rates and random numbers come
// from the place in the text (worker.hpp).
struct TrainingPoint {
    std::uint64_t pieces = 0;      // chunks trained on, of all passes
    std::uint64_t words = 0;       // and the words in them
    double loss = 0;               // over the last tenth of the training, as far as it is done
    std::uint64_t loss_pairs = 0;  // pairs that this is the sum of
};

// What must be the same for a training to go on, by name: settings, program, digest of the text.
using TrainingIdentity = std::map<std::string, std::string>;

// Of Spec::extra only what shapes the vectors counts: what was "asked" for does not. `text` is a
// digest of words, counts and encoded text.
TrainingIdentity training_identity(const Spec& spec, const std::string& text);

// For people (lode status).
struct CheckpointSummary {
    TrainingPoint point;
    std::uint64_t words_total = 0;  // of all passes
    TrainingIdentity identity;
};
// Nothing where there is no file. Error where it cannot be read or is no checkpoint; the matrices
// are not looked at.
std::optional<CheckpointSummary> read_checkpoint_summary(const std::filesystem::path& file);

// One thread at a time.
class Checkpoint {
 public:
    // `kernels` is told, not required to be the same (docs/TRAINING.md, Determinism).
    Checkpoint(const Checkpointing& settings, TrainingIdentity identity, std::uint64_t words_total,
               std::string kernels);

    // Fills the matrices from the file. Nothing, and the matrices as they were, where there is no
    // file or where it does not fit: other settings, another text, another version of the format,
    // cut or changed bytes. The reason is logged as a warning.
    std::optional<TrainingPoint> load(RowMatrix& input, RowMatrix& output) const;
    // Whole or not at all; the file before it stays until then. Error where it cannot be written.
    void save(const TrainingPoint& point, const RowMatrix& input, const RowMatrix& output) const;

 private:
    std::optional<TrainingPoint> load_checked(RowMatrix& input, RowMatrix& output) const;

    std::filesystem::path m_file;
    TrainingIdentity m_identity;
    std::uint64_t m_words_total;
    std::string m_kernels;
};

}  // namespace lode::embed
