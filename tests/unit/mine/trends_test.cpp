#include <catch2/catch.hpp>

#include "tests/unit/mine/helpers.hpp"

using namespace lode;

namespace {

std::vector<Trend> trends(const std::string& text) {
    return test::annotate(text).analysis.trends;
}

Trend only(const std::string& text) {
    const auto found = trends(text);
    INFO(text);
    REQUIRE(found.size() == 1);
    return found[0];
}

}  // namespace

TEST_CASE("a finite verb with its variable") {
    const Trend t = only("The Seebeck coefficient increases with temperature (Fig. 4b).");
    CHECK(t.property == "Seebeck coefficient");
    CHECK(t.variable == "temperature");
    CHECK(t.direction == Direction::increase);
    CHECK_FALSE(t.variable_decreasing);
    CHECK(t.figure == "Fig. 4b");
    CHECK(t.score > 0.5F);
    CHECK(t.score <= 1.0F);
}

TEST_CASE("the sign is that of an increasing variable") {
    const Trend t = only("The resistivity drops with decreasing film thickness.");
    CHECK(t.direction == Direction::increase);
    CHECK(t.variable_decreasing);
    CHECK(t.variable == "film thickness");
    const Trend u = only("The yield strength rises as the grain size decreases.");
    CHECK(u.property == "yield strength");
    CHECK(u.variable == "grain size");
    CHECK(u.direction == Direction::decrease);
    CHECK(u.variable_decreasing);
}

TEST_CASE("variables in clauses, gerunds and nouns") {
    const Trend t = only("The mobility fell when the dopant level rose from 1 to 5 at.%.");
    CHECK(t.variable == "dopant level");
    CHECK(t.direction == Direction::decrease);
    CHECK(t.x_range == "from 1 to 5 at.%");
    const Trend u = only("Increasing the sulfur content reduces the ductility of the weld.");
    CHECK(u.property == "ductility of the weld");
    CHECK(u.variable == "sulfur content");
    CHECK(u.direction == Direction::decrease);
    const Trend v = only("A rise in humidity led to a reduction in the tensile strength.");
    CHECK(v.property == "tensile strength");
    CHECK(v.variable == "humidity");
    CHECK(v.direction == Direction::decrease);
    const Trend w = only("The higher the cooling rate, the lower the grain size.");
    CHECK(w.variable == "cooling rate");
    CHECK(w.direction == Direction::decrease);
}

TEST_CASE("a subject stands before a clause between commas, a value does not end one") {
    const Trend t = only(
        "The free energy of the step, which equals the applied voltage, drops with increasing "
        "temperature.");
    CHECK(t.property == "free energy of the step");
    CHECK(t.variable == "temperature");
    CHECK(t.direction == Direction::decrease);
    const Trend u =
        only("In the oxide, raising the Co content from 5 to 10 % increases the band gap.");
    CHECK(u.property == "band gap");
    CHECK(u.variable == "Co content");
    CHECK(u.x_range == "from 5 to 10 %");
    const Trend v = only("The highest hardness of 980 HV is located at the surface.");
    CHECK(v.property == "hardness");
    CHECK(v.extremum_value.value == "980");
    CHECK(v.extremum_value.unit == "HV");
}

TEST_CASE("a transitive verb names treatment and property") {
    const Trend t = only("The addition of niobium increased the hardness from 210 to 250 HV.");
    CHECK(t.property == "hardness");
    CHECK(t.variable == "addition of niobium");
    CHECK(t.direction == Direction::increase);
}

TEST_CASE("several records in one sentence keep their own directions") {
    const auto found =
        trends("The gain drops with increasing bias and grows with the channel width.");
    REQUIRE(found.size() == 2);
    CHECK(found[0].direction == Direction::decrease);
    CHECK(found[0].variable == "bias");
    CHECK(found[1].direction == Direction::increase);
    CHECK(found[1].property == "gain");
    CHECK(found[1].variable == "channel width");
}

TEST_CASE("up and then down is a peak, a change that stays is a plateau") {
    CHECK(only("The capacity first increases and then decreases with the carbon content.")
              .direction == Direction::peak);
    CHECK(only("The resistance decreases and then increases with the dose.").direction ==
          Direction::minimum);
    CHECK(
        only("The current increases and then saturates with increasing gate voltage.").direction ==
        Direction::plateau);
}

TEST_CASE("extremum and location are read with their units") {
    const Trend t = only("The power factor reaches a maximum of 3.4 mW m−1 K−2 at 650 K.");
    CHECK(t.direction == Direction::peak);
    CHECK(t.property == "power factor");
    CHECK(t.extremum == Extremum::maximum);
    CHECK(t.extremum_value.value == "3.4");
    CHECK(t.extremum_value.unit == "mW m−1 K−2");
    CHECK(t.location.value == "650");
    CHECK(t.location.unit == "K");
}

TEST_CASE("an increase to a maximum and the onset of a plateau keep their values") {
    const Trend t = only("The zT increases with the doping level to a maximum of 1.4 at 800 K.");
    CHECK(t.direction == Direction::increase);
    CHECK(t.extremum_value.value == "1.4");
    CHECK(t.location.value == "800");
    const Trend u = only("The density saturates at a pressure of 6 MPa.");
    CHECK(u.direction == Direction::plateau);
    CHECK(u.location.value == "6");
    CHECK(u.location.unit == "MPa");
}

TEST_CASE("no change has many spellings") {
    for (const char* text : {"The density remained constant with increasing pressure.",
                             "The band gap is independent of the film thickness.",
                             "The hardness does not change with the annealing time.",
                             "The porosity has no effect on the permittivity.",
                             "The modulus did not increase with the filler content."}) {
        INFO(text);
        CHECK(only(text).direction == Direction::no_change);
    }
}

TEST_CASE("joined properties and relative clauses") {
    const Trend t = only("The strength and hardness increase with the carbon content.");
    CHECK(t.property == "strength and hardness");
    const Trend v = only("The variation of the gap with increasing strain is nonmonotonic.");
    CHECK(v.property == "gap");
    CHECK(v.direction == Direction::non_monotonic);
    const Trend u = only("We studied the viscosity, which decreases with temperature.");
    CHECK(u.property == "viscosity");
}

TEST_CASE("what does not change any more has levelled off") {
    CHECK(only("Beyond 5 wt%, the conductivity does not increase any more with the filler content.")
              .direction == Direction::plateau);
    CHECK(only("The conductivity does not increase with the filler content.").direction ==
          Direction::no_change);
}

TEST_CASE("verbs of length and thickness state a direction") {
    const auto found =
        trends("As the gate voltage increases, the rise time shortens and the current increases.");
    REQUIRE(found.size() == 2);
    CHECK(found[0].property == "rise time");
    CHECK(found[0].direction == Direction::decrease);
    CHECK(found[1].direction == Direction::increase);
}

TEST_CASE("a change that is told twice is not its own variable") {
    for (const auto& t : trends("A decrease in the total porosity was found leading to a porosity "
                                "reduction from 40% to 30%.")) {
        CHECK(t.direction == Direction::decrease);
    }
}

TEST_CASE("the subject may be the place of an extremum") {
    const Trend t = only("A spacing of 40 mm gave the maximum reduction in heat loss of 30 %.");
    CHECK(t.direction == Direction::peak);
    CHECK(t.property == "reduction in heat loss");
    CHECK(t.variable == "spacing");
    CHECK(t.extremum_value.value == "30");
    CHECK(t.location.value == "40");
    CHECK(t.location.unit == "mm");
}

TEST_CASE("a topic names the property in full, and an extremum may amount to its value") {
    const auto found = trends(
        "As for residual stresses, the highest stresses of 300 MPa are located at the surface.");
    REQUIRE(found.size() == 1);
    CHECK(found[0].property == "residual stresses");
    const Trend t = only("The lowest stress amounting to 20 MPa is located at the rim.");
    CHECK(t.property == "stress");
    CHECK(t.extremum_value.value == "20");
}

TEST_CASE("a change noun inside the name of another change is no claim of its own") {
    const Trend t = only("The weight loss increased with the time in dry air.");
    CHECK(t.property == "weight loss");
    CHECK(t.direction == Direction::increase);
}

TEST_CASE("independent may stand before its property") {
    const Trend t = only("The films show a temperature-independent resistivity (Fig. 2).");
    CHECK(t.direction == Direction::no_change);
    CHECK(t.property == "resistivity");
    CHECK(t.variable == "temperature");
    CHECK(trends("Three independent measurements were made.").empty());
}

TEST_CASE("sentences that state no trend yield none") {
    for (const char* text :
         {"The conductivity as a function of temperature is shown in Fig. 2.",  // pointer
          "The conductivity of sample A is higher than that of sample B.",      // comparison
          "The temperature was increased to 500 °C at 5 K min−1.",              // method
          "The XRD pattern shows a peak at 32.1°.",                             // spectrum
          "A Raman band at 465 cm−1 has its maximum near the surface mode.",    // spectrum
          "Carbon was added to increase the conductivity of the electrode.",    // purpose
          "The samples were kept at a constant load of 5 N.",                   // method
          "The reduction of the oxide was carried out in hydrogen.",            // chemistry
          "In terms of performance degradation over time, the cells behave differently.",
          "The maximum error of 0.9 % is shown by model A, by model B at 0.6 %.",
          "The oxide has a double perovskite phase in this layer (Fig. 3).",
          "The image discloses narrow cracks in the outer coating layer (Fig. 3).",
          "Resin was applied to prevent leakage and increase the strength of the joint.",
          "The voltage at which the current rises depends on the gate (Fig. 3).",
          "There is a growing demand for cheap batteries.",  // noun
          "For each condition a minimum of five bars was broken."}) {
        INFO(text);
        CHECK(trends(text).empty());
    }
}

TEST_CASE("property, variable, range and material are substrings of the text") {
    const std::string text =
        "For Bi2Te3 films, the thermal conductivity decreases from 2.1 to 1.4 W m−1 K−1 as the "
        "grain size is reduced from 90 to 20 nm (Figure 6).";
    const auto found = trends(text);
    REQUIRE_FALSE(found.empty());
    for (const auto& t : found) {
        for (const auto* part : {&t.property, &t.variable, &t.x_range, &t.material, &t.figure}) {
            CHECK(text.find(*part) != std::string::npos);
        }
        CHECK(t.material == "Bi2Te3");
        CHECK(t.figure == "Figure 6");
    }
    CHECK(found[0].x_range == "from 90 to 20 nm");
}

TEST_CASE("long and odd sentences are survived") {
    std::string text;
    for (int i = 0; i < 3000; ++i) {
        text += "the rate increases with T and ";
    }
    CHECK(trends(text).empty());  // 18,000 words are no sentence
    trends(text.substr(0, 2400));
    trends("");
    trends("((((");
    trends("increases");
    trends("with increasing");
    trends("the higher the");
    trends("- - - increase decrease and and and.");
    SUCCEED();
}
