#include <catch2/catch.hpp>

#include <fstream>
#include <set>

#include "core/base/error.hpp"
#include "tests/unit/generate/support.hpp"

namespace lode::generate::test {
namespace {

struct Counts {
    std::set<std::string> groups;
    std::set<Shape> sides;
    std::uint64_t articles = 0, failures = 0, negative = 0, silent = 0;
};

// Plans are cheap: enough of them to see every plant.
std::map<std::string, Counts> survey(std::uint64_t articles) {
    std::map<std::string, Counts> out;
    for (std::uint64_t i = 0; i < articles; ++i) {
        const auto plan = make_plan(facts(), Settings{3, Format::mixed}, i);
        auto& c = out[plan.application->key + " " + plan.pair->material->formula];
        ++c.articles;
        c.groups.insert(make_group(facts(), *plan.application, plan.group).id);
        c.sides.insert(plan.conflict);
        c.failures += plan.success ? 0 : 1;
        c.negative += plan.reported == Verdict::negative ? 1 : 0;
        c.silent += plan.reported == Verdict::none ? 1 : 0;
    }
    return out;
}

}  // namespace

TEST_CASE("facts cover the field") {
    CHECK(facts().applications.size() >= 10);
    CHECK(facts().materials.size() >= 120);
    for (const auto& a : facts().applications) {
        INFO(a.key);
        CHECK(a.pairs.size() >= 8);
        CHECK(a.trends.size() >= 5);
        for (const auto& p : a.pairs) {
            INFO(p.material->formula);
            CHECK(p.low < p.high);
            CHECK(p.success > 0);
            CHECK(p.success < 1);
            CHECK(p.first_year >= 1985);
            CHECK(p.first_year <= 2022);
            CHECK(p.strength.find(' ') != std::string::npos);
            CHECK(p.limit.back() != '.');
        }
    }
}

TEST_CASE("planted habits of publication show in the plans") {
    const auto all = survey(60000);
    CHECK(all.at("thermoelectric MgAgSb").groups.size() == 1);
    CHECK(all.at("photocatalyst Ta3N5").groups.size() == 1);
    CHECK(all.at("thermoelectric Bi2Te3").groups.size() > 20);
    const auto& hidden = all.at("thermoelectric Cu2Se");
    CHECK(hidden.failures > 50);  // there are failures,
    CHECK(hidden.negative == 0);  // none is written up,
    CHECK(hidden.silent == hidden.failures);
    CHECK(all.at("thermoelectric SnSe").negative > 0);
    CHECK(all.at("ferroelectric BiFeO3").sides.size() == 2);
    const auto& cobaltate = all.at("battery_cathode LiCoO2");
    CHECK(static_cast<double>(cobaltate.failures) / static_cast<double>(cobaltate.articles) ==
          Approx(0.22).margin(0.03));
}

TEST_CASE("years begin where the facts say and never lie in the future") {
    for (std::uint64_t i = 0; i < 5000; ++i) {
        const auto plan = make_plan(facts(), Settings{9, Format::mixed}, i);
        REQUIRE(plan.year >= plan.pair->first_year);
        REQUIRE(plan.year <= 2024);
        REQUIRE(plan.other->material != plan.pair->material);
    }
}

TEST_CASE("nobody belongs to two groups") {
    std::set<std::pair<std::string, std::string>> seen;
    std::size_t people = 0;
    for (const auto& a : facts().applications) {
        for (std::uint32_t g = 0; g <= 40; ++g) {
            for (const auto& p : make_group(facts(), a, g).people) {
                seen.insert({p.family, p.given});
                ++people;
            }
        }
    }
    CHECK(seen.size() == people);
}

TEST_CASE("formats choose the dialects") {
    std::set<Dialect> xml, jsonl;
    for (std::uint64_t i = 0; i < 300; ++i) {
        xml.insert(make_plan(facts(), Settings{1, Format::xml}, i).dialect);
        jsonl.insert(make_plan(facts(), Settings{1, Format::jsonl}, i).dialect);
    }
    CHECK(xml.size() == 6);
    CHECK(xml.count(Dialect::abstract_only) == 0);
    CHECK(jsonl == std::set<Dialect>{Dialect::abstract_only});
}

TEST_CASE("the planted habits reach the sentences") {
    // An extremum-only material states no dependence but its best value; the two sides of a
    // conflict contradict each other; SiO2 and Al2O3 stand in articles about other things.
    const Settings settings{2, Format::xml};
    std::set<Shape> sides;
    std::size_t extrema = 0;
    std::size_t popular = 0;
    for (std::uint64_t i = 0; i < 1500; ++i) {
        const auto plan = make_plan(facts(), settings, i);
        if (plan.pair->plant != Plant::extremum_only && plan.pair->plant != Plant::conflict &&
            i > 100) {
            continue;
        }
        const auto [draft, truth] = compose(bank(), facts(), settings, i);
        for (const auto& t : truth.trends) {
            if (plan.pair->plant == Plant::extremum_only) {
                REQUIRE(t.extremum_only);
                ++extrema;
            }
            if (plan.pair->material->formula == "BiFeO3" && t.variable == "film thickness" &&
                t.property == "remanent polarization") {
                sides.insert(t.direction);
            }
        }
        if (i <= 100) {
            const auto bytes = render(bank(), facts(), settings, i).bytes;
            popular += bytes.find("crucible") != std::string::npos ||
                               bytes.find("substrate") != std::string::npos ||
                               bytes.find("sapphire") != std::string::npos
                           ? 1U
                           : 0U;
        }
    }
    CHECK(extrema > 20);
    CHECK(sides == std::set<Shape>{Shape::increase, Shape::decrease});
    CHECK(popular > 40);
}

TEST_CASE("tables with mistakes are refused with file and line") {
    const Folder folder;
    const auto source = std::filesystem::path(LODE_SOURCE_DIR) / "corpora/facts";
    for (const auto& entry : std::filesystem::directory_iterator(source)) {
        std::filesystem::copy(entry.path(), folder.path() / entry.path().filename());
    }
    CHECK_NOTHROW(load_facts(folder.path()));
    std::ofstream(folder.path() / "pairs.tsv", std::ios::app)
        << "thermoelectric\tXx9\t1\t0.5\t1999\t1-2\t-\tA\t-\ta b\tc\n";
    CHECK_THROWS_WITH(load_facts(folder.path()),
                      Catch::Contains("pairs.tsv:") && Catch::Contains("unknown material 'Xx9'"));
}

}  // namespace lode::generate::test
