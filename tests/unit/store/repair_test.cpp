// A damaged store made whole again, with sources that are a table in memory.
#include "core/store/repair.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <map>

#include "core/base/file.hpp"
#include "core/store/check.hpp"
#include "core/store/complete.hpp"
#include "core/store/lock.hpp"
#include "tests/unit/store/store_fixture.hpp"

using namespace lode;
using namespace lode::store;

namespace {

constexpr unsigned k_articles_of_source = 300;

std::string name_of(unsigned source) {
    return "part" + std::to_string(source) + ".jsonl";
}

// Three sources, a table file or more each.
void fill(const fs::path& store, History history = History::none) {
    for (unsigned n = 0; n < 3; ++n) {
        Writer writer(store, test::k_properties, {}, history);
        if (writer.keeps_history()) {
            writer.begin_share({.walk = "w", .number = 1, .of = 1});
        }
        for (unsigned k = 0; k < k_articles_of_source; ++k) {
            writer.add(test::entry(n * k_articles_of_source + k, name_of(n)));
        }
        writer.finish_source(
            test::source(name_of(n), "digest" + std::to_string(n), k_articles_of_source));
        if (writer.keeps_history()) {
            writer.end_share();
        }
        writer.publish();
    }
}

struct Help {
    std::map<std::string, unsigned> read;  // by name, how often
    std::string missing;                   // a source that is not there
    unsigned rebuilt = 0;

    RepairHelp help() {
        RepairHelp result;
        result.properties = test::k_properties;
        result.reread = [this](const SourceRecord& source,
                               const std::function<void(Prepared &&)>& give) {
            if (source.name == missing) {
                throw Error("no such file");
            }
            ++read[source.name];
            const auto n = static_cast<unsigned>(source.name[4] - '0');
            for (unsigned k = 0; k < k_articles_of_source; ++k) {
                give(prepare(test::entry(n * k_articles_of_source + k, source.name)));
            }
        };
        result.rebuild = [this](const std::vector<SourceRecord>& sources, const fs::path& folder) {
            ++rebuilt;
            CHECK(sources.size() == 3);
            fill(folder);
        };
        return result;
    }
};

std::vector<fs::path> tables(const fs::path& store) {
    std::vector<fs::path> found;
    for (const auto& item : fs::directory_iterator(store / "db")) {
        if (item.path().extension() == ".sst") {
            found.push_back(item.path());
        }
    }
    std::sort(found.begin(), found.end());
    return found;
}

// In place, so that database and snapshots, which share the file, are damaged alike.
void flip(const fs::path& file, std::uintmax_t at) {
    std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
    stream.seekg(static_cast<std::streamoff>(at));
    const char byte = static_cast<char>(stream.get() ^ 0x10);
    stream.seekp(static_cast<std::streamoff>(at));
    stream.put(byte);
    REQUIRE(stream.good());
}

std::map<std::string, std::string> every_byte(const fs::path& folder) {
    std::map<std::string, std::string> bytes;
    for (const auto& item : fs::recursive_directory_iterator(folder)) {
        // A lock file is made where there was none.
        if (item.is_regular_file() && item.path().extension() != ".lock") {
            bytes[item.path().string()] = read_file(item.path());
        }
    }
    return bytes;
}

struct Contents {
    Counters counters;
    std::vector<Seq> sample;
    std::string fingerprint;
    bool operator==(const Contents&) const = default;
};
Contents contents(const fs::path& store) {
    const Reader reader(store);
    reader.verify();
    return {reader.counters(), reader.postings("sample"), reader.fingerprint()};
}

}  // namespace

TEST_CASE("a repair brings back what any table file held, from the sources of what is lost") {
    const test::TemporaryFolder sound;
    fill(sound.path() / "store");
    const Contents wanted = contents(sound.path() / "store");
    bool once_alone = false;
    bool once_postings = false;
    const std::size_t count = tables(sound.path() / "store").size();
    REQUIRE(count >= 4);
    for (std::size_t n = 0; n < count; ++n) {
        const test::TemporaryFolder folder;
        const fs::path store = folder.path() / "store";
        fill(store);
        const fs::path table = tables(store).at(n);
        INFO(table << " " << n);
        flip(table, fs::file_size(table) / 4);
        REQUIRE(check_store(store).found > 0);
        Help help;
        const RepairReport report = repair_store(store, help.help());
        CHECK(report.way != RepairReport::Way::none);
        CHECK(contents(store) == wanted);
        CHECK(check_store(store).found == 0);
        CHECK(fs::exists(report.old_store / "db"));
        CHECK_FALSE(fs::exists(folder.path() / "store.repairing"));
        once_alone = once_alone || help.read.size() == 1;
        once_postings = once_postings || report.postings_rebuilt;
        for (const LostArticle& lost : report.lost) {
            CHECK(lost.why.empty());
            CHECK(help.read.contains(lost.source));
        }
        // The next ingest goes on with it.
        Writer writer(store, test::k_properties);
        CHECK(writer.finished_source("digest2").has_value());
    }
    CHECK(once_alone);
    CHECK(once_postings);
}

TEST_CASE("a repair that lacks a source changes nothing and names what is lost") {
    const test::TemporaryFolder folder;
    const fs::path store = folder.path() / "store";
    fill(store);
    bool refused = false;
    for (const auto& table : tables(store)) {
        const std::uintmax_t at = fs::file_size(table) / 4;
        flip(table, at);
        const auto before = every_byte(store);
        for (const char* missing : {"part0.jsonl", "part1.jsonl", "part2.jsonl"}) {
            Help help;
            help.missing = missing;
            RepairHelp asked = help.help();
            asked.rebuild = [](const std::vector<SourceRecord>&, const fs::path&) {
                throw Error("no such file");
            };
            RepairReport report;
            try {
                report = repair_store(store, asked);
            } catch (const Error&) {
                CHECK(every_byte(store) == before);
                continue;
            }
            if (report.way == RepairReport::Way::none) {
                refused = true;
                CHECK(every_byte(store) == before);
                CHECK(std::any_of(report.lost.begin(), report.lost.end(), [&](const auto& lost) {
                    return lost.source == missing && lost.why == "no such file" && !lost.id.empty();
                }));
            } else {  // this source held nothing of it; back to the damaged one
                fs::remove_all(store);
                fs::rename(report.old_store, store);
            }
        }
        flip(table, at);
    }
    CHECK(refused);
    CHECK(check_store(store).found == 0);
}

TEST_CASE("a repair chooses between database, snapshot and record") {
    const test::TemporaryFolder folder;
    const fs::path store = folder.path() / "store";
    fill(store);
    const Contents wanted = contents(store);
    Help help;
    const auto repaired_from = [&] {
        REQUIRE(check_store(store).found > 0);
        const RepairReport report = repair_store(store, help.help());
        CHECK(report.way == RepairReport::Way::copied);
        CHECK(report.lost.empty());
        CHECK(contents(store) == wanted);
        CHECK(check_store(store).found == 0);
        return report.base;
    };
    const auto damage = [](const fs::path& file, std::string_view bytes) {
        fs::remove(file);  // its links stay as they are
        std::ofstream(file, std::ios::binary) << bytes;
    };

    damage(store / "db/CURRENT", "MANIFEST-999999\n");
    CHECK(repaired_from().starts_with("snapshots/"));
    for (const auto& snapshot : fs::directory_iterator(store / "snapshots")) {
        damage(snapshot.path() / "CURRENT", "?");
    }
    CHECK(repaired_from() == "db");
    damage(store / "COMPLETE.json", "{}");
    CHECK(repaired_from() == "db");
    std::string record = read_file(store / "COMPLETE.json");
    record.replace(record.find("\"content\": \"") + 12, 1, "z");
    damage(store / "COMPLETE.json", record);
    CHECK(repaired_from() == "db");
    const std::string sources = "\"sources\": ";
    record = read_file(store / "COMPLETE.json");
    record.replace(record.find(sources) + sources.size(), 1, "7");
    damage(store / "COMPLETE.json", record);
    CHECK(repaired_from() == "db");
    CHECK(help.read.empty());

    SECTION("neither database nor snapshot: everything again") {
        damage(store / "db/CURRENT", "?");
        for (const auto& snapshot : fs::directory_iterator(store / "snapshots")) {
            damage(snapshot.path() / "CURRENT", "?");
        }
        const auto before = every_byte(store);
        // Nobody knows what was read.
        CHECK_THROWS_AS(repair_store(store, help.help()), Error);
        CHECK(every_byte(store) == before);
        RepairHelp asked = help.help();
        for (unsigned n = 0; n < 3; ++n) {
            asked.known_sources.push_back(test::source(name_of(n), "digest", 1));
        }
        // What comes out of it is not what was there.
        const auto fill_all = asked.rebuild;
        asked.rebuild = [](const std::vector<SourceRecord>&, const fs::path& to) {
            Writer writer(to, test::k_properties);
            writer.add(test::entry(1));
            writer.publish();
        };
        CHECK_THROWS_AS(repair_store(store, asked), Error);
        CHECK(every_byte(store) == before);
        CHECK_FALSE(fs::exists(folder.path() / "store.repairing"));
        asked.rebuild = fill_all;
        CHECK(repair_store(store, asked).way == RepairReport::Way::rebuilt);
        CHECK(contents(store) == wanted);
    }
    SECTION("not beside a writer, not with other settings, not where there is nothing") {
        const Writer writer(store, test::k_properties);
        CHECK_THROWS_AS(repair_store(store, help.help()), Error);
        CHECK_THROWS_AS(repair_store(folder.path() / "nowhere", help.help()), Error);
    }
    SECTION("not with other settings") {
        RepairHelp asked = help.help();
        asked.properties["analyser"] = "2";
        const auto before = every_byte(store);
        CHECK_THROWS_AS(repair_store(store, asked), Error);
        CHECK(every_byte(store) == before);
    }
}

TEST_CASE("the repair of a shard keeps its history") {
    const test::TemporaryFolder folder;
    const fs::path store = folder.path() / "store";
    fill(store, History::kept);
    const Contents wanted = contents(store);
    unsigned repaired = 0;
    const std::size_t count = tables(store).size();
    for (std::size_t n = 0; n < count; ++n) {
        const test::TemporaryFolder other;
        const fs::path copy = other.path() / "store";
        fill(copy, History::kept);
        const fs::path table = tables(copy).at(n);
        flip(table, fs::file_size(table) / 4);
        Help help;
        const auto before = every_byte(copy);
        try {
            const RepairReport report = repair_store(copy, help.help());
            CHECK(contents(copy) == wanted);
            CHECK(Reader(copy).shares().has_value());
            ++repaired;
        } catch (const Error&) {  // its list of what was read is lost
            CHECK(every_byte(copy) == before);
        }
    }
    CHECK(repaired > 0);
}
