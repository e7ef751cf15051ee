// A subcommand. One file in tools/commands each; see docs/EXTENDING.md.
#pragma once

#include <iosfwd>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"
#include "tools/options.hpp"

namespace lode::tools {

class Context;

struct Example {
    std::string command;
    std::string explanation;
};

struct CommandInfo {
    std::string_view name;      // equal to the file's name in tools/commands
    std::string_view group;     // heading in `lode help`: "Work", "Ask", "Look", "Data", "Program"
    std::string_view summary;   // one line
    std::string_view synopsis;  // "rank CONCEPT... [options]"
    std::string_view description;
    std::string_view memory;  // what a server user plans by
    // lode serve answers it: it reads the workspace, writes nothing and needs no standard input.
    bool served = false;
};

// There is nothing of the name that was given. On the command line the same as NoAnswer.
class NotFound : public NoAnswer {
 public:
    using NoAnswer::NoAnswer;
};

// One of the things a command does, as an error names it ("eval groups"), and of the options in
// question those it uses.
struct Mode {
    std::string name;
    std::vector<std::string> options;
};
// What a call chooses from. An option that is in no mode is used in all of them.
struct Modes {
    std::vector<Mode> all;
    std::size_t chosen = 0;
};

class Command {
 public:
    Command() = default;
    Command(const Command&) = delete;
    Command& operator=(const Command&) = delete;
    virtual ~Command() = default;
    virtual const CommandInfo& info() const noexcept = 0;
    virtual std::vector<Example> examples() const = 0;
    // Its own options; the common ones are added by the program.
    virtual std::vector<OptionSpec> options() const { return {}; }
    virtual std::vector<PositionalSpec> positionals() const { return {}; }
    // One for each choice that decides which options are used. Never throws: a call that is wrong
    // otherwise chooses nothing ({}), and run() tells what is wrong.
    virtual std::vector<Modes> modes(const Arguments&) const { return {}; }
    // True where run() watches Context::stop() and must end at a point from which the same command
    // goes on. Any other command is ended by the first signal wherever it is (tools/ending.hpp).
    virtual bool has_safe_points(const Arguments&) const { return false; }
    // Returns the exit code, or throws.
    virtual int run(Context& context) const = 0;
};

namespace commands {
std::span<const Command& (*const)()> all();
}
const Command* find_command(std::string_view name);
std::vector<std::string> command_names();

// UsageError where an option on the command line is not used by what the call chooses: nothing that
// was asked for is passed over in silence. What the environment and configuration files set is for
// many commands, and excused.
void check_modes(const std::vector<Modes>& modes, const Arguments& arguments);
// The names of a group of options, for a Mode.
std::vector<std::string> names_of(const std::vector<OptionSpec>& options);

// Headings of `lode help`, in its order.
const std::vector<std::string_view>& command_groups();
const std::vector<OptionSpec>& common_options();
// "0 done; 1 the work failed; ...".
std::string_view exit_codes();
// The help of an option with its default and whether it may be repeated.
std::string option_help(const OptionSpec& option);
// Options of the command and the common ones, in the order --help shows them.
std::vector<OptionSpec> all_options(const Command& command);
std::string help_text(const Command& command);
// The same as Markdown, for docs/CLI.md.
std::string help_markdown(const Command& command);
std::string overview();

}  // namespace lode::tools
