// Parts of a MEDLINE citation that are read out of its tree without regard to the rest.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/model/article.hpp"
#include "ingest/xml/tree.hpp"

namespace lode::ingest {

// ISO date of Year, Month, Day or of a MedlineDate ("2000 Spring", "1998 Dec-1999 Jan").
std::string medline_date(const xml::Tree& tree, xml::NodeId node);
// Of an AuthorList; people and groups. Spellings marked as wrong (ValidYN="N") are left out.
void medline_authors(const xml::Tree& tree, xml::NodeId list, std::vector<Author>& authors);
// Of a MeshHeadingList: "Graphite/chemistry", as PubMed writes a heading with its qualifier.
void medline_headings(const xml::Tree& tree, xml::NodeId list, std::vector<std::string>& headings);

// A citation has several publication types; the one that tells most, in the words JATS uses. Types
// without a row of ours: the first, as "introductory-journal-article".
std::string medline_article_type(const std::vector<std::string>& types);

// "PMC3029499", "pmc-id: PMC3029499;", "PMC3029499 [Available on 01/01/12]"; "" where there is
// none.
std::string pmcid_of(std::string_view text);

// Elements that hold elements only: what is unknown in them is nothing a reader needs.
bool is_medline_container(xml::Tag tag);

}  // namespace lode::ingest
