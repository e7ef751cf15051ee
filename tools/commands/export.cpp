// lode export: derived datasets.
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <ostream>
#include <sstream>
#include <utility>

#include "core/base/error.hpp"
#include "core/base/file.hpp"
#include "core/store/store.hpp"
#include "core/text/analyser.hpp"
#include "query/dataset/package.hpp"
#include "query/export.hpp"
#include "query/split/export.hpp"
#include "tools/command.hpp"
#include "tools/option_groups.hpp"
#include "tools/progress_bar.hpp"
#include "tools/split_options.hpp"
#include "tools/stages.hpp"
#include "tools/version.hpp"

namespace lode::tools::commands {
namespace {

class Export final : public Command {
 public:
    const CommandInfo& info() const noexcept override {
        static constexpr CommandInfo k_info{
            .name = "export",
            .group = "Data",
            .summary = "Write a dataset: articles, mentions, trends, outcomes, vectors, ...",
            .synopsis =
                "export DATASET [--output FILE] [--format NAME] [--split KIND] "
                "[--package FOLDER]",
            .description =
                "Streams a dataset out of the workspace. lode export (without a name) lists the "
                "datasets and their formats; lode export DATASET --columns describes the columns. "
                "Every record leads back to its article, and to the very characters it was read "
                "from. The format follows from the name of the file (trends.parquet) or from "
                "--format. --split deals the records to training and test and reports what makes "
                "that test too easy: shared articles and compositions, near neighbours, AVE bias, "
                "label balance.",
            .memory =
                "one article at a time; for parquet a group of rows (32 MB), for vectors the "
                "model, for associations the materials of one application; with --split the "
                "different materials",
        };
        return k_info;
    }
    std::vector<Example> examples() const override {
        return {{"lode export articles --output articles.jsonl", "Every article, one a line."},
                {"lode export trends --output trends.parquet", "For pandas, DuckDB, Spark."},
                {"lode export outcomes --output failures.csv --licence-allow 'CC BY,CC0'",
                 "Sentences only where the licence lets them be passed on, the facts always."},
                {"lode export trends --format csv --package trends/",
                 "A folder that explains itself, with citations and checksums."},
                {"lode export associations --split cluster --package pairs/",
                 "Leave one cluster of materials out, with the report on the split's bias."},
                {"lode export outcomes --split year:2015 --output outcomes.csv --split-report "
                 "bias.json",
                 "Train on the years up to 2015, test on later ones."},
                {"lode export mentions --columns", "What the columns hold."},
                {"lode export vectors --output lode.vec",
                 "Word vectors that gensim and fastText load."},
                {"lode export vectors --output lode.npy --side output",
                 "Output vectors for NumPy, and lode.words with the words of its rows."},
                {"lode export vectors --format fasttext --output lode.bin",
                 "A model for the fasttext program."}};
    }
    std::vector<PositionalSpec> positionals() const override {
        std::vector<std::string> names;
        for (const auto& dataset : query::exports::all()) {
            names.emplace_back(dataset().info().name);
        }
        return {{"DATASET", "Which dataset; none lists them.", 0, 1, names}};
    }
    std::vector<OptionSpec> options() const override {
        std::vector<std::string> formats;  // of any dataset
        for (const auto& dataset : query::exports::all()) {
            std::istringstream words{std::string(dataset().info().formats)};
            for (std::string word; words >> word;) {
                if (std::find(formats.begin(), formats.end(), word) == formats.end()) {
                    formats.push_back(word);
                }
            }
        }
        return join(
            {{{"format", "NAME", "",
               "One of the dataset's formats; without it the one that the name of the file ends "
               "with, else the first.",
               "Output", 'f', false, formats},
              output_options().at(1),
              {"licence-allow", "LIST", "",
               "Write the articles' own words only under these licences, separated by commas; a "
               "name holds for its versions (CC BY). Facts are always written.",
               "Output"},
              {"columns", "", "", "Describe the columns of the dataset, and write nothing else.",
               "Output"},
              {"side",
               "SIDE",
               "",
               "Of vectors: input (the default) or output.",
               "Output",
               0,
               false,
               {"input", "output"}},
              {"package", "FOLDER", "",
               "Write a folder that explains itself: data in files of bounded size, a datasheet, "
               "Frictionless and Croissant descriptions, citations, checksums.",
               "Package"},
              {"dataset-url", "URL", "",
               "The page the dataset will have. Croissant asks for this and the "
               "three that follow.",
               "Package"},
              {"dataset-date", "YYYY-MM-DD", "", "The day it is published.", "Package"},
              {"dataset-creator", "NAME", "", "The organisation that made it.", "Package"},
              {"dataset-licence", "URL", "", "The licence of the dataset as a whole.", "Package"},
              {"rows-per-file", "N", "1000000", "Records in one file at most.", "Package"},
              lexicon_options().at(0)},
             split_options()});
    }
    int run(Context& context) const override {
        const auto& datasets = context.arguments().positional();
        if (datasets.empty()) {
            for (const auto& dataset : query::exports::all()) {
                context.out() << fmt::format("{:<14}{}  [{}]\n", dataset().info().name,
                                             dataset().info().title, dataset().info().formats);
            }
            return 0;
        }
        const query::Export& named = find_dataset(datasets.front());
        const auto split = read_split_options(context, named);
        if (context.arguments().flag("columns")) {
            describe(named, split, context.out());
            return 0;
        }
        const std::string format = chosen_dataset_format(named, context);
        const std::string side = context.arguments().text("side");
        if (!side.empty() && named.info().name != "vectors") {
            throw UsageError("--side is for vectors");
        }
        const store::Reader store(context.store_folder());
        std::optional<embed::Embedding> model;
        if (named.info().needs_model || (split && split->kind == query::split::Kind::cluster &&
                                         split->space == query::split::Space::embedding)) {
            model = load_model(context);
        }
        const LexiconSource lexicons = read_lexicon_options(context);
        std::optional<text::Analyser> analyser;  // most datasets look for no words
        const query::ExportSource source{
            .store = store,
            .model = model ? &*model : nullptr,
            .licences = query::LicenceRule(context.arguments().comma_list("licence-allow")),
            .lexicons = lexicons,
            .normalise =
                [&](std::string_view typed) {
                    if (!analyser) {
                        analyser.emplace(lexicons);
                    }
                    return analyser->query_terms(typed);
                },
            .side = side};
        if (!split) {
            write(context, named, source, format, {}, {});
            return 0;
        }
        const auto& table = dynamic_cast<const query::TableExport&>(named);
        const auto splitter =
            query::split::Splitter::fit(table, source, *split, context.progress(), context.stop());
        const query::split::SplitExport dealt(table, splitter);
        std::string report;
        const auto names =
            split->folds > 0 ? std::vector<std::string>() : query::split::sides(splitter.options());
        write(context, dealt, source, format, names, [&] {
            const auto found = dealt.report();
            tell(context, found);
            report = to_json(found);
            return std::vector<query::Addendum>{{"split.json", report, to_markdown(found)}};
        });
        if (const std::string file = context.arguments().text("split-report"); !file.empty()) {
            write_file_atomically(file, report);
        }
        return 0;
    }

 private:
    using Addenda = std::function<std::vector<query::Addendum>()>;

    // To a package, a file or the standard output; `addenda` is asked when all records are written.
    static void write(Context& context, const query::Export& dataset,
                      const query::ExportSource& source, const std::string& format,
                      const std::vector<std::string>& sides, const Addenda& addenda) {
        if (!context.arguments().text("package").empty()) {
            package(context, dataset, source, format, sides, addenda);
            return;
        }
        Output output(context);
        const std::uint64_t records =
            dataset.write(source, format, output.stream(), context.progress(), context.stop());
        output.finish();
        context.progress().finish();
        if (output.to_file()) {
            write_companion(context, dataset, source, format);
            context.manifest().counter("records", records);
            context.manifest().artefact("store", source.store.fingerprint());
            context.say(fmt::format("{}: {} records", dataset.info().name, with_commas(records)));
        }
        if (addenda) {
            addenda();
        }
    }

    // What a user must know of the split before a model is trained on it.
    static void tell(Context& context, const query::split::BiasReport& report) {
        std::uint64_t active = 0;
        for (const auto& evaluation : report.evaluations) {
            active += evaluation.tested.labels.active + evaluation.training.labels.active;
        }
        if (!report.label.empty() && active == 0) {
            context.say(fmt::format("split: no record has {}", report.label));
        }
        if (report.unassigned > 0) {
            context.say(fmt::format("split: {} of {} records are on no side: {}",
                                    with_commas(report.unassigned), with_commas(report.records),
                                    report.why_unassigned));
        }
        const std::string leaks = summary(report);
        for (std::size_t from = 0; from < leaks.size();) {
            const std::size_t to = std::min(leaks.find('\n', from), leaks.size());
            context.say("split: " + leaks.substr(from, to - from));
            from = to + 1;
        }
    }

    // The file that belongs beside the one just written; complete or absent like that.
    static void write_companion(Context& context, const query::Export& dataset,
                                query::ExportSource source, const std::string& format) {
        const std::string beside(dataset.companion(format));
        if (beside.empty()) {
            return;
        }
        source.side = {};
        std::filesystem::path path = context.arguments().text("output");
        path.replace_extension(beside);
        std::ostringstream text;
        dataset.write(source, beside, text, context.progress(), context.stop());
        write_file_atomically(path, std::move(text).str());
        context.say(
            fmt::format("{}: {} beside it in {}", dataset.info().name, beside, path.string()));
    }

    static const query::Export& find_dataset(const std::string& name) {
        std::string known;
        for (const auto& dataset : query::exports::all()) {
            known += (known.empty() ? "" : ", ") + std::string(dataset().info().name);
            if (dataset().info().name == name) {
                return dataset();
            }
        }
        throw UsageError(fmt::format("there is no dataset '{}'", name), "datasets: " + known);
    }

    static bool listed(std::string_view names, const std::string& name) {
        return !name.empty() &&
               (" " + std::string(names) + " ").find(" " + name + " ") != std::string::npos;
    }

    static bool has_format(const query::Export& dataset, const std::string& format) {
        return listed(dataset.info().formats, format);
    }

    static std::string chosen_dataset_format(const query::Export& dataset, Context& context) {
        const std::string_view formats = dataset.info().formats;
        std::string format = context.arguments().text("format");
        if (format.empty()) {
            const std::filesystem::path file = context.arguments().text("output");
            format = file.extension().string().erase(0, 1);
            if (format == "bin" && dataset.info().name == "vectors") {
                throw UsageError("a .bin file may be word2vec's or fastText's",
                                 "say which: --format word2vec or --format fasttext");
            }
            if (!has_format(dataset, format)) {
                format = formats.substr(0, formats.find(' '));
            }
        } else if (!has_format(dataset, format)) {
            throw UsageError(fmt::format("{} has no format '{}'", dataset.info().name, format),
                             fmt::format("formats: {}", formats));
        }
        const bool binary = listed(dataset.info().binary_formats, format);
        const bool to_folder = !context.arguments().text("package").empty();
        if (binary && !to_folder && context.arguments().text("output").empty() &&
            context.environment().out_is_terminal) {
            throw UsageError(fmt::format("{} is not for a terminal", format),
                             fmt::format("example: lode export {0} --output {0}.{1}",
                                         dataset.info().name, format));
        }
        return format;
    }

    static void package(Context& context, const query::Export& dataset,
                        const query::ExportSource& source, const std::string& format,
                        const std::vector<std::string>& sides, const Addenda& addenda) {
        const Arguments& arguments = context.arguments();
        if (!arguments.text("output").empty()) {
            throw UsageError("--package and --output do not go together",
                             "--package names the folder");
        }
        query::PackageOptions options;
        options.folder = arguments.text("package");
        options.format = format;
        options.rows_per_file = arguments.number("rows-per-file", 1, UINT64_MAX);
        options.program = program_version();
        options.licences_allowed = arguments.text("licence-allow");
        options.settings["store"] = source.store.fingerprint();
        for (const auto& [name, value] : source.store.properties()) {
            options.settings[name] = value;
        }
        options.addenda = addenda;
        options.publication = read_publication(arguments);
        options.sides = sides;
        const auto made =
            query::write_package(dataset, source, options, context.progress(), context.stop());
        context.manifest().counter("records", made.rows);
        context.manifest().artefact("store", source.store.fingerprint());
        context.say(fmt::format("{}: {} records in {} file{}, in {}", dataset.info().name,
                                with_commas(made.rows), made.files.size(),
                                made.files.size() == 1 ? "" : "s", options.folder.string()));
    }

    static query::Publication read_publication(const Arguments& arguments) {
        query::Publication publication{.url = arguments.text("dataset-url"),
                                       .date = arguments.text("dataset-date"),
                                       .creator = arguments.text("dataset-creator"),
                                       .licence = arguments.text("dataset-licence")};
        constexpr std::string_view k_pattern = "dddd-dd-dd";
        const bool dated =
            publication.date.size() == k_pattern.size() &&
            std::equal(k_pattern.begin(), k_pattern.end(), publication.date.begin(),
                       [](char p, char c) { return p == 'd' ? c >= '0' && c <= '9' : c == p; });
        if (!publication.date.empty() && !dated) {
            throw UsageError(fmt::format("'{}' is no day", publication.date),
                             "example: --dataset-date 2026-01-31");
        }
        for (const auto* url : {&publication.url, &publication.licence}) {
            if (!url->empty() && url->find("://") == std::string::npos) {
                throw UsageError(fmt::format("'{}' is no URL", *url),
                                 "example: https://creativecommons.org/licenses/by/4.0/");
            }
        }
        return publication;
    }

    static void describe(const query::Export& dataset,
                         const std::optional<query::split::Options>& split, std::ostream& out) {
        if (dataset.columns().empty()) {
            throw UsageError(fmt::format("{} is no table", dataset.info().name),
                             fmt::format("its fields: {}", dataset.info().reference));
        }
        constexpr std::string_view k_types[] = {"text", "integer", "number", "boolean"};
        const std::vector<query::Column> plain(dataset.columns().begin(), dataset.columns().end());
        for (const query::Column& column : split ? query::split::with_side(plain, *split) : plain) {
            out << fmt::format("{:<24}{:<9}{}{}\n", column.name,
                               k_types[static_cast<std::size_t>(column.type)], column.title,
                               column.quotes ? " (the article's own words)" : "");
        }
    }
};

}  // namespace

const Command& export_() {
    static const Export k_self;
    return k_self;
}
}  // namespace lode::tools::commands
