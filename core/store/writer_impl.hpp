// The writer's inside. For the .cpp files of core/store that implement it only.
#pragma once

#include <rocksdb/write_batch.h>

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/store/complete.hpp"
#include "core/store/layout.hpp"
#include "core/store/lock.hpp"
#include "core/store/postings.hpp"
#include "core/store/records.hpp"
#include "core/store/rocks.hpp"
#include "core/store/store.hpp"

namespace lode::store {

struct Writer::Impl {
    Impl(const fs::path& store_folder, const Properties& properties, CommitLimits commit_limits,
         History history);

    void initialise(const Properties& properties, History history);
    void compare_with_complete() const;
    void forget_unfinished_source();
    void commit_if_large();
    void require_space() const;
    void commit();
    void write(rocksdb::WriteBatch& writes, std::string_view doing);
    void publish();

    // writer_articles.cpp: the same article met again, and what others say of it
    struct Found {
        Seq seq = 0;
        StoredFacts facts;
    };
    Added add(const Prepared& prepared);
    std::vector<Found> find_same(const Prepared& prepared) const;
    bool is_better(const Prepared& fresh, const Found& there) const;
    // What the version that is kept takes over from those that give way.
    struct Heritage {
        // All ascending.
        std::vector<std::string> names;
        std::vector<Notice> notices;
        std::vector<std::string> registered;
        void add(const StoredFacts& facts);
    };
    void store(const Prepared& prepared, Heritage heritage);
    void remove(const Found& old, Seq better);
    void lead_names_to(Seq seq, const Prepared& prepared);
    std::vector<Notice> notices_for(const Prepared& prepared) const;
    void notice(TargetedNotice said);
    void undo_deletion(const std::string& name);
    std::optional<Found> find(std::string_view name) const;
    void take_over(const Found& kept, const Heritage& heritage);
    void change_facts(const Found& article, const StoredFacts& now);
    std::string source_of(Seq seq) const;

    // writer_history.cpp
    void put_event(const Event& event);
    void put_batches();
    void place_source(std::uint64_t place);

    std::optional<std::string> get_small(const std::string& key) const {
        const auto found = pending.find(key);
        return found != pending.end() ? found->second : database.get(Family::small, key);
    }
    void erase_small(const std::string& key) {
        erase(Family::small, key);
        pending.insert_or_assign(key, std::nullopt);
    }
    void put_small(const std::string& key, std::string_view value) {
        put(Family::small, key, value);
        pending.insert_or_assign(key, std::string(value));
    }
    void put(Family family, std::string_view key, std::string_view value) {
        check(batch.Put(database.family(family), slice(key), slice(value)), folder, "add a record");
    }
    void erase(Family family, std::string_view key) {
        check(batch.Delete(database.family(family), slice(key)), folder, "remove a record");
    }
    void count_duplicates() {
        Counters& c = state.counters;
        c.duplicates = state.arrivals > c.articles ? state.arrivals - c.articles : 0;
    }

    const fs::path folder;
    const CommitLimits limits;
    const FileLock lock;  // before the database: freed after it
    std::optional<Complete> complete;
    Database database;
    State state;

    // Since the last commit
    rocksdb::WriteBatch batch;
    PostingBuffer postings;
    // The batch's values of the small family, by key; nothing where it was removed.
    std::unordered_map<std::string, std::optional<std::string>> pending;
    struct Sums {  // of an article in the batch, as far as counters need them
        std::uint64_t sentences = 0, tokens = 0, mentions = 0, trends = 0;
        std::string source;
    };
    std::unordered_map<Seq, Sums> fresh;
    Sums sums_of(Seq seq) const;
    std::uint64_t batch_articles = 0;
    std::uint64_t batch_sources = 0;
    mutable std::mutex sources_mutex;
    std::map<std::string, SourceRecord, std::less<>> new_sources;  // by digest

    // Ids seen under the Article::source of the last article: a second one under the same source is
    // a duplicate inside the file, not the trace of an earlier, interrupted reading.
    std::string last_source;
    std::unordered_set<std::string> ids_of_last_source;
    std::uint64_t rejects_of_source = 0;

    // Where a history is kept.
    std::optional<std::vector<Batch>> batches;
    std::optional<Share> next_share;  // of this run, which has finished no source yet
    std::uint64_t events_of_source = 0;
    // `batches` may be newer than in the snapshot, with the same articles.
    bool history_unshown = false;
    bool failed = false;
};

}  // namespace lode::store
