#include <map>
#include <utility>

#include "ingest/content/metadata.hpp"
#include "ingest/content/tei_text.hpp"
#include "ingest/content/xml_articles.hpp"

namespace lode::ingest::dialects {
const Dialect& tei();
namespace {

using xml::k_no_node;
using xml::NodeId;
bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

// Levels of "2.1." : 2; 0 for what is no number of a section.
std::uint32_t depth_of(std::string_view label) {
    std::uint32_t depth = 0;
    bool digit = false;
    for (const char c : label) {
        if (c >= '0' && c <= '9') {
            depth += digit ? 0 : 1;
            digit = true;
        } else if (c == '.' && digit) {
            digit = false;
        } else {
            return 0;
        }
    }
    return depth;
}

// "arXiv:1804.00001v1[cond-mat]" -> "1804.00001v1"
std::string arxiv_number(std::string_view written) {
    if (written.starts_with("arXiv:")) {
        written.remove_prefix(6);
    }
    return one_line(written.substr(0, written.find('[')));
}

class ArticleReader : public TeiText {
 public:
    ArticleReader(const xml::Tree& tree, Article& article) : TeiText(tree, article) {}

    void read() {
        const NodeId root = m_tree.root();
        header(child(root, "teiHeader"));
        text(child(root, "text"));
        finish();
        // GROBID writes sections flat; their numbers tell how deep they are.
        for (auto& section : m_article.sections) {
            if (section.level == 1 && depth_of(section.label) > 1) {
                section.level = depth_of(section.label);
            }
        }
    }

 private:
    std::string date_of(NodeId node) const {
        const std::string exact = iso_date(attribute(node, "when"));
        return exact.empty() ? iso_date(line(node)) : exact;
    }

    void header(NodeId node) {
        const NodeId file = child(node, "fileDesc");
        const NodeId statement = child(file, "titleStmt");
        const NodeId edition = child(file, "publicationStmt");
        const NodeId source = below(child(file, "sourceDesc"), "biblStruct");
        const NodeId analytic = child(source, "analytic");
        const NodeId volume = child(source, "monogr");
        set(m_article.language, language_code(attribute(child(m_tree.root(), "text"), "lang")));
        set(m_article.language, language_code(attribute(below(node, "language"), "ident")));
        set(m_article.language, language_code(attribute(node, "lang")));
        set(m_article.article_type, std::string(attribute(source, "type")));
        titles(line(statement).empty() || line(child(statement, "title")).empty() ? analytic
                                                                                  : statement);
        identifiers(source, edition);
        const auto people = children_of(analytic == k_no_node ? volume : analytic, "author");
        for (const NodeId person : people.empty() ? children_of(statement, "author") : people) {
            author(person);
        }
        for (const NodeId t : children_of(volume, "title")) {
            if (attribute(t, "level") != "m" || m_article.journal.empty()) {
                set(m_article.journal, line(t));
            }
        }
        set(m_article.publisher, line(child(edition, "publisher")));
        set(m_article.publisher, line_of(volume, "publisher"));
        for (const NodeId place : {volume, edition}) {
            for (const NodeId date : all_below(place, "date")) {
                const std::string_view type = attribute(date, "type");
                if (type.empty() || contains(type, "publi") || contains(type, "print") ||
                    contains(type, "electronic")) {
                    published(date_of(date));
                }
            }
        }
        const NodeId rights = child(edition, "availability");
        for (const std::string_view spelling : {"licence", "license"}) {
            licence(attribute(child(rights, spelling), "target"));
        }
        for (const NodeId link : all_below(rights, "ref")) {
            licence(attribute(link, "target"));
        }
        licence(line(rights));
        for (const NodeId group : all_below(below(node, "textClass"), "keywords")) {
            keywords(group);
        }
        for (const NodeId a : children_of(child(node, "profileDesc"), "abstract")) {
            const std::string language = language_code(attribute(a, "lang"));
            const bool foreign =
                !language.empty() && !m_article.language.empty() && language != m_article.language;
            const std::string_view type = attribute(a, "type");
            abstract(a, foreign ? "translated" : type.empty() ? "main" : type);
            m_abstract = true;
        }
    }

    void titles(NodeId node) {
        bool named = false;
        for (const NodeId t : children_of(node, "title")) {
            const std::string_view type = attribute(t, "type");
            if (type == "sub") {
                subtitle(t);
            } else if (!named) {
                title(t);
                named = true;
            } else {
                leave_out(t, type == "main" || type.empty() ? "translated-title" : "other-title");
            }
        }
    }

    void identifiers(NodeId source, NodeId edition) {
        std::string digest;
        for (const NodeId place : {source, edition}) {
            for (const NodeId id : all_below(place, "idno")) {
                const std::string_view type = attribute(id, "type");
                if (type == "DOI" || type == "doi") {
                    set(m_article.doi, normalise_doi(line(id)));
                } else if (type == "PMID") {
                    set(m_article.pmid, line(id));
                } else if (type == "PMCID") {
                    set(m_article.pmcid, line(id));
                } else if (type == "arXiv" || type == "arxiv") {
                    set(m_article.local_id, arxiv_number(line(id)));
                } else if (type == "MD5") {
                    set(digest, line(id));
                }
            }
        }
        set(m_article.local_id, digest);
    }

    void author(NodeId node) {
        const NodeId of = child(node, "persName");
        Author made;
        if (of != k_no_node) {
            for (const NodeId first : children_of(of, "forename")) {
                made.given += (made.given.empty() ? "" : " ") + line(first);
            }
            made.family = line(child(of, "surname"));
            if (made.family.empty()) {
                made.family = made.given.empty() ? line(of) : std::exchange(made.given, {});
            }
        } else if (child(node, "orgName") != k_no_node) {
            made.family = line(child(node, "orgName"));
        } else if (child(node, "affiliation") == k_no_node && child(node, "email") == k_no_node) {
            made.family = line(node);
        }
        if (made.family.empty()) {
            return;  // GROBID lists affiliations without an author as authors
        }
        for (const NodeId place : children_of(node, "affiliation")) {
            std::string where = joined(place, {"note", "idno"});
            if (where.empty()) {
                where = joined(named(tei_ids(attribute(place, "ref"))), {"note", "idno"});
            }
            if (!where.empty()) {
                made.affiliations.push_back(std::move(where));
            }
        }
        m_article.authors.push_back(std::move(made));
    }

    // The element of that id. Asked for affiliations only, which GROBID does not point to.
    NodeId named(std::string_view id) {
        for (NodeId n = m_ids.empty() ? m_tree.root() : NodeId(m_tree.size()); n < m_tree.size();
             ++n) {
            if (!m_tree.is_text(n) && !attribute(n, "id").empty()) {
                m_ids.emplace(attribute(n, "id"), n);
            }
        }
        const auto found = m_ids.find(id);
        return found == m_ids.end() ? k_no_node : found->second;
    }

    void keywords(NodeId group) {
        bool marked = false;
        for (const std::string_view what : {"term", "item"}) {
            for (const NodeId word : all_below(group, what)) {
                if (below(word, "term") == k_no_node) {
                    keyword(word);
                    marked = true;
                }
            }
            if (marked) {
                return;
            }
        }
        // One string where GROBID did not find the single words.
        std::string word;
        for (const char c : line(group) + ";") {
            if (c == ';' || c == ',') {
                word = one_line(word);
                if (!word.empty()) {
                    m_article.keywords.push_back(word);
                }
                word.clear();
            } else {
                word += c;
            }
        }
    }

    void text(NodeId node) {
        if (node == k_no_node) {
            return;
        }
        for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
            if (name(c) == "text" || name(c) == "group") {
                text(c);
            } else if (name(c) == "front") {
                front(c);
            } else if (name(c) == "body" || name(c) == "back") {
                for (const NodeId list : all_below(c, "listBibl")) {
                    references(list);
                }
                body(c);
            }
        }
    }

    void front(NodeId node) {
        for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
            const std::string_view type = attribute(c, "type");
            if (m_tree.is_text(c)) {
                leave_out(c, "front-notes");
            } else if (contains(type, "abstract") || contains(type, "summary")) {
                // Repeats the one of the header, where there is one.
                m_abstract ? leave_out(c, "repeated-abstract") : abstract(c, "main");
                m_abstract = true;
            } else {
                open_body();
                element(c);
                close();
            }
        }
    }

    void references(NodeId list) {
        for (NodeId c = m_tree.first_child(list); c != k_no_node; c = m_tree.next(c)) {
            const std::string_view what = name(c);
            if (what != "biblStruct" && what != "bibl" && what != "biblFull") {
                continue;
            }
            Reference made;
            made.id = attribute(c, "id");
            for (const NodeId id : all_below(c, "idno")) {
                const std::string_view type = attribute(id, "type");
                if (type == "DOI" || type == "doi") {
                    set(made.doi, normalise_doi(line(id)));
                } else if (type == "PMID") {
                    set(made.pmid, line(id));
                }
            }
            for (const std::string_view link : {"ref", "ptr"}) {
                for (const NodeId n : all_below(c, link)) {
                    set(made.doi, normalise_doi(attribute(n, "target")));
                }
            }
            made.year = static_cast<std::uint16_t>(year_of(date_of(below(c, "date"))));
            cited(std::move(made));
        }
    }

    std::map<std::string, NodeId, std::less<>> m_ids;  // filled when first asked
    bool m_abstract = false;
};

class Tei : public Dialect {
 public:
    const DialectInfo& info() const noexcept override {
        static constexpr DialectInfo k_info = {
            "tei", 2, "TEI articles, as GROBID writes them",
            "TEI P5 Guidelines (http://www.tei-c.org/ns/1.0) and the TEI of GROBID",
            DocumentKind::xml};
        return k_info;
    }

    int sniff(const DocumentHead& head) const override {
        if (head.kind != DocumentKind::xml) {
            return 0;
        }
        return head.root == "TEI" || head.root == "TEI.2" || head.root == "teiCorpus" ? 20 : 0;
    }

    void read(const Document& document, const ReadOptions& options,
              ReadResult& result) const override {
        const XmlArticleReader reader{
            [](std::string_view local) { return local == "TEI" || local == "TEI.2"; },
            [](const xml::Tree& tree, Article& article) { ArticleReader(tree, article).read(); }};
        read_xml_articles(document, options, info(), reader, result);
    }
};

}  // namespace

const Dialect& tei() {
    static const Tei dialect;
    return dialect;
}

}  // namespace lode::ingest::dialects
