// What a MEDLINE citation says of other works: the list of references, comments and corrections.
#pragma once

#include <cstdint>
#include <vector>

#include "core/model/article.hpp"
#include "ingest/xml/tree.hpp"

namespace lode::ingest {

// Fills references, relations and what they say of retraction. Both must outlive it.
class MedlineLinks {
 public:
    MedlineLinks(const xml::Tree& tree, Article& article) : m_tree(tree), m_article(article) {}

    // Of a ReferenceList; lists may stand in lists.
    void references(xml::NodeId list);
    // Of a CommentsCorrectionsList.
    void relations(xml::NodeId list);
    // When all lists were read: "Cites" among the corrections is the list of references, as it was
    // written until 2018, where there is no other.
    void finish();

 private:
    const xml::Tree& m_tree;
    Article& m_article;
    std::uint32_t m_cites = 0;
    std::vector<Reference> m_cited;
};

}  // namespace lode::ingest
