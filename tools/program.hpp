// The program without main(): parses, runs one command, turns exceptions into messages and exit
// codes.
#pragma once

#include <string>
#include <vector>

#include "tools/context.hpp"

namespace lode::tools {

// Every option of every command: what a configuration file may name.
const std::vector<OptionSpec>& known_options();

int run_program(const std::vector<std::string>& arguments, const Environment& environment);

}  // namespace lode::tools
