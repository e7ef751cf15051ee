// The program without main(): parses, runs one command, turns exceptions into messages and exit
// codes.
#pragma once

#include <string>
#include <vector>

#include "tools/command.hpp"
#include "tools/context.hpp"

namespace lode::tools {

// What a command was called with, checked: options known and used by its mode (modes.hpp), inputs
// there. UsageError. With --help nothing is checked.
Arguments read_arguments(const Command& command, const std::vector<std::string>& rest,
                         const Environment& environment);

int run_program(const std::vector<std::string>& arguments, const Environment& environment);

}  // namespace lode::tools
