#include <algorithm>
#include <map>

#include "ingest/content/metadata.hpp"
#include "ingest/content/rewrite.hpp"
#include "ingest/content/vocabulary.hpp"

namespace lode::ingest::dialects {
const Dialect& wiley();
namespace {

using xml::k_no_node;
using xml::NodeId;
using Act = Rule::Act;

const Rules& rules() {
    static const Rules k_rules = {
        {"appendix", Act::rename, "sec"},
        {"b", Act::rename, "bold"},
        {"bibliography", Act::drop, "reference-list"},
        {"blockFixed", Act::rename, "disp-quote"},
        {"br", Act::rename, "break"},
        {"chemicalStructure", Act::rename, "chem-struct-wrap"},
        {"colspec", Act::rename, "colspec"},
        {"computerCode", Act::rename, "code"},
        {"copyright", Act::drop, "permissions"},
        {"entry", Act::rename, "entry"},
        {"feature", Act::rename, "boxed-text"},
        {"featureFixed", Act::rename, "boxed-text"},
        {"i", Act::rename, "italic"},
        {"indexTerm", Act::drop, "index-term"},
        {"label", Act::rename, "label"},
        {"line", Act::rename, "p"},
        {"list", Act::rename, "list"},
        {"listItem", Act::rename, "list-item"},
        {"listPaired", Act::rename, "list"},
        {"longDesc", Act::drop, "alternative-text"},
        {"mathStatement", Act::rename, "statement"},
        {"mediaResource", Act::drop, "alternative-text"},
        {"note", Act::rename, "fn"},
        {"noteGroup", Act::drop, "footnote"},
        {"p", Act::rename, "p"},
        {"quotation", Act::rename, "disp-quote"},
        {"row", Act::rename, "row"},
        {"section", Act::rename, "sec"},
        {"spanspec", Act::rename, "spanspec"},
        {"sub", Act::rename, "sub"},
        {"sup", Act::rename, "sup"},
        {"tbody", Act::rename, "tbody"},
        {"tfoot", Act::rename, "tfoot"},
        {"tgroup", Act::rename, "tgroup"},
        {"thead", Act::rename, "thead"},
        {"title", Act::rename, "title"},
    };
    return k_rules;
}

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

// "info:doi/10.1002/x" and addresses of resolvers too.
std::string doi_of(std::string_view written) {
    const std::size_t at = written.find("info:doi/");
    return normalise_doi(at == std::string_view::npos ? written : written.substr(at + 9));
}

class ArticleReader : public Rewriter {
 public:
    ArticleReader(const xml::Tree& tree, Article& article) : Rewriter(tree, rules(), article) {}

    void read() {
        const NodeId root = m_tree.root();
        m_article.language = language_code(attribute(root, "lang"));
        for (NodeId n = root; n < m_tree.size(); ++n) {
            if (const auto id = m_tree.is_text(n) ? std::string_view() : attribute(n, "id");
                !id.empty()) {
                m_ids.emplace(id, n);
            }
        }
        const NodeId header = child(root, "header");
        for (const NodeId level : children_of(header, "publicationMeta")) {
            publication(level);
        }
        content(child(header, "contentMeta"));
        for (const NodeId bib : all_below(child(root, "body"), "bib")) {
            reference_of(bib);
        }
        body(child(root, "body"));
        finish();
    }

 private:
    // The series or journal, its issue, and the article are levels of publication.
    void publication(NodeId node) {
        const std::string_view level = attribute(node, "level");
        set(m_article.publisher, line_of(node, "publisherName"));
        for (const NodeId statement : children_of(node, "legalStatement")) {
            for (const NodeId target : all_below(statement, "link")) {
                licence(attribute(target, "href"));
            }
            licence(line(statement));
        }
        if (level == "product") {
            for (const NodeId t : children_of(child(node, "titleGroup"), "title")) {
                if (attribute(t, "type") == "main") {
                    set(m_article.journal, line(t));
                }
            }
        } else if (level == "part") {
            published(iso_date(attribute(child(node, "coverDate"), "startDate")));
        } else if (level == "unit") {
            unit(node);
        }
    }

    void unit(NodeId node) {
        m_article.article_type = std::string(attribute(node, "type"));
        m_article.doi = normalise_doi(line(child(node, "doi")));
        for (const NodeId id : all_below(node, "id")) {
            if (attribute(id, "type") == "unit") {
                set(m_article.local_id, std::string(attribute(id, "value")));
            }
        }
        for (const NodeId event : children_of(child(node, "eventGroup"), "event")) {
            const std::string_view type = attribute(event, "type");
            if (type == "firstOnline" || type.starts_with("published")) {
                published(iso_date(attribute(event, "date")));
            }
        }
        for (const NodeId rights : children_of(node, "copyright")) {
            dated(iso_date(line(rights)).substr(0, 4));
            licence(line(rights));
        }
        for (const NodeId target : all_below(child(node, "linkGroup"), "link")) {
            relation(target);
        }
    }

    // From memory: the types of links to notices. Which of the two is the notice, the type of this
    // article tells.
    void relation(NodeId target) {
        const std::string_view type = attribute(target, "type");
        const bool retraction = contains(type, "etract");
        const bool correction =
            contains(type, "rrat") || contains(type, "orrig") || contains(type, "orrection");
        std::string doi = doi_of(attribute(target, "href"));
        if ((!retraction && !correction) || doi.empty()) {
            return;
        }
        const std::string& own = m_article.article_type;
        const bool notice = contains(own, "etract") || contains(own, "rrat") ||
                            contains(own, "orrig") || contains(own, "orrection");
        m_article.relations.push_back({.kind = retraction ? (notice ? "retracts" : "retracted-by")
                                                          : (notice ? "corrects" : "corrected-by"),
                                       .doi = std::move(doi),
                                       .pmid = {},
                                       .note = std::string(type)});
    }

    void content(NodeId node) {
        bool titled = false;
        for (const NodeId t : children_of(child(node, "titleGroup"), "title")) {
            const std::string_view type = attribute(t, "type");
            if (type == "main" && !titled) {
                title(t);
                titled = true;
            } else if (type == "subtitle") {
                subtitle(t);
            } else if (type == "main") {
                leave_out(t, "translated-title");
            }
        }
        for (const NodeId person : children_of(child(node, "creators"), "creator")) {
            author(person);
        }
        for (const NodeId group : children_of(node, "keywordGroup")) {
            for (const NodeId word : children_of(group, "keyword")) {
                keyword(word);
            }
        }
        for (const NodeId item :
             all_below(child(node, "supportingInformation"), "supportingInfoItem")) {
            supplement(item);
        }
        for (const NodeId a : children_of(child(node, "abstractGroup"), "abstract")) {
            abstract(a, abstract_kind(a));
        }
    }

    std::string abstract_kind(NodeId node) const {
        const std::string_view type = attribute(node, "type");
        const std::string language = language_code(attribute(node, "lang"));
        if (contains(type, "graphical")) {
            return "graphical";
        }
        if (!language.empty() && !m_article.language.empty() && language != m_article.language) {
            return "translated";
        }
        if (type == "short") {
            return below(node, "list") != k_no_node ? "highlights" : "summary";
        }
        return type.empty() ? "main" : std::string(type);
    }

    void author(NodeId node) {
        const std::string_view role = attribute(node, "creatorRole");
        if (!role.empty() && role != "author") {
            return;
        }
        Author made;
        const NodeId person = child(node, "personName");
        made.given = line(child(person, "givenNames"));
        const std::string prefix = line(child(person, "familyNamePrefix"));
        made.family = (prefix.empty() ? "" : prefix + " ") + line(child(person, "familyName"));
        set(made.family, line(child(node, "groupName")));
        set(made.family, line(person));
        if (made.family.empty()) {
            return;
        }
        for (const auto& id : targets(attribute(node, "affiliationRef"))) {
            const NodeId place = target(id);
            std::string where = joined(child(place, "unparsedAffiliation"));
            set(where, joined(place));
            if (!where.empty()) {
                made.affiliations.push_back(std::move(where));
            }
        }
        m_article.authors.push_back(std::move(made));
    }

    void supplement(NodeId item) {
        m_article.supplements.push_back(
            {.id = std::string(attribute(item, "id")),
             .label = line(child(item, "label")),
             .caption = line(child(item, "caption")),
             .href = std::string(attribute(below(item, "mediaResource"), "href"))});
    }

    void reference_of(NodeId bib) {
        Reference made;
        made.id = attribute(bib, "id");
        for (const NodeId id : all_below(bib, "accessionId")) {
            const std::string_view at = attribute(id, "ref");
            set(made.doi, doi_of(at));
            set(made.doi, normalise_doi(line(id)));
            if (at.starts_with("info:pmid/")) {
                set(made.pmid, std::string(at.substr(10)));
            }
        }
        for (const std::string_view what : {"doi", "link", "url", "id"}) {
            for (const NodeId n : all_below(bib, what)) {
                set(made.doi, doi_of(attribute(n, "href")));
                set(made.doi, doi_of(attribute(n, "value")));
                set(made.doi, doi_of(line(n)));
                if (attribute(n, "type") == "pubmed" || attribute(n, "type") == "pmid") {
                    set(made.pmid, std::string(attribute(n, "value")));
                }
            }
        }
        const NodeId year = below(bib, "pubYear");
        made.year = static_cast<std::uint16_t>(year_of(iso_date(attribute(year, "year"), "", "")));
        if (made.year == 0) {
            made.year = static_cast<std::uint16_t>(year_of(iso_date(line(year))));
        }
        cited(std::move(made));
    }

    // ---- links

    // "#a #b" -> a, b
    static std::vector<std::string> targets(std::string_view href) {
        std::vector<std::string> list;
        for (std::size_t i = 0; i < href.size();) {
            const std::size_t end = std::min(href.find(' ', i), href.size());
            if (href[i] == '#' && end > i + 1) {
                list.emplace_back(href.substr(i + 1, end - i - 1));
            }
            i = end + 1;
        }
        return list;
    }

    NodeId target(std::string_view id) const {
        const auto found = m_ids.find(id);
        return found == m_ids.end() ? k_no_node : found->second;
    }

    void link(NodeId node) {
        const auto ids = targets(attribute(node, "href"));
        if (ids.empty()) {
            children(node);
            return;
        }
        std::string list;
        for (const auto& id : ids) {
            list += (list.empty() ? "" : " ") + id;
        }
        const std::string_view what = name(target(ids.front()));
        const bool citation = what == "bib" || what == "citation" ||
                              contains(ids.front(), "-bib-") || contains(ids.front(), "-cit-");
        const bool mark = what == "note" || contains(ids.front(), "-note-");
        const std::string_view type = citation           ? "bibr"
                                      : mark             ? "fn"
                                      : what == "figure" ? "fig"
                                                         : "";
        if (m_tree.characters(node) > 0 || mark) {
            reference(node, type, list);
            return;
        }
        // Numbers of citations, figures and equations are left to the page that is made of it.
        const bool raised = above(node, "sup") != k_no_node;
        open("xref", {{"ref-type", {}, type}, {"rid", {}, list}});
        insert(citation && !raised ? "[" : "");
        bool later = false;
        for (const auto& id : ids) {
            const std::string label = line(child(target(id), "label"));
            insert(later ? "," : "");
            insert(citation || label.empty() ? trailing_number(id) : label);
            later = true;
        }
        insert(citation && !raised ? "]" : "");
        close();
    }

    // ---- content

    bool special(NodeId node) override {
        const std::string_view what = name(node);
        if (what == "link") {
            link(node);
        } else if (what == "displayedItem") {
            // Reactions and texts are displayed like formulas.
            renamed(node, "disp-formula");
        } else if (what == "figure" || what == "figurePart") {
            titled(node, "fig");
        } else if (what == "tabular" || what == "tabularFixed") {
            titled(node, "table-wrap");
        } else if (what == "caption") {
            Rewriter::caption(node);
        } else if (what == "title" && attribute(node, "type").starts_with("short")) {
            drop(node, "other-title");
        } else if (what == "supportingInformation") {
            for (const NodeId item : all_below(node, "supportingInfoItem")) {
                supplement(item);
            }
            drop(node, "supplementary");
        } else {
            return false;
        }
        return true;
    }

    // Figures and tables: title and caption make one caption.
    void titled(NodeId node, std::string_view as) {
        open_like(node, as);
        const NodeId heading = child(node, "title");
        const NodeId group = child(node, "titleGroup");
        const NodeId text = child(node, "caption");
        for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
            const std::string_view what = name(c);
            if (c == heading || c == group) {
                open("caption");
                this->node(c);
                if (text != k_no_node) {
                    paragraph(text);
                }
                close();
            } else if (what == "caption" && (heading != k_no_node || group != k_no_node)) {
                if (c != text) {
                    Rewriter::caption(c);
                }
            } else if (what == "noteGroup") {
                open("table-wrap-foot");
                for (NodeId n = m_tree.first_child(c); n != k_no_node; n = m_tree.next(n)) {
                    name(n) == "note" ? renamed(n, "p") : this->node(n);
                }
                close();
            } else {
                this->node(c);
            }
        }
        close();
    }

    std::map<std::string, NodeId, std::less<>> m_ids;
};

}  // namespace

const Dialect& wiley() {
    static const Vocabulary dialect(
        {"wiley", 2, "Wiley component XML",
         "WileyML 3G, versions 1 and 2 (http://www.wiley.com/namespaces/wiley)", DocumentKind::xml},
        {.root = "component",
         .inner = {"publicationMeta"},
         .name_space = {"wiley.com/namespaces/wiley"}},
        read_with<ArticleReader>);
    return dialect;
}

}  // namespace lode::ingest::dialects
