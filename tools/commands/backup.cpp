// lode backup: the workspace into a folder.
#include "tools/command.hpp"
#include "tools/workspace_copy.hpp"

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
    std::vector<OptionSpec> options() const override { return copy_options(); }
    int run(Context& context) const override {
        copy_workspace(context, context.workspace(), context.arguments().positional().front());
        return 0;
    }
};

}  // namespace

const Command& backup() {
    static const Backup k_self;
    return k_self;
}
}  // namespace lode::tools::commands
