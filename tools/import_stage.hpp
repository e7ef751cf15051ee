// lode embed --import: a published file of vectors becomes the model of the workspace.
#pragma once

#include "tools/context.hpp"
#include "tools/option_groups.hpp"

namespace lode::tools {

OptionGroup import_options();  // --import, --import-output

// False where --import is not given. UsageError for options that contradict it; Error for files
// that cannot be read, and where the workspace has a model that was trained and --force is missing.
bool import_stage(Context& context);

}  // namespace lode::tools
