// RSC articles: citations, floats named by their ids, formulas of plain markup.
#include <catch2/catch.hpp>

#include "tests/unit/reading/helpers.hpp"

using namespace reading_test;
using Strings = std::vector<std::string>;

namespace {

std::string rsc(std::string_view body, std::string_view admin = "", std::string_view back = "") {
    return "<article type=\"ART\"><art-admin><ms-id>b1</ms-id>" + std::string(admin) +
           "</art-admin><art-front><titlegrp><title>T</title></titlegrp></art-front><art-body>"
           "<section>" +
           std::string(body) + "</section></art-body><art-back>" + std::string(back) +
           "</art-back></article>";
}

std::string text(std::string_view inner) {
    const auto result = read_xml(rsc("<p>" + std::string(inner) + "</p>"));
    CHECK(result.articles.at(0).dialect == "rsc");
    CHECK(is_honest(result));
    return paragraphs(result).at(0);
}

}  // namespace

TEST_CASE("RSC: citations are above the line unless it says otherwise", "[rsc]") {
    CHECK(text("cells<citref idrefs=\"c1\">1</citref> rose") == "cells [1] rose");
    CHECK(text("cells<sup><citref idrefs=\"c1\">1,2</citref></sup> rose") == "cells [1,2] rose");
    CHECK(text("ref. <citref idrefs=\"c1\" position=\"baseline\">1</citref>") == "ref. 1");
    CHECK(text("by <citref idrefs=\"c1\">Bee</citref>") == "by Bee");
}

TEST_CASE("RSC: scripts, stacks and fractions", "[rsc]") {
    CHECK(text("LiNi<inf>0.8</inf>Co<inf>0.15</inf>O<inf>2</inf>") == "LiNi0.8Co0.15O2");
    CHECK(text("10<sup>5</sup> cm<sup>-1</sup>") == "10^5 cm-1");
    CHECK(text("SO<stack><above>2-</above><below>4</below></stack>") == "SO42-");
    CHECK(text("X<stack><above>+</above></stack>") == "X+");
    CHECK(text("<fraction><numer>a</numer><denom>b+c</denom></fraction>") == "a/(b+c)");
    CHECK(text("<fraction><numer>a b</numer></fraction>") == "(a b)");
    CHECK(text("<it>in</it> <bo>situ</bo> <scp>d</scp>-glucose") == "in situ d-glucose");
    CHECK(text("so <eqntext display=\"displayed\">a<inf>max</inf> = b</eqntext> holds") ==
          "so a_max = b holds");
}

TEST_CASE("RSC: floats take their label from their id, tables their notes", "[rsc]") {
    const auto result = read_xml(rsc(
        "<p>See <schemref idrefs=\"sch3\">it</schemref>.</p><scheme id=\"sch3\"><title>Making "
        "H<inf>2</inf>O</title></scheme><plate id=\"p\"/><table><tgroup cols=\"1\"><tbody><row>"
        "<entry>v<footnote id=\"f\"><p>n</p></footnote></entry></row></tbody></tgroup></table>"));
    const Article& a = result.articles.at(0);
    REQUIRE(a.figures.size() == 2);
    CHECK(a.figures[0].label == "Scheme 3");
    CHECK(a.figures[0].caption.utf8 == "Making H2O");
    CHECK(a.figures[0].mentions == 1);
    CHECK(a.figures[1].label.empty());
    CHECK(a.tables.at(0).rows == std::vector<Strings>{{"v"}});
    CHECK(a.tables[0].footnotes == Strings{"n"});
    CHECK(is_honest(result));
}

TEST_CASE("RSC: namespaces, dates, references", "[rsc]") {
    const auto spaced = read_xml(
        "<article xmlns=\"http://www.rsc.org/schema/rscart38\"><published type=\"print\"><pubfront>"
        "<date><year>2012</year><month>May</month></date></pubfront></published><published "
        "type=\"web\"><pubfront><date><year>2012</year><month>4</month><day>2</day></date>"
        "</pubfront></published><art-front><titlegrp><title><p>One</p></title></titlegrp>"
        "</art-front></article>");
    CHECK(spaced.articles.at(0).dialect == "rsc");
    CHECK(spaced.articles[0].title.utf8 == "One");
    CHECK(spaced.articles[0].date == "2012-04-02");
    const auto result = read_xml(rsc(
        "<p>x</p>", "<doi>10.5555/A</doi>",
        "<ack><p>thanks</p></ack><biblist><citgroup id=\"c1\"><citgroup id=\"c1a\"><citation><year>"
        "1999</year></citation></citgroup><citgroup id=\"c1b\"><journalcit><link "
        "type=\"doi\">10.5555/B</link></journalcit></citgroup></citgroup></biblist>"));
    const Article& a = result.articles.at(0);
    CHECK(a.doi == "10.5555/a");
    CHECK(a.sections.at(1).title.utf8 == "Acknowledgements");
    CHECK(a.references == 2);
    CHECK(a.reference_list ==
          std::vector<Reference>{{"c1a", "", "", 1999}, {"c1b", "10.5555/b", "", 0}});
    CHECK(is_honest(result));
}
