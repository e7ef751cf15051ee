// Tables of outcomes: what is read, and what is refused with its line.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "core/base/error.hpp"
#include "query/bias/outcome_table.hpp"
#include "query/bias/picture_text.hpp"

using namespace lode;
using namespace lode::query::bias;

namespace {

std::string fault(const std::string& text) {
    try {
        read_outcome_table(text, "in.csv");
    } catch (const Error& problem) {
        return problem.what();
    }
    return "";
}

}  // namespace

TEST_CASE("outcome tables: CSV with quotes, a byte order mark and columns of others") {
    const auto table = read_outcome_table(
        "\xEF\xBB\xBFNr,Material, Outcome ,year,Group\r\n"
        "1,\"1,4-diazabicyclo[2.2.2]octane\",positive,1999,\"a \"\"b\"\"\"\r\n"
        "\r\n"
        "2, SnSe ,NULL,,\r\n"
        "3,\"two\nlines\",negative,2001,g",
        "in.csv");
    CHECK(table.bad.empty());
    CHECK(table.ignored_columns == std::vector<std::string>{"Nr"});
    REQUIRE(table.observations.size() == 3);
    CHECK(table.observations[0].material == "1,4-diazabicyclo[2.2.2]octane");
    CHECK(table.observations[0].group == "a \"b\"");
    CHECK(table.observations[0].year == 1999);
    CHECK(table.observations[0].outcome == OutcomeLabel::positive);
    CHECK(table.observations[1].material == "SnSe");
    CHECK(table.observations[1].outcome == OutcomeLabel::null);
    CHECK(table.observations[1].year == 0);
    CHECK(table.observations[2].material == "two\nlines");
}

TEST_CASE("outcome tables: tabs, semicolons and JSON lines say the same") {
    const auto tabs = read_outcome_table("material\toutcome\tapplication\nA\tpositive\tx\n", "in");
    const auto semicolons =
        read_outcome_table("outcome;material;application\npositive;A;x\n", "in");
    const auto json = read_outcome_table(
        "{\"material\": \"A\", \"outcome\": \"positive\", \"application\": \"x\", \"note\": 1}\n",
        "in");
    for (const auto* table : {&tabs, &semicolons, &json}) {
        REQUIRE(table->observations.size() == 1);
        CHECK(table->observations[0].material == "A");
        CHECK(table->observations[0].application == "x");
        CHECK(table->bad.empty());
    }
    CHECK(json.ignored_columns == std::vector<std::string>{"note"});
}

TEST_CASE("outcome tables: every bad row is listed with its line, the others are used") {
    const auto table = read_outcome_table(
        "material,outcome,year\n"   // 1
        "A,positive,2001\n"         // 2
        ",positive,2001\n"          // 3
        "B,good,2001\n"             // 4
        "C,,2001\n"                 // 5
        "D,positive\n"              // 6
        "\"E\nE\",negative,2001\n"  // 7, 8
        "F,negative,99\n"           // 9
        "\"G,positive,2001\n"       // 10: closed by another cell's
        "\"H\"x,positive,2001\n"    // 11
        "I,null,2001\n"
        "\"J,null,2001\n",  // 12, 13: never closed
        "in.csv");
    REQUIRE(table.observations.size() == 3);
    CHECK(table.observations[2].material == "I");
    std::string listed;
    for (const auto& row : table.bad) {
        listed += std::to_string(row.line) + ": " + row.reason + "\n";
    }
    CHECK(listed ==
          "3: no material\n"
          "4: outcome 'good' is none of positive, negative, null\n"
          "5: no outcome\n"
          "6: 2 cells, the head row has 3\n"
          "9: year '99' is none from 1000 to 2999\n"
          "10: the quote opened in line 10 is not closed in its cell\n"
          "11: text behind a closing quote\n"
          "13: the quote opened in line 13 is not closed in its cell\n");
    const auto json = read_outcome_table(
        "{\"material\": \"A\", \"outcome\": \"positive\", \"year\": 2001}\n"
        "{\"material\": \"A\"\n"
        "[1]\n\n"
        "{\"material\": 3.5, \"outcome\": \"positive\"}\n"
        "{\"material\": \"A\", \"outcome\": null}\n",
        "in.jsonl");
    CHECK(json.observations.size() == 1);
    REQUIRE(json.bad.size() == 4);
    CHECK(json.bad[0].line == 2);
    CHECK(json.bad[2].line == 5);
    CHECK(json.bad[3].reason == "outcome is neither text nor a whole number");
}

TEST_CASE("outcome tables: a head row that cannot be right is an error") {
    CHECK(fault("").find("an empty file") != std::string::npos);
    CHECK(fault("name,outcome\nA,positive\n") ==
          "in.csv: the head row names no column material; it holds: name, outcome");
    CHECK(fault("material,result\n").find("no column outcome") != std::string::npos);
    CHECK(fault("material,outcome,Material\n").find("two columns are called material") !=
          std::string::npos);
}

TEST_CASE("the picture in its formats") {
    std::vector<Observation> observations;
    for (int i = 0; i < 60; ++i) {
        observations.push_back(
            {.material = i % 6 == 0 ? "<b>A\t&" : "M" + std::to_string(i % 7),
             .outcome = i % 3 == 0 ? OutcomeLabel::negative : OutcomeLabel::positive,
             .application = i % 2 == 0 ? "x" : "y",
             .group = "g" + std::to_string(i % 4),
             .year = static_cast<std::uint16_t>(2000 + i % 13)});
    }
    PictureReport report;
    report.picture = picture(observations, {.true_share = 0.2});
    report.subject = "a <table>";
    report.bad = {{3, "no \"material\""}};
    report.limits = standing_limits(report.picture, false);
    report.shown = 2;
    std::ostringstream json_text;
    write_picture_json(report, json_text);
    const auto json = nlohmann::json::parse(json_text.str());
    const auto& table = json.at("table");
    CHECK(table.at("n") == 60);
    for (const char* key :
         {"reported_success", "gini", "evenness", "top_17_share", "reporting_odds_ratio"}) {
        CHECK(table.at(key).is_number());
    }
    CHECK(table.at("baseline").at("mu").is_number());
    CHECK(table.at("baseline").at("s").is_number());
    CHECK(table.at("sensitivity").size() == 7);
    CHECK(json.at("materials").size() == report.picture.materials.size());
    const auto& material = json.at("materials").at(0);
    CHECK(material.at("success").at("interval").size() == 2);
    CHECK(material.at("predictive_interval").size() == 2);
    CHECK(material.at("flags").is_array());
    CHECK(json.at("bad_rows").at(0).at("line") == 3);
    // Without a true share nothing is said of it.
    report.picture = picture(observations, {});
    std::ostringstream without;
    write_picture_json(report, without);
    CHECK(without.str().find("reporting_odds_ratio") == std::string::npos);

    std::ostringstream text;
    write_picture_text(report, text);
    CHECK(text.str().find("more materials (--limit 0 shows all)") != std::string::npos);
    CHECK(text.str().find('\t') == std::string::npos);
    std::ostringstream page;
    write_picture_page(report, page);
    CHECK(page.str().find("<b>A") == std::string::npos);
    CHECK(page.str().find("&lt;b&gt;A") != std::string::npos);
    CHECK(page.str().find("a &lt;table&gt;") != std::string::npos);
    // None but the one of the head, which sorts tables.
    CHECK(page.str().find("<script", page.str().find("<body>")) == std::string::npos);
    CHECK(page.str().find("nan") == std::string::npos);
    CHECK(page.str().find("line 3: no &quot;material&quot;") != std::string::npos);
    CHECK(picture_table(report).rows.size() == report.picture.materials.size());
    CHECK(picture_table(report).columns.at(1) == "application");
}
