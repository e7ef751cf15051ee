// The reader's inside. For the .cpp files of core/store that implement it only.
#pragma once

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

#include "core/store/complete.hpp"
#include "core/store/lock.hpp"
#include "core/store/records.hpp"
#include "core/store/rocks.hpp"
#include "core/store/store.hpp"

namespace lode::store {

struct Snapshot {
    Complete complete;
    fs::path path;
    FileLock lock;
};

// The newest snapshot, held until the lock goes.
Snapshot lock_snapshot(const fs::path& folder);

struct Reader::Impl {
    explicit Impl(const fs::path& folder);

    // Throw at the first damage.
    void verify_names() const;
    void verify_postings() const;
    void verify_history() const;
    std::optional<Seq> find_key(std::string_view kind, std::string_view value) const;
    Article with_facts(Seq seq, Article article) const;
    bool is_said_elsewhere(const StoredFacts& facts, const Notice& notice) const;
    std::optional<StoredFacts> facts(Seq seq) const;
    bool is_gone(Seq seq) const { return std::binary_search(gone.begin(), gone.end(), seq); }
    template <class Visit>
    void for_each_seq(Family family, Visit&& visit) const;

    Snapshot snapshot;  // the lock outlives the database
    Database database;
    State state;
    Properties properties;
    std::vector<Seq> gone;  // versions that gave way to better ones, ascending
};

}  // namespace lode::store
