#include <algorithm>
#include <charconv>
#include <map>

#include "ingest/content/elements.hpp"
#include "ingest/content/finish_article.hpp"
#include "ingest/content/medline.hpp"
#include "ingest/content/metadata.hpp"
#include "ingest/content/named_record.hpp"
#include "ingest/content/xml_articles.hpp"

namespace lode::ingest::dialects {
const Dialect& bioc();
namespace {

using xml::k_no_node;
using xml::NodeId;

unsigned number_of(std::string_view digits) {
    unsigned value = 0;
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return parsed.ec == std::errc() && parsed.ptr == digits.data() + digits.size() ? value : 0;
}

bool is_number(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

using Infons = std::map<std::string, std::string, std::less<>>;

std::string_view get(const Infons& infons, std::string_view key) {
    const auto found = infons.find(key);
    return found == infons.end() ? std::string_view() : std::string_view(found->second);
}

std::string upper(std::string_view text) {
    std::string up(text);
    for (char& c : up) {
        c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    return up;
}

// Reads one <document>. Only the text of passages (or of their sentences) is text: annotations
// repeat pieces of it.
class DocumentReader {
 public:
    DocumentReader(const xml::Tree& tree, Article& article) : m_tree(tree), m_article(article) {}

    void read() {
        std::string id;
        const NodeId root = m_tree.root();
        identify(infons(root));
        for (NodeId c = m_tree.first_child(root); c != k_no_node; c = m_tree.next(c)) {
            if (is_element(m_tree, c, "id")) {
                id = element_line(m_tree, c);
            } else if (is_element(m_tree, c, "passage")) {
                passage(c);
            }
        }
        if (id.starts_with("PMC") && m_article.pmcid.empty()) {
            m_article.pmcid = pmcid_of(id);
        } else if (is_number(id) && m_article.pmcid.empty() && m_article.pmid.empty() &&
                   m_article.doi.empty()) {
            m_article.pmid = id;  // sets of abstracts number their documents so
        } else if (m_article.pmcid != "PMC" + id && m_article.pmcid != id && m_article.pmid != id) {
            m_article.local_id = id;
        }
        m_article.year = static_cast<std::uint16_t>(year_of(m_article.date));
        finish_article(m_article, m_accounts, m_given);
    }

 private:
    Infons infons(NodeId node) const {
        Infons all;
        for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
            if (is_element(m_tree, c, "infon")) {
                all.emplace(std::string(m_tree.attribute(c, "key")), m_tree.all_text(c));
            }
        }
        return all;
    }

    // What the front passage, or the document itself, says of the article.
    void identify(const Infons& facts) {
        const auto line = [&](std::string_view key) { return one_line(get(facts, key)); };
        const auto set = [](std::string& field, std::string value) {
            if (field.empty()) {
                field = std::move(value);
            }
        };
        set(m_article.doi, normalise_doi(get(facts, "article-id_doi")));
        set(m_article.doi, normalise_doi(get(facts, "doi")));
        set(m_article.pmid, line("article-id_pmid"));
        set(m_article.pmid, line("pmid"));
        std::string pmc = line("article-id_pmc");
        set(m_article.pmcid, is_number(pmc) ? "PMC" + pmc : pmcid_of(pmc));
        set(m_article.date, iso_date(line("year"), "", ""));
        const std::string journal =
            line("journal-title").empty() ? line("journal") : line("journal-title");
        set(m_article.journal, journal.substr(0, journal.find(';')));
        set(m_article.article_type, line("article-type"));
        if (m_article.licence.empty()) {
            const std::string licence = line("license");
            m_article.licence = licence_of_text(licence);
        }
        if (m_article.keywords.empty()) {
            m_article.keywords = split_list(get(facts, "kwd"));
        }
        if (m_article.keywords.empty()) {
            m_article.keywords = split_list(get(facts, "keywords"));
        }
        authors(facts);
    }

    // name_0, name_1, ...: "surname:Bee;given-names:Anna"; or one list "authors".
    void authors(const Infons& facts) {
        if (!m_article.authors.empty()) {
            return;
        }
        std::map<unsigned, Author> ordered;
        for (auto name = facts.lower_bound("name_");
             name != facts.end() && name->first.starts_with("name_"); ++name) {
            if (!is_number(std::string_view(name->first).substr(5))) {
                continue;
            }
            Author author;
            for (const auto& part : split_list(name->second + ";")) {
                if (part.starts_with("surname:")) {
                    author.family = one_line(std::string_view(part).substr(8));
                } else if (part.starts_with("given-names:")) {
                    author.given = one_line(std::string_view(part).substr(12));
                } else if (author.family.empty() && part.find(':') == std::string::npos) {
                    author.family = part;  // a group
                }
            }
            if (author.family.empty()) {
                std::swap(author.family, author.given);
            }
            if (!author.family.empty()) {
                ordered[number_of(std::string_view(name->first).substr(5))] = std::move(author);
            }
        }
        for (auto& [place, author] : ordered) {
            m_article.authors.push_back(std::move(author));
        }
        if (m_article.authors.empty()) {
            m_article.authors = split_authors(get(facts, "authors"));
        }
    }

    // Calls `use` for each text node that is text of the passage.
    template <class Use>
    void texts(NodeId node, const Use& use) const {
        for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
            if (is_element(m_tree, c, "text")) {
                use(c);
            } else if (is_element(m_tree, c, "sentence")) {
                texts(c, use);
            }
        }
    }

    Text block(NodeId node) {
        TextBuilder builder(m_accounts);
        texts(node, [&](NodeId text) {
            builder.space();
            builder.add(m_tree.all_text(text));
        });
        return builder.take();
    }

    void drop(NodeId node, std::string_view reason) {
        texts(node, [&](NodeId text) { m_accounts.drop(reason, m_tree.characters(text)); });
    }

    void passage(NodeId node) {
        texts(node, [&](NodeId text) { m_given += m_tree.characters(text); });
        const Infons facts = infons(node);
        const std::string type = one_line(get(facts, "type"));
        std::string section = upper(one_line(get(facts, "section_type")));
        if (section.empty()) {
            section = upper(one_line(get(facts, "section")));
        }
        if (section == "TITLE" || (section.empty() && (type == "title" || type == "front"))) {
            identify(facts);
            if (m_article.title.utf8.empty()) {
                m_article.title = block(node);
            } else {
                drop(node, "second-title");
            }
        } else if (section == "REF" || type == "ref") {
            reference(facts, type);
            drop(node, "reference-list");
        } else if (section == "ABSTRACT" || type.starts_with("abstract")) {
            // In sets of abstracts the facts may stand here.
            identify(facts);
            type.find("title") != std::string::npos ? drop(node, "abstract-heading")
                                                    : abstract(node);
        } else if (section == "FIG" || type.starts_with("fig")) {
            figure(node, facts);
        } else if (section == "TABLE" || type.starts_with("table")) {
            table(node, facts, type);
        } else if (section == "KEYWORD") {
            if (m_article.keywords.empty() && !type.starts_with("title")) {
                texts(node,
                      [&](NodeId text) { m_article.keywords = split_list(m_tree.all_text(text)); });
            }
            drop(node, "keyword-list");
        } else if (type == "footnote") {
            drop(node, "footnote");
        } else if (type.starts_with("title")) {
            const std::string_view behind = std::string_view(type).substr(5);
            const unsigned level = behind.starts_with("_") ? number_of(behind.substr(1)) : 1;
            Section made;
            made.level = std::clamp(level, 1U, 20U);
            made.title = block(node);
            m_article.sections.push_back(std::move(made));
            m_section = section;
        } else {
            paragraph(node, section);
        }
    }

    void abstract(NodeId node) {
        Text text = block(node);
        if (text.utf8.empty()) {
            return;
        }
        if (m_article.abstracts.empty()) {
            m_article.abstracts.emplace_back();
        }
        m_article.abstracts.back().paragraphs.push_back(std::move(text));
    }

    void paragraph(NodeId node, const std::string& section) {
        Text text = block(node);
        if (text.utf8.empty()) {
            return;
        }
        if (m_article.sections.empty() || m_section != section) {
            m_article.sections.emplace_back();  // a part of the article without heading
            m_section = section;
        }
        m_article.sections.back().paragraphs.push_back(std::move(text));
    }

    void reference(const Infons& facts, const std::string& type) {
        if (type != "ref") {
            return;  // the heading of the list
        }
        ++m_article.references;
        Reference cited;
        cited.doi = normalise_doi(get(facts, "pub-id_doi"));
        cited.pmid = one_line(get(facts, "pub-id_pmid"));
        cited.year = static_cast<std::uint16_t>(year_of(iso_date(get(facts, "year"), "", "")));
        if (!cited.doi.empty() || !cited.pmid.empty() || cited.year > 0) {
            m_article.reference_list.push_back(std::move(cited));
        }
    }

    // Title and caption of a figure are passages of their own, with one id.
    static void append(Text& caption, Text more) {
        if (!caption.utf8.empty() && !more.utf8.empty()) {
            caption.utf8 += ' ';
        }
        caption.utf8 += more.utf8;
    }

    void figure(NodeId node, const Infons& facts) {
        const std::string id = one_line(get(facts, "id"));
        auto& figures = m_article.figures;
        if (figures.empty() || id.empty() || figures.back().id != id) {
            figures.emplace_back().id = id;
        }
        append(figures.back().caption, block(node));
    }

    // Cells stand between tabs, rows between line ends; what has neither is one cell.
    void table(NodeId node, const Infons& facts, const std::string& type) {
        const std::string id = one_line(get(facts, "id"));
        auto& tables = m_article.tables;
        if (tables.empty() || id.empty() || tables.back().id != id) {
            tables.emplace_back().id = id;
        }
        Table& table = tables.back();
        if (type.find("caption") != std::string::npos || type.find("title") != std::string::npos) {
            append(table.caption, block(node));
        } else if (type.find("foot") != std::string::npos) {
            if (Text text = block(node); !text.utf8.empty()) {
                table.footnotes.push_back(std::move(text.utf8));
            }
        } else {
            texts(node, [&](NodeId text) { rows(m_tree.all_text(text), table); });
        }
    }

    void rows(std::string_view text, Table& table) {
        // Every row gets every column; where that would blow a table up, its rows stay whole.
        constexpr std::size_t k_most_cells = 500'000;
        const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1;
        std::size_t columns = 1;
        for (std::size_t i = 0; i < text.size();) {
            const std::size_t end = std::min(text.find('\n', i), text.size());
            const std::string_view row = text.substr(i, end - i);
            columns = std::max(
                columns, static_cast<std::size_t>(std::count(row.begin(), row.end(), '\t')) + 1);
            i = end + 1;
        }
        if (columns > k_most_cells / lines) {
            columns = 1;
        }
        for (std::size_t i = 0; i < text.size();) {
            const std::size_t end = std::min(text.find('\n', i), text.size());
            const std::string_view row = text.substr(i, end - i);
            i = end + 1;
            if (row.find_first_not_of(" \t\r") == std::string_view::npos) {
                continue;
            }
            std::vector<std::string> cells;
            for (std::size_t k = 0; k <= row.size();) {
                const std::size_t tab =
                    columns == 1 ? row.size() : std::min(row.find('\t', k), row.size());
                TextBuilder builder(m_accounts);
                builder.add(row.substr(k, tab - k));
                cells.push_back(builder.take().utf8);
                k = tab + 1;
            }
            cells.resize(columns);
            table.rows.push_back(std::move(cells));
        }
    }

    const xml::Tree& m_tree;
    Article& m_article;
    Accounts m_accounts;
    std::uint64_t m_given = 0;
    std::string m_section;  // section_type of the last section
};

class Bioc : public Dialect {
 public:
    const DialectInfo& info() const noexcept override {
        static constexpr DialectInfo k_info = {
            "bioc", 1, "BioC collections of articles and abstracts",
            "BioC.dtd; Comeau et al. 2013, doi:10.1093/database/bat064", DocumentKind::xml};
        return k_info;
    }

    int sniff(const DocumentHead& head) const override {
        if (head.kind != DocumentKind::xml) {
            return 0;
        }
        const bool stated = head.system_id.find("BioC") != std::string::npos ||
                            head.public_id.find("BioC") != std::string::npos;
        if (head.root == "collection") {
            return stated || head.has_inner("passage") ||
                           (head.has_inner("document") && head.has_inner("infon"))
                       ? 30
                       : 0;
        }
        return head.root == "document" && head.has_inner("passage") ? 30 : 0;
    }

    void read(const Document& document, const ReadOptions& options,
              ReadResult& result) const override {
        const XmlArticleReader reader{
            .is_article = [](std::string_view local) { return local == "document"; },
            .convert = [](const xml::Tree& tree,
                          Article& article) { DocumentReader(tree, article).read(); }};
        read_xml_articles(document, options, info(), reader, result);
    }
};

}  // namespace

const Dialect& bioc() {
    static const Bioc dialect;
    return dialect;
}

}  // namespace lode::ingest::dialects
