// One article's elements and text, kept while the article is read. Compact: nodes are indices into
// one array, text lies in one buffer. A document of many articles is a sequence of trees.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/xml/sax.hpp"
#include "ingest/xml/tags.hpp"

namespace lode::ingest::xml {

using NodeId = std::uint32_t;
constexpr NodeId k_no_node = 0xffffffff;

class Tree {
 public:
    // The memory of a tree of this thread that is gone is taken over: fresh pages for every article
    // cost as much as filling them.
    Tree();
    ~Tree();
    Tree(const Tree&) = delete;
    Tree& operator=(const Tree&) = delete;
    void clear();
    bool empty() const noexcept { return m_nodes.empty(); }
    std::size_t size() const noexcept { return m_nodes.size(); }
    NodeId root() const noexcept { return 0; }

    Tag tag(NodeId node) const { return m_nodes[node].tag; }
    bool is_text(NodeId node) const { return m_nodes[node].tag == Tag::text_node; }
    // Local name for elements; characters for text nodes.
    std::string_view text(NodeId node) const {
        const Node& n = m_nodes[node];
        return m_text.view(n.begin, n.size);
    }
    NodeId parent(NodeId node) const { return m_nodes[node].parent; }
    NodeId first_child(NodeId node) const { return m_nodes[node].first_child; }
    NodeId next(NodeId node) const { return m_nodes[node].next; }
    // Behind the last node below `node`: its subtree is [node, end(node)).
    NodeId end(NodeId node) const {
        for (; node != k_no_node; node = parent(node)) {
            if (next(node) != k_no_node) {
                return next(node);
            }
        }
        return static_cast<NodeId>(m_nodes.size());
    }
    // "" where absent. The local name decides, whatever the prefix.
    std::string_view attribute(NodeId node, std::string_view name) const;

    // The first child element / descendant element of that tag; k_no_node where there is none.
    NodeId child(NodeId node, Tag wanted) const;
    NodeId descendant(NodeId node, Tag wanted) const;
    // All characters below, as they are.
    std::string all_text(NodeId node) const;
    // Characters below that are not white space (code points).
    std::uint64_t characters(NodeId node) const;

    // Building, in document order.
    NodeId open(std::string_view local, const std::vector<Attribute>& attributes) {
        return open(tag_of(local), local, attributes);
    }
    // The same where the caller has looked the tag up.
    NodeId open(Tag tag, std::string_view local, const std::vector<Attribute>& attributes);
    void close();
    void add_text(std::string_view utf8);
    std::size_t depth() const noexcept { return m_open.size(); }

 private:
    struct Node {
        Tag tag = Tag::unknown;
        std::uint16_t attribute_count = 0;
        NodeId parent = k_no_node;
        NodeId first_child = k_no_node;
        NodeId last_child = k_no_node;
        NodeId next = k_no_node;
        std::uint32_t attribute_begin = 0;
        std::uint32_t begin = 0;
        std::uint32_t size = 0;
    };
    struct Stored {
        std::uint32_t name, name_size, value, value_size;
    };
    // Bytes one behind the other, kept until the end.
    class Buffer {
     public:
        std::uint32_t add(std::string_view text) {
            if (m_capacity - m_size < text.size()) {
                grow(text.size());
            }
            std::copy_n(text.data(), text.size(), m_bytes.get() + m_size);
            const auto at = static_cast<std::uint32_t>(m_size);
            m_size += text.size();
            return at;
        }
        std::string_view view(std::size_t begin, std::size_t size) const noexcept {
            return {m_bytes.get() + begin, size};
        }
        std::size_t size() const noexcept { return m_size; }
        std::size_t capacity() const noexcept { return m_capacity; }
        void clear() noexcept { m_size = 0; }

     private:
        void grow(std::size_t more);
        std::unique_ptr<char[]> m_bytes;
        std::size_t m_size = 0;
        std::size_t m_capacity = 0;
    };
    struct Buffers;
    static Buffers& spare();
    NodeId append(Node node);

    struct Name {
        std::uint32_t begin = 0;
        std::uint32_t size = 0;
    };
    std::array<Name, static_cast<std::size_t>(Tag::year_nav) + 1> m_names{};  // by tag
    std::vector<Node> m_nodes;
    std::vector<Stored> m_attributes;
    std::vector<NodeId> m_open;
    Buffer m_text;
};

// Code points that are not XML white space: the unit in which lost and kept text is counted.
std::uint64_t count_characters(std::string_view utf8) noexcept;

}  // namespace lode::ingest::xml
