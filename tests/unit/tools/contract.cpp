// The promise behind docs/EXTENDING.md: every member of every drop-in table is named, described,
// sourced, and has a golden case.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "core/base/file.hpp"
#include "core/model/json.hpp"
#include "embed/train/trainer.hpp"
#include "ingest/dialect.hpp"
#include "query/export.hpp"
#include "query/flag.hpp"
#include "query/format.hpp"
#include "query/measure.hpp"
#include "tests/unit/query/flag_cases.hpp"
#include "tools/command.hpp"

using namespace lode;

namespace {

const fs::path k_root = LODE_SOURCE_DIR;

std::set<std::string> stems(const fs::path& folder) {
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(k_root / folder)) {
        if (entry.path().extension() == ".cpp") {
            names.insert(entry.path().stem().string());
        }
    }
    return names;
}

std::string as_stem(std::string_view name) {
    std::string stem(name);
    std::replace(stem.begin(), stem.end(), '-', '_');
    return stem;
}

// Names are unique and are exactly the files of the folder.
template <class Table>
void check_names(const Table& table, const fs::path& folder) {
    std::set<std::string> names;
    for (const auto& member : table) {
        const std::string stem = as_stem(member().info().name);
        CAPTURE(stem);
        CHECK(names.insert(stem).second);
    }
    CHECK(names == stems(folder));
}

bool any_folder_begins(const fs::path& parent, const std::string& prefix) {
    for (const auto& entry : fs::directory_iterator(k_root / parent)) {
        if (entry.path().filename().string().starts_with(prefix)) {
            return true;
        }
    }
    return false;
}

}  // namespace

TEST_CASE("contract: dialects") {
    check_names(ingest::dialects::all(), "ingest/dialects");
    for (const auto& member : ingest::dialects::all()) {
        const auto& info = member().info();
        const std::string name(info.name);
        CAPTURE(name);
        CHECK(info.version >= 1);
        CHECK(info.title.size() > 10);
        CHECK(info.reference.size() > 5);
        const fs::path folder = k_root / "tests/golden/dialects" / name;
        REQUIRE(fs::is_directory(folder));
        fs::path input;
        for (const auto& entry : fs::directory_iterator(folder)) {
            if (entry.path().stem() == "input") {
                input = entry.path();
            }
        }
        REQUIRE(!input.empty());
        ingest::Document document;
        document.source = input.filename().string();
        document.bytes = read_file(input);
        document.kind = info.kind;
        const ingest::ReadResult result = ingest::read_document(document);
        CHECK(result.rejects.empty());
        std::string lines;
        for (const auto& article : result.articles) {
            CHECK(article.dialect == name);
            lines += to_json(article) + "\n";
        }
        if (std::getenv("UPDATE") != nullptr) {
            write_file_atomically(folder / "articles.jsonl", lines);
        }
        CHECK(lines == read_file(folder / "articles.jsonl"));
    }
}

TEST_CASE("contract: trainers") {
    check_names(embed::trainers::all(), "embed/trainers");
    for (const auto& member : embed::trainers::all()) {
        CHECK(member().info().title.size() > 5);
        CHECK(member().info().reference.size() > 5);
    }
}

TEST_CASE("contract: flags") {
    check_names(query::flags::all(), "query/flags");
    const std::string bias = read_file(k_root / "docs/BIAS.md");
    for (const auto& member : query::flags::all()) {
        const auto& info = member().info();
        const std::string name(info.name);
        CAPTURE(name);
        CHECK(info.version >= 1);
        CHECK(info.meaning.size() > 40);
        CHECK(info.source.size() > 10);
        CHECK(bias.find("## " + name + "\n") != std::string::npos);
        const auto golden = nlohmann::json::parse(
            read_file(k_root / "tests/golden/flags" / (as_stem(name) + ".json")));
        bool raised = false;
        bool silent = false;
        for (const auto& item : golden) {
            const auto finding =
                member().judge(flag_cases::row(item.at("row")),
                               flag_cases::report(item.value("report", nlohmann::json::object())));
            if (item.at("because").is_null()) {
                silent = true;
                CHECK_FALSE(finding.has_value());
            } else {
                raised = true;
                REQUIRE(finding.has_value());
                CHECK(finding->name == name);
                CHECK(finding->because == item.at("because").get<std::string>());
                CHECK(finding->strength >= 0);
                CHECK(finding->strength <= 1);
            }
        }
        CHECK(raised);
        CHECK(silent);
    }
}

TEST_CASE("contract: formats") {
    check_names(query::formats::all(), "query/formats");
    // Awkward on purpose: tabs, quotes, commas, newlines, pipes, tags, non-ASCII, empty strings.
    query::Report report;
    report.concept_terms = {"a\tb", "c\"d,e"};
    report.ignored_terms = {"<b>&amp;</b>"};
    report.model_fingerprint = "0123456789abcdef";
    report.program = "lode test";
    report.articles = 3;
    report.candidates = 2;
    report.min_count = 4;
    report.scatter = {{10, 0.1}, {100, -0.25}};
    query::Row row;
    row.rank = 1;
    row.material = "CoLiO2";
    row.written = "LiCoO2 | \"x\"\n<y>";
    row.score = 1.0 / 3;
    row.percentile = 99.5;
    row.mentions = 1234;
    row.flags = {{"thin-evidence", 0.5, "because, \"so\"\tand\nthen | <i>µ</i>"}};
    row.evidence = {{"10.5555/ä|<x>", "00ff", "Title \"q\"", 2001, "2 Résults",
                     "It's 5 < 6 & 7 > 2, \"yes\".", OutcomeLabel::negative}};
    report.rows = {row, query::Row{}};
    report.rows[1].rank = 2;
    report.rows[1].material = "X";
    query::SimpleTable table{{"a", "b"}, {{{"x\ty\n\"z\",|<", false}, {"1.5", true}}}};
    for (const auto& member : query::formats::all()) {
        const auto& info = member().info();
        const std::string name(info.name);
        CAPTURE(name);
        CHECK(info.version >= 1);
        CHECK(info.title.size() > 5);
        CHECK(!info.extension.empty());
        CHECK(info.reference.size() > 5);
        std::ostringstream out;
        member().write(report, out);
        out << "\n----\n";
        member().write(table, out);
        CHECK(out.str().find('\x1b') == std::string::npos);
        if (info.for_machines) {
            CHECK(out.str().find("0.3333333333333333") != std::string::npos);
        }
        const fs::path golden = k_root / "tests/golden/formats" / (name + ".txt");
        if (std::getenv("UPDATE") != nullptr) {
            write_file_atomically(golden, out.str());
        }
        CHECK(out.str() == read_file(golden));
    }
}

TEST_CASE("contract: exports") {
    check_names(query::exports::all(), "query/exports");
    for (const auto& member : query::exports::all()) {
        const std::string name(member().info().name);
        CAPTURE(name);
        CHECK(member().info().title.size() > 5);
        CHECK(!member().info().formats.empty());
        CHECK(member().info().reference.size() > 5);
        CHECK(any_folder_begins("tests/cli/cases", "export-" + name));
    }
}

TEST_CASE("contract: measures") {
    check_names(query::measures::all(), "query/measures");
    const std::string evaluation = read_file(k_root / "docs/EVALUATION.md");
    for (const auto& member : query::measures::all()) {
        const auto& info = member().info();
        const std::string name(info.name);
        CAPTURE(name);
        CHECK(info.version >= 1);
        CHECK(info.title.size() > 10);
        CHECK(info.meaning.size() > 40);
        CHECK(info.source.size() > 10);
        CHECK(info.least_files <= info.most_files);
        CHECK(evaluation.find("## " + name + "\n") != std::string::npos);
        CHECK(any_folder_begins("tests/cli/cases", "eval-" + name));
    }
}

TEST_CASE("contract: commands") {
    check_names(tools::commands::all(), "tools/commands");
    const std::string reference = read_file(k_root / "docs/CLI.md");
    for (const auto& member : tools::commands::all()) {
        const auto& info = member().info();
        const std::string name(info.name);
        CAPTURE(name);
        CHECK(info.summary.size() > 10);
        CHECK(info.description.size() > 30);
        CHECK(!info.memory.empty());
        CHECK(info.synopsis.starts_with(name));
        CHECK(!member().examples().empty());
        std::set<std::string> options;
        std::set<char> letters;
        for (const auto& option : tools::all_options(member())) {
            CAPTURE(option.name);
            CHECK(options.insert(option.name).second);
            CHECK((option.letter == 0 || letters.insert(option.letter).second));
            CHECK(option.help.ends_with('.'));
        }
        CHECK(tools::help_text(member()).find("Exit codes") != std::string::npos);
        CHECK(reference.find(tools::help_markdown(member())) != std::string::npos);
        CHECK(any_folder_begins("tests/cli/cases", name + "-"));
    }
}
