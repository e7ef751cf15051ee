#include <catch2/catch.hpp>
#include <string>

#include "core/base/error.hpp"
#include "core/store/codec.hpp"
#include "core/store/records.hpp"
#include "random_records.hpp"

namespace lode::store {
namespace {

// Damaged bytes give a value or an Error, nothing else. Returns whether it was an Error.
template <class Decode>
bool refuses(Decode&& decode, const std::string& bytes) {
    // A copy of exactly this size, so that a sanitizer sees every read past the end.
    const std::string exact(bytes.data(), bytes.size());
    try {
        decode(exact);
        return false;
    } catch (const Error&) {
        return true;
    }
}

template <class Decode>
void damage(Decode&& decode, const std::string& good, test::RandomRecords& random) {
    for (std::size_t size = 0; size < good.size(); ++size) {
        INFO("cut to " << size << " of " << good.size());
        REQUIRE(refuses(decode, good.substr(0, size)));
    }
    REQUIRE(refuses(decode, good + '\0'));
    for (int i = 0; i < 300; ++i) {
        std::string bad = good;
        const auto at = random.number(static_cast<std::uint32_t>(bad.size() - 1));
        bad[at] = static_cast<char>(random.number(255));
        (void)refuses(decode, bad);
    }
}

TEST_CASE("random articles and analyses survive encoding") {
    test::RandomRecords random(1);
    for (int i = 0; i < 300; ++i) {
        const Article article = random.article();
        CHECK(decode_article(encode(article)) == article);
        const Analysis analysis = random.analysis();
        CHECK(decode_analysis(encode(analysis)) == analysis);
    }
}

TEST_CASE("encoding is a function of the value") {
    test::RandomRecords one(7);
    test::RandomRecords two(7);
    CHECK(encode(one.article()) == encode(two.article()));
    CHECK(encode(one.analysis()) == encode(two.analysis()));
}

TEST_CASE("damaged records are refused or give a value, never more") {
    test::RandomRecords random(2);
    for (int i = 0; i < 5; ++i) {
        damage(decode_article, encode(random.article()), random);
        damage(decode_analysis, encode(random.analysis()), random);
    }
    const Reject reject{.source = "a.tar.gz!b.xml",
                        .line = 7,
                        .column = 300,
                        .reason = "malformed-xml",
                        .detail = "tag not closed"};
    CHECK(decode_reject(encode(reject)) == reject);
    damage(decode_reject, encode(reject), random);
    const SourceRecord source{.name = "a.tar.gz",
                              .digest = "00ff",
                              .bytes = 1ULL << 40,
                              .members = 9,
                              .articles = 5,
                              .duplicates = 1,
                              .rejected = 2,
                              .unreadable = 1,
                              .problem = "truncated"};
    CHECK(decode_source(encode(source)) == source);
    damage(decode_source, encode(source), random);
    State state;
    state.counters.articles = 3;
    state.counters.content = ~std::uint64_t{0};
    state.counters.first_year = 1990;
    state.counters.last_year = 65535;
    state.next_seq = 3;
    state.finished_rejects = 300;
    CHECK(decode_state(encode(state)) == state);
    damage(decode_state, encode(state), random);
}

TEST_CASE("a hostile count costs no memory") {
    // Type and version, then a list that claims 2^62 elements.
    Article article;
    std::string bytes = encode(article);
    bytes.resize(bytes.size() - 1);
    for (int i = 0; i < 8; ++i) {
        bytes.push_back('\xFF');
    }
    bytes.push_back('\x3F');
    CHECK_THROWS_AS(decode_article(bytes), Error);
}

TEST_CASE("another type or version of record is named") {
    const std::string analysis = encode(Analysis{});
    CHECK_THROWS_WITH(decode_article(analysis), Catch::Contains("another type"));
    std::string newer = analysis;
    newer[1] = 9;
    CHECK_THROWS_WITH(decode_analysis(newer), Catch::Contains("another version"));
}

}  // namespace
}  // namespace lode::store
