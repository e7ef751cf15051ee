// Where a sentence may end, before the corrections. Private to core/text.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace lode::text {

// Byte offsets at which the sentence rules of Unicode Annex 29 see a new sentence begin, ascending,
// without 0 and the end. A single line break counts as a blank, an empty line as a break. Appends.
void sentence_breaks(std::string_view utf8, std::vector<std::uint32_t>& out);

// The same from ICU's break iterator, at several times the cost: for texts with control characters,
// and what the tests hold sentence_breaks() against.
void icu_sentence_breaks(std::string_view utf8, std::vector<std::uint32_t>& out);

}  // namespace lode::text
