// COMPLETE.json: what the newest snapshot must hold, kept outside RocksDB because RocksDB opens
// some damaged stores (a shortened MANIFEST) as if they were merely small.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "core/store/records.hpp"

namespace lode::store {

struct Complete {
    std::uint64_t snapshot = 0;  // number of the folder
    State state;
    bool operator==(const Complete&) const = default;
};

std::filesystem::path complete_path(const std::filesystem::path& folder);
std::filesystem::path snapshots_path(const std::filesystem::path& folder);
// "00000012"
std::string snapshot_name(std::uint64_t number);

// Nothing where the file is absent. Error where it cannot be understood or is of another schema.
std::optional<Complete> read_complete(const std::filesystem::path& folder);
void write_complete(const std::filesystem::path& folder, const Complete& complete);

// The error for a store of another schema version.
[[noreturn]] void throw_other_schema(const std::filesystem::path& path, const std::string& found);

}  // namespace lode::store
