// Every dataset over a real store: every record must lead back to the characters it was read from.
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "core/base/error.hpp"
#include "core/base/file.hpp"
#include "core/base/sha256.hpp"
#include "core/text/analyser.hpp"
#include "query/dataset/package.hpp"
#include "query/export.hpp"
#include "tests/unit/exports/stored.hpp"

using namespace lode;
using Json = nlohmann::json;
namespace fs = std::filesystem;
using stored::dataset;
using stored::reader;

namespace {

std::vector<Json> records(std::string_view name, const query::LicenceRule& licences = {}) {
    const text::Analyser analyser;
    std::ostringstream out;
    const auto count = dataset(name).write(
        {.store = reader(),
         .licences = licences,
         .normalise = [&](std::string_view typed) { return analyser.query_terms(typed); }},
        "jsonl", out, Progress::none(), {});
    std::vector<Json> list;
    std::istringstream in(out.str());
    for (std::string line; std::getline(in, line);) {
        list.push_back(Json::parse(line));
    }
    REQUIRE(list.size() == count);
    return list;
}

// text[begin:end] by code points, as Python counts.
std::string slice(const std::string& text, std::size_t begin, std::size_t end) {
    std::size_t point = 0;
    std::string piece;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool lead = (static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U;
        point += lead ? 1 : 0;
        if (point > begin && point <= end) {
            piece += text[i];
        }
    }
    return piece;
}

}  // namespace

TEST_CASE("every record of every dataset leads back to its characters", "[exports]") {
    std::map<std::string, Json> articles;
    for (auto& article : records("articles")) {
        articles[article["id"]] = article;
    }
    REQUIRE(articles.size() > 100);
    std::map<std::pair<std::string, int>, std::string> sentences;
    for (const auto& sentence : records("sentences")) {
        sentences[{sentence["article"], sentence["sentence_index"]}] = sentence["sentence"];
    }
    for (const auto* name : {"sentences", "mentions", "quantities", "trends", "outcomes"}) {
        INFO(name);
        std::set<std::string> kinds_of_place;
        const auto list = records(name);
        CHECK(list.size() > 20);
        for (const auto& record : list) {
            INFO(record.dump());
            const Json& article = articles.at(record["article"]);
            CHECK(article["doi"] == record["doi"]);
            CHECK(article["year"] == record["year"]);
            const Json::json_pointer place(record["place"].get<std::string>());
            kinds_of_place.insert(record["place"].get<std::string>().substr(0, 5));
            REQUIRE(article.contains(place));
            const auto text = article[place].get<std::string>();
            const std::string piece = slice(text, record["begin"], record["end"]);
            REQUIRE_FALSE(piece.empty());
            // What the record quotes is these characters, or is among them.
            const auto& sentence = sentences.at({record["article"], record["sentence_index"]});
            CHECK(sentence.find(piece) != std::string::npos);
            if (name == std::string("sentences") || name == std::string("outcomes")) {
                CHECK(piece == record["sentence"]);
            }
            if (name == std::string("mentions")) {
                CHECK(piece == record["written"]);
            }
            if (name == std::string("trends")) {
                // The words of the variable may stand in the figure's caption instead.
                std::string words = record["sentence"];
                for (const auto& figure : article["figures"]) {
                    if (figure["id"] == record["figure_id"]) {
                        words += "\n" + figure["caption"].get<std::string>();
                    }
                }
                for (const auto* field : {"property", "variable", "x_range"}) {
                    if (!record[field].is_null()) {
                        CHECK(words.find(record[field].get<std::string>()) != std::string::npos);
                    }
                }
            }
        }
        CHECK(kinds_of_place.count("/sect") == 1);
        CHECK(kinds_of_place.count("/abst") == 1);
    }
}

TEST_CASE("what the licence does not allow is left out, the facts stay", "[exports]") {
    const query::LicenceRule rule({"cc by", "CC0"});
    CHECK(rule.allows("CC BY 4.0"));
    CHECK(rule.allows("CC BY"));
    CHECK(rule.allows("CC0"));
    CHECK_FALSE(rule.allows("CC BY-NC 4.0"));
    CHECK_FALSE(rule.allows(""));
    CHECK(query::LicenceRule().allows(""));

    const auto all = records("outcomes");
    const auto some = records("outcomes", rule);
    REQUIRE(all.size() == some.size());
    std::size_t quoted = 0;
    std::size_t held_back = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        CHECK(all[i]["outcome"] == some[i]["outcome"]);
        const auto& licence = some[i]["licence"];
        if (!licence.is_null() && rule.allows(licence.get<std::string>())) {
            CHECK(some[i]["sentence"] == all[i]["sentence"]);
            ++quoted;
        } else {
            CHECK(some[i]["sentence"].is_null());
            ++held_back;
        }
    }
    CHECK(quoted > 0);
    CHECK(held_back > 0);
}

TEST_CASE("associations agree with a count over the sentences", "[exports]") {
    const auto list = records("associations");
    REQUIRE_FALSE(list.empty());
    // By hand for one application: which articles hold the seed word in their training text, and
    // which materials they mention.
    const text::Analyser analyser;
    std::map<std::string, std::set<std::string>> mentioned;
    for (const auto& mention : records("mentions")) {
        if (!mention["material"].is_null()) {
            mentioned[mention["article"]].insert(mention["material"]);
        }
    }
    std::vector<std::string> seeds;
    for (const auto* seed :
         {"thermoelectric", "Seebeck coefficient", "thermopower", "figure of merit"}) {
        std::string run = " ";
        for (const auto& norm : analyser.query_terms(seed)) {
            run += norm + " ";
        }
        seeds.push_back(run);
    }
    std::set<std::string> speaking;
    for (const auto& sentence : records("sentences")) {
        if (sentence["retracted"]) {
            continue;
        }
        const std::string tokens = " " + sentence["tokens"].get<std::string>() + " ";
        for (const auto& run : seeds) {
            if (tokens.find(run) != std::string::npos) {
                speaking.insert(sentence["article"]);
            }
        }
    }
    std::map<std::string, int> wanted;
    for (const auto& article : speaking) {
        for (const auto& material : mentioned[article]) {
            ++wanted[material];
        }
    }
    std::map<std::string, int> found;
    for (const auto& row : list) {
        if (row["application"] == "thermoelectric") {
            found[row["material"]] = row["articles"];
            CHECK(row["positive"].get<int>() <= row["articles"].get<int>());
        }
    }
    REQUIRE_FALSE(found.empty());
    CHECK(found == wanted);
}

TEST_CASE("every table dataset describes its columns and writes every format", "[exports]") {
    const text::Analyser analyser;
    for (const auto& make : query::exports::all()) {
        const auto& dataset = make();
        if (dataset.columns().empty()) {
            continue;
        }
        INFO(dataset.info().name);
        std::set<std::string_view> names;
        for (const auto& column : dataset.columns()) {
            CHECK(names.insert(column.name).second);
            CHECK(column.title.size() > 10);
        }
        std::istringstream formats{std::string(dataset.info().formats)};
        for (std::string format; formats >> format;) {
            INFO(format);
            std::string bytes[2];
            for (auto& made : bytes) {
                std::ostringstream out;
                dataset.write(
                    {.store = reader(),
                     .normalise =
                         [&](std::string_view typed) { return analyser.query_terms(typed); }},
                    format, out, Progress::none(), {});
                made = out.str();
            }
            CHECK(bytes[0].size() > 100);
            CHECK(bytes[0] == bytes[1]);
        }
    }
}

TEST_CASE("a package explains itself and can be checked", "[exports]") {
    const fs::path folder =
        fs::temp_directory_path() / ("lode-package-" + std::to_string(::getpid()));
    query::PackageOptions options;
    options.folder = folder;
    options.format = "csv";
    options.rows_per_file = 100;
    options.program = "lode test";
    options.settings = {{"store", "s1"}};
    const query::ExportSource source{.store = reader(), .licences = query::LicenceRule({"CC0"})};
    const auto made =
        query::write_package(dataset("outcomes"), source, options, Progress::none(), {});
    CHECK(made.rows > 100);
    CHECK(made.files.size() == (made.rows + 99) / 100);
    // Everything in the folder but the sums themselves is in the sums, and they are right.
    std::map<std::string, std::string> sums;
    std::istringstream lines(read_file(folder / "SHA256SUMS"));
    for (std::string sum, path; lines >> sum >> path;) {
        sums[path] = sum;
    }
    std::size_t files = 0;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        const auto path = fs::relative(entry.path(), folder).string();
        if (entry.is_regular_file() && path != "SHA256SUMS") {
            ++files;
            Sha256 digest;
            digest.add(read_file(entry.path()));
            INFO(path);
            CHECK(sums[path] == digest.hex());
        }
    }
    CHECK(files == sums.size());

    // The records in the parts are those of the single file.
    std::size_t records_in_parts = 0;
    for (const auto& file : made.files) {
        const std::string bytes = read_file(folder / file.path);
        CHECK(bytes.starts_with("article,doi,"));
        CHECK(bytes.size() == file.bytes);
        records_in_parts += file.rows;
    }
    CHECK(records_in_parts == made.rows);

    const auto package = Json::parse(read_file(folder / "datapackage.json"));
    const auto croissant = Json::parse(read_file(folder / "croissant.json"));
    REQUIRE(package["resources"].size() == made.files.size());
    REQUIRE(croissant["distribution"].size() == made.files.size());
    for (std::size_t i = 0; i < made.files.size(); ++i) {
        CHECK(package["resources"][i]["path"] == made.files[i].path);
        CHECK(package["resources"][i]["hash"] == "sha256:" + made.files[i].sha256);
        CHECK(croissant["distribution"][i]["sha256"] == made.files[i].sha256);
        CHECK(croissant["recordSet"][i]["field"].size() == dataset("outcomes").columns().size());
        CHECK(croissant["recordSet"][i]["field"][0]["source"]["fileObject"]["@id"] ==
              croissant["distribution"][i]["@id"]);
    }
    const auto& fields = package["resources"][0]["schema"]["fields"];
    REQUIRE(fields.size() == dataset("outcomes").columns().size());
    CHECK(fields[2]["name"] == "year");
    CHECK(fields[2]["type"] == "integer");

    std::size_t cited = 0;
    std::istringstream citations(read_file(folder / "citations.tsv"));
    std::string line;
    std::getline(citations, line);
    for (std::uint64_t n = 0; std::getline(citations, line); ++n) {
        cited += std::stoull(line.substr(line.find('\t') + 1));
    }
    CHECK(cited == made.rows);

    const std::string sheet = read_file(folder / "README.md");
    CHECK(sheet.find("positive ones for each negative") != std::string::npos);
    CHECK(sheet.find("Words were written only under") == std::string::npos);  // not told in options
    CHECK(sheet.find("| sentence | string |") != std::string::npos);

    // What only a publisher knows is asked for, and no longer where it is given.
    CHECK(sheet.find("asked for by Croissant: url, datePublished, creator, license") !=
          std::string::npos);
    CHECK_FALSE(croissant.contains("creator"));
    auto published = options;
    published.publication = {.url = "https://example.org/outcomes",
                             .date = "2026-01-31",
                             .creator = "A laboratory",
                             .licence = "https://creativecommons.org/publicdomain/zero/1.0/"};
    published.sides = {"train", "test"};
    CHECK(published.publication.missing().empty());
    CHECK(query::datasheet(dataset("outcomes"), made, published).find("Before publishing") ==
          std::string::npos);
    const auto described = Json::parse(query::croissant_json(dataset("outcomes"), made, published));
    CHECK(described["url"] == "https://example.org/outcomes");
    CHECK(described["datePublished"] == "2026-01-31");
    CHECK(described["creator"]["@type"] == "sc:Organization");
    CHECK(described["recordSet"][0]["data"][1]["splits/url"] == "cr:TestSplit");

    // A folder that holds something is left alone.
    CHECK_THROWS_AS(
        query::write_package(dataset("outcomes"), source, options, Progress::none(), {}),
        UsageError);
    CHECK(fs::exists(folder / "SHA256SUMS"));
    options.folder = folder.string() + "-2";
    CHECK_THROWS_AS(
        query::write_package(dataset("articles"), source, options, Progress::none(), {}),
        UsageError);
    std::stop_source stopped;
    stopped.request_stop();
    CHECK_THROWS_AS(query::write_package(dataset("outcomes"), source, options, Progress::none(),
                                         stopped.get_token()),
                    Interrupted);
    CHECK_FALSE(fs::exists(options.folder));
    fs::remove_all(folder);
}
