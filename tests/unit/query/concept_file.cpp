// Concepts as text files, and what their words do to a ranking.
#include "query/concept_file.hpp"

#include <catch2/catch.hpp>
#include <string>

#include "core/base/error.hpp"
#include "query/rank.hpp"
#include "query/terms.hpp"
#include "tests/unit/query/fixture.hpp"

using namespace lode;
using namespace lode::query;
using fixture::entry;

namespace {

std::string fault(const std::string& text) {
    try {
        parse_concept(text, "c.txt");
    } catch (const UsageError& problem) {
        return problem.what();
    }
    return "none";
}

embed::Embedding model() {
    return fixture::model({{"heat", 90, false, {1, 0, 0}, {0, 0, 1}},
                           {"power", 80, false, {0, 1, 0}, {0, 0, 1}},
                           {"magnet", 70, false, {0, 0, 1}, {0, 0, 1}},
                           {"PbTe", 40, true, {0, 1, 0}, {1, 0, 0}},
                           {"GaAs", 30, true, {0, 1, 0}, {0, 1, 0}},
                           {"SnSe", 20, true, {0, 1, 0}, {0, 0, 1}}});
}

const std::vector<std::string> k_materials{"PbTe", "GaAs", "SnSe"};

fixture::Memory literature() {
    return fixture::Memory({entry("c0", 2001, {{"PbTe with heat"}}, k_materials),
                            entry("c1", 2002, {{"GaAs and its zT value"}}, k_materials),
                            entry("c2", 2003, {{"SnSe zT"}, {"value of others"}}, k_materials)});
}

std::uint64_t with_concept(const Report& report, const std::string& material) {
    for (const auto& row : report.rows) {
        if (row.material == material) {
            return row.articles_with_concept;
        }
    }
    return 99;
}

}  // namespace

TEST_CASE("a concept file holds seeds with weights, minus terms and keywords") {
    const auto file = parse_concept(
        "\xEF\xBB\xBF# a comment\r\n\r\n title : Heat to power \nseed: heat\n"
        "seed:  figure of merit =0.5\nminus: magnet = 2\nstudied: zT\nstudied: heat\n",
        "c.txt");
    CHECK(file.title == "Heat to power");
    CHECK(file.seeds == std::vector<std::string>{"heat", "figure of merit"});
    CHECK(file.minus == std::vector<std::string>{"magnet"});
    CHECK(file.weights == std::map<std::string, double>{{"figure of merit", 0.5}, {"magnet", 2}});
    CHECK(file.studied == std::vector<std::string>{"zT", "heat"});
}

TEST_CASE("a malformed concept file says where and why") {
    CHECK(fault("seed: heat\nnonsense\n").starts_with("c.txt:2: no colon"));
    CHECK(fault("\n\nseeds: heat\n") ==
          "c.txt:3: 'seeds' is no kind of line, those are seed, minus, studied, title");
    CHECK(fault("seed: heat = much\n") == "c.txt:1: weight 'much' is no number above 0");
    CHECK(fault("seed: heat = 0\n").find("above 0") != std::string::npos);
    CHECK(fault("seed: heat = inf\n").find("above 0") != std::string::npos);
    CHECK(fault("seed: heat = 1 2\n").find("above 0") != std::string::npos);
    CHECK(fault("seed: = 2\n") == "c.txt:1: no term behind the colon");
    CHECK(fault("seed:\n") == "c.txt:1: no term behind the colon");
    CHECK(fault("seed: heat\nminus: heat\n") == "c.txt:2: 'heat' is there twice");
    CHECK(fault("title: a\ntitle: b\nseed: c\n") == "c.txt:2: a second title");
    CHECK(fault("seed: h\xff\n") == "c.txt:1: not UTF-8");
    CHECK(fault("studied: zT\n") == "c.txt: no line 'seed: term'");
    CHECK(fault("") == "c.txt: no line 'seed: term'");
}

TEST_CASE("every concept of the program can be read, and an unknown name lists them") {
    const auto names = concept_names();
    REQUIRE(names.size() >= 8);
    for (const auto& name : names) {
        CAPTURE(name);
        const auto file = read_concept(name);
        CHECK_FALSE(file.title.empty());
        CHECK_FALSE(file.studied.empty());
    }
    try {
        read_concept("no-such-concept");
        FAIL("found");
    } catch (const UsageError& problem) {
        CHECK(problem.hint().find("thermoelectric") != std::string::npos);
    }
}

TEST_CASE("weights turn the direction of a question") {
    const auto made = model();
    const auto plain = understand(made, fixture::split, {"heat", "power"}, {"magnet"});
    CHECK(plain.direction == std::vector<float>{1, 1, -1});
    const auto weighted = understand(made, fixture::split, {"heat", "power"}, {"magnet"}, "lode",
                                     {{"power", 0.25}, {"magnet", 3}});
    CHECK(weighted.direction == std::vector<float>{1, 0.25, -3});
}

TEST_CASE("keywords of a concept decide what is studied") {
    const auto memory = literature();
    RankRequest request;
    request.concepts = {"heat"};
    request.min_count = 1;
    const auto by_seed = rank(memory, model(), fixture::split, request);
    CHECK(with_concept(by_seed, "PbTe") == 1);
    CHECK(with_concept(by_seed, "GaAs") == 0);

    // Words side by side, in the model or not; that nothing holds one is said.
    request.keywords = {"zT value", "the", "quux"};
    const auto by_keyword = rank(memory, model(), fixture::split, request);
    CHECK(with_concept(by_keyword, "PbTe") == 0);
    CHECK(with_concept(by_keyword, "GaAs") == 1);
    CHECK(with_concept(by_keyword, "SnSe") == 0);
    CHECK(by_keyword.ignored_terms == std::vector<std::string>{"the"});
    CHECK(by_keyword.concept_articles == 1);
    REQUIRE_FALSE(by_keyword.notes.empty());
    CHECK(by_keyword.notes[0].find("quux") != std::string::npos);

    request.studied = RankRequest::Studied::unstudied;
    const auto left = rank(memory, model(), fixture::split, request);
    REQUIRE(left.rows.size() == 2);
    CHECK(with_concept(left, "GaAs") == 99);
}
