// The chemical elements: symbols and English names. Constant data, thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace lode::chem {

// 1..118, or nothing. Case matters: "Co" is cobalt, "CO" is none.
std::optional<std::uint8_t> atomic_number(std::string_view symbol);
std::string_view symbol(std::uint8_t atomic_number);
// "iron" -> 26; lower case English names, with British and American spellings.
std::optional<std::uint8_t> element_by_name(std::string_view lower_case_name);
// All names that element_by_name() knows, sorted.
std::vector<std::string_view> element_names();

}  // namespace lode::chem
