#include "ingest/content/body.hpp"

#include <map>
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
      m_inline(tree, context, accounts, this) {}

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
            supplement(node);
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

void BodyReader::supplement(NodeId node) {
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
            caption(c, text);
        } else if (tag == Tag::media || tag == Tag::graphic || tag == Tag::link) {
            if (made.href.empty()) {
                made.href = m_tree.attribute(c, "href");
            }
            if (const NodeId own = m_tree.child(c, Tag::caption); own != k_no_node) {
                for (NodeId m = m_tree.first_child(c); m != k_no_node; m = m_tree.next(m)) {
                    if (m == own) {
                        text.space();
                        caption(m, text);
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

std::string BodyReader::label(NodeId node) {
    std::string text = m_inline.text(node).utf8;
    return text;
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
            figure(node);
            return true;
        case Tag::fig_group:
            figure_group(node);
            return true;
        case Tag::table_wrap:
        case Tag::table:
        case Tag::array:
            table_wrap(node);
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
            made.label = label(c);
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

void BodyReader::caption(NodeId node, TextBuilder& out) {
    for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
        out.space();
        m_inline.node(c, out);
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

void BodyReader::figure(NodeId node) {
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
                caption(c, text);
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

void BodyReader::figure_group(NodeId node) {
    const bool own = m_tree.child(node, Tag::caption) != k_no_node ||
                     m_tree.child(node, Tag::label) != k_no_node;
    if (own) {
        figure(node);
        return;
    }
    for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
        m_inline.node(c, *m_paragraph, this);
    }
}

void BodyReader::table_wrap(NodeId node) {
    Table made;
    made.id = m_tree.attribute(node, "id");
    TextBuilder text(m_accounts);
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
                caption(c, text);
                break;
            case Tag::table:
            case Tag::tgroup:
                grids.push_back(c);
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
                for (NodeId f = m_tree.first_child(c); f != k_no_node; f = m_tree.next(f)) {
                    if (m_tree.tag(f) == Tag::fn_group) {
                        for (NodeId g = m_tree.first_child(f); g != k_no_node; g = m_tree.next(g)) {
                            made.footnotes.push_back(m_inline.text(g).utf8);
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
                    made.footnotes.push_back(note.take().utf8);
                }
                break;
            case Tag::table_footnote:
            case Tag::fn:
                made.footnotes.push_back(m_inline.text(c).utf8);
                break;
            default:
                text.space();
                m_inline.node(c, text);
        }
    }
    std::erase(made.footnotes, std::string());
    made.caption = text.take();
    bool first = true;
    for (const NodeId grid : grids) {
        Grid read = read_grid(m_tree, grid, m_inline, m_accounts);
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

void finish_article(Article& article, Accounts& accounts, std::uint64_t characters_given) {
    std::uint64_t booked = accounts.taken;
    for (const auto& [reason, count] : accounts.dropped) {
        booked += count;
    }
    if (booked < characters_given) {
        accounts.drop("unaccounted", characters_given - booked);
    } else {
        accounts.drop("counted-twice", booked - characters_given);
    }
    article.dropped = accounts.dropped;
    std::map<std::string, std::uint32_t, std::less<>> mentions;
    const auto count = [&](const Text& text) {
        for (const auto& link : text.figure_links) {
            ++mentions[link.target];
        }
    };
    for (const auto& abstract : article.abstracts) {
        for (const auto& paragraph : abstract.paragraphs) {
            count(paragraph);
        }
    }
    for (const auto& section : article.sections) {
        for (const auto& paragraph : section.paragraphs) {
            count(paragraph);
        }
    }
    for (auto& figure : article.figures) {
        figure.panels = find_panels(figure.caption.utf8);
        const auto found = mentions.find(figure.id);
        figure.mentions = found == mentions.end() ? 0 : found->second;
    }
}

}  // namespace lode::ingest
