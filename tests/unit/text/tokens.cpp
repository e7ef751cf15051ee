#include <catch2/catch.hpp>

#include <string>
#include <vector>

#include "core/text/analyser.hpp"

namespace {

const lode::text::Analyser& analyser() {
    static const lode::text::Analyser instance;
    return instance;
}

lode::Text as_text(std::string utf8) {
    lode::Text text;
    text.utf8 = std::move(utf8);
    return text;
}

std::vector<lode::Token> tokens_of(const lode::Text& text) {
    return analyser().tokens(text, {0, static_cast<std::uint32_t>(text.utf8.size())});
}

// Written forms joined by '|'.
std::string split(const lode::Text& text) {
    std::string out;
    for (const auto& token : tokens_of(text)) {
        out += (out.empty() ? "" : "|");
        out += text.utf8.substr(token.range.begin, token.range.size());
    }
    return out;
}
std::string split(const std::string& utf8) {
    return split(as_text(utf8));
}

std::string norms(const std::string& utf8) {
    std::string out;
    for (const auto& token : tokens_of(as_text(utf8))) {
        out += (out.empty() ? "" : "|") + token.norm;
    }
    return out;
}

// Norms of the tokens with kind material.
std::string materials(const std::string& utf8) {
    std::string out;
    for (const auto& token : tokens_of(as_text(utf8))) {
        if (token.kind == lode::TokenKind::material) {
            out += (out.empty() ? "" : "|") + token.norm;
        }
    }
    return out;
}

lode::ScriptSpan sup(const std::string& text, const std::string& part) {
    const auto at = static_cast<std::uint32_t>(text.find(part));
    return {{at, at + static_cast<std::uint32_t>(part.size())}, lode::Script::sup};
}

}  // namespace

TEST_CASE("Formulas are whole tokens with a canonical norm") {
    CHECK(split("We press Bi2Te3 pellets.") == "We|press|Bi2Te3|pellets|.");
    CHECK(materials("LiCoO2, TiO₂ and Pb(Zr0.52Ti0.48)O3") == "CoLiO2|O2Ti|O75Pb25Ti12Zr13");
    CHECK(materials("(Ba0.5Sr0.5)TiO3 and (Fe2O3)") == "BaO6SrTi2|Fe2O3");
    CHECK(split("(Fe2O3),") == "(|Fe2O3|)|,");
    CHECK(materials("CuSO4·5H2O was dried") == "CuH10O9S");
    CHECK(materials("The film of Y2O3:Eu3+ glows") == "O3Y2");
    CHECK(materials("YBa2Cu3O7−δ rods") == "Ba2Cu3O7Y");
}

TEST_CASE("Variables keep the written form") {
    CHECK(materials("La1−xSrxMnO3 films") == "La1-xSrxMnO3");
    CHECK(materials("(Bi,Sb)2Te3 plates") == "(Bi,Sb)2Te3");
    CHECK(split("SiOx is soft.") == "SiOx|is|soft|.");
}

TEST_CASE("What stands beside a formula is split from it") {
    CHECK(split("Bi2Te3-based legs") == "Bi2Te3|-|based|legs");
    CHECK(split("γ-Fe2O3 grains") == "γ-Fe2O3|grains");
    CHECK(split("4H-SiC wafers") == "4H|-|SiC|wafers");
    CHECK(split("TiO2/SnO2 and Fe3O4@SiO2") == "TiO2|/|SnO2|and|Fe3O4|@|SiO2");
    CHECK(split("TiO2–SiO2 glass") == "TiO2|–|SiO2|glass");
    CHECK(split("2MgH2 decomposes") == "2|MgH2|decomposes");
    CHECK(split("GaAs(111)B faces") == "GaAs|(111)|B|faces");
}

TEST_CASE("Chemical words stay whole") {
    CHECK(split("solid-state Li/Li+ PEDOT:PSS Ti-6Al-4V Fe(III) (100)") ==
          "solid-state|Li/Li+|PEDOT:PSS|Ti-6Al-4V|Fe(III)|(100)");
    CHECK(materials("Ti-6Al-4V and Zn–Bi") == "Ti-6Al-4V|Zn-Bi");
    CHECK(materials("Si-O and C-H bonds in Li-S cells") == "");
    CHECK(split("3-aminopropyl 1,10-phenanthroline 2D 8YSZ") ==
          "3-aminopropyl|1,10-phenanthroline|2D|8YSZ");
    CHECK(split("Fe-doped Li-ion non-doped") == "Fe|-|doped|Li|-|ion|non-doped");
}

TEST_CASE("Names with brackets stay whole, formulas in brackets do not") {
    CHECK(split("(S)-leucine and 4-(2-ethylhexyl)benzene.") ==
          "(S)-leucine|and|4-(2-ethylhexyl)benzene|.");
    CHECK(split("[PtCl2(PPh3)2] and [M+Na]+ as [12] shows") ==
          "[PtCl2(PPh3)2]|and|[M+Na]+|as|[|12|]|shows");
    CHECK(split("Zn(acac)2 or RuL2(NCS)2 dyes") == "Zn(acac)2|or|RuL2(NCS)2|dyes");
    CHECK(split("(Fe2O3)-coated (100)-oriented f(x)") ==
          "(|Fe2O3|)|-|coated|(100)|-|oriented|f|(|x|)");
    CHECK(split("Newton's law, 1H and 13C shifts") == "Newton|'s|law|,|1H|and|13C|shifts");
}

TEST_CASE("Symbols that are English words mean the element only beside other signs of it") {
    CHECK(norms("Ga, In and As atoms") == "Ga|,|In|and|As|atoms");
    CHECK(norms("The In content was set In 1999") == "the|In|content|was|set|in|<nUm>");
    CHECK(norms("In-doped films. As-grown films") == "In|-|doped|films|.|as-grown|films");
}

TEST_CASE("Look-alikes are no materials") {
    CHECK(materials("NSW PVDF DyBCO OPV5 CsOS II IV VI C9705IS HeLa GeV NCs VOCs BV20 H1N1") == "");
    CHECK(materials("In As At I No He Be") == "");
    CHECK(materials("BN and AlN and GaAs and KOH") == "BN|AlN|AsGa|HKO");
    const auto text = as_text("InP is defined elsewhere");
    const std::vector<std::string> defined = {"InP"};
    const auto tokens =
        analyser().tokens(text, {0, static_cast<std::uint32_t>(text.utf8.size())}, defined);
    CHECK(tokens[0].kind == lode::TokenKind::word);
}

TEST_CASE("Numbers are masked and split from units") {
    CHECK(split("5mg at 300K") == "5|mg|at|300|K");
    CHECK(norms("5mg at 300K") == "<nUm>|mg|at|<nUm>|K");
    CHECK(split("10−3 and 1.5×10−3 and 1e-3 and 5.431(2) and 1,000,000") ==
          "10−3|and|1.5|×|10−3|and|1e-3|and|5.431(2)|and|1,000,000");
    CHECK(split("10-20 nm, 300–500 °C, −5 V") == "10|-|20|nm|,|300|–|500|°|C|,|−5|V");
    CHECK(split("40.75% or 5 at. % of it") == "40.75|%|or|5|at.|%|of|it");
    CHECK(split("155 mAh g−1 and 3 mA/cm2 in cm−1") == "155|mAh|g−1|and|3|mA/cm2|in|cm−1");
    CHECK(norms("x = 0.5") == "x|=|<nUm>");
}

TEST_CASE("Superscripts of the source are read as what they are") {
    auto text = as_text("as values12 show");
    text.scripts = {sup(text.utf8, "12")};
    CHECK(split(text) == "as|values|12|show");
    text = as_text("near 10-3 mol");
    text.scripts = {sup(text.utf8, "-3")};
    CHECK(split(text) == "near|10-3|mol");
    text = as_text("SO42- and Ca2+ ions");
    text.scripts = {sup(text.utf8, "2-"), sup(text.utf8, "2+")};
    CHECK(split(text) == "SO42-|and|Ca2+|ions");
    CHECK(tokens_of(text)[0].norm == "O4S");
}

TEST_CASE("Capitals are lowered where they only open a word") {
    CHECK(norms("Seebeck XRD ZnO Co X-ray Solid-state Iron") ==
          "seebeck|XRD|OZn|Co|x-ray|solid-state|iron");
    CHECK(norms("In the film, As and In atoms") == "in|the|film|,|as|and|In|atoms");
    CHECK(norms("A cell") == "a|cell");
}

TEST_CASE("Training text holds words, numbers and materials only") {
    const auto text = as_text("The PbTe, (n = 5) is  \t hot.");
    const auto tokens = tokens_of(text);
    CHECK(lode::text::Analyser::training_text(tokens) == "the PbTe n <nUm> is hot");
    CHECK(analyser().query_terms("solid electrolyte, Bi2Te3") ==
          std::vector<std::string>{"solid", "electrolyte", "Bi2Te3"});
}

TEST_CASE("A material typed as tables print it is the material alone") {
    using List = std::vector<std::string>;
    for (const auto& [typed, norm] :
         std::vector<std::pair<std::string, std::string>>{{"1T-CrTe2", "CrTe2"},
                                                          {"2H-MoS2", "MoS2"},
                                                          {"2H\xE2\x80\x93MoS2", "MoS2"},
                                                          {"1T\xE2\x80\xB2-MoTe2", "MoTe2"},
                                                          {"1T'-MoTe2", "MoTe2"},
                                                          {"Td-WTe2", "Te2W"},
                                                          {"4Hb-TaS2", "S2Ta"},
                                                          {"15R-SiC", "CSi"},
                                                          {"α′-NaV2O5", "NaO5V2"},
                                                          {"β-Ga2O3", "Ga2O3"},
                                                          {"β1-MgAgSb", "AgMgSb"},
                                                          {"alpha-Fe2O3", "Fe2O3"},
                                                          {"T'-Nd2CuO4", "CuNd2O4"},
                                                          {"t-ZrO2", "O2Zr"},
                                                          {"MoS₂", "MoS2"},
                                                          {"2H-MoS₂", "MoS2"},
                                                          {"TiO2(110)", "O2Ti"},
                                                          {"La2-xSrxCuO4", "La2-xSrxCuO4"}}) {
        CAPTURE(typed);
        CHECK(analyser().query_terms(typed) == List{norm});
    }
    // What is no phase in front of no material stays what it is.
    CHECK(analyser().query_terms("p-n") == analyser().query_terms("p-n "));
    CHECK(analyser().query_terms("2H-MoS2 film") == List{"2H", "MoS2", "film"});
    CHECK(analyser().query_terms("Fe-Si").size() != 0);
    CHECK(analyser().query_terms("3D-printed") == analyser().query_terms("3D-printed "));
    CHECK(analyser().query_terms("-MoS2") == List{"MoS2"});
}

TEST_CASE("Token ranges are exact, ordered and cover every character that is not a blank") {
    const std::string utf8 =
        "“α-Fe2O3” (d ≈ 5 nm) – see [M+H]+, 7.95(s, 4H); 180 °C/15 h… ½ \xF0\x9D\x9B\xBC x−y";
    const auto text = as_text(utf8);
    std::uint32_t at = 0;
    for (const auto& token : tokens_of(text)) {
        CHECK(token.range.begin >= at);
        CHECK(token.range.end > token.range.begin);
        CHECK(token.norm.find(' ') == std::string::npos);
        for (std::uint32_t i = at; i < token.range.begin; ++i) {
            CHECK(utf8[i] == ' ');
        }
        at = token.range.end;
    }
    CHECK(at == utf8.size());
}

TEST_CASE("Malformed bytes end in tokens, not in exceptions") {
    CHECK_NOTHROW(tokens_of(as_text("ab\xFF\xC3 \xE2\x88 Fe2\x80O3 (")));
    CHECK(tokens_of(as_text("")).empty());
}
