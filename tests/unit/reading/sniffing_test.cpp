// Which dialect a document goes to, and that no two claim it alike.
#include <catch2/catch.hpp>

#include "core/base/file.hpp"
#include "ingest/content/vocabulary.hpp"
#include "ingest/xml/head.hpp"
#include "tests/unit/reading/helpers.hpp"

using namespace reading_test;
using Strings = std::vector<std::string>;

namespace {

std::string dialect_of(const std::string& xml) {
    const auto result = read_xml(xml);
    return result.articles.empty() ? result.rejects.at(0).reason : result.articles[0].dialect;
}

}  // namespace

TEST_CASE("the first elements inside the root are known by their local names", "[sniffing]") {
    const auto inner = [](std::string_view xml) { return xml::read_root(xml).inner; };
    CHECK(inner("<r><a><b x='1'/></a>text<n:c/></r>") == Strings{"a", "b", "c"});
    CHECK(inner("<r/>").empty());
    CHECK(inner("<r><!-- <x> --><?p <y>?><![CDATA[<z>]]><a/></r>") == Strings{"a"});
    CHECK(inner("<r><a/><b/><c/><d/><e/><f/><g/><h/><i/></r>").size() == 9);
    CHECK(inner("<r><a/><b").size() == 1);  // cut off within a name
    CHECK(inner("<r><a/><!-- open").size() == 1);
}

TEST_CASE("articles in JATS go to jats whatever their DOCTYPE", "[sniffing]") {
    for (const std::string_view start :
         {"<article>", "<article article-type='research-article' dtd-version='1.2'>",
          "<!DOCTYPE article PUBLIC \"-//NLM//DTD Journal Publishing DTD v2.3 20070202//EN\" "
          "\"journalpublishing.dtd\"><article>",
          "<article xmlns='https://jats.nlm.nih.gov/ns/archiving/1.3/'>"}) {
        CHECK(
            dialect_of(std::string(start) +
                       "<front><journal-meta/><article-meta><title-group><article-title>T"
                       "</article-title></title-group></article-meta></front><body><p>x</p></body>"
                       "</article>") == "jats");
    }
}

TEST_CASE("no two dialects claim a document alike", "[sniffing]") {
    const std::filesystem::path golden =
        std::filesystem::path(LODE_SOURCE_DIR) / "tests/golden/dialects";
    std::size_t documents = 0;
    for (const auto& folder : std::filesystem::directory_iterator(golden)) {
        const std::string name = folder.path().filename().string();
        if (!std::filesystem::exists(folder.path() / "input.xml")) {
            continue;
        }
        ++documents;
        const std::string bytes = read_file(folder.path() / "input.xml");
        const xml::RootFacts facts = xml::read_root(bytes);
        // With its DOCTYPE, and without: files of archives often have lost theirs.
        for (const bool typed : {true, false}) {
            DocumentHead head;
            head.root = facts.root;
            head.root_prefix = facts.prefix;
            head.name_space = facts.name_space;
            head.inner = facts.inner;
            head.public_id = typed ? facts.public_id : "";
            head.system_id = typed ? facts.system_id : "";
            int best = 0;
            int second = 0;
            std::string winner;
            for (const auto dialect : dialects::all()) {
                const int score = dialect().sniff(head);
                if (score > best) {
                    second = best;
                    best = score;
                    winner = dialect().info().name;
                } else {
                    second = std::max(second, score);
                }
            }
            CAPTURE(name, typed);
            CHECK(winner == name);
            CHECK(best > second);
        }
    }
    CHECK(documents >= 9);
}

TEST_CASE("a vocabulary is told by its root and one mark", "[sniffing]") {
    const Vocabulary planets(
        {"planets", 1, "Planet XML", "nowhere", DocumentKind::xml},
        {.root = "world",
         .inner = {"moon"},
         .public_id = {"//PLANETS//"},
         .name_space = {"planets.org/"}},
        [](const xml::Tree&, Article& article) { article.title.utf8 = "read"; });
    DocumentHead head;
    head.root = "world";
    CHECK(planets.sniff(head) == 0);
    head.inner = {"sea", "moon"};
    CHECK(planets.sniff(head) > 20);
    head.root = "moon";
    CHECK(planets.sniff(head) == 0);
    head = {};
    head.root = "world";
    head.system_id = "-//PLANETS//DTD";  // the wrong place
    CHECK(planets.sniff(head) == 0);
    head.public_id = "-//PLANETS//DTD";
    CHECK(planets.sniff(head) > 20);
    head.kind = DocumentKind::json_lines;
    CHECK(planets.sniff(head) == 0);
    Document document;
    document.source = "w.xml";
    document.bytes = "<world><moon/>text</world>";
    ReadResult result;
    planets.read(document, {}, result);
    REQUIRE(result.articles.size() == 1);
    CHECK(result.articles[0].title.utf8 == "read");
    CHECK(result.articles[0].dialect == "planets");
}
