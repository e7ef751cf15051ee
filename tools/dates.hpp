// Days as they are typed.
#pragma once

#include <string_view>

namespace lode::tools {

// YYYY-MM-DD, and a day that the (Gregorian) calendar has.
bool is_day(std::string_view text) noexcept;

}  // namespace lode::tools
