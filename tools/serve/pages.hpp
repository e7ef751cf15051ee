// The pages of lode serve: the start page, a form for each command, problems; and what is added to
// the page of an answer. Everything that comes from outside is escaped. No page needs a script.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tools/serve/request.hpp"

namespace lode::tools::serve {

// What the start page says of the workspace.
struct Facts {
    std::string workspace, program, corpus, model;  // for people
};

struct Problem {
    int status = 500;
    std::string error;
    std::string hint;
    std::string example;  // an address, or a line of the shell where no request can ask it
};
// The lines of a hint that begin with "example: " are the example.
Problem problem_of(int status, std::string error, std::string_view hint);
std::string problem_json(const Problem& problem);

std::string start_page(const Facts& facts);
// The same for programs: every command with its parameters and examples.
std::string start_json(const Facts& facts);
// Every open option of a command, filled in with what was asked before.
std::string form_page(const Command& command, const Parameters& asked);
std::string problem_page(const Problem& problem);

// The page of an answer with a bar (new question, other options, other formats), what was said on
// standard error, and links: marked materials (data-material) lead to /explain where the question
// has a concept, else to /similar, marked articles (data-article) to /show.
std::string answer_page(std::string page, const Command& command, const Target& asked,
                        const std::vector<std::string>& messages);

}  // namespace lode::tools::serve
