// lode export: derived datasets.
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <iterator>
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
#include "tools/dates.hpp"
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
            for (const std::string& word : words_of(dataset().info().formats)) {
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
               k_package},
              {"dataset-url", "URL", "",
               "The page the dataset will have. Croissant asks for this and the "
               "three that follow.",
               k_package},
              {"dataset-date", "YYYY-MM-DD", "", "The day it is published.", k_package},
              {"dataset-creator", "NAME", "", "The organisation that made it.", k_package},
              {"dataset-licence", "URL", "", "The licence of the dataset as a whole.", k_package},
              {"rows-per-file", "N", "1000000", "Records in one file at most.", k_package},
              lexicon_options().at(0)},
             split_options()});
    }
    std::vector<Modes> modes(const Arguments& arguments) const override {
        const auto split = names_of(split_options());
        std::vector<std::string> packaging;
        for (const OptionSpec& option : options()) {
            if (option.group == k_package && option.name != "package") {
                packaging.push_back(option.name);
            }
        }
        Modes kind{{{"export without DATASET", {}},
                    {"export --columns", join_names({{"columns"}, split})},
                    {"export DATASET", names_of(options())}},
                   arguments.positional().empty() ? std::size_t{0}
                   : arguments.flag("columns")    ? std::size_t{1}
                                                  : std::size_t{2}};
        Modes package{{{"export without --package", {"output"}}, {"export --package", packaging}},
                      arguments.given("package") ? std::size_t{1} : std::size_t{0}};
        Modes sides{{{"export without --split", {}}, {"export --split", split}},
                    arguments.given("split") ? std::size_t{1} : std::size_t{0}};
        std::vector<Modes> all = {std::move(kind), std::move(package), std::move(sides)};
        Modes datasets;
        bool known = false;
        for (const auto& dataset : query::exports::all()) {
            const auto& info = dataset().info();
            if (!arguments.positional().empty() && info.name == arguments.positional().front()) {
                known = true;
                datasets.chosen = datasets.all.size();
            }
            datasets.all.push_back({fmt::format("export {}", info.name), words_of(info.options)});
        }
        if (known) {
            all.push_back(std::move(datasets));
        }
        return all;
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
        if (!context.arguments().text("package").empty()) {
            (void)read_publication(context.arguments());  // told before work begins
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
    static constexpr const char* k_package = "Package";

    static std::vector<std::string> join_names(
        std::initializer_list<std::vector<std::string>> lists) {
        std::vector<std::string> all;
        for (const auto& list : lists) {
            all.insert(all.end(), list.begin(), list.end());
        }
        return all;
    }

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
        stop_if_asked(context, dataset);
        std::optional<Companion> companion;
        if (output.to_file()) {
            companion = make_companion(context, dataset, source, format);
            stop_if_asked(context, dataset);
        }
        output.finish();
        context.progress().finish();
        if (output.to_file()) {
            if (companion) {
                write_file_atomically(companion->path, companion->text);
                context.say(fmt::format("{}: {} beside it in {}", dataset.info().name,
                                        dataset.companion(format), companion->path.string()));
            }
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
        const auto names = query::split::sides(report.options);
        for (std::size_t side = 0; side < report.records_by_side.size(); ++side) {
            if (report.records_by_side[side] == 0) {
                context.say(fmt::format("lode: warning: split: no record is on the side '{}'",
                                        names.at(side)));
            }
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

    // The file that belongs beside the one being written: made before that gets its name.
    struct Companion {
        std::filesystem::path path;
        std::string text;
    };
    static std::optional<Companion> make_companion(Context& context, const query::Export& dataset,
                                                   query::ExportSource source,
                                                   const std::string& format) {
        const std::string beside(dataset.companion(format));
        if (beside.empty()) {
            return std::nullopt;
        }
        source.side = {};
        std::filesystem::path path = context.arguments().text("output");
        path.replace_extension(beside);
        std::ostringstream text;
        dataset.write(source, beside, text, context.progress(), context.stop());
        return Companion{std::move(path), std::move(text).str()};
    }

    // A dataset that was stopped may have been written in part, or to its end.
    static void stop_if_asked(const Context& context, const query::Export& dataset) {
        if (context.stop().stop_requested()) {
            throw Interrupted(fmt::format("{}: stopped; no file was written", dataset.info().name));
        }
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

    static std::vector<std::string> words_of(std::string_view list) {
        std::istringstream in{std::string(list)};
        return {std::istream_iterator<std::string>(in), {}};
    }

    static bool listed(std::string_view list, const std::string& word) {
        const auto words = words_of(list);
        return std::find(words.begin(), words.end(), word) != words.end();
    }

    static std::string chosen_dataset_format(const query::Export& dataset, Context& context) {
        const std::filesystem::path file = context.arguments().text("output");
        if (context.arguments().text("format").empty() && file.extension() == ".bin" &&
            dataset.info().name == "vectors") {
            throw UsageError("a .bin file may be word2vec's or fastText's",
                             "say which: --format word2vec or --format fasttext");
        }
        const std::vector<std::string> known = words_of(dataset.info().formats);
        std::string format = chosen_format(context, known, known.front());
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
        if (!publication.date.empty() && !is_day(publication.date)) {
            throw UsageError(
                fmt::format("--dataset-date: '{}' is no day of the calendar", publication.date),
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
