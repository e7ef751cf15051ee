#include "ingest/content/elements.hpp"

#include "ingest/content/metadata.hpp"

namespace lode::ingest {

using xml::k_no_node;
using xml::NodeId;

std::string element_line(const xml::Tree& tree, NodeId node) {
    const NodeId only = node == k_no_node ? node : tree.first_child(node);
    if (only != k_no_node && tree.is_text(only) && tree.next(only) == k_no_node) {
        return one_line(tree.text(only));
    }
    return one_line(tree.all_text(node));
}

bool is_element(const xml::Tree& tree, NodeId node, std::string_view local_name) {
    return !tree.is_text(node) && tree.text(node) == local_name;
}

NodeId child_named(const xml::Tree& tree, NodeId node, std::string_view local_name) {
    if (node == k_no_node) {
        return k_no_node;
    }
    for (NodeId c = tree.first_child(node); c != k_no_node; c = tree.next(c)) {
        if (is_element(tree, c, local_name)) {
            return c;
        }
    }
    return k_no_node;
}

NodeId descendant_named(const xml::Tree& tree, NodeId node, std::string_view local_name) {
    if (node == k_no_node) {
        return k_no_node;
    }
    for (NodeId c = tree.first_child(node); c != k_no_node; c = tree.next(c)) {
        if (is_element(tree, c, local_name)) {
            return c;
        }
        if (!tree.is_text(c)) {
            if (const NodeId below = descendant_named(tree, c, local_name); below != k_no_node) {
                return below;
            }
        }
    }
    return k_no_node;
}

}  // namespace lode::ingest
