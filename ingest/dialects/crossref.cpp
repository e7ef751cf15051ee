#include <algorithm>
#include <array>

#include "ingest/content/body.hpp"
#include "ingest/content/elements.hpp"
#include "ingest/content/finish_article.hpp"
#include "ingest/content/language.hpp"
#include "ingest/content/markup_text.hpp"
#include "ingest/content/metadata.hpp"
#include "ingest/content/xml_articles.hpp"

namespace lode::ingest::dialects {
const Dialect& crossref();
namespace {

using xml::k_no_node;
using xml::NodeId;
using xml::Tag;

// Elements that describe one work, and how we call it.
struct WorkName {
    std::string_view element, type;
};
constexpr std::array<WorkName, 13> k_works = {{
    {"journal_article", "journal-article"},
    {"conference_paper", "proceedings-article"},
    {"content_item", "book-chapter"},
    {"posted_content", "posted-content"},
    {"dissertation", "dissertation"},
    {"peer_review", "peer-review"},
    {"dataset", "dataset"},
    {"report-paper_metadata", "report"},
    {"report-paper_series_metadata", "report"},
    {"standard_metadata", "standard"},
    {"book_metadata", "book"},
    {"book_series_metadata", "book"},
    {"book_set_metadata", "book"},
}};

std::string_view type_of(std::string_view element) {
    for (const auto& row : k_works) {
        if (row.element == element) {
            return row.type;
        }
    }
    return {};
}

// Crossmark's update types: what the work at hand is to the one it names.
std::string_view relation_of(std::string_view update_type) {
    if (update_type == "retraction" || update_type == "withdrawal" || update_type == "removal") {
        return "retracts";
    }
    if (update_type == "correction" || update_type == "corrigendum" || update_type == "erratum" ||
        update_type == "partial_retraction" || update_type == "clarification") {
        return "corrects";
    }
    return update_type == "expression_of_concern" ? "concern-about" : "related";
}

// What the works of one record have in common: the journal, book or proceedings around them.
struct Surroundings {
    std::string title;
    std::string publisher;
    std::string language;
    std::string date;
    std::string revised;
};

class WorkReader {
 public:
    WorkReader(const xml::Tree& tree, NodeId work, const Surroundings& around, Article& article)
        : m_tree(tree),
          m_work(work),
          m_around(around),
          m_article(article),
          m_body(tree, m_context, m_accounts, article) {}

    void read() {
        m_article.article_type = type_of(m_tree.text(m_work));
        if (m_tree.attribute(m_work, "type") == "preprint") {
            m_article.article_type = "preprint";
        }
        m_article.language = language_code(m_tree.attribute(m_work, "language"));
        if (m_article.language.empty()) {
            m_article.language = m_around.language;
        }
        for (NodeId c = m_tree.first_child(m_work); c != k_no_node; c = m_tree.next(c)) {
            if (!m_tree.is_text(c)) {
                part(c, m_tree.text(c));
            }
        }
        // A book is not in itself.
        if (m_article.article_type != "book") {
            m_article.journal = m_around.title;
        }
        if (m_article.publisher.empty()) {
            m_article.publisher = m_around.publisher;
        }
        if (m_article.date.empty()) {
            m_article.date = m_around.date;
        }
        m_article.revised = m_around.revised;
        m_article.year = static_cast<std::uint16_t>(year_of(m_article.date));
        m_article.licence = m_licence.empty() ? m_mining_licence : m_licence;
        m_article.retracted = m_article.title.utf8.starts_with("RETRACTED:") ||
                              m_article.title.utf8.starts_with("Retracted:");
        finish_article(m_article, m_accounts, m_given + m_body.given());
    }

    static std::string date_of(const xml::Tree& tree, NodeId node) {
        return iso_date(element_line(tree, child_named(tree, node, "year")),
                        element_line(tree, child_named(tree, node, "month")),
                        element_line(tree, child_named(tree, node, "day")));
    }

 private:
    std::string line(NodeId node) const { return element_line(m_tree, node); }

    void part(NodeId node, std::string_view name) {
        if (name == "titles") {
            titles(node);
        } else if (name == "abstract") {
            const std::string language = language_code(m_tree.attribute(node, "lang"));
            const std::string type(m_tree.attribute(node, "abstract-type"));
            const bool translated =
                !language.empty() && !m_article.language.empty() && language != m_article.language;
            m_body.abstract(node, translated ? "translated" : type.empty() ? "main" : type);
        } else if (name == "contributors") {
            contributors(node);
        } else if (name == "publication_date" || name == "posted_date" || name == "approval_date" ||
                   name == "completion_date") {
            m_article.date = earlier_date(m_article.date, date_of(m_tree, node));
        } else if (name == "doi_data") {
            m_article.doi = normalise_doi(line(child_named(m_tree, node, "doi")));
        } else if (name == "publisher_item") {
            // Article numbers ("item_number") repeat between journals: no identifier.
            m_article.local_id = line(child_named(m_tree, node, "identifier"));
        } else if (name == "citation_list") {
            citations(node);
        } else if (name == "publisher") {
            m_article.publisher = line(child_named(m_tree, node, "publisher_name"));
        } else if (name == "institution" && m_article.publisher.empty()) {
            m_article.publisher = line(child_named(m_tree, node, "institution_name"));
        } else if (name == "crossmark") {
            updates(node);
            licences(node);
        } else if (name == "program") {
            licences(node);
            relations(node);
        }
    }

    void titles(NodeId node) {
        if (!m_article.title.utf8.empty()) {
            m_given += m_tree.characters(node);
            m_body.inline_reader().drop(node, "title-in-other-language");
            return;
        }
        TextBuilder title(m_accounts);
        for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
            m_given += m_tree.characters(c);
            if (is_element(m_tree, c, "title") && title.empty()) {
                const std::string all = m_tree.all_text(c);
                const NodeId only = m_tree.first_child(c);
                // Some publishers deposit escaped markup.
                if (only != k_no_node && m_tree.next(only) == k_no_node && m_tree.is_text(only) &&
                    (all.find("</") != std::string::npos || all.find('&') != std::string::npos)) {
                    m_article.title = read_markup_line(all, m_accounts);
                    continue;
                }
                m_body.inline_reader().children(c, title);
            } else if (is_element(m_tree, c, "subtitle") && m_tree.characters(c) > 0 &&
                       !title.empty()) {
                if (title.utf8().back() != ':') {
                    title.attach(":");
                }
                title.space();
                m_body.inline_reader().children(c, title);
            } else {
                m_body.inline_reader().drop(
                    c, is_element(m_tree, c, "subtitle") ? "subtitle" : "title-in-other-language");
            }
        }
        if (m_article.title.utf8.empty()) {
            m_article.title = title.take();
        }
    }

    void contributors(NodeId node) {
        for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
            const std::string_view role = m_tree.attribute(c, "contributor_role");
            if (m_tree.is_text(c) || !(role.empty() || role == "author")) {
                continue;
            }
            Author author;
            if (is_element(m_tree, c, "organization")) {
                author.family = line(c);
            } else if (is_element(m_tree, c, "person_name")) {
                author.family = line(child_named(m_tree, c, "surname"));
                author.given = line(child_named(m_tree, c, "given_name"));
                for (NodeId p = m_tree.first_child(c); p != k_no_node; p = m_tree.next(p)) {
                    if (is_element(m_tree, p, "affiliation")) {
                        author.affiliations.push_back(line(p));
                    } else if (is_element(m_tree, p, "affiliations")) {
                        institutions(p, author);
                    }
                }
            }
            if (!author.family.empty()) {
                m_article.authors.push_back(std::move(author));
            }
        }
    }

    void institutions(NodeId node, Author& author) const {
        for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
            if (!is_element(m_tree, c, "institution")) {
                continue;
            }
            std::string place = line(child_named(m_tree, c, "institution_name"));
            for (const std::string_view more : {"institution_department", "institution_place"}) {
                if (const std::string part = line(child_named(m_tree, c, more)); !part.empty()) {
                    place += (place.empty() ? "" : ", ") + part;
                }
            }
            if (!place.empty()) {
                author.affiliations.push_back(std::move(place));
            }
        }
    }

    void citations(NodeId list) {
        for (NodeId c = m_tree.first_child(list); c != k_no_node; c = m_tree.next(c)) {
            if (!is_element(m_tree, c, "citation")) {
                continue;
            }
            ++m_article.references;
            Reference cited;
            cited.id = one_line(m_tree.attribute(c, "key"));
            cited.doi = normalise_doi(line(child_named(m_tree, c, "doi")));
            cited.year = static_cast<std::uint16_t>(
                year_of(iso_date(line(child_named(m_tree, c, "cYear")), "", "")));
            if (!cited.id.empty() || !cited.doi.empty() || cited.year > 0) {
                m_article.reference_list.push_back(std::move(cited));
            }
        }
    }

    void updates(NodeId crossmark) {
        const NodeId list = child_named(m_tree, crossmark, "updates");
        for (NodeId c = list == k_no_node ? list : m_tree.first_child(list); c != k_no_node;
             c = m_tree.next(c)) {
            if (!is_element(m_tree, c, "update")) {
                continue;
            }
            const std::string_view type = m_tree.attribute(c, "type");
            const std::string_view label = m_tree.attribute(c, "label");
            m_article.relations.push_back({.kind = std::string(relation_of(type)),
                                           .doi = normalise_doi(line(c)),
                                           .pmid = {},
                                           .note = one_line(label.empty() ? type : label)});
        }
    }

    // The licence of the published version counts; one for text mining only where there is no
    // other.
    void licences(NodeId node) {
        for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
            if (is_element(m_tree, c, "license_ref")) {
                const std::string address = line(c);
                std::string name = licence_of_url(address);
                const bool mining = m_tree.attribute(c, "applies_to") == "tdm";
                std::string& place = mining ? m_mining_licence : m_licence;
                if (place.empty() || (place.starts_with("http") && !name.empty())) {
                    place = name.empty() ? address : std::move(name);
                }
            } else if (is_element(m_tree, c, "program") ||
                       is_element(m_tree, c, "custom_metadata")) {
                licences(c);
            }
        }
    }

    void relations(NodeId program) {
        for (NodeId c = m_tree.first_child(program); c != k_no_node; c = m_tree.next(c)) {
            if (!is_element(m_tree, c, "related_item")) {
                continue;
            }
            for (NodeId r = m_tree.first_child(c); r != k_no_node; r = m_tree.next(r)) {
                if (!m_tree.is_text(r) && m_tree.attribute(r, "identifier-type") == "doi") {
                    m_article.relations.push_back(
                        {.kind = "related",
                         .doi = normalise_doi(line(r)),
                         .pmid = {},
                         .note = one_line(m_tree.attribute(r, "relationship-type"))});
                }
            }
        }
    }

    const xml::Tree& m_tree;
    NodeId m_work;
    const Surroundings& m_around;
    Article& m_article;
    Accounts m_accounts;
    InlineContext m_context;
    BodyReader m_body;
    std::uint64_t m_given = 0;
    std::string m_licence;
    std::string m_mining_licence;
};

// One doi_record, query or deposited journal, book, ...: the works in it. A record without a work
// (of a journal as such, or of an unknown DOI) gives one empty article, which is refused.
void read_record(const xml::Tree& tree, std::vector<Article>& articles) {
    Surroundings around;
    std::vector<NodeId> works;
    NodeId book = k_no_node;
    for (NodeId n = tree.root(); n < tree.size(); ++n) {
        if (tree.is_text(n)) {
            continue;
        }
        const std::string_view name = tree.text(n);
        const std::string_view type = type_of(name);
        if (type == "book") {
            book = n;
            around.title = element_line(tree, descendant_named(tree, n, "title"));
            around.publisher = element_line(tree, descendant_named(tree, n, "publisher_name"));
            around.date = WorkReader::date_of(tree, child_named(tree, n, "publication_date"));
            around.language = language_code(tree.attribute(n, "language"));
        } else if (!type.empty()) {
            works.push_back(n);
        } else if (name == "journal_metadata") {
            around.title = element_line(tree, child_named(tree, n, "full_title"));
            around.language = language_code(tree.attribute(n, "language"));
        } else if (name == "proceedings_metadata" || name == "proceedings_series_metadata") {
            around.title = element_line(tree, child_named(tree, n, "proceedings_title"));
            around.publisher = element_line(tree, descendant_named(tree, n, "publisher_name"));
            around.language = language_code(tree.attribute(n, "language"));
            around.date = WorkReader::date_of(tree, child_named(tree, n, "publication_date"));
        } else if (name == "journal_issue") {
            for (NodeId c = tree.first_child(n); c != k_no_node; c = tree.next(c)) {
                if (is_element(tree, c, "publication_date")) {
                    around.date = earlier_date(around.date, WorkReader::date_of(tree, c));
                }
            }
        } else if (name == "crm-item") {
            if (tree.attribute(n, "name") == "publisher-name") {
                around.publisher = element_line(tree, n);
            } else if (tree.attribute(n, "name") == "last-update") {
                around.revised = iso_date(element_line(tree, n));
            }
        } else if (name == "doi_record" && around.revised.empty()) {
            around.revised = iso_date(tree.attribute(n, "timestamp").substr(0, 10));
        }
    }
    if (works.empty() && book != k_no_node) {
        works.push_back(book);
    }
    for (const NodeId work : works) {
        WorkReader(tree, work, around, articles.emplace_back()).read();
    }
    if (works.empty()) {
        articles.emplace_back();
    }
}

// What was asked for is not known to Crossref, or fits several works.
std::string_view without_record(const xml::Tree& tree) {
    const NodeId root = tree.root();
    if (!is_element(tree, root, "query")) {
        return {};
    }
    const std::string_view status = tree.attribute(root, "status");
    return status == "unresolved"      ? "unresolved-query"
           : status == "multiresolved" ? "ambiguous-query"
                                       : std::string_view();
}

class Crossref : public Dialect {
 public:
    const DialectInfo& info() const noexcept override {
        static constexpr DialectInfo k_info = {"crossref", 2,
                                               "Crossref metadata (UNIXREF, UNIXSD, deposits)",
                                               "https://www.crossref.org/documentation/"
                                               "schema-library/ (unixref 1.1, crossref 4 and 5)",
                                               DocumentKind::xml};
        return k_info;
    }

    int sniff(const DocumentHead& head) const override {
        if (head.kind != DocumentKind::xml) {
            return 0;
        }
        for (const std::string_view root :
             {"crossref_result", "doi_records", "doi_record", "crossref", "doi_batch"}) {
            if (head.root == root) {
                return 30;
            }
        }
        return 0;
    }

    void read(const Document& document, const ReadOptions& options,
              ReadResult& result) const override {
        const XmlArticleReader reader{
            .is_article =
                [](std::string_view local) {
                    static constexpr std::array<std::string_view, 11> k_records = {
                        "query",      "doi_record",     "journal",      "book",
                        "conference", "posted_content", "dissertation", "peer_review",
                        "standard",   "report-paper",   "database"};
                    return std::find(k_records.begin(), k_records.end(), local) != k_records.end();
                },
            .convert = {},
            .convert_all = read_record,
            .without_record = without_record,
            .keep_damaged_records = false};
        read_xml_articles(document, options, info(), reader, result);
    }
};

}  // namespace

const Dialect& crossref() {
    static const Crossref dialect;
    return dialect;
}

}  // namespace lode::ingest::dialects
