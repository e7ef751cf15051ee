// Springer A++: what depends on the context of an element.
#include <catch2/catch.hpp>

#include "tests/unit/reading/helpers.hpp"

using namespace reading_test;
using Strings = std::vector<std::string>;

namespace {

std::string springer(std::string_view body, std::string_view info = "",
                     std::string_view header = "") {
    return "<Article ID=\"a\"><ArticleInfo Language=\"En\" "
           "ArticleType=\"OriginalPaper\"><ArticleID>1"
           "</ArticleID><ArticleTitle Language=\"En\">T</ArticleTitle>" +
           std::string(info) + "</ArticleInfo><ArticleHeader>" + std::string(header) +
           "</ArticleHeader><Body>" + std::string(body) + "</Body></Article>";
}

}  // namespace

TEST_CASE("A++: one source of a formula is read, the others are counted", "[springer]") {
    const std::string math =
        "<EquationSource Format=\"MATHML\"><math><msup><mn>10</mn><mn>5</mn></msup></math>"
        "</EquationSource>";
    const std::string tex = "<EquationSource Format=\"TEX\">$$10^5$$</EquationSource>";
    const std::string type = "<EquationSource Format=\"MATHTYPE\">binary</EquationSource>";
    const auto read = [](const std::string& sources) {
        return read_xml(springer("<Para>of <InlineEquation ID=\"i\">" + sources +
                                 "</InlineEquation> Pa</Para>"));
    };
    for (const auto& sources : {math + tex, tex + math}) {
        const auto result = read(sources);
        CHECK(paragraphs(result) == Strings{"of 10^5 Pa"});
        CHECK(result.articles.at(0).dropped.at("tex-duplicate-of-mathml") == 8);
        CHECK(is_honest(result));
    }
    const auto only_tex = read(type + tex);
    CHECK(paragraphs(only_tex) == Strings{"of 10^5 Pa"});
    CHECK(only_tex.articles.at(0).dropped.at("mathtype") == 6);
    CHECK(is_honest(only_tex));
    // MathML as a string is no MathML; the TeX beside it serves.
    const auto text = read("<EquationSource Format=\"MATHML\">&lt;math/></EquationSource>" + tex);
    CHECK(paragraphs(text) == Strings{"of 10^5 Pa"});
    CHECK(text.articles.at(0).dropped.at("mathml-as-text") == 7);
    CHECK(is_honest(text));
    const auto picture =
        read("<InlineMediaObject><TextObject><Para>ten</Para></TextObject></InlineMediaObject>");
    CHECK(paragraphs(picture) == Strings{"of [formula] Pa"});
    CHECK(is_honest(picture));
}

TEST_CASE("A++: scripts, citations and lists", "[springer]") {
    const auto result = read_xml(springer(
        "<Para>LiNi<Subscript>0.8</Subscript>Co<Subscript>0.15</Subscript>O<Subscript>2</"
        "Subscript> "
        "of old<Superscript><CitationRef CitationID=\"CR3\">3</CitationRef></Superscript> and "
        "new [<CitationRef CitationID=\"CR4\">4</CitationRef>] kinds, SO<Stack><Subscript>4"
        "</Subscript><Superscript>2-</Superscript></Stack>.</Para>"
        "<UnorderedList Mark=\"Dash\"><ItemContent><Para>one</Para><Para>two</Para></ItemContent>"
        "</UnorderedList><OrderedList><ListItem><ItemNumber>i.</ItemNumber><ItemContent><Para>three"
        "</Para></ItemContent></ListItem></OrderedList>"));
    CHECK(paragraphs(result) ==
          Strings{"LiNi0.8Co0.15O2 of old [3] and new [4] kinds, SO42-.", "one", "two", "three"});
    CHECK(result.articles.at(0).dropped.at("list-label") == 2);
    CHECK(is_honest(result));
}

TEST_CASE("A++: captions in two languages, tables with a foot", "[springer]") {
    const auto result = read_xml(springer(
        "<Figure ID=\"F1\"><Caption Language=\"De\"><CaptionNumber>Abb. 1</CaptionNumber>"
        "<CaptionContent><SimplePara>Eins</SimplePara></CaptionContent></Caption><Caption "
        "Language=\"En\"><CaptionNumber>Fig. 1</CaptionNumber><CaptionContent><SimplePara>One"
        "</SimplePara></CaptionContent></Caption></Figure><Table ID=\"T1\"><Caption><CaptionNumber>"
        "Table 1</CaptionNumber></Caption><tgroup cols=\"1\"><tbody><row><entry><SimplePara>5 "
        "mm<Superscript>2</Superscript></SimplePara></entry></row></tbody></tgroup><tfooter>"
        "<SimplePara>n</SimplePara></tfooter></Table><Para>See <InternalRef "
        "RefID=\"F1\">it</InternalRef>.</Para>"));
    const Article& a = result.articles.at(0);
    CHECK(a.figures.at(0).label == "Abb. 1");
    CHECK(a.figures[0].caption.utf8 == "Eins One");
    CHECK(a.figures[0].mentions == 1);
    CHECK(a.dropped.at("repeated-label") == 5);
    CHECK(a.tables.at(0).rows == std::vector<Strings>{{"5 mm2"}});
    CHECK(a.tables[0].footnotes == Strings{"n"});
    CHECK(is_honest(result));
}

TEST_CASE("A++: dates, identifiers, relations, envelope", "[springer]") {
    const auto bare = read_xml(springer(
        "<Para>x</Para>",
        "<ArticleRelatedObject RelatedObjectType=\"RetractionFrom\"><RelatedObjectDOI>10.5555/r"
        "</RelatedObjectDOI></ArticleRelatedObject><ArticleHistory><Received><Year>2010</Year>"
        "</Received></ArticleHistory><ArticleCopyright><CopyrightYear>2012</CopyrightYear><License "
        "SubType=\"CC BY-NC\" Version=\"4.0\"/></ArticleCopyright>"));
    const Article& a = bare.articles.at(0);
    CHECK(a.date == "2012");  // received is no date of publication
    CHECK(a.local_id == "1");
    CHECK(a.licence == "CC BY-NC 4.0");
    CHECK(a.retracted);
    CHECK(a.relations.at(0).kind == "retracted-by");
    // An issue's facts belong to its own articles.
    const std::string one = springer("<Para>x</Para>");
    std::string two = one;
    two.replace(two.find("ID=\"a\""), 6, "ID=\"b\"");
    const auto issue = [](std::string_view year, const std::string& inside) {
        return "<Issue><IssueInfo><IssueHistory><OnlineDate><Year>" + std::string(year) +
               "</Year></OnlineDate></IssueHistory></IssueInfo>" + inside + "</Issue>";
    };
    const auto volume = read_xml(
        "<Publisher><PublisherInfo><PublisherName>P</PublisherName></PublisherInfo><Journal>"
        "<JournalInfo><JournalID>7</JournalID><JournalTitle>J</JournalTitle></JournalInfo>" +
        issue("2001", one) + issue("2002", two) + "</Journal></Publisher>");
    REQUIRE(volume.articles.size() == 2);
    CHECK(volume.articles[0].date == "2001");
    CHECK(volume.articles[1].date == "2002");
    CHECK(volume.articles[1].journal == "J");
    CHECK(volume.articles[1].publisher == "P");
    CHECK(volume.articles[1].local_id == "7-1");
}

TEST_CASE("A++: chapters of books; a document cut off", "[springer]") {
    const auto book = read_xml(
        "<Publisher><PublisherInfo/><Book><BookInfo><BookTitle>B</BookTitle></BookInfo><Chapter "
        "ID=\"c\"><ChapterInfo ChapterType=\"OriginalPaper\"><ChapterDOI>10.5555/C</ChapterDOI>"
        "<ChapterTitle>C</ChapterTitle></ChapterInfo><Body><Section1><Heading>H</Heading><Para>p"
        "</Para></Section1></Body></Chapter></Book></Publisher>");
    CHECK(book.articles.at(0).journal == "B");
    CHECK(book.articles[0].doi == "10.5555/c");
    CHECK(book.articles[0].sections.at(0).title.utf8 == "H");
    std::string cut = springer("<Para>first</Para><Para>second</Para>");
    const auto result = read_xml(cut.substr(0, cut.find("<Para>second")));
    CHECK(paragraphs(result) == Strings{"first"});
    CHECK(result.articles.at(0).repairs.size() == 1);
    CHECK(is_honest(result));
}
