#include <algorithm>
#include <map>

#include "ingest/content/body.hpp"
#include "ingest/content/finish_article.hpp"
#include "ingest/content/language.hpp"
#include "ingest/content/metadata.hpp"
#include "ingest/content/references.hpp"
#include "ingest/content/xml_articles.hpp"

namespace lode::ingest::dialects {
const Dialect& elsevier();
namespace {

using xml::k_no_node;
using xml::NodeId;
using xml::Tag;

std::string abstract_kind(std::string_view type) {
    if (type.empty() || type == "author") {
        return "main";
    }
    if (type == "author-highlights") {
        return "highlights";
    }
    return std::string(type);
}

// Reads one document: API envelope, xocs:doc, or a bare article. What surrounds the article element
// gives identifiers, dates and the licence; everything to be read stands inside it.
class ArticleReader {
 public:
    ArticleReader(const xml::Tree& tree, Article& article)
        : m_tree(tree),
          m_article(article),
          m_context(survey(tree, tree.root())),
          m_body(tree, m_context, m_accounts, article) {}

    void read() {
        m_article.article_type = "";
        const NodeId root = m_tree.root();
        NodeId main = k_no_node;
        if (is_article(m_tree.tag(root))) {
            main = root;
        } else {
            envelope(root);
            for (NodeId n = root; n < m_tree.size() && main == k_no_node; ++n) {
                if (is_article(m_tree.tag(n))) {
                    main = n;
                }
            }
        }
        if (main != k_no_node) {
            article(main);
        } else {
            scanned_text(root);
        }
        if (m_article.title.utf8.empty()) {
            m_article.title.utf8 = m_flat_title;
        }
        if (m_article.abstracts.empty() && !m_flat_abstract.empty()) {
            Abstract abstract;
            abstract.paragraphs.push_back(
                {.utf8 = m_flat_abstract, .scripts = {}, .figure_links = {}});
            m_article.abstracts.push_back(std::move(abstract));
        }
        m_article.date = m_cover_date.empty() ? m_online_date : m_cover_date;
        m_article.date = earlier_date(m_article.date, m_online_date);
        if (m_article.date.empty()) {
            m_article.date = m_copyright_year;
        }
        m_article.year = static_cast<std::uint16_t>(year_of(m_article.date));
        m_article.retracted = m_article.title.utf8.starts_with("RETRACTED") ||
                              m_article.title.utf8.starts_with("Retracted:") ||
                              (m_article.article_type == "ret" && m_article.relations.empty());
        finish_article(m_article, m_accounts, m_given + m_body.given());
    }

 private:
    static bool is_article(Tag tag) {
        return tag == Tag::article || tag == Tag::converted_article || tag == Tag::simple_article ||
               tag == Tag::book || tag == Tag::chapter;
    }

    std::string line(NodeId node) const { return one_line(m_tree.all_text(node)); }

    // coredata of the API and xocs:meta: facts by element name, whatever the nesting.
    void envelope(NodeId root) {
        for (NodeId n = root; n < m_tree.size(); ++n) {
            switch (m_tree.tag(n)) {
                case Tag::article:
                case Tag::converted_article:
                case Tag::simple_article:
                    return;
                case Tag::doi:
                    set(m_article.doi, normalise_doi(line(n)));
                    break;
                case Tag::identifier:
                    set(m_article.doi, normalise_doi(line(n)));
                    break;
                case Tag::eid:
                    set(m_article.local_id, line(n));
                    break;
                case Tag::title:
                    if (m_tree.tag(m_tree.parent(n)) == Tag::coredata) {
                        set(m_flat_title, line(n));
                    }
                    break;
                case Tag::description: {
                    std::string text = line(n);
                    if (text.starts_with("Abstract")) {
                        text = one_line(std::string_view(text).substr(8));
                    }
                    set(m_flat_abstract, text);
                    break;
                }
                case Tag::publication_name:
                case Tag::srctitle:
                    set(m_article.journal, line(n));
                    break;
                case Tag::publisher:
                    set(m_article.publisher, line(n));
                    break;
                case Tag::cover_date:
                case Tag::cover_date_start:
                    set(m_cover_date, iso_date(line(n)));
                    break;
                case Tag::available_online_date:
                    set(m_online_date, iso_date(line(n).substr(0, 10)));
                    break;
                case Tag::cover_date_year:
                case Tag::year_nav:
                    set(m_copyright_year, iso_date(line(n), "", ""));
                    break;
                case Tag::openaccess_user_license:
                case Tag::oa_user_license:
                    set(m_article.licence, licence_of_url(line(n)));
                    set(m_article.licence, line(n));
                    break;
                case Tag::subject:
                    m_subjects.push_back(line(n));
                    break;
                default:
                    break;
            }
        }
    }

    static void set(std::string& field, std::string value) {
        if (field.empty()) {
            field = std::move(value);
        }
    }

    void article(NodeId node) {
        m_article.article_type = one_line(m_tree.attribute(node, "docsubtype"));
        m_article.language = language_code(m_tree.attribute(node, "lang"));
        for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
            switch (m_tree.tag(c)) {
                case Tag::item_info:
                    item_info(c);
                    break;
                case Tag::floats:
                case Tag::body:
                case Tag::tail:
                case Tag::back:
                    read_references(m_tree, c, m_article);
                    m_body.content(c);
                    break;
                case Tag::head:
                case Tag::front:
                    head(c);
                    break;
                default:
                    break;
            }
        }
        if (m_article.keywords.empty()) {
            m_article.keywords = m_subjects;
        }
    }

    void item_info(NodeId node) {
        set(m_article.doi, normalise_doi(line(m_tree.child(node, Tag::doi))));
        set(m_article.local_id, line(m_tree.child(node, Tag::pii)));
        const NodeId copyright = m_tree.child(node, Tag::copyright);
        if (copyright != k_no_node) {
            set(m_copyright_year, iso_date(m_tree.attribute(copyright, "year"), "", ""));
        }
        documents_referred_to(node);
    }

    // Errata and retractions name the article they are about.
    void documents_referred_to(NodeId node) {
        for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
            if (m_tree.is_text(c)) {
                continue;
            }
            if (m_tree.text(c) != "refers-to-document") {
                documents_referred_to(c);
                continue;
            }
            const std::string& type = m_article.article_type;
            Relation made;
            made.kind = type == "err" ? "corrects" : type == "ret" ? "retracts" : "related";
            made.doi = normalise_doi(line(m_tree.descendant(c, Tag::doi)));
            made.note = line(m_tree.descendant(c, Tag::pii));
            m_article.relations.push_back(std::move(made));
        }
    }

    void head(NodeId node) {
        read_affiliations(node);
        TextBuilder title(m_accounts);
        for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
            switch (m_tree.tag(c)) {
                case Tag::title:
                    m_given += m_tree.characters(c);
                    m_body.inline_reader().children(c, title);
                    break;
                case Tag::subtitle:
                    m_given += m_tree.characters(c);
                    title.attach(title.empty() ? "" : ":");
                    title.space();
                    m_body.inline_reader().children(c, title);
                    break;
                case Tag::author_group:
                    authors(c);
                    break;
                case Tag::abstract:
                    m_body.abstract(c, abstract_kind(m_tree.attribute(c, "class")));
                    break;
                case Tag::keywords:
                    keywords(c);
                    break;
                default:
                    break;
            }
        }
        m_article.title = title.take();
    }

    void read_affiliations(NodeId node) {
        for (NodeId n = node; n < m_tree.size() && m_tree.tag(n) != Tag::body; ++n) {
            if (m_tree.tag(n) == Tag::affiliation) {
                const NodeId text = m_tree.child(n, Tag::textfn);
                if (text != k_no_node) {
                    m_affiliations.emplace(std::string(m_tree.attribute(n, "id")), line(text));
                }
            }
        }
    }

    void authors(NodeId group) {
        std::string only;
        std::size_t count = 0;
        for (const auto& [id, text] : m_affiliations) {
            only = text;
            ++count;
        }
        for (NodeId c = m_tree.first_child(group); c != k_no_node; c = m_tree.next(c)) {
            Author author;
            if (m_tree.tag(c) == Tag::collaboration) {
                author.family = line(m_tree.child(c, Tag::text_));
            } else if (m_tree.tag(c) == Tag::author) {
                author.family = line(m_tree.child(c, Tag::surname));
                author.given = line(m_tree.child(c, Tag::given_name));
                for (NodeId x = m_tree.first_child(c); x != k_no_node; x = m_tree.next(x)) {
                    if (m_tree.tag(x) == Tag::cross_ref) {
                        const auto found = m_affiliations.find(m_tree.attribute(x, "refid"));
                        if (found != m_affiliations.end()) {
                            author.affiliations.push_back(found->second);
                        }
                    }
                }
                if (author.affiliations.empty() && count == 1) {
                    author.affiliations.push_back(only);
                }
            }
            if (!author.family.empty()) {
                m_article.authors.push_back(std::move(author));
            }
        }
    }

    void keywords(NodeId group) {
        for (NodeId c = m_tree.first_child(group); c != k_no_node; c = m_tree.next(c)) {
            if (m_tree.tag(c) == Tag::keyword) {
                Accounts scratch;
                const NodeId text = m_tree.child(c, Tag::text_);
                std::string word = InlineReader(m_tree, m_context, scratch)
                                       .text(text == k_no_node ? c : text)
                                       .utf8;
                if (!word.empty()) {
                    m_article.keywords.push_back(std::move(word));
                }
            }
        }
    }

    // Old articles exist as recognised page text only.
    void scanned_text(NodeId root) {
        const NodeId raw = m_tree.descendant(root, Tag::rawtext);
        if (raw != k_no_node) {
            m_body.content(raw);
        }
    }

    const xml::Tree& m_tree;
    Article& m_article;
    Accounts m_accounts;
    InlineContext m_context;
    BodyReader m_body;
    std::map<std::string, std::string, std::less<>> m_affiliations;
    std::vector<std::string> m_subjects;
    std::string m_flat_title;
    std::string m_flat_abstract;
    std::string m_cover_date;
    std::string m_online_date;
    std::string m_copyright_year;
    std::uint64_t m_given = 0;
};

class Elsevier : public Dialect {
 public:
    const DialectInfo& info() const noexcept override {
        static constexpr DialectInfo k_info = {
            "elsevier", 3, "Elsevier full-text XML",
            "Elsevier journal article DTD 5.x and the article retrieval API", DocumentKind::xml};
        return k_info;
    }

    int sniff(const DocumentHead& head) const override {
        if (head.kind != DocumentKind::xml) {
            return 0;
        }
        for (const std::string_view root :
             {"full-text-retrieval-response", "full-text-retrieval-responses", "converted-article",
              "simple-article"}) {
            if (head.root == root) {
                return 20;
            }
        }
        const bool own_space = head.name_space.find("elsevier.com") != std::string::npos ||
                               head.public_id.find("//ES//DTD") != std::string::npos;
        return own_space && (head.root == "doc" || head.root == "article") ? 20 : 0;
    }

    void read(const Document& document, const ReadOptions& options,
              ReadResult& result) const override {
        const XmlArticleReader reader{
            [](std::string_view local) {
                return local == "full-text-retrieval-response" || local == "doc" ||
                       local == "article" || local == "converted-article" ||
                       local == "simple-article";
            },
            [](const xml::Tree& tree, Article& article) { ArticleReader(tree, article).read(); }};
        read_xml_articles(document, options, info(), reader, result);
    }
};

}  // namespace

const Dialect& elsevier() {
    static const Elsevier dialect;
    return dialect;
}

}  // namespace lode::ingest::dialects
