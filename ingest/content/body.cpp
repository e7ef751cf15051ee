#include "ingest/content/body.hpp"

#include <utility>

namespace lode::ingest {

using xml::k_no_node;
using xml::NodeId;
using xml::Tag;

namespace {

bool ends_a_sentence(std::string_view text) {
    return text.empty() || std::string_view(".!?:;,").find(text.back()) != std::string_view::npos;
}

}  // namespace

BodyReader::BodyReader(const xml::Tree& tree, const InlineContext& context, Accounts& accounts,
                       Article& article)
    : m_tree(tree),
      m_accounts(accounts),
      m_article(article),
      m_inline(tree, context, accounts, this),
      m_floats(tree, m_inline, accounts, article) {}

void BodyReader::content(NodeId node) {
    if (node == k_no_node) {
        return;
    }
    m_given += m_tree.characters(node);
    m_level = 0;
    m_section_open = false;
    flow(node);
}

void BodyReader::element(NodeId node) {
    m_given += m_tree.characters(node);
    m_level = 0;
    m_section_open = false;
    TextBuilder builder(m_accounts);
    m_paragraph = &builder;
    m_inline.node(node, builder, this);
    flush();
    m_paragraph = nullptr;
}

void BodyReader::abstract(NodeId node, std::string kind) {
    m_given += m_tree.characters(node);
    Abstract abstract;
    abstract.kind = std::move(kind);
    m_abstract = &abstract.paragraphs;
    flow(node);
    if (!m_heading.empty()) {  // with nothing behind it
        abstract.paragraphs.push_back({std::exchange(m_heading, {}), {}, {}});
    }
    m_abstract = nullptr;
    if (!abstract.paragraphs.empty()) {
        m_article.abstracts.push_back(std::move(abstract));
    }
}

void BodyReader::emit(Text text) {
    if (text.utf8.empty()) {
        return;
    }
    if (m_abstract != nullptr) {
        m_abstract->push_back(std::move(text));
        return;
    }
    if (!m_section_open) {
        // Text behind a nested section, or outside all sections.
        m_article.sections.push_back(
            {.level = m_level == 0 ? 1 : m_level, .label = {}, .title = {}, .paragraphs = {}});
        m_section_open = true;
    }
    m_article.sections.back().paragraphs.push_back(std::move(text));
}

void BodyReader::flush() {
    if (m_paragraph != nullptr && !m_paragraph->empty()) {
        emit(m_paragraph->take());
    }
}

// Children of `node` as running text, cut into paragraphs by the blocks among them.
void BodyReader::flow(NodeId node) {
    TextBuilder builder(m_accounts);
    TextBuilder* const outer = std::exchange(m_paragraph, &builder);
    const Tag tag = m_tree.tag(node);
    if (!m_heading.empty() && (tag == Tag::p || tag == Tag::simple_para || tag == Tag::para)) {
        builder.insert(std::exchange(m_heading, {}));
        builder.space();
    }
    m_inline.children(node, builder, this);
    flush();
    m_paragraph = outer;
}

// A heading inside an abstract ("Methods") is told from the sentence behind it by a colon.
void BodyReader::abstract_heading(NodeId node) {
    std::string whole = m_tree.all_text(node);
    std::erase_if(whole, [](char c) { return c <= ' ' || c == ':' || c == '.'; });
    if (whole == "Abstract" || whole == "ABSTRACT") {
        m_inline.drop(node, "abstract-heading");
        return;
    }
    std::string text = m_inline.text(node).utf8;
    if (text.empty()) {
        return;
    }
    if (!ends_a_sentence(text)) {
        text += ':';
    }
    m_heading += (m_heading.empty() ? "" : " ") + text;
}

bool BodyReader::apart(NodeId node) {
    switch (m_tree.tag(node)) {
        case Tag::fn:
        case Tag::footnote:
            if (Text note = m_inline.footnote(node); !note.utf8.empty()) {
                m_article.footnotes.push_back(std::move(note));
            }
            return true;
        case Tag::supplementary_material:
        case Tag::e_component:
            m_floats.supplement(node);
            return true;
        default:
            return false;
    }
}

void BodyReader::footnotes(NodeId group) {
    for (NodeId c = m_tree.first_child(group); c != k_no_node; c = m_tree.next(c)) {
        const Tag tag = m_tree.tag(c);
        if (m_tree.is_text(c) || tag == Tag::title || tag == Tag::label) {
            m_inline.drop(c, "footnote-heading");
        } else if (Text note = m_inline.footnote(c); !note.utf8.empty()) {
            m_article.footnotes.push_back(std::move(note));
        }
    }
}

bool BodyReader::block(NodeId node) {
    const Tag tag = m_tree.tag(node);
    switch (tag) {
        case Tag::p:
        case Tag::para:
        case Tag::simple_para:
        case Tag::note_para:
        case Tag::list_:
        case Tag::def_list:
        case Tag::disp_quote:
        case Tag::displayed_quote:
        case Tag::boxed_text:
        case Tag::textbox:
        case Tag::statement:
        case Tag::enunciation:
        case Tag::verse_group:
        case Tag::verse_line:
        case Tag::speech:
        case Tag::preformat:
        case Tag::code:
        case Tag::title:
        case Tag::section_title:
        case Tag::def_term:
        case Tag::def_description:
        case Tag::chem_struct_wrap:
        case Tag::abstract:
        case Tag::subtitle:
            if ((tag == Tag::title || tag == Tag::section_title) && m_abstract != nullptr) {
                const Tag parent = m_tree.tag(m_tree.parent(node));
                if (parent == Tag::abstract || parent == Tag::trans_abstract) {
                    m_inline.drop(node, "abstract-heading");  // "Abstract"
                } else {
                    flush();
                    abstract_heading(node);
                }
                return true;
            }
            flush();
            flow(node);
            return true;
        case Tag::list_item:
            flush();
            list_item(node);
            return true;
        case Tag::def_item:
            flush();
            definition(node);
            return true;
        case Tag::sections:
        case Tag::appendices:
        case Tag::app_group:
        case Tag::floats:
        case Tag::floats_group:
        case Tag::floats_wrap:
        case Tag::body:
        case Tag::back:
        case Tag::tail:
            flush();
            flow(node);
            return true;
        case Tag::sec:
        case Tag::section:
        case Tag::abstract_sec:
        case Tag::app:
        case Tag::taxon_treatment:
            flush();
            section(node, {});
            return true;
        case Tag::ack:
        case Tag::acknowledgment:
            flush();
            section(node, "Acknowledgements");
            return true;
        case Tag::notes:
        case Tag::glossary:
        case Tag::nomenclature:
        case Tag::bio:
        case Tag::biography:
            flush();
            section(node, {});
            return true;
        case Tag::fig:
        case Tag::figure:
            m_floats.figure(node);
            return true;
        case Tag::fig_group:
            figure_group(node);
            return true;
        case Tag::table_wrap:
        case Tag::table:
        case Tag::array:
            m_floats.table(node);
            return true;
        case Tag::table_wrap_group:
        case Tag::table_group:
            for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
                m_inline.node(c, *m_paragraph, this);
            }
            return true;
        case Tag::fn_group:
            footnotes(node);
            return true;
        case Tag::ref_list:
        case Tag::bibliography:
        case Tag::further_reading:
            flush();
            m_inline.drop(node, "reference-list");
            return true;
        case Tag::sub_article:
        case Tag::response:
            m_inline.drop(node, "sub-article");
            return true;
        default:
            return false;
    }
}

void BodyReader::section(NodeId node, std::string_view default_title) {
    if (m_abstract != nullptr) {
        flow(node);
        return;
    }
    const std::uint32_t outer = m_level;
    ++m_level;
    Section made;
    made.level = m_level;
    NodeId title = k_no_node;
    NodeId mark = k_no_node;
    for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
        const Tag tag = m_tree.tag(c);
        if (title == k_no_node && (tag == Tag::title || tag == Tag::section_title)) {
            title = c;
            made.title = m_inline.text(c);
        } else if (mark == k_no_node && tag == Tag::label) {
            mark = c;
            made.label = m_inline.text(c).utf8;
        }
    }
    if (made.title.utf8.empty()) {
        made.title.utf8 = default_title;
    }
    m_article.sections.push_back(std::move(made));
    m_section_open = true;
    TextBuilder builder(m_accounts);
    TextBuilder* const paragraph = std::exchange(m_paragraph, &builder);
    for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
        if (c != title && c != mark) {
            m_inline.node(c, builder, this);
        }
    }
    flush();
    m_paragraph = paragraph;
    m_level = outer;
    m_section_open = false;
}

void BodyReader::list_item(NodeId node) {
    TextBuilder builder(m_accounts);
    TextBuilder* const outer = std::exchange(m_paragraph, &builder);
    for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
        if (m_tree.tag(c) == Tag::label) {
            m_inline.drop(c, "list-label");
        } else {
            m_inline.node(c, builder, this);
        }
    }
    flush();
    m_paragraph = outer;
}

// "term: definition"
void BodyReader::definition(NodeId node) {
    TextBuilder builder(m_accounts);
    for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
        const Tag tag = m_tree.tag(c);
        if (tag == Tag::def) {
            if (!builder.empty()) {
                builder.attach(":");
                builder.space();
            }
            m_inline.children(c, builder);
        } else {
            m_inline.node(c, builder);
        }
    }
    emit(builder.take());
}

void BodyReader::figure_group(NodeId node) {
    const bool own = m_tree.child(node, Tag::caption) != k_no_node ||
                     m_tree.child(node, Tag::label) != k_no_node;
    if (own) {
        m_floats.figure(node);
        return;
    }
    for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
        m_inline.node(c, *m_paragraph, this);
    }
}

}  // namespace lode::ingest
