// The snapshots folder: checkpoints named by number, each with a lock file that readers hold.
#pragma once

#include <cstdint>
#include <filesystem>

#include "core/store/rocks.hpp"

namespace lode::store {

// The file in a snapshot that readers lock (shared).
inline constexpr const char* k_snapshot_lock = "READERS.lock";

// Makes a checkpoint of all that is committed, complete or absent. Returns its number.
std::uint64_t create_snapshot(const Database& database, const fs::path& snapshots);
// Removes what a crash left half made.
void remove_unfinished_snapshots(const fs::path& snapshots);
// Removes every snapshot but `keep`, save those a reader holds.
void remove_other_snapshots(const fs::path& snapshots, std::uint64_t keep);

}  // namespace lode::store
