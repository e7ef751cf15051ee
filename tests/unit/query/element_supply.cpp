// Scarcity and cost from elements: figures worked out by hand from the table, bounds, and that
// silence is never "cheap" or "safe".
#include "query/element_supply.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "core/chem/element_facts.hpp"
#include "core/chem/elements.hpp"

using namespace lode;
using namespace lode::query;

TEST_CASE("the mean index and the cost are means by mass") {
    // Bi 208.98 g/mol, Te 127.6: 2 and 3 of them are 417.96 and 382.8 g.
    const double bi = 417.96 / 800.76;
    const auto supply = supply_of("Bi2Te3");
    REQUIRE(supply);
    CHECK(supply->production.bounds.low == Approx(bi * 5300 + (1 - bi) * 2900));
    CHECK(supply->production.bounds.high == Approx(supply->production.bounds.low));
    CHECK(supply->reserve.bounds.low == Approx(bi * 6000 + (1 - bi) * 4900));
    CHECK(supply->cost == Approx(bi * 25.31 + (1 - bi) * 349));
    CHECK(supply->first_year == 2013);
    CHECK(supply->without_index.empty());
    CHECK(supply->without_price.empty());
    CHECK(supply->production.level() == "high");
    double mass = 0;
    for (const auto& element : supply->elements) {
        mass += element.mass;
    }
    CHECK(mass == Approx(1));
    // Spelling and scale of the formula do not matter.
    CHECK(supply_of("Te3Bi2")->cost == Approx(supply->cost));
    CHECK(supply_of("Bi4Te6")->cost == Approx(supply->cost));
}

TEST_CASE("an element alone has the figures of the table") {
    for (const std::string symbol : {"Fe", "Co", "Pt", "Si"}) {
        CAPTURE(symbol);
        const auto facts = chem::element_supply(*chem::atomic_number(symbol));
        const auto supply = supply_of(symbol);
        REQUIRE(facts);
        REQUIRE(supply);
        CHECK(supply->production.bounds.high == Approx(*facts->hhi_production));
        CHECK(supply->reserve.bounds.low == Approx(*facts->hhi_reserve));
        CHECK(supply->cost == Approx(*facts->price));
    }
    CHECK(supply_of("Fe")->production.level() == "medium");  // 2,400
    CHECK(supply_of("Fe")->reserve.level() == "low");        // 1,400
    CHECK(supply_of("F")->production.level() == "medium");   // 1,500 itself
}

TEST_CASE("elements without a figure are named and leave the mean open") {
    const auto thoria = supply_of("ThO2");
    REQUIRE(thoria);
    CHECK(thoria->without_index == std::vector<std::string>{"Th"});
    CHECK(thoria->production.level() == "not known");
    CHECK(thoria->production.bounds.high - thoria->production.bounds.low ==
          Approx(10000 * 232.038 / (232.038 + 2 * 15.9994)));
    const auto hydride = supply_of("LiH");
    REQUIRE(hydride);
    CHECK(hydride->without_index == std::vector<std::string>{"H"});
    CHECK(hydride->reserve.level() == "high");  // with H counted as nothing or as all
    const auto fluoride = supply_of("KF");
    REQUIRE(fluoride);
    CHECK(fluoride->without_price == std::vector<std::string>{"F", "K"});
    CHECK(fluoride->cost == 0);
    CHECK(fluoride->first_year == 0);
    CHECK_FALSE(supply_of("polyaniline"));
    CHECK_FALSE(supply_of("PuO2"));  // no weight in the table
}

TEST_CASE("the table of supply is whole up to uranium") {
    for (std::uint8_t i = 1; i <= 92; ++i) {
        CAPTURE(static_cast<int>(i));
        const auto facts = chem::element_supply(i);
        REQUIRE(facts);
        CHECK(facts->weight > 1);
        CHECK(facts->hhi_production.has_value() == facts->hhi_reserve.has_value());
        if (facts->hhi_production) {
            CHECK(*facts->hhi_production <= k_hhi_most);
            CHECK(*facts->hhi_reserve <= k_hhi_most);
        }
        CHECK(facts->price.has_value() == (facts->price_year != 0));
    }
    CHECK_FALSE(chem::element_supply(94));
}
