#include <algorithm>

#include "ingest/content/body.hpp"
#include "ingest/content/contributors.hpp"
#include "ingest/content/finish_article.hpp"
#include "ingest/content/language.hpp"
#include "ingest/content/metadata.hpp"
#include "ingest/content/references.hpp"
#include "ingest/content/xml_articles.hpp"

namespace lode::ingest::dialects {
const Dialect& jats();
namespace {

using xml::k_no_node;
using xml::NodeId;
using xml::Tag;

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

std::string abstract_kind(std::string_view type) {
    if (type.empty()) {
        return "main";
    }
    if (contains(type, "graphical")) {
        return "graphical";
    }
    if (contains(type, "highlight") || contains(type, "key-points")) {
        return "highlights";
    }
    if (contains(type, "summary") || contains(type, "precis") || contains(type, "plain")) {
        return "summary";
    }
    if (contains(type, "teaser") || contains(type, "toc")) {
        return "teaser";
    }
    return std::string(type);
}

// Parts printed with an article that have a title and text of their own.
bool is_part(Tag tag) {
    return tag == Tag::sub_article || tag == Tag::response;
}

// The same text in another language.
bool is_translation(const xml::Tree& tree, NodeId part) {
    return tree.attribute(part, "article-type") == "translation" ||
           tree.attribute(part, "response-type") == "translation";
}

// Reads one <article>, or a <sub-article> or <response> in it (`root`).
class ArticleReader {
 public:
    ArticleReader(const xml::Tree& tree, NodeId root, Article& article)
        : m_tree(tree),
          m_root(root),
          m_article(article),
          m_context(survey(tree, root)),
          m_body(tree, m_context, m_accounts, article) {}

    void read() {
        const NodeId root = m_root;
        m_article.article_type = one_line(m_tree.attribute(root, "article-type"));
        if (m_article.article_type.empty()) {
            m_article.article_type = one_line(m_tree.attribute(root, "response-type"));
        }
        m_article.language = language_code(m_tree.attribute(root, "lang"));
        for (NodeId c = m_tree.first_child(root); c != k_no_node; c = m_tree.next(c)) {
            const Tag tag = m_tree.tag(c);
            if (tag == Tag::front) {
                front(c);
            } else if (tag == Tag::front_stub) {
                meta(c);
            } else if (tag == Tag::body || tag == Tag::back || tag == Tag::floats_group ||
                       tag == Tag::floats_wrap) {
                read_references(m_tree, c, m_article);
                m_body.content(c);
            } else if (is_part(tag) && is_translation(m_tree, c)) {
                m_given += m_tree.characters(c);
                m_body.inline_reader().drop(c, "translation");
            }
        }
        read_related_articles(m_tree, root, m_article);
        m_article.retracted =
            std::any_of(m_article.relations.begin(), m_article.relations.end(),
                        [](const Relation& r) { return r.kind == "retracted-by"; }) ||
            m_article.article_type == "retracted-article" ||
            m_article.title.utf8.starts_with("RETRACTED") ||
            m_article.title.utf8.starts_with("Retracted:");
        finish_article(m_article, m_accounts, m_given + m_body.given());
    }

 private:
    void front(NodeId node) {
        for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
            if (m_tree.tag(c) == Tag::journal_meta) {
                journal(c);
            } else if (m_tree.tag(c) == Tag::article_meta) {
                meta(c);
            } else if (m_tree.tag(c) == Tag::notes) {
                m_given += m_tree.characters(c);
                m_body.inline_reader().drop(c, "front-notes");
            }
        }
    }

    void journal(NodeId node) {
        const NodeId title = m_tree.descendant(node, Tag::journal_title);
        m_article.journal = one_line(m_tree.all_text(title));
        if (m_article.journal.empty()) {
            m_article.journal = one_line(m_tree.all_text(m_tree.child(node, Tag::journal_id)));
        }
        m_article.publisher =
            one_line(m_tree.all_text(m_tree.descendant(node, Tag::publisher_name)));
    }

    void meta(NodeId node) {
        std::string exact;  // electronic and print
        std::string other;  // collection, unnamed
        Contributors people(m_tree, node, m_article);
        for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
            switch (m_tree.tag(c)) {
                case Tag::article_id:
                    identifier(c);
                    break;
                case Tag::title_group:
                    titles(c);
                    break;
                case Tag::article_title:
                    m_given += m_tree.characters(c);
                    m_article.title = m_body.inline_reader().text(c);
                    break;
                case Tag::contrib_group:
                    people.group(c);
                    break;
                case Tag::pub_date:
                    date(c, exact, other);
                    break;
                case Tag::permissions:
                    permissions(c);
                    break;
                case Tag::license:
                    licence(c);
                    break;
                case Tag::copyright_statement:
                    if (m_article.licence.empty()) {
                        m_article.licence = licence_of_text(m_tree.all_text(c));
                    }
                    break;
                case Tag::kwd_group:
                    keywords(c);
                    break;
                case Tag::abstract:
                    m_body.abstract(c, abstract_kind(m_tree.attribute(c, "abstract-type")));
                    break;
                case Tag::trans_abstract:
                    m_body.abstract(c, "translated");
                    break;
                default:
                    break;
            }
        }
        m_article.date = exact.empty() ? other : exact;
        m_article.year = static_cast<std::uint16_t>(year_of(m_article.date));
    }

    void identifier(NodeId node) {
        const std::string_view type = m_tree.attribute(node, "pub-id-type");
        const std::string value = one_line(m_tree.all_text(node));
        if (type == "doi" && m_article.doi.empty()) {
            m_article.doi = normalise_doi(value);
        } else if (type == "pmid") {
            m_article.pmid = value;
        } else if ((type == "pmc" || type == "pmcid") && !value.empty()) {
            m_article.pmcid = value.starts_with("PMC") ? value : "PMC" + value;
        } else if ((type == "publisher-id" || type == "pii") && m_article.local_id.empty()) {
            m_article.local_id = value;
        }
    }

    void titles(NodeId node) {
        TextBuilder title(m_accounts);
        for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
            switch (m_tree.tag(c)) {
                case Tag::article_title:
                    m_given += m_tree.characters(c);
                    m_body.inline_reader().children(c, title);
                    break;
                case Tag::subtitle:
                    m_given += m_tree.characters(c);
                    if (!title.empty() && title.utf8().back() != ':') {
                        title.attach(":");
                    }
                    title.space();
                    m_body.inline_reader().children(c, title);
                    break;
                case Tag::trans_title_group:
                case Tag::trans_title:
                    m_given += m_tree.characters(c);
                    m_body.inline_reader().drop(c, "translated-title");
                    break;
                default:
                    break;
            }
        }
        m_article.title = title.take();
    }

    void date(NodeId node, std::string& exact, std::string& other) const {
        std::string_view type = m_tree.attribute(node, "pub-type");
        if (type.empty()) {
            type = m_tree.attribute(node, "date-type");
        }
        std::string when = iso_date(m_tree.all_text(m_tree.child(node, Tag::year)),
                                    m_tree.all_text(m_tree.child(node, Tag::month)),
                                    m_tree.all_text(m_tree.child(node, Tag::day)));
        if (when.empty()) {
            when = iso_date(m_tree.attribute(node, "iso-8601-date"));
        }
        if (when.empty()) {
            when = iso_date(m_tree.all_text(node));
        }
        const bool published = type == "epub" || type == "ppub" || type == "epub-ppub" ||
                               type == "pub" || type == "publication" || type == "e-pub";
        std::string& best = published ? exact : other;
        best = earlier_date(best, when);
    }

    void permissions(NodeId node) {
        for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
            if (m_tree.tag(c) == Tag::license) {
                licence(c);
            } else if (m_tree.tag(c) == Tag::license_ref) {
                set_licence(licence_of_url(m_tree.all_text(c)));
            }
        }
        if (m_article.licence.empty()) {
            m_article.licence = licence_of_text(m_tree.all_text(node));
        }
    }

    void set_licence(std::string name) {
        if (m_article.licence.empty()) {
            m_article.licence = std::move(name);
        }
    }

    void licence(NodeId node) {
        set_licence(licence_of_url(m_tree.attribute(node, "href")));
        for (NodeId n = node + 1; n < m_tree.size() && m_article.licence.empty(); ++n) {
            if (!inside(n, node)) {
                break;
            }
            const Tag tag = m_tree.tag(n);
            if (tag == Tag::ext_link || tag == Tag::uri) {
                set_licence(licence_of_url(m_tree.attribute(n, "href")));
            } else if (tag == Tag::license_ref) {
                set_licence(licence_of_url(m_tree.all_text(n)));
            }
        }
        set_licence(licence_of_text(m_tree.all_text(node)));
        set_licence(one_line(m_tree.attribute(node, "license-type")) == "open-access"
                        ? std::string()
                        : licence_of_text(m_tree.attribute(node, "license-type")));
    }

    bool inside(NodeId node, NodeId ancestor) const {
        for (NodeId n = node; n != k_no_node && n >= ancestor; n = m_tree.parent(n)) {
            if (n == ancestor) {
                return true;
            }
        }
        return false;
    }

    void keywords(NodeId group) {
        for (NodeId c = m_tree.first_child(group); c != k_no_node; c = m_tree.next(c)) {
            if (m_tree.tag(c) == Tag::kwd) {
                Accounts scratch;
                std::string word = InlineReader(m_tree, m_context, scratch).text(c).utf8;
                if (!word.empty()) {
                    m_article.keywords.push_back(std::move(word));
                }
            } else if (m_tree.tag(c) == Tag::compound_kwd) {
                std::string word;
                for (NodeId p = m_tree.first_child(c); p != k_no_node; p = m_tree.next(p)) {
                    const std::string part = one_line(m_tree.all_text(p));
                    word += (word.empty() || part.empty() ? "" : ": ") + part;
                }
                if (!word.empty()) {
                    m_article.keywords.push_back(std::move(word));
                }
            } else if (m_tree.tag(c) == Tag::kwd_group) {
                keywords(c);
            }
        }
    }

    const xml::Tree& m_tree;
    const NodeId m_root;
    Article& m_article;
    Accounts m_accounts;
    InlineContext m_context;
    BodyReader m_body;
    std::uint64_t m_given = 0;
};

// Articles of their own out of sub-articles and responses, in document order. Article::source is
// the part's id, to be appended to that of the article.
void read_parts(const xml::Tree& tree, const Article& whole, std::vector<Article>& parts) {
    const std::size_t first = parts.size();
    for (NodeId n = tree.root() + 1; n < tree.size(); ++n) {
        if (!is_part(tree.tag(n)) || is_translation(tree, n)) {
            continue;
        }
        Article part;
        ArticleReader(tree, n, part).read();
        const std::string id(tree.attribute(n, "id"));
        part.source = "#" + (id.empty() ? "part-" + std::to_string(parts.size() - first + 1) : id);
        part.relations.push_back({"part-of", whole.doi, whole.pmid, whole.title.utf8});
        for (const auto& [own, of_whole] : {std::pair{&part.journal, &whole.journal},
                                            {&part.publisher, &whole.publisher},
                                            {&part.licence, &whole.licence},
                                            {&part.date, &whole.date},
                                            {&part.language, &whole.language}}) {
            if (own->empty()) {
                *own = *of_whole;
            }
        }
        part.year = part.year == 0 ? whole.year : part.year;
        if (part.doi.empty() && part.local_id.empty()) {
            // A name that cannot be mistaken for the article's own.
            part.local_id = (whole.doi.empty() ? whole.local_id : whole.doi) + part.source;
        }
        parts.push_back(std::move(part));
    }
}

class Jats : public Dialect {
 public:
    const DialectInfo& info() const noexcept override {
        static constexpr DialectInfo k_info = {
            "jats", 3, "JATS and NLM article XML",
            "ANSI/NISO Z39.96 (JATS 1.x) and the NLM journal DTDs 2.x and 3.0", DocumentKind::xml};
        return k_info;
    }

    int sniff(const DocumentHead& head) const override {
        if (head.kind != DocumentKind::xml || contains(head.name_space, "elsevier.com")) {
            return 0;
        }
        if (contains(head.public_id, "JATS") || contains(head.public_id, "//NLM//DTD Journal") ||
            contains(head.name_space, "jats.nlm.nih.gov")) {
            return 20;
        }
        // A wrapper around records of another kind; around articles it is ours.
        const bool other = head.has_inner("arXiv") || head.has_inner("arXivRaw") ||
                           head.has_inner("dc") || head.has_inner("doi_record") ||
                           head.mentions("oai:arXiv.org");
        if (other && head.root != "article" && !head.has_inner("article")) {
            return 0;
        }
        // Roots of JATS itself and of the usual wrappers: PMC, OAI-PMH, Springer, Europe PMC.
        for (const std::string_view root : {"article", "pmc-articleset", "articles", "response",
                                            "record", "OAI-PMH", "records", "article-set"}) {
            if (head.root == root) {
                return 10;
            }
        }
        return 0;
    }

    void read(const Document& document, const ReadOptions& options,
              ReadResult& result) const override {
        const XmlArticleReader reader{[](std::string_view local) { return local == "article"; },
                                      [](const xml::Tree& tree, Article& article) {
                                          ArticleReader(tree, tree.root(), article).read();
                                      },
                                      read_parts};
        read_xml_articles(document, options, info(), reader, result);
    }
};

}  // namespace

const Dialect& jats() {
    static const Jats dialect;
    return dialect;
}

}  // namespace lode::ingest::dialects
