// Shards to one store: what their writers were told is told to one writer, in the order in which
// one machine would have read it. So the result is the store of that machine by construction:
// versions, duplicates, notices, numbers and all.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/progress.hpp"
#include "core/store/store.hpp"

namespace lode::store {

struct MergeOptions {
    std::vector<std::filesystem::path> shards;  // workspaces or stores; their order is irrelevant
    std::size_t threads = 0;                    // 0: one a core
    bool partial = false;                       // shares may be missing
    CommitLimits limits;
};

struct MergeReport {
    std::uint64_t shards = 0;
    std::uint64_t sources = 0;
    std::uint64_t sources_skipped = 0;  // same bytes as an earlier one, or merged before
    std::uint64_t articles = 0;         // counted as in SourceRecord
    std::uint64_t duplicates = 0;
    std::uint64_t notices = 0;  // of withdrawn citations
    std::uint64_t rejects = 0;
    std::map<std::string, std::uint64_t> rejects_by_reason;
    bool interrupted = false;
};

// Checks the shards, makes or opens the store in `folder` with their properties, and reads what is
// not in it yet.
//
// Sources come in the order of their batches (the first ingest of every shard, then the second that
// brought anything new, ...), within a batch in the order of the walk where all shards walked the
// same paths, else by name as in one walk of a folder that holds them all. A source whose bytes are
// in the store already is skipped, so merging again adds nothing, a shard may be given twice (two
// copies of one share are as good as one), and a merge that was killed goes on. Readers see the
// result when all is there, not before.
//
// Error: a shard without history or whose ingest did not come to its end, shards of other
// properties or schema, the store itself among the shards, a share that is missing (unless
// `partial`).
//
// Memory: 64 articles a thread and one write batch, whatever the number of shards and articles.
MergeReport merge(const MergeOptions& options, const std::filesystem::path& folder,
                  Progress& progress, std::stop_token stop);

}  // namespace lode::store
