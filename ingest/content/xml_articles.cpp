#include "ingest/content/xml_articles.hpp"

#include <algorithm>
#include <iterator>

#include "core/base/error.hpp"
#include "ingest/xml/bytes.hpp"

namespace lode::ingest {
namespace {

class Collector : public xml::Handler {
 public:
    Collector(const XmlArticleReader& reader, std::vector<Article>& articles)
        : m_reader(reader), m_articles(articles) {}

    void start_element(std::string_view local, std::string_view, std::string_view,
                       const std::vector<xml::Attribute>& attributes) override {
        if (m_tree.depth() == 0 && !m_reader.is_article(local)) {
            return;
        }
        m_tree.open(local, attributes);
    }

    void end_element(std::string_view, std::string_view) override {
        if (m_tree.depth() == 0) {
            return;
        }
        m_tree.close();
        if (m_tree.depth() == 0) {
            convert();
        }
    }

    void characters(std::string_view utf8) override { m_tree.add_text(utf8); }

    // The article that the document broke off in; true where there is something worth keeping.
    bool keep_unfinished() {
        if (m_tree.empty()) {
            return false;
        }
        const std::size_t before = m_articles.size();
        convert();
        const auto useful = [](const Article& article) {
            return !article.title.utf8.empty() || !article.abstracts.empty() ||
                   !article.sections.empty();
        };
        const bool any = useful(m_articles[before]);
        m_articles.erase(
            std::remove_if(m_articles.begin() + static_cast<std::ptrdiff_t>(before),
                           m_articles.end(), [&](const Article& a) { return !any || !useful(a); }),
            m_articles.end());
        return any;
    }

 private:
    void convert() {
        Article& article = m_articles.emplace_back();
        m_reader.convert(m_tree, article);
        if (m_reader.parts) {
            std::vector<Article> parts;
            m_reader.parts(m_tree, article, parts);
            std::move(parts.begin(), parts.end(), std::back_inserter(m_articles));
        }
        m_tree.clear();
    }

    const XmlArticleReader& m_reader;
    std::vector<Article>& m_articles;
    xml::Tree m_tree;
};

bool has_text(const Article& article) {
    return !article.title.utf8.empty() || !article.abstracts.empty() || !article.sections.empty() ||
           !article.figures.empty() || !article.tables.empty();
}

// Up to the fault the document was sound. A repeated attribute is none of the faults of transport
// that cut a document off: what made it cannot be trusted.
bool is_partly_readable(const xml::Outcome& outcome) {
    return !outcome.well_formed && !outcome.limit_hit && outcome.reason != "duplicate-attribute";
}

}  // namespace

void read_xml_articles(const Document& document, const ReadOptions& options,
                       const DialectInfo& dialect, const XmlArticleReader& reader,
                       ReadResult& result) {
    const auto refuse = [&](const xml::Outcome& outcome) {
        ++result.records;
        result.rejects.push_back({.source = document.source,
                                  .line = outcome.line,
                                  .column = outcome.column,
                                  .reason = outcome.reason,
                                  .detail = outcome.detail});
    };
    const xml::Prepared prepared = xml::prepare(document.bytes);
    std::vector<std::string> repairs = prepared.repairs;
    xml::Outcome outcome;
    if (!prepared.reason.empty()) {
        outcome.reason = prepared.reason;
        outcome.detail = prepared.detail;
        refuse(outcome);
        return;
    }
    std::vector<Article> articles;
    bool unfinished = false;
    {
        Collector collector(reader, articles);
        outcome = xml::parse(prepared.bytes, collector, options.limits, prepared.utf8);
        if (!outcome.well_formed && !outcome.limit_hit) {
            std::string repaired;
            const auto made = xml::repair_markup(prepared.bytes, repaired);
            if (!made.empty()) {
                articles.clear();
                Collector again(reader, articles);
                outcome = xml::parse(repaired, again, options.limits, prepared.utf8);
                repairs.insert(repairs.end(), made.begin(), made.end());
                unfinished = is_partly_readable(outcome) && again.keep_unfinished();
            } else {
                unfinished = is_partly_readable(outcome) && collector.keep_unfinished();
            }
        }
    }
    const bool damaged = !outcome.well_formed;
    if (outcome.limit_hit || (damaged && !unfinished)) {
        refuse(outcome);
    }
    if (outcome.limit_hit) {
        return;
    }
    if (!damaged && articles.empty()) {
        outcome.reason = "no-article";
        outcome.detail = "no article element in the document";
        refuse(outcome);
        return;
    }
    std::size_t number = 0;
    const auto is_part = [](const Article& article) { return !article.source.empty(); };
    const bool several = std::count_if(articles.begin(), articles.end(),
                                       [&](const Article& a) { return !is_part(a); }) > 1;
    for (auto& article : articles) {
        number += is_part(article) ? 0U : 1U;
        ++result.records;
        std::string source = document.source;
        if (several) {
            source += "#" + std::to_string(number);
        }
        article.source = source + article.source;
        article.dialect = dialect.name;
        article.repairs = repairs;
        if (document.damaged_container) {
            article.repairs.emplace_back("damaged-container");
        }
        if (damaged && unfinished && &article == &articles.back()) {
            article.repairs.push_back("damaged:" + outcome.reason);
        }
        if (!has_text(article)) {
            result.rejects.push_back({.source = article.source,
                                      .reason = "no-text",
                                      .detail = "an article without title and text"});
            continue;
        }
        article.id = article_id(article);
        result.articles.push_back(std::move(article));
    }
}

}  // namespace lode::ingest
