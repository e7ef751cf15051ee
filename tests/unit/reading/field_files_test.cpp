// Files of records with named fields (JSON, tables): cut between records, and which of them are
// inputs.
#include "ingest/source/input_name.hpp"
#include "tests/unit/reading/splitting.hpp"

using namespace reading_test;
using Strings = std::vector<std::string>;

TEST_CASE("JSON lines carry numbers of lines and records", "[split]") {
    std::string file = "\n";
    for (int i = 1; i <= 20'000; ++i) {
        file += "{\"id\":" + std::to_string(i) + ",\"t\":\"" + std::string(90, 'x') + "\"}\n";
        file += i % 3 == 0 ? "  \n" : "";
    }
    const auto given = split(file, read_json_lines);
    REQUIRE(given.documents.size() >= 2);
    std::string all;
    for (const Document& d : given.documents) {
        CHECK(d.bytes.find("{\"id\":" + std::to_string(d.first_record) + ",") < 8);
        CHECK(d.first_line == lines(all) + 1);
        all += d.bytes;
    }
    CHECK(all == file);
    ContainerLimits limits;
    limits.member_bytes = 2'000'000;
    const auto long_line = split("{\"id\":1}\n" + std::string(3'000'000, 'y') + "\n{\"id\":3}\n",
                                 read_json_lines, limits);
    INFO(long_line.all());
    REQUIRE(long_line.rejects.size() == 1);
    CHECK(long_line.rejects[0].line == 2);
    CHECK(long_line.documents.back().bytes == "{\"id\":3}\n");
    CHECK(long_line.documents.back().first_record == 3);
    CHECK(long_line.documents.back().first_line == 3);
}

TEST_CASE("arrays and spread objects become one object a line", "[split]") {
    const Folder folder;
    const auto lines_of = [&](const std::string& file) {
        const auto given = give_file(folder.write("a.json", file));
        INFO(file << "\n" << given.all());
        std::string all;
        for (const auto& d : given.documents) {
            CHECK(d.kind == DocumentKind::json_lines);
            all += d.bytes;
        }
        return all;
    };
    CHECK(lines_of("[{\"a\":1},{\"b\":[1,{}]}]") == "{\"a\":1}\n{\"b\":[1,{}]}\n");
    CHECK(lines_of("\xef\xbb\xbf[\n {\"a\": \"x]},\\\"{\",\n  \"b\": 2},\n {}\n]\n") ==
          "{\"a\": \"x]},\\\"{\",   \"b\": 2}\n{}\n");
    CHECK(lines_of("{\n \"a\": 1\n}\n{\n \"a\": 2\n}\n") == "{  \"a\": 1 }\n{  \"a\": 2 }\n");
    CHECK(lines_of("{\"a\":1}\n{\"a\":2}\n") == "{\"a\":1}\n{\"a\":2}\n");
    CHECK(lines_of("[[1],7,\"x\",{}]") == "[1]\n7\n\"x\"\n{}\n");
    CHECK(lines_of("[{\"a\":\"line\nend\"}]") == "{\"a\":\"line\\nend\"}\n");

    std::string file = "[\n";
    for (int i = 1; i <= 30'000; ++i) {
        file += "{\n\"id\":" + std::to_string(i) + ",\"t\":\"" + std::string(60, 'x') + "\"},\n";
    }
    const auto cut = split(file.substr(0, file.size() - 2) + "]", read_json_values);
    CHECK(cut.rejects.empty());
    REQUIRE(cut.documents.size() >= 2);
    for (const Document& d : cut.documents) {
        CHECK(d.bytes.starts_with("{ \"id\":" + std::to_string(d.first_record) + ","));
        CHECK(d.first_line == 2 * d.first_record);
    }
    CHECK(split(file, read_json_values).rejects.at(0).reason == "truncated-json");
    const auto words_only = give_file(folder.write("w", "[see the text] and so on"));
    CHECK(words_only.rejects.at(0).reason == "plain-text");
}

TEST_CASE("tables are cut between rows, the head row in front", "[split]") {
    const Folder folder;
    std::string file = "\"Title\",\"Abstract\nNote\",DOI\r\n";
    const std::string head = file;
    for (int i = 1; i <= 12'000; ++i) {
        file += std::to_string(i) + ",\"two\nlines, \"\"quoted\"\"\n" + std::string(80, 'x') +
                "\",10.1/x\r\n";
    }
    const auto given = give_file(folder.write("a.csv", file));
    INFO(given.all());
    REQUIRE(given.documents.size() >= 2);
    std::string rows;
    for (const Document& d : given.documents) {
        CHECK(d.kind == DocumentKind::csv);
        REQUIRE(d.bytes.starts_with(head));
        CHECK(d.head_lines == 2);
        CHECK(d.bytes.substr(head.size()).starts_with(std::to_string(d.first_record) + ","));
        CHECK(d.first_line == 3 + lines(rows));
        rows += d.bytes.substr(head.size());
    }
    CHECK(head + rows == file);

    // By content too; not by any text with a comma.
    const auto unnamed = give_file(folder.write("b", "id\ttitle\tabstract\n1\t\"a\tb\n"));
    REQUIRE(unnamed.documents.size() == 1);
    CHECK(unnamed.documents[0].kind == DocumentKind::csv);
    CHECK(give_file(folder.write("c", "title, or not\n")).rejects.at(0).reason == "plain-text");

    // A quote that nobody closes.
    std::string stray = "title\tabstract\n1\t\"open\n";
    for (int i = 2; i <= 90'000; ++i) {
        stray += std::to_string(i) + "\t" + std::string(90, 'z') + "\n";
    }
    const auto pieces = give_file(folder.write("d.tsv", stray));
    CHECK(pieces.documents.size() > 3);
    std::string all = "title\tabstract\n";
    for (const Document& d : pieces.documents) {
        all += d.bytes.substr(all.find('\n') + 1);
    }
    CHECK(all == stray);
}

TEST_CASE("in folders and archives, a table without abstracts is passed over", "[split][walker]") {
    const Folder folder;
    folder.write("in/abstracts.csv", "DOI,Title,Abstract\n10.1/x,a,b\n");
    folder.write("in/data.csv", "x,y\n1,2\n");
    folder.write("in/data.TSV", "x\ty\n1\t2\n");
    folder.write("in/index.csv", "doi,title,abstract_chars,keywords\n10.1/x,a,900,3\n");
    folder.write("in/a.xml.zst", "x");
    folder.write("in/b.zip", "x");
    InputWalker walker({folder.path() / "in"});
    Strings names;
    while (auto file = walker.next()) {
        names.push_back(file->path.filename().string());
    }
    CHECK(names == Strings{"a.xml.zst", "abstracts.csv", "b.zip"});
    CHECK(walker.skipped() ==
          std::map<std::string, std::uint64_t>{{".csv without titles and abstracts", 2},
                                               {".tsv without titles and abstracts", 1}});
    const auto named = give_file(folder.path() / "in" / "data.csv");
    CHECK(named.documents.at(0).kind == DocumentKind::csv);
    const auto tar = give_file(
        folder.write("a.tar", pack({{"data.csv", "x,y\n1,2\n"},
                                    {"t.csv", "title;abstract\na;b\n"},
                                    {"t.csv.gz", compress("title;abstract\na;b\n", "gzip")}},
                                   "tar")));
    INFO(tar.all());
    REQUIRE(tar.documents.size() == 2);
    CHECK(tar.documents[1].kind == DocumentKind::csv);
    REQUIRE(tar.rejects.size() == 1);
    CHECK(tar.rejects[0].detail == "1 members .csv");
}

TEST_CASE("what is found is an input where it holds articles, whatever it is packed in",
          "[fields][walker]") {
    const Folder folder;
    const std::string article = "{\"title\": \"T\", \"abstract\": \"A\"}";
    const std::string exported =
        "{\"id\":\"1\",\"dialect\":\"jats\",\"title\":\"T\",\"article_type\":\"x\","
        "\"abstracts\":[{\"kind\":\"main\"}],\"repairs\":[],\"dropped\":{}}\n";
    folder.write("in/a.json", article);
    folder.write("in/b.jsonl.gz", compress("{\"title\": \"T\"}\n", "gzip"));
    folder.write("in/c.csv.gz", compress("title,abstract\na,b\n", "gzip"));
    folder.write("in/d.csv.xz", compress("x,y\n1,2\n", "xz"));
    folder.write("in/e.json", "{\"title\": \"a schema\", \"description\": \"of things\"}");
    folder.write("in/f.jsonl", "{\"x\": {\"title\": 1, \"abstract\": 2}}\n{\"x\": 2}\n");
    folder.write("in/g.jsonl", exported);
    folder.write("in/h.jsonl", "not json\n" + article);
    folder.write("in/i.csv.gz", "damaged");
    const auto names = [&](bool any_fields) {
        InputWalker walker({folder.path() / "in"}, {}, any_fields);
        std::string all;
        while (auto file = walker.next()) {
            all += file->path.filename().string() + " ";
        }
        for (const auto& [what, count] : walker.skipped()) {
            all += "\n" + std::to_string(count) + " " + what;
        }
        return all;
    };
    CHECK(names(false) ==
          "a.json b.jsonl.gz c.csv.gz h.jsonl "
          "\n1 (exported by lode)\n2 .csv without titles and abstracts"
          "\n1 .json without titles and abstracts\n1 .jsonl without titles and abstracts");
    CHECK(names(true) ==
          "a.json b.jsonl.gz c.csv.gz d.csv.xz e.json f.jsonl g.jsonl h.jsonl i.csv.gz ");
    const auto tar = give_file(folder.write(
        "a.tar",
        pack({{"a.json", article}, {"e.json", "{\"title\":1}"}, {"g.jsonl", exported}}, "tar")));
    INFO(tar.all());
    CHECK(tar.documents.size() == 1);
    REQUIRE(tar.rejects.size() == 2);
    CHECK(tar.rejects[1].detail == "1 members .jsonl");
}

TEST_CASE("a named file without articles is one reject, not one a record", "[fields]") {
    std::string file;
    for (int i = 0; i < 50; ++i) {
        file += "{\"name\": \"x\", \"size\": " + std::to_string(i) + "}\n";
    }
    const auto none = read_json(file);
    REQUIRE(none.rejects.size() == 1);
    CHECK(none.records == 1);
    CHECK(none.rejects[0].reason == "no-known-field");
    CHECK(none.rejects[0].line == 1);
    CHECK(none.rejects[0].detail.starts_with("lines 1 to 50: "));
    CHECK(none.rejects[0].detail.find("name, size") != std::string::npos);
    // Among articles each is told by itself.
    const auto some = read_json(file + "{\"title\": \"T\"}\n" + file);
    CHECK(some.articles.size() == 1);
    CHECK(some.rejects.size() == 100);
    CHECK(some.records == 101);
    CHECK(some.rejects[99].reason == "no-text");
    CHECK(some.rejects[99].line == 101);
    const auto ours = read_json(
        "{\"dialect\":\"jats\",\"title\":\"T\",\"article_type\":\"\",\"repairs\":[],\"dropped\":{}"
        "}");
    CHECK(ours.rejects.at(0).reason == "lode-export");
}

TEST_CASE("tables and JSON in UTF-16 and windows-1252", "[fields]") {
    const Folder folder;
    const std::u16string table = u"\xfeffTitle\tAbstract\r\n\x3b1-Fe\tA \xd835\xdc00 b.\r\n";
    for (const bool big : {false, true}) {
        std::string wide;
        for (const char16_t c : table) {
            const char low = static_cast<char>(c & 0xffU);
            const char high = static_cast<char>(c >> 8);
            wide += big ? high : low;
            wide += big ? low : high;
        }
        folder.write("in/t.tsv", wide);
        InputWalker walker({folder.path() / "in"});
        REQUIRE(walker.next());
        const auto given = give_file(folder.path() / "in" / "t.tsv");
        INFO(given.all());
        REQUIRE(given.documents.size() == 1);
        CHECK(given.documents[0].bytes ==
              "Title\tAbstract\r\n\xce\xb1-Fe\tA \xf0\x9d\x90\x80 b.\r\n");
        CHECK(read_document(given.documents[0]).articles.at(0).title.utf8 == "\xce\xb1-Fe");
        // Half a pair, half a unit.
        const auto cut = give_file(folder.write("c.tsv", wide.substr(0, 49)));
        CHECK(cut.documents.at(0).bytes.ends_with("\xef\xbf\xbd"));
    }
    const auto lines = give_file(folder.write("l.jsonl", std::string("\xff\xfe{\0}\0\n\0", 8)));
    CHECK(lines.documents.at(0).bytes == "{}\n");
    const auto text = give_file(folder.write("x.tsv.txt", std::string("\xff\xfeh\0i\0", 6)));
    CHECK(text.rejects.at(0).reason == "plain-text");
    CHECK(text.rejects.at(0).detail == "UTF-16 text");

    const auto latin = read_json("{\"title\": \"caf\xe9 \xb5m \xce\xb1\"}\n{\"title\": \"b\"}\n");
    REQUIRE(latin.articles.size() == 2);
    CHECK(latin.articles[0].title.utf8 == "caf\xc3\xa9 \xc2\xb5m \xce\xb1");
    CHECK(latin.articles[0].repairs == Strings{"invalid-utf8"});
    CHECK(latin.articles[1].repairs.empty());
}

TEST_CASE("names that are no UTF-8 are escaped and stay apart", "[walker]") {
    CHECK(printable_name("caf\xc3\xa9/a b.xml") == "caf\xc3\xa9/a b.xml");
    CHECK(printable_name("caf\xe9.xml") == "caf\\xe9.xml");
    CHECK(printable_name("caf\\xe9.xml") == "caf\\x5cxe9.xml");
    CHECK(printable_name("a\nb\\c") == "a\\x0ab\\c");
    CHECK(printable_name("\xed\xa0\x80\xe0\x80\xaf\xc3") == "\\xed\\xa0\\x80\\xe0\\x80\\xaf\\xc3");
    const Folder folder;
    folder.write("in/caf\xe9/b\xe8.xml", "<a/>");
    folder.write("in/caf\xe9/b\xe9.xml", "<a/>");
    InputWalker walker({folder.path() / "in"});
    const std::string front = folder.path().string() + "/in/caf\\xe9/";
    CHECK(walker.next()->name == front + "b\\xe8.xml");
    const auto second = walker.next();
    CHECK(second->name == front + "b\\xe9.xml");
    CHECK(std::filesystem::exists(second->path));
}
