// A stored article with what was read out of it, as one self-contained page.
#pragma once

#include <iosfwd>
#include <string>

#include "core/model/analysis.hpp"
#include "core/model/article.hpp"

namespace lode::query {

// `analysis` is that of the article. Sentences stand in their order, each with its outcome, its
// materials and its trends; materials are marked (html_marks.hpp).
void write_article_page(const Article& article, const Analysis& analysis,
                        const std::string& program, std::ostream& out);

}  // namespace lode::query
