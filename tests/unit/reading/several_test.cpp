// Several documents or kinds of record in one file, and what a server put in place of an article.
#include "tests/unit/reading/splitting.hpp"

using namespace reading_test;
using Strings = std::vector<std::string>;

namespace {

// What a file gives, as lines: "source title" and "source:line reason (detail)".
struct Taken {
    std::string articles;
    std::string rejects;
    std::uint64_t records = 0;
};

Taken take(const std::string& bytes, const std::string& name = "f.xml") {
    const Folder folder;
    Given given = give_file(folder.write(name, bytes));
    Taken taken;
    const auto tell = [&](const Reject& r) {
        taken.rejects +=
            r.source + ":" + std::to_string(r.line) + " " + r.reason + " (" + r.detail + ")\n";
    };
    for (const Document& document : given.documents) {
        const auto result = read_document(document);
        taken.records += result.records;
        for (const Article& a : result.articles) {
            taken.articles += a.source + " " + a.title.utf8 + "\n";
        }
        std::for_each(result.rejects.begin(), result.rejects.end(), tell);
    }
    std::for_each(given.rejects.begin(), given.rejects.end(), tell);
    return taken;
}

std::string jats(const std::string& title) {
    return article("<p>Text of it.</p>", title);
}

const std::string k_declaration = "<?xml version=\"1.0\"?>\n";
const std::string k_doctype =
    "<!DOCTYPE article PUBLIC \"-//NLM//DTD JATS (Z39.96) v1.2//EN\" \"x.dtd\">\n";

std::string oai(const std::string& id, const std::string& metadata,
                const std::string& status = "") {
    return "<record><header" + (status.empty() ? "" : " status=\"" + status + "\"") +
           "><identifier>oai:x:" + id + "</identifier></header>" +
           (metadata.empty() ? "" : "<metadata>" + metadata + "</metadata>") + "</record>\n";
}

std::string dublin(const std::string& title) {
    return "<oai_dc:dc xmlns:oai_dc=\"http://www.openarchives.org/OAI/2.0/oai_dc/\" "
           "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>" +
           title + "</dc:title><dc:description>About it.</dc:description></oai_dc:dc>";
}

std::string answer(const std::string& records) {
    return k_declaration +
           "<OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\">\n<ListRecords>\n" + records +
           "</ListRecords></OAI-PMH>\n";
}

}  // namespace

TEST_CASE("what looks like the end of the only document hides no other", "[several]") {
    const std::string end = "</article>";
    const std::string one = jats("One");
    REQUIRE(one.ends_with(end));
    const std::string open = one.substr(0, one.size() - end.size());
    for (const std::string& first : {open + "<!-- " + end + " -->" + end, open + "</article >",
                                     open + "</article\n>", "<!-- " + end + " -->" + one}) {
        const auto taken = take(first + jats("Two"));
        INFO(first << "\n" << taken.rejects);
        CHECK(taken.articles == "f.xml#1 One\nf.xml#2 Two\n");
        CHECK(taken.rejects.empty());
    }
    // Longer names that begin like it, white space and a comment behind it are no second document.
    for (const std::string& behind :
         {std::string(), std::string("\n \t\r\n"), std::string("<!-- " + end + " -->")}) {
        const auto taken = take(one + behind);
        CHECK(taken.articles == "f.xml One\n");
        CHECK(taken.rejects.empty());
    }
}

TEST_CASE("documents one behind the other are all read", "[several]") {
    for (const std::string& between :
         {std::string(), "\n" + k_declaration, k_doctype, k_declaration + k_doctype,
          std::string("\n<!-- next -->\n")}) {
        const auto taken = take(k_declaration + jats("One") + between + jats("Two") + between +
                                jats("Three") + "\n");
        INFO(between << taken.rejects);
        CHECK(taken.articles == "f.xml#1 One\nf.xml#2 Two\nf.xml#3 Three\n");
        CHECK(taken.rejects.empty());
    }
    // Of different kinds, compressed each by itself.
    const auto mixed =
        take(compress(jats("One"), "gzip") + compress(answer(oai("7", dublin("Two"))), "gzip"),
             "f.xml.gz");
    CHECK(mixed.articles == "f.xml.gz#1 One\nf.xml.gz#2 Two\n");
    // One alone has no number.
    CHECK(take(k_declaration + k_doctype + jats("One") + "\n<!-- end -->\n").articles ==
          "f.xml One\n");
}

TEST_CASE("what stands behind a document and is none is told with its place", "[several]") {
    const auto page = take(jats("One") + "\n\n<page>No more</page>\n");
    CHECK(page.articles == "f.xml#1 One\n");
    CHECK(page.rejects.starts_with("f.xml#2:3 unknown-dialect (root element <page>"));
    const auto broken = take(jats("One") + "\n" + jats("Two").substr(0, 30));
    CHECK(broken.articles == "f.xml#1 One\n");
    CHECK(broken.rejects.find("f.xml") == 0);
    CHECK(broken.rejects.find(":2 truncated") != std::string::npos);
    const auto wrong = take(jats("One") + jats("Two") + "</article>");
    CHECK(wrong.articles.find("One") != std::string::npos);
    CHECK(wrong.articles.find("Two") != std::string::npos);
    // By the parser alone: content behind the root is no early end.
    CHECK(read_xml("<article/><b/>").rejects.at(0).reason == "trailing-bytes");
    CHECK(read_xml("<article><body>").rejects.at(0).reason == "truncated");
}

TEST_CASE("OAI-PMH records of several formats in one answer", "[several]") {
    const auto taken = take(answer(oai("1", jats("One")) + oai("2", dublin("Two")) +
                                   oai("3", "", "deleted") + oai("4", dublin("Four")) +
                                   oai("5", "<marc><x>y</x></marc>") + oai("6", jats("Six"))));
    INFO(taken.rejects);
    CHECK(taken.articles == "f.xml#1 One\nf.xml#2 Two\nf.xml#3 Four\nf.xml#6 Six\n");
    CHECK(taken.rejects == "f.xml#5:8 no-article (record oai:x:5 holds <marc>)\n");
    // A record without metadata is not lost between others.
    const auto bare = take(answer(oai("1", jats("One")) + oai("2", "") + oai("3", jats("Three"))));
    CHECK(bare.articles == "f.xml#1 One\nf.xml#3 Three\n");
    CHECK(bare.rejects == "f.xml#2:5 no-article (record oai:x:2 has no metadata)\n");
    // One format: one document, as the file has it.
    const std::string same = answer(oai("1", dublin("One")) + oai("2", dublin("Two")));
    const Folder folder;
    const auto given = give_file(folder.write("s.xml", same));
    REQUIRE(given.documents.size() == 1);
    CHECK(given.documents[0].bytes == same);
}

TEST_CASE("what a server does not deliver is a reject with its words", "[several]") {
    const auto pmc = take("<pmc-articleset>\n" + jats("One") +
                          "\n<Reply Id=\"PMC77\" error=\"The following PMCID is not available: "
                          "77\"/>\n" +
                          jats("Three") + "</pmc-articleset>");
    CHECK(pmc.articles == "f.xml#1 One\nf.xml#3 Three\n");
    CHECK(pmc.rejects ==
          "f.xml#2:3 not-delivered (PMC77: The following PMCID is not available: 77)\n");
    const auto only = take("<pmc-articleset><Reply id=\"5\" error=\"gone\"/></pmc-articleset>");
    CHECK(only.rejects == "f.xml#1:1 not-delivered (5: gone)\n");
    CHECK(only.records == 1);
    const auto error = take(k_declaration +
                            "<OAI-PMH><request/>\n<error code=\"idDoesNotExist\">No such "
                            "record</error></OAI-PMH>");
    CHECK(error.rejects.find(" not-delivered (") != std::string::npos);
    CHECK(error.rejects.find("idDoesNotExist: No such record") != std::string::npos);
}

TEST_CASE("damage of a compressed file is a reject of its own", "[several]") {
    std::string wrong = compress(jats("One"), "gzip");
    wrong[wrong.size() - 6] = static_cast<char>(wrong[wrong.size() - 6] ^ 1);
    const auto bad = take(wrong, "a.xml.gz");
    CHECK(bad.articles == "a.xml.gz One\n");
    CHECK(bad.rejects.starts_with("a.xml.gz:0 corrupt-gzip ("));
    const std::string long_one = compress(article("<p>" + words(40'000) + "</p>", "Long"), "gzip");
    const auto cut = take(long_one.substr(0, long_one.size() / 2), "c.xml.gz");
    CHECK(cut.articles == "c.xml.gz Long\n");
    CHECK(count(cut.rejects, "truncated-gzip") == 1);
    // Told once, by whom ever: a set and a table tell it themselves.
    const std::string set = compress(answer(oai("1", dublin("One"))), "gzip");
    CHECK(count(take(set.substr(0, set.size() - 8), "s.gz").rejects, "truncated-gzip") == 1);
    const std::string tar = pack({{"a.xml", jats("One")}, {"b.xml.gz", wrong}}, "tar", "gzip");
    const auto inside = take(tar, "t.tar.gz");
    CHECK(count(inside.rejects, "corrupt-gzip") == 1);
    CHECK(inside.rejects.starts_with("t.tar.gz!b.xml.gz:0 corrupt-gzip"));
    std::string spoilt = tar;
    spoilt[spoilt.size() - 6] = static_cast<char>(spoilt[spoilt.size() - 6] ^ 1);
    const auto outer = take(spoilt, "u.tar.gz");
    CHECK(outer.articles.find("u.tar.gz!a.xml One") != std::string::npos);
    CHECK(count(outer.rejects, "u.tar.gz:0") == 1);
}
