// The options of lode export that deal records to training and testing.
#pragma once

#include <optional>

#include "query/export.hpp"
#include "query/split/options.hpp"
#include "tools/option_groups.hpp"

namespace lode::tools {

OptionGroup split_options();

// Nothing where --split is not given. The label is the dataset's where none is asked for.
// UsageError that names the option where options contradict each other.
std::optional<query::split::Options> read_split_options(const Context& context,
                                                        const query::Export& dataset);

}  // namespace lode::tools
