#include <catch2/catch.hpp>

#include "tests/unit/mine/helpers.hpp"

using namespace lode;

namespace {

std::string formula(std::string_view written) {
    const auto found = test::miner().normalise(written);
    return found ? (found->formula.empty() ? "?" : found->formula) : "-";
}

MaterialKind kind(std::string_view written) {
    return test::miner().normalise(written)->kind;
}

}  // namespace

TEST_CASE("names follow from cations and anions") {
    CHECK(formula("bismuth telluride") == "Bi2Te3");
    CHECK(formula("gallium arsenide") == "AsGa");
    CHECK(formula("cadmium telluride") == "CdTe");
    CHECK(formula("Aluminium sulphate") == "Al2O12S3");
    CHECK(formula("strontium titanate") == "O3SrTi");
    CHECK(formula("lithium niobate") == "LiNbO3");
    CHECK(formula("molybdenum disulfide") == "MoS2");
    CHECK(formula("vanadium pentoxide") == "O5V2");
    CHECK(formula("iron(III) oxide") == "Fe2O3");
    CHECK(formula("copper(I) oxide") == "Cu2O");
    CHECK(formula("carbon monoxide") == "CO");
}

TEST_CASE("a name that fixes no composition is a material without formula") {
    CHECK(formula("copper oxide") == "?");
    CHECK(formula("zinc antimonide") == "?");
    CHECK(formula("zeolite") == "?");
}

TEST_CASE("lexicon names, abbreviations, elements and formulas normalise") {
    CHECK(formula("titania") == "O2Ti");
    CHECK(formula("hematite") == "Fe2O3");
    CHECK(formula("tungsten") == "W");
    CHECK(formula(" LiCoO2 ") == "CoLiO2");
    CHECK(formula("LFP") == "FeLiO4P");
    CHECK(kind("PVDF") == MaterialKind::polymer);
    CHECK(kind("YSZ") == MaterialKind::abbreviation);
    CHECK(kind("Inconel 625") == MaterialKind::alloy);
    CHECK(formula("conductivity") == "-");
    CHECK(formula("") == "-");
}

TEST_CASE("a string that only spells a formula is told apart") {
    const auto label = test::miner().normalise("OPV0");
    REQUIRE(label);
    CHECK(label->formula == "OP");
    CHECK(label->kind == MaterialKind::other);
    CHECK_FALSE(label->plausible);
    CHECK(test::miner().normalise("VOCs")->kind == MaterialKind::other);
    CHECK(test::miner().normalise("CTi")->formula == "CTi");
    const auto nitride = test::miner().normalise("TiN");
    REQUIRE(nitride);
    CHECK(nitride->formula == "NTi");
    CHECK(nitride->plausible);
    CHECK(formula("Tin") == "Sn");
    CHECK(formula("TIN") == "Sn");
    CHECK(test::annotate("The OPV5 and CTi and OPV0 layers.").analysis.mentions.empty());
}

TEST_CASE("mentions carry the exact written span") {
    const std::string text = "Thin Bi2Te3 and indium phosphide on Ti-6Al-4V with PEDOT:PSS.";
    const auto found = test::annotate(text).analysis.mentions;
    REQUIRE(found.size() == 4);
    for (const auto& mention : found) {
        CHECK(text.substr(mention.range.begin, mention.range.size()) == mention.written);
    }
    CHECK(found[0].formula == "Bi2Te3");
    CHECK(found[0].kind == MaterialKind::formula);
    CHECK(found[1].written == "indium phosphide");
    CHECK(found[1].formula == "InP");
    CHECK(found[1].kind == MaterialKind::name);
    CHECK(found[2].written == "Ti-6Al-4V");
    CHECK(found[2].kind == MaterialKind::alloy);
    CHECK(found[3].kind == MaterialKind::polymer);
}

TEST_CASE("steels with a grade are one mention") {
    const auto found = test::annotate("The 316L stainless steel and the X70Q steel.").analysis;
    REQUIRE(found.mentions.size() == 2);
    CHECK(found.mentions[1].written == "X70Q steel");
}

TEST_CASE("lead the verb is no metal, lead-free solder is") {
    CHECK(test::annotate("These defects lead to early failure.").analysis.mentions.empty());
    const auto found = test::annotate("A lead-free ceramic was made.").analysis.mentions;
    REQUIRE(found.size() == 1);
    CHECK(found[0].formula == "Pb");
}

TEST_CASE("element symbols are mentions, words that look like them are not") {
    const auto found =
        test::annotate("In air the Ag-doped film on Pt was annealed. As shown, He left.")
            .analysis.mentions;
    REQUIRE(found.size() == 2);
    CHECK(found[0].formula == "Ag");
    CHECK(found[1].formula == "Pt");
    CHECK(test::annotate("Annealed in oxygen and argon, Smith et Al.").analysis.mentions.empty());
}

TEST_CASE("a mineral name before its own formula is the phase of one material") {
    const auto found =
        test::annotate("The anatase TiO2 film and the rutile powder.").analysis.mentions;
    REQUIRE(found.size() == 2);
    CHECK(found[0].written == "TiO2");
    CHECK(found[1].written == "rutile");
}
