// The models of a workspace that differ in their seeds alone, and its unfinished training.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "core/store/lock.hpp"
#include "embed/embed.hpp"
#include "embed/vectors/embedding.hpp"
#include "query/ensemble.hpp"
#include "tools/context.hpp"

namespace lode::tools {

// model/seed-<seed>.lode; the model that all commands use is model/model.lode.
std::filesystem::path seed_file(const Context& context, std::uint64_t seed);

struct SeedModel {
    std::uint64_t seed = 0;
    std::filesystem::path file;
};
// Those that are in a workspace, by seed.
std::vector<SeedModel> seed_models(const std::filesystem::path& workspace);

// Why the two are not of one ensemble; empty where they are: the same store, the same training
// options, the same words, another seed.
std::string why_not_together(const embed::Embedding& main, const embed::Embedding& other);

// The other models that belong to `main`, and for each of the rest a sentence that says why it
// does not.
struct Ensemble {
    std::vector<std::uint64_t> seeds;
    std::vector<embed::Embedding> models;  // of the seeds; their vectors are mapped, not copied
    std::vector<std::string> left_out;
};
Ensemble find_ensemble(const Context& context, const embed::Embedding& main);

// The same for a question; a warning for each model that is left out.
query::OtherSeeds other_seeds(Context& context, const embed::Embedding& main);

// The place of a training that is not over: its checkpoint and its scratch files. One process at
// a time works there; what one that was killed has left, save the checkpoint, is removed.
class TrainingPlace {
 public:
    // Makes the folder. Error where another process trains there.
    explicit TrainingPlace(std::filesystem::path folder);
    // Of the models of the workspace, and of the slices of `eval retrospect`.
    static std::filesystem::path of_models(const Context& context);
    static std::filesystem::path of_slices(const Context& context);
    static std::filesystem::path checkpoint_in(const std::filesystem::path& folder);

    // Where `options` shall work and keep their checkpoint.
    void settle(embed::EmbedOptions& options) const;

    // Seeds of a forced training that are done, so that a stopped one does not begin anew.
    std::vector<std::uint64_t> done() const;
    // The model is saved: its checkpoint goes. `forced`: it is noted in done().
    void model_is_safe(std::uint64_t seed, bool forced);
    // All is done.
    void remove();

 private:
    std::filesystem::path m_folder;
    store::FileLock m_lock;
};

}  // namespace lode::tools
