// Completion for shells, made from the option tables: commands, long options, the values of options
// that have choices, files and folders.
#pragma once

#include <string>

namespace lode::tools {

// To be sourced; needs bash 4 and no other package.
std::string bash_completion();
// A file _lode for a folder of zsh's fpath.
std::string zsh_completion();

}  // namespace lode::tools
