// Running text: elements inside a paragraph, title, caption or table cell to plain text. Shared by
// all XML dialects; elements are known by their local names.
//
// How markup above and below the line reads:
//   Li<sub>2</sub>O        Li2O, with the 2 as a sub range
//   10<sup>-3</sup>        10^-3: a power is kept apart from the digits 10-3
//   cm<sup>-1</sup>        cm-1, with a sup range; Li<sup>+</sup> is Li+
//   x<sub>max</sub>        x_max: words of three or more small letters do not fuse with the symbol
//   a picture of a formula [formula]
//   30 <sup>o</sup>C       30 °C
//   word<sup>12</sup>      word [12]: citations above the line are set in brackets (above_line.hpp)
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "ingest/content/above_line.hpp"
#include "ingest/content/text_builder.hpp"
#include "ingest/xml/tree.hpp"

namespace lode::ingest {

// What running text needs to know about its article.
struct InlineContext {
    CitationStyle citations = CitationStyle::unknown;
    std::set<std::string, std::less<>> floats;  // ids of figures and tables
    std::set<std::string, std::less<>> notes;   // ids of footnotes
};

// Facts about the whole article that inline text depends on.
InlineContext survey(const xml::Tree& tree, xml::NodeId root);

// Receives what is no running text (figures, lists, nested paragraphs), at its place. Returns false
// for elements it does not treat as blocks: their text is then read as running text.
class BlockSink {
 public:
    BlockSink() = default;
    BlockSink(const BlockSink&) = delete;
    BlockSink& operator=(const BlockSink&) = delete;
    virtual ~BlockSink() = default;
    virtual bool block(xml::NodeId node) = 0;
};

// Receives what never belongs to the text it stands in, wherever that is: footnotes, supplements.
class ApartSink {
 public:
    ApartSink() = default;
    ApartSink(const ApartSink&) = delete;
    ApartSink& operator=(const ApartSink&) = delete;
    virtual ~ApartSink() = default;
    // False for elements it does not take.
    virtual bool apart(xml::NodeId node) = 0;
};

using Marks = std::set<std::string, std::less<>>;

class InlineReader {
 public:
    // What stands apart goes to `apart`; without it, it is dropped and counted.
    InlineReader(const xml::Tree& tree, const InlineContext& context, Accounts& accounts,
                 ApartSink* apart = nullptr)
        : m_tree(tree), m_context(context), m_accounts(accounts), m_apart(apart) {}

    // The same for the cells and the caption of a table. `marks`: those of its notes ("a", "*");
    // they are kept by the caller.
    InlineReader in_table(const Marks& marks) const {
        InlineReader reader(*this);
        reader.m_marks = &marks;
        return reader;
    }

    // Reads the children of `node` into `out`. Without a sink every element is running text.
    void children(xml::NodeId node, TextBuilder& out, BlockSink* sink = nullptr) const;
    // Reads one node (element or text).
    void node(xml::NodeId node, TextBuilder& out, BlockSink* sink = nullptr) const;
    // One block out of an element.
    Text text(xml::NodeId node) const;
    void drop(xml::NodeId node, std::string_view reason) const;
    // The text of a footnote without its mark.
    Text footnote(xml::NodeId node) const;

 private:
    void superscript(xml::NodeId node, TextBuilder& out, BlockSink* sink) const;
    void subscript(xml::NodeId node, TextBuilder& out, BlockSink* sink) const;
    void reference(xml::NodeId node, TextBuilder& out, BlockSink* sink) const;
    void formula(xml::NodeId node, TextBuilder& out, BlockSink* sink) const;
    void text_node(xml::NodeId node, TextBuilder& out) const;
    bool is_note_mark(std::string_view content, const Surroundings& around) const;
    bool has_source(xml::NodeId formula) const;
    bool holds_citation(xml::NodeId sup) const;
    bool is_slanted(xml::NodeId node) const;
    bool is_power(xml::NodeId node, std::string_view content, const TextBuilder& out,
                  const Surroundings& around) const;
    Surroundings surroundings(xml::NodeId node, const TextBuilder& out) const;

    const xml::Tree& m_tree;
    const InlineContext& m_context;
    Accounts& m_accounts;
    ApartSink* m_apart;
    const Marks* m_marks = nullptr;  // of the table that is read
};

// MathML to one line: E_g stays together, fractions get a slash, roots a radical sign.
void read_math(const xml::Tree& tree, xml::NodeId math, TextBuilder& out, Accounts& accounts);

// LaTeX to plain text with script ranges. `math`: the whole is mathematics (tex-math); else only
// what stands between dollar signs is, as in titles and abstracts of preprint servers.
void read_tex(std::string_view tex, bool math, TextBuilder& out, Accounts& accounts);

}  // namespace lode::ingest
