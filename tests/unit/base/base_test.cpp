#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

#include "core/base/digest.hpp"
#include "core/base/error.hpp"
#include "core/base/file.hpp"
#include "core/base/lexicon.hpp"
#include "core/base/log.hpp"
#include "core/base/resources.hpp"
#include "core/base/sha256.hpp"

namespace lode {
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

std::size_t entries(const fs::path& folder) {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), {}));
}

TEST_CASE("digests are stored, so their values never change") {
    CHECK(digest64("") == 0x2d06800538d394c2ULL);
    CHECK(digest128("").hex() == "99aa06d3014798d86001c324468d497f");
    CHECK(hex64(0xab) == "00000000000000ab");
    Digester pieces;
    pieces.add("Bi2");
    pieces.add("");
    pieces.add("Te3");
    CHECK(pieces.result() == digest128("Bi2Te3"));
}

TEST_CASE("an atomic file is complete or absent") {
    const Folder folder;
    const fs::path path = folder.path / "out.txt";
    {
        AtomicFile file(path);
        file.write("half");
    }
    CHECK(entries(folder.path) == 0);
    write_file_atomically(path, "first");
    {
        AtomicFile file(path);
        file.write("second, never committed");
        CHECK(read_file(path) == "first");
    }
    CHECK(read_file(path) == "first");
    const std::string large(3 << 20, 'x');
    write_file_atomically(path, large);
    CHECK(read_file(path) == large);
    CHECK(entries(folder.path) == 1);
    struct stat info {};
    REQUIRE(::stat(path.c_str(), &info) == 0);
    CHECK((info.st_mode & 0077) == (0066 & ~[] {
              const mode_t mask = ::umask(0);
              ::umask(mask);
              return mask;
          }()));
    CHECK_THROWS_WITH(write_file_atomically(folder.path / "none/x", ""), Catch::Contains("none/x"));
}

TEST_CASE("folders are made with those they lie in, and may be there") {
    const Folder folder;
    const fs::path deep = folder.path / "a" / "b" / "c";
    create_folders(deep);
    CHECK(fs::is_directory(deep));
    CHECK_NOTHROW(create_folders(deep));
    create_folders(folder.path / "d" / "");
    CHECK(fs::is_directory(folder.path / "d"));
    write_file_atomically(folder.path / "file", "");
    CHECK_THROWS_WITH(create_folders(folder.path / "file"),
                      Catch::Contains("file: cannot create: "));
    CHECK_THROWS_WITH(create_folders(folder.path / "file" / "below"),
                      Catch::Contains("below: cannot create: "));
    sync_folder(folder.path / "nowhere");  // best effort: no error
}

TEST_CASE("reading names what is wrong") {
    const Folder folder;
    CHECK_THROWS_WITH(read_file(folder.path / "absent"), Catch::Contains("absent"));
    CHECK_THROWS_WITH(read_file(folder.path), Catch::Contains("directory"));
    write_file_atomically(folder.path / "ten", "0123456789");
    CHECK(read_file(folder.path / "ten", 10) == "0123456789");
    CHECK_THROWS_WITH(read_file(folder.path / "ten", 9), Catch::Contains("limit"));
    CHECK_FALSE(read_file("/proc/self/status").empty());
}

TEST_CASE("a mapped file shows the bytes of the file") {
    const Folder folder;
    write_file_atomically(folder.path / "a", "abc");
    write_file_atomically(folder.path / "empty", "");
    MappedFile a(folder.path / "a");
    CHECK(a.bytes() == "abc");
    MappedFile b(folder.path / "empty");
    CHECK(b.bytes().empty());
    b = std::move(a);
    CHECK(b.bytes() == "abc");
    CHECK_THROWS_AS(MappedFile(folder.path), Error);
    CHECK_THROWS_AS(MappedFile(folder.path / "absent"), Error);
}

TEST_CASE("lexicons skip comments, keep columns and name a short row") {
    const Folder folder;
    std::ofstream(folder.path / "x.tsv") << "# about\n\na\tb\tc \r\nd\t\te\n";
    std::ofstream(folder.path / "bad.tsv") << "a\tb\na\n";
    const LexiconSource source(folder.path);
    const auto rows = read_lexicon(source, "x.tsv", 3);
    REQUIRE(rows.size() == 2);
    CHECK(rows[0] == std::vector<std::string>{"a", "b", "c"});
    CHECK(rows[1] == std::vector<std::string>{"d", "", "e"});
    CHECK_THROWS_WITH(read_lexicon(source, "bad.tsv", 2),
                      Catch::Contains("bad.tsv") && Catch::Contains("line 2"));
    CHECK_THROWS_AS(read_lexicon(source, "absent.tsv", 1), Error);
    CHECK_THROWS_AS(resource("no such resource"), Error);
}

TEST_CASE(
    "the digest of lexicons holds what articles are read with, not what questions alone use") {
    const std::string before = lexicon_digest(LexiconSource());
    const auto with = [](const char* file, const char* text) {
        const Folder folder;
        std::ofstream(folder.path / file) << text;
        return lexicon_digest(LexiconSource(folder.path));
    };
    CHECK(with("boosters.txt", "fine\n") == before);
    CHECK(with("applications.tsv", "a\tb\n") == before);
    CHECK(with("hedges.txt", "maybe\n") != before);
    CHECK(with("outcome_cues.tsv", "# Of questions alone: not by the word of a copy\n") != before);
}

TEST_CASE("messages go to the sink that is set, and nowhere without one") {
    std::vector<std::string> seen;
    const LogSink before = set_log_sink([&](LogLevel level, std::string_view text) {
        seen.push_back((level == LogLevel::warning ? "warning " : "") + std::string(text));
    });
    log_warning("{} of {}", 1, 2);
    log_info("plain");
    set_log_sink(nullptr);
    log_info("lost");
    set_log_sink(before);
    CHECK(seen == std::vector<std::string>{"warning 1 of 2", "plain"});
}

}  // namespace
}  // namespace lode

TEST_CASE("SHA-256 against the examples of FIPS 180", "[digest]") {
    lode::Sha256 digest;
    CHECK(digest.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    digest.add("a");
    digest.add("bc");
    CHECK(digest.hex() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(digest.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}
