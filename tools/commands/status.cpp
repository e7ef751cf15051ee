// lode status: what the workspace holds, what is stale, and where each option comes from.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <optional>
#include <ostream>

#include "core/base/error.hpp"
#include "core/base/file.hpp"
#include "core/store/store.hpp"
#include "embed/train/checkpoint.hpp"
#include "query/format.hpp"
#include "tools/command.hpp"
#include "tools/ensemble.hpp"
#include "tools/model_check.hpp"
#include "tools/progress_bar.hpp"
#include "tools/run_log.hpp"
#include "tools/stages.hpp"

namespace lode::tools::commands {
namespace {

using Rows = std::vector<std::vector<query::TableCell>>;

void add(Rows& rows, const std::string& what, const std::string& value) {
    rows.push_back({{what, false}, {value, false}});
}
void add(Rows& rows, const std::string& what, std::uint64_t value) {
    rows.push_back({{what, false}, {fmt::format("{}", value), true}});
}

void store_rows(Rows& rows, const store::Reader& store) {
    const store::Counters& counters = store.counters();
    add(rows, "articles", counters.articles);
    add(rows, "sources", counters.sources);
    add(rows, "rejects", counters.rejects);
    add(rows, "duplicates", counters.duplicates);
    std::uint64_t retracted = 0;
    std::uint64_t other = 0;
    store.for_each_notice([&](std::string_view, const store::Notice& notice) {
        const bool gone = notice.kind == "retracted" || notice.kind == "withdrawn";
        ++(gone ? retracted : other);
        return true;
    });
    add(rows, "notices of retraction or withdrawal", retracted);
    add(rows, "notices of correction or concern", other);
    add(rows, "sentences", counters.sentences);
    add(rows, "tokens", counters.tokens);
    add(rows, "material mentions", counters.mentions);
    add(rows, "figure trends", counters.trends);
    if (counters.first_year != 0) {
        add(rows, "years", fmt::format("{}-{}", counters.first_year, counters.last_year));
    }
    if (const auto shares = store.shares(); shares && !shares->batches.empty()) {
        const store::Share& share = shares->batches.back();
        add(rows, "shard",
            fmt::format("{}/{}, {}", share.number, share.of,
                        shares->ended ? "complete (put together: lode merge)"
                                      : "interrupted (the same lode ingest goes on)"));
    }
    add(rows, "store fingerprint", store.fingerprint());
}

// A damaged model is news, no failure: the command that mends it follows. "" for `fingerprint`
// where there is no store.
void model_rows(Rows& rows, const Context& context, const std::string& fingerprint) {
    if (!fs::exists(context.model_file())) {
        add(rows, "model", "none (make one: lode embed)");
        return;
    }
    std::optional<embed::Embedding> loaded;
    try {
        loaded = load_model(context);
    } catch (const Error& problem) {
        add(rows, "model",
            fmt::format("damaged: {}{}", problem.what(),
                        problem.hint().empty() ? "" : fmt::format(" ({})", problem.hint())));
        return;
    }
    const embed::Embedding& model = *loaded;
    const embed::Spec& spec = model.spec();
    add(rows, "model",
        spec.trainer == "imported" ? "imported"
        : model.provenance().corpus == fingerprint
            ? "up to date"
            : "older than the store (bring it up to date: lode embed)");
    add(rows, "vocabulary", model.size());
    add(rows, "dimensions", spec.dim);
    add(rows, "epochs", spec.epochs);
    add(rows, "window", spec.window);
    add(rows, "negative samples", spec.negative);
    add(rows, "training tokens", model.provenance().tokens);
    add(rows, "trainer", spec.trainer);
    add(rows, "training threads", spec.threads);
    if (spec.until_year != 0) {
        add(rows, "learned until", spec.until_year);
    }
    add(rows, "phrases", model.phrases().size());
    add(rows, "model fingerprint", model.fingerprint());
    const Ensemble ensemble = find_ensemble(context, model);
    if (!ensemble.seeds.empty()) {
        std::vector<std::uint64_t> seeds = {spec.seed};
        seeds.insert(seeds.end(), ensemble.seeds.begin(), ensemble.seeds.end());
        add(rows, "models", fmt::format("{}, seeds {}", seeds.size(), fmt::join(seeds, ", ")));
    }
    for (const auto& why : ensemble.left_out) {
        add(rows, "model of another state", why);
    }
}

void explain_row(Rows& rows, const Context& context) {
    const auto files = explain_models(context.workspace());
    std::uintmax_t bytes = 0;
    for (const auto& file : files) {
        std::error_code gone;
        const auto size = fs::file_size(file, gone);
        bytes += gone ? 0 : size;
    }
    if (!files.empty()) {
        add(rows, "models of lode explain",
            fmt::format("{}, {:.1f} MB, in the folder explain (may be removed)", files.size(),
                        static_cast<double>(bytes) / 1e6));
    }
}

// One line for a training that is not over; nothing where there is none.
void unfinished_row(Rows& rows, const fs::path& folder, const std::string& name,
                    std::string_view command) {
    try {
        if (const auto kept =
                embed::read_checkpoint_summary(TrainingPlace::checkpoint_in(folder))) {
            const auto seed = kept->identity.find("seed");
            add(rows, name,
                fmt::format("{:.0f} % of {} words{} (the same {} goes on)",
                            100 * static_cast<double>(kept->point.words) /
                                static_cast<double>(kept->words_total),
                            with_commas(kept->words_total),
                            seed == kept->identity.end() ? "" : ", seed " + seed->second, command));
        }
    } catch (const Error& problem) {
        add(rows, name, problem.what());
    }
}

void running_rows(Rows& rows, const std::vector<RunningJob>& jobs) {
    for (const RunningJob& job : jobs) {
        const std::string of = job.total > 0 ? "/" + with_commas(job.total) : "";
        const std::string rejected =
            job.rejected > 0 ? fmt::format(", {} rejected", with_commas(job.rejected)) : "";
        add(rows, job.gone ? "killed" : "running",
            fmt::format("lode {} (pid {} on {}): {} {}{} {}{}, for {}, told {} ago", job.command,
                        job.pid, job.host, job.stage, with_commas(job.done), of, job.unit, rejected,
                        duration(job.seconds), duration(job.silent_for)));
    }
}

class Status final : public Command {
 public:
    const CommandInfo& info() const noexcept override {
        static constexpr CommandInfo k_info{
            .name = "status",
            .group = "Look",
            .summary = "What the workspace holds, what is stale, where options come from",
            .synopsis = "status [--config] [options]",
            .description =
                "What is at work in the workspace (lode ingest, merge, embed, ... of another "
                "process) and how far it is; counts of the store and the model, and whether the "
                "model belongs to the store as it is now. With --config: every option of the "
                "command named (default: "
                "run), its value, and whether it comes from the environment, the workspace's "
                "lode.ini, the user's configuration or the default.",
            .memory = "the model",
        };
        return k_info;
    }
    std::vector<Example> examples() const override {
        return {{"lode status", "Where am I?"},
                {"lode status --config", "Why is that option set?"}};
    }
    std::vector<OptionSpec> options() const override {
        return join({{{"config", "", "", "Show options with value and origin.", "Output"},
                      {"of", "COMMAND", "run", "The command whose options are shown.", "Output", 0,
                       false, command_names()}},
                     output_options()});
    }
    std::vector<Modes> modes(const Arguments& arguments) const override {
        return {{{{"status", {}}, {"status --config", {"of"}}},
                 arguments.flag("config") ? std::size_t{1} : std::size_t{0}}};
    }
    int run(Context& context) const override {
        query::SimpleTable table;
        if (context.arguments().flag("config")) {
            const std::string asked = context.arguments().text("of");
            const Command* command = find_command(asked);
            if (command == nullptr) {
                throw UsageError(fmt::format("--of: there is no command '{}'", asked));
            }
            std::vector<OptionSpec> known;
            for (const auto& c : all()) {
                for (auto& option : all_options(c())) {
                    known.push_back(std::move(option));
                }
            }
            std::vector<std::string> raw = {"--workspace", context.workspace().string()};
            const Arguments values =
                Arguments::parse(asked, raw, all_options(*command), {{"ANY", "", 0, SIZE_MAX}},
                                 known, context.environment().lookup);
            table.columns = {"option", "value", "origin"};
            for (const auto& [option, value] : values.all()) {
                const bool workspace = option == "workspace";
                table.rows.push_back(
                    {{option, false},
                     {fmt::format("{}", fmt::join(value.values, ",")), false},
                     {workspace ? context.arguments().all().at(option).origin : value.origin,
                      false}});
            }
        } else {
            table.columns = {"what", "value"};
            const std::vector<RunningJob> jobs = running_jobs(context.workspace());
            if (!context.reproducible()) {
                add(table.rows, "workspace", context.workspace().string());
            }
            running_rows(table.rows, jobs);
            // Imported vectors may be there without a store.
            const bool model_alone =
                !fs::exists(context.store_folder()) && fs::exists(context.model_file());
            if (fs::exists(context.store_folder() / "COMPLETE.json") ||
                (jobs.empty() && !model_alone)) {
                const store::Reader store(context.store_folder());
                store_rows(table.rows, store);
                model_rows(table.rows, context, store.fingerprint());
                explain_row(table.rows, context);
                unfinished_row(table.rows, TrainingPlace::of_models(context), "unfinished training",
                               "lode embed");
                unfinished_row(table.rows, TrainingPlace::of_slices(context), "unfinished slice",
                               "lode eval retrospect");
            } else if (!jobs.empty()) {
                add(table.rows, "store", "nothing is published yet");
            } else {
                add(table.rows, "store", "none (make one: lode ingest PATH...)");
                model_rows(table.rows, context, {});
            }
        }
        Output output(context);
        query::format(chosen_format(context)).write(table, output.stream());
        output.finish();
        return 0;
    }
};

}  // namespace

const Command& status() {
    static const Status k_self;
    return k_self;
}
}  // namespace lode::tools::commands
