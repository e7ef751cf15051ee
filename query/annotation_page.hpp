// What Lode read out of plain texts, as one self-contained web page for a person to check: every
// material, quantity and trend coloured where it stands, outcomes beside their sentences.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <string_view>
#include <vector>

#include "core/model/analysis.hpp"

namespace lode::query {

// Written text by text: memory is that of one text. Not thread-safe. The page is complete once
// finish() has been called.
class AnnotationPage {
 public:
    explicit AnnotationPage(std::ostream& out);

    // Ranges are byte offsets into `text`; tokens[i] are those of analysis.sentences[i]. Ranges
    // that do not fit the text are not marked.
    void add(std::string_view id, std::string_view text, const Analysis& analysis,
             const std::vector<std::vector<Token>>& tokens);
    void finish();

 private:
    std::ostream& m_out;
    std::size_t m_texts = 0;
    std::size_t m_sentences = 0;
    std::size_t m_materials = 0;
    std::size_t m_quantities = 0;
    std::size_t m_trends = 0;
};

}  // namespace lode::query
