// Manual pages, made from the option tables.
#pragma once

#include <string>

#include "tools/command.hpp"

namespace lode::tools {

// lode-<name>(1) and lode(1), for the man macros of roff. Plain ASCII where the help is.
std::string man_page(const Command& command);
std::string man_overview();

}  // namespace lode::tools
