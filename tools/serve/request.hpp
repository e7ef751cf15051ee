// A request's address as a command line, and the way back. Parameters are the command's own options
// and arguments by their names, so that no option exists twice.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tools/command.hpp"

namespace lode::tools::serve {

using Parameters = std::vector<std::pair<std::string, std::string>>;  // in the order of the address

struct Target {
    std::string path;
    Parameters parameters;
};

// Percent signs and '+' resolved. UsageError for what cannot be: a broken escape, a NUL, text that
// is not UTF-8, no leading '/'.
Target read_target(std::string_view raw);
std::string encoded(std::string_view value);  // for a parameter
std::string written(const Target& target);    // read_target() gives it back
std::string value_of(const Parameters& parameters, std::string_view name);  // the first, or ""

// The commands that are answered, by name.
std::vector<const Command*> served_commands();
// Nothing where no such command is answered.
const Command* served_command(std::string_view name);

// Of its own options those that may stand in a request: none that names a file or folder, none that
// writes. What is not the command's own (--workspace, --log, ...) may not, either.
bool is_open(const OptionSpec& option);
std::vector<OptionSpec> open_options(const Command& command);

// An argument of the command as a parameter: "MATERIAL CONCEPT..." are material and concept.
struct Slot {
    std::string name;
    bool repeated = false;
    bool needed = false;
};
std::vector<Slot> slots(const Command& command);

// The arguments of the command line that asks the same, without --format. Empty values are as good
// as absent, for forms send them. `q` holds all arguments at once, separated by commas. UsageError
// for unknown, refused, missing or doubled parameters.
std::vector<std::string> command_line(const Command& command, const Parameters& parameters);

// The address that asks what this line of a shell asks ("lode rank thermoelectric --limit 3");
// nothing where no request can.
std::optional<std::string> address_of(std::string_view line);

}  // namespace lode::tools::serve
