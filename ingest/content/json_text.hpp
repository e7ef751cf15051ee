// Text of JSON values that are more than a string: paragraphs in lists, objects with a text and a
// label, inverted indexes.
#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lode::ingest {

struct JsonText {
    std::vector<std::string> paragraphs;  // as given, markup and all; none is empty
    std::uint64_t unknown_shape = 0;      // characters of strings in places nobody knows
    std::uint64_t other_language = 0;     // characters of the same text in other languages
};

// The text of `value`, whose nesting must be bounded by the caller:
//   "..."                                       one paragraph
//   [...]                                       those of each item
//   {"text": ..., "label": "Methods"}           "Methods: ..."; text may be a list again. Also
//                                               "value", "content", "paragraphs", "sections",
//                                               "#text"; "heading", "title", "section"
//   {"en": ..., "de": ...}                      the English one, else the first
//   {"we": [0, 7], "show": [1]}                 words and their places (OpenAlex), in order
// Cost: n log n for n words of an index, whatever places it states.
JsonText json_text(const nlohmann::json& value);

}  // namespace lode::ingest
