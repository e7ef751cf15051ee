// Lists of cited works, and links to notices of retraction, correction and concern.
#pragma once

#include <string_view>

#include "core/model/article.hpp"
#include "ingest/xml/tree.hpp"

namespace lode::ingest {

// Reads every reference at or below `node` (JATS <ref>, Elsevier <bib-reference>): counts it, and
// keeps what identifies it. Parts with references of their own (sub-articles) are left out.
void read_references(const xml::Tree& tree, xml::NodeId node, Article& article);

// Relation::kind of a link as JATS (related-article-type), Crossref or publishers name it:
// "retraction-forward" is "retracted-by". Where the name says nothing, the type of the article
// does ("retraction"). "related" for the rest.
std::string_view relation_kind(std::string_view link_type, std::string_view article_type);

// The <related-article> elements of JATS below `root`.
void read_related_articles(const xml::Tree& tree, xml::NodeId root, Article& article);

// Notices and parts speak about another article; what they claim is not a finding of their own.
bool speaks_of_another(const Article& article);

}  // namespace lode::ingest
