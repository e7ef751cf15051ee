// Temporary files and folders of this process, so that one that is ended wherever it is leaves
// none.
#pragma once

#include <filesystem>
#include <mutex>

namespace lode::leftovers {

// Held while a temporary file is made or gets its name, so that remove_all() sees no half of that
// step. May be held again by the thread that holds it.
[[nodiscard]] std::unique_lock<std::recursive_mutex> hold();

// `path` is to be removed with the process, until it is forgotten (removed, or renamed to a
// result).
void add(const std::filesystem::path& path);
void forget(const std::filesystem::path& path);

// Removes all of them and never lets go: no file can be made or renamed by the other threads any
// more. The caller must end the process. Nothing is thrown: what cannot be removed stays.
void remove_all() noexcept;

}  // namespace lode::leftovers
