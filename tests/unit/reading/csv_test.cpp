// Records with named fields: CSV and TSV, and what JSON lines share with them.
#include <catch2/catch.hpp>

#include <algorithm>

#include "ingest/content/markup_text.hpp"
#include "ingest/content/named_record.hpp"
#include "ingest/xml/tree.hpp"
#include "tests/unit/reading/helpers.hpp"

using namespace reading_test;
using Strings = std::vector<std::string>;

namespace {

ReadResult read_csv(std::string bytes, std::map<std::string, std::string> map = {}) {
    Document document;
    document.source = "test.csv";
    document.kind = DocumentKind::csv;
    document.bytes = std::move(bytes);
    ReadOptions options;
    options.field_map = std::move(map);
    return read_document(document, options);
}

Strings titles(const ReadResult& result) {
    Strings list;
    for (const auto& a : result.articles) {
        list.push_back(a.title.utf8);
    }
    return list;
}

std::string abstract_of(const Article& article) {
    std::string all;
    for (const auto& abstract : article.abstracts) {
        for (const auto& paragraph : abstract.paragraphs) {
            all += (all.empty() ? "" : "|") + paragraph.utf8;
        }
    }
    return all;
}

std::string plain(std::string_view raw) {
    Accounts accounts;
    return read_markup_line(raw, accounts).utf8;
}

}  // namespace

TEST_CASE("csv: quoting, line ends, blank lines, byte order mark", "[csv]") {
    const auto r = read_csv(
        "\xef\xbb\xbfTitle,Abstract,DOI\r\n\"A, b\",\"He said \"\"no\"\"\r\nand "
        "left\",10.5555/1\r\n"
        "\r\nPlain \"x\" in,,10.5555/2\n\"\",\"\"\"\",10.5555/3\n\"last\",z,");
    CHECK(r.rejects.empty());
    CHECK(titles(r) == Strings{"A, b", "Plain \"x\" in", "", "last"});
    REQUIRE(r.articles.size() == 4);
    CHECK(abstract_of(r.articles[0]) == "He said \"no\" and left");
    CHECK(abstract_of(r.articles[2]) == "\"");
    CHECK(r.articles[0].source == "test.csv#2");
    CHECK(r.articles[1].source == "test.csv#5");
    CHECK(r.articles[0].article_type == "abstract");
    CHECK(r.records == 4);
}

TEST_CASE("csv: delimiters and names are recognised", "[csv]") {
    for (const char delimiter : {',', ';', '\t', '|'}) {
        std::string table = "EID,Source title,Document Title,ABSTRACT\ne1,J,T; x,A\n";
        std::replace(table.begin(), table.end(), ',', delimiter);
        if (delimiter == ';') {
            table = "EID;Source title;Document Title;ABSTRACT\ne1;J;\"T; x\";A\n";
        }
        const auto r = read_csv(table);
        CAPTURE(delimiter);
        REQUIRE(r.articles.size() == 1);
        CHECK(r.articles[0].title.utf8 == "T; x");
        CHECK(r.articles[0].journal == "J");
        CHECK(r.articles[0].local_id == "e1");
    }
    const auto wos = read_csv(
        "PT\tAU\tTI\tSO\tAB\tDE\tID\tPY\tUT\t\nJ\tBee, A; Dee, C\tT\tJ X\tA\tk1; k2"
        "\tk3\t1999\tWOS:1\t\n");
    REQUIRE(wos.articles.size() == 1);
    CHECK(wos.articles[0].keywords == Strings{"k1", "k2", "k3"});
    CHECK(wos.articles[0].local_id == "WOS:1");
    CHECK(wos.articles[0].year == 1999);
    CHECK(wos.articles[0].authors.size() == 2);
    const auto preamble = read_csv("sep=;\nTitle;Abstract\nT;A\n");
    CHECK(titles(preamble) == Strings{"T"});
    const auto about = read_csv("About the data: made up\nPublication ID,Title\nx,T\n");
    CHECK(titles(about) == Strings{"T"});
    CHECK(about.articles.at(0).source == "test.csv#3");
}

TEST_CASE("csv: fields named by the user", "[csv]") {
    const std::string table = "Headline,Summary,Title\nH,S,other\n";
    const auto r = read_csv(table, {{"title", "headline"}, {"abstract", "Summary"}});
    CHECK(titles(r) == Strings{"H"});
    CHECK(abstract_of(r.articles.at(0)) == "S");
    const auto missing = read_csv(table, {{"title", "Nowhere"}});
    REQUIRE(missing.rejects.size() == 1);
    CHECK(missing.rejects[0].reason == "no-such-column");
    CHECK(missing.rejects[0].detail.find("Headline, Summary, Title") != std::string::npos);
    const auto unknown = read_csv("a,b\n1,2\n");
    REQUIRE(unknown.rejects.size() == 1);
    CHECK(unknown.rejects[0].reason == "no-known-column");
    Document document;
    document.source = "x.jsonl";
    document.kind = DocumentKind::json_lines;
    document.bytes = "{\"head\":\"H\",\"title\":\"T\",\"abstract\":\"A\"}\n";
    ReadOptions options;
    options.field_map = {{"title", "head"}};
    CHECK(titles(read_document(document, options)) == Strings{"H"});
}

TEST_CASE("csv: rows with a wrong number of cells", "[csv][hostile]") {
    const auto r = read_csv("title,abstract\nA,1\nB\nC,2,3\nD,4,,\nE,5\n");
    CHECK(titles(r) == Strings{"A", "D", "E"});
    REQUIRE(r.rejects.size() == 2);
    CHECK(r.rejects[0].line == 3);
    CHECK(r.rejects[0].reason == "wrong-number-of-cells");
    CHECK(r.rejects[0].detail == "1 cells where the head has 2");
    CHECK(r.rejects[1].line == 4);
    CHECK(r.records == 5);
    // A quote that is never closed, and one that is closed rows later, take no other row with them.
    const auto open = read_csv("title,abstract\nA,1\n\"B,2\nC,3\n");
    CHECK(titles(open) == Strings{"A", "\"B", "C"});
    const auto close = read_csv("title,abstract\nA,1\n\"B,2\nC,\"3\"\nD,4\n");
    CHECK(titles(close) == Strings{"A", "\"B", "C", "D"});
    const auto late = read_csv("title,abstract\nA,1\n\"B,2\nC,3\"\nD,4\n");
    CHECK(titles(late) == Strings{"A", "\"B", "C", "D"});
    CHECK(late.articles.at(1).repairs == Strings{"stray-quote"});
    std::string many = "title,abstract\n";
    for (int i = 0; i < 50'000; ++i) {
        many += "\"x\n";
    }
    CHECK(read_csv(many + "\"y\",z\n").rejects.size() == 50'000);
}

TEST_CASE("csv: lines of a piece are those of the file", "[csv]") {
    Document document;
    document.source = "big.csv";
    document.kind = DocumentKind::csv;
    document.bytes = "title,\"abs\ntract\",abstract\nA,,1\nB,2\n";
    document.head_lines = 2;
    document.first_line = 900;
    document.first_record = 450;
    const auto r = read_document(document);
    REQUIRE(r.articles.size() == 1);
    CHECK(r.articles[0].source == "big.csv#900");
    REQUIRE(r.rejects.size() == 1);
    CHECK(r.rejects[0].line == 901);
}

TEST_CASE("csv: bytes that are no text", "[csv][hostile]") {
    const auto r = read_csv(std::string("title\ncaf\xe9 \x96 \xce\xb1\nB\x01") + '\0' + "\nok\n");
    CHECK(titles(r) == Strings{"café – α", "B", "ok"});
    CHECK(r.articles.at(0).repairs == Strings{"invalid-utf8"});
    CHECK(r.articles.at(1).repairs == Strings{"control-characters"});
    CHECK(r.articles.at(2).repairs.empty());
    CHECK(read_csv("").rejects.at(0).reason == "no-known-column");
    CHECK(read_csv("title,abstract\n").records == 0);
    CHECK(read_csv("title,abstract,doi\n,\n , \n,,10.5555/x\nT,,\n").rejects.size() == 1);
}

TEST_CASE("text of fields: tags, references, LaTeX", "[csv]") {
    CHECK(plain("Bi$_2$Te$_3$ and Bi<sub>2</sub>Te<SUB>3</SUB>") == "Bi2Te3 and Bi2Te3");
    CHECK(plain("10<sup>5</sup> cm<sup>-1</sup> at &lt;5 nm") == "10^5 cm-1 at <5 nm");
    CHECK(
        plain(
            "&lt;sub&gt;2&lt;/sub&gt; &amp;lt;i&amp;gt;x&amp;lt;/i&amp;gt; &#945;&#x3b1;&alpha;") ==
        "2 x ααα");
    CHECK(plain("a < b and c > d, <x>y</x>, a <b and c> d</b>") ==
          "a < b and c > d, <x>y</x>, a <b and c> d");
    CHECK(plain("<i>open, <b>in &nosuch; AT&T") == "<i>open, <b>in &nosuch; AT&T");
    CHECK(plain("<jats:p xml:lang=\"en\">One.</jats:p><jats:p>Two.</jats:p>") == "One. Two.");
    CHECK(
        plain("E<mml:math><mml:msub><mml:mi>E</mml:mi><mml:mi>g</mml:mi></mml:msub></mml:math>x") ==
        "EEgx");
    Accounts accounts;
    const auto blocks = read_markup_text(
        "<jats:title>Abstract</jats:title><jats:p>One &amp; two.</jats:p><p>Three.<br/>Four</p>",
        accounts);
    REQUIRE(blocks.size() == 2);
    CHECK(blocks[0].utf8 == "One & two.");
    CHECK(blocks[1].utf8 == "Three. Four");
    CHECK(accounts.dropped.at("abstract-heading") == 8);
    std::string deep;
    for (int i = 0; i < 100'000; ++i) {
        deep += "<i>";
    }
    CHECK(plain(deep + "x" + "</i>") == "x");
    std::string unclosed;
    for (int i = 0; i < 100'000; ++i) {
        unclosed += "<sub>";
    }
    CHECK(plain(unclosed).size() == unclosed.size());
}

TEST_CASE("every character of a field is taken or dropped", "[csv]") {
    for (const std::string raw : {"a &lt;i&gt;b&lt;/i&gt; $x_2$", "<p>x</p></p></b>y",
                                  "&amp;amp; <sup>2</sup>", "<title>T</title>", "plain"}) {
        Accounts accounts;
        read_markup_text(raw, accounts);
        std::uint64_t booked = accounts.taken;
        for (const auto& [reason, count] : accounts.dropped) {
            booked += count;
        }
        CAPTURE(raw);
        CHECK(booked == xml::count_characters(raw));
    }
}

TEST_CASE("lists of authors", "[csv]") {
    const auto names = [](std::string_view list) {
        Strings all;
        for (const auto& author : split_authors(list)) {
            all.push_back(author.family + "/" + author.given);
        }
        return all;
    };
    CHECK(names("Bee, Anna (57); Dee, C. D.") == Strings{"Bee/Anna", "Dee/C. D."});
    CHECK(names("A. Bee, C. Dee and E. Eff") == Strings{"Bee/A.", "Dee/C.", "Eff/E."});
    CHECK(names("A. Bee, C. Dee, and E. Eff") == Strings{"Bee/A.", "Dee/C.", "Eff/E."});
    CHECK(names("Bee AM, van Dee C, Eff E.") == Strings{"Bee/AM", "van Dee/C", "Eff/E"});
    CHECK(names("Bee, Anna and Dee, C.") == Strings{"Bee/Anna", "Dee/C."});
    CHECK(names("Bee, Anna") == Strings{"Bee/Anna"});
    CHECK(names("A. Bee (Univ. X, Nowhere), C. Dee") == Strings{"Bee/A.", "Dee/C."});
    CHECK(names("Group") == Strings{"Group/"});
    CHECK(names(" ; ,").empty());
}

TEST_CASE("csv: several types in one field, the one that tells most counts", "[csv]") {
    const auto type = [](const std::string& stated) {
        const auto r = read_csv("Title,Document Type\nT,\"" + stated + "\"\n");
        REQUIRE(r.articles.size() == 1);
        return r.articles[0].article_type + (r.articles[0].retracted ? " R" : "");
    };
    CHECK(type("Review; Early Access") == "review-article");
    CHECK(type("Early Access; REVIEW") == "review-article");
    CHECK(type("Article; Proceedings Paper") == "article");
    CHECK(type("Article; Retracted Publication") == "article R");
    CHECK(type("Retracted") == "retracted R");
    CHECK(type("Journal Article|Systematic Review") == "systematic-review");
    CHECK(type("Journal Article, Review") == "review-article");
    CHECK(type("Erratum") == "correction");
    CHECK(type("Editorial Material; Book Chapter") == "editorial");
    CHECK(type("Conference Paper") == "conference-paper");
    CHECK(type("review-article") == "review-article");
    CHECK(type("") == "abstract");
    const auto list = read_json(R"({"title": "T", "type": ["Journal Article", "Review"]})");
    REQUIRE(list.articles.size() == 1);
    CHECK(list.articles[0].article_type == "review-article");
}

TEST_CASE("json: abstracts that are no strings", "[json]") {
    const auto one_record = [](std::string record) {
        std::replace(record.begin(), record.end(), '\n', ' ');
        return read_json(record);
    };
    const auto read = [&](const std::string& abstract) {
        auto r = one_record("{\"title\": \"T\", \"abstract\": " + abstract + "}");
        REQUIRE(r.articles.size() == 1);
        return r.articles[0];
    };
    const auto text = [&](const std::string& abstract) { return abstract_of(read(abstract)); };
    CHECK(text(R"({"text": "One <i>two</i>."})") == "One two.");
    CHECK(text(R"(["One.", "Two."])") == "One.|Two.");
    CHECK(text(R"([{"label": "METHODS", "text": "We cut."}, {"heading": "Results:", "text":
        ["It", "broke"]}, "End."])") == "METHODS: We cut.|Results: It|broke|End.");
    CHECK(text(R"({"title": "Abstract", "sections": [{"Label": "Aim", "#text": "To see."}]})") ==
          "Aim: To see.");
    CHECK(text(R"({"We": [0, 4], "see": [1], "what": [3], "that": [2], "saw": [5]})") ==
          "We see that what We saw");
    CHECK(text(R"({"IndexLength": 2, "InvertedIndex": {"world": [1], "Hello": [0]}})") ==
          "Hello world");
    // Places need memory for words only.
    CHECK(text(R"({"far": [18446744073709551615], "near": [3]})") == "near far");
    const auto translated = read(R"({"de": "Eins", "en": "One", "fr": "Un"})");
    CHECK(abstract_of(translated) == "One");
    CHECK(translated.dropped.at("text-in-other-language") == 6);
    const auto strange = read(R"({"p1": "Words", "deep": [{"er": "lost"}], "n": 7})");
    CHECK(strange.abstracts.empty());
    CHECK(strange.dropped.at("unknown-json-shape") == 9);
    const auto extra = read(R"({"text": "Kept", "lang": "en", "comment": "not"})");
    CHECK(abstract_of(extra) == "Kept");
    CHECK(extra.dropped.at("unknown-json-shape") == 3);
    CHECK(read("{}").abstracts.empty());
    CHECK(read("[]").abstracts.empty());
    CHECK(read("[[], {\"text\": \"\"}, null, true]").abstracts.empty());
    CHECK(read("null").abstracts.empty());

    // Of several names the first that holds something counts.
    const auto open = one_record(R"({"display_name": "T", "abstract": null,
        "abstract_inverted_index": {"b": [1], "a": [0]}, "summary": "other"})");
    REQUIRE(open.articles.size() == 1);
    CHECK(abstract_of(open.articles[0]) == "a b");
    const auto titles_of = [&](const std::string& title) {
        auto r = read_json("{\"title\": " + title + "}");
        REQUIRE(r.articles.size() == 1);
        return r.articles[0];
    };
    CHECK(titles_of(R"({"value": "Of x"})").title.utf8 == "Of x");
    CHECK(titles_of(R"(["Of x", "Of y"])").title.utf8 == "Of x");
    CHECK(titles_of(R"(["Of x", "Of y"])").dropped.at("further-titles") == 3);
}

TEST_CASE("json: control characters are taken out and counted", "[json]") {
    const auto r = read_json(
        R"({"title": "A\u0000B\u0007 c", "abstract": ["d\u001be\tf"], "keywords": ["g\u007f"]})");
    REQUIRE(r.articles.size() == 1);
    CHECK(r.articles[0].title.utf8 == "AB c");
    CHECK(abstract_of(r.articles[0]) == "de f");
    CHECK(r.articles[0].keywords == Strings{"g"});
    CHECK(r.articles[0].dropped.at("control-characters") == 4);
    CHECK(r.articles[0].repairs == Strings{"control-characters"});
    const auto table = read_csv("Title\nA\x01 b\n");
    REQUIRE(table.articles.size() == 1);
    CHECK(table.articles[0].dropped.at("control-characters") == 1);
}
