#include "ingest/content/tei_text.hpp"

#include <algorithm>

namespace lode::ingest {
namespace {

using xml::k_no_node;
using xml::NodeId;
using Act = Rule::Act;

const Rules& rules() {
    static const Rules k_rules = {
        {"ab", Act::rename, "p"},
        {"code", Act::rename, "code"},
        {"eg", Act::rename, "preformat"},
        {"floatingText", Act::rename, "boxed-text"},
        {"fw", Act::drop, "running-header"},
        {"head", Act::rename, "title"},
        {"index", Act::drop, "index-term"},
        {"item", Act::rename, "list-item"},
        {"l", Act::rename, "p"},
        {"label", Act::rename, "label"},
        {"lg", Act::rename, "disp-quote"},
        {"list", Act::rename, "list"},
        {"listBibl", Act::drop, "reference-list"},
        {"p", Act::rename, "p"},
        {"rdg", Act::drop, "alternative-reading"},
        {"titlePage", Act::drop, "title-page"},
    };
    return k_rules;
}

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) > 0x7f;
}

// "12", "3,4", "5–7": what a citation above the line looks like once it has lost its markup.
bool is_bare_number(std::string_view text) {
    return !text.empty() && text.front() >= '0' && text.front() <= '9' &&
           std::none_of(text.begin(), text.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == ']' || c == ')';
           });
}

// "Figure 1.", "TABLE II", "3": the name of a float and nothing else. It ends in its number.
bool is_float_name(std::string_view text) {
    std::size_t words = 0;
    bool inside = false;
    bool digits = false;  // the last word has a digit
    bool roman = false;   // the last word is a Roman number
    for (const char c : text) {
        if (c == ' ' || c == '.' || c == ':' || c == '|') {
            inside = false;
            continue;
        }
        const bool is_roman = std::string_view("IVXLC").find(c) != std::string_view::npos;
        const bool is_digit = c >= '0' && c <= '9';
        words += inside ? 0 : 1;
        digits = is_digit || (inside && digits);
        roman = is_roman && (!inside || roman);
        inside = true;
    }
    return (digits || roman) && words <= 2 && text.size() <= 24;
}

}  // namespace

// "#b0 #b1" -> "b0 b1"
std::string tei_ids(std::string_view target) {
    std::string out;
    std::copy_if(target.begin(), target.end(), std::back_inserter(out),
                 [](char c) { return c != '#'; });
    return out;
}

TeiText::TeiText(const xml::Tree& tree, Article& article) : Rewriter(tree, rules(), article) {}

bool TeiText::special(NodeId node) {
    const std::string_view what = name(node);
    if (what == "div" || (what.size() == 4 && what.starts_with("div"))) {
        division(node);
    } else if (what == "body" || what == "back" || what == "front") {
        flow(m_tree.first_child(node));
    } else if (what == "head" && above_is_division(node) && !attribute(node, "n").empty()) {
        label(attribute(node, "n"));
        renamed(node, "title");
    } else if (what == "s") {
        children(node);
        insert(" ");  // sentences may follow each other without a blank
    } else if (what == "hi" || what == "emph") {
        highlighted(node);
    } else if (what == "ref") {
        link(node);
    } else if (what == "formula") {
        equation(node);
    } else if (what == "figure") {
        figure(node);
    } else if (what == "table") {
        table(node);
    } else if (what == "note") {
        const bool inline_note = attribute(node, "place") == "inline";
        inline_note ? children(node) : renamed(node, "fn");
    } else if (what == "lb") {
        // A break within a word says so.
        attribute(node, "break") == "no" ? children(node) : renamed(node, "break");
    } else if (what == "list" && attribute(node, "type") == "gloss") {
        definitions(node, "label", "item");
    } else if (what == "choice") {
        choice(node);
    } else if (what == "quote") {
        const std::string_view outer = parent_name(node);
        outer == "p" || outer == "s" ? children(node) : renamed(node, "disp-quote");
    } else {
        return false;
    }
    return true;
}

bool TeiText::above_is_division(NodeId node) const {
    return parent_name(node).starts_with("div");
}

void TeiText::division(NodeId node) {
    const std::string_view type = attribute(node, "type");
    const bool thanks = contains(type, "acknowledg");
    bool shell = true;  // holds divisions only
    for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
        shell = shell && (m_tree.is_text(c) ? m_tree.characters(c) == 0
                                            : name(c).starts_with("div") || name(c) == "listBibl");
    }
    if (thanks && below(node, "head") == k_no_node) {
        open_like(node, "ack");
        for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
            name(c).starts_with("div") ? flow(m_tree.first_child(c)) : this->node(c);
        }
        close();
    } else if (shell) {
        children(node);
    } else {
        open_like(node, "sec");
        flow(m_tree.first_child(node));
        close();
    }
}

Rewriter::NodeId TeiText::skip_blank(NodeId node) const {
    while (node != k_no_node && m_tree.is_text(node) && m_tree.characters(node) == 0) {
        node = m_tree.next(node);
    }
    return node;
}

// A displayed formula ends a paragraph in these files; here it belongs to the paragraph before
// it, which goes on behind it where the next one begins with a small letter.
void TeiText::flow(NodeId node) {
    while (node != k_no_node) {
        if (name(node) != "p") {
            this->node(node);
            node = m_tree.next(node);
            continue;
        }
        open_like(node, "p");
        children(node);
        NodeId next = skip_blank(m_tree.next(node));
        while (name(next) == "formula") {
            this->node(next);
            next = skip_blank(m_tree.next(next));
            const std::string begin = name(next) == "p" ? line(next) : std::string();
            if (!begin.empty() && begin.front() >= 'a' && begin.front() <= 'z') {
                children(next);
                next = skip_blank(m_tree.next(next));
            }
        }
        close();
        node = next;
    }
}

void TeiText::highlighted(NodeId node) {
    std::string how(attribute(node, "rend"));
    how += attribute(node, "rendition");
    how += attribute(node, "style");
    if (contains(how, "sup")) {
        renamed(node, "sup");
    } else if (contains(how, "sub")) {
        renamed(node, "sub");
    } else {
        children(node);
    }
}

void TeiText::link(NodeId node) {
    const bool raised = is_raised(node);
    const std::string_view type = attribute(node, "type");
    const std::string target = tei_ids(attribute(node, "target"));
    if (type == "bibr") {
        if (raised) {
            m_raised = node;
            raised_reference(node, target);
        } else {
            reference(node, "bibr", target);
        }
    } else if (type == "foot" || type == "noteAnchor") {
        reference(node, "fn", target);
    } else if (type == "figure" || type == "table") {
        reference(node, type == "figure" ? "fig" : "table", target);
    } else if (attribute(node, "target").starts_with("#")) {
        reference(node, "", target);
    } else {
        children(node);
    }
}

// Text out of a page has lost what stood above the line: a bare number that touches the word
// before it was there.
bool TeiText::is_raised(NodeId node) const {
    if (before() == k_no_node || !m_tree.is_text(before()) || !is_bare_number(line(node))) {
        return false;
    }
    const std::string_view text = m_tree.text(before());
    if (is_letter(text.back())) {
        return true;
    }
    if (text.size() > 1 && std::string_view(".,;:)").find(text.back()) != std::string_view::npos) {
        return is_letter(text[text.size() - 2]);
    }
    // The next one of a list whose first one was raised.
    return text == "," && m_raised != k_no_node && m_raised == before_that();
}

void TeiText::equation(NodeId node) {
    const std::string_view outer = parent_name(node);
    const bool inside = outer == "p" || outer == "s" || outer == "cell" || outer == "head" ||
                        outer == "hi" || outer == "title" || outer == "item";
    const NodeId math = below(node, "math");
    const std::string_view notation = attribute(node, "notation");
    const std::string_view ours = inside ? "inline-formula" : "disp-formula";
    if (math == k_no_node && (contains(notation, "TeX") || contains(notation, "tex"))) {
        formula(ours, attribute(node, "id"), k_no_node, k_no_node, node);
        return;
    }
    renamed(node, ours);
}

void TeiText::figure(NodeId node) {
    const bool tabular = attribute(node, "type") == "table" ||
                         (child(node, "table") != k_no_node && children_of(node, "figure").empty());
    const NodeId heading = child(node, "head");
    const NodeId number = child(node, "label");
    open_like(node, tabular ? "table-wrap" : "fig");
    const bool headed = heading != k_no_node && is_float_name(line(heading));
    bool described = false;
    for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
        if (c == heading && headed) {
            renamed(c, "label");
        } else if (c == number) {
            // GROBID gives the number once more: "Figure 1" and "1".
            headed ? drop(c, "repeated-label") : renamed(c, "label");
        } else if (name(c) == "head" || name(c) == "figDesc") {
            if (!described) {
                description(node, headed ? heading : k_no_node);
            }
            described = true;
        } else if (name(c) == "note" && tabular) {
            open("table-wrap-foot");
            renamed(c, "p");
            close();
        } else {
            this->node(c);
        }
    }
    close();
}

// Headings and descriptions of a figure make one caption.
void TeiText::description(NodeId figure, NodeId label) {
    open("caption");
    for (NodeId c = m_tree.first_child(figure); c != k_no_node; c = m_tree.next(c)) {
        if (name(c) == "head" && c != label) {
            renamed(c, "title");
        } else if (name(c) == "figDesc") {
            paragraph(c);
        }
    }
    close();
}

void TeiText::table(NodeId node) {
    const bool alone = parent_name(node) != "figure";
    if (alone) {
        open_like(node, "table-wrap");
    }
    for (const NodeId heading : children_of(node, "head")) {
        open("caption");
        renamed(heading, "title");
        close();
    }
    for (const NodeId note : children_of(node, "note")) {
        open("table-wrap-foot");
        renamed(note, "p");
        close();
    }
    open("table");
    for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
        if (name(c) == "row") {
            row(c);
        } else if (name(c) != "head" && name(c) != "note") {
            this->node(c);
        }
    }
    close();
    if (alone) {
        close();
    }
}

void TeiText::row(NodeId node) {
    open("tr");
    for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
        if (name(c) == "cell") {
            const bool heads =
                attribute(node, "role") == "label" || attribute(c, "role") == "label";
            open(heads ? "th" : "td",
                 {{"colspan", {}, attribute(c, "cols")}, {"rowspan", {}, attribute(c, "rows")}});
            children(c);
            close();
        } else {
            this->node(c);
        }
    }
    close();
}

// Two readings of one place: the corrected, the regular, the short one is taken.
void TeiText::choice(NodeId node) {
    const bool corrected = child(node, "corr") != k_no_node;
    const bool regular = child(node, "reg") != k_no_node;
    const bool brief = child(node, "abbr") != k_no_node;
    const auto dropped = [&](NodeId c) {
        const std::string_view what = name(c);
        return (what == "sic" && corrected) || (what == "orig" && regular) ||
               (what == "expan" && brief);
    };
    for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
        dropped(c) ? drop(c, "alternative-reading") : this->node(c);
    }
}

}  // namespace lode::ingest
