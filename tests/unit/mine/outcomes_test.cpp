#include "ingest/mine/outcomes.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/mine/helpers.hpp"

using namespace lode;

namespace {

Sentence judged(const std::string& text) {
    return test::annotate(text).analysis.sentences.at(0);
}
OutcomeLabel label(const std::string& text) {
    return judged(text).outcome;
}

}  // namespace

TEST_CASE("a better property is positive, a worse one negative") {
    CHECK(label("The tensile strength was increased by the coating.") == OutcomeLabel::positive);
    CHECK(label("The surface roughness was reduced by polishing.") == OutcomeLabel::positive);
    CHECK(label("The wear rate increased after annealing.") == OutcomeLabel::negative);
    CHECK(label("Its capacity retention is lower than that of the bare cathode.") ==
          OutcomeLabel::negative);
    CHECK(label("The ionic conductivity is five times higher than that of the reference.") ==
          OutcomeLabel::positive);
}

TEST_CASE("the valence of a longer property overrides its head") {
    CHECK(label("The corrosion resistance was improved by the coating.") == OutcomeLabel::positive);
    CHECK(label("The contact resistance was increased by the coating.") == OutcomeLabel::negative);
}

TEST_CASE("negation turns the valence") {
    CHECK(label("No cracks were found and no degradation occurred.") == OutcomeLabel::positive);
    CHECK(label("The coating could not be deposited successfully.") == OutcomeLabel::negative);
    CHECK(label("The additive did not increase the capacity.") == OutcomeLabel::negative);
}

TEST_CASE("absence of an effect is null") {
    CHECK(label("The pressure had no significant effect on the grain size.") == OutcomeLabel::null);
    CHECK(label("The two alloys do not differ significantly in density.") == OutcomeLabel::null);
    CHECK(label("The gap is independent of the substrate.") == OutcomeLabel::null);
}

TEST_CASE("methods, aims and hype are neutral") {
    CHECK(label("The powders were prepared by ball milling.") == OutcomeLabel::neutral);
    CHECK(label("In this work, we investigate the effect of dopants.") == OutcomeLabel::neutral);
    CHECK(label("A novel and unique approach is proposed.") == OutcomeLabel::neutral);
    CHECK(label("The electrode should be stable in air.") == OutcomeLabel::neutral);
}

TEST_CASE("what a sentence is about is not what it reports") {
    for (const auto* topic : {"We solve the two-body problem in a parabolic trap.",
                              "Radiation damage in ferritic steels is reviewed.",
                              "The decomposition of the unit cell into three layers follows.",
                              "Limits on the mass of the carrier are derived.",
                              "The instability boundary depends on the number of layers.",
                              "Energy harvesting remains one of the challenges of our time.",
                              "The failure criterion of the beam was computed."}) {
        INFO(topic);
        CHECK(label(topic) == OutcomeLabel::neutral);
    }
    for (const auto* report :
         {"The film was severely damaged by the current.", "Heating led to cracks along the edge.",
          "Cracks were observed along the edge.", "Removing the mould was difficult.",
          "The cell suffers from leakage at the seal.", "The output is limited by recombination.",
          "The compound is unstable in air.",
          "The layer exhibited severe delamination and degradation."}) {
        INFO(report);
        CHECK(label(report) == OutcomeLabel::negative);
    }
}

TEST_CASE("the main clause decides over the concession") {
    CHECK(label("Although the films are brittle, they show excellent adhesion.") ==
          OutcomeLabel::positive);
    CHECK(label("Despite its good adhesion, the coating failed.") == OutcomeLabel::negative);
}

TEST_CASE("hedges and scores") {
    CHECK(judged("The loss may be caused by leakage.").hedged);
    CHECK_FALSE(judged("The loss is caused by leakage.").hedged);
    const Sentence s = judged("The cell showed excellent stability and no degradation.");
    CHECK(s.outcome_score > 0.5F);
    CHECK(s.outcome_score <= 1.0F);
    CHECK(judged("The powders were sieved.").outcome_score == 0.0F);
}

TEST_CASE("whose claim it is") {
    CHECK(judged("We find an excellent stability.").scope == ClaimScope::own);
    CHECK(judged("Miller et al. reported an excellent stability.").scope == ClaimScope::prior_work);
    CHECK(judged("An excellent stability was found elsewhere [14].").scope ==
          ClaimScope::prior_work);
}

TEST_CASE("sections are recognised by their titles") {
    using ingest::Zone;
    CHECK(ingest::zone_of_section("1. Introduction") == Zone::introduction);
    CHECK(ingest::zone_of_section("Experimental Section") == Zone::methods);
    CHECK(ingest::zone_of_section("3 Results and discussion") == Zone::results);
    CHECK(ingest::zone_of_section("Conclusions") == Zone::conclusion);
    CHECK(ingest::zone_of_section("Phase diagrams") == Zone::unknown);
}
