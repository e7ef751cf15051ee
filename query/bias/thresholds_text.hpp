// The part "what is called high" of a bias picture, for a terminal, a page and JSON. Text and page
// show what five articles or more call so; JSON holds all.
#pragma once

#include <nlohmann/json.hpp>

#include <iosfwd>

#include "query/bias/thresholds.hpp"

namespace lode::query::bias {

nlohmann::ordered_json thresholds_json(const Thresholds& thresholds);
void write_thresholds_text(const Thresholds& thresholds, std::ostream& out);
void write_thresholds_html(const Thresholds& thresholds, std::ostream& out);

}  // namespace lode::query::bias
