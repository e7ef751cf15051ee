// A second workspace that holds what the first one holds.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace lode::store {

struct CopyReport {
    std::uint64_t files = 0;
    std::uint64_t linked = 0;  // of them: table files shared by hard link
    std::uint64_t bytes = 0;   // of all of them
    std::uint64_t articles = 0;
};

// Copies the published store of the workspace `from` (its newest snapshot; a writer may go on
// beside it) and those of `files` (paths in the workspace) that are there to the new workspace
// `to`, complete or absent. Table files, which are never changed in place, become hard links where
// `link` is set and the file system can; they then share a damaged disk block, too. The copy's
// store is read and verified whole before it gets its name, and `verify` is called with its folder.
//
// Error: `to` exists and is no empty folder; there is no published store in `from`; the copy is
// not sound.
CopyReport copy_workspace(const std::filesystem::path& from, const std::filesystem::path& to,
                          const std::vector<std::filesystem::path>& files, bool link,
                          const std::function<void(const std::filesystem::path&)>& verify);

}  // namespace lode::store
