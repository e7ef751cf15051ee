// Files to store: walk, parse and mine in parallel, write in order.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/progress.hpp"
#include "core/store/store.hpp"
#include "ingest/dialect.hpp"
#include "ingest/mine/miner.hpp"

namespace lode::ingest {

struct IngestOptions {
    std::vector<std::filesystem::path> paths;
    std::vector<std::filesystem::path> listed;  // after them; may be missing
    std::size_t threads = 0;                    // 0: one a core
    std::size_t shard = 1;  // of `shards`, 1-based; by digest of the input file's name
    std::size_t shards = 1;
    std::uint64_t publish_every = 50'000;  // articles; readers see them from then on
    ReadOptions read;
    // Nothing is stored of compressed data or archives whose bytes fail their check; else it is
    // stored with the repair "damaged-container". Either way the damage is a reject.
    bool strict = false;
};

// What this run did. members == articles + duplicates + rejected + unreadable, here and in the
// record of every finished source.
struct IngestReport {
    std::uint64_t files = 0;
    std::uint64_t files_skipped = 0;  // read completely before
    std::uint64_t files_other_shard = 0;
    std::uint64_t bytes = 0;
    std::uint64_t members = 0;
    std::uint64_t articles = 0;
    std::uint64_t already_there = 0;  // of `articles`: stored by an earlier, interrupted run
    std::uint64_t duplicates = 0;
    std::uint64_t replaced = 0;  // stored by earlier files, now given way to a better version
    std::uint64_t notices = 0;   // of withdrawn citations
    std::uint64_t rejected = 0;
    std::uint64_t unreadable = 0;
    std::uint64_t held_back = 0;  // documents of damaged containers not read (strict); no members
    std::uint64_t sentences = 0;  // new in the store
    std::uint64_t tokens = 0;
    std::map<std::string, std::uint64_t> rejects_by_reason;
    // Answers of services that hold no record ("unresolved-query"); no members.
    std::map<std::string, std::uint64_t> without_record;
    std::map<std::string, std::uint64_t> articles_by_dialect;
    std::map<std::string, std::uint64_t> repairs;
    std::map<std::string, std::uint64_t>
        not_inputs;                            // files of a directory passed over, by extension
    std::vector<store::SourceRecord> sources;  // the first 10,000, for the manifest
    bool interrupted = false;
};

// The result does not depend on the number of threads. Memory is bounded: at most
// 4 documents a thread plus one write batch are in flight. On stop: what is complete is committed
// and published, and `interrupted` is set. A file that cannot be read is a reject (unreadable-file,
// unreadable-folder) in every run until it can be; the others are read.
IngestReport ingest(const IngestOptions& options, const Miner& miner, store::Writer& writer,
                    Progress& progress, std::stop_token stop);

}  // namespace lode::ingest
