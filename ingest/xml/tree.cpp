#include "ingest/xml/tree.hpp"

#include <algorithm>
#include <utility>

#include "core/base/error.hpp"

namespace lode::ingest::xml {

namespace {

// Larger trees give their memory back.
constexpr std::size_t k_kept_bytes = std::size_t{16} << 20;

}  // namespace

struct Tree::Buffers {
    std::vector<Node> nodes;
    std::vector<Stored> attributes;
    Buffer text;
};

Tree::Buffers& Tree::spare() {
    thread_local Buffers buffers;
    return buffers;
}

Tree::Tree() {
    Buffers& buffers = spare();
    m_nodes.swap(buffers.nodes);
    m_attributes.swap(buffers.attributes);
    std::swap(m_text, buffers.text);
    clear();
}

Tree::~Tree() {
    const std::size_t bytes = m_nodes.capacity() * sizeof(Node) +
                              m_attributes.capacity() * sizeof(Stored) + m_text.capacity();
    if (bytes <= k_kept_bytes) {
        Buffers& buffers = spare();
        m_nodes.swap(buffers.nodes);
        m_attributes.swap(buffers.attributes);
        std::swap(m_text, buffers.text);
    }
}

void Tree::clear() {
    m_nodes.clear();
    m_attributes.clear();
    m_open.clear();
    m_text.clear();
    m_names.fill({});
}

void Tree::Buffer::grow(std::size_t more) {
    // Documents are limited to 256 MB (xml::Limits), so offsets fit.
    if (m_size + more > 0xffffffffULL) {
        throw Error("an article with more than 4 GB of text");
    }
    const std::size_t capacity = std::max({m_size + more, 2 * m_capacity, std::size_t{4096}});
    auto bytes = std::make_unique_for_overwrite<char[]>(capacity);
    std::copy_n(m_bytes.get(), m_size, bytes.get());
    m_bytes = std::move(bytes);
    m_capacity = capacity;
}

NodeId Tree::append(Node node) {
    const auto id = static_cast<NodeId>(m_nodes.size());
    node.parent = m_open.empty() ? k_no_node : m_open.back();
    if (!m_open.empty()) {
        Node& above = m_nodes[m_open.back()];
        if (above.last_child == k_no_node) {
            above.first_child = id;
        } else {
            m_nodes[above.last_child].next = id;
        }
        above.last_child = id;
    }
    m_nodes.push_back(node);
    return id;
}

NodeId Tree::open(Tag tag, std::string_view local, const std::vector<Attribute>& attributes) {
    Node node;
    node.tag = tag;
    // The names of known elements are kept once.
    const auto known = static_cast<std::size_t>(node.tag);
    if (node.tag != Tag::unknown && m_names[known].size != 0) {
        node.begin = m_names[known].begin;
        node.size = m_names[known].size;
    } else {
        node.begin = m_text.add(local);
        node.size = static_cast<std::uint32_t>(local.size());
        m_names[known] = {node.begin, node.size};
    }
    node.attribute_begin = static_cast<std::uint32_t>(m_attributes.size());
    node.attribute_count =
        static_cast<std::uint16_t>(std::min<std::size_t>(attributes.size(), 0xffff));
    for (std::size_t i = 0; i < node.attribute_count; ++i) {
        const Attribute& a = attributes[i];
        Stored stored{};
        stored.name = m_text.add(a.name);
        stored.name_size = static_cast<std::uint32_t>(a.name.size());
        stored.value = m_text.add(a.value);
        stored.value_size = static_cast<std::uint32_t>(a.value.size());
        m_attributes.push_back(stored);
    }
    const NodeId id = append(node);
    m_open.push_back(id);
    return id;
}

void Tree::close() {
    if (!m_open.empty()) {
        m_open.pop_back();
    }
}

void Tree::add_text(std::string_view utf8) {
    if (m_open.empty() || utf8.empty()) {
        return;
    }
    // The parser hands text over in pieces: one node as long as no element comes between.
    const NodeId last = m_nodes[m_open.back()].last_child;
    if (last != k_no_node && m_nodes[last].tag == Tag::text_node &&
        m_nodes[last].begin + m_nodes[last].size == m_text.size()) {
        m_text.add(utf8);
        m_nodes[last].size += static_cast<std::uint32_t>(utf8.size());
        return;
    }
    Node node;
    node.tag = Tag::text_node;
    node.begin = m_text.add(utf8);
    node.size = static_cast<std::uint32_t>(utf8.size());
    append(node);
}

std::string_view Tree::attribute(NodeId node, std::string_view name) const {
    const Node& n = m_nodes[node];
    for (std::size_t i = n.attribute_begin; i < n.attribute_begin + n.attribute_count; ++i) {
        const Stored& a = m_attributes[i];
        if (m_text.view(a.name, a.name_size) == name) {
            return m_text.view(a.value, a.value_size);
        }
    }
    return {};
}

NodeId Tree::child(NodeId node, Tag wanted) const {
    if (node == k_no_node) {
        return k_no_node;
    }
    for (NodeId c = first_child(node); c != k_no_node; c = next(c)) {
        if (tag(c) == wanted) {
            return c;
        }
    }
    return k_no_node;
}

NodeId Tree::descendant(NodeId node, Tag wanted) const {
    if (node == k_no_node) {
        return k_no_node;
    }
    for (NodeId c = first_child(node); c != k_no_node; c = next(c)) {
        if (tag(c) == wanted) {
            return c;
        }
        if (const NodeId below = descendant(c, wanted); below != k_no_node) {
            return below;
        }
    }
    return k_no_node;
}

std::string Tree::all_text(NodeId node) const {
    if (node == k_no_node) {
        return {};
    }
    if (is_text(node)) {
        return std::string(text(node));
    }
    std::string all;
    for (NodeId c = first_child(node); c != k_no_node; c = next(c)) {
        if (is_text(c)) {
            all += text(c);
        } else {
            all += all_text(c);
        }
    }
    return all;
}

std::uint64_t Tree::characters(NodeId node) const {
    // Nodes are stored in document order: what is below ends where the next one beside or above it
    // begins.
    NodeId above = node;
    while (above != k_no_node && next(above) == k_no_node) {
        above = parent(above);
    }
    const NodeId end = above == k_no_node ? static_cast<NodeId>(m_nodes.size()) : next(above);
    std::uint64_t count = 0;
    for (NodeId n = node; n < end; ++n) {
        if (is_text(n)) {
            count += count_characters(text(n));
        }
    }
    return count;
}

std::uint64_t count_characters(std::string_view utf8) noexcept {
    std::uint64_t count = 0;
    while (!utf8.empty()) {
        // Counted in bytes, so that the compiler may take as many lanes as a register has bytes.
        const std::string_view block = utf8.substr(0, 255);
        std::uint8_t here = 0;
        for (const char c : block) {
            const auto byte = static_cast<signed char>(c);
            // Continuation bytes are -128..-65, lead bytes of several -64..-1.
            here =
                static_cast<std::uint8_t>(here + (static_cast<unsigned>(byte > 0x20) |
                                                  static_cast<unsigned>(byte < 0 && byte > -65)));
        }
        count += here;
        utf8.remove_prefix(block.size());
    }
    return count;
}

}  // namespace lode::ingest::xml
