// What the commands that answer about single materials share.
#pragma once

#include <string>

#include "core/store/store.hpp"
#include "embed/vectors/embedding.hpp"
#include "ingest/mine/miner.hpp"
#include "query/explain/vectors.hpp"
#include "tools/context.hpp"

namespace lode::tools {

// table, json or html: the formats of an answer that is no table. In a pipe too a table where
// neither --format nor --output is given; UsageError for any other.
std::string page_format(const Context& context);

// Reads names and formulas as `lode normalize` does. The miner must outlive it.
query::explain::Canonical canonical_by(const ingest::Miner& miner);

// Says on stderr that the model is older than the store, where it is.
void warn_of_age(Context& context, const embed::Embedding& model, const store::Reader& store);

}  // namespace lode::tools
