// Rankings by models of several seeds.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "core/base/error.hpp"
#include "query/ensemble.hpp"
#include "query/rank.hpp"
#include "query/report_json.hpp"
#include "tests/unit/query/fixture.hpp"

using namespace lode;
using namespace lode::query;
using fixture::entry;
using fixture::split;

namespace {

RankRequest about(const std::string& term) {
    RankRequest request;
    request.concepts = {term};
    return request;
}

// Models that differ in the output vectors of two materials.
embed::Embedding seeded(std::vector<float> pbte, std::vector<float> bi2te3) {
    return fixture::model({{"the", 500, false, {0, 0, 1}, {0, 0, 1}},
                           {"thermoelectric", 90, false, {1, 0, 0}, {0, 0, 1}},
                           {"PbTe", 40, true, {0, 1, 0}, std::move(pbte)},
                           {"Bi2Te3", 30, true, {0, 1, 1}, std::move(bi2te3)},
                           {"CoLiO2", 20, true, {1, 0, 0}, {0, 1, 0}}});
}

Report ask_models(const std::vector<embed::Embedding>& models, RankRequest request) {
    OtherSeeds others;
    for (std::size_t i = 1; i < models.size(); ++i) {
        others.seeds.push_back(i + 1);
    }
    others.model = [&](std::size_t i) -> const embed::Embedding& { return models.at(i + 1); };
    const std::vector<std::string> names = {"PbTe", "Bi2Te3", "CoLiO2"};
    static const fixture::Memory k_literature(std::vector<store::Entry>{
        entry("a0", 2001, {{"Bi2Te3 is a good thermoelectric", OutcomeLabel::positive}}, names),
        entry("a1", 2014, {{"PbTe without the word", OutcomeLabel::positive}}, names)});
    request.others = &others;
    return rank(k_literature, models.front(), split, request);
}

std::vector<std::string> order(const Report& report) {
    std::vector<std::string> list;
    for (const auto& row : report.rows) {
        list.push_back(row.material);
    }
    return list;
}

}  // namespace

TEST_CASE("several models: the score is the mean, the interval spans the ranks") {
    const std::vector<embed::Embedding> models{
        seeded({1, 0, 0}, {4, 3, 0}), seeded({0, 0, 1}, {3, 4, 0}), seeded({0, 0, 1}, {0, 0, 1})};
    const RankRequest request = about("thermoelectric");
    const Report report = ask_models(models, request);
    REQUIRE(order(report) == std::vector<std::string>{"Bi2Te3", "PbTe", "CoLiO2"});
    CHECK(report.rows[0].score == Approx((0.8 + 0.6 + 0) / 3));
    CHECK(report.rows[1].score == Approx((1.0 + 0 + 0) / 3));
    using Interval = std::pair<std::uint32_t, std::uint32_t>;
    // Ties go by formula: Bi2Te3 before CoLiO2 before PbTe.
    CHECK(report.rows[0].rank_interval == Interval(1, 2));
    CHECK(report.rows[1].rank_interval == Interval(1, 3));
    CHECK(report.rows[2].rank_interval == Interval(2, 3));
    CHECK(report.seeds == std::vector<std::uint64_t>{1, 2, 3});
    CHECK(report.interval_rule == "lowest and highest rank in 3 models");
    const auto json = nlohmann::json::parse(report_json(report, 0));
    std::vector<std::string> fingerprints;
    for (const auto& model : models) {
        fingerprints.push_back(model.fingerprint());
    }
    CHECK(json.at("model").at("fingerprints").get<std::vector<std::string>>() == fingerprints);
    CHECK(json.at("model").at("fingerprint") == fingerprints.front());

    // Ranks are counted among what the filters leave.
    RankRequest filtered = request;
    filtered.without_elements = {"Bi"};
    const Report fewer = ask_models(models, filtered);
    CHECK(fewer.rows[0].rank_interval == Interval(1, 2));

    // One model: nothing of all this, and the very same numbers as without others.
    const Report alone = ask_models({models.front()}, request);
    CHECK_FALSE(alone.rows[0].rank_interval);
    CHECK(alone.seeds.empty());
    CHECK(alone.rows[0].score == Approx(1.0));
}

TEST_CASE("many models: the interval is the central 90 % of the ranks") {
    std::vector<embed::Embedding> models;
    // In one of 20 models PbTe is first, in the others last.
    for (int i = 0; i < 20; ++i) {
        models.push_back(i == 7 ? seeded({1, 0, 0}, {1, 1, 0}) : seeded({-1, 0, 0}, {1, 0, 0}));
    }
    const Report report = ask_models(models, about("thermoelectric"));
    REQUIRE(report.rows[2].material == "PbTe");
    CHECK(report.rows[2].rank_interval == std::pair<std::uint32_t, std::uint32_t>(3, 3));
    models.pop_back();
    const Report few = ask_models(models, about("thermoelectric"));
    CHECK(few.rows[2].rank_interval == std::pair<std::uint32_t, std::uint32_t>(1, 3));
}

TEST_CASE("a model with other words is refused") {
    const auto other = fixture::model({{"thermoelectric", 90, false, {1, 0, 0}, {0, 0, 1}},
                                       {"PbTe", 40, true, {0, 1, 0}, {4, 1, 0}}});
    CHECK_THROWS_WITH(ask_models({seeded({1, 0, 0}, {1, 0, 0}), other}, about("thermoelectric")),
                      Catch::Contains("seed 2 has other words"));
}
