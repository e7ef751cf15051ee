#include <algorithm>
#include <catch2/catch.hpp>
#include <cstring>
#include <optional>
#include <random>
#include <set>

#include "core/store/term_hash.hpp"
#include "store_fixture.hpp"

namespace lode::store {
namespace {

using test::entry;
using test::k_properties;
using Added = Writer::Added;

std::vector<Article> articles(const Reader& reader) {
    std::vector<Article> list;
    reader.for_each_article([&](Seq seq, const Article& article) {
        CHECK(seq == list.size());
        list.push_back(article);
        return true;
    });
    return list;
}

std::vector<Reject> rejects(const Reader& reader) {
    std::vector<Reject> list;
    reader.for_each_reject([&](const Reject& reject) {
        list.push_back(reject);
        return true;
    });
    return list;
}

Reject bad(const std::string& source) {
    return {.source = source, .reason = "malformed-xml", .detail = "x"};
}

TEST_CASE("what was added can be read and found") {
    const test::TemporaryFolder folder;
    {
        Writer writer(folder.path() / "store", k_properties);
        for (unsigned n = 0; n < 30; ++n) {
            CHECK(writer.add(entry(n)) == Added::stored);
        }
        writer.reject(bad("b.xml"));
        writer.finish_source(test::source("a.jsonl", "d1", 30));
        writer.publish();
    }
    const Reader reader(folder.path() / "store");
    const Counters& c = reader.counters();
    CHECK(c.articles == 30);
    CHECK(c.sentences == 30);
    CHECK(c.tokens == 120);
    CHECK(c.mentions == 30);
    CHECK(c.rejects == 1);
    CHECK(c.sources == 1);
    CHECK(c.first_year == 1990);
    CHECK(c.last_year == 2019);
    CHECK(reader.properties() == k_properties);
    reader.verify();

    for (unsigned n = 0; n < 30; ++n) {
        const Entry expected = entry(n);
        const auto seq = reader.find(expected.article.id);
        REQUIRE(seq == n);
        CHECK(reader.article(*seq) == expected.article);
        CHECK(reader.analysis(*seq) == expected.analysis);
        const auto facts = reader.facts(*seq);
        REQUIRE(facts);
        CHECK(facts->id == expected.article.id);
        CHECK(facts->year == expected.article.year);
        CHECK(facts->retracted == expected.article.retracted);
        CHECK(reader.find_any(expected.article.id) == n);
        CHECK(reader.find_any(expected.article.local_id) == n);
    }
    CHECK(reader.find_any("https://doi.org/10.1000/P4") == 4U);
    CHECK(reader.find_any("pmc106") == 6U);
    CHECK(reader.find_any("PMID:5010") == 10U);
    CHECK(reader.find_any("5010") == 10U);
    CHECK_FALSE(reader.find_any("PMC10"));
    CHECK_FALSE(reader.find_any(""));
    CHECK_FALSE(reader.article(30));
    CHECK_FALSE(reader.analysis(30));
    CHECK_FALSE(reader.facts(30));

    CHECK(reader.postings("w1") == std::vector<Seq>{1, 5, 9, 13, 17, 21, 25, 29});
    CHECK(reader.postings("sample").size() == 30);
    CHECK(reader.postings("CoLiO2").size() == 15);
    CHECK(reader.postings("w").empty());
    CHECK(reader.postings("").empty());
    CHECK(rejects(reader) == std::vector<Reject>{bad("b.xml")});
    std::size_t visited = 0;
    reader.for_each_analysis([&](Seq, const Analysis&) { return ++visited < 3; });
    CHECK(visited == 3);
}

TEST_CASE("where commits fall changes nothing that can be read") {
    std::optional<std::string> fingerprint;
    for (const std::uint64_t every : {1U, 7U, 4000U}) {
        const test::TemporaryFolder folder;
        Writer writer(folder.path(), k_properties, {.articles = every});
        for (unsigned n = 0; n < 50; ++n) {
            writer.add(entry(n));
        }
        writer.publish();
        const Reader reader(folder.path());
        CHECK(articles(reader).size() == 50);
        const auto list = reader.postings("w2");
        CHECK(list.size() == 12);
        CHECK(std::is_sorted(list.begin(), list.end()));
        CHECK(std::adjacent_find(list.begin(), list.end()) == list.end());
        CHECK(fingerprint.value_or(reader.fingerprint()) == reader.fingerprint());
        fingerprint = reader.fingerprint();
    }
}

TEST_CASE("the fingerprint follows content and properties, not order") {
    const auto fingerprint = [](std::vector<unsigned> order, const Properties& properties) {
        const test::TemporaryFolder folder;
        Writer writer(folder.path(), properties);
        for (const unsigned n : order) {
            writer.add(entry(n));
        }
        writer.publish();
        return Reader(folder.path()).fingerprint();
    };
    const std::string base = fingerprint({1, 2, 3}, k_properties);
    CHECK(fingerprint({3, 1, 2}, k_properties) == base);
    CHECK(fingerprint({1, 2}, k_properties) != base);
    CHECK(fingerprint({1, 2, 4}, k_properties) != base);
    CHECK(fingerprint({1, 2, 3}, {{"analyser", "2"}}) != base);
}

TEST_CASE("duplicates are told from articles stored before a crash") {
    const test::TemporaryFolder folder;
    {
        Writer writer(folder.path(), k_properties);
        CHECK(writer.add(entry(1)) == Added::stored);
        // The same article again: inside the batch, from the same place and from another.
        CHECK(writer.add(entry(1)) == Added::duplicate);
        CHECK(writer.add(entry(1, "b.jsonl")) == Added::duplicate);
        writer.reject(bad("x"));
        writer.commit();
        CHECK(writer.counters().duplicates == 2);
    }
    {
        // The source was never finished, so it is read again from its beginning.
        Writer writer(folder.path(), k_properties);
        CHECK(writer.counters().articles == 1);
        CHECK(writer.counters().duplicates == 0);
        CHECK(writer.counters().rejects == 0);
        CHECK_FALSE(writer.finished_source("d1"));
        CHECK(writer.add(entry(1)) == Added::already_there);
        CHECK(writer.add(entry(1)) == Added::duplicate);
        CHECK(writer.add(entry(1, "b.jsonl")) == Added::duplicate);
        writer.reject(bad("x"));
        writer.finish_source(test::source("a.jsonl", "d1", 1));
        CHECK(writer.finished_source("d1"));
        writer.publish();
    }
    {
        Writer writer(folder.path(), k_properties);
        CHECK(writer.counters().duplicates == 2);
        CHECK(writer.counters().rejects == 1);
        const auto record = writer.finished_source("d1");
        REQUIRE(record);
        CHECK(*record == test::source("a.jsonl", "d1", 1));
    }
    const Reader reader(folder.path());
    CHECK(rejects(reader).size() == 1);
    CHECK(reader.postings("w1") == std::vector<Seq>{0});
    reader.verify();
}

TEST_CASE("what was not committed is gone, what was committed stays") {
    const test::TemporaryFolder folder;
    {
        Writer writer(folder.path(), k_properties);
        writer.add(entry(1));
        writer.finish_source(test::source("a", "d1", 1));
        writer.commit();
        writer.add(entry(2));
        writer.finish_source(test::source("b", "d2", 1));
    }
    Writer writer(folder.path(), k_properties);
    CHECK(writer.counters().articles == 1);
    CHECK(writer.finished_source("d1"));
    CHECK_FALSE(writer.finished_source("d2"));
    CHECK(writer.add(entry(2)) == Added::stored);
}

TEST_CASE("readers keep their snapshot while the writer goes on") {
    const test::TemporaryFolder folder;
    CHECK_THROWS_WITH(Reader(folder.path()), Catch::Contains("no published store"));
    Writer writer(folder.path(), k_properties);
    writer.publish();
    const Reader empty(folder.path());
    CHECK(empty.counters().articles == 0);
    CHECK(articles(empty).empty());
    writer.add(entry(1));
    writer.commit();
    CHECK(Reader(folder.path()).counters().articles == 0);
    writer.publish();
    const Reader one(folder.path());
    CHECK(one.counters().articles == 1);
    for (unsigned n = 2; n < 6; ++n) {
        writer.add(entry(n));
        writer.publish();
    }
    CHECK(articles(one).size() == 1);
    CHECK(articles(empty).empty());
    CHECK(articles(Reader(folder.path())).size() == 5);
    // Two are held by readers, one is the newest.
    const auto count = [&] {
        return std::distance(std::filesystem::directory_iterator(folder.path() / "snapshots"), {});
    };
    CHECK(count() == 3);
    { const Reader moved = Reader(folder.path()); }
    writer.publish();  // nothing new: no snapshot
    CHECK(count() == 3);
}

TEST_CASE("old snapshots go once nobody reads them") {
    const test::TemporaryFolder folder;
    Writer writer(folder.path(), k_properties);
    for (unsigned n = 0; n < 4; ++n) {
        writer.add(entry(n));
        writer.publish();
        const Reader reader(folder.path());
        CHECK(reader.counters().articles == n + 1);
    }
    writer.add(entry(9));
    writer.publish();
    CHECK(std::distance(std::filesystem::directory_iterator(folder.path() / "snapshots"), {}) == 1);
}

TEST_CASE("a nearly full disk is told before anything is written") {
    const test::TemporaryFolder folder;
    {
        Writer writer(folder.path(), k_properties, {.spare_disk = std::uint64_t{1} << 60});
        writer.add(entry(1));
        CHECK_THROWS_WITH(writer.commit(), Catch::Contains("the disk is nearly full"));
        CHECK_THROWS_WITH(writer.publish(), Catch::Contains("the disk is nearly full"));
    }
    Writer writer(folder.path(), k_properties);
    CHECK(writer.counters().articles == 0);
    CHECK(writer.add(entry(1)) == Added::stored);
    writer.publish();
    CHECK(Reader(folder.path()).counters().articles == 1);
}

TEST_CASE("a second writer and other settings are refused with both sides named") {
    const test::TemporaryFolder folder;
    {
        const Writer writer(folder.path(), k_properties);
        CHECK_THROWS_WITH(Writer(folder.path(), k_properties),
                          Catch::Contains("another lode process writes to this store") &&
                              Catch::Contains(folder.path().string()));
    }
    CHECK_NOTHROW(Writer(folder.path(), k_properties));
    CHECK_THROWS_WITH(
        Writer(folder.path(), {{"analyser", "2"}, {"extra", "yes"}}),
        Catch::Contains("analyser: the store has \"1\", this run asks for \"2\"") &&
            Catch::Contains("extra: the store has nothing, this run asks for \"yes\"") &&
            Catch::Contains("numbers: the store has \"masked\", this run asks for nothing"));
}

// Words of 16 letters made so that (first half + 16) * a ^ (second half) * b is one and the same
// number: tables with a hash like that take quadratic time for them.
TEST_CASE("words can not be made to share a slot by simple arithmetic") {
    constexpr std::uint64_t k_a = 0x9E3779B97F4A7C15U;
    constexpr std::uint64_t k_b = 0xC2B2AE3D27D4EB4FU;
    std::uint64_t inverse = 1;
    for (int i = 0; i < 6; ++i) {
        inverse *= 2 - k_a * inverse;
    }
    std::mt19937_64 random(7);
    std::set<std::uint32_t> hashes;
    for (int n = 0; n < 1000; ++n) {
        const std::uint64_t last = random();
        const std::uint64_t first = (42 ^ last * k_b) * inverse - 16;
        std::string word(16, '\0');
        std::memcpy(word.data(), &first, 8);
        std::memcpy(word.data() + 8, &last, 8);
        hashes.insert(term_hash(word));
    }
    CHECK(hashes.size() > 990);
    // Nor do series of names with equal ends.
    hashes.clear();
    for (int n = 0; n < 1000; ++n) {
        hashes.insert(term_hash("sample-" + std::to_string(1000 + n) + "-of-the-series"));
    }
    CHECK(hashes.size() > 990);
}

}  // namespace
}  // namespace lode::store
