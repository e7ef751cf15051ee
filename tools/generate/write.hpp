// A draft in the form of one dialect.
#pragma once

#include <string>
#include <string_view>

#include "tools/generate/draft.hpp"

namespace lode::generate {

// JATS and NLM, by draft.plan.dialect.
std::string write_jats(const Draft& draft);
// Elsevier full text, by draft.plan.dialect.
std::string write_elsevier(const Draft& draft);
// One JSON line with id, doi, date, title, abstract, authors; no newline at the end.
std::string write_abstract(const Draft& draft);

// One JSON line of the truth file. `file` is the article's place in the output.
std::string write_truth(const Draft& draft, const Truth& truth, std::string_view file);

}  // namespace lode::generate
