// lode check: whether the store is whole, and making it whole again.
#include "core/store/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>
#include <utility>

#include "core/base/error.hpp"
#include "core/base/file.hpp"
#include "core/store/repair.hpp"
#include "core/store/store.hpp"
#include "ingest/reread.hpp"
#include "query/format.hpp"
#include "tools/command.hpp"
#include "tools/model_check.hpp"
#include "tools/progress_bar.hpp"
#include "tools/stages.hpp"

namespace lode::tools::commands {
namespace {

constexpr std::size_t k_time_of_run = 16;  // 20261127T174043Z

// What the records of runs (runs/*/run.json) say was read, in the order of the runs. A record that
// cannot be read is passed over: that fewer are known shows in their number.
std::vector<store::SourceRecord> sources_of_runs(const fs::path& runs) {
    // Names begin with the second of the start; runs of one second are told apart by when they
    // ended, since only one writes at a time.
    std::vector<std::tuple<std::string, fs::file_time_type, fs::path>> folders;
    std::error_code problem;
    for (fs::directory_iterator it(runs, problem), end; !problem && it != end;
         it.increment(problem)) {
        if (!it->is_symlink()) {
            std::error_code no_manifest;  // then reading it fails below
            folders.emplace_back(it->path().filename().string().substr(0, k_time_of_run),
                                 fs::last_write_time(it->path() / "run.json", no_manifest),
                                 it->path());
        }
    }
    std::sort(folders.begin(), folders.end());
    std::vector<store::SourceRecord> sources;
    std::set<std::string> seen;
    for (const auto& [second, ended, folder] : folders) {
        try {
            const auto json = nlohmann::json::parse(read_file(folder / "run.json"));
            for (const auto& input : json.at("inputs").at("files")) {
                store::SourceRecord source;
                source.name = input.at("name").get<std::string>();
                source.digest = input.at("digest").get<std::string>();
                source.bytes = input.at("bytes").get<std::uint64_t>();
                if (seen.insert(source.digest).second) {
                    sources.push_back(std::move(source));
                }
            }
        } catch (const Error&) {
            continue;
        } catch (const nlohmann::json::exception&) {
            continue;
        }
    }
    return sources;
}

store::RepairReport repair(Context& context) {
    const ingest::Miner miner(read_lexicon_options(context));
    const ingest::ReadOptions reading = read_reading_options(context);
    store::RepairHelp help;
    help.properties = store_properties(miner, context);
    help.known_sources = sources_of_runs(context.workspace() / "runs");
    help.reread = [&](const store::SourceRecord& source,
                      const std::function<void(store::Prepared &&)>& give) {
        ingest::reread(source, reading, miner, give, context.stop());
    };
    help.rebuild = [&](const std::vector<store::SourceRecord>& sources, const fs::path& folder) {
        ingest::IngestOptions options;
        for (const auto& source : sources) {
            options.paths.emplace_back(source.name);
            if (!fs::exists(source.name)) {
                throw Error(fmt::format("the store's own records are damaged, so everything must "
                                        "be read again, and {} is not there",
                                        source.name),
                            "nothing was changed; run it from the folder the files were read from, "
                            "or restore a backup (lode restore)");
            }
        }
        options.read = reading;
        store::Writer writer(folder, help.properties);
        if (ingest::ingest(options, miner, writer, context.progress(), context.stop())
                .interrupted) {
            throw Interrupted("stopped; nothing was changed");
        }
    };
    return store::repair_store(context.store_folder(), help);
}

class Check final : public Command {
 public:
    const CommandInfo& info() const noexcept override {
        static constexpr CommandInfo k_info{
            .name = "check",
            .group = "Look",
            .summary = "Read the whole store and the models and name what is damaged; repair it",
            .synopsis = "check [--repair] [options]",
            .description =
                "Reads and decodes every record that a reader could ask for (articles, what was "
                "mined from them, names, posting lists, notices, rejects, sources), compares the "
                "sums with the counters and the content digest, verifies the checksums of all "
                "table files, and opens the database that the next writer would. Loads every "
                "model (checksum and self-test) and compares it with the store. A sound workspace "
                "ends with exit code 0; a damaged one is told damage by damage, with the command "
                "that mends it, and ends with 1. "
                "All is only read; a writer may go on.\n"
                "With --repair a damaged store is made anew beside the old one: what is sound is "
                "copied, and of what is lost exactly the files that held it are read again, where "
                "they are still there and the same; where the store's own records are lost, all "
                "of them are. The new store takes the place of the old one only when it is whole "
                "(counters and content digest as recorded), and the old one is kept as "
                "store.damaged-N. Where a source is missing, nothing is changed, and the articles "
                "that are lost are named. Files are looked for under the names they were read "
                "by, so run it in the same folder, with the --lexicons, --dialect and --map of "
                "the ingest.",
            .memory = "one article at a time, and one model; a repair as lode ingest",
        };
        return k_info;
    }
    std::vector<Example> examples() const override {
        return {{"lode check", "Is everything there?"},
                {"lode check --repair", "If not, make it whole from the sources."},
                {"lode check --workspace shard3 && rsync -a shard3 server:", "Before it is sent."}};
    }
    std::vector<OptionSpec> options() const override {
        OptionGroup reading = ingest_options();
        std::erase_if(reading, [](const OptionSpec& option) {
            return option.name != "dialect" && option.name != "map" && option.name != "lexicons";
        });
        return join({{{"repair", "", "", "Make a damaged store whole again.", "Work"},
                      {"limit", "N", "100", "Show at most N damages; all are counted.", "Output"}},
                     output_options(),
                     reading});
    }
    std::vector<Modes> modes(const Arguments& arguments) const override {
        return {{{{"check", {}}, {"check --repair", {"dialect", "map", "lexicons"}}},
                 arguments.flag("repair") ? std::size_t{1} : std::size_t{0}}};
    }
    int run(Context& context) const override {
        const auto limit =
            static_cast<std::size_t>(context.arguments().number("limit", 1, 1'000'000));
        // A workspace of imported vectors has no store.
        const bool has_store =
            fs::exists(context.store_folder()) || !fs::exists(context.model_file());
        store::CheckReport report;
        if (has_store) {
            report = store::check_store(context.store_folder(), limit);
        }
        const ModelCheck models = check_models(context, fingerprint_of(context, report, has_store));
        query::SimpleTable table;
        table.columns = {"place", "damage"};
        for (const auto* list : {&std::as_const(report).damage, &models.damage}) {
            for (const store::Damage& damage : *list) {
                if (table.rows.size() < limit) {
                    table.rows.push_back({{damage.place, false}, {damage.what, false}});
                }
            }
        }
        Output output(context);
        query::format(chosen_format(context)).write(table, output.stream());
        output.finish();
        for (const std::string& why : models.stale) {
            context.say("check: " + why);
        }
        if (report.found > 0) {
            if (!context.arguments().flag("repair")) {
                throw Error(
                    fmt::format("the store is damaged: {} found", with_commas(report.found)),
                    "make it whole from its sources (lode check --repair), or restore a backup "
                    "(lode restore BACKUP --workspace NEW)");
            }
            context.say(
                fmt::format("check: {} damages found; repairing", with_commas(report.found)));
            tell(context, repair(context));
            report = store::check_store(context.store_folder(), limit);
            if (report.found > 0) {
                throw Error(fmt::format("the repaired store is damaged: {}: {}",
                                        report.damage.front().place, report.damage.front().what));
            }
        }
        if (!models.damage.empty()) {
            throw Error(
                fmt::format("{} of the models of the workspace {} damaged", models.damage.size(),
                            models.damage.size() == 1 ? "is" : "are"),
                fmt::format("{}: {}", models.damage.front().place, models.damage.front().what));
        }
        const std::string and_models =
            models.models == 0
                ? ""
                : fmt::format(", {} model{}", models.models, models.models == 1 ? "" : "s");
        context.say(has_store ? fmt::format("check: sound, {} articles{}",
                                            with_commas(report.articles), and_models)
                              : fmt::format("check: sound, no store{}", and_models));
        return 0;
    }

 private:
    // "" where nothing can be compared with the store.
    static std::string fingerprint_of(const Context& context, const store::CheckReport& report,
                                      bool has_store) {
        return has_store && report.found == 0 ? store::Reader(context.store_folder()).fingerprint()
                                              : std::string();
    }

    static void tell(Context& context, const store::RepairReport& report) {
        using Way = store::RepairReport::Way;
        run::Manifest& manifest = context.manifest();
        manifest.counter("lost", report.lost.size());
        manifest.counter("sources_read", report.sources_read);
        if (report.way == Way::none) {
            std::size_t lost = 0;
            for (const store::LostArticle& article : report.lost) {
                if (!article.why.empty()) {
                    ++lost;
                    context.say(fmt::format(
                        "lost: article {} (id {}) of {}: {}", article.seq, article.id,
                        article.source.empty() ? "an unknown file" : article.source, article.why));
                }
            }
            throw Error(
                fmt::format("{} articles cannot be read again; nothing was changed",
                            with_commas(lost)),
                "bring the files back and repeat it, in the folder they were read from and with "
                "the options of the ingest; or restore a backup (lode restore)");
        }
        context.say(
            report.way == Way::copied
                ? fmt::format("repair: {} articles lost and read again from {} files; the rest "
                              "copied from {}{}",
                              with_commas(report.lost.size()), with_commas(report.sources_read),
                              report.base, report.postings_rebuilt ? "; posting lists rebuilt" : "")
                : fmt::format("repair: the store's own records were lost; all {} files read again",
                              with_commas(report.sources_read)));
        if (report.newer_work_lost) {
            context.say(
                "        files that were being read when the last run ended are to be read "
                "again (the same lode ingest)");
        }
        if (!context.reproducible()) {
            context.say("        the damaged store is kept: " + report.old_store.string());
        }
    }
};

}  // namespace

const Command& check() {
    static const Check k_self;
    return k_self;
}
}  // namespace lode::tools::commands
