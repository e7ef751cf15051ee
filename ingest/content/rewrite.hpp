// Articles in a publisher's own vocabulary: rewritten, element by element, into the names that the
// shared readers know (those of JATS), and then read by them. A dialect states its names in a table
// and handles by code what depends on the context; nothing is read a second way.
//
// Every character of an element that is given to a part (title, abstract, body) is counted before
// it is rewritten, so that what a dialect loses on the way shows up as "unaccounted".
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/article.hpp"
#include "ingest/content/language.hpp"
#include "ingest/content/text_builder.hpp"
#include "ingest/xml/tree.hpp"

namespace lode::ingest {

// What becomes of an element, by its local name. Elements without a rule are read through, but for
// tables of HTML (table, thead, tbody, tfoot, tr, th, td), which are tables in every vocabulary.
struct Rule {
    enum class Act : std::uint8_t {
        rename,   // to `word`; id, spans of cells and the like are kept
        through,  // only its content stays, in place
        drop,     // its characters are counted under the reason `word`
    };
    std::string_view theirs;
    Act act = Act::through;
    std::string_view word;
};

class Rules {
 public:
    // Throws Error for a name that stands twice.
    Rules(std::initializer_list<Rule> rules);
    const Rule* find(std::string_view theirs) const noexcept;

 private:
    std::vector<Rule> m_rules;  // by name
};

// "fig12" -> "12", "bib-0007" -> "7"; "" where an id does not end in digits.
std::string trailing_number(std::string_view id);

// One article on its way. Not thread-safe; made for one tree.
class Rewriter {
 public:
    Rewriter(const Rewriter&) = delete;
    Rewriter& operator=(const Rewriter&) = delete;
    virtual ~Rewriter() = default;

 protected:
    using NodeId = xml::NodeId;

    Rewriter(const xml::Tree& tree, const Rules& rules, Article& article);

    // Elements whose meaning depends on where they stand: true where it was dealt with.
    virtual bool special(NodeId node) = 0;

    // Where children() came from: the sibling before the node that special() is asked about, and
    // the one before that. To be read first thing in special().
    NodeId before() const noexcept { return m_before; }
    NodeId before_that() const noexcept { return m_before_that; }

    // The source.
    std::string_view name(NodeId node) const;  // "" for text and k_no_node
    std::string_view parent_name(NodeId node) const { return name(m_tree.parent(node)); }
    std::string_view attribute(NodeId node, std::string_view what) const;
    std::string line(NodeId node) const;  // all characters, white space collapsed
    NodeId child(NodeId node, std::string_view wanted) const;
    NodeId below(NodeId node, std::string_view wanted) const;  // first descendant
    NodeId above(NodeId node, std::string_view wanted) const;  // nearest ancestor
    std::vector<NodeId> children_of(NodeId node, std::string_view wanted) const;
    std::vector<NodeId> all_below(NodeId node, std::string_view wanted) const;
    std::string line_of(NodeId node, std::string_view wanted) const {
        return line(below(node, wanted));
    }
    // Texts of the descendants that hold no elements, joined by ", ": an address.
    std::string joined(NodeId node, std::initializer_list<std::string_view> without = {}) const;

    // Parts of the article, in reading order.
    void title(NodeId node) { part(node, "article-title"); }
    void subtitle(NodeId node) { part(node, "subtitle"); }
    void abstract(NodeId node, std::string_view kind);
    void body(NodeId node) { part(node, "body"); }  // its content
    void keyword(NodeId node);
    // Several elements that make one part: open_body(), element() for each, close().
    void open_body() { open("body"); }
    void element(NodeId node);
    // Books the characters of a node that the dialect then writes by itself.
    void given(NodeId node) { m_given += m_tree.characters(node); }
    // A part that is not read, counted under `reason`.
    void leave_out(NodeId node, std::string_view reason);

    // Writing, within special().
    void children(NodeId node);
    void node(NodeId node);
    void open(std::string_view name, std::initializer_list<xml::Attribute> attributes = {});
    void open_like(NodeId node, std::string_view name);  // with its id and spans
    void close() { m_out.close(); }
    void renamed(NodeId node, std::string_view name);
    void label(std::string_view text);  // of our own, where the file leaves it to the page
    // The label of a float: `kind` ("Figure ") and its number, unless the file has the word
    // already.
    void numbered(std::string_view kind, std::string_view number);
    // A list in which terms and definitions take turns, with nothing around a pair.
    void definitions(NodeId list, std::string_view term, std::string_view definition);
    // Content of a fraction or root: in brackets where it is more than one sign.
    void operand(NodeId node);
    // A tgroup, and behind it the notes that its foot holds as rows or as running text.
    void cals_group(NodeId tgroup);
    // A caption of one paragraph, or of those it holds.
    void caption(NodeId node);
    void paragraph(NodeId node);  // the same without the caption around it
    void drop(NodeId node, std::string_view reason);
    void copy(NodeId node);              // as it is: MathML
    void insert(std::string_view text);  // of our own: no character of the document
    void reference(NodeId node, std::string_view type, std::string_view target);
    void raised_reference(NodeId node, std::string_view target);  // a citation above the line
    // One of several sources of a formula: MathML, else TeX. The rest is dropped by name.
    void formula(std::string_view name, std::string_view id, NodeId label, NodeId math, NodeId tex);

    // Facts.
    using Places = std::map<std::string, std::string, std::less<>>;  // affiliations by id
    static void add_places(Author& author, std::string_view ids, const Places& places);
    void published(const std::string& iso);  // electronic or print
    void dated(const std::string& iso);      // copyright and the like: where nothing else is known
    void licence(std::string_view address_or_statement);
    void cited(Reference reference);
    void set(std::string& field, std::string value) const;  // where it is empty

    // Reads what was written. Once, at the end.
    void finish();

    const xml::Tree& m_tree;
    Article& m_article;

 private:
    void part(NodeId node, std::string_view name);
    void read_parts();
    bool is_html_table(NodeId node) const;

    const Rules& m_rules;
    xml::Tree m_out;
    Accounts m_accounts;
    std::uint64_t m_given = 0;
    NodeId m_before = xml::k_no_node;
    NodeId m_before_that = xml::k_no_node;
    std::string m_published;
    std::string m_dated;
};

}  // namespace lode::ingest
