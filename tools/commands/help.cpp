// lode help: the overview, or the help of one command, as text, manual page or completion.
#include <fmt/format.h>

#include <ostream>

#include "core/base/error.hpp"
#include "tools/command.hpp"
#include "tools/completion.hpp"
#include "tools/context.hpp"
#include "tools/man_page.hpp"

namespace lode::tools::commands {
namespace {

class Help final : public Command {
 public:
    const CommandInfo& info() const noexcept override {
        static constexpr CommandInfo k_info{
            .name = "help",
            .group = "Program",
            .summary = "This overview, or the help of one command",
            .synopsis = "help [COMMAND] [--man | --completion SHELL | --markdown]",
            .description =
                "The same as lode COMMAND --help. With --man: the manual page lode(1), or that of "
                "the command, as roff. With --completion: what makes a shell complete commands, "
                "options, values and files. With --markdown: every command, in the form of "
                "docs/CLI.md. The Debian package installs the pages and the completions.",
            .memory = "none worth naming",
        };
        return k_info;
    }
    std::vector<Example> examples() const override {
        return {{"lode help rank", "Everything about lode rank."},
                {"lode help rank --man | man -l -", "The same as a manual page."},
                {"source <(lode help --completion bash)", "In ~/.bashrc: Tab completes."},
                {"lode help --completion zsh > ~/.zfunc/_lode",
                 "For zsh, with fpath+=~/.zfunc before compinit in ~/.zshrc."}};
    }
    std::vector<PositionalSpec> positionals() const override {
        return {{"COMMAND", "The command to explain.", 0, 1, command_names()}};
    }
    std::vector<OptionSpec> options() const override {
        return {{"man", "", "", "A manual page.", "Output"},
                {"completion",
                 "SHELL",
                 "",
                 "Completion for bash or zsh.",
                 "Output",
                 0,
                 false,
                 {"bash", "zsh"}},
                {"markdown", "", "", "Every command, as Markdown.", "Output"}};
    }
    int run(Context& context) const override {
        const Arguments& arguments = context.arguments();
        const std::string shell = arguments.text("completion");
        const Command* command = nullptr;
        if (!arguments.positional().empty()) {
            const std::string& name = arguments.positional().front();
            command = find_command(name);
            if (command == nullptr) {
                throw UsageError(fmt::format("there is no command '{}'", name), "see: lode help");
            }
        }
        if (arguments.flag("man") + arguments.flag("markdown") + !shell.empty() > 1) {
            throw UsageError("--man, --completion and --markdown exclude each other");
        }
        if (command != nullptr && (arguments.flag("markdown") || !shell.empty())) {
            throw UsageError("--completion and --markdown are of all commands: name none");
        }
        if (shell == "bash") {
            context.out() << bash_completion();
        } else if (shell == "zsh") {
            context.out() << zsh_completion();
        } else if (!shell.empty()) {
            throw UsageError(fmt::format("--completion: '{}' is none of bash, zsh", shell));
        } else if (arguments.flag("man")) {
            context.out() << (command != nullptr ? man_page(*command) : man_overview());
        } else if (arguments.flag("markdown")) {
            context.out() << "# Command line reference\n\nMade by `lode help --markdown`; a test "
                             "keeps it up to date.\n\n";
            for (const auto& each : all()) {
                context.out() << help_markdown(each());
            }
        } else {
            context.out() << (command != nullptr ? help_text(*command) : overview());
        }
        return 0;
    }
};

}  // namespace

const Command& help() {
    static const Help k_self;
    return k_self;
}
}  // namespace lode::tools::commands
