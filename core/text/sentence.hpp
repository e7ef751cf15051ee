// Sentence ranges: ICU's rules, corrected for scientific prose. Private to core/text.
#pragma once

#include <string_view>
#include <vector>

#include "core/model/article.hpp"
#include "core/text/lexica.hpp"

namespace lode::text {

// In order, white space trimmed, never empty. Thread-safe: each thread keeps its own break
// iterator.
std::vector<Range> split_sentences(std::string_view utf8, const Lexica& lexica);

}  // namespace lode::text
