#include "core/store/snapshot.hpp"

#include <rocksdb/utilities/checkpoint.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <system_error>
#include <vector>

#include "core/base/file.hpp"
#include "core/base/log.hpp"
#include "core/store/complete.hpp"
#include "core/store/lock.hpp"

namespace lode::store {
namespace {

std::optional<std::uint64_t> number_of(const fs::path& folder) {
    const std::string name = folder.filename().string();
    std::uint64_t number = 0;
    const auto [end, problem] = std::from_chars(name.data(), name.data() + name.size(), number);
    if (problem != std::errc{} || end != name.data() + name.size()) {
        return std::nullopt;
    }
    return number;
}

std::vector<fs::path> list(const fs::path& snapshots) {
    std::vector<fs::path> folders;
    std::error_code problem;
    for (fs::directory_iterator it(snapshots, problem), end; !problem && it != end;
         it.increment(problem)) {
        folders.push_back(it->path());
    }
    if (problem) {
        throw error("{}: cannot list: {}", snapshots.string(), problem.message());
    }
    std::sort(folders.begin(), folders.end());
    return folders;
}

void remove_folder(const fs::path& folder) {
    std::error_code problem;
    fs::remove_all(folder, problem);
    if (problem) {
        // What is left costs space, nothing else.
        log_warning("{}: cannot remove an old snapshot: {}", folder.string(), problem.message());
    }
}

}  // namespace

std::uint64_t create_snapshot(const Database& database, const fs::path& snapshots) {
    std::uint64_t number = 0;
    for (const fs::path& folder : list(snapshots)) {
        number = std::max(number, number_of(folder).value_or(0));
    }
    ++number;
    const fs::path target = snapshots / snapshot_name(number);
    fs::path temporary = target;
    temporary += ".tmp";
    rocksdb::Checkpoint* raw = nullptr;
    const auto created = rocksdb::Checkpoint::Create(&database.db(), &raw);
    const std::unique_ptr<rocksdb::Checkpoint> checkpoint(raw);
    check(created, snapshots, "prepare a snapshot");
    check(checkpoint->CreateCheckpoint(fs::absolute(temporary).string()), temporary,
          "write the snapshot");
    write_file_atomically(temporary / k_snapshot_lock, "");
    std::error_code problem;
    fs::rename(temporary, target, problem);
    if (problem) {
        throw error("{}: cannot rename into place: {}", target.string(), problem.message());
    }
    sync_folder(snapshots);
    return number;
}

void remove_unfinished_snapshots(const fs::path& snapshots) {
    for (const fs::path& folder : list(snapshots)) {
        if (folder.extension() == ".tmp") {
            remove_folder(folder);
        }
    }
}

void remove_other_snapshots(const fs::path& snapshots, std::uint64_t keep) {
    for (const fs::path& folder : list(snapshots)) {
        const auto number = number_of(folder);
        if (!number || *number == keep) {
            continue;
        }
        const auto lock = FileLock::try_lock(folder / k_snapshot_lock, FileLock::Kind::exclusive);
        if (lock && lock->is_real()) {
            remove_folder(folder);
        }
    }
}

}  // namespace lode::store
