// The bias picture of a concept from articles, and what a ranking's rows owe to it.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "core/base/error.hpp"
#include "core/chem/element_facts.hpp"
#include "core/chem/elements.hpp"
#include "query/bias/concept_picture.hpp"
#include "query/bias/row_facts.hpp"
#include "query/hazards.hpp"
#include "tests/unit/query/fixture.hpp"

using namespace lode;
using namespace lode::query;
using namespace lode::query::bias;

namespace {

constexpr auto k_good = OutcomeLabel::positive;
constexpr auto k_bad = OutcomeLabel::negative;

const std::vector<std::string> k_materials{"Bi2Te3", "PbTe", "SnSe"};

store::Entry article(int number, const std::vector<fixture::Line>& lines,
                     const std::vector<std::pair<std::string, std::string>>& authors,
                     bool retracted = false) {
    auto made =
        fixture::entry("b" + std::to_string(number), static_cast<std::uint16_t>(2000 + number),
                       lines, k_materials, retracted);
    for (const auto& [family, given] : authors) {
        made.article.authors.push_back({.family = family, .given = given, .affiliations = {}});
    }
    return made;
}

fixture::Memory literature() {
    std::vector<store::Entry> entries;
    // Bi2Te3: six positive articles of one group; one of them also negative.
    for (int i = 0; i < 6; ++i) {
        entries.push_back(article(
            i,
            {{"thermoelectric Bi2Te3 good", k_good},
             {i == 0 ? "Bi2Te3 fails" : "Bi2Te3 is", i == 0 ? k_bad : OutcomeLabel::neutral},
             {"old Bi2Te3 work", k_bad, ClaimScope::background}},
            {{"Ann", "A"}, {"Ito", "Ken"}}));
    }
    // PbTe: three groups, two of each kind of outcome.
    entries.push_back(article(6, {{"thermoelectric PbTe good", k_good}}, {{"Berg", "L"}}));
    entries.push_back(article(7, {{"thermoelectric PbTe bad", k_bad}}, {{"Cruz", "A"}}));
    entries.push_back(article(8, {{"thermoelectric PbTe bad", k_bad}}, {}));
    entries.push_back(article(9, {{"thermoelectric PbTe good", k_good}}, {{"Diaz", "F"}}));
    // Retracted; and one that does not speak of the concept.
    entries.push_back(article(10, {{"thermoelectric PbTe good", k_good}}, {{"Eck", "F"}}, true));
    entries.push_back(article(11, {{"battery SnSe good", k_good}}, {{"Fox", "F"}}));
    return fixture::Memory(std::move(entries));
}

embed::Embedding model() {
    return fixture::model({{"thermoelectric", 60, false, {1, 0, 0}, {1, 0, 0}},
                           {"superconductor", 9, false, {0, 0, 1}, {0, 0, 1}},
                           {"Bi2Te3", 40, true, {1, 0, 0}, {1, 0, 0}},
                           {"PbTe", 30, true, {1, 1, 0}, {1, 1, 0}},
                           {"SnSe", 20, true, {0, 1, 0}, {0, 1, 0}}});
}

Confusion confusion() {
    Confusion made;
    made.counts = {{{900, 30, 20, 50}, {40, 150, 5, 5}, {20, 10, 60, 10}, {10, 2, 3, 35}}};
    made.source = "a labelled set";
    return made;
}

}  // namespace

TEST_CASE("the picture of a concept counts the votes of its articles") {
    const auto memory = literature();
    const auto report = concept_picture(
        memory, model(), fixture::split,
        {.concepts = {"thermoelectric"}, .min_count = 1, .confusion = std::nullopt, .options = {}});
    const Picture& picture = report.picture;
    CHECK(report.from_text);
    CHECK(picture.all.n() == 11);
    CHECK(picture.all.positive == 8);
    CHECK(picture.all.negative == 3);
    REQUIRE(picture.materials.size() == 2);  // SnSe is not spoken of with the concept
    const auto& bismuth = picture.materials[0];
    CHECK(bismuth.material == "Bi2Te3");
    CHECK(bismuth.positive == 6);  // background never votes
    CHECK(bismuth.negative == 1);
    CHECK(bismuth.first_year == 2000);
    CHECK(bismuth.last_year == 2005);
    REQUIRE(bismuth.groups);
    CHECK(bismuth.groups->groups == 1);
    REQUIRE(bismuth.flags.size() == 1);
    CHECK(bismuth.flags[0].name == "single-group");
    CHECK(bismuth.flags[0].because.find("(Ito)") != std::string::npos);
    const auto& lead = picture.materials[1];
    CHECK(lead.positive == 2);  // the retracted article is in no number
    CHECK(lead.negative == 2);
    CHECK(picture.all.grouped == 10);  // one article names no authors
    const auto said = [&](const std::string& words) {
        return std::any_of(picture.notes.begin(), picture.notes.end(),
                           [&](const auto& note) { return note.find(words) != std::string::npos; });
    };
    CHECK(said("Not corrected for the errors"));
    CHECK(said("1 retracted article is left out"));
    std::ostringstream out;
    write_picture_json(report, out);
    const auto json = nlohmann::json::parse(out.str());
    CHECK(json.at("concept") == "thermoelectric");
    CHECK_FALSE(json.at("table").contains("corrected"));
}

TEST_CASE("with the classifier's errors known the picture is corrected, and says how far") {
    const auto memory = literature();
    const auto report = concept_picture(
        memory, model(), fixture::split,
        {.concepts = {"thermoelectric"}, .min_count = 1, .confusion = confusion(), .options = {}});
    REQUIRE(report.picture.all.corrected);
    // 6 + 5 neutral and 2 negative sentences of own claim hold a material: 8 positive, 3 negative,
    // 5 neutral.
    CHECK(report.picture.all.corrected->sentences == 16);
    CHECK(report.picture.all.corrected->observed[1] == Approx(0.5));
    const auto& bismuth = report.picture.materials[0];
    REQUIRE(bismuth.corrected);
    CHECK(bismuth.corrected->sentences == 12);
    CHECK_FALSE(bismuth.corrected->resolvable());
    REQUIRE(bismuth.flags.size() == 2);
    CHECK(bismuth.flags[0].name == "not-resolvable");
    CHECK(bismuth.flags[1].name == "single-group");
    CHECK_FALSE(report.picture.materials[1].corrected);  // four votes: not judged
    CHECK(report.picture.notes.back().find("retracted") != std::string::npos);
}

TEST_CASE("a concept without an answer says why") {
    const auto memory = literature();
    const auto ask = [&](const std::string& word, std::uint64_t least) {
        return concept_picture(
            memory, model(), fixture::split,
            {.concepts = {word}, .min_count = least, .confusion = std::nullopt, .options = {}});
    };
    CHECK_THROWS_AS(ask("unheard", 1), NoAnswer);
    CHECK_THROWS_AS(ask("superconductor", 1), NoAnswer);
    CHECK_THROWS_AS(ask("thermoelectric", 1000), NoAnswer);
}

TEST_CASE("the rows of a ranking hold what its flags judge") {
    const auto memory = literature();
    RankRequest request;
    request.concepts = {"thermoelectric"};
    request.min_count = 1;
    request.confusion = confusion();
    const Report report = rank(memory, model(), fixture::split, request);
    const auto row_of = [&](const std::string& material) {
        const auto found = std::find_if(report.rows.begin(), report.rows.end(),
                                        [&](const Row& row) { return row.material == material; });
        REQUIRE(found != report.rows.end());
        return *found;
    };
    const auto flagged_as = [](const Row& row, const std::string& name) {
        return std::any_of(row.flags.begin(), row.flags.end(),
                           [&](const Finding& flag) { return flag.name == name; });
    };
    const Row bismuth = row_of("Bi2Te3");
    REQUIRE(bismuth.groups);
    CHECK(bismuth.groups->effective == Approx(1));
    CHECK(flagged_as(bismuth, "single-group"));
    CHECK(flagged_as(bismuth, "not-resolvable"));
    CHECK(flagged_as(bismuth, "supply-risk"));
    CHECK_FALSE(bismuth.excess);  // the baseline is not fitted
    const Row lead = row_of("PbTe");
    CHECK(lead.retracted == 1);
    CHECK(flagged_as(lead, "retracted-evidence"));
    CHECK(flagged_as(lead, "hazardous-elements"));
    CHECK_FALSE(lead.groups);  // four votes
    CHECK_FALSE(row_of("SnSe").corrected);
    request.confusion.reset();
    CHECK_FALSE(rank(memory, model(), fixture::split, request).rows[0].corrected);
}

TEST_CASE("chances are adjusted over the rows that were tested") {
    std::vector<Row> rows(4);
    rows[0].excess = Chance{0.01, 1};
    rows[2].excess = Chance{0.04, 1};
    rows[3].excess = Chance{0.03, 1};
    rows[1].rising = Chance{0.02, 1};
    adjust_rows(rows);
    CHECK(rows[0].excess->adjusted == Approx(0.03));
    CHECK(rows[2].excess->adjusted == Approx(0.04));
    CHECK(rows[3].excess->adjusted == Approx(0.04));
    CHECK_FALSE(rows[1].excess);
    CHECK(rows[1].rising->adjusted == Approx(0.02));
}

TEST_CASE("hazards are read from elements, and silence is never safety") {
    CHECK(hazard_words("Fe2O3") == "not assessed");
    CHECK(hazard_words("some polymer") == "not assessed");
    CHECK(
        hazard_words("CdTe") ==
        "not assessed as a whole; hazardous elements: Cd (cadmium compounds, IARC group 1; RoHS)");
    CHECK(hazardous_elements("O2Th").find("radioactive") != std::string::npos);
    CHECK(hazardous_elements("Bi2Te3").empty());  // bismuth-209: a billion times the universe's age
    CHECK(scarce_elements("LiCoO2") == "Co, Li");
    CHECK(scarce_elements("C").empty());
    CHECK(scarce_elements("Cu2Se").empty());  // one list only
    const auto z = [](const char* symbol) { return *chem::atomic_number(symbol); };
    CHECK(chem::critical_in_us(z("Te")));
    CHECK_FALSE(chem::critical_in_eu(z("Te")));
    CHECK(chem::critical_in_eu(z("Cu")));
    CHECK_FALSE(chem::critical_in_us(z("Cu")));
    CHECK(chem::radioactive(z("Tc")));
    CHECK_FALSE(chem::radioactive(z("Ru")));
    int eu = 0;
    int us = 0;
    for (std::uint8_t i = 1; i <= 118; ++i) {
        eu += chem::critical_in_eu(i) ? 1 : 0;
        us += chem::critical_in_us(i) ? 1 : 0;
    }
    CHECK(eu == 47);
    CHECK(us == 49);  // 50 minerals without graphite
}
