#include "tools/options.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>

#include "core/base/error.hpp"
#include "core/base/file.hpp"

using namespace lode;
using namespace lode::tools;

namespace {

struct Folder {
    fs::path path;
    Folder() {
        std::string name = (fs::temp_directory_path() / "lode-options-XXXXXX").string();
        path = ::mkdtemp(name.data());
    }
    ~Folder() { fs::remove_all(path); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
};

const std::vector<OptionSpec> k_options = {
    {"workspace", "DIR", "", "", "G", 'C'}, {"config-file", "FILE", "", "", "G"},
    {"no-config", "", "", "", "G"},         {"help", "", "", "", "G", 'h'},
    {"limit", "N", "20", "", "G"},          {"min-count", "N", "4", "", "G"},
    {"without", "EL,..", "", "", "G"},      {"minus", "TERM", "", "", "G", 0, true},
    {"unstudied", "", "", "", "G"},
};

using Variables = std::map<std::string, std::string>;

Arguments parse(const std::vector<std::string>& typed, const Variables& variables = {},
                std::size_t most = 3) {
    return Arguments::parse(
        "rank", typed, k_options, {{"CONCEPT", "", 0, most}}, k_options,
        [&](const std::string& name) -> std::optional<std::string> {
            const auto it = variables.find(name);
            return it == variables.end() ? std::nullopt : std::optional<std::string>(it->second);
        });
}

}  // namespace

TEST_CASE("a value comes from the first of command line, environment, workspace, user, default") {
    const Folder folder;
    fs::create_directories(folder.path / "work");
    fs::create_directories(folder.path / "config" / "lode");
    const std::string work = (folder.path / "work").string();
    Variables variables = {{"XDG_CONFIG_HOME", (folder.path / "config").string()}};

    CHECK(parse({"-C", work}, variables).number("limit", 1, 100) == 20);
    CHECK(parse({"-C", work}, variables).all().at("limit").origin == "default");

    write_file_atomically(folder.path / "config/lode/config.ini", "limit = 5\nmin-count = 9\n");
    CHECK(parse({"-C", work}, variables).number("limit", 1, 100) == 5);

    write_file_atomically(folder.path / "work/lode.ini", "# mine\nlimit = 6\n");
    CHECK(parse({"-C", work}, variables).number("limit", 1, 100) == 6);
    CHECK(parse({"-C", work}, variables).number("min-count", 1, 100) == 9);
    CHECK(parse({"-C", work}, variables).all().at("limit").origin == work + "/lode.ini");

    variables["LODE_LIMIT"] = "7";
    CHECK(parse({"-C", work}, variables).number("limit", 1, 100) == 7);
    CHECK(parse({"-C", work}, variables).all().at("limit").origin == "LODE_LIMIT");

    const Arguments typed = parse({"-C", work, "--limit", "8"}, variables);
    CHECK(typed.number("limit", 1, 100) == 8);
    CHECK(typed.all().at("limit").origin == "command line");

    CHECK(parse({"-C", work, "--no-config"}, {}).number("limit", 1, 100) == 20);
}

TEST_CASE(
    "the workspace itself may come from the environment, and decides which lode.ini is read") {
    const Folder folder;
    write_file_atomically(folder.path / "lode.ini", "limit = 11\n");
    const Variables variables = {{"LODE_WORKSPACE", folder.path.string()}};
    CHECK(parse({}, variables).number("limit", 1, 100) == 11);
}

TEST_CASE("a section of the configuration is for one command") {
    const Folder folder;
    write_file_atomically(folder.path / "lode.ini", "[rank]\nlimit=3\n[similar]\nmin-count=77\n");
    const Arguments arguments = parse({"-C", folder.path.string()});
    CHECK(arguments.number("limit", 1, 100) == 3);
    CHECK(arguments.number("min-count", 1, 100) == 4);
}

TEST_CASE("an unknown key in a configuration file is named with its file") {
    const Folder folder;
    write_file_atomically(folder.path / "lode.ini", "limt = 3\n");
    try {
        parse({"-C", folder.path.string()});
        FAIL("accepted");
    } catch (const UsageError& problem) {
        CHECK(std::string(problem.what()).find("lode.ini") != std::string::npos);
        CHECK(problem.hint().find("--limit") != std::string::npos);
    }
}

TEST_CASE("options are never guessed from their first letters") {
    CHECK_THROWS_AS(parse({"--lim", "5"}), UsageError);
    try {
        parse({"--limitt", "5"});
        FAIL("accepted");
    } catch (const UsageError& problem) {
        CHECK(problem.hint().find("did you mean --limit?") != std::string::npos);
    }
}

TEST_CASE("values are checked whole and their origin is named") {
    for (const char* wrong : {"abc", "12x", "-1", "", "1e3", "0", "101"}) {
        CAPTURE(wrong);
        CHECK_THROWS_AS(parse({"--limit=" + std::string(wrong)}).number("limit", 1, 100), Error);
    }
    try {
        (void)parse({}, {{"LODE_LIMIT", "many"}}).number("limit", 1, 100);
        FAIL("accepted");
    } catch (const UsageError& problem) {
        CHECK(std::string(problem.what()).find("LODE_LIMIT") != std::string::npos);
    }
    CHECK_THROWS_AS(parse({"--limit", "1", "--limit", "2"}), UsageError);
}

TEST_CASE("lists, switches and positionals") {
    const Arguments arguments =
        parse({"thermoelectric", "--without", "Te,Pb", "--minus", "a", "--minus", "b c", "x"});
    CHECK(arguments.comma_list("without") == std::vector<std::string>{"Te", "Pb"});
    CHECK(arguments.list("minus") == std::vector<std::string>{"a", "b c"});
    CHECK(arguments.positional() == std::vector<std::string>{"thermoelectric", "x"});
    CHECK_FALSE(arguments.flag("unstudied"));
    CHECK(parse({"--unstudied"}).flag("unstudied"));
    CHECK_FALSE(parse({}, {{"LODE_UNSTUDIED", "no"}}).flag("unstudied"));
    CHECK_THROWS_AS(parse({"a", "b"}, {}, 1), UsageError);
}

TEST_CASE("near names are found, far ones are not") {
    CHECK(edit_distance("", "abc") == 3);
    CHECK(edit_distance("kitten", "sitting") == 3);
    CHECK(nearest_name("ingets", {"ingest", "embed"}) == std::optional<std::string>("ingest"));
    CHECK(nearest_name("zzzzzz", {"ingest", "embed"}) == std::nullopt);
}

TEST_CASE("what is missing is named, not what is there") {
    const auto with = [](const std::vector<std::string>& typed) {
        return Arguments::parse("explain", typed, k_options,
                                {{"MATERIAL", "", 1, 1}, {"CONCEPT...", "", 1, SIZE_MAX}},
                                k_options, [](const std::string&) { return std::nullopt; });
    };
    CHECK_THROWS_WITH(with({}), "needs MATERIAL");
    CHECK_THROWS_WITH(with({"PbTe"}), "needs CONCEPT...");
    CHECK(with({"PbTe", "steel"}).positional().size() == 2);
}

TEST_CASE("an input that is not there is a wrong call") {
    const Folder folder;
    const std::string here = (folder.path / "here.tsv").string();
    const std::string gone = (folder.path / "gone.tsv").string();
    write_file_atomically(here, "x");
    std::vector<OptionSpec> options = k_options;
    options.push_back(input({"table", "FILE", "", "", "G"}));
    const std::vector<PositionalSpec> positionals = {{"TEST", "", 0, 1},
                                                     {"FILE", "", 0, 2, {}, true}};
    const auto check = [&](const std::vector<std::string>& typed) {
        check_inputs(Arguments::parse("eval", typed, options, positionals, options,
                                      [](const std::string&) { return std::nullopt; }),
                     options, positionals);
    };
    CHECK_NOTHROW(check({"--table", here}));
    CHECK_NOTHROW(check({"--table", "-"}));  // standard input
    CHECK_THROWS_AS(check({"--table", gone}), UsageError);
    CHECK_THROWS_WITH(check({"--table", gone}), "--table: " + gone + ": no such file");
    CHECK_NOTHROW(check({gone}));  // the name of a test, not of a file
    CHECK_NOTHROW(check({"agreement", here}));
    CHECK_THROWS_AS(check({"agreement", here, gone}), UsageError);
}
