// What RocksDB's settings cost and bring on the records of a real store.
//
//   bench_store_settings WORKSPACE SCRATCH [ARTICLES [SETTING...]]
//
// Takes the records of the first ARTICLES of the newest snapshot and writes them as the writer does
// (one synced batch for 4,000 articles: records, facts, names, then posting lists in order of
// terms), each time with one setting changed. Each setting has a process of its own. Columns:
//
//   write CPU    seconds, all threads, until flushed and compaction has come to rest
//   log, tables  MB written to the log; to tables by flushes and compactions
//   store        MB of tables at the end
//   amplified    (log + tables written) / store
//   get          microseconds of CPU for one analysis at a random place; every 13th in order (as a
//                ranking reads); a name that is not there. Reopened, 64 MB of cache
//   scan         MB of decoded article records a CPU second
#include <fmt/format.h>
#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/iterator.h>
#include <rocksdb/sst_file_writer.h>
#include <rocksdb/statistics.h>
#include <rocksdb/table.h>
#include <rocksdb/write_batch.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace {

namespace fs = std::filesystem;
namespace db = rocksdb;

constexpr std::size_t k_families = 4;  // default (facts, names), article, analysis, posting
const std::array<std::string, k_families> k_names{db::kDefaultColumnFamilyName, "article",
                                                  "analysis", "posting"};
constexpr std::uint64_t k_batch = 4000;  // articles

void check(const db::Status& status) {
    if (!status.ok()) {
        throw std::runtime_error(status.ToString());
    }
}

double cpu() {
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    const auto seconds = [](const timeval& t) {
        return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
    };
    return seconds(used.ru_utime) + seconds(used.ru_stime);
}

std::uint64_t number_at(const db::Slice& bytes, std::size_t at) {
    std::uint64_t number = 0;
    for (std::size_t i = at; i < at + 8; ++i) {
        number = number << 8 | static_cast<unsigned char>(bytes[i]);
    }
    return number;
}

struct Options {
    db::DBOptions database;
    db::ColumnFamilyOptions family;
    db::BlockBasedTableOptions table;
    bool bulk = false;  // sorted tables made outside and taken in

    std::size_t analysis_block = 8 << 10;  // bytes; 0: as in the other families

    std::vector<db::ColumnFamilyDescriptor> families() const {
        std::vector<db::ColumnFamilyDescriptor> list;
        for (const auto& name : k_names) {
            auto own = table;
            if (name == "analysis" && analysis_block != 0) {
                own.block_size = analysis_block;
            }
            auto options = family;
            options.table_factory.reset(db::NewBlockBasedTableFactory(own));
            list.emplace_back(name, options);
        }
        return list;
    }
};

// As core/store/rocks.cpp has them.
Options base() {
    Options o;
    o.database.create_if_missing = true;
    o.database.create_missing_column_families = true;
    o.database.max_background_jobs = 2;
    o.database.max_open_files = 256;
    o.database.table_cache_numshardbits = 0;
    o.database.max_total_wal_size = std::size_t{512} << 20;
    o.database.bytes_per_sync = std::size_t{1} << 20;
    o.family.write_buffer_size = std::size_t{64} << 20;
    o.family.compression = db::kZSTD;
    o.family.compression_opts.level = 1;
    o.family.bottommost_compression = db::kZSTD;
    o.family.bottommost_compression_opts.level = 3;
    o.family.bottommost_compression_opts.enabled = true;
    o.table.block_size = std::size_t{16} << 10;
    o.table.format_version = 5;
    o.table.filter_policy.reset(db::NewBloomFilterPolicy(10));
    o.table.block_cache = db::NewLRUCache(std::size_t{64} << 20);
    return o;
}

using Change = std::function<void(Options&)>;
const std::vector<std::pair<std::string, Change>>& settings() {
    static const std::vector<std::pair<std::string, Change>> g_settings{
        {"as it is", [](Options&) {}},
        {"no compression",
         [](Options& o) {
             o.family.compression = db::kNoCompression;
             o.family.bottommost_compression = db::kDisableCompressionOption;
         }},
        {"lz4, last level zstd 3", [](Options& o) { o.family.compression = db::kLZ4Compression; }},
        {"zstd 3 everywhere", [](Options& o) { o.family.compression_opts.level = 3; }},
        {"last level zstd 6", [](Options& o) { o.family.bottommost_compression_opts.level = 6; }},
        {"zstd with 16 KB dictionary",
         [](Options& o) {
             for (auto* c : {&o.family.compression_opts, &o.family.bottommost_compression_opts}) {
                 c->max_dict_bytes = 16 << 10;
                 c->zstd_max_train_bytes = 1600 << 10;
             }
         }},
        {"all blocks of 4 KB",
         [](Options& o) {
             o.analysis_block = 0;
             o.table.block_size = 4 << 10;
         }},
        {"all blocks of 8 KB",
         [](Options& o) {
             o.analysis_block = 0;
             o.table.block_size = 8 << 10;
         }},
        {"all blocks of 32 KB",
         [](Options& o) {
             o.analysis_block = 0;
             o.table.block_size = 32 << 10;
         }},
        {"all blocks of 64 KB",
         [](Options& o) {
             o.analysis_block = 0;
             o.table.block_size = 64 << 10;
         }},
        {"analyses in blocks of 4 KB", [](Options& o) { o.analysis_block = 4 << 10; }},
        {"analyses in blocks of 16 KB", [](Options& o) { o.analysis_block = 0; }},
        {"no bloom filter", [](Options& o) { o.table.filter_policy.reset(); }},
        {"ribbon filter",
         [](Options& o) { o.table.filter_policy.reset(db::NewRibbonFilterPolicy(10)); }},
        {"values from 1 KB in blob files",
         [](Options& o) {
             o.family.enable_blob_files = true;
             o.family.min_blob_size = 1 << 10;
             o.family.blob_compression_type = db::kZSTD;
         }},
        {"log compressed (zstd)", [](Options& o) { o.database.wal_compression = db::kZSTD; }},
        {"write buffers of 16 MB", [](Options& o) { o.family.write_buffer_size = 16 << 20; }},
        {"sorted tables, taken in", [](Options& o) { o.bulk = true; }},
    };
    return g_settings;
}

struct Record {
    std::size_t family = 0;
    std::string key, value;
};

class Store {
 public:
    Store(const Options& options, const fs::path& folder, bool read_only) {
        const auto status = read_only
                                ? db::DB::OpenForReadOnly(options.database, folder.string(),
                                                          options.families(), &m_handles, &m_raw)
                                : db::DB::Open(options.database, folder.string(),
                                               options.families(), &m_handles, &m_raw);
        m_db.reset(m_raw);
        check(status);
    }
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;
    ~Store() {
        for (auto* handle : m_handles) {
            m_db->DestroyColumnFamilyHandle(handle).PermitUncheckedError();
        }
    }
    db::DB* operator->() const { return m_db.get(); }
    db::ColumnFamilyHandle* family(std::size_t i) const { return m_handles.at(i); }
    const std::vector<db::ColumnFamilyHandle*>& families() const { return m_handles; }

 private:
    db::DB* m_raw = nullptr;
    std::unique_ptr<db::DB> m_db;
    std::vector<db::ColumnFamilyHandle*> m_handles;
};

// By the batch in which the writer would have written them.
std::map<std::uint64_t, std::vector<Record>> load(const fs::path& workspace,
                                                  std::uint64_t articles) {
    fs::path newest;
    for (const auto& entry : fs::directory_iterator(workspace / "store" / "snapshots")) {
        newest = std::max(newest, entry.path());
    }
    Options options = base();
    options.database.create_if_missing = options.database.create_missing_column_families = false;
    const Store store(options, newest, true);
    std::map<std::uint64_t, std::vector<Record>> batches;
    for (std::size_t f = 0; f < k_families; ++f) {
        const std::unique_ptr<db::Iterator> it(
            store->NewIterator(db::ReadOptions(), store.family(f)));
        for (it->SeekToFirst(); it->Valid(); it->Next()) {
            const db::Slice key = it->key();
            std::optional<std::uint64_t> seq;
            if (f == 0) {
                if (key[0] == 'f' && key.size() == 9) {
                    seq = number_at(key, 1);
                } else if ((key[0] == 'i' || key[0] == 'k') && it->value().size() == 8) {
                    seq = number_at(it->value(), 0);
                }
            } else if (key.size() >= 8) {
                seq = number_at(key, key.size() - 8);
            }
            if (seq && *seq < articles) {
                batches[*seq / k_batch].push_back({f, key.ToString(), it->value().ToString()});
            }
        }
        check(it->status());
    }
    return batches;
}

void write(const Options& options, const fs::path& folder,
           const std::map<std::uint64_t, std::vector<Record>>& batches) {
    const Store store(options, folder, false);
    if (options.bulk) {
        for (std::size_t f = 0; f < k_families; ++f) {
            std::vector<const Record*> sorted;
            for (const auto& [number, records] : batches) {
                for (const auto& record : records) {
                    if (record.family == f) {
                        sorted.push_back(&record);
                    }
                }
            }
            std::sort(sorted.begin(), sorted.end(),
                      [](const Record* a, const Record* b) { return a->key < b->key; });
            const std::string file = folder.string() + "-" + std::to_string(f) + ".sst";
            db::Options whole(options.database, options.families().at(f).options);
            db::SstFileWriter writer(db::EnvOptions(), whole, store.family(f));
            check(writer.Open(file));
            for (const auto* record : sorted) {
                check(writer.Put(record->key, record->value));
            }
            check(writer.Finish());
            db::IngestExternalFileOptions taking;
            taking.move_files = true;
            check(store->IngestExternalFile(store.family(f), {file}, taking));
        }
        return;
    }
    db::WriteOptions synced;
    synced.sync = true;
    for (const auto& [number, records] : batches) {
        db::WriteBatch batch;
        for (const auto& record : records) {
            check(batch.Put(store.family(record.family), record.key, record.value));
        }
        check(store->Write(synced, &batch));
    }
    check(store->Flush(db::FlushOptions(), store.families()));
    for (;;) {
        std::uint64_t pending = 0;
        std::uint64_t running = 0;
        for (auto* family : store.families()) {
            std::uint64_t one = 0;
            store->GetIntProperty(family, db::DB::Properties::kCompactionPending, &one);
            pending += one;
        }
        store->GetIntProperty(db::DB::Properties::kNumRunningCompactions, &running);
        if (pending + running == 0) {
            return;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
}

void one(const std::string& name, const Change& change, const fs::path& workspace,
         const fs::path& scratch, std::uint64_t articles) {
    const auto batches = load(workspace, articles);
    Options options = base();
    change(options);
    options.database.statistics = db::CreateDBStatistics();
    const fs::path folder = scratch / "settings";
    fs::remove_all(folder);
    const double before = cpu();
    write(options, folder, batches);
    const double write_cpu = cpu() - before;
    const auto ticker = [&](db::Tickers t) {
        return static_cast<double>(options.database.statistics->getTickerCount(t)) / 1e6;
    };
    const double log = ticker(db::WAL_FILE_BYTES);
    double tables = ticker(db::FLUSH_WRITE_BYTES) + ticker(db::COMPACT_WRITE_BYTES) +
                    ticker(db::BLOB_DB_BLOB_FILE_BYTES_WRITTEN);
    double size = 0;
    for (const auto& entry : fs::directory_iterator(folder)) {
        const auto kind = entry.path().extension();
        size +=
            kind == ".sst" || kind == ".blob" ? static_cast<double>(entry.file_size()) / 1e6 : 0;
    }
    tables = options.bulk ? size : tables;

    std::vector<std::string> keys;
    for (const auto& [number, records] : batches) {
        for (const auto& record : records) {
            if (record.family == 2) {
                keys.push_back(record.key);
            }
        }
    }
    std::sort(keys.begin(), keys.end());
    options.database.statistics.reset();
    options.database.create_if_missing = options.database.create_missing_column_families = false;
    const Store store(options, folder, true);
    std::string value;
    const auto gets = [&](std::size_t family, const std::vector<std::string>& list, bool there) {
        const double start = cpu();
        for (const auto& key : list) {
            const auto status = store->Get(db::ReadOptions(), store.family(family), key, &value);
            if (status.ok() != there) {
                throw std::runtime_error("a key is not where it should be: " + status.ToString());
            }
        }
        return (cpu() - start) / static_cast<double>(list.size()) * 1e6;
    };
    std::mt19937_64 random(1);
    std::vector<std::string> some;
    std::vector<std::string> absent;
    std::vector<std::string> thirteenth;
    for (std::size_t i = 0; i < 20000; ++i) {
        some.push_back(keys[random() % keys.size()]);
        absent.push_back(fmt::format("k{:016x}", random()));
    }
    for (std::size_t i = 0; i < keys.size(); i += 13) {
        thirteenth.push_back(keys[i]);
    }
    const double in_order = gets(2, thirteenth, true);
    const double random_get = gets(2, some, true);
    const double missing = gets(0, absent, false);
    double bytes = 0;
    const double start = cpu();
    const std::unique_ptr<db::Iterator> it(store->NewIterator(db::ReadOptions(), store.family(1)));
    for (it->SeekToFirst(); it->Valid(); it->Next()) {
        bytes += static_cast<double>(it->value().size());
    }
    check(it->status());
    const double scan = bytes / 1e6 / (cpu() - start);
    fmt::print(
        "| {} | {:.1f} | {:.0f} | {:.0f} | {:.1f} | {:.2f} | {:.0f} | {:.0f} | {:.1f} | {:.0f} |\n",
        name, write_cpu, log, tables, size, (log + tables) / size, random_get, in_order, missing,
        scan);
    fs::remove_all(folder);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 3) {
        fmt::print(stderr,
                   "usage: bench_store_settings WORKSPACE SCRATCH [ARTICLES [SETTING...]]\n");
        return 2;
    }
    const std::uint64_t articles = argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 40000;
    const std::vector<std::string> asked(argv + std::min(argc, 4), argv + argc);
    fmt::print(
        "| {} articles | write CPU s | log MB | tables MB | store MB | amplified | get random us "
        "| in order us | absent us | scan MB/s |\n|---|---|---|---|---|---|---|---|---|---|\n",
        articles);
    int failed = 0;
    for (const auto& [name, change] : settings()) {
        if (!asked.empty() && std::find(asked.begin(), asked.end(), name) == asked.end()) {
            continue;
        }
        std::fflush(stdout);
        const pid_t child = ::fork();  // before RocksDB has made a thread here
        if (child == 0) {
            try {
                one(name, change, argv[1], argv[2], articles);
                std::fflush(stdout);
                ::_exit(0);
            } catch (const std::exception& problem) {
                fmt::print(stderr, "{}: {}\n", name, problem.what());
                ::_exit(1);
            }
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        failed += status != 0 ? 1 : 0;
    }
    return failed != 0 ? 1 : 0;
}
