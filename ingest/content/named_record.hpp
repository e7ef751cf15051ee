// An article out of a record with named fields, whatever the file format.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/article.hpp"

namespace lode::ingest {

// Our field names (content/field_names.hpp) -> the text of the field.
using NamedRecord = std::map<std::string, std::string, std::less<>>;

// Fills everything but source, dialect, id and repairs; authors and abstracts that are there stay,
// and what was dropped so far is added to. `article_type` is "abstract" where the
// record states none. False: neither title nor abstract.
bool fill_article(const NamedRecord& record, Article& article);

// "Bee, Anna; Dee, C.", "A. Bee, C. Dee and E. Eff", "Bee A, Dee C". What stands in parentheses
// (numbers, affiliations) is left out.
std::vector<Author> split_authors(std::string_view names);

// At ';', else '|', else ','. Blanks at the ends and empty parts are left out.
std::vector<std::string> split_list(std::string_view list);

}  // namespace lode::ingest
