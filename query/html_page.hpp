// The report as one self-contained page: no network, no script needed.
#pragma once

#include <iosfwd>

#include "query/report.hpp"

namespace lode::query {

void write_page(const Report& report, std::ostream& out);

}  // namespace lode::query
