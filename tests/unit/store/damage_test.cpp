// What happens to a store whose files were damaged: it must never open as if it were merely small.
#include <catch2/catch.hpp>
#include <fstream>
#include <functional>

#include "core/base/file.hpp"
#include "store_fixture.hpp"

namespace lode::store {
namespace {

using test::entry;
using test::k_properties;

void fill(const fs::path& folder) {
    Writer writer(folder, k_properties);
    for (unsigned n = 0; n < 200; ++n) {
        writer.add(entry(n));
    }
    writer.finish_source(test::source("a.jsonl", "d1", 200));
    writer.publish();
}

std::vector<fs::path> files(const fs::path& folder, const std::string& begin,
                            const std::string& end = "") {
    std::vector<fs::path> list;
    for (const auto& item : fs::recursive_directory_iterator(folder)) {
        const std::string name = item.path().filename().string();
        if (item.is_regular_file() && name.starts_with(begin) && name.ends_with(end)) {
            list.push_back(item.path());
        }
    }
    return list;
}

void overwrite(const fs::path& path, const std::function<void(std::string&)>& change) {
    std::string bytes = read_file(path);
    change(bytes);
    fs::remove(path);  // snapshots share files with the database by hard links
    std::ofstream(path, std::ios::binary) << bytes;
}

void read_everything(const fs::path& folder) {
    Reader(folder).verify();
}

TEST_CASE("a damaged COMPLETE.json is told, not believed") {
    const test::TemporaryFolder folder;
    fill(folder.path());
    const fs::path path = folder.path() / "COMPLETE.json";
    const std::string good = read_file(path);
    const auto damaged = [&](const std::string& text) {
        overwrite(path, [&](std::string& bytes) { bytes = text; });
        CHECK_THROWS_WITH(Reader(folder.path()),
                          Catch::Contains("COMPLETE.json") || Catch::Contains("snapshot"));
        CHECK_THROWS_AS(Writer(folder.path(), k_properties), Error);
    };
    damaged("");
    damaged("{}");
    damaged(good.substr(0, good.size() / 2));
    const auto replaced = [&](const std::string& from, const std::string& to) {
        std::string text = good;
        text.replace(text.find(from), from.size(), to);
        return text;
    };
    damaged(replaced("\"articles\": 200", "\"articles\": 201"));
    damaged(replaced("\"articles\": 200", "\"articles\": -5"));
    damaged(replaced("\"content\": \"", "\"content\": \"0"));
    const auto schema = [](std::uint32_t version) {
        return "\"schema\": " + std::to_string(version);
    };
    damaged(replaced(schema(k_schema_version), schema(k_schema_version + 1)));
    CHECK_THROWS_WITH(Reader(folder.path()),
                      Catch::Contains("layout version " + std::to_string(k_schema_version + 1)));
    overwrite(path, [&](std::string& bytes) { bytes = good; });
    read_everything(folder.path());
    CHECK_NOTHROW(Writer(folder.path(), k_properties));
}

TEST_CASE("a shortened MANIFEST is noticed by writer and readers") {
    for (const double part : {0.0, 0.3, 0.5, 0.8}) {
        const test::TemporaryFolder folder;
        fill(folder.path());
        for (const auto& path : files(folder.path(), "MANIFEST-")) {
            overwrite(path, [&](std::string& bytes) {
                bytes.resize(static_cast<std::size_t>(static_cast<double>(bytes.size()) * part));
            });
        }
        INFO("part " << part);
        CHECK_THROWS_AS(read_everything(folder.path()), Error);
        CHECK_THROWS_AS(Writer(folder.path(), k_properties), Error);
    }
}

TEST_CASE("a vanished database is not made anew") {
    const test::TemporaryFolder folder;
    fill(folder.path());
    fs::remove_all(folder.path() / "db");
    CHECK_THROWS_WITH(Writer(folder.path(), k_properties), Catch::Contains("200 articles"));
    fs::remove_all(folder.path() / "snapshots");
    CHECK_THROWS_WITH(Reader(folder.path()), Catch::Contains("missing"));
}

TEST_CASE("damage inside a table file is found by a full read") {
    const test::TemporaryFolder folder;
    fill(folder.path());
    const auto tables = files(folder.path() / "snapshots", "", ".sst");
    REQUIRE(tables.size() >= 4);
    for (const auto& path : tables) {
        const std::string good = read_file(path);
        overwrite(path, [](std::string& bytes) {
            bytes[bytes.size() / 3] = static_cast<char>(bytes[bytes.size() / 3] ^ 0x40);
        });
        INFO(path);
        CHECK_THROWS_AS(read_everything(folder.path()), Error);
        overwrite(path, [&](std::string& bytes) { bytes = good; });
    }
    read_everything(folder.path());
}

TEST_CASE("a lost end of the log costs only what was not published") {
    const test::TemporaryFolder folder;
    fill(folder.path());
    {
        Writer writer(folder.path(), k_properties);
        writer.add(entry(300));
        writer.commit();
        writer.add(entry(301));
        writer.commit();
    }
    for (const auto& path : files(folder.path() / "db", "", ".log")) {
        overwrite(path, [](std::string& bytes) { bytes.resize(bytes.size() - bytes.size() / 4); });
    }
    Writer writer(folder.path(), k_properties);
    CHECK(writer.counters().articles >= 200);
    CHECK(writer.counters().articles < 202);
    writer.add(entry(300));
    writer.add(entry(301));
    writer.publish();
    const Reader reader(folder.path());
    CHECK(reader.counters().articles == 202);
    reader.verify();
}

}  // namespace
}  // namespace lode::store
