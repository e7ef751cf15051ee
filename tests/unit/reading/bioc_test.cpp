// BioC collections.
#include <catch2/catch.hpp>

#include "tests/unit/reading/helpers.hpp"

using namespace reading_test;
using Strings = std::vector<std::string>;

namespace {

std::string passage(std::string_view section, std::string_view type, std::string_view text,
                    std::string_view infons = "") {
    return "<passage><infon key=\"section_type\">" + std::string(section) +
           "</infon><infon key=\"type\">" + std::string(type) + "</infon>" + std::string(infons) +
           "<offset>0</offset><text>" + std::string(text) + "</text></passage>";
}

Article only(const std::string& passages, const std::string& id = "1") {
    const auto r = read_xml("<collection><source>x</source><document><id>" + id + "</id>" +
                            passages + "</document></collection>");
    REQUIRE(r.articles.size() == 1);
    CHECK(r.articles[0].dialect == "bioc");
    CHECK(r.articles[0].dropped.count("unaccounted") +
              r.articles[0].dropped.count("counted-twice") ==
          0);
    return r.articles[0];
}

}  // namespace

TEST_CASE("bioc: sections follow headings and kinds of section", "[bioc]") {
    const Article a =
        only(passage("TITLE", "front", "T") + passage("INTRO", "paragraph", "a") +
             passage("METHODS", "title_1", "Methods") + passage("METHODS", "title_2", "Growth") +
             passage("METHODS", "paragraph", "b &amp; c") + passage("METHODS", "footnote", "note") +
             passage("CONCL", "paragraph", "d") + passage("CONCL", "title_x", "H") +
             passage("CONCL", "title_4000000000", "H"));
    REQUIRE(a.sections.size() == 6);
    CHECK(a.sections[0].title.utf8.empty());
    CHECK(a.sections[2].level == 2);
    CHECK(a.sections[2].title.utf8 == "Growth");
    CHECK(a.sections[2].paragraphs.at(0).utf8 == "b & c");
    CHECK(a.sections[3].paragraphs.at(0).utf8 == "d");
    CHECK(a.sections[5].level == 20);
    CHECK(a.dropped.at("footnote") == 4);
}

TEST_CASE("bioc: references are counted and are no text", "[bioc]") {
    const Article a =
        only(passage("TITLE", "front", "T") + passage("REF", "title", "References") +
             passage("REF", "ref", "Cited", "<infon key=\"pub-id_doi\">10.5555/C</infon>") +
             passage("REF", "ref", "Other"));
    CHECK(a.references == 2);
    REQUIRE(a.reference_list.size() == 1);
    CHECK(a.reference_list[0].doi == "10.5555/c");
    CHECK(a.sections.empty());
    CHECK(a.dropped.at("reference-list") == 20);
}

TEST_CASE("bioc: people, identifiers", "[bioc]") {
    std::string names;
    for (int i = 0; i < 12; ++i) {
        names += "<infon key=\"name_" + std::to_string(i) + "\">surname:N" + std::to_string(i) +
                 ";given-names:G</infon>";
    }
    const Article a =
        only(passage("TITLE", "front", "T", names + "<infon key=\"name_x\">y</infon>"), "PMC77");
    REQUIRE(a.authors.size() == 12);
    CHECK(a.authors[2].family == "N2");
    CHECK(a.authors[11].family == "N11");
    CHECK(a.pmcid == "PMC77");
    CHECK(a.local_id.empty());
    CHECK(only(passage("", "title", "T"), "123").pmid == "123");
    const Article local = only(passage("", "title", "T"), "doc-1");
    CHECK(local.local_id == "doc-1");
    CHECK(local.pmid.empty());
}

TEST_CASE("bioc: tables", "[bioc]") {
    const auto table = [](const std::string& text) {
        return only(passage("TITLE", "front", "T") +
                    passage("TABLE", "table", text, "<infon key=\"id\">t</infon>"))
            .tables.at(0)
            .rows;
    };
    CHECK(table("a\tb\n\nc") == std::vector<Strings>{{"a", "b"}, {"c", ""}});
    CHECK(table("only one") == std::vector<Strings>{{"only one"}});
    // Padding would make 10^9 cells of these.
    std::string wide(20'000, '\t');
    for (int i = 0; i < 50'000; ++i) {
        wide += "\nx";
    }
    CHECK(table("a" + wide).size() == 50'001);
}

TEST_CASE("bioc: whose collection it is", "[bioc]") {
    CHECK(read_xml("<collection><record><leader/></record></collection>").rejects.at(0).reason ==
          "unknown-dialect");
    CHECK(read_xml("<!DOCTYPE collection SYSTEM \"BioC.dtd\"><collection/>").rejects.at(0).reason ==
          "no-article");
    const auto r = read_xml("<collection><document><id>1</id>" + passage("TITLE", "front", "A") +
                            "</document><document><id>2</id>" + passage("TITLE", "front", "B") +
                            "<passage></document><document><id>3"
                            "</id>" +
                            passage("TITLE", "front", "C") + "</document></collection>");
    REQUIRE(r.articles.size() == 3);
    CHECK(r.articles[1].repairs == Strings{"damaged:malformed-xml"});
    CHECK(r.articles[2].repairs.empty());
}
