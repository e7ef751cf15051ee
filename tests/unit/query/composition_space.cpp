// Materials as points by their elements, and what a record of associations says of them.
#include "query/composition_space.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <random>
#include <string>

#include "query/dataset/application_materials.hpp"
#include "query/flag.hpp"
#include "tests/unit/query/fixture.hpp"

using namespace lode;
using namespace lode::query;

namespace {

ElementShares shares(const std::string& formula) {
    return element_shares(formula).value();
}

}  // namespace

TEST_CASE("the distance of two compositions is the share of atoms to exchange") {
    CHECK(exchange_distance(shares("Bi2Te3"), shares("Bi2Te3")) == 0);
    CHECK(exchange_distance(shares("Bi2Te3"), shares("Bi4Te6")) == Approx(0).margin(1e-12));
    // 3 of 5 atoms are Te, of which one is exchanged in Bi2Te2Se.
    CHECK(exchange_distance(shares("Bi2Te3"), shares("Bi2Te2Se")) == Approx(0.2));
    CHECK(exchange_distance(shares("Bi2Te2Se"), shares("Bi2Te3")) == Approx(0.2));
    CHECK(exchange_distance(shares("Bi2Te3"), shares("GaN")) == 1);
    // 1/2 Pb, 1/2 Te and 2/5 Bi, 3/5 Te have half an atom of Te in common.
    CHECK(exchange_distance(shares("PbTe"), shares("Bi2Te3")) == Approx(0.5));
    CHECK_FALSE(element_shares("Tb-Fe-Co"));
    CHECK_FALSE(element_shares(""));
}

TEST_CASE("the index of compositions finds what looking at every point finds") {
    std::mt19937 draw(7);
    const auto made = [&] {
        std::string formula;
        for (const char* element : {"Li", "O", "Fe", "P", "Ti", "S"}) {
            if (draw() % 2 == 0) {
                formula += element + std::to_string(1 + draw() % 4);
            }
        }
        return shares(formula.empty() ? "GaN" : formula);
    };
    for (const std::size_t n : {0U, 1U, 2U, 3U, 50U, 700U}) {
        std::vector<ElementShares> points;
        for (std::size_t i = 0; i < n; ++i) {
            points.push_back(made());
        }
        const CompositionIndex index(points);
        CHECK(index.size() == n);
        for (int query = 0; query < 60; ++query) {
            const auto at = query % 3 == 0 && n > 0 ? points[draw() % n] : made();
            std::vector<double> all;
            for (const auto& point : points) {
                all.push_back(exchange_distance(at, point));
            }
            std::sort(all.begin(), all.end());
            for (const std::size_t k : {0U, 1U, 6U}) {
                const auto found = index.nearest(at, k);
                REQUIRE(found.size() == std::min(k, n));
                for (std::size_t i = 0; i < found.size(); ++i) {
                    CHECK(found[i] == Approx(all[i]).margin(1e-12));
                }
            }
        }
    }
}

TEST_CASE("points as rows have a column for each element there is") {
    const auto rows = dense({shares("PbTe"), shares("Bi2Te3")});
    // Ascending by atomic number: Te 52, Pb 82, Bi 83.
    CHECK(rows == std::vector<std::vector<float>>{{0.5F, 0.5F, 0.0F}, {0.6F, 0.0F, 0.4F}});
    CHECK(dense({}).empty());
}

namespace {

std::vector<ApplicationMaterial> thermoelectrics(bool one_group) {
    const std::vector<std::string> names{"Bi2Te3", "PbTe", "Bi2Te2Se", "GaN", "Tb-Fe-Co"};
    std::vector<store::Entry> entries;
    const auto add = [&](const std::vector<fixture::Line>& lines, const std::string& author,
                         bool retracted = false) {
        const auto number = entries.size();
        entries.push_back(fixture::entry("b" + std::to_string(number),
                                         static_cast<std::uint16_t>(2000 + number), lines, names,
                                         retracted));
        entries.back().article.authors.push_back(
            {.family = author, .given = "A", .affiliations = {}});
    };
    for (int i = 0; i < 6; ++i) {
        add({{"thermoelectric Bi2Te3 good", OutcomeLabel::positive}},
            one_group ? "Ito" : std::string("Ito") + static_cast<char>('a' + i));
    }
    add({{"thermoelectric PbTe good", OutcomeLabel::positive},
         {"PbTe broke", OutcomeLabel::negative}},
        "Berg");
    add({{"thermoelectric stage", OutcomeLabel::neutral},
         {"PbTe and Bi2Te2Se broke", OutcomeLabel::negative}},
        "Cruz");
    add({{"thermoelectric PbTe good", OutcomeLabel::positive}}, "Diaz", true);
    add({{"thermoelectric SnSe GaN and Tb-Fe-Co", OutcomeLabel::neutral}}, "Eck");
    add({{"battery GaN good", OutcomeLabel::positive}}, "Fox");
    return application_materials(fixture::Memory(std::move(entries)),
                                 {"thermoelectric", {"thermoelectric"}}, fixture::split, {});
}

bool flagged(const ApplicationMaterial& one, const std::string& name) {
    return std::find(one.flags.begin(), one.flags.end(), name) != one.flags.end();
}

}  // namespace

TEST_CASE("the materials of an application with votes, flags and their place") {
    const auto list = thermoelectrics(true);
    REQUIRE(list.size() == 5);  // by name; SnSe is no mention here
    const auto& half = list[0];
    const auto& bi = list[1];
    const auto& gan = list[2];
    const auto& pb = list[3];
    const auto& vague = list[4];
    CHECK(half.material == "Bi2Te2Se");
    CHECK(vague.material == "Tb-Fe-Co");

    CHECK(bi.articles == 6);
    CHECK(bi.same_sentence == 6);
    CHECK(bi.positive == 6);
    CHECK(bi.verdict() == "positive");
    CHECK(bi.first_year == 2000);
    CHECK(bi.last_year == 2005);
    CHECK(flagged(bi, "single-group"));
    CHECK(flagged(bi, "no-negatives"));
    CHECK_FALSE(flagged(bi, "thin-evidence"));
    CHECK_FALSE(flagged(bi, "retracted-evidence"));
    CHECK_FALSE(flagged(thermoelectrics(false)[1], "single-group"));

    CHECK(pb.articles == 2);  // the retracted one is in no number
    CHECK(pb.same_sentence == 1);
    CHECK(pb.positive == 1);
    CHECK(pb.negative == 2);
    CHECK(pb.verdict() == "negative");
    CHECK(flagged(pb, "retracted-evidence"));
    CHECK(flagged(pb, "hazardous-elements"));
    CHECK(flagged(pb, "thin-evidence"));
    CHECK(gan.verdict().empty());
    CHECK(gan.articles == 1);  // not the article on batteries

    // Distances to the three others that can be read: 0.2, 0.5 and 1 of Bi2Te3.
    CHECK(bi.neighbour_distance.value() == Approx((0.2 + 0.5 + 1) / 3));
    CHECK(gan.neighbour_distance.value() == Approx(1));
    CHECK(half.plane);
    CHECK(std::max(std::fabs(gan.plane->first), std::fabs(gan.plane->second)) == Approx(1));
    CHECK_FALSE(vague.plane);
    CHECK_FALSE(vague.neighbour_distance);
}

TEST_CASE("which sign leads, and when none does") {
    ApplicationMaterial one;
    CHECK(one.verdict().empty());
    one.null = 1;
    CHECK(one.verdict() == "null");
    one.negative = 1;
    CHECK(one.verdict() == "mixed");
    one.positive = 2;
    CHECK(one.verdict() == "positive");
}

TEST_CASE("flags that records are not judged by are flags, and are never among theirs") {
    for (const auto name : k_flags_of_rankings) {
        const auto all = flags::all();
        CHECK(std::any_of(all.begin(), all.end(),
                          [&](const auto& make) { return make().info().name == name; }));
        for (const auto& one : thermoelectrics(true)) {
            CHECK_FALSE(flagged(one, std::string(name)));
        }
    }
}
