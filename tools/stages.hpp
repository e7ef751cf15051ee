// The stages of the whole job, as `lode run`, `ingest`, `embed` and `rank` share them.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "embed/vectors/embedding.hpp"
#include "ingest/ingest.hpp"
#include "query/literature.hpp"
#include "query/rank.hpp"
#include "query/report.hpp"
#include "query/terms.hpp"
#include "tools/context.hpp"
#include "tools/option_groups.hpp"
#include "tools/question.hpp"

namespace lode::tools {

// What decides the stored records; a later ingest must agree.
store::Properties store_properties(const ingest::Miner& miner, const Context& context);

// Reads the paths into the workspace's store; tells on stderr what was read, skipped and rejected,
// and fills the manifest. Throws Interrupted after an orderly stop. Returns 0 or 3 (too many
// rejects).
int ingest_stage(Context& context, const std::vector<std::string>& paths);

// Trains where the models in the workspace are not what these options and this store give; says
// why, or why not. A stopped training goes on from its checkpoint.
void embed_stage(Context& context, EmbedNames names);

// Opens store and model, ranks, and fills in who made the report. Warns where the model is older
// than the store.
query::Report rank_stage(Context& context, Question question);

// The same with what a command adds to the request of rank_options(); `use` gets what was opened
// and makes the answer.
struct Opened {
    const query::Literature& literature;
    const embed::Embedding& model;
    query::Normalise normalise;
    query::RankRequest request;
};
void with_question(Context& context, Question question,
                   const std::function<void(const Opened&)>& use);

// The report as one HTML page, whole or not at all.
void write_report(const query::Report& report, const std::filesystem::path& file);

// The model of the workspace; Error with a hint where there is none.
embed::Embedding load_model(const Context& context);

}  // namespace lode::tools
