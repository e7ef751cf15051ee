#include "ingest/mine/abbreviations.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/mine/helpers.hpp"

using namespace lode;
using ingest::long_form;

namespace {

std::vector<Abbreviation> find(const std::string& text) {
    std::vector<Abbreviation> found;
    ingest::find_abbreviations(text, {{0, static_cast<std::uint32_t>(text.size())}}, found);
    return found;
}

}  // namespace

TEST_CASE("the letters of a short form are found from the right") {
    CHECK(long_form("MCFC", "a stack of molten carbonate fuel cells") ==
          "molten carbonate fuel cells");
    CHECK(long_form("XRD", "measured by X-ray diffraction") == "X-ray diffraction");
    CHECK(long_form("QQ", "nothing of the kind").empty());
}

TEST_CASE("definitions in both orders are found once") {
    const auto found = find("We used a molten carbonate fuel cell (MCFC). The MCFC ran.");
    REQUIRE(found.size() == 1);
    CHECK(found[0].short_form == "MCFC");
    CHECK(found[0].long_form == "molten carbonate fuel cell");
    const auto turned = find("The SEM (scanning electron microscope) was cleaned.");
    REQUIRE(turned.size() == 1);
    CHECK(turned[0].long_form == "scanning electron microscope");
    const auto inside = find("The barrier layer (solid electrolyte interphase, SEI) grew.");
    REQUIRE(inside.size() == 1);
    CHECK(inside[0].short_form == "SEI");
    CHECK(find("grain boundary (GB) and again grain boundary (GB)").size() == 1);
}

TEST_CASE("the cheapest spelling is taken, not the nearest") {
    // The nearer "i" of "island" would leave the ions out.
    CHECK(long_form("IIG", "model of ionic island growth") == "ionic island growth");
    CHECK(long_form("LFP", "anti-lithium ferrous phosphate") == "anti-lithium ferrous phosphate");
    CHECK(long_form("HDP", "a non-high-density polymer") == "high-density polymer");
    CHECK(long_form("QDs", "several quantum dots") == "quantum dots");
    CHECK(long_form("2DEG", "the two-dimensional electron gas") == "two-dimensional electron gas");
    CHECK(long_form("N2O", "exposed to nitrous oxide") == "nitrous oxide");
    CHECK(long_form("α-AL", "alpha amorphous layer") == "alpha amorphous layer");
    CHECK(long_form("OS", "of steel").empty());
    CHECK(long_form("SWI", "samples which were treated with indium").empty());
}

TEST_CASE("square brackets, equations, lists and glued short forms define as well") {
    const auto one = [](const std::string& text) {
        const auto found = find(text);
        INFO(text);
        REQUIRE(found.size() == 1);
        return found[0].short_form + "|" + found[0].long_form;
    };
    CHECK(one("a grain boundary [GB] moved") == "GB|grain boundary");
    CHECK(one("a film (GB = grain boundary) of") == "GB|grain boundary");
    CHECK(one("the grain boundary(GB) of") == "GB|grain boundary");
    CHECK(one("the mean size (adjusted grain boundary [GB], 5 nm) of") == "GB|grain boundary");
    CHECK(one("the molten salt reactor (MSR; one of four)") == "MSR|molten salt reactor");
    CHECK(one("a low viscosity (V) oil") == "V|viscosity");
    CHECK(one("with cyclohexanone (chn) as") == "chn|cyclohexanone");
}

TEST_CASE("brackets that define nothing are left alone") {
    CHECK(find("The film (Fig. 3a) was thin (see below) at 5 K (left).").empty());
    CHECK(find("A gap (n = 3) between the layers (100 nm) remained.").empty());
    CHECK(find("An open bracket (never closed").empty());
    CHECK(find("a twofold bond (2b) and a tall line (top) without (with) a f(T) law").empty());
}

TEST_CASE("many open brackets cost linear time") {
    const std::string hostile(200000, '(');
    CHECK(find("x " + hostile).empty());
}

TEST_CASE("an abbreviation defined as no material is no material in its document") {
    const auto defined =
        test::annotate("The loss of coolant occurrence (LCO) was modelled. An LCO is rare.", false);
    for (const auto& mention : defined.analysis.mentions) {
        CHECK(mention.written != "LCO");
    }
    const auto plain = test::annotate("Cells with LCO were cycled.");
    REQUIRE(plain.analysis.mentions.size() == 1);
    CHECK(plain.analysis.mentions[0].formula == "CoLiO2");
}

TEST_CASE("an abbreviation defined as a material takes its formula") {
    const auto found =
        test::annotate("We grew bismuth telluride (BT) films. The BT films were smooth.", false);
    REQUIRE_FALSE(found.analysis.mentions.empty());
    const auto& last = found.analysis.mentions.back();
    CHECK(last.written == "BT");
    CHECK(last.formula == "Bi2Te3");
    CHECK(last.kind == MaterialKind::abbreviation);
}

TEST_CASE("training text says the long form, offsets stay those of the text") {
    const std::string text =
        "A molten salt reactor (MSR) was built. The MSR ran hot. Bismuth telluride (BT) is "
        "brittle. "
        "We ground BT.";
    const auto found = test::annotate(text, false);
    REQUIRE(found.analysis.sentences.size() == 4);
    CHECK(found.analysis.sentences[0].tokens.find("MSR") != std::string::npos);
    CHECK(found.analysis.sentences[1].tokens == "the molten salt reactor ran hot");
    CHECK(found.analysis.sentences[3].tokens == "we ground Bi2Te3");
    const auto& tokens = found.tokens[1];
    CHECK(text.substr(tokens[1].range.begin, tokens[1].range.size()) == "MSR");
    CHECK(tokens[1].norm == "MSR");
}
