// What articles say of each other, and what their registries say of them.
#include <algorithm>
#include <catch2/catch.hpp>

#include "version_fixture.hpp"

namespace lode::store {
namespace {

using test::in_every_order;
using test::k_properties;
using test::store_in_order;
using test::version;
using Added = Writer::Added;

Relation relation(const std::string& kind, const std::string& doi, const std::string& pmid = "") {
    return {.kind = kind, .doi = doi, .pmid = pmid, .note = {}};
}

TEST_CASE("retractions reach the article they concern, whichever comes first") {
    Entry target = version({.doi = "10.1/bad", .pmid = "44"}, 2, "target.xml", "t");
    Entry notice = version({.doi = "10.1/notice"}, 2, "notice.xml", "n");
    notice.article.relations = {relation("retracts", "10.1/bad")};
    Entry worry = version({.pmid = "50"}, 1, "worry.xml", "c");
    worry.article.relations = {relation("concern-about", "", "44")};
    Entry record = version({.doi = "10.1/bad", .pmid = "44"}, 1, "pubmed.xml#1", "t");
    record.article.retracted = true;
    record.article.relations = {relation("retracted-by", "", "51")};
    std::vector<std::size_t> order = {0, 1, 2, 3};
    const std::vector<const Entry*> all = {&target, &notice, &worry, &record};
    std::vector<std::string> expected;
    do {
        const test::TemporaryFolder folder;
        std::vector<Entry> entries;
        for (const std::size_t i : order) {
            entries.push_back(*all[i]);
        }
        const auto got = store_in_order(entries, folder.path(), 2);
        if (expected.empty()) {
            expected = got;
            REQUIRE(expected.size() == 3);
            CHECK(expected[1] == "target.xml " + target.article.id +
                                     " 10.1/bad|44| R C concern-by=50 retracted-by=10.1/notice "
                                     "retracted-by=51 concern<pmid:50 retracted<doi:10.1/bad "
                                     "retracted<doi:10.1/notice retracted<pmid:51");
        }
        REQUIRE(got == expected);
        const Reader reader(folder.path());
        const auto seq = reader.find_any("10.1/bad");
        REQUIRE(seq);
        const auto article = reader.article(*seq);
        CHECK(article->retracted);
        CHECK(article->relations.size() == 3);
        CHECK_FALSE(reader.facts(*reader.find_any("10.1/notice"))->retracted);
    } while (std::next_permutation(order.begin(), order.end()));
}

TEST_CASE("an article is not retracted by another version of itself") {
    // Retracted by the word of a version that gave way and knew the DOI.
    Entry kept = version({.pmid = "44"}, 2, "kept.xml", "k");
    Entry record = version({.doi = "10.1/bad", .pmid = "44"}, 1, "record.xml#1", "k");
    record.article.retracted = true;
    const auto retracted = in_every_order({kept, record});
    REQUIRE(retracted.size() == 1);
    CHECK(retracted[0] == "kept.xml " + kept.article.id + " 10.1/bad|44| R retracted<doi:10.1/bad");
    // A notice whose target is a name of its own, as far as only another version knows it.
    Entry notice = version({.pmid = "50"}, 2, "notice.xml", "n");
    notice.article.relations = {relation("retracts", "10.1/notice")};
    Entry listed = version({.doi = "10.1/notice", .pmid = "50"}, 1, "listed.xml#1", "n");
    Entry early = version({.doi = "10.1/notice"}, 0, "early.csv#1", "n");
    const auto notices = in_every_order({notice, listed, early});
    REQUIRE(notices.size() == 1);
    CHECK(notices[0] ==
          "notice.xml " + notice.article.id + " 10.1/notice|50| retracts=10.1/notice");
}

TEST_CASE("a withdrawn citation is marked, and a notice about nobody is kept") {
    const test::TemporaryFolder folder;
    Writer writer(folder.path(), k_properties);
    writer.notice({"pmid:3", {"withdrawn", ""}});
    writer.notice({"pmid:4", {"withdrawn", ""}});
    writer.add(version({.pmid = "3"}, 1, "a"));
    writer.publish();
    const Reader reader(folder.path());
    CHECK(reader.facts(*reader.find_any("3"))->retracted);
    std::vector<std::string> targets;
    reader.for_each_notice([&](std::string_view target, const Notice& notice) {
        CHECK(notice.kind == "withdrawn");
        targets.emplace_back(target);
        return true;
    });
    CHECK(targets == std::vector<std::string>{"pmid:3", "pmid:4"});
}

// "+7": the registry gives record 7; "-7": it deletes it; "7": somebody else's version of it.
bool is_withdrawn(const std::vector<std::string>& events, std::uint64_t commit_every = 1000) {
    const test::TemporaryFolder folder;
    {
        Writer writer(folder.path(), k_properties, {.articles = commit_every});
        unsigned n = 0;
        for (const std::string& event : events) {
            const std::string pmid = event.substr(event.find_first_of("0123456789"));
            if (event.front() == '-') {
                writer.notice({"pmid:" + pmid, {"withdrawn", ""}});
                continue;
            }
            // All are versions of one article, by its DOI.
            Prepared given = prepare(version({.doi = "10.1/a", .pmid = pmid}, 1,
                                             "f" + std::to_string(n), "w", 40 + 7 * n % 3));
            ++n;
            if (event.front() == '+') {
                given.registered = "pmid:" + pmid;
            }
            writer.add(given);
        }
        writer.publish();
    }
    const Reader reader(folder.path());
    reader.verify();
    const auto seq = reader.find_any("10.1/a");
    REQUIRE(seq);
    const auto article = reader.article(*seq);
    const bool told = std::any_of(article->relations.begin(), article->relations.end(),
                                  [](const Relation& r) { return r.kind == "withdrawn-by"; });
    CHECK(told == article->retracted);
    CHECK(reader.facts(*seq)->retracted == article->retracted);
    return article->retracted;
}

TEST_CASE("a record that is deleted and given again: the later word counts") {
    for (const std::uint64_t every : {1U, 1000U}) {
        CHECK(is_withdrawn({"+7", "-7"}, every));
        CHECK(is_withdrawn({"-7", "7"}, every));
        CHECK_FALSE(is_withdrawn({"+7", "-7", "+7"}, every));
        CHECK_FALSE(is_withdrawn({"-7", "+7"}, every));
        CHECK(is_withdrawn({"+7", "-7", "+7", "-7"}, every));
        // The text of somebody else says nothing of the registry's record.
        CHECK(is_withdrawn({"+7", "-7", "7"}, every));
        CHECK(is_withdrawn({"7", "-7"}, every));
        // Two records of one article, of which one is deleted.
        CHECK_FALSE(is_withdrawn({"+7", "+8", "-8"}, every));
        CHECK_FALSE(is_withdrawn({"+8", "-8", "+7"}, every));
        CHECK_FALSE(is_withdrawn({"-8", "8", "+7"}, every));
        CHECK(is_withdrawn({"+7", "+8", "-8", "-7"}, every));
        CHECK_FALSE(is_withdrawn({"+7", "+8", "-8", "-7", "+8"}, every));
    }
}

TEST_CASE("a deletion without DOI is told as such, and forgotten when it is undone") {
    const test::TemporaryFolder folder;
    Writer writer(folder.path(), k_properties);
    Prepared given = prepare(version({.pmid = "3"}, 1, "a"));
    given.registered = "pmid:3";
    writer.add(given);
    writer.notice({"pmid:3", {"withdrawn", ""}});
    writer.finish_source(test::source("a", "d1", 1));
    writer.publish();
    const auto kinds = [&] {
        const Reader reader(folder.path());
        std::vector<std::string> list;
        const auto article = reader.article(*reader.find_any("3"));
        for (const Relation& r : article->relations) {
            list.push_back(r.kind + "<" + r.pmid);
        }
        reader.for_each_notice([&](std::string_view target, const Notice& notice) {
            list.push_back(std::string(target) + " " + notice.kind);
            return true;
        });
        return list;
    };
    CHECK(kinds() == std::vector<std::string>{"withdrawn-by<", "pmid:3 withdrawn"});
    // The very same record again: it is there already, but it is given.
    CHECK(writer.add(given) == Added::already_there);
    writer.finish_source(test::source("a", "d2", 1));
    writer.publish();
    CHECK(kinds().empty());
}

}  // namespace
}  // namespace lode::store
