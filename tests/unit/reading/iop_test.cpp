// IOP articles: formulas in plain markup, floats, footnotes of tables.
#include <catch2/catch.hpp>

#include "tests/unit/reading/helpers.hpp"

using namespace reading_test;
using Strings = std::vector<std::string>;

namespace {

std::string iop(std::string_view body, std::string_view data = "", std::string_view back = "",
                std::string_view rest = "") {
    return "<article artid=\"a1\"><article-metadata><jnl-data/><article-data>" + std::string(data) +
           "</article-data></article-metadata><header><title-group><title>T</title></title-group>"
           "</header><body>" +
           std::string(body) + "</body><back>" + std::string(back) + "</back>" + std::string(rest) +
           "</article>";
}

std::string text(std::string_view inner) {
    const auto result = read_xml(iop("<p>" + std::string(inner) + "</p>"));
    CHECK(result.articles.at(0).dialect == "iop");
    CHECK(is_honest(result));
    return paragraphs(result).at(0);
}

}  // namespace

TEST_CASE("IOP: formulas of MathML or of plain markup, one of them", "[iop]") {
    const std::string plain = "<math-text><italic>E</italic><sub>g</sub></math-text>";
    const std::string math = "<mathml><math><msub><mi>E</mi><mi>g</mi></msub></math></mathml>";
    CHECK(text("of <inline-eqn>" + plain + "</inline-eqn> eV") == "of Eg eV");
    CHECK(text("of <inline-eqn>" + math + plain + "</inline-eqn> eV") == "of Eg eV");
    CHECK(text("of <inline-eqn><mathml>&lt;math></mathml>" + plain + "</inline-eqn> eV") ==
          "of Eg eV");
    CHECK(text("is <display-eqn><math-text>x<hspace/>=<hspace/>10<sup>5</sup></math-text>"
               "</display-eqn> so") == "is x = 10^5 so");
    CHECK(text("LiNi<sub>0.8</sub>Co<sub>0.15</sub>O<sub>2</sub>") == "LiNi0.8Co0.15O2");
}

TEST_CASE("IOP: references into the text", "[iop]") {
    CHECK(text("seen [<cite linkend=\"b1\">1</cite>, <cite linkend=\"b07\"/>]") == "seen [1, 7]");
    CHECK(text("seen<sup><cite linkend=\"b1\">1</cite></sup> here") == "seen [1] here");
    CHECK(text("noted<fnref linkend=\"f\">a</fnref> here") == "noted here");
    CHECK(text("a<query-ref linkend=\"q\">Q</query-ref>b") == "ab");
}

TEST_CASE("IOP: a label that has its word keeps it", "[iop]") {
    const auto label = [](const std::string& written) {
        const auto result = read_xml(iop("<p>x</p><figure id=\"f3\"><caption label=\"" + written +
                                             "\"><p>C</p></caption></figure>",
                                         "", ""));
        return result.articles.at(0).figures.at(0).label;
    };
    CHECK(label("Figure 1") == "Figure 1");
    CHECK(label("Fig. 1") == "Fig. 1");
    CHECK(label("1") == "Figure 1");
    CHECK(label("A1") == "Figure A1");
    CHECK(label("IV") == "Figure IV");
    CHECK(label("") == "Figure 3");
}

TEST_CASE("IOP: floats and the footnotes of tables", "[iop]") {
    const std::string table =
        "<table id=\"t2\"><caption id=\"c\"><p>C</p></caption><tgroup "
        "cols=\"1\"><tbody><row><entry>"
        "v<fnref linkend=\"f1\"/><fnref linkend=\"f1\"/></entry></row></tbody><tfoot>foot</tfoot>"
        "</tgroup></table>";
    const std::string notes =
        "<footnotes><footnote id=\"f1\" source=\"table\"><p>one</p></footnote><footnote id=\"f2\" "
        "source=\"text\"><p>two</p></footnote></footnotes>";
    const auto result = read_xml(iop(
        "<p>See <figref linkend=\"f3\">3</figref>.</p><figure id=\"f3\"><caption id=\"c\"><p>of "
        "O<sub>2</sub></p></caption></figure>" +
            table,
        "", notes));
    const Article& a = result.articles.at(0);
    CHECK(a.figures.at(0).label == "Figure 3");
    CHECK(a.figures[0].caption.utf8 == "of O2");
    CHECK(a.figures[0].mentions == 1);
    CHECK(a.tables.at(0).label == "Table 2");
    CHECK(a.tables[0].rows == std::vector<Strings>{{"v"}});
    CHECK(a.tables[0].footnotes == Strings{"foot", "one"});
    CHECK(a.dropped.at("footnote") == 3);
    CHECK(is_honest(result));
    // A table behind the notes finds them gone, and none is counted twice.
    const auto late =
        read_xml(iop("<p>x</p>", "", notes,
                     "<extra-data><sec-level1 id=\"s\">" + table + "</sec-level1></extra-data>"));
    CHECK(late.articles.at(0).tables.at(0).footnotes == Strings{"foot"});
    CHECK(is_honest(late));
}

TEST_CASE("IOP: facts", "[iop]") {
    const auto result = read_xml(iop(
        "<sec-level1 id=\"s\" label=\"2\"><heading>H</heading><p>x</p></sec-level1>",
        "<article-type type=\"letter\"/><doi>10.5555/X</doi><copyright>(c) 2009 IOP</copyright>"
        "<open-access license-type=\"cc-by\" url=\"http://creativecommons.org/licenses/by/3.0\"/>",
        "<references><reference-list><journal-ref id=\"b1\"><year>1998</year></journal-ref>"
        "<ref-group><multipart><misc-ref id=\"b2\"><links><extdoi doi=\"10.5555/Y\"/></links>"
        "</misc-ref></multipart></ref-group></reference-list></references>"));
    const Article& a = result.articles.at(0);
    CHECK(a.doi == "10.5555/x");
    CHECK(a.local_id == "a1");
    CHECK(a.article_type == "letter");
    CHECK(a.licence == "CC BY 3.0");
    CHECK(a.date == "2009");
    CHECK(a.sections.at(0).label == "2");
    CHECK(a.references == 2);
    CHECK(a.reference_list ==
          std::vector<Reference>{{"b1", "", "", 1998}, {"b2", "10.5555/y", "", 0}});
    CHECK(is_honest(result));
}
