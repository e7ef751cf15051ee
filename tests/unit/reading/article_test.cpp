// Structure of articles: sections, floats, tables, metadata, honesty.
#include <catch2/catch.hpp>

#include "core/model/json.hpp"
#include "ingest/content/finish_article.hpp"
#include "ingest/content/metadata.hpp"
#include "tests/unit/reading/helpers.hpp"

using namespace reading_test;
using Strings = std::vector<std::string>;

namespace {

// The only table of an article, with notes behind it.
Table table(const std::string& cells, const std::string& notes, const std::string& caption = "") {
    const auto result = read_xml(article(
        "<table-wrap id=\"t\"><caption><p>" + caption + "</p></caption><table><tr>" + cells +
        "</tr></table><table-wrap-foot>" + notes + "</table-wrap-foot></table-wrap>"));
    CHECK(is_honest(result));
    return result.articles.at(0).tables.at(0);
}

}  // namespace

TEST_CASE("marks of the notes of a table are no part of its values", "[tables]") {
    const std::string notes =
        "<fn id=\"n\"><label>a</label><p>At 300 K.</p></fn><p><sup>b</sup> By "
        "XRD; <sup>*</sup> new, Li<sup>c</sup>.</p>";
    const Table found = table(
        "<td>1.5<sup>a</sup></td><td>2 "
        "<sup>a,b</sup></td><td>3<sup>*</sup></td><td>4<sup>2</sup></td>"
        "<td>5 m<sup>2</sup></td><td><sup>a</sup></td><td>Yield<sup>b</sup> (%)</td>"
        "<td>Li<sup>c</sup></td>",
        notes, "Values<sup>a</sup> of");
    CHECK(found.rows ==
          std::vector<Strings>{{"1.5", "2", "3", "4^2", "5 m2", "a", "Yield (%)", "Lic"}});
    CHECK(found.caption.utf8 == "Values of");
    CHECK(found.footnotes == Strings{"a At 300 K.", "b By XRD; * new, Lic."});
    // Without a note of that name the letters are kept, apart from the number.
    CHECK(table("<td>1.5<sup>a</sup></td><td>12.3<sup>ab</sup></td><td>10<sup>a</sup></td>"
                "<td>2<sup>nd</sup></td><td>x<sup>a</sup></td>",
                "")
              .rows == std::vector<Strings>{{"1.5 a", "12.3 ab", "10a", "2nd", "xa"}});
    // A number is set apart where it stands behind a word.
    CHECK(table("<td>Oxides<sup>1</sup></td>", "<p><sup>1</sup>Pure.</p>").rows ==
          std::vector<Strings>{{"Oxides [1]"}});
    // Outside of tables nothing is a mark.
    CHECK(paragraphs(read_xml(article("<p>1.5<sup>a</sup></p>"))).front() == "1.5a");
}

TEST_CASE("rows without a table around them are cells, not caption", "[tables]") {
    const auto result =
        read_xml(article("<table-wrap><label>Table "
                         "1</label><caption><p>Cap</p></caption><tr><td>1</td><td>2</td></tr>"
                         "<tr><td>3</td><td>4</td></tr></table-wrap>"));
    const lode::Table& found = result.articles.at(0).tables.at(0);
    CHECK(found.caption.utf8 == "Cap");
    CHECK(found.rows == std::vector<Strings>{{"1", "2"}, {"3", "4"}});
    CHECK(result.articles[0].tables.size() == 1);
    CHECK(is_honest(result));
}

TEST_CASE("sections are flat in document order", "[article]") {
    const auto result = read_xml(article(
        "<p>lead</p><sec><label>1</label><title>Results on <italic>x</italic></title><p>one</p>"
        "<sec><title>Deep</title><p>two</p></sec><p>three</p></sec>"));
    const auto& s = result.articles.at(0).sections;
    REQUIRE(s.size() == 4);
    CHECK(s[0].title.utf8.empty());
    CHECK(s[1].label == "1");
    CHECK(s[1].title.utf8 == "Results on x");
    CHECK(s[2].level == 2);
    CHECK(s[3].level == 1);
    CHECK(paragraphs(result) == Strings{"lead", "one", "two", "three"});
}

TEST_CASE("blocks inside paragraphs are emitted once, in order", "[article]") {
    const auto result = read_xml(
        article("<p>before <list><list-item><label>1.</label><p>item</p></list-item></list> after "
                "<fig id=\"f\"><caption><p>In a paragraph.</p></caption></fig> end</p>"));
    CHECK(paragraphs(result) == Strings{"before", "item", "after end"});
    REQUIRE(result.articles[0].figures.size() == 1);
    CHECK(result.articles[0].figures[0].caption.utf8 == "In a paragraph.");
    CHECK(result.articles[0].dropped.at("list-label") == 2);
}

TEST_CASE("figures of floats-group, captions of several parts", "[article]") {
    const auto result = read_xml(
        "<article><front><article-meta><title-group><article-title>T</article-title></title-group>"
        "</article-meta></front><body><p>x</p></body><floats-group><fig id=\"f1\"><label>Fig. 1"
        "</label><caption><title>Curves</title><p>(a) First. (b) Second.</p><p>More.</p></caption>"
        "<alt-text>picture</alt-text></fig></floats-group></article>");
    const Figure& f = result.articles.at(0).figures.at(0);
    CHECK(f.caption.utf8 == "Curves. (a) First. (b) Second. More.");
    CHECK(f.panels == Strings{"a", "b"});
    CHECK(result.articles[0].dropped.at("alternative-text") == 7);
}

TEST_CASE("panels are the letters that run from a", "[article]") {
    CHECK(find_panels("a) One. b) Two.") == Strings{"a", "b"});
    CHECK(find_panels("A, one; B, two") == Strings{"a", "b"});
    CHECK(find_panels("Spectra (a-c) of it.") == Strings{"a", "b", "c"});
    CHECK(find_panels("Decay over time (s) and (m)").empty());
    CHECK(find_panels("A long story").empty());
}

TEST_CASE("spans of tables are expanded and capped", "[table]") {
    const auto result = read_xml(article(
        "<table-wrap id=\"t1\"><label>Table "
        "1</label><caption><p>Values.</p></caption><table><thead>"
        "<tr><th rowspan=\"2\">A</th><th colspan=\"2\">B</th></tr><tr><th>b1</th><th>b2</th></tr>"
        "</thead><tbody><tr><td>Li<sub>2</sub>O</td><td colspan=\"abc\">1</td><td/></tr></tbody>"
        "</table><table-wrap-foot><fn><p>Note.</p></fn></table-wrap-foot></table-wrap>"));
    const Table& t = result.articles.at(0).tables.at(0);
    CHECK(t.header_rows == 2);
    CHECK(t.rows == std::vector<Strings>{{"A", "B", "B"}, {"A", "b1", "b2"}, {"Li2O", "1", ""}});
    CHECK(t.footnotes == Strings{"Note."});
    const auto huge =
        read_xml(article("<table-wrap><table><tr><td colspan=\"1000000000\" "
                         "rowspan=\"1000000000\">x</td></tr></table></table-wrap>"));
    CHECK(huge.articles.at(0).tables.at(0).rows == std::vector<Strings>{{"x"}});
    CHECK(huge.articles[0].repairs == Strings{"table-span-capped"});
    CHECK(huge.articles[0].dropped.empty());
}

TEST_CASE("CALS tables", "[table]") {
    const auto result = read_xml(article(
        "<table-wrap><table><tgroup cols=\"3\"><colspec colname=\"c1\"/><colspec colname=\"c2\"/>"
        "<colspec colname=\"c3\"/><thead><row><entry colname=\"c1\" morerows=\"1\">A</entry>"
        "<entry namest=\"c2\" nameend=\"c3\">B</entry></row><row><entry colname=\"c3\">b</entry>"
        "</row></thead><tbody><row><entry>1</entry><entry>2</entry><entry>3</entry></row></tbody>"
        "</tgroup></table></table-wrap>"));
    const Table& t = result.articles.at(0).tables.at(0);
    CHECK(t.header_rows == 2);
    CHECK(t.rows == std::vector<Strings>{{"A", "B", "B"}, {"A", "", "b"}, {"1", "2", "3"}});
}

TEST_CASE("metadata of JATS", "[article]") {
    const auto result = read_xml(
        "<article article-type=\"research-article\" xmlns:xlink=\"l\"><front><journal-meta>"
        "<journal-title>J. Test</journal-title><publisher><publisher-name>Pub</publisher-name>"
        "</publisher></journal-meta><article-meta><article-id pub-id-type=\"doi\">10.1000/ABC"
        "</article-id><article-id "
        "pub-id-type=\"pmc\">77</article-id><title-group><article-title>On "
        "Li<sub>2</sub>O<xref ref-type=\"fn\">*</xref></article-title></title-group><contrib-group>"
        "<contrib contrib-type=\"author\"><name><surname>Bee</surname><given-names>A."
        "</given-names></name><xref ref-type=\"aff\" rid=\"a1\">1</xref></contrib></contrib-group>"
        "<aff id=\"a1\"><label>1</label>Some Place</aff><pub-date pub-type=\"ppub\"><month>2"
        "</month><year>2020</year></pub-date><pub-date pub-type=\"epub\"><day>31</day><month>12"
        "</month><year>2019</year></pub-date><permissions><license xlink:href=\"https://"
        "creativecommons.org/licenses/by-nc/4.0/\"><license-p>x</license-p></license></permissions>"
        "<abstract><title>Abstract</title><sec><title>Aim</title><p>We aim.</p></sec></abstract>"
        "<abstract abstract-type=\"graphical\"><p>Picture.</p></abstract>"
        "<kwd-group><kwd>solid <italic>state</italic></kwd></kwd-group></article-meta></front>"
        "<body><p>x</p></body><back><ref-list><ref><p>one</p></ref><ref/></ref-list></back>"
        "</article>");
    const Article& a = result.articles.at(0);
    CHECK(a.doi == "10.1000/abc");
    CHECK(a.pmcid == "PMC77");
    CHECK(a.title.utf8 == "On Li2O");
    CHECK(a.date == "2019-12-31");
    CHECK(a.year == 2019);
    CHECK(a.journal == "J. Test");
    CHECK(a.publisher == "Pub");
    CHECK(a.licence == "CC BY-NC 4.0");
    REQUIRE(a.authors.size() == 1);
    CHECK(a.authors[0] == Author{"Bee", "A.", {"Some Place"}});
    CHECK(a.keywords == Strings{"solid state"});
    REQUIRE(a.abstracts.size() == 2);
    CHECK(a.abstracts[0].paragraphs.at(0).utf8 == "Aim: We aim.");
    CHECK(a.abstracts[1].kind == "graphical");
    CHECK(a.references == 2);
    CHECK(a.dropped.at("abstract-heading") == 8);  // "Abstract"
    CHECK(a.dropped.at("footnote-mark") == 1);
    CHECK(a.dropped.count("unaccounted") == 0);
    CHECK_FALSE(a.retracted);
}

TEST_CASE("wrappers, prefixes and several articles", "[article]") {
    const std::string one = article("<p>one</p>", "First");
    const std::string two = article("<p>two</p>", "Second");
    const auto set = read_xml("<pmc-articleset>" + one + two + "</pmc-articleset>");
    REQUIRE(set.articles.size() == 2);
    CHECK(set.articles[1].title.utf8 == "Second");
    CHECK(set.articles[1].source == "test.xml#2");
    CHECK(set.articles[0].id != set.articles[1].id);
    const auto prefixed = read_xml(
        "<jats:article xmlns:jats=\"https://jats.nlm.nih.gov/ns/archiving/1.3/\"><jats:front>"
        "<jats:article-meta><jats:title-group><jats:article-title>P</jats:article-title>"
        "</jats:title-group></jats:article-meta></jats:front><jats:body><jats:p>text</jats:p>"
        "</jats:body></jats:article>");
    CHECK(paragraphs(prefixed) == Strings{"text"});
}

TEST_CASE("sub-articles do not overwrite their parent", "[article]") {
    const auto result = read_xml(
        "<article><front><article-meta><title-group><article-title>Parent</article-title>"
        "</title-group></article-meta></front><body><p>x</p></body><sub-article><front-stub>"
        "<title-group><article-title>Reply</article-title></title-group></"
        "front-stub><body><p>letter"
        "</p></body></sub-article></article>");
    REQUIRE(result.articles.size() == 2);
    CHECK(result.articles[0].title.utf8 == "Parent");
    CHECK(result.articles[0].source == "test.xml");
    CHECK(result.articles[1].title.utf8 == "Reply");
    CHECK(result.articles[1].source == "test.xml#part-1");
    CHECK(result.articles[1].sections.at(0).paragraphs.at(0).utf8 == "letter");
    CHECK(result.articles[0].id != result.articles[1].id);
}

TEST_CASE("parts of an article are articles that name it", "[article]") {
    const auto result = read_xml(
        "<article article-type=\"research-article\" xml:lang=\"EN\"><front><journal-meta>"
        "<journal-title>J</journal-title></journal-meta><article-meta><article-id "
        "pub-id-type=\"doi\">10.1/whole</article-id><title-group><article-title>Whole"
        "</article-title></title-group><pub-date pub-type=\"epub\"><year>2015</year></pub-date>"
        "</article-meta></front><body><p>x</p></body>"
        "<sub-article article-type=\"decision-letter\" id=\"SA1\"><front-stub><article-id "
        "pub-id-type=\"doi\">10.1/letter</article-id><title-group><article-title>Letter"
        "</article-title></title-group></front-stub><body><p>doubt</p></body>"
        "<response response-type=\"reply\"><front-stub/><body><p>answer</p></body></response>"
        "</sub-article><sub-article article-type=\"translation\" xml:lang=\"de\"><front-stub/>"
        "<body><p>iks</p></body></sub-article></article>");
    REQUIRE(result.articles.size() == 3);
    CHECK(result.records == 3);
    const Article& whole = result.articles[0];
    CHECK(whole.language == "en");
    CHECK(whole.dropped.at("translation") == 3);
    const Article& letter = result.articles[1];
    CHECK(letter.doi == "10.1/letter");
    CHECK(letter.source == "test.xml#SA1");
    CHECK(letter.article_type == "decision-letter");
    CHECK(letter.journal == "J");
    CHECK(letter.year == 2015);
    REQUIRE(letter.relations.size() == 1);
    CHECK(letter.relations[0].kind == "part-of");
    CHECK(letter.relations[0].doi == "10.1/whole");
    const Article& reply = result.articles[2];
    CHECK(reply.article_type == "reply");
    CHECK(reply.local_id == "10.1/whole#part-2");
    CHECK(reply.sections.at(0).paragraphs.at(0).utf8 == "answer");
    for (const auto& a : result.articles) {
        CHECK(a.dropped.count("unaccounted") == 0);
        CHECK(a.dropped.count("counted-twice") == 0);
    }
}

TEST_CASE("notices of retraction, correction and concern name their article", "[article]") {
    const auto relation = [](const std::string& type, const std::string& link) {
        const auto result =
            read_xml("<article article-type=\"" + type +
                     "\"><front><article-meta><title-group><article-title>N"
                     "</article-title></title-group>" +
                     link + "</article-meta></front><body><p>x</p></body></article>");
        const Article& a = result.articles.at(0);
        REQUIRE(a.relations.size() == 1);
        CHECK(a.retracted == (a.relations[0].kind == "retracted-by"));
        return a.relations[0].kind + " " + a.relations[0].doi + a.relations[0].pmid;
    };
    const auto link = [](const std::string& type) {
        return "<related-article related-article-type=\"" + type +
               "\" ext-link-type=\"doi\" xlink:href=\"https://doi.org/10.1/X\"/>";
    };
    CHECK(relation("retraction", link("retracted-article")) == "retracts 10.1/x");
    CHECK(relation("research-article", link("retraction-forward")) == "retracted-by 10.1/x");
    CHECK(relation("correction", link("corrected-article")) == "corrects 10.1/x");
    CHECK(relation("expression-of-concern", link("object-of-concern")) == "concern-about 10.1/x");
    CHECK(relation("retraction", link("")) == "retracts 10.1/x");
    CHECK(relation("correction", link("companion")) == "related 10.1/x");
    CHECK(relation("correction",
                   "<related-article related-article-type=\"corrected-article\" "
                   "ext-link-type=\"pubmed\" xlink:href=\"123\"/>") == "corrects 123");
    const auto own = read_xml(article("<p>x</p>", "RETRACTED: On things"));
    CHECK(own.articles.at(0).retracted);
}

TEST_CASE("footnotes, supplements and cited works", "[article]") {
    const auto result = read_xml(
        "<article><front><article-meta><title-group><article-title>Title<fn><label>*</label><p>Of "
        "the title</p></fn></article-title></title-group></article-meta></front><body><p>Text<fn "
        "id=\"n1\"><label>1</label><p>A <italic>note</italic></p></fn> goes on.</p><fig id=\"f1\">"
        "<caption><p>Cap.</p></caption><supplementary-material id=\"s1\"><label>Data 1</label>"
        "<caption><p>Raw data</p></caption><media xlink:href=\"d1.csv\"/></supplementary-material>"
        "</fig><p>See <inline-supplementary-material xlink:href=\"t.pdf\">Table S1"
        "</inline-supplementary-material>.</p></body><back><fn-group><title>Notes</title><fn><p>At "
        "the end</p></fn></fn-group><ref-list><ref id=\"B1\"><mixed-citation>Bee, <year>1999</year>"
        "<pub-id pub-id-type=\"doi\">10.1/A</pub-id></mixed-citation></ref><ref id=\"B2\">"
        "<element-citation><year>2001a</year><pub-id pub-id-type=\"pmid\">77</pub-id>"
        "</element-citation><element-citation><ext-link ext-link-type=\"uri\" "
        "xlink:href=\"https://doi.org/10.2/b\">link</ext-link></element-citation></ref><ref/>"
        "</ref-list></back></article>");
    const Article& a = result.articles.at(0);
    CHECK(a.title.utf8 == "Title");
    Strings notes;
    for (const auto& note : a.footnotes) {
        notes.push_back(note.utf8);
    }
    CHECK(notes == Strings{"Of the title", "A note", "At the end"});
    CHECK(paragraphs(result) == Strings{"Text goes on.", "See Table S1."});
    CHECK(a.figures.at(0).caption.utf8 == "Cap.");
    REQUIRE(a.supplements.size() == 1);
    CHECK(a.supplements[0] == Supplement{"s1", "Data 1", "Raw data", "d1.csv"});
    CHECK(a.references == 3);
    REQUIRE(a.reference_list.size() == 3);
    CHECK(a.reference_list[0] == Reference{"B1", "10.1/a", "", 1999});
    CHECK(a.reference_list[1] == Reference{"B2", "", "77", 2001});
    CHECK(a.reference_list[2] == Reference{"B2", "10.2/b", "", 0});
    CHECK(a.dropped.count("unaccounted") == 0);
    CHECK(a.dropped.count("counted-twice") == 0);
}

TEST_CASE("Elsevier articles", "[elsevier]") {
    const auto result = read_xml(
        "<full-text-retrieval-response xmlns=\"http://www.elsevier.com/xml/svapi/article/dtd\" "
        "xmlns:ce=\"c\" xmlns:xocs=\"x\" xmlns:prism=\"p\" xmlns:dc=\"d\"><coredata><prism:doi>"
        "10.1016/J.x.1</prism:doi><dc:title>Flat</dc:title><prism:publicationName>J</prism:"
        "publicationName><prism:coverDate>2014-12-11</prism:coverDate><openaccessUserLicense>http:/"
        "/"
        "creativecommons.org/licenses/by/3.0/</openaccessUserLicense></coredata><originalText>"
        "<xocs:doc><xocs:meta><xocs:item-toc>Introduction</xocs:item-toc></xocs:meta><article "
        "docsubtype=\"fla\"><ce:floats><ce:figure id=\"f1\"><ce:label>Fig. 1</ce:label><ce:caption>"
        "<ce:simple-para>A plot.</ce:simple-para></ce:caption></ce:figure></ce:floats><head>"
        "<ce:title>UO<ce:inf>2</ce:inf> "
        "melts</ce:title><ce:author-group><ce:author><ce:given-name>R."
        "</ce:given-name><ce:surname>Dee</ce:surname></ce:author><ce:affiliation id=\"a\">"
        "<ce:textfn>Place</ce:textfn></ce:affiliation></ce:author-group><ce:abstract "
        "class=\"author\">"
        "<ce:section-title>Abstract</ce:section-title><ce:abstract-sec><ce:simple-para>Short."
        "</ce:simple-para></ce:abstract-sec></ce:abstract><ce:keywords><ce:keyword><ce:text>melt"
        "</ce:text></ce:keyword></ce:keywords></head><body><ce:sections><ce:section><ce:label>1"
        "</ce:label><ce:section-title>Intro</ce:section-title><ce:para>See <ce:cross-ref "
        "refid=\"f1\">"
        "Fig. 1</ce:cross-ref> at 5<ce:hsp sp=\"0.25\"/>nm.</ce:para></ce:section></ce:sections>"
        "</body><tail><ce:bibliography><ce:bib-reference "
        "id=\"b1\"/></ce:bibliography></tail></article>"
        "</xocs:doc></originalText></full-text-retrieval-response>");
    REQUIRE(result.articles.size() == 1);
    const Article& a = result.articles[0];
    CHECK(a.dialect == "elsevier");
    CHECK(a.doi == "10.1016/j.x.1");
    CHECK(a.title.utf8 == "UO2 melts");
    CHECK(a.year == 2014);
    CHECK(a.licence == "CC BY 3.0");
    CHECK(a.abstracts.at(0).paragraphs.at(0).utf8 == "Short.");
    CHECK(a.sections.at(0).title.utf8 == "Intro");
    CHECK(paragraphs(result) == Strings{"See Fig. 1 at 5 nm."});
    CHECK(a.figures.at(0).mentions == 1);
    CHECK(a.authors.at(0) == Author{"Dee", "R.", {"Place"}});
    CHECK(a.keywords == Strings{"melt"});
    CHECK(a.references == 1);
}

TEST_CASE("dates and licences", "[metadata]") {
    CHECK(iso_date("2014-12-11") == "2014-12-11");
    CHECK(iso_date("20141211") == "2014-12-11");
    CHECK(iso_date("2014-02-25T14:59:49Z") == "2014-02-25");
    CHECK(iso_date("11 December 2014") == "2014-12-11");
    CHECK(iso_date("2000 Spring") == "2000");
    CHECK(iso_date("never").empty());
    CHECK(earlier_date("2019-07", "2019-07-31") == "2019-07-31");
    CHECK(earlier_date("2019-07", "2018") == "2018");
    CHECK(licence_of_text("under the Creative Commons Attribution-NonCommercial 4.0 licence") ==
          "CC BY-NC 4.0");
    CHECK(licence_of_text("a Creative Commons Attribution (CC-BY) License") == "CC BY");
    CHECK(licence_of_url("https://creativecommons.org/publicdomain/zero/1.0/") == "CC0 1.0");
    CHECK(licence_of_text("all rights reserved").empty());
}

TEST_CASE("JSON lines: LaTeX, aliases, bad lines", "[json]") {
    const auto result = read_json(
        "{\"id\": \"1\", \"title\": \"Bi$_2$Te$_3$ at $T_c$\", \"abstract\": \"10$^{-3}$ with "
        "$\\\\alpha$ and $\\\\mu$m, G\\\\\\\"odel, $5 and $10.\", \"date\": \"1994-07-05\", "
        "\"doi\": "
        "null, \"authors\": \"A. Bee and C. Dee\"}\nnot json\n\n[1]\n{\"id\": 2, \"summary\": "
        "\"x\"}\n{}\n");
    REQUIRE(result.articles.size() == 2);
    CHECK(result.records == 5);
    const Article& a = result.articles[0];
    CHECK(a.title.utf8 == "Bi2Te3 at Tc");
    CHECK(a.title.scripts.size() == 3);
    CHECK(a.abstracts.at(0).paragraphs.at(0).utf8 ==
          "10^\xe2\x88\x92"
          "3 with \xce\xb1 and \xce\xbcm, G\xc3\xb6"
          "del, $5 and $10.");
    CHECK(a.year == 1994);
    CHECK(a.source == "test.jsonl#1");
    CHECK(a.authors.size() == 2);
    CHECK(result.articles[1].local_id == "2");
    REQUIRE(result.rejects.size() == 3);
    CHECK(result.rejects[0].reason == "malformed-json");
    CHECK(result.rejects[0].line == 2);
    CHECK(result.rejects[2].reason == "no-text");
    CHECK(result.rejects[2].line == 6);
}

TEST_CASE("an article as JSON has its fields in order", "[json]") {
    Article a;
    a.id = "1";
    a.title.utf8 = "T";
    const std::string json = to_json(a);
    CHECK(json.starts_with(
        "{\"id\":\"1\",\"source\":\"\",\"dialect\":\"\",\"doi\":null,\"pmid\":null,"
        "\"pmcid\":null,\"title\":\"T\",\"article_type\":\"\",\"retracted\":false,"
        "\"year\":null,\"journal\":\"\",\"date\":null,\"local_id\":null,"));
    CHECK(json.find("\"references\":0,") != std::string::npos);
    CHECK(json.ends_with("\"repairs\":[],\"dropped\":{}}"));
}

TEST_CASE("a team does not get the affiliation of the people beside it", "[metadata]") {
    const auto places = [](const std::string& group) {
        std::vector<Strings> list;
        const auto result =
            read_xml(article("<p>x</p>", "T", "<contrib-group>" + group + "</contrib-group>"));
        for (const auto& author : result.articles.at(0).authors) {
            list.push_back(author.affiliations);
        }
        return list;
    };
    const std::string team = "<contrib contrib-type=\"author\"><collab>The Team</collab></contrib>";
    const std::string aff = "<aff id=\"a1\">Institute, Town</aff>";
    const auto person = [](const std::string& pointer) {
        return "<contrib contrib-type=\"author\"><name><surname>Bee</surname></name>" + pointer +
               "</contrib>";
    };
    const std::string pointer = "<xref ref-type=\"aff\" rid=\"a1\"/>";
    const Strings there = {"Institute, Town"};
    CHECK(places(person(pointer) + team + aff) == std::vector<Strings>{there, {}});
    CHECK(places(person("") + team + aff) == std::vector<Strings>{there, {}});
    CHECK(places(person("") + person("") + aff) == std::vector<Strings>{there, there});
    CHECK(places(team + aff) == std::vector<Strings>{there});
    CHECK(places(person(pointer) + person("") + aff) == std::vector<Strings>{there, there});
    const std::string placed_team =
        "<contrib contrib-type=\"author\"><collab>One</collab>" + pointer + "</contrib>";
    CHECK(places(placed_team + team + aff) == std::vector<Strings>{there, {}});
}
