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

TEST_CASE("designations, pointers, citations and counts are no quantities") {
    CHECK(read("Ti-6Al-4V and 6H-SiC in Fig. 3 of Ref. 12 [7, 9] with 4 samples.").empty());
    CHECK(read("A 2D map of Na2S at site 3.").empty());
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
