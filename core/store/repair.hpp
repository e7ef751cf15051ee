// A damaged store made whole again, from what is sound in it and from its sources.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/store/store.hpp"

namespace lode::store {

struct LostArticle {
    Seq seq = 0;
    std::string id;
    std::string source;  // SourceRecord::name of the file it was read from; "" where not known
    std::string why;     // why it could not be read again; "" where it was
    bool operator==(const LostArticle&) const = default;
};

struct RepairReport {
    enum class Way : std::uint8_t {
        none,     // nothing was changed: see `lost`
        copied,   // what is sound was copied, what was lost read again from its sources
        rebuilt,  // every source was read again, because the records that say what there is are
                  // lost
    };
    Way way = Way::none;
    std::string base;                // what was taken as sound: "db", "snapshots/00000002"
    std::vector<LostArticle> lost;   // records that could not be read in the store
    std::uint64_t sources_read = 0;  // again
    bool postings_rebuilt = false;
    // What the writer had committed after the base, of files that were not read to their end or not
    // shown to readers yet, is gone from the store; the same lode ingest reads it again.
    bool newer_work_lost = false;
    std::filesystem::path old_store;  // the damaged one, under a new name
};

// What the store cannot do itself, because it cannot read files.
struct RepairHelp {
    // Reads the source again and gives every article of it. Error where the file is not there or is
    // not the one that was read.
    std::function<void(const SourceRecord& source, const std::function<void(Prepared&&)>& give)>
        reread;
    // Reads all sources, in this order, into a new store in the folder, and publishes it.
    std::function<void(const std::vector<SourceRecord>& sources,
                       const std::filesystem::path& folder)>
        rebuild;
    // What the records of runs say was read, in order; used where the store's own list is lost.
    std::vector<SourceRecord> known_sources;
    // Those of the program that reads again; a store made with others is not repaired.
    Properties properties;
};

// Makes the new store beside the old one, proves it whole (Reader::verify, and counters and content
// digest as COMPLETE.json or the store itself recorded them), and only then lets them change
// places; the damaged one is kept as <folder>.damaged-<n>. Where anything remains lost, or the
// process dies, the old store stays as it is.
//
// Error: a writer is at work; no record is left of what the store must hold; a source cannot be
// read again (in a rebuild); not enough disk; other properties; a shard that lost a version which
// gave way.
//
// Cost: one pass over the store, a second copy of it on the disk, and reading the files that hold
// what is lost.
RepairReport repair_store(const std::filesystem::path& folder, const RepairHelp& help);

}  // namespace lode::store
