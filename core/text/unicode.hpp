// The ICU door: all Unicode work of Lode. UTF-8 in, UTF-8 out; no ICU type leaves core/text.
// Every function is thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lode::text {

bool is_valid_utf8(std::string_view bytes);

// NFC. Text that is NFC already (nearly all) is returned after a quick check.
std::string to_nfc(std::string_view utf8);

// Full Unicode lower case, locale-independent.
std::string to_lower(std::string_view utf8);

// Key under which variants of one spelling meet, for look-ups only (never stored as text): NFC;
// Ohm, micro and Angstrom signs unified; all dashes and minus signs to '-', all spaces to ' ',
// super- and subscript digits to plain ones, ligatures split, soft hyphens and zero-width
// characters removed. Case is kept.
std::string search_key(std::string_view utf8);

// Number of code points. `utf8` must be valid.
std::uint32_t code_points(std::string_view utf8);

// Byte offsets to code point offsets (a Python string index). offsets must be ascending byte
// offsets at character borders; O(text + offsets).
std::vector<std::uint32_t> code_point_offsets(std::string_view utf8,
                                              const std::vector<std::uint32_t>& byte_offsets);

std::string icu_version();

}  // namespace lode::text
