// Every format on awkward reports, with the exact bytes.
#include <algorithm>
#include <catch2/catch.hpp>
#include <limits>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "core/base/error.hpp"
#include "query/format.hpp"
#include "query/html_text.hpp"
#include "query/plain_text.hpp"

using namespace lode;
using namespace lode::query;

namespace {

Report awkward() {
    Report report;
    report.concept_terms = {"fuel_cell", "a\tb\"c"};
    report.ignored_terms = {"für"};
    report.model_fingerprint = "00ff";
    report.trainer = "fasttext";
    report.dim = 8;
    report.vocabulary = 12;
    report.articles = 1234;
    report.first_year = 1999;
    report.last_year = 2020;
    report.candidates = 2;
    report.min_count = 4;
    report.concept_articles = 7;
    report.concept_positive = 5;
    report.concept_null = 1;
    report.score_vs_mentions = -0.5;
    report.program = "lode test";
    report.made_by = {{"question", "<fuel> cell"}};
    Row first;
    first.rank = 1;
    first.material = "CoLiO2";
    first.written = "LiCoO2";
    first.score = 0.1;
    first.percentile = 100;
    first.frequency_percentile = 100;
    first.frequency_bin = 2;
    first.mentions = 1500;
    first.rank_by_mentions = 1;
    first.articles = 9;
    first.articles_with_concept = 6;
    first.positive = 5;
    first.null = 1;
    first.success_mean = 0.75;
    first.success_interval = {0.5, 0.9375};
    first.success_baseline = 0.7;
    first.failure_upper_bound = 0.25;
    first.tipping_value = 0.3;
    first.first_year = 2001;
    first.last_year = 2019;
    first.flags = {{"no-negatives", 0.5, "5 positive, \"so\"\tand\nmore | <i>µ</i>"}};
    first.evidence = {{"10.5555/ä<x>", "00ff", "A \"title\"", 2001, "2 Résults",
                       "</script><b>LiCoO2</b> & \"all\",\r\nnext", OutcomeLabel::positive}};
    Row second;
    second.rank = 2;
    second.material = "X,\"Y\"";
    second.written = "β-Ga2O3";
    second.score = -0.0001;
    report.rows = {first, second};
    report.scatter = {{1500, 0.1}, {0, -0.0001}};
    return report;
}

std::string written(std::string_view name, const Report& report) {
    std::ostringstream out;
    format(name).write(report, out);
    return out.str();
}

std::string written(std::string_view name, const SimpleTable& table) {
    std::ostringstream out;
    format(name).write(table, out);
    return out.str();
}

const SimpleTable k_table{
    {"word", "n"},
    {{{"a\tb\n\"c\",|<d>\\"}, {"1.5", true}}, {{""}, {"", true}}, {{"µm"}, {"-", true}}}};

}  // namespace

TEST_CASE("an unknown format names those there are") {
    try {
        format("yaml");
        FAIL("no error");
    } catch (const UsageError& e) {
        CHECK(e.hint() == "formats: csv, html, json, jsonl, markdown, table, tsv");
    }
}

TEST_CASE("tsv: one record a line, full precision") {
    CHECK(written("tsv", k_table) == "word\tn\na\\tb\\n\"c\",|<d>\\\\\t1.5\n\t\nµm\t-\n");
    CHECK(written("tsv", awkward()) ==
          "rank\tmaterial\twritten\tscore\tpercentile\tfrequency_percentile\tfrequency_bin\t"
          "mentions\trank_by_mentions\tarticles\tarticles_with_concept\tpositive\tnegative\tnull\t"
          "success_mean\tsuccess_low\tsuccess_high\tsuccess_baseline\tfailure_upper_bound\t"
          "tipping_value\tfirst_year\tlast_year\tflags\trank_low\trank_high\n"
          "1\tCoLiO2\tLiCoO2\t0.1\t100\t100\t2\t1500\t1\t9\t6\t5\t0\t1\t0.75\t0.5\t0.9375\t0.7\t"
          "0.25\t0.3\t2001\t2019\tno-negatives\t\t\n"
          "2\tX,\"Y\"\tβ-Ga2O3\t-0.0001\t0\t0\t0\t0\t0\t0\t0\t0\t0\t0\t0\t0\t0\t0\t\t\t\t\t\t\t\n");
}

TEST_CASE("csv: RFC 4180") {
    CHECK(written("csv", k_table) == "word,n\r\n\"a\tb\n\"\"c\"\",|<d>\\\",1.5\r\n,\r\nµm,-\r\n");
    const std::string csv = written("csv", awkward());
    CHECK(csv.find("\r\n2,\"X,\"\"Y\"\"\",β-Ga2O3,-0.0001,0,") != std::string::npos);
    CHECK(std::count(csv.begin(), csv.end(), '\n') == 3);
}

TEST_CASE("json: the fields that other programs rely on") {
    const auto json = nlohmann::json::parse(written("json", awkward()));
    CHECK(json.at("concept") == nlohmann::json({"fuel_cell", "a\tb\"c"}));
    CHECK(json.at("model").at("fingerprint") == "00ff");
    CHECK(json.at("corpus").at("articles") == 1234);
    CHECK(json.at("corpus").at("years") == nlohmann::json({1999, 2020}));
    const auto& row = json.at("results").at(0);
    CHECK(row.at("rank") == 1);
    CHECK(row.at("material") == "CoLiO2");
    CHECK(row.at("written") == "LiCoO2");
    CHECK(row.at("score") == 0.1);
    CHECK(row.at("percentile") == 100.0);
    CHECK(row.at("frequency_percentile") == 100.0);
    CHECK(row.at("rank_interval").is_null());  // one model
    CHECK(row.at("articles") == 9);
    CHECK(row.at("articles_with_concept") == 6);
    CHECK(row.at("positive") == 5);
    CHECK(row.at("negative") == 0);
    CHECK(row.at("null") == 1);
    CHECK(row.at("success").at("mean") == 0.75);
    CHECK(row.at("success").at("interval") == nlohmann::json({0.5, 0.9375}));
    CHECK(row.at("success").at("baseline") == 0.7);
    CHECK(row.at("tipping_value") == 0.3);
    CHECK(row.at("first_year") == 2001);
    CHECK(row.at("last_year") == 2019);
    CHECK(row.at("flags").at(0).at("name") == "no-negatives");
    CHECK(row.at("flags").at(0).at("strength") == 0.5);
    CHECK(row.at("flags").at(0).at("because") == "5 positive, \"so\"\tand\nmore | <i>µ</i>");
    const auto& evidence = row.at("evidence").at(0);
    CHECK(evidence.at("doi") == "10.5555/ä<x>");
    CHECK(evidence.at("article") == "00ff");
    CHECK(evidence.at("section") == "2 Résults");
    CHECK(evidence.at("sentence") == "</script><b>LiCoO2</b> & \"all\",\r\nnext");
    CHECK(evidence.at("outcome") == "positive");
    CHECK(json.at("results").at(1).at("tipping_value").is_null());
    CHECK(json.at("results").at(1).at("first_year").is_null());
    Report several = awkward();
    CHECK_FALSE(json.at("model").contains("seeds"));
    several.rows[0].rank_interval = {1, 3};
    several.seeds = {7, 8, 9};
    several.interval_rule = "lowest and highest rank in 3 models";
    const auto model = nlohmann::json::parse(written("json", several)).at("model");
    CHECK(model.at("seeds") == nlohmann::json({7, 8, 9}));
    CHECK(model.at("rank_interval") == several.interval_rule);
    CHECK(written("tsv", several).find("\tno-negatives\t1\t3\n") != std::string::npos);
    for (const char* format_name : {"table", "markdown", "html"}) {
        INFO(format_name);
        const std::string text = written(format_name, several);
        CHECK(text.find(several.interval_rule) != std::string::npos);
        CHECK(
            (text.find("1 (1-3)") != std::string::npos || text.find("(1–3)") != std::string::npos));
    }
    CHECK(nlohmann::json::parse(written("json", several)).at("results").at(0).at("rank_interval") ==
          nlohmann::json({1, 3}));
}

TEST_CASE("json: what is no number or no text does not break it") {
    Report report = awkward();
    report.rows[0].score = std::numeric_limits<double>::quiet_NaN();
    report.rows[0].evidence[0].sentence = "broken \xff byte";
    const auto json = nlohmann::json::parse(written("json", report));
    CHECK(json.at("results").at(0).at("score").is_null());
    CHECK(json.at("results").at(0).at("evidence").at(0).at("sentence") == "broken \uFFFD byte");
    CHECK(written("json", k_table) ==
          "[\n  {\n    \"word\": \"a\\tb\\n\\\"c\\\",|<d>\\\\\",\n    \"n\": 1.5\n  },\n  {\n    "
          "\"word\": \"\",\n    \"n\": null\n  },\n  {\n    \"word\": \"µm\",\n    \"n\": \"-\"\n  "
          "}\n]\n");
}

TEST_CASE("jsonl: one object a line") {
    CHECK(written("jsonl", k_table) ==
          "{\"word\":\"a\\tb\\n\\\"c\\\",|<d>\\\\\",\"n\":1.5}\n{\"word\":\"\",\"n\":null}\n"
          "{\"word\":\"µm\",\"n\":\"-\"}\n");
    std::istringstream lines(written("jsonl", awkward()));
    unsigned rank = 0;
    for (std::string line; std::getline(lines, line);) {
        const auto json = nlohmann::json::parse(line);
        CHECK(json.at("rank") == ++rank);
        CHECK(json.at("concept").size() == 2);
    }
    CHECK(rank == 2);
}

TEST_CASE("table: aligned, flags as words, reasons and the closing line") {
    CHECK(written("table", k_table) ==
          "word             n\na b \"c\",|<d>\\  1.5\n\nµm               -\n");
    CHECK(written("table", awkward()) ==
          "concept: fuel_cell, a b\"c; ignored: für\n"
          "corpus: 1,234 articles, years 1999-2020; 2 candidates with at least 4 mentions\n"
          "concept literature: 7 articles; votes on its materials: 5 positive, 0 negative, 1 null\n"
          "score against mentions: rank correlation -0.50 over the candidates\n"
          "\n"
          "#  material  score   pctl  pctl~freq  mentions  articles  with concept  pos/neg/null  "
          "success (90 %)  years      flags\n"
          "1  LiCoO2    0.100  100.0      100.0     1,500         9             6         5/0/1  "
          "75 % (50-94)    2001-2019  no-negatives\n"
          "2  β-Ga2O3   0.000    0.0        0.0         0         0             0         0/0/0  "
          "-               -\n"
          "\n"
          "no-negatives: 1 of 2\n"
          "  1 LiCoO2: 5 positive, \"so\" and more | <i>µ</i>\n"
          "1 of 2 results carry flags. Similarity is not evidence of performance.\n");
}

TEST_CASE("reasons are told flag by flag, equal ones once, many ones counted") {
    Report report;
    for (std::uint32_t i = 1; i <= 8; ++i) {
        Row row;
        row.rank = i;
        row.written = "M" + std::to_string(i);
        row.flags.push_back({"wide", 1, "width " + std::to_string(i)});
        if (i % 4 == 0) {
            row.flags.push_back({"rare", 1, "few mentions"});
        }
        report.rows.push_back(row);
    }
    CHECK(flag_reasons(report) ==
          "rare: 2 of 8\n"
          "  4 M4, 8 M8: few mentions\n"
          "wide: 8 of 8\n"
          "  1 M1: width 1\n  2 M2: width 2\n  3 M3: width 3\n  4 M4: width 4\n  5 M5: width 5\n"
          "  and 3 more reasons: --format markdown, html or json\n");
    CHECK(flag_reasons({}).empty());
}

TEST_CASE("markdown: nothing of the text acts as markup") {
    CHECK(written("markdown", k_table) ==
          "| word | n |\n|---|--:|\n| a b \"c\",\\|\\<d\\>\\\\ | 1.5 |\n|  |  |\n| µm | - |\n");
    const std::string text = written("markdown", awkward());
    CHECK(text.find("# Materials for fuel\\_cell, a b\"c\n") == 0);
    CHECK(text.find("| 1 | LiCoO2 | 0.100 | 100.0 | 100.0 | 1500 | 6 | 5/0/1 | 75 % (50-94) | "
                    "2001-2019 | no-negatives |\n") != std::string::npos);
    CHECK(text.find("- **no-negatives**: 5 positive, \"so\" and more \\| \\<i\\>µ\\</i\\>\n") !=
          std::string::npos);
    CHECK(text.find("- positive: \\</script\\>\\<b\\>LiCoO2\\</b\\> \\& \"all\", next "
                    "([10.5555/ä\\<x\\>](<https://doi.org/10.5555/%C3%A4%3Cx%3E>); 2001; 2 "
                    "Résults)\n") != std::string::npos);
}

TEST_CASE("html: self-contained, escaped, with the same data inside") {
    const std::string page = written("html", awkward());
    CHECK(page.starts_with("<!DOCTYPE html>"));
    // No address is loaded: no src, link, import or url(); the only addresses are DOI links. The
    // icon is an empty one, so that browsers do not ask for one.
    const std::string icon = "<link rel=\"icon\" href=\"data:,\">";
    const auto at = page.find("<link");
    CHECK(page.compare(at, icon.size(), icon) == 0);
    CHECK(page.find("<link", at + 1) == std::string::npos);
    for (const char* loader : {" src=", "@import", "url(", "<b>LiCoO2", "<i>µ", "<x>"}) {
        CAPTURE(loader);
        CHECK(page.find(loader) == std::string::npos);
    }
    CHECK(page.find("href=\"https://doi.org/10.5555/%C3%A4%3Cx%3E\"") != std::string::npos);
    CHECK(page.find("Distances between points on a 2-D map carry no exact meaning") !=
          std::string::npos);
    CHECK(page.find("prefers-color-scheme:dark") != std::string::npos);
    CHECK(page.find("@media print") != std::string::npos);
    CHECK(
        page.find("&lt;/script&gt;&lt;b&gt;<mark>LiCoO2</mark>&lt;/b&gt; &amp; &quot;all&quot;") !=
        std::string::npos);
    CHECK(page.find("▲ positive") != std::string::npos);
    CHECK(page.find("1 of 2 results carry flags") != std::string::npos);
    for (const auto& make : {"no-negatives", "thin-evidence", "popularity"}) {
        CHECK(page.find(std::string("id=\"flag-") + make + "\"") != std::string::npos);
    }
    const std::string open = "<script type=\"application/json\" id=\"report\">";
    const auto begin = page.find(open) + open.size();
    const auto end = page.find("</script>", begin);
    REQUIRE(end != std::string::npos);
    CHECK(nlohmann::json::parse(page.substr(begin, end - begin)) ==
          nlohmann::json::parse(written("json", awkward())));
    // In the body one script element, and it holds data only.
    CHECK(page.find("<script", page.find("<body>")) + open.size() == begin);
    CHECK(page.find("<script", begin) == std::string::npos);
    const std::string table = written("html", k_table);
    CHECK(table.find("&quot;c&quot;,|&lt;d&gt;\\") != std::string::npos);
}

TEST_CASE("every format takes an empty report") {
    for (const auto& make : formats::all()) {
        const std::string name(make().info().name);
        CAPTURE(name);
        std::ostringstream out;
        make().write(Report{}, out);
        make().write(SimpleTable{}, out);
        CHECK(out.str().find("nan") == std::string::npos);
    }
}

TEST_CASE("text helpers") {
    CHECK(display_width("β-Ga2O3") == 7);
    CHECK(display_width("e\u0301") == 1);
    CHECK(display_width("材料") == 4);
    CHECK(one_line("a\r\n\tb\x1b[31mc\x7f") == "a b[31mc");
    CHECK(one_line("x\u0085\u009by") == "xy");
    CHECK(grouped(0) == "0");
    CHECK(grouped(1234567) == "1,234,567");
    CHECK(years(0, 0) == "-");
    CHECK(years(2001, 2001) == "2001");
    CHECK(exact(1.0 / 3) == "0.3333333333333333");
    CHECK(formula_html("Bi0.5Sb1.5Te3") == "Bi<sub>0.5</sub>Sb<sub>1.5</sub>Te<sub>3</sub>");
    CHECK(formula_html("<b>2") == "&lt;b&gt;2");
    CHECK(formula_text("Bi2Te3") == "Bi₂Te₃");
    CHECK(escape_script_json("{\"a\":\"</script>&\"}") ==
          "{\"a\":\"\\u003c/script\\u003e\\u0026\"}");
}
