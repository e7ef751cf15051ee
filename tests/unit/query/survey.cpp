// The pass over the concept's articles, and work on several threads.
#include "query/survey_parts.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <stdexcept>

#include "query/parallel.hpp"
#include "query/terms.hpp"
#include "tests/unit/query/fixture.hpp"

using namespace lode;
using namespace lode::query;
using fixture::entry;
using fixture::Line;

namespace {

bool same(const Witness& l, const Witness& r) {
    return l.seq == r.seq && l.sentence == r.sentence && l.year == r.year &&
           l.names_concept == r.names_concept && l.own_outcome == r.own_outcome &&
           l.outcome == r.outcome;
}

bool same(const Ballot& l, const Ballot& r) {
    return l.seq == r.seq && l.year == r.year && l.vote.positive == r.vote.positive &&
           l.vote.negative == r.vote.negative && l.vote.null == r.vote.null;
}

template <class T>
bool same(const std::vector<T>& l, const std::vector<T>& r) {
    return std::equal(l.begin(), l.end(), r.begin(), r.end(),
                      [](const T& a, const T& b) { return same(a, b); });
}

}  // namespace

TEST_CASE("a survey in parts is the survey in one") {
    const std::vector<std::string> materials{"PbTe", "SnSe", "GaAs"};
    std::vector<store::Entry> entries;
    const std::array outcomes{OutcomeLabel::neutral, OutcomeLabel::positive, OutcomeLabel::null,
                              OutcomeLabel::negative};
    for (unsigned i = 0; i < 97; ++i) {
        const std::string& one = materials[i % 3];
        const std::string& other = materials[(i / 3) % 3];
        entries.push_back(entry("a" + std::to_string(i),
                                static_cast<std::uint16_t>(2000 + i * 7 % 20),
                                {{"heat in " + one, outcomes.at(i % 4)},
                                 {other + " again", outcomes.at(i / 5 % 4),
                                  i % 6 == 0 ? ClaimScope::background : ClaimScope::own},
                                 {i % 9 == 0 ? "nothing" : "heat"}},
                                materials, i % 10 == 0));
    }
    const fixture::Memory literature(std::move(entries));
    const auto model = fixture::model(
        {{"heat", 90, false, {1, 0, 0}, {0, 0, 1}}, {"PbTe", 40, true, {0, 1, 0}, {4, 1, 0}}});
    const Terms terms = understand(model, fixture::split, {"heat"}, {});
    const Survey one = survey_in_parts(literature, terms.plus, materials, 3, 1);
    REQUIRE(one.articles > 50);
    REQUIRE(one.retracted > 5);
    for (const std::size_t parts : {2U, 3U, 16U, 96U, 1000U}) {
        CAPTURE(parts);
        const Survey many = survey_in_parts(literature, terms.plus, materials, 3, parts);
        CHECK(many.articles == one.articles);
        CHECK(many.retracted == one.retracted);
        REQUIRE(many.materials.size() == one.materials.size());
        for (std::size_t i = 0; i < materials.size(); ++i) {
            const auto& l = many.materials[i];
            const auto& r = one.materials[i];
            CHECK(l.articles == r.articles);
            CHECK(l.positive == r.positive);
            CHECK(l.negative == r.negative);
            CHECK(l.null == r.null);
            CHECK(l.retracted == r.retracted);
            CHECK(l.sentences == r.sentences);
            CHECK(same(l.ballots, r.ballots));
            CHECK(r.witnesses.size() == 3);
            CHECK(same(l.witnesses, r.witnesses));
        }
    }
}

TEST_CASE("work in parallel is done once each, and its exceptions arrive") {
    std::vector<std::atomic<int>> calls(1000);
    in_parallel(calls.size(), [&](std::size_t i) { ++calls[i]; });
    CHECK(std::all_of(calls.begin(), calls.end(), [](const auto& n) { return n == 1; }));
    in_parallel(0, [](std::size_t) { throw std::runtime_error("never called"); });
    std::atomic<int> done{0};
    CHECK_THROWS_WITH(in_parallel(50,
                                  [&](std::size_t i) {
                                      ++done;
                                      if (i == 7) {
                                          throw std::runtime_error("seven");
                                      }
                                  }),
                      "seven");
    CHECK(done == 50);
}
