// What holds for every dialect of full text, shown on its golden document: whatever is missing,
// misspelt or cut off, no text is lost without a count and nothing throws.
#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "core/base/file.hpp"
#include "ingest/content/rewrite.hpp"
#include "tests/unit/reading/helpers.hpp"

using namespace reading_test;

namespace {

struct Golden {
    std::string name, bytes;
};

std::vector<Golden> goldens() {
    std::vector<Golden> list;
    const std::filesystem::path root =
        std::filesystem::path(LODE_SOURCE_DIR) / "tests/golden/dialects";
    for (const auto& folder : std::filesystem::directory_iterator(root)) {
        if (std::filesystem::exists(folder.path() / "input.xml")) {
            list.push_back(
                {folder.path().filename().string(), read_file(folder.path() / "input.xml")});
        }
    }
    return list;
}

ReadResult read_as(const std::string& dialect, std::string bytes) {
    Document document;
    document.source = "test.xml";
    document.bytes = std::move(bytes);
    ReadOptions options;
    options.dialect = dialect;
    return read_document(document, options);
}

// Names of all elements but the root.
std::set<std::string> elements(const std::string& xml) {
    std::set<std::string> names;
    bool root = true;
    for (std::size_t i = xml.find('<'); i != std::string::npos; i = xml.find('<', i + 1)) {
        const std::size_t end = xml.find_first_of(" />\n\t", i + 1);
        if (end != std::string::npos && xml[i + 1] != '/' && xml[i + 1] != '!' &&
            xml[i + 1] != '?') {
            if (!root) {
                names.insert(xml.substr(i + 1, end - i - 1));
            }
            root = false;
        }
    }
    return names;
}

std::string renamed(const std::string& xml, const std::string& from, const std::string& to) {
    std::string out;
    for (std::size_t i = 0; i < xml.size(); ++i) {
        out += xml[i];
        if (xml[i] != '<') {
            continue;
        }
        if (i + 1 < xml.size() && xml[i + 1] == '/') {
            out += xml[++i];
        }
        const std::size_t end = xml.find_first_of(" />\n\t", i + 1);
        if (end != std::string::npos && xml.compare(i + 1, end - i - 1, from) == 0) {
            out += to;
            i = end - 1;
        }
    }
    return out;
}

bool counts_agree(const ReadResult& result) {
    return std::none_of(result.articles.begin(), result.articles.end(), [](const Article& a) {
        return a.dropped.contains("unaccounted") || a.dropped.contains("counted-twice");
    });
}

}  // namespace

TEST_CASE("a document may be cut off anywhere", "[publishers]") {
    for (const auto& golden : goldens()) {
        for (std::size_t size = 0; size < golden.bytes.size(); size += 151) {
            const auto result = read_as(golden.name, golden.bytes.substr(0, size));
            CAPTURE(golden.name, size);
            CHECK(counts_agree(result));
            CHECK(result.records == result.articles.size() + result.rejects.size());
        }
    }
}

TEST_CASE("any element may be missing, or have a name nobody knows", "[publishers]") {
    for (const auto& golden : goldens()) {
        for (const auto& name : elements(golden.bytes)) {
            const auto result = read_as(golden.name, renamed(golden.bytes, name, "unheard-of"));
            CAPTURE(golden.name, name);
            CHECK(counts_agree(result));
        }
    }
}

TEST_CASE("any element may stand in place of any paragraph", "[publishers]") {
    for (const auto& golden : goldens()) {
        const auto names = elements(golden.bytes);
        const std::string paragraph = names.contains("p")      ? "p"
                                      : names.contains("Para") ? "Para"
                                                               : "";
        if (paragraph.empty()) {
            continue;
        }
        for (const auto& name : names) {
            const auto result = read_as(golden.name, renamed(golden.bytes, paragraph, name));
            CAPTURE(golden.name, name);
            CHECK(counts_agree(result));
        }
    }
}

TEST_CASE("rules, codes of languages, numbers of ids", "[publishers]") {
    const Rules rules = {{"b", Rule::Act::rename, "bold"}, {"a", Rule::Act::drop, "why"}};
    REQUIRE(rules.find("a") != nullptr);
    CHECK(rules.find("a")->word == "why");
    CHECK(rules.find("c") == nullptr);
    CHECK_THROWS(Rules({{"a", Rule::Act::through, ""}, {"a", Rule::Act::drop, "x"}}));
    CHECK(language_code("En") == "en");
    CHECK(language_code("eng") == "en");
    CHECK(language_code("en-GB") == "en");
    CHECK(language_code("--").empty());
    CHECK(language_code("klingonese").empty());
    CHECK(trailing_number("bib-0007") == "7");
    CHECK(trailing_number("fig12a").empty());
    CHECK(trailing_number("x000") == "0");
}
