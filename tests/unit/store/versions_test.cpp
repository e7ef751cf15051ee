// The same article met in several files.
#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

#include "version_fixture.hpp"

namespace lode::store {
namespace {

using test::contents;
using test::in_every_order;
using test::k_properties;
using test::Names;
using test::store_in_order;
using test::version;
using Added = Writer::Added;

TEST_CASE("the better version of an article wins, whatever the order") {
    const std::vector<Entry> entries = {
        version({.doi = "10.1/a", .pmid = "1"}, 1, "abstracts.xml#1"),
        version({.doi = "10.1/a"}, 2, "full.xml"),
        version({.pmid = "1"}, 0, "titles.csv#1"),
        version({.doi = "10.1/b"}, 2, "b.xml", "other"),
        version({.doi = "10.1/a"}, 2, "again/full.xml"),
    };
    std::vector<std::size_t> order = {0, 1, 2, 3, 4};
    std::vector<std::string> expected;
    // Commits of every size in turn: all of them for every order is a minute of sanitizers.
    const std::vector<std::uint64_t> commits = {1, 3, 1000};
    std::size_t turn = 0;
    do {
        std::vector<Entry> shuffled;
        for (const std::size_t i : order) {
            shuffled.push_back(entries[i]);
        }
        const test::TemporaryFolder folder;
        const auto got = store_in_order(shuffled, folder.path(), commits[turn++ % commits.size()]);
        if (expected.empty()) {
            expected = got;
            REQUIRE(expected.size() == 2);
            // Of two equal texts the one whose place comes first.
            CHECK(expected[0].starts_with("again/full.xml "));
            CHECK(expected[1].starts_with("b.xml "));
        }
        REQUIRE(got == expected);
    } while (std::next_permutation(order.begin(), order.end()));
}

TEST_CASE("a version that gave way is gone from everything but its names") {
    const test::TemporaryFolder folder;
    {
        Writer writer(folder.path(), k_properties);
        CHECK(writer.add(version({.pmid = "7", .local = "old"}, 1, "a#1")) == Added::stored);
        writer.publish();
        const auto added = writer.add(version({.doi = "10.1/x", .pmid = "7"}, 2, "b"));
        CHECK(added == Added::stored);
        CHECK(added.replaced == 1);
        writer.publish();
        CHECK(writer.counters().articles == 1);
        CHECK(writer.counters().sentences == 1);
        CHECK(writer.counters().tokens == 3);
        CHECK(writer.counters().first_year == 2002);
        CHECK(writer.counters().last_year == 2002);
    }
    const Reader reader(folder.path());
    reader.verify();
    const auto seq = reader.find_any("7");
    REQUIRE(seq);
    CHECK(reader.article(*seq)->source == "b");
    CHECK(reader.find_any("10.1/x") == seq);
    CHECK(reader.find_any("old") == seq);
    CHECK(reader.find(version({.pmid = "7"}, 1, "a#1").article.id) == seq);
    CHECK(reader.postings("word") == std::vector<Seq>{*seq});
    CHECK(reader.postings("v1").empty());
    // Reopened, a worse version is still a duplicate.
    Writer writer(folder.path(), k_properties);
    CHECK(writer.add(version({.pmid = "7"}, 0, "c")) == Added::duplicate);
}

TEST_CASE("different DOIs are different articles, one text is one article") {
    const test::TemporaryFolder folder;
    Writer writer(folder.path(), k_properties);
    CHECK(writer.add(version({.doi = "10.1/a", .pmid = "1"}, 1, "1")) == Added::stored);
    CHECK(writer.add(version({.doi = "10.1/b", .pmid = "1"}, 1, "2")) == Added::stored);
    CHECK(writer.add(version({.local = "x1"}, 1, "3", "text")) == Added::stored);
    CHECK(writer.add(version({.local = "x2"}, 1, "4", "text")) == Added::duplicate);
    // Too little text to tell by.
    CHECK(writer.add(version({.local = "e1"}, 0, "5", "Editorial")) == Added::stored);
    CHECK(writer.add(version({.local = "e2"}, 0, "6", "Editorial")) == Added::stored);
}

TEST_CASE("undamaged, revised, longer: in this order") {
    const Names names{.pmid = "5"};
    Entry damaged = version(names, 2, "1", "w", 500);
    damaged.article.repairs = {"damaged:truncated"};
    Entry sound = version(names, 2, "2", "w", 60);
    Entry revised = version(names, 2, "3", "w", 50);
    revised.article.revised = "2020-01-01";
    Entry later = version(names, 2, "4", "w", 40);
    later.article.revised = "2021-03-01";
    const std::vector<const Entry*> rising = {&damaged, &sound, &revised, &later};
    for (std::size_t worse = 0; worse < rising.size(); ++worse) {
        for (std::size_t better = worse + 1; better < rising.size(); ++better) {
            CHECK(prepare(*rising[worse]).quality < prepare(*rising[better]).quality);
        }
    }
    const test::TemporaryFolder folder;
    Writer writer(folder.path(), k_properties);
    for (const Entry* e : rising) {
        CHECK(writer.add(*e) == Added::stored);
    }
    CHECK(writer.counters().articles == 1);
    CHECK(writer.counters().duplicates == 3);
    CHECK(writer.add(damaged) == Added::duplicate);
}

TEST_CASE("a record that connects two articles makes them one") {
    const test::TemporaryFolder folder;
    {
        Writer writer(folder.path(), k_properties);
        CHECK(writer.add(version({.doi = "10.1/a"}, 2, "1", "u")) == Added::stored);
        CHECK(writer.add(version({.pmid = "9"}, 1, "2", "v")) == Added::stored);
        const auto added = writer.add(version({.doi = "10.1/a", .pmid = "9"}, 0, "3", "w"));
        CHECK(added == Added::duplicate);
        CHECK(added.replaced == 1);
        CHECK(writer.counters().articles == 1);
        CHECK(writer.counters().duplicates == 2);
        writer.publish();
    }
    const Reader reader(folder.path());
    reader.verify();
    CHECK(reader.find_any("9") == reader.find_any("10.1/a"));
    CHECK(reader.postings("v").empty());
}

TEST_CASE("a file that says something else in a later run is taken at its latest word") {
    const test::TemporaryFolder folder;
    {
        Writer writer(folder.path(), k_properties);
        writer.add(version({.doi = "10.1/a"}, 2, "a.xml", "first", 200));
        writer.finish_source(test::source("a.xml", "d1", 1));
        writer.publish();
    }
    Writer writer(folder.path(), k_properties);
    CHECK(writer.add(version({.doi = "10.1/a"}, 1, "a.xml", "second", 50)) == Added::stored);
    writer.finish_source(test::source("a.xml", "d2", 1));
    writer.publish();
    const Reader reader(folder.path());
    CHECK(reader.counters().articles == 1);
    CHECK(reader.article(*reader.find_any("10.1/a"))->title.utf8 == "On second");
}

TEST_CASE("the version kept takes over the identifiers of the others") {
    // The best one knows the PMCID only; two others state different PMIDs.
    const Entry best = version({.pmcid = "PMC7"}, 2, "a.xml");
    const std::vector<Entry> entries = {
        best,
        version({.doi = "10.1/a", .pmid = "20", .pmcid = "PMC7"}, 1, "b.xml#1"),
        version({.doi = "10.1/a", .pmid = "3", .pmcid = "PMC7"}, 0, "c.csv#1"),
        version({.doi = "10.1/other"}, 2, "d.xml", "other"),
    };
    const auto all = in_every_order(entries);
    REQUIRE(all.size() == 2);
    CHECK(all[0] == "a.xml " + best.article.id + " 10.1/a|20|PMC7");
    // What the best one states itself stays.
    const auto own = in_every_order({version({.pmid = "9", .pmcid = "PMC7"}, 2, "a.xml"),
                                     version({.pmid = "20", .pmcid = "PMC7"}, 1, "b.xml#1")});
    REQUIRE(own.size() == 1);
    CHECK(own[0].ends_with(" |9|PMC7"));
    const test::TemporaryFolder folder;
    store_in_order(entries, folder.path(), 1);
    const Reader reader(folder.path());
    for (const char* name : {"20", "3", "PMC7", "10.1/a"}) {
        CHECK(reader.find_any(name) == reader.find_any(best.article.id));
    }
}

TEST_CASE("a DOI that another version brought keeps articles of other DOIs away") {
    const test::TemporaryFolder folder;
    Writer writer(folder.path(), k_properties);
    writer.add(version({.pmid = "1"}, 2, "1"));
    CHECK(writer.add(version({.doi = "10.1/a", .pmid = "1"}, 1, "2", "u")) == Added::duplicate);
    CHECK(writer.add(version({.doi = "10.1/b", .pmid = "1"}, 1, "3", "v")) == Added::stored);
    // One that knows two of different DOIs joins one of them, and does not make them one.
    writer.add(version({.doi = "10.1/c", .pmcid = "PMC3"}, 1, "4", "w"));
    writer.add(version({.pmid = "1", .pmcid = "PMC3"}, 0, "5", "x"));
    CHECK(writer.counters().articles == 3);
}

// The kill tests of the pipeline go through real files; this one goes through every commit point of
// a source whose records replace each other.
TEST_CASE("a source read again after a break at any record gives the same store") {
    std::vector<Entry> records;
    for (unsigned n = 0; n < 6; ++n) {
        records.push_back(version({.pmid = std::to_string(n % 2)}, n % 3,
                                  "s.xml#" + std::to_string(n), "w" + std::to_string(n % 2),
                                  40 + n));
    }
    const auto read = [&](Writer& writer, std::size_t limit) {
        store::SourceRecord record = test::source("s.xml", "digest", 0);
        for (std::size_t n = 0; n < std::min(limit, records.size()); ++n) {
            // Record 1 is deleted and given again behind that, record 0 is deleted at the end.
            if (n == 2) {
                writer.notice({"pmid:1", {"withdrawn", ""}});
            }
            Prepared given = prepare(records[n]);
            given.registered = "pmid:" + records[n].article.pmid;
            const auto added = writer.add(given);
            if (n == 4) {
                writer.notice({"pmid:0", {"withdrawn", ""}});
            }
            record.articles -= added.replaced_in_source;
            record.duplicates += added.replaced_in_source;
            ++(added == Added::duplicate ? record.duplicates : record.articles);
        }
        if (limit > records.size()) {
            writer.finish_source(record);
        }
    };
    std::vector<std::string> expected;
    store::SourceRecord expected_record;
    for (std::size_t stop = 0; stop <= records.size(); ++stop) {
        const test::TemporaryFolder folder;
        {
            Writer writer(folder.path(), k_properties);
            read(writer, stop);
            writer.commit();
        }
        Writer writer(folder.path(), k_properties);
        read(writer, records.size() + 1);
        writer.publish();
        const Reader reader(folder.path());
        reader.verify();
        const auto record = writer.finished_source("digest");
        REQUIRE(record);
        if (stop == 0) {
            expected = contents(reader);
            expected_record = *record;
            CHECK(reader.facts(*reader.find_any("0"))->retracted);
            CHECK_FALSE(reader.facts(*reader.find_any("1"))->retracted);
        }
        INFO("stopped after " << stop);
        CHECK(contents(reader) == expected);
        CHECK(*record == expected_record);
        CHECK(reader.counters().duplicates == 4);
    }
}

}  // namespace
}  // namespace lode::store
