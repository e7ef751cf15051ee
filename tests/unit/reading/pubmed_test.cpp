// PubMed and MEDLINE citation sets.
#include <catch2/catch.hpp>

#include <filesystem>

#include "core/base/file.hpp"
#include "tests/unit/reading/helpers.hpp"

using namespace reading_test;
using Strings = std::vector<std::string>;

namespace {

// A PubmedArticle of the parts that matter for a test.
std::string citation(std::string_view pmid, std::string_view article,
                     std::string_view citation_rest = "", std::string_view data = "") {
    std::string xml = "<PubmedArticle><MedlineCitation><PMID Version=\"1\">";
    xml += pmid;
    xml += "</PMID><Article>";
    xml += article;
    xml += "</Article>";
    xml += citation_rest;
    xml += "</MedlineCitation><PubmedData>";
    xml += data;
    xml += "</PubmedData></PubmedArticle>";
    return xml;
}

std::string set_of(std::string_view records) {
    return "<PubmedArticleSet>" + std::string(records) + "</PubmedArticleSet>";
}

Article only(const std::string& xml) {
    const ReadResult result = read_xml(set_of(xml));
    REQUIRE(result.rejects.empty());
    REQUIRE(result.articles.size() == 1);
    return result.articles.front();
}

std::string title(std::string_view text) {
    return "<ArticleTitle>" + std::string(text) + "</ArticleTitle>";
}

}  // namespace

TEST_CASE("pubmed: titles, abstracts and what is dropped of them", "[pubmed]") {
    const Article a = only(citation(
        "1",
        title("The <i>in situ</i> cell of LiCoO<sub>2</sub> at 10<sup>-3</sup> Pa<sup>2+</sup>.") +
            "<Abstract><AbstractText Label=\"AIM\" NlmCategory=\"OBJECTIVE\">To <b>see</b> "
            "<u>x</u>.</AbstractText><AbstractText Label=\"UNLABELLED\" "
            "NlmCategory=\"UNASSIGNED\">Plain.</AbstractText><AbstractText "
            "Label=\"NOTE:\">Kept.</AbstractText><AbstractText Label=\"EMPTY\"> </AbstractText>"
            "<CopyrightInformation>© 2001 Nobody</CopyrightInformation></Abstract>",
        "<OtherAbstract Type=\"Publisher\" Language=\"spa\"><AbstractText>Uno.</AbstractText>"
        "</OtherAbstract><OtherAbstract Type=\"KIE\"><AbstractText>Other.</AbstractText>"
        "</OtherAbstract><OtherAbstract Type=\"Publisher\" Language=\"fre\"><AbstractText>"
        "Abstract available from the publisher.</AbstractText></OtherAbstract>"));
    CHECK(a.title.utf8 == "The in situ cell of LiCoO2 at 10^-3 Pa2+.");
    REQUIRE(a.abstracts.size() == 3);
    CHECK(a.abstracts[0].kind == "main");
    REQUIRE(a.abstracts[0].paragraphs.size() == 3);
    CHECK(a.abstracts[0].paragraphs[0].utf8 == "AIM: To see x.");
    CHECK(a.abstracts[0].paragraphs[1].utf8 == "Plain.");
    CHECK(a.abstracts[0].paragraphs[2].utf8 == "NOTE: Kept.");
    CHECK(a.abstracts[1].kind == "translated");
    CHECK(a.abstracts[2].kind == "other");
    CHECK(a.dropped ==
          std::map<std::string, std::uint64_t>{{"copyright", 11}, {"placeholder-abstract", 34}});
}

TEST_CASE("pubmed: titles in other languages", "[pubmed]") {
    const Article only_vernacular = only(
        citation("1", title("[Not Available].") + "<VernacularTitle>Über Zinn.</VernacularTitle>"));
    CHECK(only_vernacular.title.utf8 == "Über Zinn.");
    CHECK(only_vernacular.dropped.at("placeholder-title") == 15);
    const Article both =
        only(citation("1", title("[On tin].") + "<VernacularTitle>Über Zinn.</VernacularTitle>"));
    CHECK(both.title.utf8 == "[On tin].");
    CHECK(both.dropped.at("title-in-other-language") == 9);
    const ReadResult none = read_xml(set_of(citation("1", title("[Not Available]."))));
    REQUIRE(none.rejects.size() == 1);
    CHECK(none.rejects[0].reason == "no-text");
}

TEST_CASE("pubmed: identifiers are those of the article, not of its references", "[pubmed]") {
    const Article a = only(citation(
        "7",
        title("T") + "<ELocationID EIdType=\"doi\" ValidYN=\"N\">10.5555/bad</ELocationID>"
                     "<ELocationID EIdType=\"pii\" ValidYN=\"Y\">S1</ELocationID><ELocationID/>",
        "",
        "<ArticleIdList><ArticleId IdType=\"doi\">10.5555/GOOD</ArticleId><ArticleId "
        "IdType=\"pmc\">PMC12.1</ArticleId></ArticleIdList><ReferenceList><Reference>"
        "<Citation>x</Citation><ArticleIdList><ArticleId IdType=\"doi\">10.5555/other"
        "</ArticleId><ArticleId IdType=\"pmc\">PMC99</ArticleId></ArticleIdList></Reference>"
        "<ReferenceList><Reference><ArticleIdList><ArticleId IdType=\"pubmed\">8</ArticleId>"
        "</ArticleIdList></Reference></ReferenceList></ReferenceList>"));
    CHECK(a.doi == "10.5555/good");
    CHECK(a.pmid == "7");
    CHECK(a.pmcid == "PMC12");
    CHECK(a.local_id == "S1");
    CHECK(a.references == 2);
    REQUIRE(a.reference_list.size() == 2);
    CHECK(a.reference_list[0].doi == "10.5555/other");
    CHECK(a.reference_list[1].pmid == "8");
}

TEST_CASE("pubmed: dates", "[pubmed]") {
    const auto date = [](std::string_view issue, std::string_view rest = "") {
        return only(citation("1", "<Journal><JournalIssue><PubDate>" + std::string(issue) +
                                      "</PubDate></JournalIssue></Journal>" + title("T") +
                                      std::string(rest)))
            .date;
    };
    CHECK(date("<MedlineDate>2000 Spring</MedlineDate>") == "2000");
    CHECK(date("<MedlineDate>1998 Dec-1999 Jan</MedlineDate>") == "1998-12");
    CHECK(date("<MedlineDate>Winter 1999</MedlineDate>") == "1999");
    CHECK(date("<Year>2004</Year><Month>Aug</Month><Day>3</Day>") == "2004-08-03");
    CHECK(date("<Year>2004</Year><Season>Fall</Season>") == "2004");
    CHECK(date("<Year>2004</Year><Month>02</Month>",
               "<ArticleDate DateType=\"Electronic\"><Year>2003</Year><Month>12</Month><Day>31"
               "</Day></ArticleDate>") == "2003-12-31");
    CHECK(date("<Year>not</Year>").empty());
    CHECK(date("").empty());
}

TEST_CASE("pubmed: notices between articles", "[pubmed]") {
    const auto correction = [](std::string_view type) {
        return "<CommentsCorrections RefType=\"" + std::string(type) +
               "\"><RefSource>J X. 1999;1:1. doi: 10.5555/n.1.</RefSource><PMID>5</PMID>"
               "</CommentsCorrections>";
    };
    const Article a = only(
        citation("1", title("T"),
                 "<CommentsCorrectionsList>" + correction("RetractionOf") +
                     correction("ErratumIn") + correction("ErratumFor") +
                     correction("ExpressionOfConcernIn") + correction("ExpressionOfConcernFor") +
                     correction("UpdateIn") + correction("Cites") + "</CommentsCorrectionsList>"));
    Strings kinds;
    for (const auto& relation : a.relations) {
        kinds.push_back(relation.kind);
        CHECK(relation.pmid == "5");
        CHECK(relation.doi == "10.5555/n.1");
    }
    CHECK(kinds == Strings{"retracts", "corrected-by", "corrects", "concern-by", "concern-about",
                           "related"});
    CHECK(a.references == 1);
    CHECK_FALSE(a.retracted);
    const Article withdrawn = only(citation(
        "1", title("T"),
        "<CommentsCorrectionsList>" + correction("RetractionIn") + "</CommentsCorrectionsList>"));
    CHECK(withdrawn.retracted);
    CHECK(only(citation("1", title("T") +
                                 "<PublicationTypeList><PublicationType>Retracted Publication"
                                 "</PublicationType></PublicationTypeList>"))
              .retracted);
}

TEST_CASE("pubmed: types, language, people", "[pubmed]") {
    const Article a = only(citation(
        "1", title("T") +
                 "<AuthorList><Author ValidYN=\"N\"><LastName>Wrong</LastName></Author><Author>"
                 "<LastName>Right</LastName><Initials>RR</Initials><Affiliation>Old place."
                 "</Affiliation></Author><Author><CollectiveName>Group <i>X</i></CollectiveName>"
                 "</Author><Author><ForeName>Mono</ForeName></Author></AuthorList>"
                 "<Language>chi</Language><Language>eng</Language><PublicationTypeList>"
                 "<PublicationType>Journal Article</PublicationType><PublicationType>Review"
                 "</PublicationType></PublicationTypeList>"));
    REQUIRE(a.authors.size() == 3);
    CHECK(a.authors[0].family == "Right");
    CHECK(a.authors[0].given == "RR");
    CHECK(a.authors[0].affiliations == Strings{"Old place."});
    CHECK(a.authors[1].family == "Group X");
    CHECK(a.authors[2].family == "Mono");
    CHECK(a.language == "zh");
    CHECK(a.article_type == "review-article");
}

TEST_CASE("pubmed: roots and deletions", "[pubmed]") {
    for (const std::string xml :
         {"<MedlineCitation><PMID>4</PMID><Article><ArticleTitle>T</ArticleTitle></Article>"
          "</MedlineCitation>",
          "<MedlineCitationSet><MedlineCitation><PMID>4</PMID><Article><ArticleTitle>T"
          "</ArticleTitle></Article></MedlineCitation></MedlineCitationSet>",
          "<PubmedBookArticle><BookDocument><PMID>4</PMID><Book><BookTitle>T</BookTitle></Book>"
          "</BookDocument></PubmedBookArticle>"}) {
        const ReadResult result = read_xml(xml);
        REQUIRE(result.articles.size() == 1);
        CHECK(result.articles[0].title.utf8 == "T");
        CHECK(result.articles[0].pmid == "4");
        CHECK(result.articles[0].source == "test.xml");
        CHECK(result.articles[0].dropped.empty());
    }
    const ReadResult deleted =
        read_xml(set_of("<DeleteCitation><PMID Version=\"1\">11</PMID><PMID>12</PMID>"
                        "</DeleteCitation>"));
    CHECK(deleted.records == 0);
    CHECK(deleted.rejects.empty());
    REQUIRE(deleted.notices.size() == 2);
    CHECK(deleted.notices[1].target == "pmid:12");
    CHECK(deleted.notices[1].kind == "withdrawn");
    CHECK(deleted.notices[1].source == "test.xml");
}

TEST_CASE("pubmed: a bad record takes no other with it", "[pubmed][hostile]") {
    const std::string good = citation("1", title("One"));
    const auto titles = [](const ReadResult& result) {
        Strings list;
        for (const auto& a : result.articles) {
            list.push_back(a.source + " " + a.title.utf8);
        }
        return list;
    };
    Document document;
    document.source = "set.xml";
    document.first_record = 101;
    document.first_line = 5001;
    const std::string head = "<?xml version=\"1.0\"?>\n<PubmedArticleSet>\n";
    document.head_lines = 2;
    const auto read = [&](const std::string& middle) {
        document.bytes = head + good + "\n" + middle + "\n" + citation("3", title("Three")) +
                         "\n</PubmedArticleSet>\n";
        return read_document(document);
    };
    const Strings others = {"set.xml#101 One", "set.xml#103 Three"};
    SECTION("crossed tags") {
        const auto r = read(citation("2", title("Two <i>x") + "\n</Article>"));
        CHECK(titles(r) == others);
        REQUIRE(r.rejects.size() == 1);
        CHECK(r.rejects[0].source == "set.xml#102");
        CHECK(r.rejects[0].reason == "malformed-xml");
        CHECK(r.rejects[0].line == 5002);
        CHECK(r.records == 3);
    }
    SECTION("an end tag lost") {
        const auto r = read("<PubmedArticle><MedlineCitation><PMID>2</PMID>\n<Article>");
        CHECK(titles(r) == others);
        REQUIRE(r.rejects.size() == 1);
        CHECK(r.rejects[0].reason == "truncated");
    }
    SECTION("too deep") {
        std::string deep;
        for (int i = 0; i < 600; ++i) {
            deep += "<i>";
        }
        const auto r = read(citation("2", title(deep)));
        CHECK(titles(r) == others);
        REQUIRE(r.rejects.size() == 1);
        CHECK(r.rejects[0].reason == "too-deep");
    }
    SECTION("a comment that never ends") {
        const auto r = read(citation("2", title("Two <!-- ")));
        CHECK(titles(r) == others);
        CHECK(r.rejects.size() == 1);
    }
    SECTION("without text") {
        const auto r = read(citation("2", title("")));
        CHECK(titles(r) == others);
        REQUIRE(r.rejects.size() == 1);
        CHECK(r.rejects[0].source == "set.xml#102");
    }
    SECTION("what can be repaired is, and only there") {
        const auto r = read(citation("2", title("Two & caf\xe9")));
        REQUIRE(r.articles.size() == 3);
        CHECK(r.articles[1].title.utf8 == "Two & café");
        CHECK(r.articles[1].repairs == Strings{"invalid-utf8", "stray-ampersand"});
        CHECK(r.articles[0].repairs.empty());
        CHECK(r.articles[2].repairs.empty());
    }
    SECTION("a deletion has no number") {
        const auto r =
            read("<DeleteCitation><PMID>9</PMID></DeleteCitation>" + citation("2", title("Two &")));
        CHECK(titles(r) == Strings{"set.xml#101 One", "set.xml#102 Two &", "set.xml#103 Three"});
        CHECK(r.notices.size() == 1);
    }
    SECTION("a fault between the records") {
        const auto r = read("</PubmedBroken>");
        CHECK(titles(r) == Strings{"set.xml#101 One", "set.xml#102 Three"});
        REQUIRE(r.rejects.size() == 1);
        CHECK(r.rejects[0].source == "set.xml");
        CHECK(r.rejects[0].line == 5002);
    }
}

TEST_CASE("pubmed: the numbering does not depend on how a file was cut", "[pubmed]") {
    std::string all;
    for (int i = 1; i <= 6; ++i) {
        all += citation(std::to_string(i), title("T" + std::to_string(i))) + "\n";
    }
    const ReadResult whole = read_xml(set_of(all));
    REQUIRE(whole.articles.size() == 6);
    CHECK(whole.articles[5].source == "test.xml#6");
    Document piece;
    piece.source = "test.xml";
    piece.first_record = 6;
    piece.bytes = set_of(citation("6", title("T6")));
    const ReadResult last = read_document(piece);
    REQUIRE(last.articles.size() == 1);
    CHECK(last.articles[0] == whole.articles[5]);
}

TEST_CASE("pubmed: real records", "[pubmed][corpora]") {
    const std::filesystem::path folder =
        std::filesystem::path(LODE_SOURCE_DIR) / "../shared/corpora/pubmed_xml";
    if (!std::filesystem::is_directory(folder)) {
        WARN("skipped: ../shared/corpora/pubmed_xml is not there");
        return;
    }
    std::size_t records = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() != ".xml") {
            continue;
        }
        const ReadResult result = read_xml(read_file(entry.path()));
        CAPTURE(entry.path());
        CHECK(result.rejects.empty());
        for (const auto& a : result.articles) {
            ++records;
            CHECK(!a.pmid.empty());
            CHECK(!a.language.empty());
            CHECK(a.year > 1900);
            CHECK(a.dropped.count("unaccounted") + a.dropped.count("counted-twice") == 0);
        }
    }
    CHECK(records == 96);
}
