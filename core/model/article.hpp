// An article as read from a file: plain values, no behaviour. All text is valid UTF-8 in NFC with
// inline markup resolved (docs/FORMATS.md); offsets inside the program are UTF-8 byte offsets.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lode {

// Half-open byte range.
struct Range {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    auto operator<=>(const Range&) const = default;
    std::uint32_t size() const noexcept { return end - begin; }
};

enum class Script : std::uint8_t { sub = 1, sup = 2 };  // stored: never renumber

// What was set below or above the line in the source. The characters are in the text.
struct ScriptSpan {
    Range range;
    Script script = Script::sub;
    bool operator==(const ScriptSpan&) const = default;
};

// A reference from text to a figure or table (xref): `target` is the id in the file ("f1");
// resolved by id against Article::figures.
struct FigureReference {
    Range range;
    std::string target;
    bool operator==(const FigureReference&) const = default;
};

struct Text {
    std::string utf8;
    std::vector<ScriptSpan> scripts;            // in order, not overlapping
    std::vector<FigureReference> figure_links;  // in order
    bool operator==(const Text&) const = default;
};

struct Abstract {
    std::string kind = "main";  // main, graphical, highlights, teaser, summary, translated, ...
    std::vector<Text> paragraphs;
    bool operator==(const Abstract&) const = default;
};

// Sections are flat, in document order; `level` 1 is outermost. Paragraphs that stand in no section
// are in a section of level 1 without title.
struct Section {
    std::uint32_t level = 1;
    std::string label;
    Text title;
    std::vector<Text> paragraphs;
    bool operator==(const Section&) const = default;
};

struct Figure {
    std::string id;
    std::string label;
    Text caption;
    std::vector<std::string> panels;  // "a", "b" as the caption names them
    std::uint32_t mentions = 0;       // links from the running text
    bool operator==(const Figure&) const = default;
};

struct Table {
    std::string id;
    std::string label;
    Text caption;
    std::uint32_t header_rows = 0;
    std::vector<std::vector<std::string>> rows;  // spans expanded: every row has every column
    std::vector<std::string> footnotes;
    bool operator==(const Table&) const = default;
};

struct Author {
    std::string family;
    std::string given;
    std::vector<std::string> affiliations;
    bool operator==(const Author&) const = default;
};

// A link to another article. `kind`: what this article is to the other one.
//   retracts, corrects, concern-about      this is a notice about it
//   retracted-by, corrected-by, concern-by the other is a notice about this
//   part-of                                this is a part of it with a title of its own: a review
//                                          printed with it, a reply
//   related                                anything else the file states
struct Relation {
    std::string kind;
    std::string doi;   // of the other article, normalised; "" where not stated
    std::string pmid;  // of the other article
    std::string note;  // as the file describes it, for people
    bool operator==(const Relation&) const = default;
};

struct Supplement {
    std::string id;
    std::string label;
    std::string caption;
    std::string href;  // file name or address
    bool operator==(const Supplement&) const = default;
};

// What the list of references says of one cited work, as far as it identifies it.
struct Reference {
    std::string id;  // in the file: the target of citations
    std::string doi;
    std::string pmid;
    std::uint16_t year = 0;
    bool operator==(const Reference&) const = default;
};

struct Article {
    // Identity. `id` is 16 hex digits: digest of the normalised DOI, else of pmid, pmcid, the
    // source's own identifier, else of title and text (see article_id()).
    std::string id;
    std::string source;   // "folder/file.xml", "archive.tar.gz!member.xml", "file.jsonl.gz#17"
    std::string dialect;  // "jats"
    std::string doi;      // lower case, without resolver
    std::string pmid;
    std::string pmcid;  // with "PMC"
    std::string
        local_id;  // the file's own identifier where there is none of the above (e.g. arXiv)
    // Description
    Text title;
    std::string article_type;
    bool retracted = false;           // the file itself says so
    std::vector<Relation> relations;  // notices about this article, or this as a notice
    std::string language;             // "en"; "" where not stated
    std::string revised;              // ISO date of the record's last change, "" where not stated
    std::uint16_t year = 0;           // 0: not stated. The earliest of electronic and print.
    std::string date;  // ISO, as exact as the file states it: "2019", "2019-07", "2019-07-31"
    std::string journal;
    std::string publisher;
    std::string licence;  // normalised where recognised ("CC BY 4.0"), else as written
    std::vector<Author> authors;
    std::vector<std::string> keywords;
    // Content
    std::vector<Abstract> abstracts;
    std::vector<Section> sections;
    std::vector<Figure> figures;
    std::vector<Table> tables;
    std::vector<Text> footnotes;  // of title, abstract, body and captions; not those of tables
    std::vector<Supplement> supplements;
    std::uint32_t references = 0;           // how many works the list of references names
    std::vector<Reference> reference_list;  // those of them with an id, DOI, PMID or year
    // Honesty: what was repaired in the bytes, and characters that did not reach the article, by
    // reason.
    std::vector<std::string> repairs;
    std::map<std::string, std::uint64_t> dropped;
    bool operator==(const Article&) const = default;
};

// What kind of text a block is. Stored: never renumber.
enum class BlockKind : std::uint8_t {
    title = 1,
    abstract = 2,
    paragraph = 3,
    figure_caption = 4,
    table_caption = 5,
};

// A unit of running text of an article. The list and its order are a function of the article alone,
// so a stored (block number, byte range) always finds its sentence again.
struct Block {
    BlockKind kind = BlockKind::paragraph;
    const Text* text = nullptr;        // points into the article
    const Section* section = nullptr;  // for paragraphs
    std::int32_t figure = -1;          // index into Article::figures for figure captions
};

// title, main and other abstracts (not translated ones), paragraphs, figure captions, table
// captions.
std::vector<Block> blocks(const Article& article);

// Letters and digits (ASCII, lower case) of title, abstracts and paragraphs: how much text there
// is, and a digest by which two files of one article know each other whatever their markup. The
// digest is 0 where there is too little text (400 letters and digits) to tell articles apart.
struct TextIdentity {
    std::uint64_t characters = 0;
    std::uint64_t digest = 0;
};
TextIdentity text_identity(const Article& article);

// Fills `id` from the best identifier present. Throws Error for an article with nothing to identify
// it (no identifier, no title, no text).
std::string article_id(const Article& article);

// "https://doi.org/10.1000/ABC " -> "10.1000/abc"; empty where it is no DOI.
std::string normalise_doi(std::string_view raw);

// A file, archive member or record that could not become an article.
struct Reject {
    std::string source;
    std::uint32_t line = 0;    // 0: not known
    std::uint32_t column = 0;  // 0: not known
    std::string reason;  // a short stable word: "malformed-xml", "unknown-dialect", "too-deep"
    std::string detail;  // for people
    bool operator==(const Reject&) const = default;
};

}  // namespace lode
