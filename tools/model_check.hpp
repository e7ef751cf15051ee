// What is wrong with the models of a workspace.
#pragma once

#include <string>
#include <vector>

#include "core/store/check.hpp"
#include "tools/context.hpp"

namespace lode::tools {

struct ModelCheck {
    std::vector<store::Damage> damage;  // `what` ends with the command that mends it
    std::vector<std::string> stale;     // sound, but not of the store as it is now
    std::size_t models = 0;             // files looked at
};

// Loads every model, which compares its checksum and runs its self-test: model/model.lode, those of
// other seeds, those of lode explain, and the head of an unfinished training. `store_fingerprint`:
// what the models should have been trained on; "" where there is no store to compare with.
ModelCheck check_models(const Context& context, const std::string& store_fingerprint);

// The files of models that lode explain keeps.
std::vector<std::filesystem::path> explain_models(const std::filesystem::path& workspace);

}  // namespace lode::tools
