#include <algorithm>
#include <map>

#include "ingest/content/metadata.hpp"
#include "ingest/content/rewrite.hpp"
#include "ingest/content/springer_envelope.hpp"
#include "ingest/content/xml_articles.hpp"

namespace lode::ingest::dialects {
const Dialect& springer();
namespace {

using xml::k_no_node;
using xml::NodeId;
using Act = Rule::Act;

const Rules& rules() {
    static const Rules k_rules = {
        {"Acknowledgments", Act::rename, "ack"},
        {"AbbreviationGroup", Act::rename, "glossary"},
        {"AbbreviationGroupSection", Act::rename, "sec"},
        {"AbstractSection", Act::rename, "sec"},
        {"ArticleNote", Act::rename, "notes"},
        {"AuthorGroup", Act::drop, "section-authors"},
        {"Bibliography", Act::drop, "reference-list"},
        {"BlockQuote", Act::rename, "disp-quote"},
        {"ChapterNote", Act::rename, "notes"},
        {"DefinitionList", Act::rename, "def-list"},
        {"DefinitionListEntry", Act::rename, "def-item"},
        {"Description", Act::rename, "def"},
        {"Emphasis", Act::rename, "italic"},
        {"Ethics", Act::rename, "notes"},
        {"Footnote", Act::rename, "fn"},
        {"FormalPara", Act::rename, "boxed-text"},
        {"Glossary", Act::rename, "glossary"},
        {"GlossaryDef", Act::rename, "def"},
        {"GlossaryEntry", Act::rename, "def-item"},
        {"GlossarySection", Act::rename, "sec"},
        {"Heading", Act::rename, "title"},
        {"ItemNumber", Act::rename, "label"},
        {"LineBreak", Act::rename, "break"},
        {"ListItem", Act::rename, "list-item"},
        {"OrderedList", Act::rename, "list"},
        {"Para", Act::rename, "p"},
        {"Primary", Act::drop, "index-term"},
        {"Secondary", Act::drop, "index-term"},
        {"Section1", Act::rename, "sec"},
        {"Section2", Act::rename, "sec"},
        {"Section3", Act::rename, "sec"},
        {"Section4", Act::rename, "sec"},
        {"Section5", Act::rename, "sec"},
        {"Section6", Act::rename, "sec"},
        {"Section7", Act::rename, "sec"},
        {"SectionClassification", Act::drop, "processing-metadata"},
        {"See", Act::drop, "index-term"},
        {"SeeAlso", Act::drop, "index-term"},
        {"Sidebar", Act::rename, "boxed-text"},
        {"SimplePara", Act::rename, "p"},
        {"Subscript", Act::rename, "sub"},
        {"SubHeading", Act::rename, "subtitle"},
        {"Superscript", Act::rename, "sup"},
        {"Tertiary", Act::drop, "index-term"},
        {"TextObject", Act::drop, "alternative-text"},
        {"TocAppendix", Act::drop, "table-of-contents"},
        {"UnorderedList", Act::rename, "list"},
        {"colspec", Act::rename, "colspec"},
        {"entry", Act::rename, "entry"},
        {"row", Act::rename, "row"},
        {"spanspec", Act::rename, "spanspec"},
        {"tbody", Act::rename, "tbody"},
        {"tgroup", Act::rename, "tgroup"},
        {"thead", Act::rename, "thead"},
    };
    return k_rules;
}

// Relations as ArticleRelatedObject names them. "ErratumTo": this is an erratum to that one. From
// memory where it is no value of A++ V2.4: the retractions.
std::string relation_kind(std::string_view type) {
    if (type == "ErratumTo" || type == "CorrectionTo") {
        return "corrects";
    }
    if (type == "ErratumFrom" || type == "CorrectionFrom") {
        return "corrected-by";
    }
    if (type == "RetractionTo") {
        return "retracts";
    }
    if (type == "RetractionFrom") {
        return "retracted-by";
    }
    return "related";
}

class ArticleReader : public Rewriter {
 public:
    ArticleReader(const xml::Tree& tree, Article& article, SpringerEnvelope envelope)
        : Rewriter(tree, rules(), article), m_envelope(std::move(envelope)) {}

    void read() {
        // Journals say ArticleInfo where books say ChapterInfo, and so on.
        const NodeId main = m_tree.root();
        m_kind = name(main);
        const NodeId facts = child(main, m_kind + "Info");
        information(facts);
        for (NodeId c = m_tree.first_child(main); c != k_no_node; c = m_tree.next(c)) {
            if (name(c) == m_kind + "Header") {
                header(c);
            } else if (name(c) == "Body") {
                body(c);
            } else if (name(c) == m_kind + "Backmatter") {
                for (const NodeId citation : all_below(c, "Citation")) {
                    reference_of(citation);
                }
                for (const NodeId citation : all_below(c, "BibliographyReference")) {
                    reference_of(citation);
                }
                body(c);
            }
        }
        set(m_article.publisher, m_envelope.publisher);
        set(m_article.journal, m_envelope.title);
        finish();
    }

 private:
    std::string date_in(NodeId node) const {
        if (node == k_no_node) {
            return {};
        }
        return iso_date(line(child(node, "Year")), line(child(node, "Month")),
                        line(child(node, "Day")));
    }

    void information(NodeId facts) {
        m_article.language = language_code(attribute(facts, "Language"));
        m_article.article_type = std::string(attribute(facts, m_kind + "Type"));
        set(m_article.article_type, line(child(facts, m_kind + "Category")));
        m_article.doi = normalise_doi(line(child(facts, m_kind + "DOI")));
        const std::string id = line(child(facts, m_kind + "ID"));
        std::string journal = line_of(facts, "JournalID");
        set(journal, m_envelope.journal_id);
        if (!id.empty()) {  // numbers of articles are unique within a journal only
            m_article.local_id = journal.empty() ? id : journal + "-" + id;
        }
        bool titled = false;
        for (const NodeId t : children_of(facts, m_kind + "Title")) {
            titled ? leave_out(t, "translated-title") : title(t);
            titled = true;
        }
        bool subtitled = false;
        for (const NodeId t : children_of(facts, m_kind + "SubTitle")) {
            subtitled ? leave_out(t, "translated-title") : subtitle(t);
            subtitled = true;
        }
        const NodeId history = child(facts, m_kind + "History");
        published(date_in(child(history, "OnlineDate")));
        published(m_envelope.issued);
        if (date_in(child(history, "OnlineDate")).empty() && m_envelope.issued.empty()) {
            published(m_envelope.cover);
        }
        const NodeId rights = child(facts, m_kind + "Copyright");
        dated(iso_date(line(child(rights, "CopyrightYear")), "", ""));
        const NodeId open = child(rights, "License");
        for (const NodeId target : all_below(open, "RefTarget")) {
            licence(attribute(target, "Address"));
        }
        licence(line(open));
        licence(std::string(attribute(open, "SubType")) + " " +
                std::string(attribute(open, "Version")));
        for (const NodeId related : children_of(facts, m_kind + "RelatedObject")) {
            const std::string_view type = attribute(related, "RelatedObjectType");
            const std::string note = line_of(related, "RelatedObjectInfo");
            m_article.relations.push_back(
                {.kind = relation_kind(type),
                 .doi = normalise_doi(line_of(related, "RelatedObjectDOI")),
                 .pmid = {},
                 .note = std::string(type) + (note.empty() ? "" : ": " + note)});
        }
    }

    void header(NodeId node) {
        for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
            const std::string_view what = name(c);
            if (what == "AuthorGroup") {
                authors(c);
            } else if (what == "Abstract") {
                abstract(c, abstract_kind(c));
            } else if (what == "KeywordGroup") {
                keywords(c);
            } else if (what == "AbbreviationGroup") {
                open_body();
                element(c);
                close();
            } else if (what == m_kind + "Note") {
                leave_out(c, "front-notes");
            }
        }
    }

    std::string abstract_kind(NodeId node) {
        const std::string heading = line(child(node, "Heading"));
        if (heading.starts_with("Graphical") || heading.starts_with("Graphic ")) {
            return "graphical";
        }
        if (heading.starts_with("Highlights")) {
            return "highlights";
        }
        const std::string language = language_code(attribute(node, "Language"));
        const bool foreign =
            !language.empty() && !m_article.language.empty() && language != m_article.language;
        return foreign ? "translated" : "main";
    }

    void authors(NodeId group) {
        Places places;
        for (const NodeId place : children_of(group, "Affiliation")) {
            places.emplace(attribute(place, "ID"), joined(place, {"URL"}));
        }
        for (NodeId c = m_tree.first_child(group); c != k_no_node; c = m_tree.next(c)) {
            Author author;
            if (name(c) == "InstitutionalAuthor") {
                author.family = line(child(c, "InstitutionalAuthorName"));
            } else if (name(c) == "Author") {
                const NodeId of = child(c, "AuthorName");
                for (const NodeId given : children_of(of, "GivenName")) {
                    author.given += (author.given.empty() ? "" : " ") + line(given);
                }
                const std::string particle = line(child(of, "Particle"));
                author.family =
                    (particle.empty() ? "" : particle + " ") + line(child(of, "FamilyName"));
            }
            if (author.family.empty()) {
                continue;
            }
            add_places(author, attribute(c, "AffiliationIDS"), places);
            m_article.authors.push_back(std::move(author));
        }
    }

    // Codes of classifications (PACS, MSC) come as keywords too; they are no words.
    void keywords(NodeId group) {
        const std::string heading = line(child(group, "Heading"));
        for (const std::string_view scheme : {"PACS", "Mathematics Subject", "MSC", "JEL"}) {
            if (heading.find(scheme) != std::string::npos) {
                return;
            }
        }
        for (const NodeId word : children_of(group, "Keyword")) {
            keyword(word);
        }
    }

    void reference_of(NodeId node) {
        Reference made;
        made.id = attribute(node, "ID");
        for (const std::string_view what : {"BibArticleDOI", "BibChapterDOI", "BibBookDOI"}) {
            set(made.doi, normalise_doi(line_of(node, what)));
        }
        for (const NodeId place : all_below(node, "Occurrence")) {
            const std::string_view type = attribute(place, "Type");
            if (type == "DOI") {
                set(made.doi, normalise_doi(line_of(place, "Handle")));
            } else if (type == "PID" || type == "PMID") {
                set(made.pmid, line_of(place, "Handle"));
            }
        }
        for (const NodeId target : all_below(node, "RefTarget")) {
            if (attribute(target, "TargetType") == "DOI") {
                set(made.doi, normalise_doi(attribute(target, "Address")));
            }
        }
        made.year = static_cast<std::uint16_t>(year_of(iso_date(line_of(node, "Year"), "", "")));
        cited(std::move(made));
    }

    bool special(NodeId node) override {
        const std::string_view what = name(node);
        if (what == "CitationRef") {
            reference(node, "bibr", attribute(node, "CitationID"));
        } else if (what == "InternalRef") {
            reference(node, "", attribute(node, "RefID"));
        } else if (what == "ItemContent") {
            // Bulleted lists have no ListItem around their items.
            if (parent_name(node) != "UnorderedList") {
                return false;
            }
            renamed(node, "list-item");
        } else if (what == "Figure") {
            open_like(node, "fig");
            m_numbered = false;
            children(node);
            close();
        } else if (what == "Table") {
            open_like(node, "table-wrap");
            m_numbered = false;
            children(node);
            close();
        } else if (what == "Caption") {
            caption(node);
        } else if (what == "tfooter") {
            renamed(node, "table-wrap-foot");
        } else if (what == "MediaObject") {
            return supplement(node);
        } else if (what == "Equation" || what == "InlineEquation") {
            equation(node);
        } else if (what == "Appendix") {
            children(node);  // a shell around sections that have the headings
        } else {
            return false;
        }
        return true;
    }

    void caption(NodeId node) {
        for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
            if (name(c) == "CaptionNumber") {
                // A caption in a second language repeats the number.
                m_numbered ? drop(c, "repeated-label") : renamed(c, "label");
                m_numbered = true;
            } else if (name(c) == "CaptionContent") {
                Rewriter::caption(c);
            } else {
                this->node(c);
            }
        }
    }

    // Electronic supplementary material stands in the text as a media object of its own.
    bool supplement(NodeId node) {
        if (above(node, "Figure") != k_no_node || above(node, "Table") != k_no_node ||
            above(node, "Equation") != k_no_node) {
            return false;
        }
        Supplement made;
        made.id = attribute(node, "ID");
        made.label = line_of(node, "CaptionNumber");
        made.caption = line_of(node, "CaptionContent");
        for (const std::string_view kind :
             {"DataObject", "VideoObject", "AudioObject", "ImageObject"}) {
            set(made.href, std::string(attribute(below(node, kind), "FileRef")));
        }
        m_article.supplements.push_back(std::move(made));
        drop(node, "supplementary");
        return true;
    }

    void equation(NodeId node) {
        NodeId math = k_no_node;
        NodeId tex = k_no_node;
        NodeId plain = k_no_node;
        for (const NodeId source : children_of(node, "EquationSource")) {
            const std::string_view format = attribute(source, "Format");
            if (format == "MATHML" && below(source, "math") != k_no_node) {
                math = source;
            } else if (format == "TEX") {
                tex = source;
            } else if (format == "XML") {
                plain = source;
            }
        }
        const bool shown = math != k_no_node || tex != k_no_node;
        for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
            if (c == math || c == tex || name(c) == "EquationNumber" || (c == plain && !shown)) {
                continue;
            }
            const std::string_view format = attribute(c, "Format");
            if (m_tree.is_text(c)) {
                drop(c, "text-beside-formula");
            } else if (name(c) != "EquationSource") {
                drop(c, "alternative-text");
            } else {
                drop(c, format == "MATHTYPE" ? "mathtype"
                        : format == "MATHML" ? "mathml-as-text"
                                             : "formula-duplicate");
            }
        }
        const bool displayed = name(node) == "Equation";
        if (!shown && plain != k_no_node) {
            open(displayed ? "disp-formula" : "inline-formula");
            if (const NodeId number = child(node, "EquationNumber"); number != k_no_node) {
                renamed(number, "label");
            }
            children(plain);
            close();
            return;
        }
        formula(displayed ? "disp-formula" : "inline-formula", attribute(node, "ID"),
                child(node, "EquationNumber"), math, tex);
    }

    SpringerEnvelope m_envelope;
    std::string m_kind;
    bool m_numbered = false;  // the figure or table has its label
};

class Springer : public Dialect {
 public:
    const DialectInfo& info() const noexcept override {
        static constexpr DialectInfo k_info = {
            "springer", 2, "Springer A++ full-text XML",
            "Springer DTD A++ V2.4 (-//Springer-Verlag//DTD A++ V2.4//EN)", DocumentKind::xml};
        return k_info;
    }

    int sniff(const DocumentHead& head) const override {
        if (head.kind != DocumentKind::xml) {
            return 0;
        }
        if (head.public_id.find("DTD A++") != std::string::npos ||
            head.system_id.find("A++") != std::string::npos) {
            return 30;
        }
        return (head.root == "Publisher" && head.has_inner("PublisherInfo")) ||
                       (head.root == "Article" && head.has_inner("ArticleInfo")) ||
                       (head.root == "Chapter" && head.has_inner("ChapterInfo"))
                   ? 30
                   : 0;
    }

    void read(const Document& document, const ReadOptions& options,
              ReadResult& result) const override {
        const auto envelopes = springer_envelopes(document.bytes, options.limits);
        const XmlArticleReader reader{
            [](std::string_view local) { return local == "Article" || local == "Chapter"; },
            [&](const xml::Tree& tree, Article& article) {
                const auto found = envelopes.find(tree.attribute(tree.root(), "ID"));
                ArticleReader(tree, article,
                              found == envelopes.end() ? SpringerEnvelope() : found->second)
                    .read();
            }};
        read_xml_articles(document, options, info(), reader, result);
    }
};

}  // namespace

const Dialect& springer() {
    static const Springer dialect;
    return dialect;
}

}  // namespace lode::ingest::dialects
