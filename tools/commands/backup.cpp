// lode backup: the workspace into a folder.
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

class Backup final : public Command {
 public:
    const CommandInfo& info() const noexcept override {
        static constexpr CommandInfo k_info{
            .name = "backup",
            .group = "Work",
            .summary = "Copy store, model and lode.ini into a new folder",
            .synopsis = "backup DIR [options]",
            .description =
                "Copies what the workspace holds, the store as its readers see it, the model and "
                "lode.ini, "
                "into DIR, which must be new or empty. Table files become hard links where the "
                "file "
                "system can, which takes a moment and no space; such a backup outlives a deleted "
                "or "
                "rewritten workspace, but not the disk, nor a damaged block: --copy, or another "
                "file system, for that. The backup is read and verified whole before it gets its "
                "name, and is a workspace by itself. A writer may go on beside it. The manifests "
                "of runs and reports are not part of it.",
            .memory = "the model, and one article at a time",
        };
        return k_info;
    }
    std::vector<Example> examples() const override {
        return {{"lode backup /backups/lode-monday", "Copied, as it is another disk."}};
    }
    std::vector<PositionalSpec> positionals() const override {
        return {{"DIR", "Where the backup goes; new or empty.", 1, 1}};
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
            context.workspace(), folder, {"lode.ini", "model/model.lode"},
            !context.arguments().flag("copy"), [](const std::filesystem::path& copy) {
                const std::filesystem::path model = copy / "model" / "model.lode";
                if (std::filesystem::exists(model)) {
                    embed::Embedding::load(model);
                }
            });
        context.say(fmt::format(
            "backup: {} articles in {}, {} files ({:.1f} MB), {} of them linked; verified",
            with_commas(report.articles), (folder).string(), report.files,
            static_cast<double>(report.bytes) / 1e6, report.linked));
        return 0;
    }
};

}  // namespace

const Command& backup() {
    static const Backup k_self;
    return k_self;
}
}  // namespace lode::tools::commands
