// lode help: the overview, or the help of one command.
#include <fmt/format.h>

#include <ostream>

#include "core/base/error.hpp"
#include "tools/command.hpp"
#include "tools/context.hpp"

namespace lode::tools::commands {
namespace {

class Help final : public Command {
 public:
    const CommandInfo& info() const noexcept override {
        static constexpr CommandInfo k_info{
            .name = "help",
            .group = "Program",
            .summary = "This overview, or the help of one command",
            .synopsis = "help [COMMAND]",
            .description =
                "The same as lode COMMAND --help. With --markdown: every command, in the "
                "form of docs/CLI.md.",
            .memory = "none worth naming",
        };
        return k_info;
    }
    std::vector<Example> examples() const override {
        return {{"lode help rank", "Everything about lode rank."}};
    }
    std::vector<PositionalSpec> positionals() const override {
        return {{"COMMAND", "The command to explain.", 0, 1}};
    }
    std::vector<OptionSpec> options() const override {
        return {{"markdown", "", "", "Every command, as Markdown.", "Output"}};
    }
    int run(Context& context) const override {
        if (context.arguments().flag("markdown")) {
            context.out() << "# Command line reference\n\nMade by `lode help --markdown`; a test "
                             "keeps it up to date.\n\n";
            for (const auto& command : all()) {
                context.out() << help_markdown(command());
            }
            return 0;
        }
        if (context.arguments().positional().empty()) {
            context.out() << overview();
            return 0;
        }
        const std::string& name = context.arguments().positional().front();
        const Command* command = find_command(name);
        if (command == nullptr) {
            throw UsageError(fmt::format("there is no command '{}'", name), "see: lode help");
        }
        context.out() << help_text(*command);
        return 0;
    }
};

}  // namespace

const Command& help() {
    static const Help k_self;
    return k_self;
}
}  // namespace lode::tools::commands
