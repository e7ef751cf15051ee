// Text of fields that hold a little markup: HTML or JATS tags, plain or escaped ("&lt;sub&gt;"),
// character references, LaTeX between dollar signs.
#pragma once

#include <string_view>
#include <vector>

#include "ingest/content/text_builder.hpp"

namespace lode::ingest {

// One block of text for each paragraph (<p>, <jats:p>); empty ones are left out. Only tags of a
// fixed list count as tags, and only where they are closed again: "a < b", "<x>" stay text. A
// heading that stands in front (<title>Abstract</title>) is dropped as "abstract-heading". Every
// character of `raw` is taken or dropped: tags and the rests of references as "markup".
std::vector<Text> read_markup_text(std::string_view raw, Accounts& accounts);

// The same as one block.
Text read_markup_line(std::string_view raw, Accounts& accounts);

// Character references resolved, those that were escaped twice too; others stay as they are.
std::string resolve_references(std::string_view raw);

}  // namespace lode::ingest
