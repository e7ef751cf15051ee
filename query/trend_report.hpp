// The answer of `lode trends` as table, JSON, SVG and web page. Fields: docs/FORMATS.md.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "query/format.hpp"
#include "query/trend_groups.hpp"
#include "query/trend_search.hpp"

namespace lode::query {

SimpleTable trends_table(const TrendAnswer& answer, const std::vector<TrendGroup>& groups);
SimpleTable outcomes_table(const OutcomeAnswer& answer);

void write_trends_json(const TrendQuestion& question, const TrendAnswer& answer,
                       const std::vector<TrendGroup>& groups, std::ostream& out);
void write_outcomes_json(const TrendQuestion& question, const OutcomeAnswer& answer,
                         std::ostream& out);

// One line a record: the stated direction over the stated range, a dashed line over the whole width
// where no range is stated, a dot at the place of an extremum. A sketch of words, not data. At most
// 40 lines a group; what is left out is said.
std::string sketch_svg(const TrendGroup& group, const std::vector<TrendRecord>& records);
// All groups one below the other.
void write_trends_svg(const TrendAnswer& answer, const std::vector<TrendGroup>& groups,
                      std::ostream& out);
// A self-contained page: sketches, conflicts side by side, every sentence.
void write_trends_page(const TrendQuestion& question, const TrendAnswer& answer,
                       const std::vector<TrendGroup>& groups, std::ostream& out);

}  // namespace lode::query
