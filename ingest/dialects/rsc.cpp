#include <algorithm>
#include <map>
#include <utility>

#include "ingest/content/metadata.hpp"
#include "ingest/content/rewrite.hpp"
#include "ingest/content/vocabulary.hpp"

namespace lode::ingest::dialects {
const Dialect& rsc();
namespace {

using xml::k_no_node;
using xml::NodeId;
using Act = Rule::Act;

const Rules& rules() {
    static const Rules k_rules = {
        {"above", Act::rename, "sup"},
        {"authgrp", Act::drop, "section-authors"},
        {"below", Act::rename, "sub"},
        {"biblist", Act::drop, "reference-list"},
        {"box", Act::rename, "boxed-text"},
        {"colspec", Act::rename, "colspec"},
        {"compoundgrp", Act::drop, "compound-list"},
        {"dd", Act::rename, "def"},
        {"def", Act::rename, "def-item"},
        {"deflist", Act::rename, "def-list"},
        {"editnote", Act::drop, "editorial-note"},
        {"entry", Act::rename, "entry"},
        {"equation", Act::rename, "disp-formula"},
        {"footnote", Act::rename, "fn"},
        {"head", Act::rename, "title"},
        {"inf", Act::rename, "sub"},
        {"item", Act::rename, "list-item"},
        {"list", Act::rename, "list"},
        {"news-article", Act::rename, "sec"},
        {"news-item", Act::rename, "sec"},
        {"news-section", Act::rename, "sec"},
        {"no", Act::rename, "label"},
        {"note", Act::rename, "fn"},
        {"p", Act::rename, "p"},
        {"row", Act::rename, "row"},
        {"section", Act::rename, "sec"},
        {"spanspec", Act::rename, "spanspec"},
        {"subsect1", Act::rename, "sec"},
        {"subsect2", Act::rename, "sec"},
        {"subsect3", Act::rename, "sec"},
        {"subsect4", Act::rename, "sec"},
        {"subsect5", Act::rename, "sec"},
        {"subsect6", Act::rename, "sec"},
        {"subtitle", Act::rename, "p"},
        {"sup", Act::rename, "sup"},
        {"suppinf", Act::drop, "supplementary"},
        {"tbody", Act::rename, "tbody"},
        {"term", Act::rename, "term"},
        {"thead", Act::rename, "thead"},
        {"title", Act::rename, "title"},
        {"ueqn", Act::rename, "disp-formula"},
    };
    return k_rules;
}

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

struct Float {
    std::string_view element, reference, label;
};
constexpr Float k_figures[] = {{"figure", "figref", "Fig. "},
                               {"scheme", "schemref", "Scheme "},
                               {"plate", "plateref", "Plate "},
                               {"chart", "chartref", "Chart "}};

class ArticleReader : public Rewriter {
 public:
    ArticleReader(const xml::Tree& tree, Article& article) : Rewriter(tree, rules(), article) {}

    void read() {
        const NodeId root = m_tree.root();
        m_article.article_type = one_line(attribute(root, "type"));
        m_article.language = language_code(attribute(root, "lang"));
        for (NodeId c = m_tree.first_child(root); c != k_no_node; c = m_tree.next(c)) {
            const std::string_view what = name(c);
            if (what == "art-admin") {
                set(m_article.doi, normalise_doi(line(child(c, "doi"))));
                set(m_article.local_id, line(child(c, "ms-id")));
            } else if (what == "published") {
                publication(c);
            } else if (what == "art-links") {
                for (const NodeId more : children_of(c, "suppinf")) {
                    m_article.supplements.push_back(
                        {.id = {},
                         .label = {},
                         .caption = line(more),
                         .href = std::string(attribute(below(more, "link"), "doc"))});
                }
            } else if (what == "art-front") {
                front(c);
            } else if (what == "art-body" || what == "appmat") {
                body(c);
            } else if (what == "art-back") {
                for (const NodeId list : children_of(c, "biblist")) {
                    references(list);
                }
                body(c);
            }
        }
        finish();
    }

 private:
    std::string date_in(NodeId node) const {
        return iso_date(line(child(node, "year")), line(child(node, "month")),
                        line(child(node, "day")));
    }

    // One for the web, one for print.
    void publication(NodeId node) {
        const NodeId journal = child(node, "journalref");
        for (const NodeId t : children_of(journal, "title")) {
            if (attribute(t, "type") != "abbreviated") {
                set(m_article.journal, line(t));
            }
        }
        set(m_article.publisher, joined(below(child(journal, "publisher"), "orgname")));
        licence(line(child(journal, "cpyrt")));
        published(date_in(child(child(node, "pubfront"), "date")));
        dated(date_in(child(child(node, "volumeref"), "date")));
        for (const std::string_view spelling : {"licence", "license"}) {
            licence(line_of(node, spelling));
        }
    }

    void front(NodeId node) {
        bool titled = false;
        for (const NodeId t : children_of(child(node, "titlegrp"), "title")) {
            titled ? subtitle(t) : title(t);
            titled = true;
        }
        authors(child(node, "authgrp"));
        for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
            if (name(c) == "abstract") {
                abstract(c, "main");
            } else if (name(c) == "art-toc-entry") {
                // The text beside the picture in the table of contents.
                abstract(child(c, "ictext"), "graphical");
            } else if (name(c) == "keyword") {
                keyword(c);
            }
        }
    }

    void authors(NodeId group) {
        Places places;
        for (const NodeId place : children_of(group, "aff")) {
            places.emplace(attribute(place, "id"),
                           joined(place, {"phone", "fax", "email", "url", "link"}));
        }
        for (const NodeId c : children_of(group, "author")) {
            const NodeId of = below(c, "persname");
            Author made;
            made.given = line(child(of, "fname"));
            made.family = line(child(of, "surname"));
            if (made.family.empty()) {
                continue;
            }
            add_places(made, attribute(c, "aff"), places);
            m_article.authors.push_back(std::move(made));
        }
    }

    // Groups may hold groups: "1a", "1b".
    void references(NodeId list) {
        for (const NodeId group : children_of(list, "citgroup")) {
            if (!children_of(group, "citgroup").empty()) {
                references(group);
                continue;
            }
            Reference made;
            made.id = attribute(group, "id");
            set(made.doi, normalise_doi(line_of(group, "doi")));
            for (const NodeId link : all_below(group, "link")) {
                const std::string_view type = attribute(link, "type");
                if (contains(type, "doi") || contains(type, "DOI")) {
                    set(made.doi, normalise_doi(line(link)));
                } else if (contains(type, "pubmed") || contains(type, "PubMed")) {
                    set(made.pmid, line(link));
                }
            }
            made.year =
                static_cast<std::uint16_t>(year_of(iso_date(line_of(group, "year"), "", "")));
            cited(std::move(made));
        }
    }

    // ---- content

    bool special(NodeId node) override {
        const std::string_view what = name(node);
        for (const auto& kind : k_figures) {
            if (what == kind.element) {
                figure(node, kind.label);
                return true;
            }
            if (what == kind.reference) {
                reference(node, "fig", attribute(node, "idrefs"));
                return true;
            }
        }
        if (what == "citref") {
            citation(node);
        } else if (what == "tableref") {
            reference(node, "table", attribute(node, "idrefs"));
        } else if (what == "fnoteref" || what == "affref") {
            reference(node, "fn", attribute(node, "idrefs"));
        } else if (what == "table-entry" || what == "table") {
            table(node);
        } else if (what == "footnote" && m_notes != nullptr) {
            m_notes->push_back(node);  // comes behind the table
        } else if (what == "fraction") {
            fraction(node);
        } else if (what == "stack") {
            // Set one above the other; formulas read from below.
            for (const NodeId lower : children_of(node, "below")) {
                this->node(lower);
            }
            for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
                if (name(c) != "below") {
                    this->node(c);
                }
            }
        } else if (what == "eqntext") {
            const bool inside = parent_name(node) == "equation" || parent_name(node) == "ueqn";
            const bool displayed = attribute(node, "display") == "displayed";
            inside ? children(node) : renamed(node, displayed ? "disp-formula" : "inline-formula");
        } else if (what == "appendix") {
            child(node, "no") == k_no_node ? children(node) : renamed(node, "app");
        } else if (what == "ack") {
            open_like(node, "ack");
            if (const auto heading = attribute(node, "title"); !heading.empty()) {
                open("title");
                insert(heading);
                close();
            }
            children(node);
            close();
        } else {
            return false;
        }
        return true;
    }

    // Citations stand above the line where nothing else is said.
    void citation(NodeId node) {
        const std::string text = line(node);
        const bool number = !text.empty() && text.front() >= '0' && text.front() <= '9';
        const bool raised =
            number && attribute(node, "position") != "baseline" && above(node, "sup") == k_no_node;
        raised ? raised_reference(node, attribute(node, "idrefs"))
               : reference(node, "bibr", attribute(node, "idrefs"));
    }

    // Labels of floats are made of their ids: "fig2" is shown as "Fig. 2".
    void numbered(NodeId node, std::string_view word) {
        Rewriter::numbered(word, trailing_number(attribute(node, "id")));
    }

    void figure(NodeId node, std::string_view word) {
        open_like(node, "fig");
        numbered(node, word);
        for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
            name(c) == "title" ? caption(c) : this->node(c);
        }
        close();
    }

    void table(NodeId node) {
        std::vector<NodeId> notes;
        std::vector<NodeId>* const outer = std::exchange(m_notes, &notes);
        open_like(node, "table-wrap");
        if (name(node) == "table-entry") {
            numbered(node, "Table ");
        }
        table_parts(node);
        m_notes = outer;
        for (const NodeId note : notes) {
            open("table-wrap-foot");
            renamed(note, "p");
            close();
        }
        close();
    }

    void table_parts(NodeId node) {
        for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
            const std::string_view what = name(c);
            if (what == "title" || what == "subtitle") {
                caption(c);
            } else if (what == "table") {
                table_parts(c);
            } else if (what == "tgroup") {
                cals_group(c);  // its foot is laid out in rows; their texts are notes
            } else {
                this->node(c);
            }
        }
    }

    // (a+b)/c
    void fraction(NodeId node) {
        for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
            if (name(c) != "numer" && name(c) != "denom") {
                this->node(c);
                continue;
            }
            insert(name(c) == "denom" ? "/" : "");
            operand(c);
        }
    }

    std::vector<NodeId>* m_notes = nullptr;  // footnotes of the table that is being read
};

}  // namespace

const Dialect& rsc() {
    static const Vocabulary dialect(
        {"rsc", 2, "Royal Society of Chemistry article XML",
         "RSC Primary Article DTD 3.6 (-//RSC//DTD RSC Primary Article DTD 3.6//EN)",
         DocumentKind::xml},
        {.root = "article",
         .inner = {"art-admin", "art-front"},
         .public_id = {"-//RSC//DTD"},
         .system_id = {"rscart"},
         .name_space = {"rsc.org/schema/rscart"}},
        read_with<ArticleReader>);
    return dialect;
}

}  // namespace lode::ingest::dialects
