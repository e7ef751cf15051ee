// WileyML: links without text, levels of publication, floats.
#include <catch2/catch.hpp>

#include "tests/unit/reading/helpers.hpp"

using namespace reading_test;
using Strings = std::vector<std::string>;

namespace {

std::string wiley(std::string_view body, std::string_view unit = "", std::string_view meta = "") {
    return "<component xmlns=\"http://www.wiley.com/namespaces/wiley\" xml:lang=\"en\"><header>"
           "<publicationMeta level=\"unit\" type=\"article\">" +
           std::string(unit) +
           "</publicationMeta><contentMeta><titleGroup><title "
           "type=\"main\">T</title></titleGroup>" +
           std::string(meta) + "</contentMeta></header><body>" + std::string(body) +
           "</body></component>";
}

const std::string k_targets =
    "<figure xml:id=\"a-fig-0002\"><label>2</label></figure><displayedItem xml:id=\"a-disp-0001\" "
    "type=\"mathematics\"><label>(4)</label><math><mi>x</mi></math></displayedItem><bibliography>"
    "<bib xml:id=\"a-bib-0001\"/><bib xml:id=\"a-bib-0012\"/></bibliography>";

std::string text(std::string_view inner) {
    const auto result = read_xml(wiley("<p>" + std::string(inner) + "</p>" + k_targets));
    CHECK(is_honest(result));
    return paragraphs(result).at(0);
}

}  // namespace

TEST_CASE("WileyML: links that hold no text show the number of their target", "[wiley]") {
    CHECK(text("made <link href=\"#a-bib-0001 #a-bib-0012\"/>.") == "made [1,12].");
    CHECK(text("made<sup><link href=\"#a-bib-0012\"/></sup>.") == "made [12].");
    CHECK(text("made<sup><link href=\"#a-bib-0012\">12</link></sup>.") == "made [12].");
    CHECK(text("made [<link href=\"#a-bib-0001\">Bee 2001</link>].") == "made [Bee 2001].");
    CHECK(text("see Figure <link href=\"#a-fig-0002\"/>") == "see Figure 2");
    CHECK(text("see Equation <link href=\"#a-disp-0001\"/>") == "see Equation (4)");
    CHECK(text("see <link href=\"http://example.org\">there</link>") == "see there");
    CHECK(text("noted<link href=\"#a-note-0001\"/> here") == "noted here");
    CHECK(text("LiNi<sub>0.8</sub>Co<sub>0.15</sub>O<sub>2</sub>") == "LiNi0.8Co0.15O2");
}

TEST_CASE("WileyML: title, caption and notes of floats", "[wiley]") {
    const auto result = read_xml(wiley(
        "<p>See <link href=\"#f\">Figure 1</link>.</p><figure xml:id=\"f\"><label>1</label><title>"
        "One</title><caption>H<sub>2</sub>O</caption></figure><figure><caption><p>A.</p><p>B.</p>"
        "</caption></figure><tabular xml:id=\"t\"><title>T</title><table><tgroup cols=\"1\"><tbody>"
        "<row><entry>v</entry></row></tbody></tgroup></table><noteGroup><title>Notes</title><note>"
        "n</note></noteGroup></tabular>"));
    const Article& a = result.articles.at(0);
    REQUIRE(a.figures.size() == 2);
    CHECK(a.figures[0].caption.utf8 == "One. H2O");
    CHECK(a.figures[0].mentions == 1);
    CHECK(a.figures[1].caption.utf8 == "A. B.");
    CHECK(a.tables.at(0).rows == std::vector<Strings>{{"v"}});
    CHECK(a.tables[0].footnotes == Strings{"Notes", "n"});
    CHECK(is_honest(result));
}

TEST_CASE("WileyML: dates, relations, references", "[wiley]") {
    const auto result = read_xml(wiley(
        "<p>x</p><bibliography><bib xml:id=\"b\"><citation><pubYear year=\"2003\">2003b</pubYear>"
        "<accessionId ref=\"info:doi/10.5555/R\"/></citation></bib><bib><citation>none</citation>"
        "</bib></bibliography>",
        "<doi>10.5555/A</doi><copyright>© 2012 Somebody</copyright><eventGroup><event "
        "type=\"manuscriptAccepted\" date=\"2011-01-01\"/><event type=\"firstOnline\" "
        "date=\"2012-03-04\"/></eventGroup><linkGroup><link type=\"retraction\" "
        "href=\"http://doi.org/10.5555/Z\"/></linkGroup>"));
    const Article& a = result.articles.at(0);
    CHECK(a.date == "2012-03-04");
    CHECK(a.doi == "10.5555/a");
    CHECK(a.references == 2);
    CHECK(a.reference_list == std::vector<Reference>{{"b", "10.5555/r", "", 2003}});
    REQUIRE(a.relations.size() == 1);
    CHECK(a.relations[0].kind == "retracted-by");
    CHECK(a.relations[0].doi == "10.5555/z");
    CHECK(a.retracted);
    CHECK(is_honest(result));
    CHECK(read_xml(wiley("<p>x</p>", "<copyright>Copyright © 1999 P</copyright>"))
              .articles.at(0)
              .date == "1999");
}

TEST_CASE("WileyML: tables of HTML keep their cells", "[wiley]") {
    const std::string rows =
        "<tr><th>n</th><th>v</th></tr><tr><td>1</td><td colspan=\"1\">2</td></tr>";
    const std::vector<Strings> wanted = {{"n", "v"}, {"1", "2"}};
    for (const std::string& body :
         {"<table>" + rows + "</table>", "<table><tbody>" + rows + "</tbody></table>", rows}) {
        INFO(body);
        const auto result =
            read_xml(wiley("<p>x</p><tabular xml:id=\"t\"><label>1</label><title>T"
                           "</title>" +
                           body + "</tabular>"));
        const Article& a = result.articles.at(0);
        REQUIRE(a.tables.size() == 1);
        CHECK(a.tables[0].caption.utf8 == "T");
        CHECK(a.tables[0].rows == wanted);
        CHECK(a.tables[0].header_rows == 1);
        CHECK(is_honest(result));
    }
}
