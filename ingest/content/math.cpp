#include <array>

#include "ingest/content/inline.hpp"

namespace lode::ingest {

using xml::k_no_node;
using xml::NodeId;
using xml::Tag;

namespace {

constexpr std::string_view k_root_sign = "\xe2\x88\x9a";

// Relations and sums get a blank at each side; signs in scripts and in front of a number do not.
bool is_relation(std::string_view op) {
    static constexpr std::array<std::string_view, 22> k_relations = {"=",
                                                                     "<",
                                                                     ">",
                                                                     "\xe2\x89\xa4",
                                                                     "\xe2\x89\xa5",
                                                                     "\xe2\x89\x88",
                                                                     "\xe2\x88\xbc",
                                                                     "\xe2\x89\x83",
                                                                     "\xe2\x89\xa1",
                                                                     "\xe2\x89\xa0",
                                                                     "\xe2\x86\x92",
                                                                     "\xe2\x86\x94",
                                                                     "\xe2\x87\x8c",
                                                                     "\xe2\x87\x92",
                                                                     "\xc3\x97",
                                                                     "\xc2\xb1",
                                                                     "\xe2\x88\x9d",
                                                                     "\xe2\x89\xaa",
                                                                     "\xe2\x89\xab",
                                                                     "\xe2\x88\x88",
                                                                     "\xe2\x89\x85",
                                                                     "\xe2\x89\xb2"};
    for (const auto& relation : k_relations) {
        if (relation == op) {
            return true;
        }
    }
    return false;
}

std::string_view trimmed(std::string_view s) {
    while (!s.empty() && static_cast<unsigned char>(s.front()) <= ' ') {
        s.remove_prefix(1);
    }
    while (!s.empty() && static_cast<unsigned char>(s.back()) <= ' ') {
        s.remove_suffix(1);
    }
    return s;
}

class MathReader {
 public:
    MathReader(const xml::Tree& tree, TextBuilder& out, Accounts& accounts)
        : m_tree(tree), m_out(out), m_accounts(accounts) {}

    void children(NodeId node) {
        for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
            read(c);
        }
    }

    void read(NodeId node) {
        if (structure(node)) {
            // Text has no place between the parts of a structure; where it stands there it is kept.
            for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
                if (m_tree.is_text(c)) {
                    m_out.add(trimmed(m_tree.text(c)));
                }
            }
            return;
        }
        switch (m_tree.tag(node)) {
            case Tag::text_node:
                // Between elements there is only layout; stray text is kept all the same.
                m_out.add(trimmed(m_tree.text(node)));
                return;
            case Tag::mo:
                operation(node);
                return;
            case Tag::mi:
            case Tag::mn:
            case Tag::ms:
                token(node);
                return;
            case Tag::mtext:
                text(node);
                return;
            case Tag::mspace:
                if (!m_out.in_script()) {
                    m_out.space();
                }
                children(node);  // empty where valid
                return;
            case Tag::msqrt:
                m_out.insert(k_root_sign);
                grouped_children(node);
                return;
            case Tag::mphantom:
                m_accounts.drop("phantom", m_tree.characters(node));
                return;
            case Tag::annotation:
                m_accounts.drop("tex-duplicate-of-mathml", m_tree.characters(node));
                return;
            default:
                children(node);
        }
    }

 private:
    // Elements whose children have roles by their position. False: another element.
    bool structure(NodeId node) {
        switch (m_tree.tag(node)) {
            case Tag::msub:
                scripts(node, false, true);
                return true;
            case Tag::msup:
                scripts(node, true, false);
                return true;
            case Tag::msubsup:
                scripts(node, true, true);
                return true;
            case Tag::munder:
            case Tag::mover:
            case Tag::munderover:
                limits(node);
                return true;
            case Tag::mfrac:
                fraction(node);
                return true;
            case Tag::mroot:
                root(node);
                return true;
            case Tag::mfenced:
                fenced(node);
                return true;
            case Tag::mmultiscripts:
                multiscripts(node);
                return true;
            case Tag::mtable:
                table(node);
                return true;
            case Tag::semantics:
                semantics(node);
                return true;
            default:
                return false;
        }
    }

    NodeId element(NodeId c) const {
        while (c != k_no_node && m_tree.is_text(c)) {
            c = m_tree.next(c);
        }
        return c;
    }
    NodeId first(NodeId node) const { return element(m_tree.first_child(node)); }
    NodeId following(NodeId node) const {
        return node == k_no_node ? node : element(m_tree.next(node));
    }

    void token(NodeId node) {
        for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
            if (m_tree.is_text(c)) {
                m_out.add(trimmed(m_tree.text(c)));
            } else {
                read(c);
            }
        }
    }

    void text(NodeId node) {
        for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
            if (m_tree.is_text(c)) {
                m_out.add(m_tree.text(c));
            } else {
                read(c);
            }
        }
    }

    void operation(NodeId node) {
        const std::string all = m_tree.all_text(node);
        const bool spaced = !m_out.in_script() && is_relation(trimmed(all));
        if (spaced) {
            m_out.space();
        }
        token(node);
        if (spaced) {
            m_out.space();
        }
    }

    // One token (a name, a number) needs no brackets.
    bool is_simple(NodeId node) const {
        std::size_t tokens = 0;
        return count_tokens(node, tokens) && tokens <= 1;
    }
    bool count_tokens(NodeId node, std::size_t& tokens) const {
        if (node == k_no_node) {
            return true;
        }
        switch (m_tree.tag(node)) {
            case Tag::mi:
            case Tag::mn:
            case Tag::mtext:
            case Tag::mo:
                return ++tokens <= 1;
            case Tag::msub:
            case Tag::msup:
            case Tag::msubsup:
                return ++tokens <= 1;
            case Tag::mfrac:
                tokens += 2;
                return false;
            default:
                break;
        }
        for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
            if (!count_tokens(c, tokens)) {
                return false;
            }
        }
        return true;
    }

    void grouped(NodeId node) {
        if (node == k_no_node) {
            return;
        }
        const bool simple = is_simple(node);
        m_out.insert(simple ? "" : "(");
        read(node);
        m_out.attach(simple ? "" : ")");
    }

    void grouped_children(NodeId node) {
        const bool simple = is_simple(node);
        m_out.insert(simple ? "" : "(");
        children(node);
        m_out.attach(simple ? "" : ")");
    }

    void below(NodeId node) {
        const std::string all = m_tree.all_text(node);
        const std::string_view content = trimmed(all);
        if (content.empty()) {
            read(node);
            return;
        }
        bool word = content.size() >= 3;
        for (const char c : content) {
            word = word && c >= 'a' && c <= 'z';
        }
        if (word && !m_out.in_script() && !m_out.space_pending() && !m_out.empty()) {
            m_out.insert("_");
        }
        m_out.begin_script(Script::sub);
        read(node);
        m_out.end_script();
    }

    void above(NodeId node) {
        const std::string all = m_tree.all_text(node);
        std::string_view content = trimmed(all);
        if (content.empty()) {
            read(node);
            return;
        }
        bool letters = false;
        for (const char c : content) {
            letters = letters || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        }
        // e^(-x/kT) must not read e-x/kT; a plain power of a unit or name stays cm-1.
        const bool marked =
            !m_out.in_script() && (letters ? content.size() > 1 || m_out.ends_in_number()
                                           : m_out.ends_in_number() && is_exponent(content));
        if (marked) {
            m_out.insert("^");
        }
        m_out.begin_script(Script::sup);
        const bool brackets = marked && letters && !is_simple(node);
        m_out.insert(brackets ? "(" : "");
        read(node);
        m_out.attach(brackets ? ")" : "");
        m_out.end_script();
    }

    void scripts(NodeId node, bool has_sup, bool has_sub) {
        const NodeId base = first(node);
        if (base == k_no_node) {
            return;
        }
        read(base);
        NodeId next = following(base);
        if (has_sub && next != k_no_node) {
            below(next);
            next = following(next);
        }
        if (has_sup && next != k_no_node) {
            above(next);
            next = following(next);
        }
        rest(next);
    }

    // Children beyond what an element may have: invalid, kept.
    void rest(NodeId node) {
        for (; node != k_no_node; node = following(node)) {
            read(node);
        }
    }

    void limits(NodeId node) {
        const NodeId base = first(node);
        if (base == k_no_node) {
            return;
        }
        read(base);
        const bool both = m_tree.tag(node) == Tag::munderover;
        const bool under = m_tree.tag(node) == Tag::munder;
        NodeId next = following(base);
        if (next == k_no_node) {
            return;
        }
        // An accent is one sign over a symbol; anything longer is a limit or a label.
        if (!both && m_tree.characters(next) <= 1) {
            read(next);
        } else {
            m_out.insert(both || under ? "_" : "^");
            grouped(next);
        }
        next = following(next);
        if (both && next != k_no_node) {
            m_out.insert("^");
            grouped(next);
            next = following(next);
        }
        rest(next);
    }

    void fraction(NodeId node) {
        const NodeId top = first(node);
        const NodeId bottom = following(top);
        grouped(top);
        m_out.insert("/");
        grouped(bottom);
        rest(following(bottom));
    }

    void root(NodeId node) {
        const NodeId radicand = first(node);
        const NodeId index = following(radicand);
        if (index != k_no_node) {
            m_out.begin_script(Script::sup);
            read(index);
            m_out.end_script();
        }
        m_out.insert(k_root_sign);
        grouped(radicand);
        rest(following(index));
    }

    void fenced(NodeId node) {
        const std::string_view open = m_tree.attribute(node, "open");
        const std::string_view close = m_tree.attribute(node, "close");
        m_out.insert(open.empty() ? "(" : open);
        bool later = false;
        for (NodeId c = first(node); c != k_no_node; c = following(c)) {
            if (later) {
                m_out.insert(",");
            }
            read(c);
            later = true;
        }
        m_out.attach(close.empty() ? ")" : close);
    }

    // Isotopes and tensors: scripts in front come first, as they are set.
    void multiscripts(NodeId node) {
        const NodeId base = first(node);
        NodeId prescripts = base;
        while (prescripts != k_no_node && m_tree.tag(prescripts) != Tag::mprescripts) {
            prescripts = following(prescripts);
        }
        pairs(prescripts, k_no_node, true);
        if (base != k_no_node && base != prescripts) {
            read(base);
            pairs(following(base), prescripts, false);
        }
    }

    // Pairs of a lower and an upper script from `c` to before `end`. A further mark of prescripts
    // is invalid and separates nothing.
    void pairs(NodeId c, NodeId end, bool mass_first) {
        while (c != end) {
            if (m_tree.tag(c) == Tag::mprescripts) {
                read(c);
                c = following(c);
                continue;
            }
            const NodeId lower = c;
            const NodeId upper = following(c);
            const bool has_upper = upper != end && m_tree.tag(upper) != Tag::mprescripts;
            if (mass_first && has_upper) {
                script(upper, Script::sup);
            }
            script(lower, Script::sub);
            if (!mass_first && has_upper) {
                script(upper, Script::sup);
            }
            c = has_upper ? following(upper) : upper;
        }
    }

    void script(NodeId node, Script script) {
        m_out.begin_script(script);
        read(node);
        m_out.end_script();
    }

    void table(NodeId node) {
        bool later_row = false;
        for (NodeId row = first(node); row != k_no_node; row = following(row)) {
            if (later_row) {
                m_out.insert(";");
                m_out.space();
            }
            later_row = true;
            if (m_tree.tag(row) != Tag::mtr && m_tree.tag(row) != Tag::mlabeledtr) {
                read(row);
                continue;
            }
            for (NodeId c = m_tree.first_child(row); c != k_no_node; c = m_tree.next(c)) {
                if (m_tree.is_text(c)) {
                    read(c);
                }
            }
            bool later_cell = false;
            for (NodeId cell = first(row); cell != k_no_node; cell = following(cell)) {
                if (later_cell) {
                    m_out.space();
                }
                later_cell = true;
                read(cell);
            }
        }
    }

    void semantics(NodeId node) {
        const NodeId shown = first(node);
        if (shown == k_no_node) {
            return;
        }
        read(shown);
        for (NodeId c = following(shown); c != k_no_node; c = following(c)) {
            m_accounts.drop("tex-duplicate-of-mathml", m_tree.characters(c));
        }
    }

    const xml::Tree& m_tree;
    TextBuilder& m_out;
    Accounts& m_accounts;
};

}  // namespace

void read_math(const xml::Tree& tree, NodeId math, TextBuilder& out, Accounts& accounts) {
    MathReader(tree, out, accounts).children(math);
}

}  // namespace lode::ingest
