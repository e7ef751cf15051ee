// The part "never tried nearby" of a bias picture, for a terminal and for a page. Nothing is
// written where nothing was looked for.
#pragma once

#include <iosfwd>
#include <vector>

#include "query/bias/nearby.hpp"

namespace lode::query::bias {

void write_nearby_text(const std::vector<Surroundings>& nearby, std::ostream& out);
void write_nearby_html(const std::vector<Surroundings>& nearby, std::ostream& out);

}  // namespace lode::query::bias
