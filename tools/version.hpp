// Versions of the program and of the libraries it runs with.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace lode::tools {

std::string program_version();  // "lode 0.1.0"
// (library, version) in a fixed order.
std::vector<std::pair<std::string, std::string>> library_versions();

}  // namespace lode::tools
