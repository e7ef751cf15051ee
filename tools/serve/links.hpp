// Links between the pages of lode serve. Pages mark what a link could be made of, and are the same
// files with and without a server: data-material="CoLiO2",
// data-article="<id>", data-term="word" (query/html_marks.hpp).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tools/serve/request.hpp"

namespace lode::tools::serve {

// The concepts a request asks about, for the links of its page.
std::vector<std::string> concepts_of(const Command& command, const Parameters& parameters);

// Every marked element gets a link inside; a marked <a> gets another target. Marks are written by
// Lode only: text of articles cannot hold one, for it is escaped.
std::string with_links(std::string_view page, const std::vector<std::string>& concepts);

}  // namespace lode::tools::serve
