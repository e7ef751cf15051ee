// What lode backup and lode restore share: they copy a workspace, in opposite directions.
#pragma once

#include <filesystem>

#include "tools/context.hpp"
#include "tools/option_groups.hpp"

namespace lode::tools {

OptionGroup copy_options();  // --copy

// Copies store, model and lode.ini of the workspace `from` into `to`, which must be new or empty,
// checks the copy, and tells what was done under the command's name.
void copy_workspace(Context& context, const std::filesystem::path& from,
                    const std::filesystem::path& to);

}  // namespace lode::tools
