// The JSON of a report (DESIGN section 5; docs/FORMATS.md): one layout for every format that holds
// it. Field order is fixed, numbers print in their shortest exact form, invalid UTF-8 is replaced.
#pragma once

#include <string>

#include "query/format.hpp"
#include "query/report.hpp"

namespace lode::query {

std::string report_json(const Report& report, int indent);  // indent -1: one line
// One line a result, each with the concept beside it.
std::string report_json_lines(const Report& report);
std::string table_json(const SimpleTable& table, int indent);  // an array of objects
std::string table_json_lines(const SimpleTable& table);

}  // namespace lode::query
