// BioMed Central articles: groups of citations, legends, tables parted by rules.
#include <catch2/catch.hpp>

#include "tests/unit/reading/helpers.hpp"

using namespace reading_test;
using Strings = std::vector<std::string>;

namespace {

std::string bmc(std::string_view body, std::string_view front = "", std::string_view back = "") {
    return "<art><ui>1-1</ui><ji>1</ji><fm><bibl><title><p>T</p></title></bibl>" +
           std::string(front) + "</fm><bdy>" + std::string(body) + "</bdy><bm>" +
           std::string(back) + "</bm></art>";
}

std::string text(std::string_view inner) {
    const auto result = read_xml(bmc("<p>" + std::string(inner) + "</p>"));
    CHECK(result.articles.at(0).dialect == "bmc");
    CHECK(is_honest(result));
    return paragraphs(result).at(0);
}

std::vector<Strings> rows(std::string_view table, std::uint32_t header_rows) {
    const auto result = read_xml(
        bmc("<tbl id=\"T1\"><tblbdy cols=\"2\">" + std::string(table) + "</tblbdy></tbl>"));
    CHECK(is_honest(result));
    CHECK(result.articles.at(0).tables.at(0).header_rows == header_rows);
    return result.articles[0].tables[0].rows;
}

}  // namespace

TEST_CASE("BMC: groups of citations get brackets and commas, once", "[bmc]") {
    const std::string group =
        "<abbrgrp><abbr bid=\"B1\">1</abbr><abbr bid=\"B2\">2</abbr></abbrgrp>";
    CHECK(text("cells " + group + " rose") == "cells [1,2] rose");
    CHECK(text("cells" + group + " rose") == "cells [1,2] rose");
    CHECK(text("cells [" + group + "] rose") == "cells [1,2] rose");
    CHECK(text("cells<sup>" + group + "</sup> rose") == "cells [1,2] rose");
    CHECK(text("cells <abbrgrp><abbr bid=\"B1\">1</abbr>-<abbr bid=\"B3\">3</abbr></abbrgrp>") ==
          "cells [1-3]");
    CHECK(text("cells [<abbr bid=\"B1\">1</abbr>]") == "cells [1]");
    CHECK(text("LiNi<sub>0.8</sub>Co<sub>0.15</sub>O<sub>2</sub>") == "LiNi0.8Co0.15O2");
    CHECK(text("of <inline-formula><m:math xmlns:m=\"m\"><m:msup><m:mn>10</m:mn><m:mn>5</m:mn>"
               "</m:msup></m:math></inline-formula> Pa") == "of 10^5 Pa");
}

TEST_CASE("BMC: the first rule between rows parts the heading from the rest", "[bmc]") {
    const std::string a = "<r><c rspan=\"2\"><p>a</p></c><c><p>b</p></c></r><r><c>c</c></r>";
    const std::string rule = "<r><c cspan=\"2\"><hr/></c></r>";
    const std::string d = "<r><c>d</c><c>e<sub>2</sub></c></r>";
    const std::vector<Strings> all = {{"a", "b"}, {"a", "c"}, {"d", "e2"}};
    CHECK(rows(a + rule + d, 2) == all);
    CHECK(rows(rule + a + rule + d + rule + d, 2).size() == 4);
    CHECK(rows(rule + a + d + rule, 0) == all);
    CHECK(rows(a + d, 0) == all);
}

TEST_CASE("BMC: legends do not say their heading twice", "[bmc]") {
    const auto result = read_xml(bmc(
        "<p>See <figr fid=\"F1\">1</figr>.</p><fig id=\"F1\"><title><p>Figure "
        "1</p></title><caption>"
        "<p>H<sub>2</sub>O</p></caption><text><p><b>H<sub>2</sub>O</b>. Wet.</p></text></fig><fig "
        "id=\"F2\"><title><p>Figure 2</p></title><caption><p>One.</p></caption><text><p>Two.</p>"
        "</text></fig><suppl id=\"S1\"><title><p>File 1</p></title><file "
        "name=\"a.csv\"/></suppl>"));
    const Article& a = result.articles.at(0);
    REQUIRE(a.figures.size() == 2);
    CHECK(a.figures[0].caption.utf8 == "H2O. Wet.");
    CHECK(a.figures[0].mentions == 1);
    CHECK(a.figures[1].caption.utf8 == "One. Two.");
    CHECK(a.dropped.at("repeated-title") == 3);
    CHECK(a.supplements.at(0).href == "a.csv");
    CHECK(is_honest(result));
}

TEST_CASE("BMC: front and back", "[bmc]") {
    const auto result = read_xml(bmc(
        "<p>x</p>",
        "<history><rec><date><year>2001</year></date></rec><pub><date><day>4</day><month>5</month>"
        "<year>2002</year></date></pub></history><cpyrt><year>2002</year><collab>Bee; licensee "
        "Some Press Ltd.</collab><note>See <url>http://creativecommons.org/licenses/by/2.0</url>"
        "</note></cpyrt><abs><sec><st><p>Abstract</p></st><p>Short.</p></sec></abs>",
        "<ack><p>thanks</p></ack><refgrp><bibl id=\"B1\"><pubdate>1999</pubdate><xrefbib>"
        "<pubidlist><pubid idtype=\"pmpid\">7</pubid></pubidlist></xrefbib></bibl></refgrp>"));
    const Article& a = result.articles.at(0);
    CHECK(a.date == "2002-05-04");
    CHECK(a.publisher == "Some Press Ltd");
    CHECK(a.licence == "CC BY 2.0");
    CHECK(a.abstracts.at(0).paragraphs.at(0).utf8 == "Short.");
    CHECK(a.sections.at(1).title.utf8 == "Acknowledgements");
    CHECK(a.reference_list == std::vector<Reference>{{"B1", "", "7", 1999}});
    CHECK(is_honest(result));
}
