// Numbers in sentences.
#pragma once

#include <string>
#include <string_view>

#include "tools/generate/rng.hpp"

namespace lode::generate {

// A value written as precisely as a span of its size deserves: 742 of 300 to 950, 1.24 of 0.6 to 2.
std::string number_text(double value, double span);

// "1.2" + "mS cm^-1" with a thin space and the unit marked up; "%" stands close.
std::string quantity_text(std::string_view number, std::string_view unit);

// Numbers of experimental sections that carry no planted truth: {hours}, {rpm}, ...
bool has_number_slot(std::string_view name);
std::string number_slot(std::string_view name, Rng& rng);

}  // namespace lode::generate
