// The map of a concept: quadrants of a table counted by hand, a sparse region that was planted.
#include "query/map/concept_map.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <nlohmann/json.hpp>
#include <random>
#include <sstream>
#include <string>

#include "query/map/map_text.hpp"
#include "query/projection.hpp"
#include "tests/unit/query/fixture.hpp"

using namespace lode;
using namespace lode::query;
using fixture::entry;

namespace {

const std::vector<std::string> k_names{"PbTe", "SnSe", "GaAs", "InSb", "ZnO"};

// Material: articles, of these with the concept.
//   PbTe 4 / 2   SnSe 2 / 2   GaAs 4 / 0   InSb 1 / 0   ZnO 3 / 1 (and one retracted with both)
fixture::Memory literature() {
    std::vector<store::Entry> list;
    const auto add = [&](const std::string& text, bool retracted = false) {
        list.push_back(entry(fmt::format("m{}", list.size()),
                             static_cast<std::uint16_t>(2001 + list.size()), {{text}}, k_names,
                             retracted));
    };
    add("heat PbTe SnSe");
    add("heat PbTe");
    add("heat SnSe");
    add("PbTe GaAs");
    add("PbTe GaAs ZnO");
    add("GaAs ZnO");
    add("GaAs InSb");
    add("heat ZnO");
    add("heat ZnO", true);
    return fixture::Memory(std::move(list));
}

embed::Embedding model() {
    return fixture::model({{"heat", 99, false, {1, 0, 0}, {0, 0, 1}},
                           {"PbTe", 50, true, {1, 0, 0}, {5, 1, 0}},
                           {"SnSe", 40, true, {1, 0, 0}, {4, 2, 0}},
                           {"GaAs", 30, true, {1, 0, 0}, {3, 3, 0}},
                           {"InSb", 20, true, {1, 0, 0}, {2, 4, 0}},
                           {"ZnO", 10, true, {1, 0, 0}, {1, 5, 0}}});
}

}  // namespace

TEST_CASE("quadrants follow their definition at the limits") {
    const FamiliarFrom from{.material = 10, .application = 3};
    CHECK(quadrant_of({10, 3}, from) == Quadrant::incremental);
    CHECK(quadrant_of({10, 2}, from) == Quadrant::radical_application);
    CHECK(quadrant_of({9, 3}, from) == Quadrant::radical_material);
    CHECK(quadrant_of({9, 2}, from) == Quadrant::radical_both);
    // Nearest rank: the fourth of five, the eighth of ten.
    CHECK(usual_material_limit({5, 40, 10, 30, 20}) == 30);
    CHECK(usual_material_limit({1, 2, 3, 4, 5, 6, 7, 8, 9, 10}) == 8);
    CHECK(usual_material_limit({1, 1, 1}) == 2);
    CHECK(usual_material_limit({}) == 2);
}

TEST_CASE("the quadrants of a small literature are those counted by hand") {
    const auto memory = literature();
    RankRequest request;
    request.concepts = {"heat"};
    request.min_count = 1;
    MapOptions options;
    options.familiar_material = 3;
    options.familiar_application = 2;
    options.quantile = 0.75;
    const auto map = concept_map(memory, model(), fixture::split, request, options);
    const auto count = [&](Quadrant quadrant) {
        return map.counts.at(static_cast<std::size_t>(quadrant)).materials;
    };
    CHECK(count(Quadrant::incremental) == 1);          // PbTe
    CHECK(count(Quadrant::radical_material) == 1);     // SnSe
    CHECK(count(Quadrant::radical_application) == 2);  // GaAs, ZnO: the retracted does not count
    CHECK(count(Quadrant::radical_both) == 1);         // InSb
    CHECK(map.counts.at(0).promising == 1);
    REQUIRE(map.materials.size() == 5);
    CHECK(map.materials[0].material == "PbTe");
    CHECK(map.materials[4].material == "ZnO");
    CHECK(map.materials[4].seen.articles == 3);
    CHECK(map.materials[4].seen.with_concept == 1);
    REQUIRE(map.examples.size() == 5);
    CHECK(map.ranking.rows[0].material == "PbTe");
    CHECK(map.examples[0].articles.size() == 2);
    // Without the concept beside it the newest article of the material stands for it.
    const auto gallium = std::size_t{1};
    CHECK(map.ranking.rows[gallium].material == "GaAs");
    REQUIRE_FALSE(map.examples[gallium].articles.empty());
    CHECK(map.examples[gallium].articles[0].article == "m6");

    SECTION("the limit of the material is chosen from the corpus where none is given") {
        options.familiar_material.reset();
        const auto chosen = concept_map(memory, model(), fixture::split, request, options);
        CHECK(chosen.from.material == 4);  // 1 2 3 4 4
    }
    SECTION("formats agree with the map") {
        std::ostringstream out;
        write_map_json(map, out);
        const auto json = nlohmann::json::parse(out.str());
        CHECK(json.at("quadrants").size() == 4);
        CHECK(json.at("quadrants")[0].at("materials") == 1);
        CHECK(json.at("materials").size() == 5);
        CHECK(json.at("results")[1].at("quadrant") == "radical-application");
        CHECK(map_table(map).rows.size() == 5);
        std::ostringstream page;
        write_map_page(map, page);
        CHECK(page.str().find("<svg") != std::string::npos);
        // None but the one of the head, which sorts tables.
        CHECK(page.str().find("<script", page.str().find("<body>")) == std::string::npos);
        std::ostringstream svg;
        write_map_svg(map, svg);
        CHECK(svg.str().starts_with("<svg xmlns="));
    }
}

TEST_CASE("the Poisson binomial is that of closed forms") {
    // Binomial(4, 1/4): 0.3164, 0.7383; all certain; none.
    const std::vector<double> quarter(4, 0.25);
    CHECK(at_most(0, quarter) == Approx(0.31640625));
    CHECK(at_most(1, quarter) == Approx(0.73828125));
    CHECK(at_most(4, quarter) == Approx(1));
    // (1 - 0.5)(1 - 0.2) and one of two: 0.5 * 0.8 + 0.5 * 0.2.
    const std::vector<double> mixed{0.5, 0.2};
    CHECK(at_most(0, mixed) == Approx(0.4));
    CHECK(at_most(1, mixed) == Approx(0.9));
    CHECK(at_most(1, std::vector<double>{1, 1}) == Approx(0));
    CHECK(at_most(0, std::vector<double>{}) == Approx(1));
}

TEST_CASE("chances are shares of like materials") {
    // 100 materials make two strata by score; articles do not part them below 300.
    std::vector<double> scores;
    std::vector<std::uint64_t> articles;
    std::vector<bool> studied;
    for (int i = 0; i < 100; ++i) {
        scores.push_back(i);
        articles.push_back(1);
        studied.push_back(i >= 50 && i % 2 == 0);
    }
    const auto chances = studied_chances(scores, articles, studied);
    CHECK(chances[0] == Approx(0));
    CHECK(chances[49] == Approx(0));
    CHECK(chances[50] == Approx(0.5));
    CHECK(chances[99] == Approx(0.5));
}

TEST_CASE("a planted gap is the only sparse cell") {
    // A field of 6 x 6 cells with 12 materials each, every second one studied, but in one cell
    // none.
    std::vector<MapPoint> points;
    for (int column = 0; column < 6; ++column) {
        for (int row = 0; row < 6; ++row) {
            for (int i = 0; i < 12; ++i) {
                const bool gap = column == 4 && row == 1;
                points.push_back({.x = column + 0.04 + 0.08 * i,
                                  .y = row + 0.04 + 0.08 * (11 - i),
                                  .studied = !gap && i % 2 == 0,
                                  .chance = 0.5});
            }
        }
    }
    const auto map = density_map(points, 6);
    CHECK(map.columns == 6);
    CHECK(map.rows == 6);
    std::size_t known = 0;
    std::size_t sparse = 0;
    for (const auto& cell : map.cells) {
        known += cell.known;
        sparse += cell.sparse ? 1U : 0U;
        if (cell.sparse) {
            CHECK(cell.column == 4);
            CHECK(cell.row == 1);
            CHECK(cell.studied == 0);
            CHECK(cell.fewer->plain == Approx(std::pow(0.5, cell.known)));
        }
    }
    CHECK(known == points.size());  // those outside of the frame are counted at its border
    CHECK(sparse == 1);
    CHECK(map.tested == 36);

    SECTION("cells are so large that a gap can be seen") {
        CHECK(usual_columns(0) == 4);
        CHECK(usual_columns(1555) == 8);
        CHECK(usual_columns(10'000) == 20);
        CHECK(usual_columns(10'000'000) == 40);
    }
    SECTION("points of one place make one cell, and none makes none") {
        CHECK(density_map({{.x = 1, .y = 1}, {.x = 1, .y = 1}}, 5).cells.size() == 1);
        CHECK(density_map({}, 5).cells.empty());
    }
}

TEST_CASE("where chance alone deals the studied materials, a sparse cell is rare") {
    // Under the null hypothesis the adjustment leaves at most one map in twenty with a sparse cell.
    std::mt19937 random(7);  // its raw numbers are the same everywhere
    const auto uniform = [&] { return static_cast<double>(random()) / 4294967296.0; };
    std::size_t maps = 0;
    for (int repeat = 0; repeat < 100; ++repeat) {
        std::vector<MapPoint> points;
        for (int i = 0; i < 1000; ++i) {
            const double chance = 0.05 + 0.3 * uniform();
            points.push_back({.x = uniform() + uniform(),
                              .y = uniform() + uniform(),
                              .studied = uniform() < chance,
                              .chance = chance});
        }
        const auto map = density_map(points, usual_columns(points.size()));
        CHECK(map.tested > 10);
        maps += std::any_of(map.cells.begin(), map.cells.end(),
                            [](const MapCell& cell) { return cell.sparse; })
                    ? 1U
                    : 0U;
    }
    CHECK(maps <= 9);  // 5 expected at most; 10 or more have a chance under 3 %
}

TEST_CASE("the plane of many points is that of few, and its share is known") {
    // More points than dimensions: variances 8, 2 and 0.5 along the axes, so 10 / 10.5 is shown.
    std::vector<std::vector<float>> points;
    for (const float sign : {-1.0F, 1.0F}) {
        points.push_back({sign * 4, 0, 0});
        points.push_back({0, sign * 2, 0});
        points.push_back({0, 0, sign * 1});
    }
    const auto plane = principal_map(points);
    CHECK(plane.share == Approx((32.0 + 8) / (32 + 8 + 2)));
    CHECK(std::fabs(plane.places[0].first) == Approx(1));
    CHECK(std::fabs(plane.places[1].second) == Approx(0.5));
    CHECK(plane.places[2].first == Approx(0).margin(1e-6));
    CHECK(principal_plane(points) == plane.places);
}

TEST_CASE("letters of cells go on behind Z") {
    CHECK(cell_letter(0) == "A");
    CHECK(cell_letter(25) == "Z");
    CHECK(cell_letter(26) == "AA");
    CHECK(cell_letter(27) == "AB");
}
