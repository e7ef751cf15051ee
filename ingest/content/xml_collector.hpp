// What the parser tells of a document, collected: its articles, and the records that hold none.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/content/xml_articles.hpp"

namespace lode::ingest {

class Collector : public xml::Handler {
 public:
    explicit Collector(const XmlArticleReader& reader) : m_reader(reader) {}

    void start_element(std::string_view local, std::string_view, std::string_view,
                       const std::vector<xml::Attribute>& attributes) override;

    void end_element(std::string_view local, std::string_view) override;

    void characters(std::string_view utf8) override;

    // The article that the document broke off in; true where there is something worth keeping.
    bool keep_unfinished();

    // An element that is no article surrounds the articles.
    bool is_set() const noexcept { return m_is_set; }

    std::vector<Article> articles;
    std::vector<std::vector<Article>> parts;  // of each article
    struct Place {
        std::size_t index = 0;  // among the records, those that were not delivered counted in
        std::uint32_t line = 0;
    };
    std::vector<Place> places;  // of each article
    std::vector<Notice> notices;
    std::vector<std::size_t> notice_places;             // how many articles stand in front of each
    std::map<std::size_t, std::string> without_record;  // index in `articles` -> why it is empty
    // Records that hold no article for this reader.
    struct Unread {
        Place place;
        std::string reason;
        std::string detail;
    };
    std::vector<Unread> unread;

 private:
    // An OAI-PMH record around articles that is open.
    struct Record {
        bool open = false;
        bool deleted = false;
        std::uint32_t line = 0;
        std::size_t before = 0;  // articles and notices
        std::string identifier;
        bool in_metadata = false;
        std::string format;  // the element in its <metadata>
    };

    std::size_t told() const { return articles.size() + notices.size(); }

    // A start tag that no article is around.
    void outside(std::string_view local, const std::vector<xml::Attribute>& attributes);

    void end_outside(std::string_view local);

    void refuse(std::uint32_t at, std::string reason, std::string detail);

    bool in_container() const { return !m_containers.empty() && m_containers.back(); }

    void convert();

    void place_articles();

    const XmlArticleReader& m_reader;
    xml::Tree m_tree;
    Record m_record;
    bool m_in_identifier = false;
    std::uint32_t m_article_line = 0;  // of the article at hand
    std::vector<bool> m_containers;    // for each open element of the tree
    std::size_t m_ignored = 0;         // depth in elements that are left out
    bool m_is_set = false;
};

}  // namespace lode::ingest
