#include "ingest/content/floats.hpp"

#include <algorithm>
#include <utility>

#include "ingest/content/grid.hpp"

namespace lode::ingest {

using xml::k_no_node;
using xml::NodeId;
using xml::Tag;

namespace {

bool ends_a_sentence(std::string_view text) {
    return text.empty() || std::string_view(".!?:;,").find(text.back()) != std::string_view::npos;
}

bool is_alphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

}  // namespace

std::string FloatReader::label(NodeId node) {
    return m_inline.text(node).utf8;
}

void FloatReader::caption(NodeId node, TextBuilder& out, const InlineReader& reader) {
    for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
        out.space();
        reader.node(c, out);
        // A heading that ends in no full stop would run into the text behind it.
        if (m_tree.tag(c) == Tag::title && !ends_a_sentence(out.utf8())) {
            for (NodeId n = m_tree.next(c); n != k_no_node; n = m_tree.next(n)) {
                if (m_tree.tag(n) == Tag::p && m_tree.characters(n) > 0) {
                    out.attach(".");
                    break;
                }
            }
        }
    }
}

void FloatReader::figure(NodeId node) {
    // The place in the list is taken now, so that figures stand in document order.
    const std::size_t place = m_article.figures.size();
    m_article.figures.emplace_back();
    Figure made;
    made.id = m_tree.attribute(node, "id");
    TextBuilder text(m_accounts);
    for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
        switch (m_tree.tag(c)) {
            case Tag::label:
                if (made.label.empty()) {
                    made.label = label(c);
                } else {
                    m_inline.drop(c, "repeated-label");
                }
                break;
            case Tag::caption:
            case Tag::legend:
                text.space();
                caption(c, text, m_inline);
                break;
            case Tag::fig:
            case Tag::figure:
            case Tag::subfig:
                figure(c);
                break;
            default:
                text.space();
                m_inline.node(c, text);
        }
    }
    made.caption = text.take();
    m_article.figures[place] = std::move(made);
}

void FloatReader::notes(NodeId foot, std::vector<std::string>& list) {
    for (NodeId f = m_tree.first_child(foot); f != k_no_node; f = m_tree.next(f)) {
        if (m_tree.tag(f) == Tag::fn_group) {
            for (NodeId g = m_tree.first_child(f); g != k_no_node; g = m_tree.next(g)) {
                list.push_back(m_inline.text(g).utf8);
            }
            continue;
        }
        TextBuilder note(m_accounts);
        if (m_tree.is_text(f) || m_tree.tag(f) == Tag::attrib ||
            m_tree.tag(f) == Tag::permissions) {
            m_inline.node(f, note);
        } else {
            m_inline.children(f, note);
        }
        list.push_back(note.take().utf8);
    }
}

// Marks that the notes of the table show: their labels, and what stands above the line in them
// behind no letter or digit.
Marks FloatReader::note_marks(NodeId table) const {
    Marks marks;
    for (NodeId c = m_tree.first_child(table); c != k_no_node; c = m_tree.next(c)) {
        const Tag tag = m_tree.tag(c);
        if (tag != Tag::legend && tag != Tag::table_wrap_foot && tag != Tag::table_footnote &&
            tag != Tag::fn && tag != Tag::fn_group) {
            continue;
        }
        bool inside_word = false;
        for (NodeId n = c, end = m_tree.end(c); n < end; ++n) {
            const Tag what = m_tree.tag(n);
            if (what == Tag::text_node) {
                const std::string_view text = m_tree.text(n);
                inside_word = text.empty() ? inside_word : is_alphanumeric(text.back());
            } else if (what == Tag::label || (what == Tag::sup && !inside_word)) {
                const std::string all = m_tree.all_text(n);
                marks.emplace(trimmed(all));
            } else if (what == Tag::p || what == Tag::fn || what == Tag::note_para) {
                inside_word = false;
            }
        }
    }
    return marks;
}

void FloatReader::table(NodeId node) {
    Table made;
    made.id = m_tree.attribute(node, "id");
    TextBuilder text(m_accounts);
    const Marks marks = note_marks(node);
    const InlineReader reader = m_inline.in_table(marks);
    std::vector<NodeId> grids;
    // An HTML table by itself; Elsevier's <table> wraps a caption and a tgroup, or a picture.
    const bool bare = m_tree.tag(node) != Tag::table_wrap &&
                      m_tree.child(node, Tag::tgroup) == k_no_node &&
                      m_tree.child(node, Tag::caption) == k_no_node &&
                      m_tree.child(node, Tag::label) == k_no_node;
    if (bare) {
        grids.push_back(node);
    }
    for (NodeId c = bare ? k_no_node : m_tree.first_child(node); c != k_no_node;
         c = m_tree.next(c)) {
        switch (m_tree.tag(c)) {
            case Tag::label:
                if (made.label.empty()) {
                    made.label = label(c);
                } else {
                    m_inline.drop(c, "repeated-label");
                }
                break;
            case Tag::caption:
                text.space();
                caption(c, text, reader);
                break;
            case Tag::table:
            case Tag::tgroup:
                grids.push_back(c);
                break;
            case Tag::thead:
            case Tag::tbody:
            case Tag::tfoot:
            case Tag::tr:
            case Tag::row:
                // Rows with no table around them: one grid, which passes over the rest.
                if (m_tree.tag(node) != Tag::table_wrap) {
                    text.space();
                    reader.node(c, text);
                } else if (grids.empty() || grids.back() != node) {
                    grids.push_back(node);
                }
                break;
            case Tag::alternatives: {
                NodeId grid = k_no_node;
                for (NodeId a = m_tree.first_child(c); a != k_no_node; a = m_tree.next(a)) {
                    if (grid == k_no_node && m_tree.tag(a) == Tag::table) {
                        grid = a;
                        grids.push_back(a);
                    } else {
                        m_inline.drop(a, "alternative-text");
                    }
                }
                break;
            }
            case Tag::legend:
            case Tag::table_wrap_foot:
                notes(c, made.footnotes);
                break;
            case Tag::table_footnote:
            case Tag::fn:
                made.footnotes.push_back(m_inline.text(c).utf8);
                break;
            default:
                text.space();
                reader.node(c, text);
        }
    }
    std::erase(made.footnotes, std::string());
    made.caption = text.take();
    bool first = true;
    for (const NodeId grid : grids) {
        Grid read = read_grid(m_tree, grid, reader, m_accounts);
        constexpr const char* k_capped = "table-span-capped";
        auto& repairs = m_article.repairs;
        if (read.capped && std::find(repairs.begin(), repairs.end(), k_capped) == repairs.end()) {
            repairs.emplace_back(k_capped);
        }
        if (first) {
            made.header_rows = read.header_rows;
            made.rows = std::move(read.rows);
            m_article.tables.push_back(std::move(made));
        } else {
            // Further grids of one wrap are tables of their own under the same label.
            Table more;
            more.id = m_article.tables.back().id;
            more.label = m_article.tables.back().label;
            more.header_rows = read.header_rows;
            more.rows = std::move(read.rows);
            m_article.tables.push_back(std::move(more));
        }
        first = false;
    }
    if (first) {
        m_article.tables.push_back(std::move(made));
    }
}

void FloatReader::supplement(NodeId node) {
    Supplement made;
    made.id = m_tree.attribute(node, "id");
    made.href = m_tree.attribute(node, "href");
    TextBuilder text(m_accounts);
    for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
        const Tag tag = m_tree.tag(c);
        if (tag == Tag::label) {
            made.label = label(c);
        } else if (tag == Tag::caption) {
            text.space();
            caption(c, text, m_inline);
        } else if (tag == Tag::media || tag == Tag::graphic || tag == Tag::link) {
            if (made.href.empty()) {
                made.href = m_tree.attribute(c, "href");
            }
            if (const NodeId own = m_tree.child(c, Tag::caption); own != k_no_node) {
                for (NodeId m = m_tree.first_child(c); m != k_no_node; m = m_tree.next(m)) {
                    if (m == own) {
                        text.space();
                        caption(m, text, m_inline);
                    } else if (m_tree.tag(m) == Tag::label && made.label.empty()) {
                        made.label = label(m);
                    } else {
                        m_inline.drop(m, "supplementary");
                    }
                }
            } else {
                m_inline.drop(c, "supplementary");
            }
        } else {
            text.space();
            m_inline.node(c, text);
        }
    }
    made.caption = text.take().utf8;
    if (!made.href.empty() || !made.label.empty() || !made.caption.empty()) {
        m_article.supplements.push_back(std::move(made));
    }
}

}  // namespace lode::ingest
