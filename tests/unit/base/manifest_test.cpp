#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>

#include "core/base/error.hpp"
#include "core/base/file.hpp"
#include "core/run/manifest.hpp"

namespace lode::run {
namespace {

struct Folder {
    Folder() {
        std::string name = (fs::temp_directory_path() / "lode-test-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) {
            throw Error("cannot create a temporary folder");
        }
        path = name;
    }
    ~Folder() { fs::remove_all(path); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    fs::path path;
};

Manifest sample(const fs::path& corpus, bool reproducible) {
    Manifest manifest("ingest", {"ingest", corpus.string(), "relative/file"}, reproducible);
    manifest.option({.name = "threads", .value = "2", .origin = "LODE_THREADS"});
    manifest.option({.name = "workspace", .value = corpus.string(), .origin = "command line"});
    manifest.input({.name = (corpus / "a.xml").string(), .digest = "00ff", .bytes = 5});
    manifest.counter("articles", 3);
    manifest.rejects({{"malformed-xml", 2}});
    manifest.artefact("store", "abcd");
    manifest.version("rocksdb", "7.8.3");
    manifest.warning("one file was damaged");
    manifest.note("phrase", "none");
    manifest.volume(1000, 200);
    return manifest;
}

TEST_CASE("a manifest tells command, options, inputs, counters and costs") {
    const Folder folder;
    const std::string json = sample("/data/in", false).json(3);
    for (const char* part :
         {"\"command\": \"ingest\"", "\"exit_code\": 3", "\"origin\": \"LODE_THREADS\"",
          "\"name\": \"/data/in/a.xml\"", "\"digest\": \"00ff\"", "\"articles\": 3",
          "\"malformed-xml\": 2", "\"store\": \"abcd\"", "\"rocksdb\": \"7.8.3\"",
          "one file was damaged", "\"wall_seconds\"", "\"cpu_seconds\"", "\"peak_memory_bytes\"",
          "\"bytes_per_second\"", "\"started\"", "\"host\"", "\"not_listed\": 0"}) {
        INFO(part);
        CHECK(json.find(part) != std::string::npos);
    }
    CHECK(peak_memory() > 1'000'000);
    CHECK(cpu_seconds() >= 0);
}

TEST_CASE("a manifest is written whole and the newest is linked") {
    const Folder folder;
    const fs::path first = sample("/data/in", false).write(folder.path, 0);
    CHECK(fs::exists(first / "run.json"));
    CHECK(fs::read_symlink(folder.path / "runs/latest") == first.filename());
    const std::string name = first.filename().string();
    REQUIRE(name.size() == std::string("20260101T000000Z-ingest-01234567").size());
    CHECK(name[8] == 'T');
    CHECK(name.substr(15, 9) == "Z-ingest-");
    const fs::path second = sample("/data/in", false).write(folder.path, 0);
    CHECK(second != first);
    CHECK(fs::read_symlink(folder.path / "runs/latest") == second.filename());
    CHECK(read_file(folder.path / "runs/latest/run.json") == read_file(second / "run.json"));
    CHECK_THROWS_AS(sample("/data/in", false).write("/proc/none", 0), Error);
}

TEST_CASE("reproducible manifests of equal runs are equal, wherever they ran") {
    const Folder one;
    const Folder two;
    const fs::path a = sample(one.path / "in", true).write(one.path, 0);
    const fs::path b = sample(two.path / "in", true).write(two.path, 0);
    CHECK(a.filename() == b.filename());
    CHECK(a.filename().string().starts_with("ingest-"));
    const std::string text = read_file(a / "run.json");
    CHECK(text == read_file(b / "run.json"));
    for (const char* part : {"seconds", "memory", "host", "started", "/tmp"}) {
        INFO(part);
        CHECK(text.find(part) == std::string::npos);
    }
    CHECK(sample(one.path / "in", true).write(one.path, 1) != a);
}

TEST_CASE("inputs beyond the list are counted and summed") {
    const auto with = [](std::uint64_t inputs) {
        Manifest manifest("ingest", {}, true);
        for (std::uint64_t i = 0; i < inputs; ++i) {
            manifest.input({.name = std::to_string(i), .digest = "d", .bytes = 2});
        }
        return manifest.json(0);
    };
    const std::string many = with(10'003);
    CHECK(many.find("\"count\": 10003") != std::string::npos);
    CHECK(many.find("\"bytes\": 20006") != std::string::npos);
    CHECK(many.find("\"not_listed\": 3") != std::string::npos);
    CHECK(many.find("\"name\": \"9999\"") != std::string::npos);
    CHECK(many.find("\"name\": \"10000\"") == std::string::npos);
    CHECK(with(10'002) != many);
}

TEST_CASE("names that are not UTF-8 do not break a manifest") {
    Manifest manifest("ingest", {"caf\xE9.xml"}, true);
    CHECK(manifest.json(0).find("caf") != std::string::npos);
}

}  // namespace
}  // namespace lode::run
