// The text of TEI documents (P5, and what GROBID makes of it), rewritten for the shared readers.
#pragma once

#include <string>
#include <string_view>

#include "ingest/content/rewrite.hpp"

namespace lode::ingest {

// Targets of a reference without their hash signs: "#b0 #b1" -> "b0 b1".
std::string tei_ids(std::string_view target);

class TeiText : public Rewriter {
 protected:
    TeiText(const xml::Tree& tree, Article& article);

    bool special(NodeId node) override;

 private:
    bool above_is_division(NodeId node) const;
    void division(NodeId node);
    NodeId skip_blank(NodeId node) const;
    void flow(NodeId node);
    void highlighted(NodeId node);
    void link(NodeId node);
    bool is_raised(NodeId node) const;
    void equation(NodeId node);
    void figure(NodeId node);
    void description(NodeId figure, NodeId label);
    void table(NodeId node);
    void row(NodeId node);
    void choice(NodeId node);

    NodeId m_raised = xml::k_no_node;  // the last citation that was set above the line
};

}  // namespace lode::ingest
