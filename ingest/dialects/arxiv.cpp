#include <algorithm>

#include "ingest/content/elements.hpp"
#include "ingest/content/finish_article.hpp"
#include "ingest/content/inline.hpp"
#include "ingest/content/metadata.hpp"
#include "ingest/content/named_record.hpp"
#include "ingest/content/xml_articles.hpp"

namespace lode::ingest::dialects {
const Dialect& arxiv();
namespace {

using xml::k_no_node;
using xml::NodeId;

std::string lower(std::string_view text) {
    std::string low(text);
    for (char& c : low) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return low;
}

// "oai:arXiv.org:0704.0001", "http://arxiv.org/abs/hep-th/9901001v2" -> the identifier without
// version.
std::string arxiv_id(std::string id) {
    for (const std::string_view front : {"/abs/", "oai:arXiv.org:", "arXiv:"}) {
        if (const std::size_t at = id.find(front); at != std::string::npos) {
            id.erase(0, at + front.size());
        }
    }
    const std::size_t v = id.rfind('v');
    if (v != std::string::npos && v > 0 && v + 1 < id.size() && id[v - 1] >= '0' &&
        id[v - 1] <= '9' && id.find_first_not_of("0123456789", v + 1) == std::string::npos) {
        id.resize(v);
    }
    return id;
}

// "Mon, 2 Apr 2007 19:18:42 GMT" and the ISO forms.
std::string date_of(std::string_view text) {
    const std::size_t comma = text.find(',');
    return iso_date(comma != std::string_view::npos && comma <= 10 ? text.substr(comma + 1) : text);
}

// Does the authors' comment, or an abstract that is nothing but that, say that the article was
// withdrawn?
bool says_withdrawn(std::string_view text) {
    const std::string low = lower(text);
    for (const std::string_view front :
         {"withdrawn", "paper withdrawn", "retracted", "[withdrawn"}) {
        if (low.starts_with(front)) {
            return true;
        }
    }
    for (const std::string_view what :
         {"paper", "article", "submission", "manuscript", "work", "preprint", "note", "version"}) {
        for (const std::string_view verb : {" has been ", " is ", " was ", " is being "}) {
            for (const std::string_view end : {"withdrawn", "retracted"}) {
                const std::string phrase = std::string(what) + std::string(verb) + std::string(end);
                const std::size_t at = low.find(phrase);
                // "a previous version was withdrawn" says nothing about this one.
                if (at != std::string::npos &&
                    (what != "version" || (at >= 5 && low.compare(at - 5, 5, "this ") == 0))) {
                    return true;
                }
            }
        }
    }
    return low.find("withdrawn by the author") != std::string::npos ||
           low.find("withdrawn by author") != std::string::npos;
}

// Reads one OAI record (arXiv, arXivRaw, oai_dc) or Atom entry. Fields are known by their names,
// which do not contradict each other between the four formats.
class RecordReader {
 public:
    RecordReader(const xml::Tree& tree, Article& article) : m_tree(tree), m_article(article) {}

    void read() {
        m_article.article_type = "preprint";
        NodeId fields = m_tree.root();
        const NodeId header = child_named(m_tree, fields, "header");
        if (const NodeId metadata = child_named(m_tree, fields, "metadata");
            metadata != k_no_node) {
            for (NodeId c = m_tree.first_child(metadata); c != k_no_node; c = m_tree.next(c)) {
                if (!m_tree.is_text(c)) {
                    fields = c;
                    break;
                }
            }
        }
        for (NodeId c = m_tree.first_child(fields); c != k_no_node; c = m_tree.next(c)) {
            if (!m_tree.is_text(c)) {
                field(c, m_tree.text(c));
            }
        }
        if (m_article.local_id.empty() && header != k_no_node) {
            m_article.local_id =
                arxiv_id(element_line(m_tree, child_named(m_tree, header, "identifier")));
        }
        m_article.date = std::move(m_first_date);
        m_article.year = static_cast<std::uint16_t>(year_of(m_article.date));
        if (m_article.revised.empty()) {
            m_article.revised = std::move(m_last_date);
        }
        if (m_withdrawn.empty() && !m_article.abstracts.empty() &&
            m_article.abstracts[0].paragraphs[0].utf8.size() < 400 &&
            says_withdrawn(m_article.abstracts[0].paragraphs[0].utf8)) {
            m_withdrawn = m_article.abstracts[0].paragraphs[0].utf8;
        }
        if (!m_withdrawn.empty()) {
            m_article.retracted = true;
            m_article.relations.push_back(
                {.kind = "retracted-by", .doi = {}, .pmid = {}, .note = m_withdrawn});
        }
        finish_article(m_article, m_accounts, m_given);
    }

 private:
    std::string line(NodeId node) const { return element_line(m_tree, node); }

    // LaTeX resolved; for what is not accounted for.
    static std::string plain(std::string_view raw) {
        Accounts scratch;
        TextBuilder builder(scratch);
        read_tex(raw, false, builder, scratch);
        return builder.take().utf8;
    }

    Text text(NodeId node) {
        m_given += m_tree.characters(node);
        TextBuilder builder(m_accounts);
        read_tex(m_tree.all_text(node), false, builder, m_accounts);
        return builder.take();
    }

    void comment(NodeId node, std::string words) {
        const std::uint64_t characters = m_tree.characters(node);
        m_given += characters;
        m_accounts.drop("comments", characters);
        if (says_withdrawn(words)) {
            m_withdrawn = std::move(words);
        }
    }

    void date(const std::string& when) {
        m_first_date = earlier_date(m_first_date, when);
        m_last_date = std::max(m_last_date, when);
    }

    void keywords(std::string_view list) {
        for (std::size_t i = 0; i < list.size();) {
            const std::size_t end = std::min(list.find(' ', i), list.size());
            keyword(std::string(list.substr(i, end - i)));
            i = end + 1;
        }
    }
    void keyword(std::string word) {
        const auto& known = m_article.keywords;
        if (!word.empty() && std::find(known.begin(), known.end(), word) == known.end()) {
            m_article.keywords.push_back(std::move(word));
        }
    }

    void field(NodeId node, std::string_view name) {
        if (name == "id") {
            m_article.local_id = arxiv_id(line(node));
        } else if (name == "title") {
            m_article.title = text(node);
        } else if (name == "abstract" || name == "summary") {
            add_abstract(node);
        } else if (name == "description") {
            std::string words = line(node);
            if (words.starts_with("Comment: ")) {
                comment(node, words.substr(9));
            } else {
                add_abstract(node);
            }
        } else if (name == "comments" || name == "comment") {
            comment(node, line(node));
        } else if (name == "created" || name == "published" || name == "date") {
            date(date_of(line(node)));
        } else if (name == "version") {
            date(date_of(line(child_named(m_tree, node, "date"))));
        } else if (name == "updated") {
            m_article.revised = date_of(line(node));
        } else if (name == "categories") {
            keywords(line(node));
        } else if (name == "category" || name == "primary_category") {
            keyword(one_line(m_tree.attribute(node, "term")));
        } else if (name == "subject") {
            keyword(line(node));
        } else if (name == "doi") {
            set_doi(line(node));
        } else if (name == "journal-ref" || name == "journal_ref") {
            m_article.journal = plain(line(node));
        } else if (name == "license" || name == "rights") {
            const std::string stated = line(node);
            m_article.licence = licence_of_url(stated);
            if (m_article.licence.empty()) {
                m_article.licence = stated;
            }
        } else if (name == "identifier") {
            identifier(line(node));
        } else if (name == "creator") {
            for (auto& author : split_authors(plain(line(node)) + ";")) {
                m_article.authors.push_back(std::move(author));
            }
        } else if (name == "author") {
            author(node);
        } else if (name == "authors") {
            authors(node);
        }
    }

    void add_abstract(NodeId node) {
        Text block = text(node);
        if (block.utf8.empty()) {
            return;
        }
        if (m_article.abstracts.empty()) {
            m_article.abstracts.emplace_back();
        }
        m_article.abstracts.back().paragraphs.push_back(std::move(block));
    }

    // An article of several DOIs has them separated by blanks; the first counts.
    void set_doi(const std::string& stated) {
        if (m_article.doi.empty()) {
            m_article.doi = normalise_doi(std::string_view(stated).substr(0, stated.find(' ')));
        }
    }

    void identifier(const std::string& stated) {
        if (stated.find("arxiv.org/abs/") != std::string::npos) {
            m_article.local_id = arxiv_id(stated);
        } else if (!normalise_doi(stated).empty()) {
            set_doi(stated);
        } else if (!stated.starts_with("http")) {
            m_article.journal = plain(stated);
        }
    }

    void authors(NodeId node) {
        bool listed = false;
        for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
            if (is_element(m_tree, c, "author")) {
                author(c);
                listed = true;
            }
        }
        if (!listed) {
            m_article.authors = split_authors(plain(m_tree.all_text(node)));
        }
    }

    void author(NodeId node) {
        Author made;
        for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
            if (is_element(m_tree, c, "keyname")) {
                made.family = plain(line(c));
            } else if (is_element(m_tree, c, "forenames")) {
                made.given = plain(line(c));
            } else if (is_element(m_tree, c, "affiliation")) {
                if (std::string place = plain(line(c)); !place.empty()) {
                    made.affiliations.push_back(std::move(place));
                }
            } else if (is_element(m_tree, c, "name")) {
                const std::string written = plain(line(c));
                const std::size_t blank = written.rfind(' ');
                made.family = blank == std::string::npos ? written : written.substr(blank + 1);
                made.given = blank == std::string::npos ? std::string() : written.substr(0, blank);
            }
        }
        if (made.family.empty()) {
            std::swap(made.family, made.given);
        }
        if (!made.family.empty()) {
            m_article.authors.push_back(std::move(made));
        }
    }

    const xml::Tree& m_tree;
    Article& m_article;
    Accounts m_accounts;
    std::uint64_t m_given = 0;
    std::string m_first_date;
    std::string m_last_date;
    std::string m_withdrawn;
};

bool read_deletion(const xml::Tree& tree, std::vector<Notice>& notices) {
    const NodeId header = child_named(tree, tree.root(), "header");
    if (header == k_no_node || tree.attribute(header, "status") != "deleted") {
        return false;
    }
    const std::string id = arxiv_id(element_line(tree, child_named(tree, header, "identifier")));
    if (!id.empty()) {
        notices.push_back({.target = "local:" + id, .kind = "withdrawn", .source = {}});
    }
    return true;
}

class Arxiv : public Dialect {
 public:
    const DialectInfo& info() const noexcept override {
        static constexpr DialectInfo k_info = {
            "arxiv",
            1,
            "Metadata of arXiv (OAI-PMH, Atom) and simple Dublin Core",
            "https://info.arxiv.org/help/oa/ (arXiv, arXivRaw, oai_dc) and "
            "https://info.arxiv.org/help/api/user-manual.html",
            DocumentKind::xml,
            "local:"};
        return k_info;
    }

    int sniff(const DocumentHead& head) const override {
        if (head.kind != DocumentKind::xml) {
            return 0;
        }
        if (head.root == "arXiv" || head.root == "arXivRaw") {
            return 30;
        }
        if (head.root == "feed" || head.root == "entry") {
            const bool atom = head.name_space == "http://www.w3.org/2005/Atom";
            return atom && head.mentions("arxiv.org/") ? 30 : 0;
        }
        if (head.root != "OAI-PMH" && head.root != "ListRecords" && head.root != "GetRecord" &&
            head.root != "records" && head.root != "record") {
            return 0;
        }
        // Wrappers of OAI-PMH: what is inside decides. Articles in them are JATS.
        if (head.has_inner("article")) {
            return 0;
        }
        return head.has_inner("arXiv") || head.has_inner("arXivRaw") || head.has_inner("dc") ||
                       head.mentions("oai:arXiv.org")
                   ? 30
                   : 0;
    }

    void read(const Document& document, const ReadOptions& options,
              ReadResult& result) const override {
        const XmlArticleReader reader{
            .is_article =
                [](std::string_view local) {
                    return local == "record" || local == "entry" || local == "arXiv" ||
                           local == "arXivRaw";
                },
            .convert = [](const xml::Tree& tree,
                          Article& article) { RecordReader(tree, article).read(); },
            .notice = read_deletion,
            .is_container = {},
            .keep_damaged_records = false};
        read_xml_articles(document, options, info(), reader, result);
    }
};

}  // namespace

const Dialect& arxiv() {
    static const Arxiv dialect;
    return dialect;
}

}  // namespace lode::ingest::dialects
