#include <algorithm>
#include <utility>

#include "ingest/content/metadata.hpp"
#include "ingest/content/rewrite.hpp"
#include "ingest/content/vocabulary.hpp"

namespace lode::ingest::dialects {
const Dialect& nature();
namespace {

using xml::k_no_node;
using xml::NodeId;
using Act = Rule::Act;

const Rules& rules() {
    static const Rules k_rules = {
        {"accesgrp", Act::drop, "accession-list"},
        {"ack", Act::rename, "ack"},
        {"annotations", Act::drop, "annotation-list"},
        {"app", Act::rename, "app"},
        {"aug", Act::drop, "section-authors"},
        {"audecl", Act::rename, "notes"},
        {"author-info", Act::rename, "notes"},
        {"bibl", Act::drop, "reference-list"},
        {"bio", Act::rename, "bio"},
        {"break", Act::rename, "break"},
        {"bx", Act::rename, "boxed-text"},
        {"bxtitle", Act::rename, "title"},
        {"code", Act::rename, "code"},
        {"colspec", Act::rename, "colspec"},
        {"compound", Act::drop, "compound-list"},
        {"credit", Act::drop, "permissions"},
        {"data-citations", Act::drop, "reference-list"},
        {"datafile", Act::drop, "supplementary"},
        {"dateline", Act::rename, "p"},
        {"endnote", Act::rename, "fn"},
        {"entry", Act::rename, "entry"},
        {"f", Act::rename, "inline-formula"},
        {"fd", Act::rename, "disp-formula"},
        {"fn", Act::rename, "fn"},
        {"greeting", Act::rename, "p"},
        {"hspace", Act::rename, "break"},
        {"image-alt", Act::drop, "alternative-text"},
        {"inf", Act::rename, "sub"},
        {"li", Act::rename, "list-item"},
        {"linkgrp", Act::drop, "link-list"},
        {"list", Act::rename, "list"},
        {"listttl", Act::rename, "title"},
        {"newline", Act::rename, "break"},
        {"notes", Act::drop, "footnote"},
        {"online-methods", Act::rename, "sec"},
        {"p", Act::rename, "p"},
        {"pullquote", Act::drop, "pull-quote"},
        {"quote", Act::rename, "disp-quote"},
        {"radix", Act::rename, "sup"},
        {"row", Act::rename, "row"},
        {"sectitle", Act::rename, "title"},
        {"spanspec", Act::rename, "spanspec"},
        {"sub", Act::rename, "sub"},
        {"sup", Act::rename, "sup"},
        {"super", Act::rename, "sup"},
        {"tbody", Act::rename, "tbody"},
        {"thead", Act::rename, "thead"},
        {"title", Act::rename, "title"},
        {"topic", Act::drop, "other-title"},
        {"vita", Act::rename, "bio"},
    };
    return k_rules;
}

class ArticleReader : public Rewriter {
 public:
    ArticleReader(const xml::Tree& tree, Article& article) : Rewriter(tree, rules(), article) {}

    void read() {
        const NodeId root = m_tree.root();
        m_article.local_id = one_line(attribute(root, "id"));
        m_article.language = language_code(attribute(root, "language"));
        for (const std::string_view what : {"pubfm", "suppfm"}) {
            publication(child(root, what));
        }
        front(child(root, "fm"));
        text(child(root, "bdy"));
        if (const NodeId back = child(root, "bm"); back != k_no_node) {
            for (const NodeId bib : all_below(back, "bib")) {
                reference_of(bib);
            }
            body(back);
        }
        finish();
    }

 private:
    std::string date_of(NodeId node) const {
        return node == k_no_node ? std::string()
                                 : iso_date(attribute(node, "year"), attribute(node, "month"),
                                            attribute(node, "day"));
    }

    void publication(NodeId node) {
        if (node == k_no_node) {
            return;
        }
        set(m_article.journal, line_of(node, "jtl"));
        set(m_article.doi, normalise_doi(line(child(node, "doi"))));
        set(m_article.publisher, line_of(child(node, "cpg"), "cpn"));
        set(m_article.article_type, std::string(attribute(child(node, "subcateg"), "id")));
        set(m_article.article_type, std::string(attribute(child(node, "categ"), "id")));
        published(iso_date(line(child(node, "idt"))));
        published(iso_date(line(child(node, "artpubdt"))));
        dated(iso_date(line_of(child(node, "cpg"), "cpy"), "", ""));
        for (const NodeId terms : children_of(node, "licence")) {
            licence(attribute(below(terms, "weblink"), "url"));
            licence(line(terms));
            licence("CC " + std::string(attribute(terms, "model")) + " " +
                    std::string(attribute(terms, "version")));
        }
        for (const NodeId item : all_below(child(node, "suppinfo"), "suppobj")) {
            std::string at(attribute(item, "url"));
            set(at, std::string(attribute(item, "extrefid")));
            m_article.supplements.push_back({.id = {},
                                             .label = line(child(item, "title")),
                                             .caption = line(child(item, "descrip")),
                                             .href = std::move(at)});
        }
        for (const NodeId word : children_of(child(node, "keywordgrp"), "keyword")) {
            keyword(word);
        }
        relations(node);
    }

    void relations(NodeId node) {
        for (const NodeId other : children_of(node, "related-article")) {
            const std::string_view type = attribute(other, "related-article-type");
            const bool corrects = type == "is-correction-to" || type == "is-corrigendum-to" ||
                                  type == "is-erratum-to";
            m_article.relations.push_back({.kind = type == "is-retraction-to" ? "retracts"
                                                   : corrects                 ? "corrects"
                                                                              : "related",
                                           .doi = normalise_doi(attribute(other, "extrefid")),
                                           .pmid = {},
                                           .note = std::string(type)});
        }
        // These links look the same from both ends: the category tells which end this is. The ids
        // of the categories of notices are from memory.
        const std::string& category = m_article.article_type;
        const bool notice = category == "er" || category == "cg" || category == "add" ||
                            category == "ret" || category == "corr" || category == "corrig";
        for (const NodeId other : children_of(node, "errorcor")) {
            const std::string_view type = attribute(other, "type");
            const std::string_view where = attribute(other, "extrefid");
            const std::string doi = normalise_doi(where);
            m_article.relations.push_back(
                {.kind = type == "retraction" ? (notice ? "retracts" : "retracted-by")
                                              : (notice ? "corrects" : "corrected-by"),
                 .doi = doi,
                 .pmid = {},
                 .note = std::string(type) + (doi.empty() ? " " + std::string(where) : "")});
        }
    }

    void front(NodeId node) {
        if (node == k_no_node) {
            return;
        }
        title(child(node, "atl"));
        for (const NodeId group : children_of(node, "aug")) {
            authors(group);
        }
        for (const NodeId date : children_of(child(node, "hst"), "pubdate")) {
            if (attribute(date, "type") != "embargo") {
                published(date_of(date));
            }
        }
        for (const NodeId group : children_of(node, "kwdg")) {
            for (const NodeId word : children_of(group, "kwd")) {
                keyword(word);
            }
        }
        for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
            const std::string_view what = name(c);
            if (what == "abs") {
                abstract(c, "main");
                m_abstract = true;
            } else if (what == "highlts") {
                abstract(c, "highlights");
            } else if (what == "websumm" && attribute(c, "type") == "toc") {
                abstract(c, "teaser");
            } else if (what == "stndfrst" || what == "websumm" || what == "execsumm" ||
                       what == "synopsis" || what == "edsumm") {
                abstract(c, "summary");
            }
        }
    }

    void authors(NodeId group) {
        Places places;
        std::string only;
        for (const std::string_view kind : {"aff", "caff"}) {
            for (const NodeId place : children_of(group, kind)) {
                for (const std::string_view mark : {"oid", "coid"}) {
                    for (const NodeId id : all_below(place, mark)) {
                        places.emplace(attribute(id, "id"), joined(place, {"email"}));
                    }
                }
                only = children_of(group, "aff").size() == 1 && kind == "aff"
                           ? joined(place, {"email"})
                           : only;
            }
        }
        people(group, places, only);
    }

    void people(NodeId group, const Places& places, const std::string& only) {
        for (NodeId c = m_tree.first_child(group); c != k_no_node; c = m_tree.next(c)) {
            const std::string_view what = name(c);
            Author made;
            if (what == "group") {
                made.family = line(child(c, "groupttl"));
                if (!made.family.empty()) {
                    m_article.authors.push_back(std::move(made));
                }
                continue;  // its members are listed inside; the group is the author
            }
            if (what != "au" && what != "cau" && what != "auname") {
                continue;
            }
            made.given = line(child(c, "fnm"));
            set(made.given, line(child(c, "inits")));
            made.family = line(child(c, "snm"));
            const std::string suffix = line(child(c, "suff"));
            made.family += (suffix.empty() || made.family.empty() ? "" : " ") + suffix;
            set(made.family, what == "auname" ? line(c) : std::string());
            if (made.family.empty()) {
                continue;
            }
            for (const NodeId mark : children_of(c, "orf")) {
                add_places(made, attribute(mark, "rid"), places);
            }
            if (made.affiliations.empty() && !only.empty()) {
                made.affiliations.push_back(only);
            }
            m_article.authors.push_back(std::move(made));
        }
    }

    // The bold first paragraph of a letter is its abstract where it has no other.
    void text(NodeId node) {
        if (node == k_no_node) {
            return;
        }
        given(node);
        open_body();
        grouped(node);
        close();
        if (m_first != k_no_node) {
            open("abstract", {{"kind", {}, "main"}});
            children(m_first);
            close();
        }
    }

    void reference_of(NodeId bib) {
        Reference made;
        made.id = attribute(bib, "id");
        set(made.doi, normalise_doi(line_of(bib, "refdoi")));
        made.year = static_cast<std::uint16_t>(year_of(date_of(below(bib, "cd"))));
        if (made.year == 0) {
            made.year = static_cast<std::uint16_t>(year_of(iso_date(line_of(bib, "cd"))));
        }
        cited(std::move(made));
    }

    // ---- content

    // Headings that stand between paragraphs begin sections of their own.
    void grouped(NodeId node) {
        bool inside = false;
        for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
            const std::string_view what = name(c);
            if (what == "fp" && !m_abstract && m_first == k_no_node) {
                m_first = c;
                continue;
            }
            if (inside && (what == "crosshd" || what == "sec" || what == "reply")) {
                close();
                inside = false;
            }
            if (what == "crosshd") {
                open("sec");
                inside = true;
                renamed(c, "title");
            } else {
                this->node(c);
            }
        }
        if (inside) {
            close();
        }
    }

    bool special(NodeId node) override {
        const std::string_view what = name(node);
        if (what == "sec" || what == "corres" || what == "reply" || what == "addendum") {
            open_like(node, "sec");
            grouped(node);
            close();
        } else if (what == "bibr" || what == "bibrinl") {
            citation(node);
        } else if (what == "figr" || what == "schemer" || what == "illorinl") {
            reference(node, "fig", attribute(node, "rid"));
        } else if (what == "tablr") {
            reference(node, "table", attribute(node, "rid"));
        } else if (what == "fnr") {
            reference(node, "fn", attribute(node, "rid"));
        } else if (what == "fig") {
            figure(node, "Figure ");
        } else if (what == "scheme") {
            figure(node, "Scheme ");
        } else if (what == "illus" || what == "image" || what == "infographic" || what == "media") {
            figure(node, "");
        } else if (what == "table") {
            table(node);
        } else if (what == "fn" && m_notes != nullptr) {
            m_notes->push_back(node);  // comes behind the table
        } else if (what == "deflist") {
            definitions(node, "term", "defn");
        } else {
            return mathematics(node);
        }
        return true;
    }

    // Formulas after ISO 12083.
    bool mathematics(NodeId node) {
        const std::string_view what = name(node);
        if (what == "fraction" || what == "radical") {
            for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
                const bool part = name(c) == "num" || name(c) == "den" || name(c) == "radicand";
                if (!part) {
                    this->node(c);
                    continue;
                }
                insert(name(c) == "den" ? "/" : name(c) == "radicand" ? "\xe2\x88\x9a" : "");
                operand(c);
            }
            return true;
        }
        if (what == "fence") {
            const std::string_view left = attribute(node, "lpost");
            const std::string_view right = attribute(node, "rpost");
            insert(left.empty() ? "|" : left);
            children(node);
            insert(right.empty() ? "|" : right);
            return true;
        }
        if (what == "post") {
            const std::string_view sign = attribute(node, "post");
            insert(sign.empty() ? "|" : sign);
            return true;
        }
        if (what == "arraycel") {
            children(node);
            insert(" ");
            return true;
        }
        return false;
    }

    // Most citations are empty: their numbers are made of the ids.
    void citation(NodeId node) {
        const std::string_view target = attribute(node, "rid");
        open("xref", {{"ref-type", {}, "bibr"}, {"rid", {}, target}});
        children(node);
        if (m_tree.characters(node) == 0) {
            std::string number(attribute(node, "number"));
            for (std::size_t i = 0; i < target.size() && attribute(node, "number").empty();) {
                const std::size_t end = std::min(target.find(' ', i), target.size());
                number += (number.empty() ? "" : ",") + trailing_number(target.substr(i, end - i));
                i = end + 1;
            }
            insert(number);
        }
        close();
    }

    void numbered(NodeId node, NodeId heading, std::string_view word) {
        std::string number(attribute(heading, "number"));
        set(number, trailing_number(attribute(node, "id")));
        if (!word.empty()) {
            Rewriter::numbered(word, number);
        }
    }

    void figure(NodeId node, std::string_view word) {
        NodeId heading = child(node, "figtl");
        heading = heading == k_no_node ? child(node, "schemetl") : heading;
        heading = heading == k_no_node ? child(node, "title") : heading;
        const NodeId description = child(node, "caption");
        open_like(node, "fig");
        numbered(node, heading, word);
        if (heading != k_no_node || description != k_no_node) {
            open("caption");
            if (heading != k_no_node) {
                renamed(heading, "title");
            }
            if (description != k_no_node) {
                paragraph(description);
            }
            close();
        }
        for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
            if (c != heading && c != description) {
                name(c) == "figfn" ? caption(c) : this->node(c);
            }
        }
        close();
    }

    void table(NodeId node) {
        std::vector<NodeId> notes;
        std::vector<NodeId>* const outer = std::exchange(m_notes, &notes);
        open_like(node, "table-wrap");
        numbered(node, node, "Table ");
        for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
            const std::string_view what = name(c);
            if (what == "title" || what == "caption") {
                caption(c);
            } else if (what == "tgroup") {
                cals_group(c);
            } else {
                this->node(c);
            }
        }
        m_notes = outer;
        for (const NodeId note : notes) {
            open("table-wrap-foot");
            renamed(note, "p");
            close();
        }
        close();
    }

    std::vector<NodeId>* m_notes = nullptr;  // footnotes of the table that is being read
    bool m_abstract = false;
    NodeId m_first = k_no_node;  // the first paragraph that serves as abstract
};

}  // namespace

const Dialect& nature() {
    static const Vocabulary dialect(
        {"nature", 2, "Nature Publishing Group article XML",
         "NPG XML Article DTD 2.7 (-//NatureAmerica//DTD article//EN), formulas after ISO 12083",
         DocumentKind::xml},
        {.root = "article",
         .inner = {"pubfm", "suppfm", "entity-declarations"},
         .public_id = {"-//NatureAmerica//DTD"},
         .system_id = {"NPG_XML_Article"}},
        read_with<ArticleReader>);
    return dialect;
}

}  // namespace lode::ingest::dialects
