// The inside of survey(), for its tests.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "query/survey.hpp"

namespace lode::query {

// survey() with the articles looked at in `parts` at a time; 0: one a core, where there are enough.
// The result does not depend on it.
Survey survey_in_parts(const Literature& literature, const std::vector<Concept>& concepts,
                       const std::vector<std::string>& formulas, std::size_t evidence,
                       std::size_t parts, const AlsoSees& also = {});

}  // namespace lode::query
