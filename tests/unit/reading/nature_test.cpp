// NPG articles: empty citations, headings between paragraphs, formulas after ISO 12083.
#include <catch2/catch.hpp>

#include "tests/unit/reading/helpers.hpp"

using namespace reading_test;
using Strings = std::vector<std::string>;

namespace {

std::string npg(std::string_view body, std::string_view pubfm = "", std::string_view fm = "",
                std::string_view bm = "") {
    return "<article id=\"n1\" language=\"eng\"><pubfm><jtl>J</jtl>" + std::string(pubfm) +
           "</pubfm><fm><atl>T</atl>" + std::string(fm) + "</fm><bdy>" + std::string(body) +
           "</bdy><bm>" + std::string(bm) + "</bm></article>";
}

std::string text(std::string_view inner) {
    const auto result = read_xml(npg("<p>" + std::string(inner) + "</p>"));
    CHECK(result.articles.at(0).dialect == "nature");
    CHECK(is_honest(result));
    return paragraphs(result).at(0);
}

}  // namespace

TEST_CASE("NPG: citations get their numbers and never fuse with words", "[nature]") {
    CHECK(text("cells<super><bibr rid=\"b3\"/></super> rose") == "cells [3] rose");
    CHECK(text("cells<super><bibr rid=\"b1\"/>,<bibr rid=\"b2\" number=\"7\"/></super>") ==
          "cells [1,7]");
    CHECK(text("cells<super><bibr rid=\"b1 b2\"/></super>") == "cells [1,2]");
    CHECK(text("(ref. <bibr rid=\"b12\"/>)") == "(ref. 12)");
    CHECK(text("by <bibrinl rid=\"b1\">Bee</bibrinl>") == "by Bee");
    CHECK(text("noted<fnr rid=\"fn1\">*</fnr> here") == "noted here");
}

TEST_CASE("NPG: formulas", "[nature]") {
    CHECK(text("LiNi<sub>0.8</sub>Co<sub>0.15</sub>O<sub>2</sub>") == "LiNi0.8Co0.15O2");
    CHECK(text("10<super>5</super> cm<sup>-1</sup>") == "10^5 cm-1");
    CHECK(text("<f><fraction><num>a</num><den>b - c</den></fraction></f>") == "a/(b - c)");
    CHECK(text("<f>x<inf>max</inf><mathimg/></f>") == "x_max");
    CHECK(text("<fd><radical><radix>3</radix><radicand>x</radicand></radical></fd>") ==
          "3\xe2\x88\x9ax");
    CHECK(text("<f><fence lpost=\"[\" rpost=\"]\">a</fence><post/></f>") == "[a]|");
    CHECK(text("<f><array><arrayrow><arraycel>a</arraycel><arraycel>b</arraycel></arrayrow>"
               "</array></f>") == "a b");
}

TEST_CASE("NPG: headings between paragraphs begin sections", "[nature]") {
    const auto result = read_xml(npg(
        "<p>lead</p><crosshd>One</crosshd><p>a</p><crosshd><crossttl>Two</crossttl></crosshd><p>b"
        "</p><sec "
        "level=\"1\"><sectitle>Three</sectitle><p>c</p><crosshd>Deep</crosshd><p>d</p><sec "
        "level=\"2\"><sectitle>Four</sectitle><p>e</p></sec></sec>"));
    const auto& s = result.articles.at(0).sections;
    REQUIRE(s.size() == 6);
    CHECK(s[0].title.utf8.empty());
    CHECK(s[1].title.utf8 == "One");
    CHECK(s[2].title.utf8 == "Two");
    CHECK(s[3].title.utf8 == "Three");
    CHECK(s[4].title.utf8 == "Deep");
    CHECK(s[4].level == 2);
    CHECK(s[5].level == 2);
    CHECK(paragraphs(result) == Strings{"lead", "a", "b", "c", "d", "e"});
    CHECK(is_honest(result));
}

TEST_CASE("NPG: the first paragraph is the abstract where there is no other", "[nature]") {
    const auto letter = read_xml(npg("<fp><p>Bold.</p></fp><p>plain</p>"));
    CHECK(letter.articles.at(0).abstracts.at(0).kind == "main");
    CHECK(letter.articles[0].abstracts[0].paragraphs.at(0).utf8 == "Bold.");
    CHECK(paragraphs(letter) == Strings{"plain"});
    CHECK(is_honest(letter));
    const auto full =
        read_xml(npg("<fp><p>Bold.</p></fp><p>plain</p>", "", "<abs><p>A.</p></abs>"));
    CHECK(full.articles.at(0).abstracts.size() == 1);
    CHECK(paragraphs(full) == Strings{"Bold.", "plain"});
    CHECK(is_honest(full));
}

TEST_CASE("NPG: floats stand behind the text", "[nature]") {
    const auto result = read_xml(npg(
        "<p>See <figr rid=\"f2\">Fig. 2</figr>.</p>", "", "",
        "<objects><fig id=\"f2\"><figtl>Of O<sub>2</sub></figtl><caption><p>One.</p></caption>"
        "<figfn>Two.</figfn><credit>c</credit></fig><illus id=\"i1\"><caption><p>x</p></caption>"
        "</illus><table id=\"t1\"><title>V</title><tgroup cols=\"1\"><tbody><row><entry>v<fn "
        "id=\"x\"><p>n</p></fn></entry></row></tbody></tgroup></table></objects>"));
    const Article& a = result.articles.at(0);
    REQUIRE(a.figures.size() == 2);
    CHECK(a.figures[0].label == "Figure 2");
    CHECK(a.figures[0].caption.utf8 == "Of O2. One. Two.");
    CHECK(a.figures[0].mentions == 1);
    CHECK(a.figures[1].label.empty());
    CHECK(a.tables.at(0).label == "Table 1");
    CHECK(a.tables[0].rows == std::vector<Strings>{{"v"}});
    CHECK(a.tables[0].footnotes == Strings{"n"});
    CHECK(is_honest(result));
}

TEST_CASE("NPG: relations, dates, affiliations", "[nature]") {
    const auto result = read_xml(npg(
        "<p>x</p>",
        "<categ id=\"ret\"/><cpg><cpy>2010</cpy></cpg><related-article extrefid=\"10.5555/A\" "
        "related-article-type=\"is-retraction-to\"/><errorcor extrefid=\"nature1\" "
        "type=\"retraction\"/>",
        "<aug><au><fnm>A</fnm><snm>Bee</snm></au><aff><org>X</org>, <cny>Y</cny></aff></aug><hst>"
        "<pubdate type=\"embargo\" year=\"2009\" month=\"1\" day=\"1\"/><pubdate type=\"aop\" "
        "year=\"2009\" month=\"12\" day=\"31\"/></hst>"));
    const Article& a = result.articles.at(0);
    CHECK(a.date == "2009-12-31");
    REQUIRE(a.relations.size() == 2);
    CHECK(a.relations[0].kind == "retracts");
    CHECK(a.relations[0].doi == "10.5555/a");
    CHECK(a.relations[1].kind == "retracts");
    CHECK(a.relations[1].note == "retraction nature1");
    CHECK(a.authors == std::vector<Author>{{"Bee", "A", {"X, Y"}}});
    CHECK(a.language == "en");
}
