// The program without main(): parses, runs one command, turns exceptions into messages and exit
// codes.
#pragma once

#include <string>
#include <vector>

#include "tools/context.hpp"

namespace lode::tools {

int run_program(const std::vector<std::string>& arguments, const Environment& environment);

}  // namespace lode::tools
