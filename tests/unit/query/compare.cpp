// Comparisons, analogies and written forms on a literature and vectors made by hand.
#include "query/explain/compare.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/base/error.hpp"
#include "query/analogy.hpp"
#include "query/bias/concept_picture.hpp"
#include "tests/unit/query/fixture.hpp"

using namespace lode;
using namespace lode::query;
using namespace lode::query::explain;
using fixture::entry;
using fixture::split;

namespace {

constexpr auto k_positive = OutcomeLabel::positive;
constexpr auto k_negative = OutcomeLabel::negative;
constexpr auto k_null = OutcomeLabel::null;

embed::Embedding model() {
    return fixture::model({{"battery", 90, false, {1, 0, 0}, {1, 0, 0}},
                           {"capacitor", 80, false, {0.9F, 0.4F, 0}, {0.6F, 0.8F, 0}},
                           {"voltage", 50, false, {0.6F, 0.8F, 0}, {0, 0, 1}},
                           {"cobalt-rich", 40, false, {1, 0, 0.2F}, {0, 0, 1}},
                           {"spinel", 30, false, {0, 1, 0}, {0, 0, 1}},
                           {"CoLiO2", 60, true, {0, 0, 1}, {1, 0, 0}},
                           {"LiMn2O4", 20, true, {0, 1, 1}, {0, 1, 0}},
                           {"NaCoO2", 10, true, {1, 0, 1}, {0.8F, 0.6F, 0}},
                           {"MnO2", 5, true, {0, 1, -1}, {0, 0.6F, 0.8F}}});
}

std::vector<store::Entry> entries() {
    const std::vector<std::string> m{"CoLiO2", "LiMn2O4", "NaCoO2", "MnO2"};
    std::vector<store::Entry> list{
        entry("a0", 2001, {{"CoLiO2 in a battery works", k_positive}}, m),
        entry("a1", 2003, {{"CoLiO2 failed", k_negative}}, m),
        entry("a2", 2005, {{"CoLiO2 beats LiMn2O4", k_positive}}, m),
        entry("a3", 2006, {{"a battery of LiMn2O4 had no effect", k_null}}, m),
        entry("a4", 2007, {{"CoLiO2 was withdrawn", k_positive}}, m, true),
        entry("a5", 2008, {{"every capacitor is new"}}, m)};
    const auto trend = [&](std::size_t article, const std::string& material, Direction direction) {
        Trend made;
        made.sentence = 0;
        made.property = "capacity";
        made.variable = "temperature";
        made.material = material;
        made.direction = direction;
        list[article].analysis.trends.push_back(made);
    };
    trend(0, "CoLiO2", Direction::increase);
    trend(3, "LiMn2O4", Direction::decrease);
    return list;
}

Comparison ask(const std::string& a, const std::string& b,
               const std::vector<std::string>& concepts = {}) {
    static const auto k_model = model();
    static const fixture::Memory k_literature(entries());
    CompareRequest request;
    request.typed = {a, b};
    request.concepts = concepts;
    request.applications = {{"storage", {"battery"}}, {"unheard", {"perpetuum"}}};
    return compare(k_literature, k_model, split, {}, PropertyNames(), request);
}

std::vector<std::string> written(const std::vector<SharedWord>& words) {
    std::vector<std::string> list;
    for (const auto& word : words) {
        list.push_back(word.written);
    }
    return list;
}

}  // namespace

TEST_CASE("compare: counts, votes, words and trends of two materials") {
    const auto made = ask("CoLiO2", "LiMn2O4");
    CHECK(made.materials);
    const Side& a = made.sides[0];
    CHECK(a.written == "LiCoO2");
    CHECK(a.articles == 3);
    CHECK(a.retracted == 1);
    CHECK(a.first_year == 2001);
    CHECK(a.last_year == 2005);
    CHECK(a.positive == 2);
    CHECK(a.negative == 1);
    // Jeffreys: Beta(2.5, 1.5), mean 0.625.
    CHECK(a.success.mean == Approx(0.625));
    CHECK(made.sides[1].null == 1);
    CHECK(made.articles_with_both == 1);
    // voltage: 0.6 and 0.8; battery and capacitor stand nearer to the first.
    REQUIRE_FALSE(made.shared.empty());
    CHECK(made.shared.front().written == "voltage");
    CHECK(made.shared.front().a == Approx(0.6));
    CHECK(made.shared.front().b == Approx(0.8));
    CHECK(written(made.own[0]).front() == "battery");
    CHECK(written(made.own[1]).front() == "spinel");
    CHECK(a.neighbours.front().first == "NaCoO2");
    CHECK(made.neighbours_of_both.size() == 2);
    REQUIRE(made.applications.size() == 1);  // the model does not know the other
    CHECK(made.applications[0].name == "storage");
    CHECK(made.applications[0].a.rank == 1);
    CHECK(made.applications[0].a.percentile == 100);
    REQUIRE(made.trends.size() == 1);
    CHECK(made.trends[0].opposite);
    CHECK(made.trends[0].a.at(Direction::increase) == 1);
    CHECK_FALSE(made.report.has_value());
}

TEST_CASE("compare: with a concept both have their rows") {
    const auto made = ask("CoLiO2", "LiMn2O4", {"battery"});
    REQUIRE(made.report.has_value());
    REQUIRE(made.sides[0].row.has_value());
    REQUIRE(made.sides[1].row.has_value());
    CHECK(made.sides[0].row->rank == 1);
    CHECK(made.sides[0].row->articles_with_concept == 1);
    std::ostringstream text;
    write_text(made, text);
    CHECK(text.str().find("rank for battery") != std::string::npos);
    std::ostringstream out;
    write_json(made, out);
    const auto json = nlohmann::json::parse(out.str());
    CHECK(json.at("a").at("ranked").at("rank") == 1);
    CHECK(json.at("trends").at(0).at("b").at("decrease") == 1);
    std::ostringstream page;
    write_page(made, page);
    CHECK(page.str().find("LiCoO<sub>2</sub>") != std::string::npos);
}

TEST_CASE("compare: two concepts, and what cannot be compared") {
    const auto made = ask("battery", "capacitor");
    CHECK_FALSE(made.materials);
    CHECK(made.sides[0].articles == 2);
    CHECK(made.sides[0].positive == 1);
    CHECK(made.sides[0].null == 1);
    CHECK(made.sides[1].articles == 1);
    CHECK(made.sides[1].voting() == 0);
    CHECK(made.trends.empty());
    std::ostringstream text;
    write_text(made, text);
    CHECK(text.str().find("reported success (90 %)") != std::string::npos);
    CHECK_THROWS_AS(ask("battery", "CoLiO2"), UsageError);
    CHECK_THROWS_AS(ask("CoLiO2", "CoLiO2"), UsageError);
    CHECK_THROWS_AS(ask("batery", "capacitor"), NoAnswer);
    CHECK_THROWS_AS(ask("battery", "capacitor", {"voltage"}), UsageError);
}

TEST_CASE("analogy: 3CosAdd on unit vectors, without the three words") {
    // Lengths differ on purpose; q = b - a + c = (0, 0, 1).
    const auto words = fixture::model({{"copper", 50, false, {3, 0, 0}, {0, 0, 1}},
                                       {"iron", 40, false, {0, 5, 0}, {0, 0, 1}},
                                       {"Cu", 30, true, {7, 0, 7}, {0, 0, 1}},
                                       {"Fe", 20, true, {0, 2, 2}, {0, 0, 1}},
                                       {"CoLiO2", 15, true, {-1, 0, 0}, {0, 0, 1}}});
    const auto answer = analogy(words, split, {}, {"copper", "Cu", "iron"}, 10, false);
    CHECK(answer.read == std::vector<std::string>{"copper", "Cu", "iron"});
    REQUIRE(answer.rows.size() == 2);
    CHECK(answer.rows[0].word == "Fe");
    CHECK(answer.rows[0].material);
    // unit Cu - unit copper + unit iron = (s - 1, 1, s), s = 1/sqrt(2); against (0, s, s).
    const double s = std::sqrt(0.5);
    CHECK(answer.rows[0].cosine ==
          Approx((s + s * s) / std::sqrt((s - 1) * (s - 1) + 1 + s * s)).epsilon(1e-5));
    CHECK(answer.rows[1].written == "LiCoO2");
    const auto one = analogy(
        words, split, [](std::string_view) { return std::optional<std::string>("Fe"); },
        {"copper", "Cu", "ferrum"}, 1, true);
    CHECK(one.read[2] == "Fe");
    CHECK(one.rows.size() == 1);
    try {
        analogy(words, split, {}, {"copper", "Cu", "irons"}, 1, false);
        FAIL();
    } catch (const NoAnswer& problem) {
        CHECK(problem.hint().find("example: lode analogy copper Cu iron") != std::string::npos);
    }
    CHECK_THROWS_AS(analogy(words, split, {}, {"copper iron", "Cu", "iron"}, 1, false), NoAnswer);
}

TEST_CASE("bias: people read materials as they are written") {
    bias::ConceptQuestion question;
    question.concepts = {"battery"};
    const fixture::Memory literature(entries());
    auto report = bias::concept_picture(literature, model(), split, question);
    std::ostringstream text;
    bias::write_picture_text(report, text);
    CHECK(text.str().find("LiCoO2") != std::string::npos);
    CHECK(text.str().find("CoLiO2") == std::string::npos);
    std::ostringstream page;
    bias::write_picture_page(report, page);
    CHECK(page.str().find("LiCoO<sub>2</sub>") != std::string::npos);
    CHECK(page.str().find("CoLiO<sub>2</sub>") == std::string::npos);
    std::ostringstream out;
    bias::write_picture_json(report, out);
    const auto json = nlohmann::json::parse(out.str());
    bool found = false;
    for (const auto& material : json.at("materials")) {
        if (material.at("material") == "CoLiO2") {
            found = true;
            CHECK(material.at("written") == "LiCoO2");
        }
    }
    CHECK(found);
}
