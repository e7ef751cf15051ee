#include "tools/option_groups.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <istream>
#include <iterator>
#include <string_view>

#include "core/base/error.hpp"
#include "core/base/file.hpp"
#include "core/chem/elements.hpp"
#include "core/model/outcome_confusion.hpp"
#include "ingest/content/field_names.hpp"
#include "query/format.hpp"

namespace lode::tools {
namespace {

constexpr const char* k_output = "Output";
constexpr const char* k_reading = "Reading";
constexpr const char* k_training = "Training";
constexpr const char* k_ranking = "Ranking";

std::vector<std::string> dialect_list() {
    std::vector<std::string> names;
    for (const auto& dialect : ingest::dialects::all()) {
        names.emplace_back(dialect().info().name);
    }
    return names;
}

std::string dialect_names() {
    return fmt::format("{}", fmt::join(dialect_list(), ", "));
}

}  // namespace

OptionGroup join(std::initializer_list<OptionGroup> groups) {
    OptionGroup all;
    for (const auto& group : groups) {
        all.insert(all.end(), group.begin(), group.end());
    }
    return all;
}

OptionGroup output_options() {
    std::vector<std::string> formats;
    for (const auto& format : query::formats::all()) {
        formats.emplace_back(format().info().name);
    }
    return output_options(formats, "a table on a terminal and tsv in a pipe");
}

OptionGroup output_options(const std::vector<std::string>& formats, std::string_view otherwise) {
    return {
        {"format", "NAME", "",
         fmt::format("{}. Without it: by the extension of --output, else {}.",
                     fmt::join(formats, ", "), otherwise),
         k_output, 'f', false, formats},
        {"output", "FILE", "", "Write to FILE, whole or not at all ('-': standard output).",
         k_output, 'o'},
    };
}

OptionGroup neighbour_options() {
    return {{"limit", "N", "10", "Rows to show.", "Ranking"},
            {"materials", "", "", "Show materials only.", "Ranking"}};
}

OptionGroup thread_options() {
    return {{"threads", "N", "0", "Threads; 0 takes one a core.", k_reading}};
}

OptionGroup lexicon_options() {
    return {
        {"lexicons", "DIR", "",
         "Folder with edited copies of corpora/lexicons; what is missing there is taken from the "
         "program.",
         k_reading}};
}

LexiconSource read_lexicon_options(const Context& context) {
    const std::string folder = context.arguments().text("lexicons");
    if (folder.empty()) {
        return {};
    }
    if (!fs::is_directory(folder)) {
        throw UsageError(fmt::format("--lexicons: {} is no folder", folder));
    }
    return LexiconSource(folder);
}

namespace {

std::vector<std::filesystem::path> read_path_list(const Context& context) {
    const Arguments& arguments = context.arguments();
    const std::string file = arguments.text("files-from");
    const bool by_null = arguments.flag("null");
    std::vector<std::filesystem::path> paths;
    if (file.empty()) {
        return paths;
    }
    const std::string list = file == "-"
                                 ? std::string(std::istreambuf_iterator<char>(context.in()), {})
                                 : read_file(file);
    std::string_view rest = list;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(by_null ? '\0' : '\n'), rest.size());
        std::string_view path = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (!by_null) {
            if (path.ends_with('\r')) {
                path.remove_suffix(1);
            }
            if (path.find_first_not_of(" \t") == std::string_view::npos || path.front() == '#') {
                continue;
            }
        }
        if (!path.empty()) {
            paths.emplace_back(path);
        }
    }
    return paths;
}

}  // namespace

OptionGroup ingest_options() {
    return join(
        {{
             input({"files-from", "FILE", "",
                    "Read the paths in FILE too ('-': standard input), one a line; blank lines and "
                    "lines "
                    "that begin with # are passed over. A path that does not exist is counted and "
                    "told, "
                    "and the others are read.",
                    k_reading}),
             {"null", "", "", "The paths of --files-from end in a NUL (find -print0).", k_reading},
             {"dialect", "NAME", "",
              fmt::format("Read every document as this dialect instead of recognising it: {}.",
                          dialect_names()),
              k_reading, 0, false, dialect_list()},
             {"map", "FIELD=NAME,..", "",
              fmt::format("Names of fields in CSV and JSON lines that are not recognised, e.g. "
                          "abstract=Summary. Fields: {}.",
                          ingest::record_field_names()),
              k_reading, 0, true},
             {"shard", "I/N", "1/1",
              "Read only the I-th of N shares of the input files, for lode merge. The share of a "
              "file "
              "follows from its name as the paths give it, so every share must be asked for with "
              "the "
              "same paths.",
              k_reading},
             {"mergeable", "", "",
              "Keep what lode merge needs, also without --shard: every version of an article and "
              "the "
              "order of reading. To be given with the first ingest into a workspace.",
              k_reading},
             {"max-rejects", "PERCENT", "1",
              "Finish with exit code 3 when more than this share of documents was rejected.",
              k_reading},
             {"strict", "", "",
              "Finish with exit code 3 on any reject, and store nothing of compressed data or "
              "archives that fail their check (without it: stored, marked damaged-container).",
              k_reading},
         },
         thread_options(),
         lexicon_options()});
}

namespace {

// "abstract=Summary,title=Headline". A name may hold '=' but no comma.
std::map<std::string, std::string> read_field_map(const std::vector<std::string>& pairs) {
    std::map<std::string, std::string> map;
    for (const auto& pair : pairs) {
        const std::size_t equals = pair.find('=');
        if (equals == std::string::npos || equals == 0 || equals + 1 == pair.size()) {
            throw UsageError(fmt::format("--map: '{}' is not FIELD=NAME", pair),
                             "example: --map title=Headline,abstract=Summary");
        }
        const std::string field = pair.substr(0, equals);
        if (!ingest::is_record_field(field)) {
            throw UsageError(fmt::format("--map: there is no field '{}'", field),
                             "fields: " + ingest::record_field_names());
        }
        if (!map.emplace(field, pair.substr(equals + 1)).second) {
            throw UsageError(fmt::format("--map: '{}' is given twice", field));
        }
    }
    return map;
}

}  // namespace

Modes path_list_modes(const Arguments& arguments) {
    return {{{"a call without --files-from", {}}, {"--files-from", {"null"}}},
            arguments.given("files-from") ? std::size_t{1} : std::size_t{0}};
}

ingest::ReadOptions read_reading_options(const Context& context) {
    ingest::ReadOptions options;
    options.dialect = context.arguments().text("dialect");
    if (!options.dialect.empty()) {
        bool found = false;
        for (const auto& dialect : ingest::dialects::all()) {
            found = found || dialect().info().name == options.dialect;
        }
        if (!found) {
            throw UsageError(fmt::format("--dialect: there is no dialect '{}'", options.dialect),
                             "dialects: " + dialect_names());
        }
    }
    options.field_map = read_field_map(context.arguments().comma_list("map"));
    return options;
}

ingest::IngestOptions read_ingest_options(const Context& context,
                                          const std::vector<std::string>& paths) {
    const Arguments& arguments = context.arguments();
    ingest::IngestOptions options;
    options.paths.assign(paths.begin(), paths.end());
    options.listed = read_path_list(context);
    options.threads = context.threads();
    options.read = read_reading_options(context);
    const std::string shard = arguments.text("shard");
    unsigned long i = 0;
    unsigned long n = 0;
    int used = 0;
    if (std::sscanf(shard.c_str(), "%lu/%lu%n", &i, &n, &used) != 2 ||  // NOLINT(cert-err34-c)
        static_cast<std::size_t>(used) != shard.size() || i < 1 || i > n) {
        throw UsageError(fmt::format("--shard: '{}' is not I/N with 1 <= I <= N", shard));
    }
    options.shard = i;
    options.shards = n;
    options.strict = arguments.flag("strict");
    (void)arguments.real("max-rejects", 0, 100);
    return options;
}

namespace {

std::string min_count_name(EmbedNames names) {
    return names == EmbedNames::plain ? "min-count" : "min-word-count";
}
std::string threads_name(EmbedNames names) {
    return names == EmbedNames::plain ? "threads" : "train-threads";
}

}  // namespace

OptionGroup embed_options(EmbedNames names) {
    const embed::Spec spec;  // the defaults exist once, there
    return {
        {"trainer",
         "NAME",
         spec.trainer,
         "Which trainer makes the vectors: native or fasttext.",
         k_training,
         0,
         false,
         {"native", "fasttext"}},
        {"share-negatives",
         "HOW",
         "window",
         "Pairs that share negative samples (native): none (word2vec to the letter, slow), window, "
         "group.",
         k_training,
         0,
         false,
         {"none", "window", "group"}},
        {"fast", "", "", "The same as --share-negatives group: twice as fast, somewhat less exact.",
         k_training},
        {"dim", "N", std::to_string(spec.dim), "Length of the vectors (small corpora get less).",
         k_training},
        {"window", "N", std::to_string(spec.window), "Context words to either side.", k_training},
        {"negative", "N", std::to_string(spec.negative), "Negative samples a pair.", k_training},
        {"epochs", "N", std::to_string(spec.epochs), "Passes (small corpora get more).",
         k_training},
        {min_count_name(names), "N", std::to_string(spec.min_count),
         "Words seen less often get no vector.", k_training},
        {"seed", "N", std::to_string(spec.seed), "Seed of the random numbers.", k_training},
        {threads_name(names), "N", std::to_string(spec.threads),
         "Training threads; only one gives the same bytes each time.", k_training},
        {"until", "YEAR", "", "Learn from articles up to this year only.", k_training},
        {"force", "", "", "Train again even if nothing changed.", k_training},
    };
}

embed::EmbedOptions read_embed_options(const Context& context, EmbedNames names) {
    const Arguments& arguments = context.arguments();
    embed::EmbedOptions options;
    options.spec.trainer = arguments.text("trainer");
    if (options.spec.trainer == "native") {
        const bool fast = arguments.flag("fast");
        if (fast && arguments.given("share-negatives") &&
            arguments.text("share-negatives") != "group") {
            throw UsageError("--fast is --share-negatives group; the two contradict each other");
        }
        options.spec.extra["share_negatives"] = fast ? "group" : arguments.text("share-negatives");
    } else if (arguments.flag("fast") || arguments.given("share-negatives")) {
        throw UsageError("--fast and --share-negatives are for --trainer native");
    }
    options.spec.dim = static_cast<std::uint32_t>(arguments.number("dim", 2, 4096));
    options.spec.window = static_cast<std::uint32_t>(arguments.number("window", 1, 100));
    options.spec.negative = static_cast<std::uint32_t>(arguments.number("negative", 1, 1000));
    options.spec.epochs = static_cast<std::uint32_t>(arguments.number("epochs", 1, 10000));
    options.spec.min_count =
        static_cast<std::uint32_t>(arguments.number(min_count_name(names), 1, 1U << 30));
    options.spec.seed = arguments.number("seed", 0, INT32_MAX);
    options.spec.threads =
        static_cast<std::uint32_t>(arguments.number(threads_name(names), 1, 1024));
    if (arguments.given("until")) {
        options.spec.until_year = static_cast<std::uint16_t>(arguments.number("until", 1000, 9999));
    }
    // What the user set is kept; the rest may be adapted to the size of the corpus.
    const std::vector<std::pair<std::string, std::string>> fields = {
        {"dim", "dim"},        {"window", "window"}, {"negative", "negative"},
        {"epochs", "epochs"},  {"seed", "seed"},     {min_count_name(names), "min_count"},
        {"trainer", "trainer"}};
    for (const auto& [option, field] : fields) {
        if (arguments.given(option)) {
            options.fixed.insert(field);
        }
    }
    // What was asked for, before adaptation: a later call with the same wishes need not train
    // again.
    embed::Spec& spec = options.spec;
    spec.extra["asked"] = fmt::format(
        "trainer={} dim={} window={} negative={} epochs={} min_count={} seed={} threads={} "
        "until={} "
        "share_negatives={} fixed={} training={}",
        spec.trainer, spec.dim, spec.window, spec.negative, spec.epochs, spec.min_count, spec.seed,
        spec.threads, spec.until_year, spec.extra["share_negatives"], fmt::join(options.fixed, ","),
        embed::k_training_version);
    options.scratch = context.workspace() / "model";
    return options;
}

OptionGroup seeds_option() {
    return {{"seeds", "N", "",
             "Train models of N seeds, from --seed on; lode rank then gives intervals. Without it, "
             "one model is trained and those of other seeds stay.",
             k_training}};
}

std::optional<std::size_t> read_seeds_option(const Context& context) {
    if (!context.arguments().given("seeds")) {
        return std::nullopt;
    }
    return context.arguments().number("seeds", 1, 1000);
}

OptionGroup rank_options() {
    const query::RankRequest request;
    return {
        {"limit", "N", std::to_string(request.limit), "Rows to show.", k_ranking},
        {"minus", "TERM", "", "Rank away from this term.", k_ranking, 0, true},
        {"with", "EL,..", "", "Only materials that hold all of these elements.", k_ranking},
        {"without", "EL,..", "", "Only materials that hold none of these elements.", k_ranking},
        {"studied", "", "", "Only materials that share an article with the concept.", k_ranking},
        {"unstudied", "", "", "Only materials that share no article with the concept.", k_ranking},
        {"min-count", "N", std::to_string(request.min_count),
         "Only materials mentioned at least so often.", k_ranking},
        {"evidence", "N", std::to_string(request.evidence), "Sentences shown a material.",
         k_ranking},
        confusion_options().front(),
    };
}

query::RankRequest read_rank_options(const Context& context,
                                     const std::vector<std::string>& concepts) {
    const Arguments& arguments = context.arguments();
    query::RankRequest request;
    request.concepts = concepts;
    request.minus = arguments.list("minus");
    request.limit = arguments.number("limit", 1, 1'000'000);
    request.min_count = arguments.number("min-count", 1, UINT64_MAX);
    request.evidence = arguments.number("evidence", 0, 1000);
    request.confusion = read_confusion_option(context);
    request.with_elements = arguments.comma_list("with");
    request.without_elements = arguments.comma_list("without");
    for (const auto* elements : {&request.with_elements, &request.without_elements}) {
        for (const auto& element : *elements) {
            if (!chem::atomic_number(element)) {
                throw UsageError(fmt::format("'{}' is no element symbol", element),
                                 "example: lode rank thermoelectric --without Pb,Te");
            }
        }
    }
    const bool studied = arguments.flag("studied");
    const bool unstudied = arguments.flag("unstudied");
    if (studied && unstudied) {
        throw UsageError("--studied and --unstudied exclude each other");
    }
    using Studied = query::RankRequest::Studied;
    request.studied = studied ? Studied::studied : unstudied ? Studied::unstudied : Studied::any;
    return request;
}

OptionGroup confusion_options() {
    return {
        {"confusion", "FILE", "",
         "Errors of the classifier of outcomes on labelled sentences, to correct for: lines of "
         "true label, label read and count, separated by tabs. Without it, the errors that were "
         "measured on unread sentences (lexicons/outcome_confusion.tsv); none: no correction.",
         k_ranking}};
}

std::optional<query::bias::Confusion> read_confusion_option(const Context& context) {
    const std::string file = context.arguments().text("confusion");
    if (file == "none") {
        return std::nullopt;
    }
    if (file.empty()) {
        // How a true label is read does not depend on how the sentences were drawn, so the sets add
        // up row by row; sets that rules were written with in sight would flatter.
        query::bias::Confusion confusion;
        std::string sets;
        for (const auto& set : outcome_confusions(read_lexicon_options(context))) {
            if (set.in_sight || set.rules != k_claims_version) {
                continue;
            }
            for (std::size_t truth = 0; truth < set.counts.size(); ++truth) {
                for (std::size_t found = 0; found < set.counts[truth].size(); ++found) {
                    confusion.counts[truth][found] += set.counts[truth][found];
                }
            }
            sets += (sets.empty() ? "" : ", ") + set.set;
        }
        if (sets.empty()) {
            return std::nullopt;  // edited rules that nobody has measured
        }
        confusion.source = "lexicons/outcome_confusion.tsv: " + sets;
        return confusion;
    }
    if (!fs::exists(file)) {
        throw UsageError(fmt::format("--confusion: {}: no such file", file));
    }
    return query::bias::read_confusion(read_file(file), fs::path(file).filename().string());
}

}  // namespace lode::tools
