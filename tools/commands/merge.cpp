// lode merge: shards into one store.
#include "core/store/merge.hpp"

#include <fmt/format.h>

#include "core/base/error.hpp"
#include "tools/command.hpp"
#include "tools/context.hpp"
#include "tools/option_groups.hpp"
#include "tools/progress_bar.hpp"

namespace lode::tools::commands {
namespace {

class Merge final : public Command {
 public:
    const CommandInfo& info() const noexcept override {
        static constexpr CommandInfo k_info{
            .name = "merge",
            .group = "Work",
            .summary = "Put the shards of an ingest together",
            .synopsis = "merge --workspace OUT SHARD... [options]",
            .description =
                "Puts workspaces that were made with lode ingest --shard I/N (or --mergeable) "
                "together into the store of one machine that read everything: the same articles in "
                "the same order, the same better versions, duplicates, retractions, rejects and "
                "counts, so that every export has the same bytes. The order of the shards does not "
                "matter; one given twice counts once. What is merged already is skipped, so a "
                "merge "
                "that was stopped or killed goes on with the same command; readers see the result "
                "when all is there. Shards of another version, other lexicons or an ingest that "
                "has "
                "not come to its end are refused, as is a merge in which a share is missing. The "
                "shards are only read.",
            .memory = "about 500 MB and 64 articles a thread, whatever the number of articles",
        };
        return k_info;
    }
    std::vector<Example> examples() const override {
        return {{"lode merge --workspace all shard1 shard2 shard3", "Three shards into one."},
                {"lode merge --workspace all shards/*", "As many as there are."}};
    }
    std::vector<PositionalSpec> positionals() const override {
        return {{"SHARD...", "Workspaces or store folders.", 1, SIZE_MAX, {}, true}};
    }
    std::vector<OptionSpec> options() const override {
        return join(
            {{{"partial", "", "", "Merge what there is, though shares are missing.", "Reading"}},
             thread_options()});
    }
    bool has_safe_points(const Arguments&) const override { return true; }
    int run(Context& context) const override {
        store::MergeOptions options;
        const std::vector<std::string>& shards = context.arguments().positional();
        options.shards.assign(shards.begin(), shards.end());
        options.threads = context.threads();
        options.partial = context.arguments().flag("partial");
        context.make_workspace();
        run::Manifest& manifest = context.manifest();
        const store::MergeReport report =
            store::merge(options, context.store_folder(), context.progress(), context.stop());
        manifest.counter("shards", report.shards);
        manifest.counter("sources", report.sources);
        manifest.counter("sources_skipped", report.sources_skipped);
        manifest.counter("articles", report.articles);
        manifest.counter("duplicates", report.duplicates);
        manifest.counter("notices", report.notices);
        manifest.counter("rejects", report.rejects);
        manifest.rejects(report.rejects_by_reason);
        context.say(fmt::format(
            "merge: {} articles new, {} already there, {} rejects, from {} files of {} shards",
            with_commas(report.articles), with_commas(report.duplicates),
            with_commas(report.rejects), with_commas(report.sources), with_commas(report.shards)));
        if (report.sources_skipped > 0) {
            context.say(fmt::format("       {} files skipped: the same bytes are there already",
                                    with_commas(report.sources_skipped)));
        }
        if (report.interrupted) {
            throw Interrupted("stopped; what was merged is stored",
                              "the same command goes on from there");
        }
        const store::Reader merged(context.store_folder());
        manifest.artefact("store", merged.fingerprint());
        return 0;
    }
};

}  // namespace

const Command& merge() {
    static const Merge k_self;
    return k_self;
}
}  // namespace lode::tools::commands
