// lode restore: a backup into the workspace.
#include <fmt/format.h>

#include <filesystem>

#include "core/base/error.hpp"
#include "core/store/backup.hpp"
#include "embed/vectors/embedding.hpp"
#include "tools/command.hpp"
#include "tools/context.hpp"
#include "tools/option_groups.hpp"
#include "tools/progress_bar.hpp"

namespace lode::tools::commands {
namespace {

class Restore final : public Command {
 public:
    const CommandInfo& info() const noexcept override {
        static constexpr CommandInfo k_info{
            .name = "restore",
            .group = "Work",
            .summary = "Make a workspace of a backup",
            .synopsis = "restore DIR [options]",
            .description =
                "Copies store, model and lode.ini from DIR, made by lode backup, into the "
                "workspace, which "
                "must be new or empty: nothing is overwritten. The copy is read and verified whole "
                "before it gets its name.",
            .memory = "the model, and one article at a time",
        };
        return k_info;
    }
    std::vector<Example> examples() const override {
        return {{"lode restore /backups/lode-monday --workspace again",
                 "Then look: lode status --workspace again."}};
    }
    std::vector<PositionalSpec> positionals() const override {
        return {{"DIR", "A backup, or any workspace.", 1, 1}};
    }
    std::vector<OptionSpec> options() const override {
        return {{"copy", "", "",
                 "Copy the table files, too, where hard links were possible: for a copy that does "
                 "not share the disk blocks.",
                 "Output"}};
    }
    int run(Context& context) const override {
        const std::filesystem::path folder = context.arguments().positional().front();
        const auto report = store::copy_workspace(
            folder, context.workspace(), {"lode.ini", "model/model.lode"},
            !context.arguments().flag("copy"), [](const std::filesystem::path& copy) {
                const std::filesystem::path model = copy / "model" / "model.lode";
                if (std::filesystem::exists(model)) {
                    embed::Embedding::load(model);
                }
            });
        context.say(fmt::format(
            "restore: {} articles in {}, {} files ({:.1f} MB), {} of them linked; verified",
            with_commas(report.articles), (context.workspace()).string(), report.files,
            static_cast<double>(report.bytes) / 1e6, report.linked));
        return 0;
    }
};

}  // namespace

const Command& restore() {
    static const Restore k_self;
    return k_self;
}
}  // namespace lode::tools::commands
