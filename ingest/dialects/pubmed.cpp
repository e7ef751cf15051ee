#include <algorithm>

#include "ingest/content/elements.hpp"
#include "ingest/content/finish_article.hpp"
#include "ingest/content/inline.hpp"
#include "ingest/content/language.hpp"
#include "ingest/content/medline.hpp"
#include "ingest/content/medline_links.hpp"
#include "ingest/content/metadata.hpp"
#include "ingest/content/xml_articles.hpp"

namespace lode::ingest::dialects {
const Dialect& pubmed();
namespace {

using xml::k_no_node;
using xml::NodeId;
using xml::Tag;

// Sets of citations name articles without a title of their own so.
bool is_placeholder_title(std::string_view text) {
    return text == "[Not Available]." || text == "[Not Available]";
}

bool is_placeholder_abstract(std::string_view text) {
    return text == "Abstract available from the publisher.";
}

// Reads one PubmedArticle, PubmedBookArticle, MedlineCitation or BookDocument.
class CitationReader {
 public:
    CitationReader(const xml::Tree& tree, Article& article)
        : m_tree(tree),
          m_article(article),
          m_inline(tree, m_context, m_accounts),
          m_links(tree, article) {}

    void read() {
        part(m_tree.root());
        const NodeId in = m_tree.root();
        for (NodeId c = m_tree.first_child(in); c != k_no_node; c = m_tree.next(c)) {
            part(c);
        }
        finish_title();
        m_links.finish();
        if (m_article.doi.empty()) {
            m_article.doi = std::move(m_listed_doi);
        }
        m_article.keywords.insert(m_article.keywords.end(),
                                  std::make_move_iterator(m_headings.begin()),
                                  std::make_move_iterator(m_headings.end()));
        m_article.year = static_cast<std::uint16_t>(year_of(m_article.date));
        const auto retracted =
            std::find(m_types.begin(), m_types.end(), "Retracted Publication") != m_types.end();
        m_article.retracted =
            m_article.retracted || retracted || m_article.title.utf8.starts_with("RETRACTED:");
        m_article.article_type = medline_article_type(m_types);
        finish_article(m_article, m_accounts, m_given);
    }

 private:
    std::string line(NodeId node) const { return element_line(m_tree, node); }
    std::string date(NodeId node) const { return medline_date(m_tree, node); }
    void authors(NodeId list) { medline_authors(m_tree, list, m_article.authors); }

    void part(NodeId node) {
        switch (m_tree.tag(node)) {
            case Tag::medline_citation:
                citation(node);
                break;
            case Tag::book_document:
                book_document(node);
                break;
            case Tag::pubmed_data:
            case Tag::pubmed_book_data:
                pubmed_data(node);
                break;
            default:
                break;
        }
    }

    void citation(NodeId node) {
        for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
            switch (m_tree.tag(c)) {
                case Tag::pmid:
                    m_article.pmid = line(c);
                    break;
                case Tag::date_revised:
                    m_article.revised = date(c);
                    break;
                case Tag::article:
                    article(c);
                    break;
                case Tag::comments_corrections_list:
                    m_links.relations(c);
                    break;
                case Tag::mesh_heading_list:
                    medline_headings(m_tree, c, m_headings);
                    break;
                case Tag::keyword_list:
                    keywords(c);
                    break;
                case Tag::other_abstract:
                    abstract(c, other_kind(c));
                    break;
                case Tag::other_id:
                    if (m_article.pmcid.empty()) {
                        m_article.pmcid = pmcid_of(m_tree.all_text(c));
                    }
                    break;
                default:
                    break;
            }
        }
    }

    void article(NodeId node) {
        for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
            switch (m_tree.tag(c)) {
                case Tag::journal:
                    journal(c);
                    break;
                case Tag::article_date:
                    m_article.date = earlier_date(m_article.date, date(c));
                    break;
                default:
                    common(c);
                    break;
            }
        }
    }

    // What articles and books have in common.
    void common(NodeId c) {
        switch (m_tree.tag(c)) {
            case Tag::article_title:
                m_given += m_tree.characters(c);
                m_title_node = c;
                break;
            case Tag::vernacular_title:
                m_given += m_tree.characters(c);
                m_vernacular_node = c;
                break;
            case Tag::elocation_id:
                location(c);
                break;
            case Tag::abstract:
                abstract(c, "main");
                break;
            case Tag::author_list:
                if (m_tree.attribute(c, "Type") != "editors") {
                    authors(c);
                }
                break;
            case Tag::language:
                if (m_article.language.empty()) {
                    m_article.language = language_code(line(c));
                }
                break;
            case Tag::publication_type_list:
                for (NodeId t = m_tree.first_child(c); t != k_no_node; t = m_tree.next(t)) {
                    m_types.push_back(line(t));
                }
                break;
            case Tag::publication_type:
                m_types.push_back(line(c));
                break;
            default:
                break;
        }
    }

    void book_document(NodeId node) {
        std::string written;    // of the chapter
        std::string published;  // of the book
        for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
            switch (m_tree.tag(c)) {
                case Tag::pmid:
                    m_article.pmid = line(c);
                    break;
                case Tag::article_id_list:
                    identifiers(c);
                    break;
                case Tag::book:
                    book(c, published);
                    break;
                case Tag::contribution_date:
                    written = date(c);
                    break;
                case Tag::date_revised:
                    m_article.revised = date(c);
                    break;
                case Tag::keyword_list:
                    keywords(c);
                    break;
                case Tag::reference_list:
                    m_links.references(c);
                    break;
                case Tag::sections:
                    // The table of contents.
                    m_given += m_tree.characters(c);
                    m_inline.drop(c, "book-contents");
                    break;
                default:
                    common(c);
                    break;
            }
        }
        m_article.date = earlier_date(written, published);
        m_types.emplace_back("Book");
    }

    void book(NodeId node, std::string& published) {
        for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
            switch (m_tree.tag(c)) {
                case Tag::publisher:
                    m_article.publisher = line(m_tree.child(c, Tag::publisher_name));
                    break;
                case Tag::book_title:
                    m_given += m_tree.characters(c);
                    m_book_title_node = c;
                    break;
                case Tag::pub_date:
                    published = date(c);
                    break;
                case Tag::author_list:
                    // Those of a chapter stand outside the book.
                    if (m_article.authors.empty() && m_tree.attribute(c, "Type") != "editors") {
                        authors(c);
                    }
                    break;
                case Tag::elocation_id:
                    location(c);
                    break;
                default:
                    break;
            }
        }
    }

    // The book's own title is that of the article unless a chapter has one.
    void finish_title() {
        const auto placeholder = [&](NodeId node) {
            const std::string text = line(node);
            return text.empty() || is_placeholder_title(text);
        };
        NodeId chosen = m_title_node;
        if (chosen == k_no_node || placeholder(chosen)) {
            chosen = m_vernacular_node != k_no_node && !placeholder(m_vernacular_node)
                         ? m_vernacular_node
                         : m_book_title_node;
        }
        for (const NodeId node : {m_title_node, m_vernacular_node}) {
            if (node != k_no_node && node != chosen) {
                m_inline.drop(node,
                              placeholder(node) ? "placeholder-title" : "title-in-other-language");
            }
        }
        if (chosen != k_no_node) {
            m_article.title = m_inline.text(chosen);
        }
        if (m_book_title_node != k_no_node && chosen != m_book_title_node) {
            // What a chapter stands in is what a journal is to an article.
            m_article.journal = m_inline.text(m_book_title_node).utf8;
        }
    }

    void journal(NodeId node) {
        std::string abbreviation;
        for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
            if (m_tree.tag(c) == Tag::title) {
                m_article.journal = line(c);
            } else if (m_tree.tag(c) == Tag::iso_abbreviation) {
                abbreviation = line(c);
            } else if (m_tree.tag(c) == Tag::journal_issue) {
                if (const NodeId when = m_tree.child(c, Tag::pub_date); when != k_no_node) {
                    m_article.date = earlier_date(m_article.date, date(when));
                }
            }
        }
        if (m_article.journal.empty()) {
            m_article.journal = std::move(abbreviation);
        }
    }

    void location(NodeId node) {
        if (m_tree.attribute(node, "ValidYN") == "N") {
            return;
        }
        const std::string_view type = m_tree.attribute(node, "EIdType");
        if (type == "doi" && m_article.doi.empty()) {
            m_article.doi = normalise_doi(m_tree.all_text(node));
        } else if (type == "pii" && m_article.local_id.empty()) {
            m_article.local_id = line(node);
        }
    }

    void identifiers(NodeId list) {
        for (NodeId c = m_tree.first_child(list); c != k_no_node; c = m_tree.next(c)) {
            const std::string_view type = m_tree.attribute(c, "IdType");
            if (type == "doi" && m_listed_doi.empty()) {
                m_listed_doi = normalise_doi(m_tree.all_text(c));
            } else if (type == "pmc" || type == "pmcid") {
                if (std::string found = pmcid_of(m_tree.all_text(c)); !found.empty()) {
                    m_article.pmcid = std::move(found);
                }
            } else if (type == "pubmed" && m_article.pmid.empty()) {
                m_article.pmid = line(c);
            } else if (type == "pii" && m_article.local_id.empty()) {
                m_article.local_id = line(c);
            }
        }
    }

    void pubmed_data(NodeId node) {
        for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
            if (m_tree.tag(c) == Tag::article_id_list) {
                identifiers(c);
            } else if (m_tree.tag(c) == Tag::reference_list) {
                m_links.references(c);
            }
        }
    }

    std::string other_kind(NodeId node) const {
        const std::string_view language = m_tree.attribute(node, "Language");
        if (!language.empty() && language != "eng") {
            return "translated";
        }
        return m_tree.attribute(node, "Type") == "plain-language-summary" ? "summary" : "other";
    }

    void abstract(NodeId node, std::string kind) {
        m_given += m_tree.characters(node);
        Abstract made;
        made.kind = std::move(kind);
        for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
            if (m_tree.tag(c) == Tag::copyright_information) {
                m_inline.drop(c, "copyright");
                if (m_article.licence.empty()) {
                    m_article.licence = licence_of_text(m_tree.all_text(c));
                }
                continue;
            }
            if (m_tree.tag(c) == Tag::abstract_text && made.kind != "main" &&
                is_placeholder_abstract(line(c))) {
                m_inline.drop(c, "placeholder-abstract");
                continue;
            }
            // Each AbstractText is a paragraph, its label in front: "METHODS: ...".
            TextBuilder builder(m_accounts);
            if (m_tree.tag(c) == Tag::abstract_text) {
                const std::string label = one_line(m_tree.attribute(c, "Label"));
                if (!label.empty() && label != "UNLABELLED" && label != "UNASSIGNED") {
                    builder.insert(label);
                    builder.attach(label.back() == ':' ? "" : ":");
                    builder.space();
                }
                const std::size_t empty = builder.utf8().size();
                m_inline.children(c, builder);
                if (builder.utf8().size() == empty) {
                    continue;  // a label alone says nothing
                }
            } else {
                m_inline.node(c, builder);
            }
            if (Text text = builder.take(); !text.utf8.empty()) {
                made.paragraphs.push_back(std::move(text));
            }
        }
        if (!made.paragraphs.empty()) {
            m_article.abstracts.push_back(std::move(made));
        }
    }

    void keywords(NodeId list) {
        for (NodeId c = m_tree.first_child(list); c != k_no_node; c = m_tree.next(c)) {
            if (m_tree.tag(c) == Tag::keyword) {
                Accounts scratch;  // keywords are not part of what is accounted for
                std::string word = InlineReader(m_tree, m_context, scratch).text(c).utf8;
                if (!word.empty()) {
                    m_article.keywords.push_back(std::move(word));
                }
            }
        }
    }

    const xml::Tree& m_tree;
    Article& m_article;
    Accounts m_accounts;
    InlineContext m_context;
    InlineReader m_inline;
    MedlineLinks m_links;
    std::uint64_t m_given = 0;
    NodeId m_title_node = k_no_node;
    NodeId m_vernacular_node = k_no_node;
    NodeId m_book_title_node = k_no_node;
    std::string m_listed_doi;
    std::vector<std::string> m_types;
    std::vector<std::string> m_headings;
};

// DeleteCitation and DeleteDocument: PMIDs that PubMed has withdrawn.
bool read_deletions(const xml::Tree& tree, std::vector<Notice>& notices) {
    const NodeId root = tree.root();
    if (tree.tag(root) != Tag::delete_citation && tree.tag(root) != Tag::delete_document) {
        return false;
    }
    for (NodeId c = tree.first_child(root); c != k_no_node; c = tree.next(c)) {
        if (std::string pmid = one_line(tree.all_text(c));
            tree.tag(c) == Tag::pmid && !pmid.empty()) {
            notices.push_back({.target = "pmid:" + pmid, .kind = "withdrawn", .source = {}});
        }
    }
    return true;
}

class Pubmed : public Dialect {
 public:
    const DialectInfo& info() const noexcept override {
        static constexpr DialectInfo k_info = {
            "pubmed",
            2,
            "PubMed and MEDLINE citation sets",
            "NLM PubmedArticleSet DTD, https://dtd.nlm.nih.gov/ncbi/pubmed/ (2019 to 2025, and the "
            "MEDLINE DTDs before)",
            DocumentKind::xml,
            "pmid:"};
        return k_info;
    }

    int sniff(const DocumentHead& head) const override {
        if (head.kind != DocumentKind::xml) {
            return 0;
        }
        for (const std::string_view root :
             {"PubmedArticleSet", "MedlineCitationSet", "PubmedBookArticleSet", "PubmedArticle",
              "PubmedBookArticle", "MedlineCitation", "BookDocument", "BookDocumentSet"}) {
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
                    return local == "PubmedArticle" || local == "PubmedBookArticle" ||
                           local == "MedlineCitation" || local == "BookDocument" ||
                           local == "DeleteCitation" || local == "DeleteDocument";
                },
            .convert = [](const xml::Tree& tree,
                          Article& article) { CitationReader(tree, article).read(); },
            .notice = read_deletions,
            .is_container = is_medline_container,
            .keep_damaged_records = false};
        read_xml_articles(document, options, info(), reader, result);
    }
};

}  // namespace

const Dialect& pubmed() {
    static const Pubmed dialect;
    return dialect;
}

}  // namespace lode::ingest::dialects
