// Authors of a JATS article and where they work.
#pragma once

#include <map>
#include <string>

#include "core/model/article.hpp"
#include "ingest/xml/tree.hpp"

namespace lode::ingest {

class Contributors {
 public:
    // `meta` holds the affiliations, at any depth.
    Contributors(const xml::Tree& tree, xml::NodeId meta, Article& article);

    // Appends the authors of one <contrib-group>. The only affiliation of the group is that of all
    // people in it who name none, and of its teams where nobody else is there.
    void group(xml::NodeId group);

 private:
    // Adds the author, if it has a name. True for a team or institution.
    bool author(xml::NodeId node);
    // Text of an affiliation without its label.
    std::string affiliation_text(xml::NodeId node) const;

    const xml::Tree& m_tree;
    Article& m_article;
    std::map<std::string, std::string, std::less<>> m_affiliations;  // texts by id
};

}  // namespace lode::ingest
