// Where a sentence may end, before the corrections. Private to core/text.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace lode::text {

// Byte offsets at which ICU's sentence rules (Unicode Annex 29) see a new sentence begin,
// ascending, without 0 and the end. A single line break counts as a blank, an empty line as a
// break.
void icu_sentence_breaks(std::string_view utf8, std::vector<std::uint32_t>& out);

}  // namespace lode::text
