// lode restore: a backup into the workspace.
#include "tools/command.hpp"
#include "tools/workspace_copy.hpp"

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
        return {{"DIR", "A backup, or any workspace.", 1, 1, {}, true}};
    }
    std::vector<OptionSpec> options() const override { return copy_options(); }
    int run(Context& context) const override {
        copy_workspace(context, context.arguments().positional().front(), context.workspace());
        return 0;
    }
};

}  // namespace

const Command& restore() {
    static const Restore k_self;
    return k_self;
}
}  // namespace lode::tools::commands
