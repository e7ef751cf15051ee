// TEI: what GROBID leaves to be joined, told apart or put in order; and plain TEI.
#include <catch2/catch.hpp>

#include "tests/unit/reading/helpers.hpp"

using namespace reading_test;
using Strings = std::vector<std::string>;

namespace {

std::string tei(std::string_view body, std::string_view header = "", std::string_view back = "") {
    return "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><teiHeader><fileDesc><titleStmt><title>T"
           "</title></titleStmt>" +
           std::string(header) + "</fileDesc></teiHeader><text><body>" + std::string(body) +
           "</body><back>" + std::string(back) + "</back></text></TEI>";
}

Strings texts(std::string_view body) {
    const auto result = read_xml(tei(body));
    CHECK(is_honest(result));
    return paragraphs(result);
}

}  // namespace

TEST_CASE("TEI: a formula between paragraphs belongs to the one before it", "[tei]") {
    CHECK(texts("<div><p>It is</p><formula>E = mc<label>(1)</label></formula><p>where m is "
                "mass.</p><p>Next.</p></div>") ==
          Strings{"It is E = mc where m is mass.", "Next."});
    CHECK(
        texts(
            "<div><p>It is</p>\n<formula>a</formula>\n<formula>b</formula>\n<p>Here.</p></div>") ==
        Strings{"It is a b", "Here."});
    CHECK(texts("<div><formula>a</formula><p>so.</p></div>") == Strings{"a", "so."});
    CHECK(texts("<div><p>of <formula notation=\"TeX\">x_{max}</formula> and <formula><math><msub>"
                "<mi>E</mi><mi>g</mi></msub></math></formula></p></div>") ==
          Strings{"of x_max and Eg"});
}

TEST_CASE("TEI: citations never fuse with words", "[tei]") {
    const auto one = [](std::string_view inner) {
        return texts("<div><p>" + std::string(inner) + "</p></div>").at(0);
    };
    CHECK(one("cells<ref type=\"bibr\">12</ref> rose") == "cells [12] rose");
    CHECK(one("cells.<ref type=\"bibr\">12</ref>,<ref type=\"bibr\">13</ref> We") ==
          "cells. [12], [13] We");
    CHECK(one("cells [<ref type=\"bibr\">3</ref>,<ref type=\"bibr\">4</ref>]") == "cells [3,4]");
    CHECK(one("cells <ref type=\"bibr\">(Bee, 2001)</ref>") == "cells (Bee, 2001)");
    CHECK(one("cells<hi rend=\"superscript\"><ref type=\"bibr\">1</ref></hi>") == "cells [1]");
    CHECK(one("LiNi<hi rend=\"subscript\">0.8</hi>Co<hi rend=\"sub\">0.15</hi>O<hi "
              "rend=\"subscript\">2</hi>") == "LiNi0.8Co0.15O2");
    CHECK(one("<s>One.</s><s>Two.</s>") == "One. Two.");
    CHECK(one("noted<ref type=\"foot\" target=\"#f\">1</ref> here") == "noted here");
}

TEST_CASE("TEI: floats, their names and numbers", "[tei]") {
    const auto result = read_xml(tei(
        "<div><p>See <ref type=\"figure\" target=\"#fig_0\">1</ref>.</p></div><figure "
        "xml:id=\"fig_0\"><head>FIG. 1.</head><label>1</label><figDesc>Flux of O<hi "
        "rend=\"subscript\">2</hi></figDesc></figure><figure xml:id=\"fig_1\"><label>2</label>"
        "<head>A heading</head><figDesc><p>One.</p><p>Two.</p></figDesc></figure><figure "
        "type=\"table\" xml:id=\"tab_0\"><head>Table 1</head><table><row><cell cols=\"2\">A</cell>"
        "</row><row><cell>1</cell><cell>2</cell></row></table></figure><table xml:id=\"t\"><head>"
        "Alone</head><row role=\"label\"><cell>h</cell></row><row><cell>v</cell></row></table>"));
    const Article& a = result.articles.at(0);
    REQUIRE(a.figures.size() == 2);
    CHECK(a.figures[0].label == "FIG. 1.");
    CHECK(a.figures[0].caption.utf8 == "Flux of O2");
    CHECK(a.figures[0].mentions == 1);
    CHECK(a.figures[1].label == "2");
    CHECK(a.figures[1].caption.utf8 == "A heading. One. Two.");
    REQUIRE(a.tables.size() == 2);
    CHECK(a.tables[0].label == "Table 1");
    CHECK(a.tables[0].rows == std::vector<Strings>{{"A", "A"}, {"1", "2"}});
    CHECK(a.tables[1].caption.utf8 == "Alone");
    CHECK(a.tables[1].header_rows == 1);
    CHECK(is_honest(result));
}

TEST_CASE("TEI: sections nest by division, or by number where they are flat", "[tei]") {
    const auto flat =
        read_xml(tei("<div><head n=\"2\">A</head><p>a</p></div><div><head n=\"2.1.\">B"
                     "</head><p>b</p></div><div><head>C</head><p>c</p></div>"));
    const auto& s = flat.articles.at(0).sections;
    REQUIRE(s.size() == 3);
    CHECK(s[0].label == "2");
    CHECK(s[1].level == 2);
    CHECK(s[2].level == 1);
    CHECK(is_honest(flat));
    const auto nested =
        read_xml(tei("<div1><head>A</head><p>a</p><div2><head>B</head><p>b</p></div2></div1>"));
    CHECK(nested.articles.at(0).sections.at(1).level == 2);
}

TEST_CASE("TEI: the header of GROBID", "[tei]") {
    const auto result = read_xml(tei(
        "<div><p>x</p></div>",
        "<publicationStmt><publisher/><availability status=\"unknown\"><licence/></availability>"
        "<date type=\"published\" when=\"2004-01-02\"/></publicationStmt><sourceDesc><biblStruct>"
        "<analytic><author><persName><forename type=\"first\">A</forename><surname>Bee</surname>"
        "</persName><affiliation key=\"aff0\"><orgName>X</orgName><address><country>Y</country>"
        "</address></affiliation></author><author><affiliation><orgName>Z</orgName>"
        "</affiliation></author></analytic><monogr><imprint><date/></imprint></monogr><idno "
        "type=\"arXiv\">arXiv:cond-mat/0401001</idno></biblStruct></sourceDesc>",
        "<div type=\"acknowledgement\"><div><head>Thanks</head><p>All.</p></div></div><div "
        "type=\"references\"><listBibl><biblStruct xml:id=\"b0\"><idno type=\"DOI\">10.5555/R"
        "</idno><date when=\"1999\"/></biblStruct></listBibl></div>"));
    const Article& a = result.articles.at(0);
    CHECK(a.date == "2004-01-02");
    CHECK(a.local_id == "cond-mat/0401001");
    CHECK(a.authors == std::vector<Author>{{"Bee", "A", {"X, Y"}}});
    CHECK(a.licence.empty());
    CHECK(a.sections.at(1).title.utf8 == "Thanks");
    CHECK(a.references == 1);
    CHECK(a.reference_list.at(0) == Reference{"b0", "10.5555/r", "", 1999});
    CHECK(a.dropped.at("reference-list") == 9);
    CHECK(is_honest(result));
}

TEST_CASE("TEI: plain documents and corpora of them", "[tei]") {
    const auto result = read_xml(
        "<teiCorpus xmlns=\"http://www.tei-c.org/ns/1.0\"><teiHeader/><TEI><teiHeader><fileDesc>"
        "<titleStmt><title>One</title><author>A. Bee</author></titleStmt><publicationStmt><date>"
        "1999</date></publicationStmt></fileDesc></teiHeader><text><front><titlePage><docTitle>"
        "One</docTitle></titlePage><div type=\"abstract\"><head>Abstract</head><p>Short.</p></div>"
        "</front><body><div><p>a<lb/>b <choice><orig>colour</orig><reg>color</reg></choice> "
        "<app><lem>l</lem><rdg>r</rdg></app><note>n</note></p><p>end</p></div></body></text></TEI>"
        "<TEI><teiHeader><fileDesc><titleStmt><title>Two</title></titleStmt></fileDesc></teiHeader>"
        "<text><group><text><body><p>deep</p></body></text></group></text></TEI></teiCorpus>");
    REQUIRE(result.articles.size() == 2);
    const Article& a = result.articles[0];
    CHECK(a.dialect == "tei");
    CHECK(a.date == "1999");
    CHECK(a.authors.at(0).family == "A. Bee");
    CHECK(a.abstracts.at(0).paragraphs.at(0).utf8 == "Short.");
    CHECK(paragraphs(result) == Strings{"a b color l", "end", "deep"});
    CHECK(a.dropped.at("alternative-reading") == 7);
    CHECK(a.footnotes.at(0).utf8 == "n");
    CHECK(is_honest(result));
}
