// What stands beside the text of an XML article: figures, tables and supplements. Every character
// of the elements given to it ends in the Article or in the accounts under a reason.
#pragma once

#include <string>
#include <vector>

#include "core/model/article.hpp"
#include "ingest/content/inline.hpp"

namespace lode::ingest {

class FloatReader {
 public:
    FloatReader(const xml::Tree& tree, const InlineReader& reader, Accounts& accounts,
                Article& article)
        : m_tree(tree), m_inline(reader), m_accounts(accounts), m_article(article) {}

    // Each appends to its list of the article, figures inside figures behind them.
    void figure(xml::NodeId node);
    void table(xml::NodeId node);
    void supplement(xml::NodeId node);

 private:
    std::string label(xml::NodeId node);
    void caption(xml::NodeId node, TextBuilder& out, const InlineReader& reader);
    Marks note_marks(xml::NodeId table) const;
    void notes(xml::NodeId foot, std::vector<std::string>& list);

    const xml::Tree& m_tree;
    const InlineReader& m_inline;
    Accounts& m_accounts;
    Article& m_article;
};

}  // namespace lode::ingest
