#include "core/store/rocks.hpp"

#include <rocksdb/cache.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>
#include <rocksdb/version.h>

#include <cstdarg>
#include <mutex>
#include <utility>

#include "core/store/store.hpp"

namespace lode::store {
namespace {

// Readers leave no trace in a snapshot: RocksDB would write its own log there.
class NoLog final : public rocksdb::Logger {
 public:
    using rocksdb::Logger::Logv;
    void Logv(const char* /*format*/, std::va_list /*arguments*/) override {}
};

// Measured: docs/SCALE.md, settings of RocksDB. Tables carry the size of their blocks and how they
// are packed, so a store made with other settings opens as before.
rocksdb::ColumnFamilyOptions family_options(const std::string& family,
                                            const std::shared_ptr<rocksdb::Cache>& cache) {
    rocksdb::ColumnFamilyOptions options;
    options.write_buffer_size = std::size_t{64} << 20;
    // What is fresh is packed quickly (5 % larger), what has sunk to the last level closely.
    options.compression = rocksdb::kZSTD;
    options.compression_opts.level = 1;
    options.bottommost_compression = rocksdb::kZSTD;
    options.bottommost_compression_opts.level = 3;
    options.bottommost_compression_opts.enabled = true;
    rocksdb::BlockBasedTableOptions table;
    // A question reads analyses here and there; all else is mostly read from end to end.
    table.block_size = std::size_t{family == "analysis" ? 8U : 16U} << 10;
    table.format_version = 5;
    table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
    table.block_cache = cache;
    options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
    return options;
}

// How many tables are kept open. RocksDB would deal them to 64 lists of four: from 60 tables on
// some list has more than four of them that are needed all the time, and each look-up opens one
// anew and reads its filter (measured: docs/SCALE.md). In one list the 246 that were used last are
// open.
void bound_open_files(rocksdb::DBOptions& options) {
    options.max_open_files = 256;
    options.table_cache_numshardbits = 0;
}

std::shared_ptr<rocksdb::Cache> new_cache() {
    return rocksdb::NewLRUCache(std::size_t{64} << 20);
}

// One for all snapshots that are open at a time, so that a merge of many shards needs no more
// memory for it than one reader. Gone with the last of them: what is opened afterwards is read
// from the disk again.
std::shared_ptr<rocksdb::Cache> cache_of_readers() {
    static std::mutex g_mutex;
    static std::weak_ptr<rocksdb::Cache> g_cache;
    const std::lock_guard guard(g_mutex);
    auto cache = g_cache.lock();
    if (!cache) {
        cache = new_cache();
        g_cache = cache;
    }
    return cache;
}

std::vector<rocksdb::ColumnFamilyDescriptor> descriptors(
    const std::shared_ptr<rocksdb::Cache>& cache) {
    std::vector<rocksdb::ColumnFamilyDescriptor> list;
    // In the order of Family.
    for (const std::string& name : {rocksdb::kDefaultColumnFamilyName, std::string("article"),
                                    std::string("analysis"), std::string("posting")}) {
        list.emplace_back(name, family_options(name, cache));
    }
    return list;
}

}  // namespace

void check(const rocksdb::Status& status, const fs::path& path, std::string_view doing) {
    if (status.ok()) {
        return;
    }
    std::string hint;
    if (status.IsNoSpace()) {
        hint = "the disk is full; free some space and run the same command again";
    } else if (status.IsCorruption()) {
        hint =
            "the store is damaged: lode check names the damage, lode check --repair makes it "
            "whole from the sources";
    }
    throw Error(fmt::format("{}: cannot {}: {}", path.string(), doing, status.ToString()), hint);
}

Error damaged_store(const fs::path& path, const std::string& what) {
    return Error(
        fmt::format("{}: the store is damaged: {}", path.string(), what),
        "lode check names the damage, lode check --repair makes it whole from the sources");
}

Database Database::open_for_writing(const fs::path& folder) {
    rocksdb::DBOptions options;
    options.create_if_missing = true;
    options.create_missing_column_families = true;
    options.max_background_jobs = 2;
    bound_open_files(options);
    // Bounds what a restart replays, whichever family fills slowest.
    options.max_total_wal_size = std::size_t{512} << 20;
    options.bytes_per_sync = std::size_t{1} << 20;
    options.info_log_level = rocksdb::WARN_LEVEL;
    options.keep_log_file_num = 2;
    Database database(folder);
    rocksdb::DB* db = nullptr;
    const auto status = rocksdb::DB::Open(options, folder.string(), descriptors(new_cache()),
                                          &database.m_handles, &db);
    database.m_db.reset(db);
    check(status, folder, "open the store");
    return database;
}

Database Database::open_for_reading(const fs::path& folder) {
    return open_read_only(folder, true, Log::as_far_as_sound);
}

Database Database::open_for_checking(const fs::path& folder) {
    return open_read_only(folder, true, Log::whole);
}

Database Database::open_for_salvage(const fs::path& folder) {
    return open_read_only(folder, false, Log::as_far_as_sound);
}

Database Database::open_read_only(const fs::path& folder, bool paranoid, Log log) {
    rocksdb::DBOptions options;
    bound_open_files(options);
    options.paranoid_checks = paranoid;
    if (log == Log::whole) {
        options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
    }
    options.info_log = std::make_shared<NoLog>();
    Database database(folder);
    rocksdb::DB* db = nullptr;
    const auto status = rocksdb::DB::OpenForReadOnly(
        options, folder.string(), descriptors(cache_of_readers()), &database.m_handles, &db);
    database.m_db.reset(db);
    check(status, folder, "open the snapshot");
    return database;
}

Database::~Database() {
    if (m_db) {
        for (rocksdb::ColumnFamilyHandle* handle : m_handles) {
            // Fails only for a null handle, which m_handles never holds.
            m_db->DestroyColumnFamilyHandle(handle).PermitUncheckedError();
        }
    }
}

std::optional<std::string> Database::get(Family f, std::string_view key) const {
    std::string value;
    const auto status = m_db->Get(rocksdb::ReadOptions(), family(f), slice(key), &value);
    if (status.IsNotFound()) {
        return std::nullopt;
    }
    check(status, m_path, "read");
    return value;
}

std::unique_ptr<rocksdb::Iterator> Database::iterator(Family f) const {
    rocksdb::ReadOptions options;
    options.total_order_seek = true;
    return std::unique_ptr<rocksdb::Iterator>(m_db->NewIterator(options, family(f)));
}

std::string rocksdb_version() {
    return rocksdb::GetRocksVersionAsString(true);
}

}  // namespace lode::store
