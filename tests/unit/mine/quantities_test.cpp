#include "ingest/mine/quantities.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/mine/helpers.hpp"

using namespace lode;

namespace {

struct Read {
    std::string text;
    Quantity quantity;
};

std::vector<Read> read(const std::string& text) {
    std::vector<Read> list;
    for (const auto& quantity : test::annotate(text).analysis.quantities) {
        list.push_back({text.substr(quantity.range.begin, quantity.range.size()), quantity});
    }
    return list;
}

}  // namespace

TEST_CASE("numbers with units have exact spans") {
    const auto found = read("It is 4.7 mm thick, draws 12 mA cm−2 and stores 95 mAh/g.");
    REQUIRE(found.size() == 3);
    CHECK(found[0].text == "4.7 mm");
    CHECK(*found[0].quantity.value == Approx(4.7));
    CHECK(found[0].quantity.unit == "mm");
    CHECK(found[1].text == "12 mA cm−2");
    CHECK(found[1].quantity.unit == "mA cm−2");
    CHECK(found[2].quantity.unit == "mAh/g");
}

TEST_CASE("ranges have a low and a high end and no single value") {
    const auto found = read("Heated at 320–480 °C, from 5 to 9 GPa, between 40 and 60 nm.");
    REQUIRE(found.size() == 3);
    CHECK(found[0].text == "320–480 °C");
    CHECK_FALSE(found[0].quantity.value);
    CHECK(*found[0].quantity.low == Approx(320));
    CHECK(*found[0].quantity.high == Approx(480));
    CHECK(found[1].text == "5 to 9 GPa");
    CHECK(*found[2].quantity.high == Approx(60));
}

TEST_CASE("tolerances are read in all three spellings") {
    const auto found = read("a = 4.213(5) Å, a gap of 1.4 ± 0.2 eV and (2.5 ± 0.3) GPa.");
    REQUIRE(found.size() == 3);
    CHECK(*found[0].quantity.value == Approx(4.213));
    CHECK(*found[0].quantity.tolerance == Approx(0.005));
    CHECK(found[1].text == "1.4 ± 0.2 eV");
    CHECK(*found[1].quantity.tolerance == Approx(0.2));
    CHECK(found[2].text == "(2.5 ± 0.3) GPa");
    CHECK(found[2].quantity.unit == "GPa");
}

TEST_CASE("powers of ten and ranges are told apart") {
    const auto found = read("At 3.1 × 10−4 S cm−1, 10-5 mbar and 10-40 K, 10–20 nm, 2e-7 A.");
    REQUIRE(found.size() == 5);
    CHECK(*found[0].quantity.value == Approx(3.1e-4));
    CHECK(*found[1].quantity.value == Approx(1e-5));
    CHECK(*found[2].quantity.high == Approx(40));
    CHECK(*found[3].quantity.low == Approx(10));
    CHECK(*found[4].quantity.value == Approx(2e-7));
}

TEST_CASE("raised digits make a power") {
    Text text;
    text.utf8 = "A density of 1018 cm-3 was reached.";
    text.scripts = {{{15, 17}, Script::sup}};
    const auto found = test::miner().annotate(text, true).analysis.quantities;
    REQUIRE(found.size() == 1);
    CHECK(*found[0].value == Approx(1e18));
    CHECK(found[0].unit == "cm-3");
}

TEST_CASE("a sign belongs to the number, a thousands comma does not end it") {
    const auto found = read("Cooled to −35 °C for 1,500 h; +0.8 V.");
    REQUIRE(found.size() == 3);
    CHECK(*found[0].quantity.value == Approx(-35));
    CHECK(*found[1].quantity.value == Approx(1500));
    CHECK(found[1].quantity.unit == "h");
}

TEST_CASE("designations, pointers and citations are no quantities") {
    CHECK(read("Ti-6Al-4V and 6H-SiC in Fig. 3 of Ref. 12 [7, 9] and (14, 16-18).").empty());
    CHECK(read("A 2D map of Na2S at site 3, phases 2, 4 and 7, and the CD34 marker.").empty());
    CHECK(read("As in Figs. 2, 4–6 and 8, Eqs. (3) and (4), Figures 1A–1F and Table 2.").empty());
    CHECK(read("The Braun 400 furnace of Lee et al. (2011) and Ortiz, 1998.").empty());
    CHECK(read("The 13C and 15N shifts of 1,2-dichloroethane.").empty());
}

TEST_CASE("counts are quantities of their own kind") {
    const auto found = read("We tested 48 electrodes, three alloys and 6 thin films (n = 9).");
    REQUIRE(found.size() == 4);
    CHECK(found[0].text == "48 electrodes");
    CHECK(found[0].quantity.kind == QuantityKind::count);
    CHECK(found[0].quantity.unit == "electrodes");
    CHECK(*found[0].quantity.value == 48);
    CHECK(found[1].text == "three");
    CHECK(*found[1].quantity.value == 3);
    CHECK(found[1].quantity.kind == QuantityKind::count);
    CHECK(found[2].text == "6");
    CHECK(found[3].text == "9");
    CHECK(found[3].quantity.kind == QuantityKind::number);
    const auto words = read("It held for two weeks, lost thirty percent and gave a 5-hour run.");
    REQUIRE(words.size() == 3);
    CHECK(words[0].text == "two weeks");
    CHECK(words[0].quantity.kind == QuantityKind::measurement);
    CHECK(*words[1].quantity.value == 30);
    CHECK(words[2].text == "5-hour");
    CHECK(words[2].quantity.unit == "hour");
}

TEST_CASE("modifiers belong to the span") {
    const auto found = read(
        "Below about 40 K, at least 3 GPa, ~5 nm, ≥0.7 V, up to 60 °C, 12 or more, and between 4 "
        "and 9 meV, <−20 mV.");
    REQUIRE(found.size() == 8);
    CHECK(found[0].text == "Below about 40 K");
    CHECK(found[0].quantity.modifier == QuantityModifier::approximate);
    CHECK(found[1].text == "at least 3 GPa");
    CHECK(found[1].quantity.modifier == QuantityModifier::at_least);
    CHECK(found[2].text == "~5 nm");
    CHECK(found[2].quantity.modifier == QuantityModifier::approximate);
    CHECK(found[3].text == "≥0.7 V");
    CHECK(found[4].text == "up to 60 °C");
    CHECK(found[4].quantity.modifier == QuantityModifier::at_most);
    CHECK(found[5].text == "12 or more");
    CHECK(found[5].quantity.modifier == QuantityModifier::at_least);
    CHECK(found[6].text == "between 4 and 9 meV");
    CHECK(*found[6].quantity.low == 4);
    CHECK(found[7].text == "<−20 mV");
    CHECK(*found[7].quantity.value == -20);
}

TEST_CASE("lists, products, ratios and dates") {
    const auto found = read("Annealed at 300, 400 and 550 °C over 20 × 30 mm in a 1:4 mixture.");
    REQUIRE(found.size() == 3);
    CHECK(found[0].text == "300, 400 and 550 °C");
    CHECK(found[0].quantity.values == std::vector<double>{300, 400, 550});
    CHECK(*found[0].quantity.low == 300);
    CHECK(*found[0].quantity.high == 550);
    CHECK_FALSE(found[0].quantity.value);
    CHECK(found[0].quantity.unit == "°C");
    CHECK(found[1].quantity.kind == QuantityKind::product);
    CHECK(found[1].quantity.values == std::vector<double>{20, 30});
    CHECK(found[2].text == "1:4");
    CHECK(found[2].quantity.kind == QuantityKind::ratio);
    CHECK(*found[2].quantity.value == Approx(0.25));
    const auto dates = read("Built in 1987, 1994 and 2003, and moved on 12 May 2009.");
    REQUIRE(dates.size() == 2);
    CHECK(dates[0].text == "1987, 1994 and 2003");
    CHECK(dates[0].quantity.kind == QuantityKind::date);
    CHECK(dates[1].text == "12 May 2009");
}

TEST_CASE("units run together are read before a negative exponent") {
    const auto found = read("It gives 7.2mWm−2 and 140 mAhg−1 at >3kgs-1.");
    REQUIRE(found.size() == 3);
    CHECK(found[0].quantity.unit == "mWm−2");
    CHECK(found[1].quantity.unit == "mAhg−1");
    CHECK(found[2].text == ">3kgs-1");
}

TEST_CASE("units have a form in SI and a dimension") {
    const auto& units = test::miner().units();
    const auto check = [&](const char* unit, const char* symbol, double factor,
                           const char* dimension) {
        INFO(unit);
        const auto si = units.si(unit);
        REQUIRE(si);
        CHECK(si->symbol == symbol);
        CHECK(si->factor == Approx(factor));
        CHECK(si->dimension == dimension);
    };
    check("GPa", "Pa", 1e9, "pressure");
    check("mA cm−2", "A m-2", 10, "current density");
    check("mAh/g", "C kg-1", 3600, "specific charge");
    check("mAhg−1", "C kg-1", 3600, "specific charge");
    check("S cm-1", "S m-1", 100, "electric conductivity");
    check("W m⁻¹ K⁻¹", "W m-1 K-1", 1, "thermal conductivity");
    check("wt. %", "1", 0.01, "mass fraction");
    check("at.%", "1", 0.01, "amount fraction");
    check("cm2 V−1 s−1", "m2 V-1 s-1", 1e-4, "mobility");
    check("meV", "J", 1.602176634e-22, "energy");
    check("K/min", "K s-1", 1.0 / 60, "heating rate");
    check("W/(m K)", "W m-1 K-1", 1, "thermal conductivity");
    check("W/m K", "W m-1 K-1", 1, "thermal conductivity");
    check("cm2/(V·s)", "m2 V-1 s-1", 1e-4, "mobility");
    check("kg m s-3 K", "kg m s-3 K", 1, "m kg s-3 K");
    const auto celsius = units.si("°C");
    REQUIRE(celsius);
    CHECK(celsius->offset == Approx(273.15));
    CHECK(units.si("J/°C")->offset == 0);
    CHECK_FALSE(units.si("HV"));
    CHECK_FALSE(units.si("electrodes"));
    CHECK_FALSE(units.si(""));
}

TEST_CASE("hostile numbers in lists cost linear time") {
    std::string many = "At ";
    for (int i = 0; i < 20000; ++i) {
        many += "7, two 3 × ";
    }
    read(many + "9 nm");
    read("phases " + std::string(20000, '1') + ", 5");
    SUCCEED();
}

TEST_CASE("hostile digits cost linear time") {
    CHECK(read("1.5(" + std::string(50000, '1')).size() <= 1);
    std::string many;
    for (int i = 0; i < 20000; ++i) {
        many += "[1.5(";
    }
    read(many);
    SUCCEED();
}
