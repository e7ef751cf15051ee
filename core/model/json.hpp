// The JSON that other programs rely on (DESIGN section 5; docs/FORMATS.md). Field order is fixed;
// numbers print in their shortest form.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/model/analysis.hpp"
#include "core/model/article.hpp"
#include "core/model/unit_table.hpp"

namespace lode {

// One line, no newline: the form of `lode export articles`.
std::string to_json(const Article& article);

// One line of `lode annotate`. `tokens[i]` are the tokens of analysis.sentences[i]; offsets are
// converted to code points of `text`. Values in SI are worked out with `units`.
std::string annotation_json(std::string_view id, std::string_view text, const Analysis& analysis,
                            const std::vector<std::vector<Token>>& tokens, const UnitTable& units);

}  // namespace lode
