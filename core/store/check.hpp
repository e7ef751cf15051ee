// What is wrong with a store, all of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace lode::store {

struct Damage {
    std::string place;  // "store", "article 17 (folder/a.xml)", "table files"
    std::string what;
    bool operator==(const Damage&) const = default;
};

struct CheckReport {
    std::uint64_t articles = 0;  // counted by the store
    std::vector<Damage> damage;  // the first `most` of it
    std::uint64_t found = 0;     // all of it
};

// Reads and decodes everything readers could ask for, and every table file's checksums. Cost: one
// pass over a sound store (Reader::verify), a second one article by article over one that is not.
// Error only where there is no store.
CheckReport check_store(const std::filesystem::path& folder, std::size_t most = 1000);

}  // namespace lode::store
