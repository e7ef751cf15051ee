#include "ingest/content/contributors.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "ingest/content/metadata.hpp"

namespace lode::ingest {

using xml::k_no_node;
using xml::NodeId;
using xml::Tag;

std::string Contributors::affiliation_text(NodeId node) const {
    std::string all;
    for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
        const Tag tag = m_tree.tag(c);
        if (tag == Tag::label || tag == Tag::sup || tag == Tag::email) {
            continue;
        }
        const std::string part = m_tree.all_text(c);
        if (!m_tree.is_text(c) && !all.empty() && all.back() != ' ') {
            const bool joined = all.back() == ',' || part.starts_with(",");
            all += joined ? " " : ", ";
        }
        all += part;
    }
    std::string line = one_line(all);
    while (!line.empty() && (line.back() == ',' || line.back() == ' ' || line.back() == ';')) {
        line.pop_back();
    }
    return line;
}

Contributors::Contributors(const xml::Tree& tree, NodeId meta, Article& article)
    : m_tree(tree), m_article(article) {
    for (NodeId n = meta; n < m_tree.size(); ++n) {
        if (m_tree.tag(n) == Tag::aff) {
            m_affiliations.emplace(std::string(m_tree.attribute(n, "id")), affiliation_text(n));
        } else if (m_tree.tag(n) == Tag::body) {
            break;
        }
    }
}

void Contributors::group(NodeId group) {
    std::vector<std::string> shared;   // affiliations of the group
    std::vector<std::size_t> without;  // people, as places among the authors
    std::vector<std::size_t> teams;
    const std::size_t first = m_article.authors.size();
    for (NodeId c = m_tree.first_child(group); c != k_no_node; c = m_tree.next(c)) {
        if (m_tree.tag(c) == Tag::contrib) {
            const std::size_t before = m_article.authors.size();
            const bool team = author(c);
            if (before == m_article.authors.size()) {
                continue;
            }
            if (m_article.authors.back().affiliations.empty()) {
                (team ? teams : without).push_back(before);
            }
        } else if (m_tree.tag(c) == Tag::aff) {
            shared.push_back(affiliation_text(c));
        }
    }
    if (shared.size() != 1) {
        return;
    }
    // That of somebody else is not that of a team.
    const bool only_teams = teams.size() == m_article.authors.size() - first;
    for (const std::size_t i : only_teams ? teams : without) {
        m_article.authors[i].affiliations = shared;
    }
}

bool Contributors::author(NodeId node) {
    const std::string_view type = m_tree.attribute(node, "contrib-type");
    if (!type.empty() && type.find("auth") == std::string_view::npos && type != "collab") {
        return false;  // editors, reviewers
    }
    Author made;
    NodeId name = m_tree.descendant(node, Tag::name);
    if (name == k_no_node) {
        name = m_tree.descendant(node, Tag::string_name);
    }
    const NodeId collab = m_tree.descendant(node, Tag::collab);
    const bool team = collab != k_no_node && (name == k_no_node || collab < name);
    if (team) {
        // Members are listed inside; the group is the author.
        for (NodeId c = m_tree.first_child(collab); c != k_no_node; c = m_tree.next(c)) {
            if (m_tree.tag(c) != Tag::contrib_group) {
                made.family += m_tree.all_text(c);
            }
        }
        made.family = one_line(made.family);
    } else if (name != k_no_node) {
        made.family = one_line(m_tree.all_text(m_tree.child(name, Tag::surname)));
        made.given = one_line(m_tree.all_text(m_tree.child(name, Tag::given_names)));
        if (made.family.empty() && made.given.empty()) {
            made.family = one_line(m_tree.all_text(name));
        } else if (made.family.empty()) {
            std::swap(made.family, made.given);
        }
    }
    for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
        if (m_tree.tag(c) == Tag::aff) {
            made.affiliations.push_back(affiliation_text(c));
        } else if (m_tree.tag(c) == Tag::xref && m_tree.attribute(c, "ref-type") == "aff") {
            const std::string_view ids = m_tree.attribute(c, "rid");
            for (std::size_t i = 0; i < ids.size();) {
                const std::size_t end = std::min(ids.find(' ', i), ids.size());
                const auto found = m_affiliations.find(ids.substr(i, end - i));
                if (found != m_affiliations.end()) {
                    made.affiliations.push_back(found->second);
                }
                i = end + 1;
            }
        }
    }
    if (!made.family.empty()) {
        m_article.authors.push_back(std::move(made));
    }
    return team;
}

}  // namespace lode::ingest
