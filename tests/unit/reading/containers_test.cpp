// Compressed files and archives: every kind, every nesting, honest and hostile.
#include <algorithm>
#include <map>

#include "tests/unit/reading/containers.hpp"

using namespace reading_test;
using Strings = std::vector<std::string>;

namespace {

const Strings k_filters = {"gzip", "bzip2", "xz", "zstd"};

Strings sources(const Given& given) {
    Strings list;
    for (const auto& d : given.documents) {
        list.push_back(d.source);
    }
    return list;
}

Strings reasons(const Given& given) {
    Strings list;
    for (const auto& r : given.rejects) {
        list.push_back(r.source + " " + r.reason);
    }
    return list;
}

std::string number_at(std::string_view bytes, std::size_t at, std::size_t size) {
    return std::string(bytes.substr(at, size));
}
std::uint32_t little(std::string_view bytes) {
    std::uint32_t value = 0;
    for (std::size_t i = bytes.size(); i-- > 0;) {
        value = value << 8U | static_cast<unsigned char>(bytes[i]);
    }
    return value;
}
void put_little(std::string& bytes, std::size_t at, std::uint32_t value, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) {
        bytes[at + i] = static_cast<char>(value >> (8 * i) & 0xffU);
    }
}

}  // namespace

TEST_CASE("every compression, with several members, checked", "[containers]") {
    const Folder folder;
    const std::string text = "<article>" + words(300'000) + "</article>";
    for (const auto& filter : k_filters) {
        INFO(filter);
        const std::string one = compress(text.substr(0, 100'000), filter);
        const std::string two = compress(text.substr(100'000), filter);
        const auto good = give_file(folder.write("a." + filter, one + two));
        INFO(good.all());
        CHECK(good.summary.problem.empty());
        CHECK(good.summary.members == 2);
        REQUIRE(good.documents.size() == 1);
        CHECK(good.documents[0].bytes == text);
        CHECK_FALSE(good.documents[0].damaged_container);
        CHECK(good.rejects.empty());

        const auto cut =
            give_file(folder.write("b." + filter, (one + two).substr(0, one.size() + 20'000)));
        CHECK(cut.summary.problem.starts_with("truncated-" + filter));
        REQUIRE(cut.documents.size() == 1);
        CHECK(cut.documents[0].damaged_container);
        CHECK(text.starts_with(cut.documents[0].bytes));

        const auto trailing = give_file(folder.write("c." + filter, one + "junk"));
        CHECK(trailing.summary.problem.starts_with("trailing-bytes"));
        const auto padded = give_file(folder.write("d." + filter, one + std::string(512, '\0')));
        CHECK(padded.summary.problem.empty());

        const auto nothing = give_file(folder.write("e." + filter, compress("", filter)));
        CHECK(reasons(nothing) == Strings{"e." + filter + " empty-file"});
    }
}

TEST_CASE("flips and cuts never change bytes silently", "[containers]") {
    const Folder folder;
    std::mt19937 random(7);
    const std::string text = "<article>" + words(20'000) + "</article>";
    std::map<std::string, std::string> packed;
    // A file that is cut exactly between two of its members is a sound file.
    std::map<std::string, std::size_t> border;
    for (const auto& filter : k_filters) {
        packed[filter] = compress(text.substr(0, 9000), filter);
        border[filter] = packed[filter].size();
        packed[filter] += compress(text.substr(9000), filter);
    }
    packed["zip"] = pack({{"a.xml", text}, {"b.xml", text}}, "zip");
    packed["stored zip"] =
        pack({{"a.xml", text}, {"b.xml", text}}, "zip", "", "zip:compression=store");
    packed["tar.gz"] = compress(pack({{"a.xml", text}, {"b.xml", text}}, "pax"), "gzip");
    ContainerLimits streaming;
    streaming.whole_bytes = 5000;
    for (const auto& [kind, sound] : packed) {
        for (int i = 0; i < 100; ++i) {
            std::string bytes = sound;
            if (i % 4 == 3) {
                bytes.resize(random() % bytes.size());
                if (bytes.size() == border[kind]) {
                    bytes.pop_back();
                }
            } else {
                // Half of them near the ends, where headers and trailers are.
                const std::size_t edge = i % 2 == 0 ? bytes.size() : std::size_t{120};
                std::size_t at = random() % edge;
                if (i % 8 == 1) {
                    at = bytes.size() - 1 - at;
                }
                bytes[at] = static_cast<char>(bytes[at] ^ (1 << random() % 8));
            }
            const auto given =
                give_file(folder.write("x.bin", bytes), i % 3 == 0 ? streaming : ContainerLimits{});
            INFO(kind << " " << i << "\n" << given.all());
            INFO(bytes.size() << " of " << sound.size());
            for (const auto& d : given.documents) {
                CHECK((d.damaged_container || d.bytes == text));
                CHECK((!d.damaged_container || !given.rejects.empty()));
            }
            CHECK_FALSE((given.documents.empty() && given.rejects.empty()));
        }
    }
}

TEST_CASE("archives of every kind give their members", "[containers]") {
    const Folder folder;
    const std::string deep = "d/" + std::string(120, 'n') + "/" + std::string(150, 'm') + ".xml";
    for (const std::string format : {"v7", "tar", "pax", "gnutar", "zip"}) {
        std::vector<Member> members = {{"a.xml", "<article>1</article>"},
                                       {"d/", "", AE_IFDIR},
                                       {"d/b.jsonl", "{\"title\":1}\n"}};
        if (format == "pax" || format == "gnutar" || format == "zip") {
            members.push_back({deep, "<article>3</article>"});
        }
        for (const std::string filter : {"", "gzip", "bzip2", "xz", "zstd"}) {
            const std::string bytes =
                filter.empty() ? pack(members, format) : compress(pack(members, format), filter);
            const auto given = give_file(folder.write("a", bytes));
            INFO(format << " " << filter << "\n" << given.all());
            REQUIRE(given.documents.size() == members.size() - 1);
            CHECK(given.rejects.empty());
            CHECK(given.summary.problem.empty());
            CHECK(given.documents[0].source == "a!a.xml");
            CHECK(given.documents[0].bytes == "<article>1</article>");
            CHECK(given.documents[1].kind == DocumentKind::json_lines);
            if (members.size() > 3) {
                CHECK(given.documents[2].source == "a!" + deep);
            }
        }
    }
    const auto zip64 =
        give_file(folder.write("z", pack({{"a.xml", "<article/>"}}, "zip", "", "zip:zip64=1")));
    CHECK(sources(zip64) == Strings{"z!a.xml"});
    const auto none = give_file(folder.write("z", pack({}, "zip")));
    INFO(none.all());
    CHECK(none.documents.empty());
    CHECK(reasons(none) == Strings{"z empty-file"});
}

TEST_CASE("three containers inside each other are read, four are not", "[containers]") {
    const Folder folder;
    const std::string article = compress("<article/>", "xz");
    const std::string inner =
        pack({{"c.xml.xz", article}, {"b.xml", "<article>2</article>"}}, "zip");
    const auto given =
        give_file(folder.write("a.tar", pack({{"in.zip", inner}, {"d.xml.xz", article}}, "tar")));
    INFO(given.all());
    CHECK(sources(given) ==
          Strings{"a.tar!in.zip!c.xml.xz", "a.tar!in.zip!b.xml", "a.tar!d.xml.xz"});
    const auto deeper = give_file(folder.write(
        "a.tar.gz", compress(pack({{"in.zip", inner}, {"d.xml.xz", article}}, "tar"), "gzip")));
    INFO(deeper.all());
    CHECK(sources(deeper) == Strings{"a.tar.gz!in.zip!b.xml", "a.tar.gz!d.xml.xz"});
    CHECK(reasons(deeper) == Strings{"a.tar.gz!in.zip!c.xml.xz nested-archive"});
    const auto zipped = give_file(folder.write("z.zip.gz", compress(inner, "gzip")));
    CHECK(sources(zipped).size() == 2);

    // Sixteen a level, like 42.zip.
    std::string bomb = pack({{"a.xml", std::string(100'000, 'x')}}, "zip");
    for (int level = 0; level < 5; ++level) {
        std::vector<Member> members;
        for (int i = 0; i < 16; ++i) {
            members.push_back({"m" + std::to_string(i) + ".zip", bomb});
        }
        bomb = pack(members, "zip");
    }
    const auto stopped = give_file(folder.write("bomb.zip", bomb));
    CHECK(stopped.documents.empty());
    CHECK(stopped.rejects.size() == 16 * 16 * 16);
    CHECK(stopped.rejects[0].reason == "nested-archive");
}

TEST_CASE("a member that is damaged takes nobody with it", "[containers]") {
    const Folder folder;
    const std::string text = "<article>" + words(50'000) + "</article>";
    const std::string packed =
        pack({{"a.xml", "<article/>"}, {"b.xml", text}, {"c.xml", "<article/>"}}, "zip");
    std::string flipped = packed;
    flipped[packed.size() / 2] = static_cast<char>(flipped[packed.size() / 2] ^ 4);
    for (const std::uint64_t whole_bytes : {std::uint64_t{1} << 24, std::uint64_t{1000}}) {
        ContainerLimits limits;
        limits.whole_bytes = whole_bytes;
        const auto given = give_file(folder.write("a.zip", flipped), limits);
        INFO(given.all());
        CHECK(sources(given) == Strings{"a.zip!a.xml", "a.zip!c.xml"});
        CHECK_FALSE(given.documents[0].damaged_container);
        CHECK_FALSE(given.documents[1].damaged_container);
        CHECK(reasons(given) == Strings{"a.zip!b.xml damaged-member"});
    }
    // Without its directory, by the local headers.
    const auto cut = give_file(folder.write("a.zip", packed.substr(0, packed.size() - 60)));
    INFO(cut.all());
    CHECK(sources(cut).size() == 3);
    CHECK(cut.rejects.back().reason == "damaged-archive");
    CHECK(cut.documents[0].damaged_container);

    // A compressed member of a tar: known to be damaged before its first line is given.
    std::string lines;
    for (int i = 0; i < 40'000; ++i) {
        lines += "{\"id\":" + std::to_string(i) + ",\"title\":\"" +
                 words(40, static_cast<unsigned>(i)) + "\"}\n";
        std::replace(lines.end() - 50, lines.end() - 2, '\n', ' ');
    }
    std::string bad = compress(lines, "gzip");
    bad[bad.size() - 6] = static_cast<char>(bad[bad.size() - 6] ^ 1);
    const std::string tar = pack({{"l.jsonl.gz", bad}, {"a.xml", "<article/>"}}, "tar");
    for (const std::uint64_t whole_bytes : {std::uint64_t{1} << 24, std::uint64_t{1000}}) {
        ContainerLimits limits;
        limits.whole_bytes = whole_bytes;
        const auto given = give_file(folder.write("a.tar", tar), limits);
        INFO(given.all());
        REQUIRE(given.documents.size() > 2);
        for (const auto& d : given.documents) {
            CHECK(d.damaged_container == (d.source == "a.tar!l.jsonl.gz"));
        }
        CHECK(reasons(given) == Strings{"a.tar!l.jsonl.gz corrupt-gzip"});
    }
}

TEST_CASE("encrypted, duplicate, foreign and odd members", "[containers]") {
    const Folder folder;
    for (const std::string how : {"traditional", "aes128", "aes256"}) {
        const auto given =
            give_file(folder.write("a.zip", pack({{"a.xml", "<article>secret</article>"}}, "zip",
                                                 "", "zip:encryption=" + how)));
        INFO(how << "\n" << given.all());
        CHECK(given.documents.empty());
        CHECK(reasons(given) == Strings{"a.zip!a.xml encrypted"});
    }
    const std::vector<Member> members = {{"../../evil.xml", "<article>1</article>"},
                                         {"/abs.xml", "<article>2</article>"},
                                         {"link.xml", "", AE_IFLNK},
                                         {"fifo.xml", "", AE_IFIFO},
                                         {"d/._a.xml", "x"},
                                         {"__MACOSX/d/a.xml", "x"},
                                         {"a.xml", "<article>3</article>"},
                                         {"a.xml", "<article>4</article>"},
                                         {"a.xml", "<article>4</article>"},
                                         {".hidden.xml", "x"},
                                         {"p.png", "x"},
                                         {"q.png", "x"}};
    const auto given = give_file(folder.write("a.tar", pack(members, "tar")));
    INFO(given.all());
    CHECK(sources(given) == Strings{"a.tar!../../evil.xml", "a.tar!/abs.xml", "a.tar!a.xml",
                                    "a.tar!a.xml (2)", "a.tar!a.xml (3)"});
    CHECK(reasons(given) == Strings{"a.tar!link.xml not-a-file", "a.tar!fifo.xml not-a-file",
                                    "a.tar not-an-input", "a.tar not-an-input"});
}

TEST_CASE("entries of a zip that overlap are read once or charged", "[containers]") {
    const Folder folder;
    std::string zip =
        pack({{"a.xml", "<article>" + std::string(50'000, 'x') + "</article>"}}, "zip");
    const std::size_t end = zip.rfind("PK\x05\x06");
    const std::uint32_t size = little(number_at(zip, end + 12, 4));
    const std::uint32_t offset = little(number_at(zip, end + 16, 4));
    const std::string entry = zip.substr(offset, size);
    std::string tail = zip.substr(end);
    zip.resize(end);
    for (int i = 0; i < 9; ++i) {
        zip += entry;
    }
    put_little(tail, 8, 10, 2);
    put_little(tail, 10, 10, 2);
    put_little(tail, 12, size * 10, 4);
    zip += tail;
    ContainerLimits limits;
    limits.ratio_free_bytes = 60'000;
    limits.ratio = 0;
    const auto given = give_file(folder.write("a.zip", zip), limits);
    INFO(given.all());
    CHECK(given.documents.size() == 1);
}

TEST_CASE("the ratio stops bombs and no honest file", "[containers]") {
    const Folder folder;
    // A thousand to one, and honest: like records, one after the other.
    std::string lines;
    for (int i = 0; i < 100'000; ++i) {
        lines += "{\"id\":1,\"abstract\":\"the same in every line of this long file\"}\n";
    }
    for (const auto& filter : k_filters) {
        const std::string bytes = compress(lines, filter);
        INFO(filter << " " << lines.size() / bytes.size() << ":1");
        const auto honest = give_file(folder.write("a.jsonl", bytes));
        CHECK(honest.rejects.empty());
        ContainerLimits limits;
        limits.ratio_free_bytes = 1'000'000;
        limits.ratio = 10;
        const auto bomb = give_file(folder.write("a.jsonl", bytes), limits);
        INFO(bomb.all());
        CHECK(bomb.summary.problem.starts_with("inflation-ratio"));
        REQUIRE(bomb.rejects.size() == 1);
        CHECK(bomb.rejects[0].reason == "inflation-ratio");
        limits.ratio = 1e6;
        limits.total_bytes = 1'000'000;
        CHECK(give_file(folder.write("a.jsonl", bytes), limits).rejects.at(0).reason ==
              "too-large");
    }
    // All members of an archive together.
    std::vector<Member> members;
    for (int i = 0; i < 50; ++i) {
        members.push_back({"m" + std::to_string(i) + ".xml", std::string(100'000, '<')});
    }
    ContainerLimits limits;
    limits.ratio_free_bytes = 1'000'000;
    limits.ratio = 10;
    const auto zip = give_file(folder.write("a.zip", pack(members, "zip")), limits);
    INFO(zip.all());
    CHECK(zip.documents.size() < 20);
    CHECK(zip.rejects.back().reason == "inflation-ratio");
}

TEST_CASE("listed paths may be missing, named ones may not", "[walker]") {
    const Folder folder;
    const auto a = folder.write("a.xml", "<a/>");
    const auto b = folder.write("d/b.txt", "x");
    folder.write("d/c.xml", "<a/>");
    InputWalker walker({a}, {folder.path() / "gone", b, folder.path() / "d", a});
    std::filesystem::remove(folder.path() / "d" / "c.xml");
    Strings names;
    while (auto file = walker.next()) {
        names.push_back(file->path.filename().string());
    }
    CHECK(names == Strings{"a.xml", "b.txt", "a.xml"});
    CHECK(walker.skipped() ==
          std::map<std::string, std::uint64_t>{{InputWalker::k_missing, 1}, {".txt", 1}});
}
