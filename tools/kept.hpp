// What a command opens of a workspace. Each call of the program opens it anew; lode serve keeps it
// between requests (Environment::kept), and the same functions hand it out.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "core/store/store.hpp"
#include "core/text/analyser.hpp"
#include "embed/vectors/embedding.hpp"
#include "ingest/mine/miner.hpp"
#include "tools/context.hpp"
#include "tools/ensemble.hpp"

namespace lode::tools {

// One state of a workspace, opened. Constant once made, so any number of threads may ask.
struct Kept {
    std::shared_ptr<const store::Reader> store;
    std::shared_ptr<const embed::Embedding> model;  // none where the workspace has none
    std::shared_ptr<const Ensemble> ensemble;       // set where `model` is
    std::shared_ptr<const ingest::Miner> miner;
    std::string lexicons;  // the folder the miner was made from, as --lexicons gives it
};

// Opens everything. Error where there is no store, or a file is damaged.
std::shared_ptr<const Kept> open_all(const Context& context);

// Changes whenever the workspace shows readers another state: its store, its model, models of
// other seeds. Costs a few calls of the file system.
std::string state_stamp(const Context& context);

// The newest published state of the store; Error with a hint where there is none.
std::shared_ptr<const store::Reader> open_store(const Context& context);
// The model of the workspace; Error with a hint where there is none.
std::shared_ptr<const embed::Embedding> open_model(const Context& context);
// With the lexicons of --lexicons.
std::shared_ptr<const ingest::Miner> open_miner(const Context& context);
std::shared_ptr<const text::Analyser> open_analyser(const Context& context);
// The models of other seeds that belong to `main`.
std::shared_ptr<const Ensemble> open_ensemble(const Context& context, const embed::Embedding& main);

}  // namespace lode::tools
