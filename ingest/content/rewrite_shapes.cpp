// Rewriter: references, formulas, captions, lists and tables as the shared readers expect them.
#include "ingest/content/rewrite.hpp"

namespace lode::ingest {

using xml::k_no_node;

void Rewriter::reference(NodeId node, std::string_view type, std::string_view target) {
    open("xref", {{"ref-type", {}, type}, {"rid", {}, target}});
    children(node);
    close();
}

void Rewriter::raised_reference(NodeId node, std::string_view target) {
    open("xref", {{"ref-type", {}, "bibr"}, {"rid", {}, target}});
    open("sup");
    children(node);
    close();
    close();
}

void Rewriter::formula(std::string_view name, std::string_view id, NodeId label, NodeId math,
                       NodeId tex) {
    open(name, {{"id", {}, id}});
    if (label != k_no_node) {
        renamed(label, "label");
    }
    if (math != k_no_node) {
        copy(math);
        if (tex != k_no_node) {
            drop(tex, "tex-duplicate-of-mathml");
        }
    } else if (tex != k_no_node) {
        open("tex-math");
        m_out.add_text(m_tree.all_text(tex));
        close();
    }
    close();
}

void Rewriter::definitions(NodeId list, std::string_view term, std::string_view definition) {
    open("def-list");
    bool item = false;
    for (NodeId c = m_tree.first_child(list); c != k_no_node; c = m_tree.next(c)) {
        if (name(c) == term) {
            if (item) {
                close();
            }
            open("def-item");
            item = true;
            renamed(c, "term");
        } else if (name(c) == definition) {
            renamed(c, item ? "def" : "p");
        } else {
            node(c);
        }
    }
    if (item) {
        close();
    }
    close();
}

void Rewriter::operand(NodeId node) {
    const std::string text = line(node);
    const bool group = text.find_first_of(" +-=/") != std::string::npos ||
                       text.find("\xe2\x88\x92") != std::string::npos;
    insert(group ? "(" : "");
    children(node);
    insert(group ? ")" : "");
}

void Rewriter::label(std::string_view text) {
    open("label");
    insert(text);
    close();
}

void Rewriter::numbered(std::string_view kind, std::string_view number) {
    if (number.empty()) {
        return;
    }
    const auto is_small = [](char c) { return c >= 'a' && c <= 'z'; };
    const char first = number.front();
    // "Figure 1", "Fig. S2", "figure 3"; not "12", "A1", "IV", "a".
    const bool worded = number.size() > 1 && ((first >= 'A' && first <= 'Z') || is_small(first)) &&
                        is_small(number[1]);
    label(worded ? std::string(number) : std::string(kind) + std::string(number));
}

void Rewriter::cals_group(NodeId tgroup) {
    open_like(tgroup, "tgroup");
    for (NodeId c = m_tree.first_child(tgroup); c != k_no_node; c = m_tree.next(c)) {
        if (name(c) != "tfoot") {
            node(c);
        }
    }
    close();
    for (const NodeId foot : children_of(tgroup, "tfoot")) {
        const auto rows = children_of(foot, "row");
        if (rows.empty()) {
            open("table-wrap-foot");
            paragraph(foot);
            close();
            continue;
        }
        open("table-wrap-foot");
        for (NodeId r = m_tree.first_child(foot); r != k_no_node; r = m_tree.next(r)) {
            if (name(r) != "row") {
                node(r);
                continue;
            }
            open("p");
            for (NodeId e = m_tree.first_child(r); e != k_no_node; e = m_tree.next(e)) {
                m_tree.is_text(e) ? node(e) : children(e);
                insert(" ");
            }
            close();
        }
        close();
    }
}

void Rewriter::caption(NodeId node) {
    open("caption");
    paragraph(node);
    close();
}

void Rewriter::paragraph(NodeId node) {
    bool blocks = false;
    for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
        const Rule* rule = m_rules.find(name(c));
        blocks = blocks || (rule != nullptr && (rule->word == "p" || rule->word == "title"));
    }
    if (blocks) {
        children(node);
        return;
    }
    open("p");
    children(node);
    close();
}

}  // namespace lode::ingest
