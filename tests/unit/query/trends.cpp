#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <sstream>
#include <string>

#include "query/applications.hpp"
#include "query/property_names.hpp"
#include "query/trend_flags.hpp"
#include "query/trend_groups.hpp"
#include "query/trend_report.hpp"
#include "query/trend_search.hpp"
#include "tests/unit/query/fixture.hpp"

using namespace lode;
using namespace lode::query;

namespace {

Trend trend(std::uint32_t sentence, Direction direction, const std::string& property,
            const std::string& variable, const std::string& material = {}) {
    Trend made;
    made.sentence = sentence;
    made.direction = direction;
    made.property = property;
    made.variable = variable;
    made.material = material;
    made.score = 0.9F;
    return made;
}

// Three articles that agree and disagree about PbTe, and a retracted one.
fixture::Memory literature() {
    std::vector<store::Entry> entries;
    auto a = fixture::entry("a1", 2010,
                            {{"the thermopower of PbTe rises with temperature"},
                             {"conductivity fails here", OutcomeLabel::negative}},
                            {"PbTe"});
    a.analysis.trends.push_back(
        trend(0, Direction::increase, "thermopower", "temperature", "PbTe"));
    a.analysis.trends.back().x_range = "300–700 K";
    auto b = fixture::entry("b2", 2012,
                            {{"the Seebeck coefficient of PbTe falls with temperature"},
                             {"PbTe did not work", OutcomeLabel::negative}},
                            {"PbTe"});
    b.analysis.trends.push_back(
        trend(0, Direction::decrease, "Seebeck coefficients of PbTe", "the temperature"));
    b.analysis.trends.back().x_range = "from 500 to 900 K";
    auto c = fixture::entry(
        "c3", 2015,
        {{"the Seebeck coefficient of SnSe peaks at temperature"},
         {"SnSe worked in earlier work", OutcomeLabel::positive, ClaimScope::prior_work}},
        {"SnSe"});
    c.analysis.trends.push_back(trend(0, Direction::peak, "Seebeck coefficient", "temperature"));
    c.analysis.trends.back().extremum = Extremum::maximum;
    c.analysis.trends.back().extremum_value = {"510", "μV/K"};
    c.analysis.trends.back().location = {"800", "K"};
    auto d = fixture::entry("d4", 2016, {{"the thermopower of PbTe rises with temperature"}},
                            {"PbTe"}, true);
    d.analysis.trends.push_back(
        trend(0, Direction::increase, "thermopower", "temperature", "PbTe"));
    return fixture::Memory({a, b, c, d});
}

std::vector<std::string> lower(std::string_view typed) {
    auto words = fixture::split(typed);
    for (auto& word : words) {
        if (word == "seebeck") {
            word = "Seebeck";  // as the fixture's text has it
        }
    }
    return words;
}

}  // namespace

TEST_CASE("Properties meet under one name") {
    const PropertyNames names;
    CHECK(names.key("thermopower") == "Seebeck coefficient");
    CHECK(names.key("the Seebeck coefficients of the films") == "Seebeck coefficient");
    CHECK(names.key("κ of the alloy") == "thermal conductivity");
    CHECK(names.key("lattice thermal conductivity") == "lattice thermal conductivity");
    CHECK(names.key("Young's modulus") == "elastic modulus");
    CHECK(names.key("the viscosities") == "viscosity");
    CHECK(names.key("frobnication index") == "frobnication index");
    CHECK(names.key("increasing annealing temperatures") == "annealing temperature");
    CHECK(names.key("") == "");
    CHECK(names.si_unit("thermal conductivity") == "W/(m K)");
    CHECK(names.matches("ionic conductivity at 300 K", "conductivity"));
    CHECK(names.matches("ZT", "figure of merit"));
    CHECK_FALSE(names.matches("conductivity", "ionic conductivity"));
    CHECK_FALSE(names.matches("S", "sensitivity"));
}

TEST_CASE("Ranges as they are stated") {
    const auto range = [](const char* text) { return stated_range(text); };
    REQUIRE(range("300–700 K"));
    CHECK(range("300–700 K")->low == 300);
    CHECK(range("300–700 K")->high == 700);
    CHECK(range("300–700 K")->unit == "K");
    CHECK(range("from −20 to 80 °C")->low == -20);
    CHECK(range("0.1-1 mol%")->unit == "mol%");
    CHECK(range("from 1,200 to 800 rpm")->low == 800);
    CHECK(range("2 × 10−3 to 5 × 10−2 M")->high == Approx(0.05));
    CHECK_FALSE(range("above 500 K"));
    CHECK_FALSE(range("x = 0, 0.1 and 0.2"));
    CHECK_FALSE(range(""));
    CHECK(stated_number("1.2") == 1.2);
    CHECK(stated_number("−5") == -5);
    CHECK_FALSE(stated_number("about"));
}

TEST_CASE("A share has Wilson's interval") {
    // 3 of 10: (0.108, 0.603) in Newcombe 1998's worked form.
    const Interval interval = Share{3, 10}.interval();
    CHECK(interval.low == Approx(0.1078).margin(1e-4));
    CHECK(interval.high == Approx(0.6032).margin(1e-4));
    CHECK(Share{0, 0}.interval().high == 1);
    CHECK(Share{0, 5}.interval().low == 0);
}

TEST_CASE("Trends are found by any name of the property, and conflicts stand side by side") {
    const auto memory = literature();
    const PropertyNames names;
    TrendQuestion question;
    question.property = "thermopower";
    question.material = "PbTe";
    const auto answer = find_trends(memory, names, lower, question);
    REQUIRE(answer.records.size() == 2);
    CHECK(answer.retracted == 1);
    CHECK(answer.reference.size() == 3);  // SnSe too
    CHECK(answer.records[0].place.article == "a1");
    CHECK(answer.records[0].material_from == MaterialFrom::record);
    CHECK(answer.records[1].material_from == MaterialFrom::sentence);
    CHECK(answer.records[0].place.section == "2 Results");
    CHECK(answer.records[0].place.sentence == "the thermopower of PbTe rises with temperature.");
    CHECK(answer.records[0].place.begin == 0);

    const auto groups = group_trends(answer.records, answer.reference);
    REQUIRE(groups.size() == 1);
    CHECK(groups[0].conflict);
    CHECK(groups[0].articles == 2);
    CHECK(groups[0].directions.at(Direction::increase) == 1);
    CHECK(groups[0].directions.at(Direction::decrease) == 1);
    CHECK(groups[0].extremum_only.part == 0);
    CHECK_FALSE(groups[0].coverage);  // two stated ranges are too few

    question.until_year = 2011;
    CHECK(find_trends(memory, names, lower, question).records.size() == 1);
    question = {};
    CHECK_THROWS(find_trends(memory, names, lower, question));
}

TEST_CASE("An extremum alone is told from a trend, and coverage from what is unknown") {
    const auto memory = literature();
    const PropertyNames names;
    TrendQuestion question;
    question.property = "Seebeck coefficient";
    auto answer = find_trends(memory, names, lower, question);
    REQUIRE(answer.records.size() == 3);
    auto groups = group_trends(answer.records, answer.reference);
    REQUIRE(groups.size() == 2);
    CHECK(groups[0].material == "PbTe");  // the conflict comes first
    CHECK(groups[1].material == "SnSe");
    CHECK(groups[1].extremum_only.part == 1);

    // A third range makes the reference: 300..900 K between the 5th and 95th percentile.
    answer.reference[2].trend.x_range = "300–900 K";
    groups = group_trends(answer.records, answer.reference);
    REQUIRE(groups[0].coverage);
    CHECK(groups[0].coverage->known == 2);
    CHECK(groups[0].coverage->unit == "K");
    CHECK(groups[0].coverage->low == Approx(300));
    CHECK(groups[0].coverage->covered == Approx(1.0));
    REQUIRE(groups[1].coverage);
    CHECK(groups[1].coverage->unknown == 1);
    CHECK(groups[1].coverage->covered == 0);

    // An optimum at the end of what was tried.
    answer.records[2].trend.x_range = "300–800 K";
    groups = group_trends(answer.records, answer.reference);
    CHECK(groups[1].extrema_at_edge == 1);
    CHECK(groups[1].extremum_only.part == 0);
}

TEST_CASE("Flags of trends fire on what is planted and stay silent elsewhere") {
    std::vector<TrendRecord> records;
    const auto add = [&](const std::string& material, Direction direction, const std::string& range,
                         bool extremum = false, const std::string& at = "") {
        TrendRecord record;
        record.place.article = "t" + std::to_string(records.size());
        record.material = material;
        record.property_key = "p";
        record.variable_key = "v";
        record.trend = trend(0, direction, "p", "v");
        record.trend.x_range = range;
        record.trend.extremum = extremum ? Extremum::maximum : Extremum::none;
        record.trend.location = {at, at.empty() ? "" : "K"};
        records.push_back(record);
    };
    for (int i = 0; i < 12; ++i) {  // like everybody
        add("Usual", i % 4 == 0 ? Direction::peak : Direction::increase, "0 to 100 K", i % 4 == 0,
            i % 4 == 0 ? "50" : "");
    }
    for (int i = 0; i < 6; ++i) {
        add("Peaks", Direction::peak, "", true, "50");
        add("Split", i < 4 ? Direction::increase : Direction::decrease, "0 to 100 K");
        add("Narrow", Direction::increase, "40 to 50 K");
        add("Edge", Direction::peak, "0 to 100 K", true, i < 3 ? "100" : "60");
    }
    const auto groups = group_trends(records, records);
    const auto flags = trend_flags(groups, records, records);
    REQUIRE(flags.size() == groups.size());
    std::map<std::string, std::string> raised;
    for (std::size_t g = 0; g < groups.size(); ++g) {
        raised[groups[g].material] = finding_names(flags[g]);
        for (const auto& flag : flags[g]) {
            CHECK((flag.strength > 0 && flag.strength <= 1));
        }
    }
    CHECK(raised["Usual"].empty());
    CHECK(raised["Peaks"] == "extremum-only");
    CHECK(raised["Split"] == "conflicting-directions");
    CHECK(raised["Narrow"] == "narrow-range");
    CHECK(raised["Edge"] == "optimum-at-edge");
    // By hand: none of 30 others is extremum-only, so (1/2)/31 is usual; its sixth power is the
    // chance of six in six, adjusted over the five groups with five records.
    for (std::size_t g = 0; g < groups.size(); ++g) {
        if (groups[g].material == "Peaks") {
            CHECK(flags[g][0].strength == Approx(1 - 5 * std::pow(0.5 / 31, 6)));
            CHECK(flags[g][0].because.find("6 of 6 records") == 0);
        } else if (groups[g].material == "Split") {
            CHECK(flags[g][0].because.find(
                      "articles that say increase: 4, decrease: 2; minority 33 %") == 0);
        } else if (groups[g].material == "Edge") {
            CHECK(flags[g][0].strength == Approx(0.5));
        } else if (groups[g].material == "Narrow") {
            CHECK(flags[g][0].strength == Approx(1 - 0.1 / 0.25));
        }
    }
    // Others too few to compare with: nothing is said of extrema.
    const std::vector<TrendRecord> few(records.begin(), records.begin() + 9);
    CHECK(trend_flags(group_trends(few, few), few, few)[0].empty());
}

TEST_CASE("What did not work is found as a record of its own") {
    const auto memory = literature();
    TrendQuestion question;
    question.material = "PbTe";
    question.outcomes = {OutcomeLabel::negative, OutcomeLabel::null};
    auto answer = find_outcomes(memory, lower, question);
    REQUIRE(answer.records.size() == 1);
    CHECK(answer.records[0].place.sentence == "PbTe did not work.");
    CHECK(answer.records[0].outcome == OutcomeLabel::negative);
    question.material = "SnSe";
    question.outcomes = {OutcomeLabel::positive};
    CHECK(find_outcomes(memory, lower, question).records.empty());  // earlier work
    question.other_work = true;
    CHECK(find_outcomes(memory, lower, question).records.size() == 1);
}

TEST_CASE("A sketch draws every record and says what it leaves out") {
    TrendAnswer answer;
    for (int i = 0; i < 45; ++i) {
        TrendRecord record;
        record.place.article = "article" + std::to_string(i);
        record.place.sentence = "a < b & \"c\"";
        record.trend = trend(0, i % 2 == 0 ? Direction::peak : Direction::no_change, "p", "v");
        record.trend.location = {"5", "K"};
        if (i % 3 == 0) {
            record.trend.x_range = "0 to 10 K";
        }
        answer.records.push_back(record);
    }
    const auto groups = group_trends(answer.records, answer.records);
    REQUIRE(groups.size() == 1);
    const std::string svg = sketch_svg(groups[0], answer.records);
    std::size_t lines = 0;
    for (std::size_t at = svg.find("<polyline"); at != std::string::npos;
         at = svg.find("<polyline", at + 1)) {
        ++lines;
    }
    CHECK(lines == 40);
    CHECK(svg.find("and 5 more, not drawn") != std::string::npos);
    CHECK(svg.find("a &lt; b &amp;") != std::string::npos);
    CHECK(svg.find("stroke-dasharray") != std::string::npos);
    CHECK(svg.find("10 K</text>") != std::string::npos);

    std::ostringstream page;
    write_trends_page({}, answer, groups, page);
    CHECK(page.str().find("45 records in 1 groups") != std::string::npos);
    answer.records[0].trend.conditions = "at 300 K";
    answer.records[0].trend.from_caption = k_conditions_given;
    page.str({});
    write_trends_page({}, answer, groups, page);
    CHECK(page.str().find("[at 300 K] a &lt; b") != std::string::npos);
    std::ostringstream json;
    write_trends_json({}, answer, groups, json);
    CHECK(json.str().find("\"conditions\": \"at 300 K\"") != std::string::npos);
    CHECK(json.str().find("\"from_caption\": [\n    \"conditions\"") != std::string::npos);
    CHECK(json.str().find("\"records\": 45") != std::string::npos);
    const auto table = trends_table(answer, groups);
    CHECK(table.rows.size() == 45);
    const auto column = std::find(table.columns.begin(), table.columns.end(), "conditions");
    REQUIRE(column != table.columns.end());
    CHECK(table.rows[0][static_cast<std::size_t>(column - table.columns.begin())].text ==
          "at 300 K");
}

TEST_CASE("Applications have seed terms, and a wrong name lists the right ones") {
    const auto all = applications();
    CHECK(all.size() > 20);
    const auto found = application("Thermoelectric");
    CHECK(found.name == "thermoelectric");
    CHECK(std::find(found.seeds.begin(), found.seeds.end(), "Seebeck coefficient") !=
          found.seeds.end());
    CHECK_THROWS_WITH(application("perpetual motion"), Catch::Contains("perpetual motion"));
}
