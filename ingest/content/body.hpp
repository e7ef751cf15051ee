// Sections and paragraphs of an XML article, whatever the dialect; what floats beside them goes to
// FloatReader. Every character of the elements given to it ends in the Article or in the accounts
// under a reason.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/article.hpp"
#include "ingest/content/floats.hpp"
#include "ingest/content/inline.hpp"

namespace lode::ingest {

class BodyReader : private BlockSink, private ApartSink {
 public:
    BodyReader(const xml::Tree& tree, const InlineContext& context, Accounts& accounts,
               Article& article);

    // Reads the content of an element that holds sections, paragraphs and floats.
    void content(xml::NodeId node);
    // The same for one element that may itself be a section.
    void element(xml::NodeId node);
    void abstract(xml::NodeId node, std::string kind);
    // Characters of all elements that were given to the three above.
    std::uint64_t given() const noexcept { return m_given; }
    const InlineReader& inline_reader() const noexcept { return m_inline; }

 private:
    bool block(xml::NodeId node) override;
    bool apart(xml::NodeId node) override;
    void flow(xml::NodeId node);
    void abstract_heading(xml::NodeId node);
    void flush();
    void emit(Text text);
    void section(xml::NodeId node, std::string_view default_title);
    void figure_group(xml::NodeId node);
    void list_item(xml::NodeId node);
    void definition(xml::NodeId node);
    void footnotes(xml::NodeId group);

    const xml::Tree& m_tree;
    Accounts& m_accounts;
    Article& m_article;
    InlineReader m_inline;
    FloatReader m_floats;
    TextBuilder* m_paragraph = nullptr;  // the one that is being read
    std::vector<Text>* m_abstract = nullptr;
    std::string m_heading;  // of a part of an abstract: goes in front of its first paragraph
    std::uint32_t m_level = 0;
    bool m_section_open = false;  // the last section of the article takes paragraphs
    std::uint64_t m_given = 0;
};

}  // namespace lode::ingest
