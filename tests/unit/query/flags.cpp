// The flags against golden cases (one JSON file each: rows that raise it, with the exact words, and
// rows that do not), and the order a flag promises.
#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <string>

#include "core/base/file.hpp"
#include "query/flag.hpp"
#include "query/rank.hpp"
#include "tests/unit/query/flag_cases.hpp"

using namespace lode;
using namespace lode::query;

namespace {

const fs::path k_cases = fs::path(LODE_SOURCE_DIR) / "tests/golden/flags";

const Flag& flag(std::string_view name) {
    for (const auto& make : flags::all()) {
        if (make().info().name == name) {
            return make();
        }
    }
    FAIL("no such flag");
    return flags::all().front()();
}

}  // namespace

TEST_CASE("every flag has golden cases that raise it and that do not") {
    for (const auto& make : flags::all()) {
        const Flag& judge_of = make();
        std::string stem(judge_of.info().name);
        std::replace(stem.begin(), stem.end(), '-', '_');
        CAPTURE(stem);
        bool raised = false;
        bool silent = false;
        for (const auto& item : nlohmann::json::parse(read_file(k_cases / (stem + ".json")))) {
            const auto finding =
                judge_of.judge(flag_cases::row(item.at("row")),
                               flag_cases::report(item.value("report", nlohmann::json::object())));
            (item.at("because").is_null() ? silent : raised) = true;
            REQUIRE(finding.has_value() == !item.at("because").is_null());
            if (finding) {
                CHECK(finding->because == item.at("because").get<std::string>());
                CHECK(finding->name == judge_of.info().name);
                CHECK((finding->strength >= 0 && finding->strength <= 1));
            }
        }
        CHECK(raised);
        CHECK(silent);
    }
}

TEST_CASE("more negatives never raise no-negatives, more positives never lower it") {
    const Flag& no_negatives = flag("no-negatives");
    const Report report = flag_cases::report(nlohmann::json::object());
    for (unsigned positive = 0; positive < 40; ++positive) {
        double before = -1;
        for (unsigned negative = 6; negative-- > 0;) {
            Row row = flag_cases::row({{"positive", positive}, {"negative", negative}});
            const auto finding = no_negatives.judge(row, report);
            const double strength = finding ? finding->strength : -1;
            CHECK(strength >= before);
            before = strength;
        }
        Row row = flag_cases::row({{"positive", positive}});
        Row more = flag_cases::row({{"positive", positive + 1}});
        const auto a = no_negatives.judge(row, report);
        const auto b = no_negatives.judge(more, report);
        CHECK((b ? b->strength : -1) >= (a ? a->strength : -1));
    }
}

TEST_CASE("a surprise is adjusted for the length of the list") {
    const Flag& no_negatives = flag("no-negatives");
    Report report = flag_cases::report(nlohmann::json::object());
    Row row = flag_cases::row({{"positive", 12}});
    report.rows.push_back(row);
    const double alone = no_negatives.judge(row, report)->strength;
    for (int i = 0; i < 9; ++i) {
        Row other = flag_cases::row({{"positive", 6}, {"negative", 3}});
        other.material = "M" + std::to_string(i);
        report.rows.push_back(other);
    }
    CHECK(alone > 0.95);
    CHECK(no_negatives.judge(row, report)->strength < 0.95);
}

TEST_CASE("judging sorts flags by name and names them") {
    Report report = flag_cases::report(nlohmann::json::object());
    Row row = flag_cases::row({{"positive", 7}, {"mentions", 5}});
    row.percentile = 99;
    row.frequency_percentile = 10;
    report.rows = {row};
    judge(report);
    REQUIRE(report.rows[0].flags.size() == 3);
    CHECK(report.rows[0].flags[0].name == "no-negatives");
    CHECK(report.rows[0].flags[1].name == "popularity");
    CHECK(report.rows[0].flags[2].name == "too-rare-to-judge");
    judge(report);
    CHECK(report.rows[0].flags.size() == 3);
}
