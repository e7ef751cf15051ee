// The last step of every reader of articles.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/article.hpp"
#include "ingest/content/text_builder.hpp"

namespace lode::ingest {

// "(a)", "a)", "A," ... at the beginnings of clauses of a caption, in order: "a", "b".
std::vector<std::string> find_panels(std::string_view caption);

// Counts links from abstracts and paragraphs to each figure, fills panels, books what no reader
// accounted for under "unaccounted" (and the reverse under "counted-twice": either is a fault of
// the program), and copies the accounts into the article.
void finish_article(Article& article, Accounts& accounts, std::uint64_t characters_given);

}  // namespace lode::ingest
