#include "ingest/content/inline.hpp"

#include <algorithm>
#include <array>

#include "ingest/content/above_line.hpp"
#include "ingest/content/element_words.hpp"

namespace lode::ingest {

using xml::k_no_node;
using xml::NodeId;
using xml::Tag;

namespace {

constexpr std::string_view k_formula_without_text = "[formula]";

bool is_small(char c) {
    return c >= 'a' && c <= 'z';
}

// Elements that change the look of text, or link it, and do not end it.
bool is_face(Tag tag) {
    switch (tag) {
        case Tag::unknown:
        case Tag::italic:
        case Tag::bold:
        case Tag::sup:
        case Tag::sc:
        case Tag::underline:
        case Tag::named_content:
        case Tag::styled_content:
        case Tag::xref:
        case Tag::cross_ref:
        case Tag::cross_refs:
            return true;
        default:
            return false;
    }
}

// "10^-" whose digits follow.
bool ends_in_open_power(std::string_view text) {
    text = text.substr(text.size() - std::min<std::size_t>(text.size(), 4));
    const std::size_t at = text.rfind('^');
    return at != std::string_view::npos && is_sign(text.substr(at + 1));
}

bool cites(std::string_view ref_type) {
    return ref_type == "bibr" || ref_type == "bib" || ref_type == "ref";
}

}  // namespace

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
            case Tag::fn:
            case Tag::footnote:
            case Tag::table_footnote:
                if (const auto id = tree.attribute(n, "id"); !id.empty()) {
                    context.notes.emplace(id);
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
    context.citations = above > on_line ? CitationStyle::above_line
                        : on_line > 0   ? CitationStyle::on_line
                                        : CitationStyle::unknown;
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
            text_node(node, out);
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

// Citations above the line are set as "[12]" behind a blank, so that they never fuse with the word
// or number before them.
void InlineReader::text_node(NodeId node, TextBuilder& out) const {
    std::string_view text = m_tree.text(node);
    for (RaisedDigits run = find_raised_digits(text); run.size > 0;
         run = find_raised_digits(text)) {
        out.add(text.substr(0, run.begin));
        const std::string_view raised = text.substr(run.begin, run.size);
        text.remove_prefix(run.begin + run.size);
        Surroundings around = surroundings(node, out);
        if (!text.empty()) {
            around.after = text;
            around.before_formula = false;
        }
        if (!out.in_script() && is_unlinked_citation(run.digits, around)) {
            out.space();
            out.insert("[");
            out.substitute(run.digits, xml::count_characters(raised));
            out.attach("]");
        } else {
            out.add(raised);
        }
    }
    out.add(text);
}

bool InlineReader::holds_citation(NodeId sup) const {
    for (NodeId c = m_tree.first_child(sup); c != k_no_node; c = m_tree.next(c)) {
        const Tag tag = m_tree.tag(c);
        if ((tag == Tag::xref && cites(m_tree.attribute(c, "ref-type"))) ||
            ((tag == Tag::cross_ref || tag == Tag::cross_refs) &&
             m_tree.attribute(c, "refid").starts_with("b"))) {
            return true;
        }
    }
    return false;
}

bool InlineReader::is_slanted(NodeId node) const {
    const auto slants = [this](NodeId n) {
        const std::string_view name = m_tree.text(n);
        return name == "italic" || name == "i" || name == "it" || name == "em";
    };
    const NodeId parent = m_tree.parent(node);
    if (parent == k_no_node || slants(parent)) {
        return parent != k_no_node;
    }
    // The node before is the last one below the sibling before.
    NodeId last = node - 1;
    while (last != parent && m_tree.parent(last) != parent) {
        last = m_tree.parent(last);
    }
    return last != parent && !m_tree.is_text(last) && slants(last);
}

// Letters and signs that begin a note of the table. Numbers may be powers: they are left to what
// tells citations. A mark alone stands for a value.
bool InlineReader::is_note_mark(std::string_view content, const Surroundings& around) const {
    if (around.before.empty() && trimmed(around.after).empty()) {
        return false;
    }
    const auto marks = marks_in(content);
    return !marks.empty() && std::all_of(marks.begin(), marks.end(), [this](const auto& mark) {
        return m_marks->contains(mark);
    });
}

// What follows in the same block, if it follows soon: elements without text do not count.
Surroundings InlineReader::surroundings(NodeId node, const TextBuilder& out) const {
    Surroundings around;
    around.before = out.utf8();
    around.blank_before = out.space_pending();
    around.behind_script = out.ends_in_script();
    around.slanted = is_slanted(node);
    around.style = m_context.citations;
    constexpr NodeId k_farthest = 16;
    const NodeId next = m_tree.end(node);
    const NodeId end = std::min(static_cast<NodeId>(m_tree.size()), next + k_farthest);
    for (NodeId n = next; n < end; ++n) {
        if (m_tree.is_text(n)) {
            if (!m_tree.text(n).empty()) {
                around.after = m_tree.text(n);
                break;
            }
            continue;
        }
        const Tag tag = m_tree.tag(n);
        if (tag == Tag::sub || tag == Tag::inf || tag == Tag::math || tag == Tag::inline_formula) {
            around.before_formula = true;
            break;
        }
        if (!is_face(tag)) {
            break;  // a block, a figure: the text ends here, as far as this goes
        }
    }
    return around;
}

// Is it a power of the number before it, with what the next pieces hold of it?
bool InlineReader::is_power(NodeId node, std::string_view content, const TextBuilder& out,
                            const Surroundings& around) const {
    std::string whole(content);
    if (is_sign(content)) {
        NodeId n = m_tree.next(node);
        if (n != k_no_node && m_tree.is_text(n) && m_tree.characters(n) == 0) {
            n = m_tree.next(n);
        }
        if (n == k_no_node || m_tree.tag(n) != Tag::sup) {
            return false;
        }
        whole += trimmed(m_tree.all_text(n));
    }
    if (!is_exponent(whole) || is_ordinal(content)) {
        return false;
    }
    if (!out.space_pending()) {
        return out.ends_in_number();
    }
    // Set apart by a blank, only ten takes a power: "25 13C" is an isotope.
    const bool isotope =
        !around.after.empty() && around.after.front() >= 'A' && around.after.front() <= 'Z';
    return !around.behind_script && !isotope && ends_in_ten(out.utf8());
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
    const Surroundings around = surroundings(node, out);
    // Behind a word in a table, a number is the mark of a note even if links are on the line.
    Surroundings loose = around;
    loose.style =
        m_marks != nullptr && m_marks->contains(content) ? CitationStyle::above_line : around.style;
    if (holds_citation(node) || (!out.in_script() && is_unlinked_citation(content, loose))) {
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
    if (m_marks != nullptr && !out.in_script()) {
        if (is_note_mark(content, around)) {
            drop(node, "footnote-mark");
            return;
        }
        // Its note stands elsewhere, or it compares values ("ab"): not part of the number.
        if (looks_like_mark(content, around)) {
            out.space();
        }
    }
    if (!out.in_script() && is_degree(content, around)) {
        out.substitute("\xc2\xb0", 1);
        return;
    }
    if (!out.in_script() && is_power(node, content, out, around)) {
        out.join();
        out.insert("^");
        out.join();
    } else if (ends_in_open_power(out.utf8())) {
        out.join();  // the digits of the sign before
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
    if (type == "fn" || type == "table-fn" || type == "aff" || type == "corresp" ||
        (!citation && m_context.notes.contains(target))) {
        drop(node, "footnote-mark");
        return;
    }
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

// Does it hold MathML or TeX, even if nothing is left of that?
bool InlineReader::has_source(NodeId formula) const {
    for (const Tag source : {Tag::math, Tag::tex_math}) {
        const NodeId found = m_tree.descendant(formula, source);
        if (found != k_no_node && m_tree.characters(found) > 0) {
            return true;
        }
    }
    return false;
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
    const std::uint64_t taken = m_accounts.taken;
    const std::uint32_t begin = out.position();
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
    // A picture, as a rule. Groups and displays have formulas inside that say so themselves.
    const bool single =
        tag == Tag::inline_formula || tag == Tag::disp_formula || tag == Tag::formula;
    if (single && m_accounts.taken == taken && out.position() == begin && !has_source(node)) {
        out.insert(k_formula_without_text);
    }
    if (displayed) {
        out.space();
    }
}

}  // namespace lode::ingest
