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
    // Optional, instead of convert: adds the articles of a tree that may hold several.
    std::function<void(const xml::Tree& tree, std::vector<Article>& articles)> convert_all = {};
    // Optional: adds notices where the tree is word of an article instead of one (a deletion), and
    // returns true then. Such a tree is no record: it gets no number.
    std::function<bool(const xml::Tree& tree, std::vector<Notice>& notices)> notice = {};
    // Optional: the name under which a tree is counted that is sound but says only that there is no
    // record ("unresolved-query"); "" otherwise. It keeps its number.
    std::function<std::string_view(const xml::Tree& tree)> without_record = {};
    // Optional, for speed: elements that hold elements only. Text that stands directly in them and
    // children of unknown name are left out of the tree.
    std::function<bool(xml::Tag tag)> is_container = {};
    // Where a set of records has a bad one: keep what can be read of it (flagged), or make it a
    // Reject.
    bool keep_damaged_records = true;
};

// `damaged` articles (of a truncated or malformed document) are kept where they have a title, an
// abstract or a paragraph, with the repair "damaged:<reason>".
//
// A set of records (the root is no article, or Document::first_record > 0) loses only the bad ones:
// when it cannot be parsed as a whole, each record is parsed alone. Lines of rejects are those of
// the file. Where first_record > 0, record k of the document has the source
// "<source>#<first_record + k>", and repairs are told of each record alone, so that neither depends
// on how the file was cut.
void read_xml_articles(const Document& document, const ReadOptions& options,
                       const DialectInfo& dialect, const XmlArticleReader& reader,
                       ReadResult& result);

}  // namespace lode::ingest
