// One file that was read before, again: for the repair of a store.
#pragma once

#include <functional>
#include <stop_token>

#include "core/store/store.hpp"
#include "ingest/dialect.hpp"
#include "ingest/mine/miner.hpp"

namespace lode::ingest {

// Gives every article of the file, in order, as ingest() gave it to the writer. Error where the
// file is not there, is not the one that was read (its bytes, or how it is asked to be read, have
// another digest), or cannot be read. Interrupted on stop.
void reread(const store::SourceRecord& source, const ReadOptions& options, const Miner& miner,
            const std::function<void(store::Prepared&&)>& give, const std::stop_token& stop);

}  // namespace lode::ingest
