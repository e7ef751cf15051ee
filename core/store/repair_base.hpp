// What a repair copies from: the part of a damaged store that can be trusted.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/log.hpp"
#include "core/store/complete.hpp"
#include "core/store/contents.hpp"
#include "core/store/rocks.hpp"

namespace lode::store {

// Nothing where the work threw: what that means is the caller's to say.
template <class Work>
bool succeeds(Work&& work) {
    try {
        work();
        return true;
    } catch (const Interrupted&) {
        throw;
    } catch (const Error& e) {
        log_message(LogLevel::debug, e.what());
        return false;
    }
}

// A database of the store that opens, and whose small records are all readable.
struct RepairBase {
    std::string name;
    std::unique_ptr<Database> database;
    State state;
};

std::vector<std::filesystem::path> snapshots_newest_first(const std::filesystem::path& folder);

// Database, snapshot and COMPLETE.json each tell what there is. Where the first two agree, it is
// the third that is damaged: `complete` is then forgotten, and what the copy holds must be counted.
// Nothing where no database of the store can be used.
std::optional<RepairBase> find_repair_base(const std::filesystem::path& folder,
                                           std::optional<Complete>& complete);

}  // namespace lode::store
