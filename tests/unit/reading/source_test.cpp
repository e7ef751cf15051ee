// Folders, gzip and tar: what is found, what is given, what is refused.
#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdio>

#include "core/base/error.hpp"
#include "tests/unit/reading/helpers.hpp"

using namespace reading_test;
using Strings = std::vector<std::string>;

namespace {

struct Given {
    std::vector<Document> documents;
    std::vector<Reject> rejects;
    ContainerSummary summary;
    std::string problems() const {
        std::string all;
        for (const auto& r : rejects) {
            all += r.source + " " + r.reason + "\n";
        }
        return all;
    }
};

Given give(const std::filesystem::path& path, const ContainerLimits& limits = {}) {
    const InputFile file{path, path.filename().string(), std::filesystem::file_size(path)};
    Given given;
    given.summary = verify_file(file);
    read_file_documents(
        file, given.summary, limits, [&](Document d) { given.documents.push_back(std::move(d)); },
        [&](Reject r) { given.rejects.push_back(std::move(r)); });
    return given;
}

// gzip by "stored" blocks: no compressor is needed to test the reader.
std::uint32_t crc32_of(std::string_view bytes) {
    std::uint32_t crc = 0xffffffffU;
    for (const char c : bytes) {
        crc ^= static_cast<unsigned char>(c);
        for (int i = 0; i < 8; ++i) {
            crc = (crc & 1U) != 0 ? crc >> 1 ^ 0xedb88320U : crc >> 1;
        }
    }
    return ~crc;
}
void put32(std::string& out, std::uint32_t value) {
    for (int i = 0; i < 4; ++i) {
        out += static_cast<char>(value >> (8 * i) & 0xffU);
    }
}
std::string gzip(std::string_view bytes) {
    std::string out("\x1f\x8b\x08\0\0\0\0\0\0\x03", 10);
    std::size_t at = 0;
    do {
        const std::size_t size = std::min<std::size_t>(bytes.size() - at, 65535);
        out += at + size == bytes.size() ? '\1' : '\0';
        const auto n = static_cast<unsigned>(size);
        out += static_cast<char>(n & 0xffU);
        out += static_cast<char>(n >> 8);
        out += static_cast<char>(~n & 0xffU);
        out += static_cast<char>(~n >> 8 & 0xffU);
        out += bytes.substr(at, size);
        at += size;
    } while (at < bytes.size());
    put32(out, crc32_of(bytes));
    put32(out, static_cast<std::uint32_t>(bytes.size()));
    return out;
}

std::string tar_member(const std::string& name, std::string_view bytes, char type = '0') {
    std::string header(512, '\0');
    const auto put = [&](std::size_t at, const std::string& text) {
        header.replace(at, text.size(), text);
    };
    char size[16];
    std::snprintf(size, sizeof size, "%011zo", bytes.size());
    put(0, name);
    put(100, "0000644");
    put(124, size);
    put(136, "00000000000");
    put(148, "        ");
    header[156] = type;
    if (type == '2') {
        put(157, "/etc/passwd");
    }
    put(257, std::string("ustar\0"
                         "00",
                         8));
    unsigned sum = 0;
    for (const char c : header) {
        sum += static_cast<unsigned char>(c);
    }
    char text[16];
    std::snprintf(text, sizeof text, "%06o", sum);
    put(148, text);
    header[154] = '\0';
    std::string out = header + std::string(bytes);
    out.resize((out.size() + 511) / 512 * 512);
    return out;
}
std::string tar_end() {
    return std::string(1024, '\0');
}

}  // namespace

TEST_CASE("the walker sorts, skips by name and counts what it skips", "[walker]") {
    const Folder folder;
    folder.write("b/two.xml", "<a/>");
    folder.write("b/notes.txt", "x");
    folder.write("a.NXML", "<a/>");
    folder.write("c.jsonl.gz", "x");
    folder.write(".hidden/x.xml", "<a/>");
    folder.write("README", "x");
    std::filesystem::create_directory_symlink(folder.path(), folder.path() / "b" / "loop");
    InputWalker walker({folder.path(), folder.path() / "b" / "notes.txt"});
    Strings names;
    while (auto file = walker.next()) {
        names.push_back(file->name.substr(folder.path().string().size() + 1));
    }
    CHECK(names == Strings{"a.NXML", "b/two.xml", "c.jsonl.gz", "b/notes.txt"});
    CHECK(walker.skipped() ==
          std::map<std::string, std::uint64_t>{
              {"(folder seen before)", 1}, {"(hidden)", 1}, {"(no extension)", 1}, {".txt", 1}});
    CHECK_THROWS_AS(InputWalker({folder.path() / "absent"}), UsageError);
}

TEST_CASE("what cannot be read is told with its place, and the walk goes on", "[walker]") {
    const Folder folder;
    folder.write("in/a.xml", "<a/>");
    folder.write("in/z.xml", "<a/>");
    const auto locked = folder.write("in/locked.xml", "<a/>");
    const auto shut = folder.write("in/shut/b.xml", "<a/>").parent_path();
    std::filesystem::create_symlink("nowhere", folder.path() / "in" / "m.xml");
    std::filesystem::create_symlink("nowhere", folder.path() / "in" / "picture.png");
    std::filesystem::create_symlink("n.xml", folder.path() / "in" / "n.xml");
    std::filesystem::permissions(locked, std::filesystem::perms::none);
    std::filesystem::permissions(shut, std::filesystem::perms::none);
    InputWalker walker({folder.path() / "in"});
    std::string found;
    while (auto file = walker.next()) {
        found += file->path.filename().string() + " " + file->problem + "\n";
    }
    std::filesystem::permissions(shut, std::filesystem::perms::owner_all);
    // Nothing is locked for root.
    const bool root = ::geteuid() == 0;
    CHECK(found ==
          std::string("a.xml \n") +
              (root ? "locked.xml \n"
                    : "locked.xml unreadable-file: cannot open: Permission denied\n") +
              "m.xml unreadable-file: cannot open: No such file or directory (a link to nowhere)\n"
              "n.xml unreadable-file: cannot open: Too many levels of symbolic links (a link to "
              "n.xml)\n" +
              (root ? "b.xml \n" : "shut unreadable-folder: cannot list it: Permission denied\n") +
              "z.xml \n");
    CHECK(walker.skipped() == std::map<std::string, std::uint64_t>{{"(broken link)", 1}});

    const auto a = folder.path() / "in" / "a.xml";
    InputWalker named({a, folder.path() / "in" / "z.xml"});
    std::filesystem::remove(a);
    CHECK(named.next()->problem == "unreadable-file: cannot open: No such file or directory");
    CHECK(named.next()->problem.empty());
    CHECK_THROWS_AS(verify_file({.path = a, .name = "a.xml"}), UnreadableFile);
    REQUIRE(::mkfifo((folder.path() / "pipe").c_str(), 0600) == 0);
    CHECK_THROWS_AS(InputWalker({folder.path() / "pipe"}), UsageError);
}

TEST_CASE("content decides, not the name", "[source]") {
    const Folder folder;
    CHECK(give(folder.write("a.xml", gzip("<article/>"))).documents.at(0).bytes == "<article/>");
    CHECK(give(folder.write("b.gz", "<article/>")).documents.at(0).kind == DocumentKind::xml);
    CHECK(give(folder.write("c.xml", " \n{\"id\":1}")).documents.at(0).kind ==
          DocumentKind::json_lines);
    const auto reason = [&](std::string_view bytes) {
        return give(folder.write("x.xml", bytes)).rejects.at(0).reason;
    };
    CHECK(reason("") == "empty-file");
    CHECK(reason(" \n ") == "empty-file");
    CHECK(reason("<!DOCTYPE html><p>404") == "html-page");
    CHECK(reason("Rar!zip") == "unsupported-container");
    CHECK(reason("%PDF-1.4") == "not-text");
    CHECK(reason("just words") == "plain-text");
    CHECK(reason(std::string(200, '\1')) == "not-text");
}

TEST_CASE("gzip members are verified, damage is marked", "[source]") {
    const Folder folder;
    const std::string first = gzip("<article>");
    const std::string second = gzip("</article>");
    const auto good = give(folder.write("a.xml.gz", first + second));
    CHECK(good.summary.problem.empty());
    CHECK(good.summary.members == 2);
    CHECK(good.documents.at(0).bytes == "<article></article>");
    CHECK_FALSE(good.documents[0].damaged_container);
    std::string wrong = gzip("<article/>");
    wrong[wrong.size() - 6] = static_cast<char>(wrong[wrong.size() - 6] ^ 1);
    const auto bad = give(folder.write("b.xml.gz", wrong));
    CHECK(bad.summary.problem.starts_with("corrupt-gzip"));
    CHECK(bad.documents.at(0).damaged_container);
    const auto cut = give(folder.write("c.xml.gz", first.substr(0, first.size() - 9)));
    CHECK(cut.summary.problem.starts_with("truncated-gzip"));
    const auto trailing = give(folder.write("d.xml.gz", gzip("<article/>") + "junk"));
    CHECK(trailing.summary.problem.starts_with("trailing-bytes"));
    CHECK(trailing.documents.at(0).bytes == "<article/>");
    const auto padded = give(folder.write("e.xml.gz", gzip("<article/>") + std::string(100, '\0')));
    CHECK(padded.summary.problem.empty());
    CHECK(good.summary.digest != bad.summary.digest);
}

TEST_CASE("JSON lines are cut at line ends", "[source]") {
    const Folder folder;
    std::string lines;
    for (int i = 0; i < 30'000; ++i) {
        lines +=
            "{\"id\":" + std::to_string(i) + ",\"abstract\":\"" + std::string(60, 'x') + "\"}\n";
    }
    const auto given = give(folder.write("a.jsonl", lines));
    CHECK(given.documents.size() >= 2);
    std::string joined;
    std::uint64_t line = 1;
    for (const auto& d : given.documents) {
        CHECK(d.first_line == line);
        line += static_cast<std::uint64_t>(std::count(d.bytes.begin(), d.bytes.end(), '\n'));
        joined += d.bytes;
    }
    CHECK(joined == lines);
}

TEST_CASE("members of a tar are given, odd ones refused", "[source]") {
    const Folder folder;
    const std::string tar =
        tar_member("../../evil.xml", "<article>1</article>") + tar_member("d/", "", '5') +
        tar_member("d/._a.xml", "x") + tar_member("link.xml", "", '2') +
        tar_member("d/a.xml", "<article>2</article>") + tar_member("p.jpg", "x") +
        tar_member("q.jpg", "x") + tar_member("empty.xml", "") +
        tar_member("in.xml.gz", gzip("<article>3</article>")) + tar_end();
    for (const auto& [name, bytes] : {std::pair{"a.tar", tar}, std::pair{"a.tar.gz", gzip(tar)}}) {
        const auto given = give(folder.write(name, bytes));
        INFO(given.problems());
        REQUIRE(given.documents.size() == 3);
        CHECK(given.documents[0].source == std::string(name) + "!../../evil.xml");
        CHECK(given.documents[1].bytes == "<article>2</article>");
        CHECK(given.documents[2].bytes == "<article>3</article>");
        REQUIRE(given.rejects.size() == 3);
        CHECK(given.rejects[0].reason == "not-a-file");
        CHECK(given.rejects[1].reason == "empty-file");
        CHECK(given.rejects[2].reason == "not-an-input");
        CHECK(given.rejects[2].detail == "2 members .jpg");
    }
    CHECK_FALSE(std::filesystem::exists(folder.path() / "evil.xml"));
}

TEST_CASE("complete members of a damaged tar.gz are given", "[source]") {
    const Folder folder;
    const std::string tar = tar_member("a.xml", "<article>1</article>") +
                            tar_member("b.xml", std::string(200'000, 'b')) + tar_end();
    const std::string packed = gzip(tar);
    const auto given = give(folder.write("cut.tar.gz", packed.substr(0, packed.size() / 2)));
    INFO(given.problems());
    REQUIRE(given.documents.size() == 1);
    CHECK(given.documents[0].source == "cut.tar.gz!a.xml");
    CHECK(given.documents[0].damaged_container);
    REQUIRE_FALSE(given.rejects.empty());
    CHECK(given.rejects[0].source == "cut.tar.gz!b.xml");
    CHECK(given.rejects[0].detail.starts_with("truncated-gzip"));
}

TEST_CASE("limits on size and ratio", "[source]") {
    const Folder folder;
    ContainerLimits limits;
    limits.member_bytes = 1000;
    const auto given = give(folder.write("a.xml", "<article>" + std::string(2000, 'x')), limits);
    CHECK(given.documents.empty());
    CHECK(given.rejects.at(0).reason == "too-large");
}
