#include "ingest/content/inline.hpp"

#include <algorithm>
#include <array>

namespace lode::ingest {

using xml::k_no_node;
using xml::NodeId;
using xml::Tag;

namespace {

constexpr std::string_view k_minus = "\xe2\x88\x92";    // U+2212
constexpr std::string_view k_en_dash = "\xe2\x80\x93";  // U+2013

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_small(char c) {
    return c >= 'a' && c <= 'z';
}

std::string_view trimmed(std::string_view s) {
    const auto blank = [](char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; };
    while (!s.empty() && blank(s.front())) {
        s.remove_prefix(1);
    }
    while (!s.empty() && blank(s.back())) {
        s.remove_suffix(1);
    }
    return s;
}

// Takes one minus, hyphen or plus off the front.
bool skip_sign(std::string_view& s) {
    for (const std::string_view sign : {k_minus, k_en_dash, std::string_view("-"),
                                        std::string_view("+"), std::string_view("\xc2\xb1")}) {
        if (s.starts_with(sign)) {
            s.remove_prefix(sign.size());
            return true;
        }
    }
    return false;
}

// "12", "3,4", "5-7", "1,3–5"
bool is_number_list(std::string_view s) {
    std::size_t digits = 0;
    std::size_t run = 0;
    while (!s.empty()) {
        if (is_digit(s.front())) {
            ++digits;
            if (++run > 3) {
                return false;
            }
            s.remove_prefix(1);
        } else if (s.front() == ',' || s.front() == ' ' || s.front() == '-' ||
                   s.starts_with(k_en_dash) || s.starts_with(k_minus)) {
            if (run == 0 && s.front() != ' ') {
                return false;
            }
            run = 0;
            s.remove_prefix(s.front() == ',' || s.front() == ' ' || s.front() == '-' ? 1 : 3);
        } else {
            return false;
        }
    }
    return digits > 0 && run > 0;
}

// A citation above the line follows a word or a closing mark, never a unit or a formula.
bool ends_like_a_word(std::string_view text) {
    if (text.empty()) {
        return false;
    }
    const char last = text.back();
    if (last == '.' || last == ',' || last == ';' || last == ':' || last == ')' || last == '"') {
        return true;
    }
    std::size_t letters = 0;
    while (letters < text.size() && is_small(text[text.size() - 1 - letters])) {
        ++letters;
    }
    return letters >= 4;
}

bool is_ordinal(std::string_view s) {
    return s == "st" || s == "nd" || s == "rd" || s == "th";
}

// Reasons under which the text of an element that is no running text is counted.
std::string_view reason_not_read(Tag tag) {
    switch (tag) {
        case Tag::fn:
        case Tag::footnote:
        case Tag::note:
        case Tag::table_footnote:
            return "footnote";
        case Tag::annotation:
            return "tex-duplicate-of-mathml";
        case Tag::object_id:
        case Tag::alt_text:
        case Tag::long_desc:
            return "alternative-text";
        case Tag::attrib:
        case Tag::source:
            return "attribution";
        case Tag::permissions:
        case Tag::copyright:
            return "permissions";
        case Tag::supplementary_material:
        case Tag::media:
        case Tag::e_component:
            return "supplementary";
        case Tag::index_term:
            return "index-term";
        case Tag::glyph_data:
            return "glyph-data";
        case Tag::ref_list:
        case Tag::bibliography:
        case Tag::further_reading:
            return "reference-list";
        case Tag::processing_meta:
        case Tag::sec_meta:
        case Tag::treatment_meta:
            return "processing-metadata";
        default:
            return {};
    }
}

std::string_view glyph_text(std::string_view name) {
    struct Glyph {
        std::string_view name, text;
    };
    static constexpr std::array<Glyph, 6> k_glyphs = {{{"dbnd", "="},
                                                       {"sbnd", "\xe2\x80\x93"},
                                                       {"tbnd", "\xe2\x89\xa1"},
                                                       {"rad", "\xe2\x80\xa2"},
                                                       {"hbar", "\xe2\x84\x8f"},
                                                       {"fflig", "ff"}}};
    for (const auto& glyph : k_glyphs) {
        if (glyph.name == name) {
            return glyph.text;
        }
    }
    return {};
}

bool cites(std::string_view ref_type) {
    return ref_type == "bibr" || ref_type == "bib" || ref_type == "ref";
}

}  // namespace

bool is_exponent(std::string_view content) {
    std::string_view s = trimmed(content);
    skip_sign(s);
    s = trimmed(s);
    if (s.empty()) {
        return false;
    }
    if (s.size() == 1 && !is_digit(s.front())) {
        static constexpr std::string_view k_letters = "nNxyzkLdm";
        return k_letters.find(s.front()) != std::string_view::npos;
    }
    bool digit = false;
    while (!s.empty()) {
        if (is_digit(s.front())) {
            digit = true;
            s.remove_prefix(1);
        } else if (s.front() == '.' || s.front() == '/' || s.front() == ' ') {
            s.remove_prefix(1);
        } else if (!skip_sign(s) || s.empty()) {
            return false;  // "2+" is a charge
        }
    }
    return digit;
}

InlineContext survey(const xml::Tree& tree, NodeId root) {
    InlineContext context;
    std::size_t above = 0;
    std::size_t on_line = 0;
    // Nodes are stored in document order, so a subtree is a run of the array.
    for (NodeId n = root, end = tree.end(root); n < end; ++n) {
        switch (tree.tag(n)) {
            case Tag::fig:
            case Tag::fig_group:
            case Tag::table_wrap:
            case Tag::table_wrap_group:
            case Tag::figure:
            case Tag::table:
                if (const auto id = tree.attribute(n, "id"); !id.empty()) {
                    context.floats.emplace(id);
                }
                break;
            case Tag::xref:
            case Tag::cross_ref:
            case Tag::cross_refs: {
                const bool elsevier = tree.tag(n) != Tag::xref;
                if (!elsevier && !cites(tree.attribute(n, "ref-type"))) {
                    break;
                }
                if (elsevier && !tree.attribute(n, "refid").starts_with("b")) {
                    break;
                }
                const Tag parent =
                    tree.parent(n) == k_no_node ? Tag::unknown : tree.tag(tree.parent(n));
                const NodeId first = tree.first_child(n);
                const bool sup =
                    parent == Tag::sup || (first != k_no_node && tree.tag(first) == Tag::sup);
                ++(sup ? above : on_line);
                break;
            }
            default:
                break;
        }
    }
    context.superscript_citations = above > on_line;
    return context;
}

void InlineReader::drop(NodeId node, std::string_view reason) const {
    m_accounts.drop(reason, m_tree.characters(node));
}

Text InlineReader::text(NodeId node) const {
    TextBuilder builder(m_accounts);
    children(node, builder);
    return builder.take();
}

Text InlineReader::footnote(NodeId node) const {
    TextBuilder builder(m_accounts);
    for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
        if (m_tree.tag(c) == Tag::label) {
            drop(c, "footnote-mark");
        } else {
            this->node(c, builder);
        }
    }
    return builder.take();
}

void InlineReader::children(NodeId node, TextBuilder& out, BlockSink* sink) const {
    for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
        this->node(c, out, sink);
    }
}

void InlineReader::node(NodeId node, TextBuilder& out, BlockSink* sink) const {
    const Tag tag = m_tree.tag(node);
    switch (tag) {
        case Tag::text_node:
            out.add(m_tree.text(node));
            return;
        case Tag::sup:
            superscript(node, out, sink);
            return;
        case Tag::sub:
        case Tag::inf:
            subscript(node, out, sink);
            return;
        case Tag::xref:
        case Tag::cross_ref:
        case Tag::cross_refs:
            reference(node, out, sink);
            return;
        case Tag::break_:
        case Tag::br:
        case Tag::hr:
        case Tag::hsp:
        case Tag::vsp:
            out.space();
            children(node, out, sink);  // empty where valid
            return;
        case Tag::math:
            read_math(m_tree, node, out, m_accounts);
            return;
        case Tag::tex_math:
            read_tex(m_tree.all_text(node), true, out, m_accounts);
            return;
        case Tag::inline_formula:
        case Tag::disp_formula:
        case Tag::disp_formula_group:
        case Tag::display:
        case Tag::formula:
        case Tag::alternatives:
            formula(node, out, sink);
            return;
        case Tag::fr: {  // old Elsevier fraction
            for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
                if (m_tree.tag(c) == Tag::de) {
                    out.insert("/");
                }
                this->node(c, out, sink);
            }
            return;
        }
        case Tag::rad:
            out.insert("\xe2\x88\x9a");
            children(node, out, sink);
            return;
        case Tag::glyph: {
            const std::string_view glyph = glyph_text(m_tree.attribute(node, "name"));
            out.insert(glyph);
            children(node, out, sink);  // empty where valid
            return;
        }
        case Tag::def:
            out.space();
            out.insert("(");
            children(node, out, sink);
            out.attach(")");
            return;
        case Tag::float_anchor:
        case Tag::graphic:
        case Tag::inline_graphic:
        case Tag::inline_figure:
        case Tag::link:
            drop(node, "alternative-text");
            return;
        default:
            break;
    }
    // A sink may know better (figures, lists); what is left is dropped or read through.
    if (sink != nullptr && sink->block(node)) {
        return;
    }
    if (const std::string_view reason = reason_not_read(tag); !reason.empty()) {
        if (m_apart == nullptr || !m_apart->apart(node)) {
            drop(node, reason);
        }
        return;
    }
    // Blocks where there is no sink (a paragraph in a cell, a list in a caption) stay apart.
    const bool block = tag == Tag::p || tag == Tag::para || tag == Tag::simple_para ||
                       tag == Tag::note_para || tag == Tag::title || tag == Tag::section_title ||
                       tag == Tag::list_item || tag == Tag::label || tag == Tag::td ||
                       tag == Tag::th || tag == Tag::entry || tag == Tag::tr || tag == Tag::row ||
                       tag == Tag::def_term || tag == Tag::def_description || tag == Tag::term ||
                       tag == Tag::caption || tag == Tag::sec || tag == Tag::disp_quote ||
                       tag == Tag::verse_line || tag == Tag::list_;
    if (block) {
        out.space();
    }
    children(node, out, sink);
    if (block) {
        out.space();
    }
}

bool InlineReader::is_citation(NodeId sup, std::string_view content, const TextBuilder& out) const {
    bool linked = false;
    for (NodeId c = m_tree.first_child(sup); c != k_no_node; c = m_tree.next(c)) {
        const Tag tag = m_tree.tag(c);
        if ((tag == Tag::xref && cites(m_tree.attribute(c, "ref-type"))) ||
            ((tag == Tag::cross_ref || tag == Tag::cross_refs) &&
             m_tree.attribute(c, "refid").starts_with("b"))) {
            linked = true;
        }
    }
    if (linked) {
        return true;
    }
    return m_context.superscript_citations && is_number_list(content) && !out.space_pending() &&
           !out.in_script() && ends_like_a_word(out.utf8());
}

void InlineReader::superscript(NodeId node, TextBuilder& out, BlockSink* sink) const {
    const std::string all = m_tree.all_text(node);
    const std::string_view content = trimmed(all);
    if (content.empty()) {
        // Blank or empty: no script, but its blank separates words (and nested graphics are
        // dropped).
        children(node, out, sink);
        return;
    }
    if (is_citation(node, content, out)) {
        // Citations above the line are set as "[12]" behind a blank, so that they never fuse with
        // the word or number before them.
        out.space();
        const bool bracketed = content.front() == '[' || content.front() == '(';
        out.insert(bracketed ? "" : "[");
        // Not within a script: the cross-references inside must not bracket themselves again.
        TextBuilder inner(m_accounts);
        children(node, inner, sink);
        out.insert(inner.take().utf8);
        out.attach(bracketed ? "" : "]");
        return;
    }
    // Degree signs made of a small o, a zero or a ring above the line.
    if (!out.in_script() && (content == "o" || content == "0" || content == "O" ||
                             content == "\xe2\x88\x98" || content == "\xc2\xba")) {
        const NodeId after = m_tree.next(node);
        std::string_view tail = after != k_no_node && m_tree.is_text(after)
                                    ? trimmed(m_tree.text(after))
                                    : std::string_view();
        const bool unit = (tail.starts_with("C") || tail.starts_with("F")) &&
                          (tail.size() == 1 || !is_small(tail[1]));
        const bool ring = content != "0" && content != "O" && content != "o";
        const std::string_view before = out.utf8();
        const bool behind_number = !before.empty() && is_digit(before.back());
        if ((unit && (behind_number || ring)) || (ring && behind_number) ||
            (content == "o" && behind_number)) {
            out.substitute("\xc2\xb0", 1);
            return;
        }
    }
    if (out.ends_in_number() && !out.in_script() && is_exponent(content) && !is_ordinal(content)) {
        out.insert("^");
    }
    out.begin_script(Script::sup);
    children(node, out, sink);
    out.end_script();
}

void InlineReader::subscript(NodeId node, TextBuilder& out, BlockSink* sink) const {
    const std::string all = m_tree.all_text(node);
    const std::string_view content = trimmed(all);
    if (content.empty()) {
        children(node, out, sink);
        return;
    }
    const bool word = content.size() >= 3 && std::all_of(content.begin(), content.end(), is_small);
    if (word && !out.in_script() && !out.space_pending() && !out.empty()) {
        out.insert("_");
    }
    out.begin_script(Script::sub);
    children(node, out, sink);
    out.end_script();
}

void InlineReader::reference(NodeId node, TextBuilder& out, BlockSink* sink) const {
    const bool jats = m_tree.tag(node) == Tag::xref;
    const std::string_view type = m_tree.attribute(node, "ref-type");
    const std::string_view target = m_tree.attribute(node, jats ? "rid" : "refid");
    const NodeId first = m_tree.first_child(node);
    const bool wraps_sup =
        first != k_no_node && m_tree.tag(first) == Tag::sup && m_tree.next(first) == k_no_node;
    const bool citation = jats ? cites(type) : target.starts_with("b");
    if (citation && wraps_sup && !out.in_script()) {
        const std::string all = m_tree.all_text(first);
        const std::string_view content = trimmed(all);
        const bool bracketed = content.empty() || content.front() == '[' || content.front() == '(';
        out.space();
        out.insert(bracketed ? "" : "[");
        children(first, out, sink);
        out.attach(bracketed ? "" : "]");
        return;
    }
    if (type == "fn" || type == "table-fn" || type == "aff" || type == "corresp") {
        drop(node, "footnote-mark");
        return;
    }
    const std::uint32_t begin = out.position();
    children(node, out, sink);
    // Several ids may be listed, separated by blanks.
    for (std::size_t i = 0; i < target.size();) {
        const std::size_t end = std::min(target.find(' ', i), target.size());
        const std::string_view id = target.substr(i, end - i);
        if (type == "fig" || type == "table" || m_context.floats.contains(id)) {
            out.link(begin, id);
        }
        i = end + 1;
    }
}

void InlineReader::formula(NodeId node, TextBuilder& out, BlockSink* sink) const {
    const Tag tag = m_tree.tag(node);
    const bool displayed = tag == Tag::disp_formula || tag == Tag::display ||
                           tag == Tag::disp_formula_group ||
                           (tag == Tag::formula && m_tree.tag(m_tree.parent(node)) == Tag::display);
    const NodeId math = m_tree.descendant(node, Tag::math);
    if (displayed) {
        out.space();
    }
    for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
        const Tag child = m_tree.tag(c);
        if (child == Tag::label) {
            drop(c, "equation-label");
        } else if (child == Tag::tex_math && math != k_no_node) {
            drop(c, "tex-duplicate-of-mathml");
        } else {
            this->node(c, out, sink);
        }
    }
    if (displayed) {
        out.space();
    }
}

}  // namespace lode::ingest
