// The stages of the whole job, as `lode run`, `ingest`, `embed` and `rank` share them.
#pragma once

#include <string>
#include <vector>

#include "embed/vectors/embedding.hpp"
#include "ingest/ingest.hpp"
#include "query/report.hpp"
#include "tools/context.hpp"
#include "tools/option_groups.hpp"

namespace lode::tools {

// Reads the paths into the workspace's store; tells on stderr what was read, skipped and rejected,
// and fills the manifest. Throws Interrupted after an orderly stop. Returns 0 or 3 (too many
// rejects).
int ingest_stage(Context& context, const std::vector<std::string>& paths);

// Trains where the model in the workspace is not what these options and this store give; says why,
// or why not.
void embed_stage(Context& context, EmbedNames names);

// Opens store and model, ranks, and fills in who made the report. Warns where the model is older
// than the store.
// `seeds`: terms of applications; those that the model knows as one word or phrase join the
// concepts, the others are told and left out ("surface states" read as two words would mean less).
query::Report rank_stage(Context& context, const std::vector<std::string>& concepts,
                         const std::vector<std::string>& seeds = {});

// The report as one HTML page, whole or not at all.
void write_report(const query::Report& report, const std::filesystem::path& file);

// The model of the workspace; Error with a hint where there is none.
embed::Embedding load_model(const Context& context);

}  // namespace lode::tools
