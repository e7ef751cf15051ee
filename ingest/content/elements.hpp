// Small questions about a tree, by element names that have no tag of their own.
#pragma once

#include <string>
#include <string_view>

#include "ingest/xml/tree.hpp"

namespace lode::ingest {

// The text of an element in one line; "" for k_no_node.
std::string element_line(const xml::Tree& tree, xml::NodeId node);

// Is `node` an element of that local name?
bool is_element(const xml::Tree& tree, xml::NodeId node, std::string_view local_name);

// The first child element, or element at any depth, of that local name; k_no_node where there is
// none, and for k_no_node.
xml::NodeId child_named(const xml::Tree& tree, xml::NodeId node, std::string_view local_name);
xml::NodeId descendant_named(const xml::Tree& tree, xml::NodeId node, std::string_view local_name);

}  // namespace lode::ingest
