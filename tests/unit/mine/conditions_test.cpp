// Conditions at which a trend holds, and what a figure's caption adds to a sentence.
#include <catch2/catch.hpp>

#include "core/model/article.hpp"
#include "tests/unit/mine/helpers.hpp"

using namespace lode;

namespace {

Trend first(const std::string& text) {
    const auto annotation = test::annotate(text);
    INFO(text);
    REQUIRE_FALSE(annotation.analysis.trends.empty());
    return annotation.analysis.trends.front();
}

// An article whose results say `sentence` of a figure with this caption.
Trend with_caption(const std::string& caption, const std::string& sentence) {
    Article article;
    Figure figure;
    figure.id = "f2";
    figure.label = "Fig. 2.";
    figure.caption.utf8 = caption;
    article.figures.push_back(figure);
    Section section;
    section.title.utf8 = "Results";
    section.paragraphs.push_back({.utf8 = sentence, .scripts = {}, .figure_links = {}});
    article.sections.push_back(section);
    const auto analysis = test::miner().analyse(article);
    INFO(sentence);
    REQUIRE(analysis.trends.size() == 1);
    return analysis.trends.front();
}

}  // namespace

TEST_CASE("conditions are values behind a preposition, compositions and atmospheres") {
    CHECK(first("At 300 K, the resistivity decreases with the carbon content.").conditions ==
          "At 300 K");
    CHECK(
        first("The hardness increases with annealing time under a pressure of 5 MPa.").conditions ==
        "under a pressure of 5 MPa");
    CHECK(first("The weight loss increased with the time in dry air.").conditions == "in dry air");
    CHECK(first("For x = 0.2, the coercivity decreases with the temperature.").conditions ==
          "For x = 0.2");
    CHECK(first("The conductivity increases with humidity at 30 °C in flowing nitrogen.")
              .conditions == "at 30 °C; in flowing nitrogen");
}

TEST_CASE("the place of an extremum, a range and other quantities are no conditions") {
    const Trend t = first("The power factor reaches a maximum of 3.4 mW m−1 K−2 at 650 K.");
    CHECK(t.location.value == "650");
    CHECK(t.conditions.empty());
    CHECK(first("The gap decreases with temperature from 20 to 300 K.").conditions.empty());
    CHECK(first("The yield increases with the oxygen content in oxygen vacancies.")
              .conditions.empty());
    CHECK(first("The strength increased by 5 % with the dose.").conditions.empty());
}

TEST_CASE("a condition behind a change belongs to that change, one before to all") {
    const auto found = test::annotate(
                           "At 10 V, the gain drops with the bias at 300 K and grows with the "
                           "channel width at 77 K.")
                           .analysis.trends;
    REQUIRE(found.size() == 2);
    CHECK(found[0].conditions == "At 10 V; at 300 K");
    CHECK(found[1].conditions == "At 10 V; at 77 K");
}

TEST_CASE("a caption gives variable, range and conditions, and the record says so") {
    const Trend t = with_caption(
        "Seebeck coefficient as a function of temperature from 300 to 700 K in dry air.",
        "The Seebeck coefficient increased strongly (Fig. 2).");
    CHECK(t.variable == "temperature");
    CHECK(t.x_range == "from 300 to 700 K");
    CHECK(t.conditions == "in dry air");
    CHECK(t.from_caption == (k_variable_given | k_range_given | k_conditions_given));
    const Trend own = with_caption("Seebeck coefficient as a function of temperature at 5 T.",
                                   "The Seebeck coefficient increases with temperature at 2 T "
                                   "(Fig. 2).");
    CHECK(own.conditions == "at 2 T");
    CHECK(own.from_caption == 0);
}

TEST_CASE("the panel that is pointed at decides, and another quantity gives nothing") {
    const std::string caption =
        "(a) Hardness versus annealing time. (b) Hardness versus annealing temperature.";
    CHECK(with_caption(caption, "The hardness decreased markedly from 9 to 5 GPa (Fig. 2b).")
              .variable == "annealing temperature");
    CHECK(with_caption(caption, "The hardness decreased markedly from 9 to 5 GPa (Fig. 2a).")
              .variable == "annealing time");
    // What is said behind the last of joined panels holds for all of them.
    const std::string joined =
        "(a) Hardness, (b) density and (c) toughness as a function of annealing time. (d) A "
        "sketch.";
    CHECK(with_caption(joined, "The hardness decreased markedly from 9 to 5 GPa (Fig. 2a).")
              .variable == "annealing time");
    CHECK(with_caption(joined, "The density decreased markedly (Fig. 2b).").variable ==
          "annealing time");
    CHECK(with_caption("(a) Hardness of the steel. (b) Density versus annealing time.",
                       "The hardness decreased markedly from 9 to 5 GPa (Fig. 2a).")
              .variable.empty());
    const Trend other = with_caption("Viscosity as a function of time.",
                                     "The hardness decreased markedly from 9 to 5 GPa (Fig. 2).");
    CHECK(other.variable.empty());
    CHECK(other.from_caption == 0);
    // The figure draws it over something else than the sentence says.
    CHECK(with_caption("Hardness versus annealing time at 900 K.",
                       "The hardness increases with the carbon content (Fig. 2).")
              .conditions.empty());
}
