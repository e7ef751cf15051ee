// lode check: whether the store is whole.
#include "core/store/check.hpp"

#include <fmt/format.h>

#include "core/base/error.hpp"
#include "query/format.hpp"
#include "tools/command.hpp"
#include "tools/context.hpp"
#include "tools/option_groups.hpp"
#include "tools/progress_bar.hpp"

namespace lode::tools::commands {
namespace {

class Check final : public Command {
 public:
    const CommandInfo& info() const noexcept override {
        static constexpr CommandInfo k_info{
            .name = "check",
            .group = "Look",
            .summary = "Read the whole store and name what is damaged",
            .synopsis = "check [options]",
            .description =
                "Reads and decodes every record that a reader could ask for (articles, what was "
                "mined from them, names, posting lists, notices, rejects, sources), compares the "
                "sums with the counters and the content digest, and verifies the checksums of all "
                "table files. A sound store ends with exit code 0. A damaged one is told damage by "
                "damage and ends with 1; it is not repaired, because its table files are shared "
                "between the database and its snapshots: restore a backup (lode restore), or "
                "ingest the sources into a new workspace. The store is only read; a writer may go "
                "on.",
            .memory = "one article at a time",
        };
        return k_info;
    }
    std::vector<Example> examples() const override {
        return {{"lode check", "Is everything there?"},
                {"lode check --workspace shard3 && rsync -a shard3 server:", "Before it is sent."}};
    }
    std::vector<OptionSpec> options() const override {
        return join({{{"limit", "N", "100", "Show at most N damages; all are counted.", "Output"}},
                     output_options()});
    }
    int run(Context& context) const override {
        const auto limit =
            static_cast<std::size_t>(context.arguments().number("limit", 1, 1'000'000));
        const store::CheckReport report = store::check_store(context.store_folder(), limit);
        query::SimpleTable table;
        table.columns = {"place", "damage"};
        for (const store::Damage& damage : report.damage) {
            table.rows.push_back({{damage.place, false}, {damage.what, false}});
        }
        Output output(context);
        query::format(chosen_format(context)).write(table, output.stream());
        output.finish();
        if (report.found == 0) {
            context.say(fmt::format("check: sound, {} articles", with_commas(report.articles)));
            return 0;
        }
        throw Error(fmt::format("the store is damaged: {} found", with_commas(report.found)),
                    "restore a backup (lode restore BACKUP --workspace NEW), or ingest the sources "
                    "into a new workspace");
    }
};

}  // namespace

const Command& check() {
    static const Check k_self;
    return k_self;
}
}  // namespace lode::tools::commands
