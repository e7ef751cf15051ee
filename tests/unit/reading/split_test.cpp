// Files of many records: cut between records, nothing lost, memory flat.
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <set>

#include "ingest/source/record_sets.hpp"
#include "tests/unit/reading/splitting.hpp"
#include "tests/unit/sanitized.hpp"

using namespace reading_test;
using Strings = std::vector<std::string>;

namespace {

void read_set(const Leaf& leaf) {
    read_xml(leaf, "<?xml");
}

// A record with everything that can mislead a lexer.
std::string record(int number, const std::string& name = "PubmedArticle") {
    std::string text = "<" + name + " n='" + std::to_string(number) + "' x=\"a>b </" + name +
                       ">\">\n <id>" + std::to_string(number) + "</id>\n";
    text += "<!-- </" + name + "> <" + name + "> -->\n<![CDATA[ </" + name + "> ]]]]><?pi </" +
            name + "> ?>\n<empty a='/'/><t>1 < 2 &lt; 3</t>" +
            words(static_cast<std::size_t>(300 + number % 7 * 100), static_cast<unsigned>(number)) +
            "\n</" + name + "\n>";
    return text;
}

const std::string k_prologue =
    "<?xml version=\"1.0\"?>\n<!DOCTYPE PubmedArticleSet [\n<!ENTITY a \"]>\">\n<!-- ]> -->\n]>\n";

std::string set_of(int records) {
    std::string text = k_prologue + "<PubmedArticleSet>\n";
    for (int i = 1; i <= records; ++i) {
        text += record(i) + "\n";
    }
    return text + "</PubmedArticleSet>\n";
}

// What must hold of every piece: its numbers, and where it is in the file.
void check_pieces(const Given& given, const std::string& file, const std::string& name) {
    std::uint64_t next = 1;
    for (const Document& d : given.documents) {
        CHECK(d.first_record == next);
        const std::string mark = "<" + name + " n='" + std::to_string(next) + "'";
        const std::size_t in_piece = d.bytes.find(mark);
        const std::size_t in_file = file.find(mark);
        REQUIRE(in_piece != std::string::npos);
        CHECK(d.head_lines == lines(std::string_view(d.bytes).substr(0, in_piece)));
        CHECK(d.first_line == lines(std::string_view(file).substr(0, in_file)) + 1);
        next += count(d.bytes, "<" + name + " n='");
    }
}

std::string joined(const Given& given, const std::string& name) {
    std::string all;
    for (const Document& d : given.documents) {
        const std::size_t begin = d.bytes.find("<" + name + " n='");
        const std::size_t end = d.bytes.rfind("</" + name + "\n>");
        all += d.bytes.substr(begin, end + name.size() + 4 - begin) + "\n";
    }
    return all;
}

}  // namespace

TEST_CASE("an XML set is cut between records", "[split]") {
    const std::string file = set_of(5000);
    REQUIRE(file.size() > 3'000'000);
    const auto given = split(file, read_set);
    CHECK(given.rejects.empty());
    REQUIRE(given.documents.size() >= 3);
    check_pieces(given, file, "PubmedArticle");
    for (const Document& d : given.documents) {
        CHECK(d.bytes.size() < 1'100'000);
        CHECK(d.bytes.starts_with(k_prologue + "<PubmedArticleSet>"));
        const auto end = d.bytes.find_last_not_of('\n') + 1;
        CHECK(std::string_view(d.bytes).substr(0, end).ends_with("</PubmedArticleSet>"));
    }
    const std::size_t begin = file.find("<PubmedArticle ");
    CHECK(joined(given, "PubmedArticle") ==
          file.substr(begin, file.rfind("</PubmedArticleSet>") - begin));
    // However the bytes arrive.
    for (unsigned seed = 10; seed < 14; ++seed) {
        OddSource source(file, seed);
        const auto again = split(source, read_set);
        REQUIRE(again.documents.size() == given.documents.size());
        for (std::size_t i = 0; i < given.documents.size(); ++i) {
            CHECK(again.documents[i].bytes == given.documents[i].bytes);
            CHECK(again.documents[i].first_line == given.documents[i].first_line);
        }
    }
    // Small, not cut: as it is.
    const std::string small = set_of(20);
    const auto whole = split(small, read_set);
    REQUIRE(whole.documents.size() == 1);
    CHECK(whole.documents[0].bytes == small);
    CHECK(whole.documents[0].first_record == 1);
    check_pieces(whole, small, "PubmedArticle");
}

TEST_CASE("every set of the table is cut where its records are", "[split]") {
    for (const RecordSet& set : record_sets()) {
        for (const std::string prefix : {"", "p:"}) {
            const std::string name =
                prefix + (set.records.empty()
                              ? std::string("rec")
                              : std::string(set.records.substr(0, set.records.find(' '))));
            std::string open = "<" + prefix + std::string(set.root) + " xmlns:p='u'>";
            std::string close = "</" + prefix + std::string(set.root) + ">";
            std::string_view path = set.path;
            while (!path.empty()) {
                const std::string step(path.substr(0, path.find('/')));
                path.remove_prefix(std::min(step.size() + 1, path.size()));
                open += "<other><x/></other>\n<" + prefix + step + ">";
                close = "</" + prefix + step + ">" + close;
            }
            open += set.records.empty() ? "\n" : "<date>d</date>\n";
            std::string file = "<?xml version='1.0'?>\n" + open;
            for (int i = 1; i <= 3000; ++i) {
                file += record(i, name) + "\n";
            }
            file += close;
            INFO(set.root << " " << name);
            const auto given = split(file, read_set);
            CHECK(given.rejects.empty());
            REQUIRE(given.documents.size() >= 2);
            check_pieces(given, file, name);
            for (const Document& d : given.documents) {
                CHECK(d.bytes.starts_with("<?xml version='1.0'?>\n" + open));
                CHECK(d.bytes.ends_with(close));
            }
        }
    }
    const std::string article = "<article>" + std::string(3'000'000, 'x') + "</article>";
    CHECK(split(article, read_set).documents.size() == 1);
    CHECK(split(article, read_set).documents[0].first_record == 0);
    CHECK(split("<records>" + std::string(2'000'000, ' ') + "</records>", read_set)
              .documents.size() == 1);
}

TEST_CASE("a long head is not repeated", "[split]") {
    std::string file = "<collection><source>" + std::string(100'000, 's') + "</source>\n";
    for (int i = 1; i <= 4000; ++i) {
        file += record(i, "document");
    }
    file += "</collection>";
    const auto given = split(file, read_set);
    REQUIRE(given.documents.size() >= 2);
    check_pieces(given, file, "document");
    CHECK(given.documents[0].bytes.starts_with("<collection><source>s"));
    CHECK(given.documents[1].bytes.starts_with("<collection><document"));
}

TEST_CASE("a broken record is cut off from its neighbours", "[split]") {
    const std::string broken[] = {"<PubmedArticle n='501'><b><i>x</b></i></PubmedArticle>",
                                  "<PubmedArticle n='501'></stray>x</PubmedArticle>",
                                  "<PubmedArticle n='501'><open>x</PubmedArticle>"};
    for (const std::string& bad : broken) {
        std::string file = k_prologue + "<PubmedArticleSet>\n";
        for (int i = 1; i <= 3000; ++i) {
            file += (i == 501 ? bad : record(i)) + "\n";
        }
        file += "</PubmedArticleSet>";
        const auto given = split(file, read_set);
        INFO(bad);
        CHECK(given.rejects.empty());
        check_pieces(given, file, "PubmedArticle");
        std::size_t total = 0;
        for (const Document& d : given.documents) {
            total += count(d.bytes, "<PubmedArticle n='");
            if (d.first_record == 501) {
                CHECK(count(d.bytes, "<PubmedArticle n='") == 1);
            }
            CHECK((d.first_record == 501 || d.bytes.find("n='501'") == std::string::npos));
        }
        CHECK(total == 3000);
    }
    // The last one is not closed at all.
    std::string file = set_of(2000);
    file.insert(file.rfind("</PubmedArticle\n"), "<PubmedArticle n='2001'><x>");
    file.erase(file.rfind("</PubmedArticle\n"), 17);
    const auto given = split(file, read_set);
    CHECK(count(given.documents.back().bytes, "n='2000'") == 1);
    CHECK(given.documents.back().first_record == 2000);
}

TEST_CASE("a record beyond the limit is a reject, the next ones go on", "[split]") {
    for (const bool comment : {false, true}) {
        std::string file = k_prologue + "<PubmedArticleSet>\n";
        for (int i = 1; i <= 3000; ++i) {
            file += i == 700 ? "<PubmedArticle n='700'>" + std::string(comment ? "<!--" : "") +
                                   std::string(9'000'000, '\n') + (comment ? "-->" : "") +
                                   "</PubmedArticle>\n"
                             : record(i) + "\n";
        }
        file += "</PubmedArticleSet>";
        ContainerLimits limits;
        limits.member_bytes = 2'000'000;
        const auto given = split(file, read_set, limits);
        INFO(given.all());
        REQUIRE(given.rejects.size() == 1);
        CHECK(given.rejects[0].reason == "too-large");
        CHECK(given.rejects[0].line == lines(file.substr(0, file.find("n='700'"))) + 1);
        std::size_t total = 0;
        for (const Document& d : given.documents) {
            total += count(d.bytes, "<PubmedArticle n='");
            const std::string mark = "n='" + std::to_string(d.first_record) + "'";
            const std::size_t in_file = file.find(mark);
            REQUIRE(d.bytes.find(mark) != std::string::npos);
            CHECK(d.first_line == lines(std::string_view(file).substr(0, in_file)) + 1);
        }
        CHECK(total == 2999);
    }
}

TEST_CASE("where nesting is lost between records, the rest is one piece", "[split]") {
    std::string file = set_of(4000);
    const std::size_t place = file.find("<PubmedArticle n='2500'");
    file.insert(place, "</stray>");
    const auto given = split(file, read_set);
    INFO(given.all());
    CHECK(given.rejects.empty());
    CHECK(given.documents.back().bytes.ends_with("</PubmedArticleSet>\n"));
    CHECK(count(given.documents.back().bytes, "</stray>") == 1);
    std::size_t total = 0;
    for (const Document& d : given.documents) {
        total += count(d.bytes, "<PubmedArticle n='");
    }
    CHECK(total == 4000);
}

TEST_CASE("several sets in one file, and files that end too early", "[split]") {
    const std::string one = set_of(2500);
    const std::string file = one + one + "<article>x</article>\n";
    const auto given = split(file, read_set);
    INFO(given.all());
    CHECK(given.rejects.empty());
    std::size_t total = 0;
    for (const Document& d : given.documents) {
        total += count(d.bytes, "<PubmedArticle n='");
    }
    CHECK(total == 5000);
    CHECK(given.documents.back().bytes == "<article>x</article>\n");
    CHECK(given.documents.back().first_line == 2 * lines(one) + 1);

    const auto cut = split(one.substr(0, one.rfind("</PubmedArticle\n") - 30), read_set);
    CHECK(cut.rejects.empty());  // the parser sees the end that is missing
    CHECK(count(cut.documents.back().bytes, "n='2500'") == 1);
    CHECK_FALSE(cut.documents.back().bytes.ends_with("</PubmedArticleSet>"));
    const auto behind = split(one + "text\n", read_set);
    CHECK((behind.rejects.size() + count(behind.documents.back().bytes, "text\n")) == 1);
}

TEST_CASE("random damage to a set loses nothing and ends", "[split]") {
    const std::string sound = set_of(1500);
    std::mt19937 random(5);
    for (int i = 0; i < 60; ++i) {
        std::string file = sound;
        for (int k = 0; k < 3; ++k) {
            file[random() % file.size()] = "<>/!\"'x\n"[random() % 8];
        }
        const auto given = split(file, read_set);
        std::size_t bytes = 0;
        for (const Document& d : given.documents) {
            bytes += d.bytes.size();
        }
        INFO(i << "\n" << given.all());
        CHECK((bytes + 200 >= file.size() || !given.rejects.empty()));
    }
}

TEST_CASE("UTF-16 is not cut", "[split]") {
    const std::string narrow = set_of(3000);
    std::string wide = "\xff\xfe";
    for (const char c : narrow) {
        wide += c;
        wide += '\0';
    }
    const Folder folder;
    const auto given = give_file(folder.write("a.xml", wide));
    REQUIRE(given.documents.size() == 1);
    CHECK(given.documents[0].bytes == wide);
}

namespace {

class EndlessSet final : public ByteSource {
 public:
    explicit EndlessSet(std::uint64_t size)
        : m_left(size), m_next(k_prologue + "<PubmedArticleSet>") {
        for (int i = 0; i < 200; ++i) {
            m_records += record(i);
        }
    }
    std::size_t read(char* to, std::size_t size) override {
        if (m_at == m_next.size()) {
            m_at = 0;
            m_next = m_left > 0 ? m_records : m_closed ? "" : "</PubmedArticleSet>";
            m_closed = m_left == 0;
            m_left -= std::min<std::uint64_t>(m_left, m_next.size());
        }
        const std::size_t take = m_next.copy(to, size, m_at);
        m_at += take;
        return take;
    }

 private:
    std::uint64_t m_left;
    std::string m_next;
    std::string m_records;
    std::size_t m_at = 0;
    bool m_closed = false;
};

std::size_t resident_bytes() {
    std::ifstream file("/proc/self/statm");
    std::size_t all = 0;
    std::size_t resident = 0;
    file >> all >> resident;
    return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

}  // namespace

TEST_CASE("a set of 270 MB is read in flat memory", "[split]") {
    EndlessSet source(std::uint64_t{270} << 20);
    const std::string name = "f";
    const ContainerLimits limits;
    std::uint64_t bytes = 0;
    std::size_t pieces = 0;
    std::size_t peak = 0;
    const std::size_t before = resident_bytes();
    const std::function<void(Document)> document = [&](const Document& d) {
        bytes += d.bytes.size();
        ++pieces;
        peak = std::max(peak, resident_bytes());
        CHECK(d.bytes.size() < 1'200'000);
    };
    const std::function<void(Reject)> reject = [](const Reject& r) { FAIL(r.reason); };
    const std::stop_token stop;
    read_set({.source = source,
              .name = name,
              .limits = limits,
              .document = document,
              .reject = reject,
              .stop = stop});
    CHECK(bytes >= std::uint64_t{270} << 20);
    CHECK(pieces > 200);
#if defined(LODE_SANITIZED)
    (void)before;  // a sanitizer keeps what was freed for a while
#else
    CHECK(peak < before + (std::size_t{24} << 20));
#endif
}
