// Forms of a material as tables print them and readers type them back: "2H-MoS2", "α′-NaV2O5",
// "Pd(111)". What tells phase, polytype, doping or face is no part of the composition. Private to
// core/text.
#pragma once

#include <optional>
#include <string_view>

namespace lode::text {

// The part that may be a formula: behind a phase, polytype or doping and a hyphen, and in front of
// a face in brackets. Nothing where the text has neither, or holds white space. Whether a formula
// stands there is for the caller to see ("p-n" has a part too).
std::optional<std::string_view> bare_form(std::string_view utf8);

}  // namespace lode::text
