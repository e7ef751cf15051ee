// lode export: derived datasets.
#include <fmt/format.h>

#include <ostream>

#include "core/base/error.hpp"
#include "core/store/store.hpp"
#include "query/export.hpp"
#include "tools/command.hpp"
#include "tools/option_groups.hpp"
#include "tools/progress_bar.hpp"
#include "tools/stages.hpp"

namespace lode::tools::commands {
namespace {

class Export final : public Command {
 public:
    const CommandInfo& info() const noexcept override {
        static constexpr CommandInfo k_info{
            .name = "export",
            .group = "Data",
            .summary = "Write a dataset: articles, vectors",
            .synopsis = "export DATASET [--output FILE] [--format NAME]",
            .description =
                "Streams a dataset out of the workspace. lode export (without a name) lists the "
                "datasets and their formats; the fields are described in docs/FORMATS.md.",
            .memory = "one record at a time; for vectors the model",
        };
        return k_info;
    }
    std::vector<Example> examples() const override {
        return {{"lode export articles --output articles.jsonl", "Every article, one a line."},
                {"lode export vectors --output lode.vec",
                 "Word vectors that gensim and fastText load."}};
    }
    std::vector<PositionalSpec> positionals() const override {
        return {{"DATASET", "Which dataset; none lists them.", 0, 1}};
    }
    std::vector<OptionSpec> options() const override {
        return {{"format", "NAME", "", "One of the dataset's formats; without it, the first.",
                 "Output", 'f'},
                output_options().at(1)};
    }
    int run(Context& context) const override {
        const auto& names = context.arguments().positional();
        if (names.empty()) {
            for (const auto& dataset : query::exports::all()) {
                context.out() << fmt::format("{:<14}{}  [{}]\n", dataset().info().name,
                                             dataset().info().title, dataset().info().formats);
            }
            return 0;
        }
        const query::Export* chosen = nullptr;
        std::string known;
        for (const auto& dataset : query::exports::all()) {
            known += (known.empty() ? "" : ", ") + std::string(dataset().info().name);
            if (dataset().info().name == names.front()) {
                chosen = &dataset();
            }
        }
        if (chosen == nullptr) {
            throw UsageError(fmt::format("there is no dataset '{}'", names.front()),
                             "datasets: " + known);
        }
        std::string format = context.arguments().text("format");
        const std::string_view formats = chosen->info().formats;
        if (format.empty()) {
            format = formats.substr(0, formats.find(' '));
        } else if ((" " + std::string(formats) + " ").find(" " + format + " ") ==
                   std::string::npos) {
            throw UsageError(fmt::format("{} has no format '{}'", names.front(), format),
                             fmt::format("formats: {}", formats));
        }
        const store::Reader store(context.store_folder());
        std::optional<embed::Embedding> model;
        if (chosen->info().needs_model) {
            model = load_model(context);
        }
        Output output(context);
        const std::uint64_t records =
            chosen->write({.store = store, .model = model ? &*model : nullptr}, format,
                          output.stream(), context.progress(), context.stop());
        output.finish();
        context.progress().finish();
        if (output.to_file()) {
            context.manifest().counter("records", records);
            context.manifest().artefact("store", store.fingerprint());
            context.say(fmt::format("{}: {} records", names.front(), with_commas(records)));
        }
        return 0;
    }
};

}  // namespace

const Command& export_() {
    static const Export k_self;
    return k_self;
}
}  // namespace lode::tools::commands
