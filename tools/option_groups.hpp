// Groups of options that several commands share, each with the function that reads it back.
#pragma once

#include <optional>
#include <vector>

#include "embed/embed.hpp"
#include "ingest/ingest.hpp"
#include "query/bias/correction.hpp"
#include "query/rank.hpp"
#include "tools/command.hpp"
#include "tools/context.hpp"

namespace lode::tools {

using OptionGroup = std::vector<OptionSpec>;
OptionGroup join(std::initializer_list<OptionGroup> groups);

OptionGroup output_options();  // --format, --output
// The same with other formats; `otherwise`: what is written where nothing says which.
OptionGroup output_options(const std::vector<std::string>& formats, std::string_view otherwise);
OptionGroup neighbour_options();  // of similar and analogy: --limit, --materials
OptionGroup ingest_options();
Modes path_list_modes(const Arguments& arguments);                 // --null is for --files-from
ingest::ReadOptions read_reading_options(const Context& context);  // --dialect, --map
ingest::IngestOptions read_ingest_options(const Context& context,
                                          const std::vector<std::string>& paths);

// `lode embed` calls its own --threads and --min-count; in `lode run` those names belong to reading
// and ranking, so there they are --train-threads and --min-word-count.
enum class EmbedNames { plain, prefixed };
OptionGroup embed_options(EmbedNames names);
embed::EmbedOptions read_embed_options(const Context& context, EmbedNames names);

// --seeds: how many models of seeds that follow one another. Nothing where it is not given.
OptionGroup seeds_option();
std::optional<std::size_t> read_seeds_option(const Context& context);

OptionGroup rank_options();
query::RankRequest read_rank_options(const Context& context,
                                     const std::vector<std::string>& concepts);

OptionGroup lexicon_options();  // --lexicons
LexiconSource read_lexicon_options(const Context& context);

// --confusion: how often the classifier of outcomes errs on a labelled set. Nothing where it is not
// given: the one place to connect a measured table that comes with the program.
OptionGroup confusion_options();
std::optional<query::bias::Confusion> read_confusion_option(const Context& context);

OptionGroup thread_options();

}  // namespace lode::tools
