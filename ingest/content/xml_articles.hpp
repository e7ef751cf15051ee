// What all XML dialects share: bytes prepared and parsed, strict first and repaired second; the
// tree of each article handed to the dialect; what is no article turned into a Reject.
#pragma once

#include <functional>
#include <optional>

#include "ingest/dialect.hpp"
#include "ingest/xml/tree.hpp"

namespace lode::ingest {

struct XmlArticleReader {
    // Is this element the root of an article? Asked only outside articles.
    std::function<bool(std::string_view local_name)> is_article;
    // Fills the article from its tree. May leave it empty where there is nothing.
    std::function<void(const xml::Tree& tree, Article& article)> convert;
    // Optional. Adds articles printed inside the one that was just converted; their Article::source
    // is what is appended to its source ("#SA1").
    std::function<void(const xml::Tree& tree, const Article& whole, std::vector<Article>& parts)>
        parts = {};
};

// `damaged` articles (of a truncated or malformed document) are kept where they have a title, an
// abstract or a paragraph, with the repair "damaged:<reason>".
void read_xml_articles(const Document& document, const ReadOptions& options,
                       const DialectInfo& dialect, const XmlArticleReader& reader,
                       ReadResult& result);

}  // namespace lode::ingest
