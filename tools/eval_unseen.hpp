// lode eval unseen.
#pragma once

#include "tools/context.hpp"

namespace lode::tools {

// Measures predictions for formulas left out on the model of the workspace and writes the table.
int eval_unseen(Context& context);

}  // namespace lode::tools
