// Parts of a report's JSON that several answers hold (docs/FORMATS.md).
#pragma once

#include <nlohmann/json.hpp>

#include "query/report.hpp"

namespace lode::query {

nlohmann::ordered_json evidence_json(const Evidence& item);
nlohmann::ordered_json row_json(const Row& row);
// What was asked of which model and corpus, up to the results.
nlohmann::ordered_json head_json(const Report& report);
// The program and the settings, at the end.
void add_origin(const Report& report, nlohmann::ordered_json& json);

}  // namespace lode::query
