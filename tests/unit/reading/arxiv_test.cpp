// Metadata of arXiv, and the line between its OAI-PMH wrappers and those of JATS.
#include <catch2/catch.hpp>

#include "tests/unit/reading/helpers.hpp"

using namespace reading_test;
using Strings = std::vector<std::string>;

namespace {

std::string oai(std::string_view records) {
    return "<OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\"><ListRecords>" +
           std::string(records) + "</ListRecords></OAI-PMH>";
}

std::string record(std::string_view metadata, std::string_view id = "oai:x:1") {
    return "<record><header><identifier>" + std::string(id) + "</identifier></header><metadata>" +
           std::string(metadata) + "</metadata></record>";
}

std::string arxiv_record(std::string_view fields) {
    return record("<arXiv xmlns=\"http://arxiv.org/OAI/arXiv/\"><id>1.1</id><title>T</title>" +
                      std::string(fields) + "</arXiv>",
                  "oai:arXiv.org:1.1");
}

Strings dialects_of(const ReadResult& result) {
    Strings list;
    for (const auto& a : result.articles) {
        list.push_back(a.dialect);
    }
    return list;
}

}  // namespace

TEST_CASE("arxiv: the Atom feed", "[arxiv]") {
    const auto r = read_xml(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><id>http://arxiv.org/api/x</id><entry>"
        "<id>http://arxiv.org/abs/9901.00001v3</id><updated>2003-02-02T00:00:00Z</updated>"
        "<published>2001-05-06T00:00:00Z</published><title>On $T_c$</title><summary>Sum of "
        "x.</summary><author><name>Anna van Bee</name><arxiv:affiliation "
        "xmlns:arxiv=\"http://arxiv.org/schemas/atom\">Nowhere</arxiv:affiliation></author>"
        "<arxiv:doi xmlns:arxiv=\"http://arxiv.org/schemas/atom\">10.5555/A</arxiv:doi>"
        "<category term=\"cond-mat\"/><category term=\"hep-th\"/><arxiv:comment "
        "xmlns:arxiv=\"http://arxiv.org/schemas/atom\">5 pages</arxiv:comment></entry></feed>");
    REQUIRE(r.articles.size() == 1);
    const Article& a = r.articles[0];
    CHECK(a.dialect == "arxiv");
    CHECK(a.local_id == "9901.00001");
    CHECK(a.doi == "10.5555/a");
    CHECK(a.title.utf8 == "On Tc");
    CHECK(a.abstracts.at(0).paragraphs.at(0).utf8 == "Sum of x.");
    CHECK(a.date == "2001-05-06");
    CHECK(a.revised == "2003-02-02");
    CHECK(a.keywords == Strings{"cond-mat", "hep-th"});
    REQUIRE(a.authors.size() == 1);
    CHECK(a.authors[0].family == "Bee");
    CHECK(a.authors[0].given == "Anna van");
    CHECK(a.authors[0].affiliations == Strings{"Nowhere"});
    CHECK(a.dropped.at("comments") == 6);
    CHECK(a.dropped.count("unaccounted") + a.dropped.count("counted-twice") == 0);
    CHECK(read_xml("<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><title>Blog</title></entry>"
                   "</feed>")
              .rejects.at(0)
              .reason == "unknown-dialect");
}

TEST_CASE("arxiv: withdrawn articles and deleted records", "[arxiv]") {
    const auto withdrawn = [](std::string_view comment, std::string_view abstract = "Words.") {
        const auto r = read_xml(
            oai(arxiv_record("<comments>" + std::string(comment) + "</comments><abstract>" +
                             std::string(abstract) + "</abstract>")));
        REQUIRE(r.articles.size() == 1);
        CHECK(r.articles[0].relations.size() == (r.articles[0].retracted ? 1 : 0));
        return r.articles[0].retracted;
    };
    CHECK(withdrawn("This paper has been withdrawn by the authors"));
    CHECK(withdrawn("Withdrawn due to an error"));
    CHECK(withdrawn("this version was withdrawn"));
    CHECK(withdrawn("", "This paper has been withdrawn."));
    CHECK_FALSE(withdrawn("10 pages; a previous version was withdrawn"));
    CHECK_FALSE(withdrawn("the current was withdrawn from the cell"));
    const auto deleted = read_xml(
        oai("<record><header status=\"deleted\"><identifier>oai:arXiv.org:hep-th/1</identifier>"
            "</header></record>"));
    CHECK(deleted.records == 0);
    CHECK(deleted.rejects.empty());
    REQUIRE(deleted.notices.size() == 1);
    CHECK(deleted.notices[0].target == "local:hep-th/1");
}

TEST_CASE("wrappers of OAI-PMH go to the dialect of what is inside", "[arxiv][jats]") {
    const std::string jats = article("<p>x</p>");
    CHECK(dialects_of(read_xml(oai(record(jats)))) == Strings{"jats"});
    CHECK(dialects_of(read_xml("<record><metadata>" + jats + "</metadata></record>")) ==
          Strings{"jats"});
    CHECK(dialects_of(read_xml("<records>" + jats + jats + "</records>")) ==
          Strings{"jats", "jats"});
    CHECK(dialects_of(read_xml(oai(arxiv_record("")))) == Strings{"arxiv"});
    CHECK(dialects_of(read_xml(arxiv_record(""))) == Strings{"arxiv"});
    CHECK(dialects_of(read_xml("<arXiv><id>1</id><title>T</title></arXiv>")) == Strings{"arxiv"});
    CHECK(dialects_of(read_xml(oai(record("<oai_dc:dc><dc:title>T</dc:title></oai_dc:dc>")))) ==
          Strings{"arxiv"});
    // A deleted record in front decides nothing.
    const std::string deleted =
        "<record><header status=\"deleted\"><identifier>oai:pmc:1</identifier></header></record>";
    CHECK(dialects_of(read_xml(oai(deleted + record(jats)))) == Strings{"jats"});
    CHECK(dialects_of(read_xml(oai(deleted + arxiv_record("")))) == Strings{"arxiv"});
}

TEST_CASE("arxiv: a bad record takes no other with it", "[arxiv][hostile]") {
    const auto r =
        read_xml(oai(arxiv_record("") + "\n" + arxiv_record("<abstract>a <b</abstract>") + "\n" +
                     arxiv_record("<abstract></abstrac></abstract>") +
                     arxiv_record("<authors/><version/><author/><created>x</created>")));
    REQUIRE(r.articles.size() == 3);
    CHECK(r.articles[1].repairs == Strings{"stray-less-than"});
    CHECK(r.articles[1].abstracts.at(0).paragraphs.at(0).utf8 == "a <b");
    REQUIRE(r.rejects.size() == 1);
    CHECK(r.rejects[0].source == "test.xml#3");
    CHECK(r.rejects[0].line == 3);
    CHECK(r.articles[2].source == "test.xml#4");
}
