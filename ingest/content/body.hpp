// Sections, paragraphs, figures and tables of an XML article, whatever the dialect. Every character
// of the elements given to it ends in the Article or in the accounts under a reason.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/article.hpp"
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
    void figure(xml::NodeId node);
    void figure_group(xml::NodeId node);
    void table_wrap(xml::NodeId node);
    void list_item(xml::NodeId node);
    void definition(xml::NodeId node);
    void footnotes(xml::NodeId group);
    void supplement(xml::NodeId node);
    void caption(xml::NodeId node, TextBuilder& out);
    std::string label(xml::NodeId node);

    const xml::Tree& m_tree;
    Accounts& m_accounts;
    Article& m_article;
    InlineReader m_inline;
    TextBuilder* m_paragraph = nullptr;  // the one that is being read
    std::vector<Text>* m_abstract = nullptr;
    std::string m_heading;  // of a part of an abstract: goes in front of its first paragraph
    std::uint32_t m_level = 0;
    bool m_section_open = false;  // the last section of the article takes paragraphs
    std::uint64_t m_given = 0;
};

struct Grid {
    std::uint32_t header_rows = 0;
    std::vector<std::vector<std::string>> rows;
};

// Rows of an HTML table (tr/td) or a CALS one (tgroup/row/entry), spans expanded: a cell that
// covers several places stands in each. At most 1,000 columns and 500,000 cells come of spans.
Grid read_grid(const xml::Tree& tree, xml::NodeId table, const InlineReader& reader,
               Accounts& accounts);

// "(a)", "a)", "A," ... at the beginnings of clauses of a caption, in order: "a", "b".
std::vector<std::string> find_panels(std::string_view caption);

// Counts links from abstracts and paragraphs to each figure, fills panels, books what no reader
// accounted for under "unaccounted" (and the reverse under "counted-twice": either is a fault of
// the program), and copies the accounts into the article.
void finish_article(Article& article, Accounts& accounts, std::uint64_t characters_given);

}  // namespace lode::ingest
