// The pictures of the report page, as SVG text: no script, colours from the page's style sheet,
// every mark with a <title>.
#pragma once

#include <string>

#include "query/report.hpp"

namespace lode::query {

// Score against mentions (logarithmic): all candidates as a density of small cells, the shown rows
// as labelled points. The size of the text is bounded whatever the number of candidates.
std::string scatter_svg(const Report& report);
// The shown rows on the plane of Row::x, Row::y.
std::string map_svg(const Report& report);
// The 90 % interval, mean and baseline of a row's success rate on a scale of 0 to 100 %.
std::string interval_svg(const Row& row);

}  // namespace lode::query
