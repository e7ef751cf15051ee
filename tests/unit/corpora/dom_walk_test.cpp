// "No character lost", proved by a second, independent reading: every article of ../shared/corpora
// is also walked as a DOM, and every word of every paragraph, heading, caption, table cell and
// footnote must stand in the Article once, in order. The walk knows nothing of the reader; it
// states in its own words (k_left_out) what is not text of the article.
//
// Two things are changed in both: mathematics becomes a word of its own, because its linear form is
// not a copy of its characters (its tests: inline_test.cpp); spans of table cells are taken away,
// because spread cells repeat their text (its tests: article_test.cpp).
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/model/json.hpp"
#include "tests/unit/reading/helpers.hpp"

using namespace reading_test;
namespace fs = std::filesystem;

namespace {

struct DocFree {
    void operator()(xmlDoc* doc) const { xmlFreeDoc(doc); }
};
using Doc = std::unique_ptr<xmlDoc, DocFree>;

std::string name_of(const xmlNode* node) {
    return node != nullptr && node->type == XML_ELEMENT_NODE
               ? reinterpret_cast<const char*>(node->name)
               : "";
}
std::string attribute(const xmlNode* node, const char* name) {
    for (const xmlAttr* a = node->properties; a != nullptr; a = a->next) {
        if (std::string(reinterpret_cast<const char*>(a->name)) == name) {
            xmlChar* value = xmlNodeListGetString(node->doc, a->children, 1);
            const std::string text(value == nullptr ? "" : reinterpret_cast<const char*>(value));
            xmlFree(value);
            return text;
        }
    }
    return "";
}
using Names = std::set<std::string>;
bool is(const xmlNode* node, const Names& names) {
    return names.contains(name_of(node));
}
bool has_child(const xmlNode* node, const Names& names) {
    for (const xmlNode* c = node->children; c != nullptr; c = c->next) {
        if (is(c, names)) {
            return true;
        }
    }
    return false;
}

// Letters and digits, taken apart (NFKD), so that neither spacing, punctuation, the composition of
// accents nor superscript digits of their own matter.
std::string squeeze(const std::string& utf8) {
    UErrorCode code = U_ZERO_ERROR;
    const icu::Normalizer2* nfkd = icu::Normalizer2::getNFKDInstance(code);
    const icu::UnicodeString wide = nfkd->normalize(icu::UnicodeString::fromUTF8(utf8), code);
    icu::UnicodeString kept;
    for (int32_t i = 0; i < wide.length();) {
        const UChar32 c = wide.char32At(i);
        if (u_isalnum(c) != 0) {
            kept.append(c);
        }
        i += U16_LENGTH(c);
    }
    std::string out;
    kept.toUTF8String(out);
    return out;
}

// ---- the document, made comparable

bool within(const xmlNode* node, const std::vector<xmlNode*>& wholes) {
    for (; node != nullptr; node = node->parent) {
        if (std::find(wholes.begin(), wholes.end(), node) != wholes.end()) {
            return true;
        }
    }
    return false;
}

// The outermost formula around every math or TeX element, each once, in document order. Nothing is
// changed while walking: a replacement could free the nodes that the walk stands on.
void find_math(xmlNode* node, std::vector<xmlNode*>& found) {
    for (xmlNode* c = node->children; c != nullptr; c = c->next) {
        if (is(c, {"math", "tex-math"})) {
            xmlNode* whole = c;
            while (is(whole->parent, {"alternatives", "inline-formula", "disp-formula", "formula",
                                      "display", "semantics"})) {
                whole = whole->parent;
            }
            // Two notations of one formula end at the same node.
            if (!within(whole, found)) {
                found.push_back(whole);
            }
        } else if (c->type == XML_ELEMENT_NODE) {
            find_math(c, found);
        }
    }
}

void replace_all_math(xmlNode* root) {
    std::vector<xmlNode*> found;
    find_math(root, found);
    unsigned count = 0;
    for (xmlNode* whole : found) {
        const std::string word = " mathematics" + std::to_string(++count) + " ";
        xmlNode* text = xmlNewDocText(whole->doc, reinterpret_cast<const xmlChar*>(word.c_str()));
        xmlReplaceNode(whole, text);
        xmlFreeNode(whole);
    }
}

void make_plain(xmlNode* node) {
    for (const char* span :
         {"colspan", "rowspan", "morerows", "namest", "nameend", "spanname", "colname"}) {
        while (xmlUnsetProp(node, reinterpret_cast<const xmlChar*>(span)) == 0) {
        }
    }
    for (xmlNode* c = node->children; c != nullptr;) {
        xmlNode* next = c->next;
        if (c->type == XML_ELEMENT_NODE) {
            xmlChar* content = xmlNodeGetContent(c);
            std::string text(reinterpret_cast<const char*>(content));
            xmlFree(content);
            text.erase(0, text.find_first_not_of(" \n\t"));
            text.erase(text.find_last_not_of(" \n\t") + 1);
            if (is(c, {"sup"}) && Names{"o", "O", "0", "\xe2\x88\x98", "\xc2\xba"}.contains(text)) {
                xmlNode* sign =
                    xmlNewDocText(node->doc, reinterpret_cast<const xmlChar*>("\xc2\xb0"));
                xmlReplaceNode(c, sign);
                xmlFreeNode(c);
            } else {
                make_plain(c);
            }
        }
        c = next;
    }
}

// ---- the walk

// No text of the article, or text that DESIGN and docs/FORMATS.md count under `dropped`.
const Names k_left_out = {
    "ref-list",   "bibliography",   "further-reading", "object-id",  "alt-text",
    "long-desc",  "permissions",    "copyright",       "attrib",     "source",
    "index-term", "glyph-data",     "sub-article",     "response",   "processing-meta",
    "sec-meta",   "treatment-meta", "float-anchor",    "annotation", "tex-math",
    "graphic",    "inline-graphic", "inline-figure",   "link",       "media",
};
const Names k_sections = {"sec",          "section",   "app", "ack",      "acknowledgment", "notes",
                          "nomenclature", "biography", "bio", "glossary", "taxon-treatment"};

struct Walk {
    std::string title, abstract, body, cells, footnotes, table_notes, supplements;
    std::vector<std::string> figures, tables;
    Names notes;  // ids of footnotes: a link to one is its mark

    void find_notes(const xmlNode* node) {
        for (const xmlNode* c = node->children; c != nullptr; c = c->next) {
            if (c->type == XML_ELEMENT_NODE) {
                if (is(c, {"fn", "footnote", "table-footnote"}) && !attribute(c, "id").empty()) {
                    notes.insert(attribute(c, "id"));
                }
                find_notes(c);
            }
        }
    }

    // Marks of the notes of the table that is walked: letters and signs above the line that begin a
    // note. In cells and captions they are links to it.
    Names marks;

    static Names marks_of(const xmlNode* table) {
        Names found;
        for (const xmlNode* c = table->children; c != nullptr; c = c->next) {
            if (is(c, {"legend", "table-wrap-foot", "table-footnote", "fn", "fn-group"})) {
                std::string before;
                marks_below(c, before, found);
            }
        }
        return found;
    }

    static void marks_below(const xmlNode* node, std::string& before, Names& found) {
        for (const xmlNode* c = node->children; c != nullptr; c = c->next) {
            if (c->type == XML_TEXT_NODE) {
                before += reinterpret_cast<const char*>(c->content);
            } else if (c->type == XML_ELEMENT_NODE) {
                const bool glued =
                    !before.empty() && std::isalnum(static_cast<unsigned char>(before.back())) != 0;
                if (is(c, {"label"}) || (is(c, {"sup"}) && !glued)) {
                    found.insert(line_of(c));
                }
                if (is(c, {"p", "fn", "note-para"})) {
                    before.clear();
                }
                marks_below(c, before, found);
            }
        }
    }

    static std::string line_of(const xmlNode* node) {
        std::string text;
        text_of(node, text);
        text.erase(0, text.find_first_not_of(" \n\t\r"));
        text.erase(text.find_last_not_of(" \n\t\r") + 1);
        return text;
    }

    bool is_mark(const xmlNode* sup) const {
        const std::string all = line_of(sup);
        for (const xmlNode* n = sup->parent; n != nullptr; n = n->parent) {
            if (is(n, {"td", "th", "entry"}) && line_of(n) == all) {
                return false;  // stands for a value
            }
        }
        std::string mark;
        std::size_t count = 0;
        for (const char c : all + ",") {
            if (c != ',' && c != ';' && c != ' ') {
                mark += c;
            } else if (!mark.empty()) {
                const bool letter =
                    mark.size() == 1 && std::isalpha(static_cast<unsigned char>(mark.front())) != 0;
                if (!letter || !marks.contains(mark)) {
                    return false;
                }
                ++count;
                mark.clear();
            }
        }
        return count > 0;
    }

    static void text_of(const xmlNode* node, std::string& out) {
        for (const xmlNode* c = node->children; c != nullptr; c = c->next) {
            if (c->type == XML_TEXT_NODE || c->type == XML_CDATA_SECTION_NODE) {
                out += reinterpret_cast<const char*>(c->content);
            } else if (c->type == XML_ELEMENT_NODE) {
                text_of(c, out);
            }
        }
    }

    bool label_is_apart(const xmlNode* label) const {
        const xmlNode* parent = label->parent;
        return is(parent, k_sections) ||
               is(parent, {"fig", "figure", "table-wrap", "table", "supplementary-material",
                           "e-component", "media", "list-item", "disp-formula", "formula", "fn",
                           "footnote", "display", "disp-formula-group", "inline-formula"}) ||
               (is(parent, {"fig-group", "table-wrap-group"}));
    }

    // `out`: where text goes. `in_table`: inside a table with a caption of its own.
    void walk(const xmlNode* node, std::string& out, bool in_table = false) {
        for (const xmlNode* c = node->children; c != nullptr; c = c->next) {
            if (c->type == XML_TEXT_NODE || c->type == XML_CDATA_SECTION_NODE) {
                out += reinterpret_cast<const char*>(c->content);
                continue;
            }
            if (c->type != XML_ELEMENT_NODE || is(c, k_left_out)) {
                continue;
            }
            if (is(c, {"label"}) && label_is_apart(c) &&
                !(in_table && is(node, {"fn", "footnote"}))) {
                continue;
            }
            if (is(c, {"xref"}) &&
                Names{"fn", "table-fn", "aff", "corresp"}.contains(attribute(c, "ref-type"))) {
                continue;
            }
            if ((is(c, {"xref"}) && attribute(c, "ref-type") != "bibr" &&
                 notes.contains(attribute(c, "rid"))) ||
                (is(c, {"cross-ref"}) && notes.contains(attribute(c, "refid")))) {
                continue;
            }
            if (in_table && is(c, {"sup"}) && is_mark(c)) {
                continue;
            }
            if (is(c, {"fn", "footnote"}) && !in_table) {
                walk(c, footnotes);
            } else if (is(c, {"fn-group"}) && !in_table) {
                for (const xmlNode* f = c->children; f != nullptr; f = f->next) {
                    if (f->type == XML_ELEMENT_NODE && !is(f, {"title", "label"})) {
                        walk(f, footnotes);
                    }
                }
            } else if (is(c, {"fig", "figure", "subfig"}) ||
                       (is(c, {"fig-group"}) && has_child(c, {"caption", "label"}))) {
                const std::size_t place = figures.size();
                figures.emplace_back();
                std::string caption;
                walk(c, caption);
                figures[place] = caption;
            } else if (is(c, {"table-wrap", "array"}) || (is(c, {"table"}) && !in_table)) {
                const std::size_t place = tables.size();
                tables.emplace_back();
                std::string caption;
                const Names outer = std::exchange(marks, marks_of(c));
                walk(c, caption, true);
                marks = outer;
                tables[place] = caption;
            } else if (is(c, {"td", "th", "entry"}) && in_table) {
                walk(c, cells, true);
            } else if (is(c, {"table-wrap-foot", "legend", "table-footnote", "fn-group", "fn"}) &&
                       in_table) {
                const Names outer = std::exchange(marks, {});
                walk(c, table_notes, true);
                marks = outer;
            } else if (is(c, {"supplementary-material", "e-component"})) {
                supplement(c);
            } else {
                if (is(c, {"ack", "acknowledgment"}) && !has_child(c, {"title", "section-title"})) {
                    out += " Acknowledgements ";
                }
                std::string inside;
                walk(c, inside, in_table);
                const bool pictured = is(c, {"inline-formula", "disp-formula", "formula"}) &&
                                      inside.find_first_not_of(" \n\t\r") == std::string::npos;
                out += pictured ? " formula " : inside;
            }
        }
    }

    void supplement(const xmlNode* node) {
        for (const xmlNode* c = node->children; c != nullptr; c = c->next) {
            if (is(c, {"media"})) {
                for (const xmlNode* m = c->children; m != nullptr; m = m->next) {
                    if (is(m, {"caption"})) {
                        walk(m, supplements);
                    }
                }
            } else if (c->type == XML_TEXT_NODE) {
                supplements += reinterpret_cast<const char*>(c->content);
            } else if (c->type == XML_ELEMENT_NODE && !is(c, {"label"}) && !is(c, k_left_out)) {
                walk(c, supplements);
            }
        }
    }

    void front(const xmlNode* node) {
        for (const xmlNode* c = node->children; c != nullptr; c = c->next) {
            if (is(c, {"article-title", "title", "subtitle"})) {
                walk(c, title);
            } else if (is(c, {"abstract", "trans-abstract"})) {
                for (const xmlNode* a = c->children; a != nullptr; a = a->next) {
                    if (a->type == XML_TEXT_NODE) {
                        abstract += reinterpret_cast<const char*>(a->content);
                    } else if (a->type == XML_ELEMENT_NODE && !is(a, {"title", "section-title"}) &&
                               !is(a, k_left_out)) {
                        xmlNode holder = *c;  // walk() visits children: show it just this one
                        xmlNode only = *a;
                        only.next = nullptr;
                        holder.children = &only;
                        walk(&holder, abstract);
                    }
                }
            } else if (is(c, {"article-meta", "title-group"})) {
                front(c);
            }
        }
    }

    void article(const xmlNode* node) {
        find_notes(node);
        for (const xmlNode* c = node->children; c != nullptr; c = c->next) {
            if (is(c, {"front", "front-stub", "head"})) {
                front(c);
            } else if (is(c, {"body", "back", "tail", "floats", "floats-group", "floats-wrap"})) {
                walk(c, body);
            }
        }
    }
};

// The same streams out of an Article.
Walk streams(const Article& a) {
    Walk w;
    w.title = a.title.utf8;
    for (const auto& abstract : a.abstracts) {
        for (const auto& p : abstract.paragraphs) {
            w.abstract += p.utf8 + " ";
        }
    }
    for (const auto& section : a.sections) {
        w.body += section.title.utf8 + " ";
        for (const auto& p : section.paragraphs) {
            w.body += p.utf8 + " ";
        }
    }
    for (const auto& figure : a.figures) {
        w.figures.push_back(figure.caption.utf8);
    }
    for (const auto& table : a.tables) {
        w.tables.push_back(table.caption.utf8);
        for (const auto& row : table.rows) {
            for (const auto& cell : row) {
                w.cells += cell + " ";
            }
        }
        for (const auto& note : table.footnotes) {
            w.table_notes += note + " ";
        }
    }
    for (const auto& note : a.footnotes) {
        w.footnotes += note.utf8 + " ";
    }
    for (const auto& supplement : a.supplements) {
        w.supplements += supplement.caption + " ";
    }
    return w;
}

std::string joined(const std::vector<std::string>& captions) {
    std::string all;
    for (const auto& caption : captions) {
        all += caption + " ";
    }
    return all;
}

struct Tally {
    std::size_t documents = 0, articles = 0, not_well_formed = 0, letters = 0, differ = 0;
    std::string misses;

    void compare(const std::string& source, const char* stream, const std::string& dom,
                 const std::string& ours) {
        const std::string a = squeeze(dom);
        const std::string b = squeeze(ours);
        letters += a.size();
        if (a == b) {
            return;
        }
        ++differ;
        const auto at = static_cast<std::size_t>(
            std::mismatch(a.begin(),
                          a.begin() + static_cast<std::ptrdiff_t>(std::min(a.size(), b.size())),
                          b.begin())
                .first -
            a.begin());
        const std::size_t from = at < 30 ? 0 : at - 30;
        if (differ <= 40) {
            misses += source + " " + stream + "\n    dom  " + a.substr(from, 80) + "\n    ours " +
                      b.substr(from, 80) + "\n";
        }
    }
};

void check_document(const std::string& source, const std::string& bytes, Tally& tally) {
    const Doc doc(xmlReadMemory(bytes.data(), static_cast<int>(bytes.size()), nullptr, nullptr,
                                XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING));
    if (!doc) {
        ++tally.not_well_formed;
        return;
    }
    xmlNode* root = xmlDocGetRootElement(doc.get());
    replace_all_math(root);
    make_plain(root);
    xmlChar* dumped = nullptr;
    int size = 0;
    xmlDocDumpMemoryEnc(doc.get(), &dumped, &size, "UTF-8");
    Document document;
    document.source = source;
    document.bytes.assign(reinterpret_cast<const char*>(dumped), static_cast<std::size_t>(size));
    xmlFree(dumped);

    std::vector<const xmlNode*> roots;
    const auto find = [&](const auto& self, const xmlNode* node) -> void {
        const bool whole = is(node, {"article", "converted-article", "simple-article"});
        const bool part = is(node, {"sub-article", "response"}) &&
                          attribute(node, "article-type") != "translation";
        if (whole || (part && !is(node->parent, {""}))) {
            roots.push_back(node);
        }
        for (const xmlNode* c = node->children; c != nullptr; c = c->next) {
            if (c->type == XML_ELEMENT_NODE) {
                self(self, c);
            }
        }
    };
    find(find, root);
    const ReadResult result = read_document(document);
    ++tally.documents;
    if (result.articles.size() != roots.size()) {
        ++tally.differ;
        tally.misses += source + ": " + std::to_string(roots.size()) + " articles in the DOM, " +
                        std::to_string(result.articles.size()) + " read\n";
        return;
    }
    for (std::size_t i = 0; i < roots.size(); ++i) {
        ++tally.articles;
        Walk dom;
        dom.article(roots[i]);
        const Walk ours = streams(result.articles[i]);
        const std::string& name = result.articles[i].source;
        tally.compare(name, "title", dom.title, ours.title);
        tally.compare(name, "abstract", dom.abstract, ours.abstract);
        tally.compare(name, "body", dom.body, ours.body);
        tally.compare(name, "figure captions", joined(dom.figures), joined(ours.figures));
        tally.compare(name, "table captions", joined(dom.tables), joined(ours.tables));
        tally.compare(name, "table cells", dom.cells, ours.cells);
        tally.compare(name, "table notes", dom.table_notes, ours.table_notes);
        tally.compare(name, "footnotes", dom.footnotes, ours.footnotes);
        tally.compare(name, "supplements", dom.supplements, ours.supplements);
        const auto& dropped = result.articles[i].dropped;
        CHECK(dropped.count("unaccounted") == 0);
        CHECK(dropped.count("counted-twice") == 0);
    }
}

}  // namespace

TEST_CASE("every word of the shared articles is read once, in order", "[corpora]") {
    const fs::path root = LODE_SOURCE_DIR "/../shared/corpora";
    if (!fs::exists(root)) {
        WARN("skipped: ../shared is not here");
        return;
    }
    Tally tally;
    for (const auto& entry : fs::directory_iterator(root)) {
        const std::string folder = entry.path().filename().string();
        if (folder == "abstracts" || folder == "pubmed_xml" ||
            (!entry.is_directory() && !folder.ends_with(".tar.gz"))) {
            continue;
        }
        InputWalker walker({entry.path()});
        while (auto file = walker.next()) {
            read_file_documents(
                *file, verify_file(*file), {},
                [&](Document document) {
                    if (document.kind == DocumentKind::xml) {
                        check_document(document.source, document.bytes, tally);
                    }
                },
                [&](const Reject& reject) { FAIL_CHECK(reject.source + ": " + reject.reason); });
        }
    }
    INFO(tally.misses);
    WARN(tally.documents << " documents, " << tally.articles << " articles with their parts, "
                         << tally.letters << " letters and digits compared; "
                         << tally.not_well_formed << " documents not well-formed (left out), "
                         << tally.differ << " streams differ");
    CHECK(tally.documents > 800);
    CHECK(tally.differ == 0);
}

TEST_CASE("the walk finds what a reader would lose") {
    const std::string sound = article(
        "<sec><title>T<sub>c</sub></title><p>One <bold>two</bold> <list><list-item><label>1</label>"
        "<p>three</p></list-item></list> four<fn><p>note</p></fn></p><fig id=\"f\"><label>Fig 1"
        "</label><caption><p>cap</p></caption></fig><table-wrap><caption><p>tab</p></caption>"
        "<table><tr><td colspan=\"2\">x</td></tr></table></table-wrap></sec>");
    Tally tally;
    check_document("a.xml", sound, tally);
    INFO(tally.misses);
    CHECK(tally.differ == 0);
    CHECK(tally.letters > 20);
    tally.compare("a.xml", "body", "one two three", "one three");
    CHECK(tally.differ == 1);
    tally.compare("a.xml", "body", "one two", "one two two");
    CHECK(tally.differ == 2);
}
