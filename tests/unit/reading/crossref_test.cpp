// Crossref metadata: query results and deposits.
#include <catch2/catch.hpp>

#include "tests/unit/reading/helpers.hpp"

using namespace reading_test;
using Strings = std::vector<std::string>;

namespace {

std::string record(std::string_view article, std::string_view journal = "") {
    return "<doi_record><crossref><journal><journal_metadata><full_title>J</full_title>"
           "</journal_metadata>" +
           std::string(journal) + "<journal_article language=\"en\">" + std::string(article) +
           "</journal_article></journal></crossref></doi_record>";
}

std::string titled(std::string_view title, std::string_view rest = "") {
    return "<titles><title>" + std::string(title) + "</title></titles>" + std::string(rest);
}

Article only(const std::string& article, const std::string& journal = "") {
    const auto r = read_xml("<doi_records>" + record(article, journal) + "</doi_records>");
    REQUIRE(r.articles.size() == 1);
    CHECK(r.articles[0].dialect == "crossref");
    CHECK(r.articles[0].dropped.count("unaccounted") +
              r.articles[0].dropped.count("counted-twice") ==
          0);
    return r.articles[0];
}

}  // namespace

TEST_CASE("crossref: titles", "[crossref]") {
    CHECK(only(titled("T<sub>c</sub> of <i>n</i>-type <mml:math xmlns:mml=\"x\"><mml:mi>x</mml:mi>"
                      "</mml:math> &amp; y"))
              .title.utf8 == "Tc of n-type x & y");
    CHECK(only(titled("a &lt;i&gt;b&lt;/i&gt; c")).title.utf8 == "a b c");
    CHECK(only(titled("a &lt; b")).title.utf8 == "a < b");
    CHECK(only("<titles><title>T</title><subtitle/></titles><titles><title>Zwei</title></titles>")
              .dropped.at("title-in-other-language") == 4);
    CHECK(only(titled("RETRACTED: x")).retracted);
}

TEST_CASE("crossref: the earliest date, else that of the issue", "[crossref]") {
    const auto date = [](std::string_view media, std::string_view parts) {
        return "<publication_date media_type=\"" + std::string(media) + "\">" + std::string(parts) +
               "</publication_date>";
    };
    const std::string issue =
        "<journal_issue>" + date("print", "<year>1999</year>") + "</journal_issue>";
    CHECK(only(titled("T", date("print", "<month>2</month><year>2001</year>") +
                               date("online", "<month>12</month><day>3</day><year>2000</year>")),
               issue)
              .date == "2000-12-03");
    CHECK(only(titled("T"), issue).date == "1999");
    CHECK(only(titled("T")).date.empty());
}

TEST_CASE("crossref: updates are what this work is to others", "[crossref]") {
    std::string list = "<crossmark><updates>";
    for (const std::string type :
         {"retraction", "withdrawal", "erratum", "expression_of_concern", "new_version"}) {
        list += "<update type=\"" + type + "\">https://doi.org/10.5555/X</update>";
    }
    Strings kinds;
    for (const auto& relation : only(titled("T", list + "</updates></crossmark>")).relations) {
        kinds.push_back(relation.kind);
        CHECK(relation.doi == "10.5555/x");
    }
    CHECK(kinds == Strings{"retracts", "retracts", "corrects", "concern-about", "related"});
}

TEST_CASE("crossref: deposits hold several works in one journal", "[crossref]") {
    const auto r = read_xml(
        "<doi_batch><head><depositor/></head><body><journal><journal_metadata><full_title>J"
        "</full_title></journal_metadata><journal_article>" +
        titled("One") + "</journal_article><journal_article>" + titled("Two") +
        "</journal_article></journal><book><book_metadata>" + titled("Book") +
        "<publisher><publisher_name>P</publisher_name></publisher></book_metadata><content_item>" +
        titled("Chapter") + "</content_item></book></body></doi_batch>");
    Strings list;
    for (const auto& a : r.articles) {
        list.push_back(a.title.utf8 + "/" + a.journal + "/" + a.article_type + "/" + a.publisher);
    }
    CHECK(list == Strings{"One/J/journal-article/", "Two/J/journal-article/",
                          "Chapter/Book/book-chapter/P"});
}

TEST_CASE("crossref: records without a work, and bad ones", "[crossref][hostile]") {
    const auto r =
        read_xml("<doi_records>" + record(titled("One")) +
                 "<doi_record><crossref><error>not found</error></crossref>"
                 "</doi_record>\n" +
                 record(titled("Two <i>x")) + record(titled("Three")) + "</doi_records>");
    REQUIRE(r.articles.size() == 2);
    CHECK(r.articles[1].source == "test.xml#4");
    REQUIRE(r.rejects.size() == 2);
    CHECK(r.rejects[0].reason == "no-text");
    CHECK(r.rejects[1].source == "test.xml#3");
    CHECK(r.rejects[1].line == 2);
    CHECK(r.records == 4);
    CHECK(read_xml("<crossref_result/>").rejects.at(0).reason == "no-article");
}

TEST_CASE("crossref: a query without answer is no failure", "[crossref]") {
    const auto result = [](const std::string& inside) {
        return read_xml("<crossref_result version=\"3.0\"><query_result><head/><body>" + inside +
                        "</body></query_result></crossref_result>");
    };
    const std::string unresolved =
        "<query status=\"unresolved\"><doi>10.5555/none</doi><msg>Not found</msg></query>";
    const auto alone = result(unresolved);
    CHECK(alone.records == 0);
    CHECK(alone.rejects.empty());
    CHECK(alone.without_record.at("unresolved-query") == 1);
    const auto several = result(unresolved + "<query status=\"resolved\">" + record(titled("T")) +
                                "</query>" + "<query status=\"multiresolved\"/>" + unresolved);
    CHECK(several.records == 1);
    CHECK(several.rejects.empty());
    CHECK(several.without_record.at("unresolved-query") == 2);
    CHECK(several.without_record.at("ambiguous-query") == 1);
    REQUIRE(several.articles.size() == 1);
    // It has its place among the answers, as where the file is cut.
    CHECK(several.articles[0].source == "test.xml#2");
    // What is resolved to nothing is still refused.
    CHECK(result("<query status=\"resolved\"/>").rejects.size() == 1);
    // With a bad neighbour each answer is read alone.
    const auto damaged = result(unresolved + "<query status=\"resolved\"><doi></query>" +
                                "<query>" + record(titled("T")) + "</query>");
    CHECK(damaged.without_record.at("unresolved-query") == 1);
    CHECK(damaged.rejects.size() == 1);
    REQUIRE(damaged.articles.size() == 1);
    CHECK(damaged.articles[0].source == "test.xml#3");
}
