// The frame of a dialect that is one publisher's vocabulary of article XML: how its documents are
// told, and which reader takes each article. A file in ingest/dialects fills it and states the
// element map (Rules, rewrite.hpp); nothing else is needed.
#pragma once

#include <string_view>
#include <vector>

#include "ingest/dialect.hpp"
#include "ingest/xml/tree.hpp"

namespace lode::ingest {

// A document is of the vocabulary where its root has the name and one of the marks is there.
struct VocabularyMarks {
    std::string_view root;                         // of a document and of each article in it
    std::vector<std::string_view> inner = {};      // elements that only this vocabulary has
    std::vector<std::string_view> public_id = {};  // parts of the identifiers of the DOCTYPE
    std::vector<std::string_view> system_id = {};
    std::vector<std::string_view> name_space = {};  // part of the URI of the root
};

class Vocabulary : public Dialect {
 public:
    using Read = void (*)(const xml::Tree& tree, Article& article);

    // What `info` and `marks` point to must outlive the dialect: literals.
    Vocabulary(const DialectInfo& info, VocabularyMarks marks, Read reader);

    const DialectInfo& info() const noexcept override { return m_info; }
    int sniff(const DocumentHead& head) const override;
    void read(const Document& document, const ReadOptions& options,
              ReadResult& result) const override;

 private:
    DialectInfo m_info;
    VocabularyMarks m_marks;
    Read m_read;
};

// For a reader made for one tree, with a function read().
template <typename ArticleReader>
void read_with(const xml::Tree& tree, Article& article) {
    ArticleReader(tree, article).read();
}

}  // namespace lode::ingest
