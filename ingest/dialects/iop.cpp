#include <algorithm>
#include <map>
#include <set>

#include "ingest/content/metadata.hpp"
#include "ingest/content/rewrite.hpp"
#include "ingest/content/vocabulary.hpp"

namespace lode::ingest::dialects {
const Dialect& iop();
namespace {

using xml::k_no_node;
using xml::NodeId;
using Act = Rule::Act;

const Rules& rules() {
    static const Rules k_rules = {
        {"acknowledgment", Act::rename, "ack"},
        {"biography", Act::rename, "bio"},
        {"colspec", Act::rename, "colspec"},
        {"def-list-item", Act::rename, "def-item"},
        {"definition-list", Act::rename, "def-list"},
        {"entry", Act::rename, "entry"},
        {"footnote", Act::rename, "fn"},
        {"glossary", Act::rename, "glossary"},
        {"heading", Act::rename, "title"},
        {"hspace", Act::rename, "break"},
        {"itemized-list", Act::rename, "list"},
        {"linebreak", Act::rename, "break"},
        {"list-item", Act::rename, "list-item"},
        {"list-text", Act::rename, "def"},
        {"mm-text", Act::drop, "supplementary"},
        {"noteadded", Act::rename, "notes"},
        {"ordered-list", Act::rename, "list"},
        {"p", Act::rename, "p"},
        {"proclaim", Act::rename, "statement"},
        {"queries", Act::drop, "editorial-note"},
        {"query-ref", Act::drop, "editorial-note"},
        {"quote", Act::rename, "disp-quote"},
        {"references", Act::drop, "reference-list"},
        {"row", Act::rename, "row"},
        {"sec-level1", Act::rename, "sec"},
        {"sec-level2", Act::rename, "sec"},
        {"sec-level3", Act::rename, "sec"},
        {"sec-level4", Act::rename, "sec"},
        {"sec-level5", Act::rename, "sec"},
        {"spanspec", Act::rename, "spanspec"},
        {"sub", Act::rename, "sub"},
        {"sup", Act::rename, "sup"},
        {"tbody", Act::rename, "tbody"},
        {"term", Act::rename, "term"},
        {"thead", Act::rename, "thead"},
    };
    return k_rules;
}

class ArticleReader : public Rewriter {
 public:
    ArticleReader(const xml::Tree& tree, Article& article) : Rewriter(tree, rules(), article) {}

    void read() {
        const NodeId root = m_tree.root();
        m_article.local_id = one_line(attribute(root, "artid"));
        for (NodeId n = root; n < m_tree.size(); ++n) {
            if (name(n) == "footnote" && !attribute(n, "id").empty()) {
                m_footnotes.emplace(attribute(n, "id"), n);
            }
        }
        metadata(child(root, "article-metadata"));
        header(child(root, "header"));
        for (NodeId c = m_tree.first_child(root); c != k_no_node; c = m_tree.next(c)) {
            const std::string_view what = name(c);
            if (what == "back") {
                for (const NodeId list : all_below(c, "reference-list")) {
                    references(list);
                }
            }
            if (what == "body" || what == "back" || what == "extra-data") {
                body(c);
            } else if (what == "queries") {
                leave_out(c, "editorial-note");
            }
        }
        finish();
    }

 private:
    void metadata(NodeId node) {
        set(m_article.journal, line_of(node, "jnl-fullname"));
        set(m_article.publisher, line_of(node, "jnl-imprint"));
        dated(iso_date(line_of(node, "year-publication"), "", ""));
        published(iso_date(line_of(node, "coverdate")));
        const NodeId data = child(node, "article-data");
        m_article.article_type = one_line(attribute(child(data, "article-type"), "type"));
        m_article.doi = normalise_doi(line(child(data, "doi")));
        set(m_article.local_id, line(child(data, "arxivppt")));
        const NodeId open = child(data, "open-access");
        licence(attribute(open, "url"));
        licence(line(open));
        licence(attribute(open, "license-type"));
        licence(line(child(data, "copyright")));
        dated(iso_date(line(child(data, "copyright"))).substr(0, 4));
    }

    void header(NodeId node) {
        bool titled = false;
        for (const NodeId t : children_of(child(node, "title-group"), "title")) {
            titled ? leave_out(t, "translated-title") : title(t);
            if (!titled) {
                m_article.language = language_of(t);
            }
            titled = true;
        }
        for (const NodeId t : children_of(child(node, "title-group"), "subtitle")) {
            subtitle(t);
        }
        authors(node);
        published(iso_date(attribute(child(node, "history"), "online")));
        for (const NodeId group : all_below(child(node, "classifications"), "keywords")) {
            for (const NodeId word : children_of(group, "keyword")) {
                keyword(word);
            }
        }
        for (const NodeId a : children_of(child(node, "abstract-group"), "abstract")) {
            const bool foreign = !m_article.language.empty() && !language_of(a).empty() &&
                                 language_of(a) != m_article.language;
            abstract(a, foreign ? "translated" : "main");
        }
    }

    std::string language_of(NodeId node) const {
        const std::string_view word = attribute(node, "lang");
        return word == "english"  ? "en"
               : word == "french" ? "fr"
               : word == "german" ? "de"
                                  : language_code(word);
    }

    void authors(NodeId node) {
        Places places;
        for (const NodeId place : children_of(child(node, "address-group"), "address")) {
            places.emplace(attribute(place, "id"), joined(place));
        }
        const NodeId group = child(node, "author-group");
        for (NodeId c = group == k_no_node ? group : m_tree.first_child(group); c != k_no_node;
             c = m_tree.next(c)) {
            Author made;
            if (name(c) == "author") {
                made.given = line(child(c, "first-names"));
                made.family = line(child(c, "second-name"));
                const std::string suffix = line(child(c, "name-suffix"));
                made.family += (suffix.empty() ? "" : " ") + suffix;
            } else if (name(c) == "collaboration") {
                made.family = line(child(c, "group"));
                set(made.family, line(c));
            }
            if (made.family.empty()) {
                continue;
            }
            for (const std::string_view which : {"address", "second-address", "third-address"}) {
                add_places(made, attribute(c, which), places);
            }
            m_article.authors.push_back(std::move(made));
        }
    }

    // References stand in groups and, where one number has several works, in parts.
    void references(NodeId node) {
        for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
            const std::string_view what = name(c);
            if (what == "ref-group" || what == "multipart") {
                references(c);
                continue;
            }
            if (what != "journal-ref" && what != "book-ref" && what != "conf-ref" &&
                what != "misc-ref") {
                continue;
            }
            Reference made;
            made.id = attribute(c, "id");
            set(made.doi, normalise_doi(line_of(c, "cr_doi")));
            set(made.doi, normalise_doi(attribute(below(c, "extdoi"), "doi")));
            made.year = static_cast<std::uint16_t>(year_of(iso_date(line_of(c, "year"), "", "")));
            cited(std::move(made));
        }
    }

    // ---- content

    bool special(NodeId node) override {
        const std::string_view what = name(node);
        if (what == "cite") {
            link(node, "bibr");
        } else if (what == "figref") {
            link(node, "fig");
        } else if (what == "tabref") {
            link(node, "table");
        } else if (what == "eqnref" || what == "secref" || what == "textref") {
            link(node, "");
        } else if (what == "fnref") {
            reference(node, "fn", attribute(node, "linkend"));
        } else if (what == "figure") {
            open_like(node, "fig");
            numbered(node, "Figure ");
            children(node);
            close();
        } else if (what == "table") {
            table(node);
        } else if (what == "heading" && !attribute(m_tree.parent(node), "label").empty()) {
            label(attribute(m_tree.parent(node), "label"));
            renamed(node, "title");
        } else if (what == "caption") {
            Rewriter::caption(node);
        } else if (what == "inline-eqn" || what == "display-eqn") {
            equation(node, what == "inline-eqn" ? "inline-formula" : "disp-formula");
        } else if (what == "footnotes") {
            // Those of tables have been read with the tables.
            for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
                if (m_taken.insert(c).second) {
                    drop(c, "footnote");
                }
            }
        } else if (what == "mmfile") {
            m_article.supplements.push_back({.id = std::string(attribute(node, "id")),
                                             .label = std::string(attribute(node, "label")),
                                             .caption = line(node),
                                             .href = std::string(attribute(node, "filename"))});
            children(node);
        } else if (what == "appendix") {
            children(node);  // a shell around sections that have the headings
        } else {
            return false;
        }
        return true;
    }

    void link(NodeId node, std::string_view type) {
        const std::string_view target = attribute(node, "linkend");
        open("xref", {{"ref-type", {}, type}, {"rid", {}, target}});
        children(node);
        if (m_tree.characters(node) == 0) {
            insert(trailing_number(target));  // left to the page that is made of it
        }
        close();
    }

    // The number of a float is an attribute of its caption, or part of its id.
    void numbered(NodeId node, std::string_view word) {
        std::string number(attribute(child(node, "caption"), "label"));
        set(number, trailing_number(attribute(node, "id")));
        Rewriter::numbered(word, number);
    }

    void table(NodeId node) {
        open_like(node, "table-wrap");
        if (attribute(node, "type") != "informal" && attribute(node, "type") != "inline") {
            numbered(node, "Table ");
        }
        for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
            name(c) == "tgroup" ? cals_group(c) : this->node(c);
        }
        for (const NodeId mark : all_below(node, "fnref")) {
            const auto note = m_footnotes.find(attribute(mark, "linkend"));
            const bool here = note != m_footnotes.end() &&
                              above(note->second, "footnotes") != k_no_node &&
                              above(note->second, "back") != k_no_node &&
                              attribute(note->second, "source") == "table";
            if (here && m_taken.insert(note->second).second) {
                open("table-wrap-foot");
                renamed(note->second, "p");
                close();
            }
        }
        close();
    }

    // MathML, or the text of the formula in plain markup.
    void equation(NodeId node, std::string_view as) {
        const NodeId math = below(child(node, "mathml"), "math");
        open_like(node, as);
        for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
            const std::string_view what = name(c);
            if (what == "mathml" && math == k_no_node) {
                drop(c, "mathml-as-text");
            } else if (what == "math-text" && math != k_no_node) {
                drop(c, "formula-duplicate");
            } else {
                this->node(c);
            }
        }
        close();
    }

    std::map<std::string, NodeId, std::less<>> m_footnotes;
    std::set<NodeId> m_taken;  // footnotes that are accounted for
};

}  // namespace

const Dialect& iop() {
    static const Vocabulary dialect(
        {"iop", 2, "IOP Publishing article XML", "IOPart XML DTD V1.4 to V1.8", DocumentKind::xml},
        {.root = "article", .inner = {"article-metadata", "jnl-data"}, .system_id = {"iopv1_"}},
        read_with<ArticleReader>);
    return dialect;
}

}  // namespace lode::ingest::dialects
