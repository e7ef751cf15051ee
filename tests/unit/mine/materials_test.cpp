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
    CHECK(test::miner().normalise("CNd")->formula == "CNd");
    const auto nitride = test::miner().normalise("TiN");
    REQUIRE(nitride);
    CHECK(nitride->formula == "NTi");
    CHECK(nitride->plausible);
    CHECK(formula("Tin") == "Sn");
    CHECK(formula("TIN") == "Sn");
    CHECK(test::annotate("The OPV5 and CNd and OPV0 layers.").analysis.mentions.empty());
}

TEST_CASE("a form as tables print it is its composition") {
    CHECK(formula("1T-CrTe2") == "CrTe2");
    CHECK(formula("2H-MoS2") == "MoS2");
    CHECK(formula("TiO2(110)") == "O2Ti");
    CHECK(kind("1T-CrTe2") == MaterialKind::formula);
    CHECK(formula("1T-layer") == "-");
    CHECK(formula("p-n") == "-");
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

namespace {

// The mentions of one sentence, each as written.
std::vector<std::string> spans(std::string_view sentence) {
    std::vector<std::string> list;
    for (const auto& mention : test::annotate(std::string(sentence)).analysis.mentions) {
        list.push_back(mention.written);
    }
    return list;
}
using Spans = std::vector<std::string>;

}  // namespace

TEST_CASE("oxidation states, prefixes and hydrates fix a composition") {
    CHECK(formula("tin (IV) oxide") == "O2Sn");
    CHECK(formula("ferric chloride") == "Cl3Fe");
    CHECK(formula("ammonium sulphate") == "H8N2O4S");
    CHECK(formula("gadolinium sesquioxide") == "Gd2O3");
    CHECK(formula("diantimony trioxide") == "O3Sb2");
    CHECK(formula("antimony trisulfide") == "S3Sb2");
    CHECK(formula("niobium triselenide") == "NbSe3");
    CHECK(formula("zinc sulphate heptahydrate") == "H14O11SZn");
    CHECK(formula("bismuth oxychloride") == "BiClO");
    CHECK(formula("sodium borohydride") == "BH4Na");
    CHECK(formula("calcium tungstate") == "CaO4W");
    CHECK(formula("lead zirconate titanate") == "?");
    CHECK(formula("yttria-stabilized zirconia") == "?");
    CHECK(formula("nitric oxide") == "-");
    CHECK(formula("metal-oxide-semiconductor") == "-");
}

TEST_CASE("frameworks, steels and shorthand have their kind") {
    CHECK(kind("UiO-66") == MaterialKind::abbreviation);
    CHECK(kind("3Y-TZP") == MaterialKind::abbreviation);
    CHECK(kind("AISI 316L stainless steel") == MaterialKind::alloy);
    CHECK(kind("inconel 718") == MaterialKind::alloy);
    CHECK(formula("FAPbI3") == "CH5I3N2Pb");
    CHECK(formula("forsterite") == "Mg2O4Si");
}

TEST_CASE("elements joined by dashes are one alloy, with amounts too") {
    CHECK(spans("Ingots of Sn – Bi – In were cast.") == Spans{"Sn – Bi – In"});
    CHECK(spans("A Mg – 9 wt% Li sheet.") == Spans{"Mg – 9 wt% Li"});
    CHECK(spans("Films of W – Re – C wear slowly.") == Spans{"W – Re – C"});
    CHECK(spans("A nickel-copper wire.") == Spans{"nickel-copper"});
}

TEST_CASE("atoms in a bond and amounts in a ratio are no materials") {
    CHECK(spans("The Zn – O bonds lengthen.").empty());
    CHECK(spans("It depends on the Sr/Ba ratio.").empty());
    CHECK(spans("A lithium-ion battery was cycled.").empty());
    CHECK(spans("Adsorption of CO2 and H2O was low.").empty());
}

TEST_CASE("heterostructures are two materials") {
    CHECK(spans("The Fe3O4@SiO2 and TiO2/CdS spheres.") == Spans{"Fe3O4", "SiO2", "TiO2", "CdS"});
    CHECK(spans("A ZnO–WO3 film.") == Spans{"ZnO", "WO3"});
    CHECK(spans("An InSe-Au contact.") == Spans{"InSe", "Au"});
}

TEST_CASE("dopants, phases, faces and valences belong to the mention") {
    const auto found = test::annotate("Fine CaF2 : Tm and δ-Bi2O3 on Pd(111).").analysis.mentions;
    REQUIRE(found.size() == 3);
    CHECK(found[0].written == "CaF2 : Tm");
    CHECK(found[0].formula == "CaF2");
    CHECK(found[1].written == "δ-Bi2O3");
    CHECK(found[1].formula == "Bi2O3");
    CHECK(found[2].written == "Pd(111)");
    CHECK(spans("A 2H-NbS2 flake and 6H-SiC.") == Spans{"2H-NbS2", "6H-SiC"});
    CHECK(spans("The ZnSe : CdTe stack.") == Spans{"ZnSe", "CdTe"});
}

TEST_CASE("stated values resolve the variables of a formula") {
    const auto found =
        test::annotate("We sintered Nd1-xCaxMnO3 (x = 0.4) in air.").analysis.mentions;
    REQUIRE(found.size() == 1);
    CHECK(found[0].written == "Nd1-xCaxMnO3 (x = 0.4)");
    CHECK(found[0].formula == "Ca2Mn5Nd3O15");
    const auto behind =
        test::annotate("We sintered Nd1-xCaxMnO3 with x = 0.4 in air.").analysis.mentions;
    REQUIRE(behind.size() == 1);
    CHECK(behind[0].formula == "Ca2Mn5Nd3O15");
    // Two values are no value.
    const auto list =
        test::annotate("We sintered Nd1-xCaxMnO3 (x = 0.4, 0.5) in air.").analysis.mentions;
    REQUIRE(list.size() == 1);
    CHECK(list[0].formula.find('x') != std::string::npos);
    CHECK(spans("The garnets R3Fe5O12 (R = Sm, Lu) were grown.") == Spans{"R3Fe5O12 (R = Sm, Lu)"});
}

TEST_CASE("symbols and names in front of an anion make its name") {
    CHECK(spans("A Sr hexaferrite and a MnZn ferrite.") == Spans{"Sr hexaferrite", "MnZn ferrite"});
    CHECK(spans("The native oxide grew on iron silicides.") == Spans{"oxide", "iron silicides"});
    CHECK(spans("Pure zinc vanadate Zn3V2O8 was made.") == Spans{"zinc vanadate Zn3V2O8"});
}

TEST_CASE("an abbreviation means what the document says, in the plural too") {
    const auto wires =
        test::annotate("Copper nanowires (CNWs) bend. One CNW broke.").analysis.mentions;
    REQUIRE(wires.size() == 3);
    CHECK(wires[2].written == "CNW");
    CHECK(wires[2].formula == "Cu");
    const auto cells =
        test::annotate("Neural circuits (NCs) learn. Each NC and all NCs rest.").analysis.mentions;
    CHECK(cells.empty());
    CHECK(spans("Bone tissue oxygenation (BTO) rose. The BTO was high.").empty());
}

TEST_CASE("capitals in front of a film are a material unless they are a method") {
    CHECK(spans("The QZXO films were smooth.") == Spans{"QZXO"});
    CHECK(spans("The ALD films and CVD coatings were smooth.").empty());
}

TEST_CASE("phase names are materials only where something is made of them") {
    CHECK(spans("It crystallizes in the olivine structure.").empty());
    CHECK(spans("The rutile films were grown.") == Spans{"rutile"});
}

TEST_CASE("a polymer stays one under its abbreviation") {
    const auto found =
        test::annotate("Poly(vinyl alcohol) (PVA) swells. The PVA dried.").analysis.mentions;
    REQUIRE(found.size() == 3);
    CHECK(found[2].kind == MaterialKind::polymer);
}
