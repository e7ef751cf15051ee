// The stored articles with what was mined from them, one after the other, as datasets need them:
// where each block of text stands in the JSON of `lode export articles`, offsets in code points,
// and whether the licence lets the words be passed on.
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/progress.hpp"
#include "core/model/analysis.hpp"
#include "core/model/article.hpp"
#include "core/store/store.hpp"

namespace lode::query {

// Which licences let text be passed on. Nothing named: all text is written, as is right for one's
// own use. A name holds for its versions ("CC BY" for "CC BY 4.0", not for "CC BY-NC 4.0"); case is
// ignored.
class LicenceRule {
 public:
    LicenceRule() = default;
    explicit LicenceRule(const std::vector<std::string>& allowed);
    bool any() const noexcept { return !m_allowed.empty(); }
    bool allows(std::string_view licence) const;

 private:
    std::vector<std::string> m_allowed;
};

// Where a piece of text stands, so that anybody can find it again.
struct TextPlace {
    std::string pointer;  // RFC 6901, into the article's JSON: "/sections/2/paragraphs/0"
    std::string section;  // for people, as section_label() has it
    // Code points of the text `pointer` leads to (a Python string index), end exclusive.
    std::uint32_t begin = 0, end = 0;
};

class DocumentView {
 public:
    DocumentView(const Article& article, const Analysis& analysis, bool quotable);

    const Article& article() const noexcept { return m_article; }
    const Analysis& analysis() const noexcept { return m_analysis; }
    bool quotable() const noexcept { return m_quotable; }
    // The sentence as it stands in the article. Error where the store contradicts itself.
    std::string_view text(const Sentence& sentence) const;
    // Of a range inside a sentence's block.
    TextPlace place(const Sentence& sentence, Range range) const;
    const std::vector<Block>& blocks() const noexcept { return m_blocks; }

 private:
    const Block& block(const Sentence& sentence, Range range) const;
    const Article& m_article;
    const Analysis& m_analysis;
    bool m_quotable;
    std::vector<Block> m_blocks;
    struct Address {
        std::string pointer;
        std::uint32_t offset = 0;  // code points of the pointed text before the block
    };
    std::vector<Address> m_addresses;
};

// Visits all articles in store order; retracted ones too, they say so. Interrupted when stopped.
// Memory: one article.
void for_each_document(const store::Reader& store, const LicenceRule& licences, Progress& progress,
                       std::stop_token stop, const std::function<void(const DocumentView&)>& visit);

}  // namespace lode::query
