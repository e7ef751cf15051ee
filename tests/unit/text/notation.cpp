// Tokens of chemical notation, compounds, labels and contractions.
#include <catch2/catch.hpp>

#include <string>
#include <vector>

#include "core/text/analyser.hpp"

namespace {

std::vector<lode::Token> tokens_of(const std::string& utf8) {
    static const lode::text::Analyser analyser;
    lode::Text text;
    text.utf8 = utf8;
    return analyser.tokens(text, {0, static_cast<std::uint32_t>(utf8.size())});
}

std::string split(const std::string& utf8) {
    std::string out;
    for (const auto& token : tokens_of(utf8)) {
        out += (out.empty() ? "" : "|");
        out += utf8.substr(token.range.begin, token.range.size());
    }
    return out;
}

std::string training(const std::string& utf8) {
    return lode::text::Analyser::training_text(tokens_of(utf8));
}

// Each is one token.
void whole(const std::vector<std::string>& names) {
    for (const auto& name : names) {
        CHECK(split(name) == name);
        CHECK(split("the " + name + ", too") == "the|" + name + "|,|too");
    }
}

}  // namespace

TEST_CASE("Materials with groups, charges, variables and phases are one token") {
    whole({"La1-xSrxMnO3", "[Fe(CN)6]4-", "Ba0.5Sr0.5(Co0.8Fe0.2)O3-δ", "Al2O3·SiO2", "Li/Li+",
           "MAPbI3", "Ti-6Al-4V", "PEDOT:PSS", "γ-Fe2O3", "(100)", "〈110〉", "MX2·2H2O",
           "Ln(NO3)3·6H2O", "[BMIM][PF6]", "[Ru(bpy)3]Cl2", "[EMIm]BF4"});
    CHECK(training("γ-Fe2O3 and n-GaAs") == "Fe2O3 and AsGa");
    CHECK(split("MgO(100) and SO(3)") == "MgO|(100)|and|SO|(|3|)");
}

TEST_CASE("Names with lists of locants are one token, lists of dopants are not") {
    whole({"N,N-dimethylformamide", "N,N'-diphenyl-1,4-phenylenediamine", "4,4'-bipyridine",
           "2,2′:6′,2′′-terpyridine", "α,ω-dihydroxy", "1α,25-dihydroxyvitamin",
           "beta,17-epoxyandrostane", "5,5'-substituted", "2H-1,3-oxazine", "(2S,3R)-butanediol",
           "(3aR,7aS)-hexahydroindole", "benzo[1,2-b:4,5-b']dithiophene"});
    whole({"α-D-Manp-(1→2)-α-D-Manp", "beta-D-Xylopyranosyl-(1->3)-D-xylose", "(1→3)-β-D-glucan"});
    CHECK(split("(N,N-dimethylformamide)") == "(|N,N-dimethylformamide|)");
    CHECK(split("N,S-codoped and Fe,N-doped") == "N|,|S|-|codoped|and|Fe|,|N|-|doped");
    CHECK(split("2,2'-bipyridine-based") == "2,2'-bipyridine|-|based");
}

TEST_CASE("Nuclides, adducts and raised signs in brackets") {
    CHECK(split("(15)N-NMR, 119Sn-NMR and (99m)Tc") == "(15)N|-|NMR|,|119Sn|-|NMR|and|(99m)Tc");
    CHECK(training("(13)C-NMR as 13C NMR") == "13C NMR as 13C NMR");
    CHECK(split("[14C]glucose (900)C") == "[14C]glucose|(900)|C");
    whole({"[M+Na]+", "[2M+H]+", "[M-H]-", "ESI+", "ESI-", "CD4+", "Nrf2(-/-)", "p53(+/-)", "Na(+)",
           "Ca(2+)", "3J(C,F)", "C(sp3)", "[4+2]", "[60]fullerene", "Pd(0)"});
    CHECK(split("PEG- and [12] or [3,4] or [12]The") ==
          "PEG|-|and|[|12|]|or|[|3|,|4|]|or|[|12|]|The");
    CHECK(split("C(sp3)–H⋯F–C") == "C(sp3)|–|H|⋯|F|–|C");
    CHECK(training("Na(+) at 5 cm(-1)") == "Na+ at <nUm> cm-1");
    CHECK(training("TiO(2), Fe(2)O(3) and H(2)O") == "O2Ti Fe2O3 and H2O");
}

TEST_CASE("Valences stay in the token and are words of the training text") {
    CHECK(split("Fe(III), Fe(IV), iron(iii) and Fe(3+)") ==
          "Fe(III)|,|Fe(IV)|,|iron(iii)|and|Fe(3+)");
    CHECK(training("Iron(III) and Fe(IV)") == "iron III and Fe IV");
    CHECK(lode::text::Analyser().query_terms("iron(III) oxide") ==
          std::vector<std::string>{"iron", "III", "oxide"});
    CHECK(split("Cu(II)-amine and Co(III)-oxo-bridged") ==
          "Cu(II)|-|amine|and|Co(III)|-|oxo-bridged");
}

TEST_CASE("Hyphens split what says nothing about the first part, and phrases with links") {
    CHECK(split("state-of-the-art time-of-flight layer-by-layer") ==
          "state|-|of|-|the|-|art|time|-|of|-|flight|layer|-|by|-|layer");
    CHECK(split("Na-ions lithium-ion N-terminal UV-Vis UV–vis") ==
          "Na|-|ions|lithium|-|ion|N|-|terminal|UV|-|Vis|UV|–|vis");
    CHECK(split("laser-irradiated water-soluble oxygen-evolving Eu3+-doped") ==
          "laser|-|irradiated|water|-|soluble|oxygen|-|evolving|Eu3+|-|doped");
    CHECK(split("Co-doped In-rich RE-doped") == "Co|-|doped|In|-|rich|RE|-|doped");
    whole({"solid-state", "X-ray", "self-assembled", "well-defined", "two-layered", "co-doped",
           "p-type", "p-toluenesulfonic", "α-substituted", "N-substituted", "meta-substituted",
           "tert-butanol", "DMSO-d6", "sol-gel", "oxo-bridged"});
}

TEST_CASE("Labels of compounds are no amounts") {
    CHECK(split("compounds 4g, 4l and 4m") == "compounds|4g|,|4l|and|4m");
    CHECK(split("ligand (2h) and 3g of it") == "ligand|(|2h|)|and|3|g|of|it");
    CHECK(split("Fig. 2(b) and 8.1(d, 2H)") == "Fig.|2(b)|and|8.1|(|d|,|2H|)");
    CHECK(split("dye 12B-Me3, 4J = 1.2Hz, 5J pulses") == "dye|12B-Me3|,|4J|=|1.2|Hz|,|5|J|pulses");
}

TEST_CASE("Numbers in the notations of science") {
    CHECK(split("5mg, pH7.4, 50°C, 5 °C/min, 7.4-dependent") ==
          "5|mg|,|pH|7.4|,|50|°|C|,|5|°|C/min|,|7.4|-|dependent");
    CHECK(training("5 °C and 1.5×10−3 or 2 × 10(5)") == "<nUm> °C and <nUm> or <nUm>");
    CHECK(split("10(-3) and 2×10(-5)") == "10(-3)|and|2|×|10(-5)");
    CHECK(split("7732-18-5, 7732-18-4, 3.2.1.17, 1:2:4") ==
          "7732-18-5|,|7732|-|18|-|4|,|3.2.1.17|,|1:2:4");
    CHECK(split("5+/-2 and −5 to 3") == "5|+/-|2|and|−5|to|3");
}

TEST_CASE("Contractions and stops") {
    CHECK(split("don't, they'll, it’s, cannot.") == "do|n't|,|they|'ll|,|it|’s|,|can|not|.");
    CHECK(training("Cannot, won't") == "can not will not");
    CHECK(split("the cells' walls, Drinfel'd") == "the|cells|'|walls|,|Drinfel'd");
    CHECK(split("the U.K. or the U.S.") == "the|U.K.|or|the|U.S.");
    CHECK(split("(Lee et al., i.e., all)") == "(|Lee|et|al.|,|i.e.|,|all|)");
    CHECK(split("``so''") == "``|so|''");
}
