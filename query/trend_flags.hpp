// What makes a group of trend records doubtful, as named findings with their numbers, beside the
// flags of a ranking (query/flags): those judge a material for a concept, these a material,
// property and variable. Rules and limits: docs/BIAS.md, "Flags of trends".
#pragma once

#include <span>
#include <vector>

#include "query/report.hpp"
#include "query/trend_groups.hpp"

namespace lode::query {

// One list a group, in the order of `groups`, each by name: conflicting-directions, extremum-only,
// narrow-range, optimum-at-edge. `records` are those that group_trends() was given; `reference` is
// what an extremum-only share is compared with, without the group's own records, and chances are
// adjusted over the groups tested (Benjamini & Hochberg 1995).
std::vector<std::vector<Finding>> trend_flags(const std::vector<TrendGroup>& groups,
                                              std::span<const TrendRecord> records,
                                              std::span<const TrendRecord> reference);

// "conflicting-directions, narrow-range"; "" for none.
std::string finding_names(const std::vector<Finding>& findings);

}  // namespace lode::query
