// Whole copies of a store, and what a check says of one that is damaged.
#include <catch2/catch.hpp>
#include <fstream>

#include "core/base/file.hpp"
#include "core/store/backup.hpp"
#include "core/store/check.hpp"
#include "store_fixture.hpp"

namespace lode::store {
namespace {

using test::entry;
using test::k_properties;

void fill(const fs::path& store, unsigned from, unsigned to) {
    Writer writer(store, k_properties);
    for (unsigned n = from; n < to; ++n) {
        writer.add(entry(n));
    }
    writer.finish_source(
        test::source("a" + std::to_string(from), "d" + std::to_string(from), to - from));
    writer.publish();
}

CopyReport duplicate(const fs::path& from, const fs::path& to, bool link = true) {
    return copy_workspace(from, to, {"lode.ini", "model/model.lode"}, link, [](const fs::path&) {});
}

std::vector<fs::path> tables(const fs::path& folder) {
    std::vector<fs::path> list;
    for (const auto& item : fs::recursive_directory_iterator(folder)) {
        if (item.path().extension() == ".sst") {
            list.push_back(item.path());
        }
    }
    return list;
}

TEST_CASE("a backup holds what the store held, and both go on apart") {
    const test::TemporaryFolder folder;
    const fs::path work = folder.path() / "work";
    const fs::path backup = folder.path() / "backup";
    fill(work / "store", 0, 50);
    write_file_atomically(work / "lode.ini", "threads = 1\n");
    for (const bool link : {true, false}) {
        fs::remove_all(backup);
        const auto report = duplicate(work, backup, link);
        CHECK(report.articles == 50);
        CHECK(report.linked > 0);
        const Reader reader(backup / "store");
        CHECK(reader.fingerprint() == Reader(work / "store").fingerprint());
        CHECK(read_file(backup / "lode.ini") == "threads = 1\n");
        const bool shared = fs::hard_link_count(tables(work / "store/snapshots").front()) > 2;
        CHECK(shared == link);
    }
    fill(work / "store", 50, 60);
    fill(backup / "store", 70, 90);
    fs::remove_all(work);
    const Reader reader(backup / "store");
    reader.verify();
    CHECK(reader.counters().articles == 70);
    CHECK(duplicate(backup, folder.path() / "restored").articles == 70);
    CHECK(check_store(folder.path() / "restored/store").found == 0);
}

TEST_CASE("a copy overwrites nothing and leaves nothing half made") {
    const test::TemporaryFolder folder;
    const fs::path work = folder.path() / "work";
    fill(work / "store", 0, 5);
    fs::create_directories(folder.path() / "there/store");
    CHECK_THROWS_WITH(duplicate(work, folder.path() / "there"), Catch::Contains("not empty"));
    CHECK_THROWS_WITH(duplicate(folder.path() / "nowhere", folder.path() / "to"),
                      Catch::Contains("no published store"));
    CHECK_THROWS_WITH(copy_workspace(work, folder.path() / "to", {}, true,
                                     [](const fs::path&) { throw Error("not sound"); }),
                      "not sound");
    for (const auto& item : fs::directory_iterator(folder.path())) {
        CHECK((item.path().filename() == "work" || item.path().filename() == "there"));
    }
    fs::create_directories(folder.path() / "empty");
    CHECK(duplicate(work, folder.path() / "empty").articles == 5);
}

TEST_CASE("a check names the articles whose records are damaged") {
    const test::TemporaryFolder folder;
    const fs::path store = folder.path() / "store";
    fill(store, 0, 200);
    CHECK(check_store(store).found == 0);
    CHECK(check_store(store).articles == 200);
    unsigned named = 0;
    for (const auto& path : tables(store / "snapshots")) {
        const std::string good = read_file(path);
        std::string bad = good;
        bad[bad.size() / 3] = static_cast<char>(bad[bad.size() / 3] ^ 0x40);
        fs::remove(path);
        std::ofstream(path, std::ios::binary) << bad;
        INFO(path);
        const auto report = check_store(store, 3);
        CHECK(report.found > 0);
        CHECK(report.damage.size() <= 3);
        for (const Damage& damage : report.damage) {
            named += damage.place.starts_with("article ") ? 1U : 0U;
        }
        CHECK_THROWS_AS(duplicate(folder.path(), folder.path() / "copy"), Error);
        fs::remove(path);
        std::ofstream(path, std::ios::binary) << good;
    }
    CHECK(named > 0);
    CHECK(check_store(store).found == 0);
    write_file_atomically(store / "COMPLETE.json", "{}");
    CHECK(check_store(store).found == 1);
    CHECK_THROWS_AS(check_store(folder.path() / "nowhere"), Error);
}

}  // namespace
}  // namespace lode::store
