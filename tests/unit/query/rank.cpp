#include "query/rank.hpp"

#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>

#include "core/base/error.hpp"
#include "query/candidates.hpp"
#include "query/projection.hpp"
#include "query/spelling.hpp"
#include "query/survey.hpp"
#include "query/terms.hpp"
#include "tests/unit/query/fixture.hpp"

using namespace lode;
using namespace lode::query;
using fixture::entry;
using fixture::Line;
using fixture::split;

namespace {

constexpr auto k_positive = OutcomeLabel::positive;
constexpr auto k_negative = OutcomeLabel::negative;
constexpr auto k_null = OutcomeLabel::null;

embed::Embedding small_model() {
    return fixture::model({{"thermoelectric", 90, false, {1, 0, 0}, {0, 0, 1}},
                           {"battery", 80, false, {0, 1, 0}, {0, 0, 1}},
                           {"solid", 70, false, {1, 1, 0}, {0, 0, 1}},
                           {"electrolyte", 60, false, {0, 1, 1}, {0, 0, 1}},
                           {"the", 500, false, {0, 0, 1}, {0, 0, 1}},
                           // Input vectors point elsewhere: the ranking must use the output ones.
                           {"PbTe", 40, true, {0, 1, 0}, {4, 1, 0}},
                           {"Bi2Te3", 30, true, {0, 1, 1}, {1, 0, 0}},
                           {"CoLiO2", 20, true, {1, 0, 0}, {0, 1, 0}},
                           {"SnSe", 4, true, {0, 0, 1}, {1, 1, 0}},
                           {"GaAs", 3, true, {0, 0, 1}, {1, 0, 0}}});
}

std::vector<std::string> materials() {
    return {"PbTe", "Bi2Te3", "CoLiO2", "SnSe", "GaAs"};
}

std::vector<store::Entry> small_literature() {
    const auto m = materials();
    std::vector<store::Entry> list{
        entry("a0", 2001, {{"Bi2Te3 is a good thermoelectric", k_positive}}, m),
        entry("a1", 2005, {{"thermoelectric work follows"}, {"Bi2Te3 failed at heat", k_negative}},
              m),
        entry("a2", 2010, {{"Bi2Te3 thermoelectric legs work", k_positive}}, m),
        entry("a3", 2011, {{"thermoelectric Bi2Te3 shines", k_positive}}, m),
        entry("a4", 2012, {{"thermoelectric Bi2Te3 was withdrawn", k_positive}}, m, true),
        entry("a5", 2013,
              {{"earlier PbTe was a bad thermoelectric", k_negative, ClaimScope::prior_work}}, m),
        entry("a6", 2014, {{"PbTe without the word", k_positive}}, m),
        entry("a7", 2015, {{"a solid PbTe electrolyte", k_positive}}, m),
        entry("a8", 2016, {{"a solid electrolyte of CoLiO2 had no effect", k_null}}, m)};
    list[3].analysis.abbreviations = {
        {"Bi2Te3", "bismuth telluride"}, {"hin", "high index"}, {"XRD", "X-ray diffraction"}};
    return list;
}

Report ask(RankRequest request) {
    static const auto k_model = small_model();
    static const fixture::Memory k_literature(small_literature());
    return rank(k_literature, k_model, split, request);
}

std::vector<std::string> order(const Report& report) {
    std::vector<std::string> list;
    for (const auto& row : report.rows) {
        list.push_back(row.material);
    }
    return list;
}

template <class F>
NoAnswer no_answer(F f) {
    try {
        f();
    } catch (const NoAnswer& e) {
        return e;
    }
    FAIL("an answer came");
    return NoAnswer("");
}

}  // namespace

TEST_CASE("materials are ranked by their output vectors against the concept's input vector") {
    RankRequest request;
    request.concepts = {"thermoelectric"};
    const Report report = ask(request);
    CHECK(order(report) == std::vector<std::string>{"Bi2Te3", "PbTe", "SnSe", "CoLiO2"});
    CHECK(report.rows[0].score == Approx(1));
    CHECK(report.rows[1].score == Approx(4 / std::sqrt(17.0)));
    CHECK(report.rows[0].percentile == Approx(100));
    CHECK(report.rows[3].percentile == Approx(0));
    CHECK(report.rows[0].rank_by_mentions == 2);
    CHECK(report.rows[3].written == "LiCoO2");
    CHECK(report.candidates == 4);  // GaAs has 3 mentions
    CHECK(report.scatter.size() == 4);
    CHECK(report.concept_terms == std::vector<std::string>{"thermoelectric"});
    CHECK(report.notes.empty());
}

TEST_CASE("an article that names the material in words only is one with the concept") {
    auto list = small_literature();
    auto named = entry("b9", 2016, {{"lead telluride is a good thermoelectric", k_positive}}, {});
    Mention mention;
    mention.range = {0, 14};
    mention.written = "lead telluride";
    mention.formula = "PbTe";
    named.analysis.mentions.push_back(mention);
    list.push_back(named);
    const fixture::Memory literature(list);
    const auto model = small_model();
    RankRequest request;
    request.concepts = {"thermoelectric"};
    const Report report = rank(literature, model, split, request);
    const auto pbte = std::find_if(report.rows.begin(), report.rows.end(),
                                   [](const Row& row) { return row.material == "PbTe"; });
    REQUIRE(pbte != report.rows.end());
    CHECK(pbte->articles == 4);
    CHECK(pbte->articles_with_concept == 2);
    CHECK(pbte->positive == 1);
    request.studied = RankRequest::Studied::unstudied;
    for (const Row& row : rank(literature, model, split, request).rows) {
        CHECK(row.material != "PbTe");
    }
    request.minus = {"thermoelectric"};
    CHECK_THROWS_AS(rank(literature, model, split, request), NoAnswer);
}

TEST_CASE("counts and votes: articles with the concept, own claims, nothing retracted") {
    RankRequest request;
    request.concepts = {"thermoelectric"};
    const Report report = ask(request);
    const Row& bi2te3 = report.rows[0];
    CHECK(report.concept_articles == 5);  // a0 a1 a2 a3 a5
    CHECK(report.concept_retracted == 1);
    CHECK(bi2te3.articles == 4);
    CHECK(bi2te3.articles_with_concept == 4);
    CHECK(bi2te3.positive == 3);
    CHECK(bi2te3.negative == 1);
    CHECK(bi2te3.null == 0);
    CHECK(bi2te3.first_year == 2001);
    CHECK(bi2te3.last_year == 2011);
    const Row& pbte = report.rows[1];
    CHECK(pbte.articles == 3);
    CHECK(pbte.articles_with_concept == 1);
    CHECK(pbte.voting() == 0);  // prior work never votes
    CHECK_FALSE(pbte.tipping_value);
    CHECK(report.concept_positive == 3);
    CHECK(report.concept_negative == 1);
    CHECK(bi2te3.success_baseline == Approx(report.baseline_mean));
    CHECK(bi2te3.success_interval.low < bi2te3.success_mean);
    CHECK(bi2te3.success_mean < bi2te3.success_interval.high);
    CHECK_FALSE(bi2te3.failure_upper_bound);
    CHECK(*bi2te3.success_signed == Approx(0.75));
    // b / (1 - b) * (1 - p) / p with p = 3/4.
    REQUIRE(bi2te3.tipping_value);
    CHECK(*bi2te3.tipping_value == Approx(report.baseline_mean / (1 - report.baseline_mean) / 3));
}

TEST_CASE("evidence: the concept's sentences first, a negative one never hidden") {
    RankRequest request;
    request.concepts = {"thermoelectric"};
    request.evidence = 2;
    const Report report = ask(request);
    const auto& evidence = report.rows[0].evidence;
    REQUIRE(evidence.size() == 2);
    CHECK(evidence[0].article == "a3");  // newest of those that name both and claim
    CHECK(evidence[0].sentence == "thermoelectric Bi2Te3 shines.");
    CHECK(evidence[0].section == "2 Results");
    CHECK(evidence[0].doi == "10.5555/a3");
    CHECK(evidence[0].year == 2011);
    CHECK(evidence[0].notice == "concern");  // outweighs the correction
    CHECK(evidence[1].notice.empty());
    // Only what stands there as a word: "hin" is a part of "shines".
    CHECK(evidence[0].abbreviations == std::vector<Abbreviation>{{"Bi2Te3", "bismuth telluride"}});
    CHECK(evidence[1].abbreviations.empty());
    CHECK(evidence[1].article == "a1");  // though it does not name the concept
    CHECK(evidence[1].outcome == k_negative);
    request.evidence = 0;
    CHECK(ask(request).rows[0].evidence.empty());
}

TEST_CASE("a phrase counts only where its words stand side by side") {
    RankRequest request;
    request.concepts = {"solid electrolyte"};
    const Report report = ask(request);
    CHECK(report.concept_articles == 1);  // a8; in a7 a word stands between
    CHECK(report.concept_terms == std::vector<std::string>{"solid", "electrolyte"});
    const auto licoo2 = std::find_if(report.rows.begin(), report.rows.end(),
                                     [](const Row& r) { return r.material == "CoLiO2"; });
    REQUIRE(licoo2 != report.rows.end());
    CHECK(licoo2->articles_with_concept == 1);
    CHECK(licoo2->null == 1);
    // Mean of unit vectors (1,1,0)/sqrt2 and (0,1,1)/sqrt2 is (1,2,1)/..., against (0,1,0).
    CHECK(licoo2->score == Approx(2 / std::sqrt(6.0)));
}

TEST_CASE("a phrase of the model is one term with its own vector") {
    const auto model = fixture::model({{"solid", 70, false, {1, 0, 0}, {0, 0, 1}},
                                       {"electrolyte", 60, false, {1, 0, 0}, {0, 0, 1}},
                                       {"solid_electrolyte", 50, false, {0, 1, 0}, {0, 0, 1}},
                                       {"CoLiO2", 20, true, {1, 0, 0}, {0, 1, 0}}},
                                      {"solid_electrolyte"});
    const Terms terms = understand(model, split, {"solid electrolyte"}, {});
    REQUIRE(terms.plus.size() == 1);
    REQUIRE(terms.plus[0].words.size() == 1);
    CHECK(model.words()[terms.plus[0].words[0]].text == "solid_electrolyte");
    CHECK(terms.plus[0].runs == std::vector<Run>{{"solid", "electrolyte"}});
    CHECK(terms.direction == std::vector<float>{0, 1, 0});
}

TEST_CASE("several concepts: mean of vectors, union of articles; minus is subtracted") {
    RankRequest request;
    request.concepts = {"thermoelectric", "battery"};
    const Report both = ask(request);
    CHECK(both.rows[0].material == "SnSe");  // (1,1,0) lies between
    CHECK(both.concept_articles == 5);
    request.concepts = {"thermoelectric"};
    request.minus = {"battery"};
    const Report apart = ask(request);
    CHECK(apart.rows.back().material == "CoLiO2");
    CHECK(apart.rows.back().score == Approx(-1 / std::sqrt(2.0)));
    CHECK(apart.minus_terms == std::vector<std::string>{"battery"});
}

TEST_CASE("a material as concept is no answer to itself") {
    RankRequest request;
    request.concepts = {"CoLiO2"};
    const Report report = ask(request);
    const auto names = order(report);
    CHECK(std::find(names.begin(), names.end(), "CoLiO2") == names.end());
    CHECK(names.front() == "Bi2Te3");  // CoLiO2's INPUT vector is (1,0,0)
}

TEST_CASE("stop words and unknown words are left out and named") {
    RankRequest request;
    request.concepts = {"the thermoelectric", "qqqqq"};
    const Report report = ask(request);
    CHECK(report.ignored_terms == std::vector<std::string>{"the", "qqqqq"});
    CHECK(report.rows[0].score == Approx(1));
    CHECK(report.concept_articles == 5);
}

TEST_CASE("an unknown word answers with near spellings, counts and a command that works") {
    RankRequest request;
    request.concepts = {"termoelectric"};
    const auto e = no_answer([&] { ask(request); });
    CHECK(std::string(e.what()) == "unknown word \"termoelectric\"");
    CHECK(e.hint() ==
          "normalised to \"termoelectric\"; not among 10 vocabulary words (min count 5)\n"
          "close: thermoelectric (90)\nexample: lode rank thermoelectric");
    request.concepts = {"the"};
    const auto only_stop = no_answer([&] { ask(request); });
    CHECK(only_stop.hint().find("example: lode rank ") != std::string::npos);
    request.concepts = {};
    CHECK_THROWS_AS(ask(request), UsageError);
}

TEST_CASE("element and studied filters") {
    RankRequest request;
    request.concepts = {"thermoelectric"};
    request.with_elements = {"Te"};
    CHECK(order(ask(request)) == std::vector<std::string>{"Bi2Te3", "PbTe"});
    request.without_elements = {"Pb"};
    const Report te = ask(request);
    CHECK(order(te) == std::vector<std::string>{"Bi2Te3"});
    CHECK(te.concept_positive == 3);  // the concept's literature does not depend on the filter
    request.without_elements = {"Te"};
    const auto e = no_answer([&] { ask(request); });
    CHECK(std::string(e.what()) == "no material is left to rank");
    request.without_elements = {"Xx"};
    CHECK_THROWS_AS(ask(request), UsageError);

    RankRequest studied;
    studied.concepts = {"thermoelectric"};
    studied.studied = RankRequest::Studied::studied;
    CHECK(order(ask(studied)) == std::vector<std::string>{"Bi2Te3", "PbTe"});
    studied.studied = RankRequest::Studied::unstudied;
    CHECK(order(ask(studied)) == std::vector<std::string>{"SnSe", "CoLiO2"});
}

TEST_CASE("the same question gives the same report, and a limit only cuts it") {
    RankRequest request;
    request.concepts = {"thermoelectric"};
    const Report all = ask(request);
    request.limit = 2;
    const Report two = ask(request);
    REQUIRE(two.rows.size() == 2);
    CHECK(two.candidates == all.candidates);
    for (std::size_t i = 0; i < 2; ++i) {
        CHECK(two.rows[i].material == all.rows[i].material);
        CHECK(two.rows[i].percentile == all.rows[i].percentile);
        CHECK(two.rows[i].success_mean == all.rows[i].success_mean);
    }
    CHECK(two.made_by == ask(request).made_by);
}

TEST_CASE("vectors of another corpus state are noted") {
    const fixture::Memory literature(small_literature());
    auto model = fixture::model({{"thermoelectric", 9, false, {1, 0, 0}, {0, 0, 1}},
                                 {"PbTe", 5, true, {0, 1, 0}, {1, 0, 0}}});
    embed::Provenance other = model.provenance();
    other.corpus = "another";
    std::vector<float> in{1, 0, 0, 0, 1, 0};
    std::vector<float> out{0, 0, 1, 1, 0, 0};
    const embed::Embedding stale(model.spec(), other, {}, {}, model.words(), in, out);
    RankRequest request;
    request.concepts = {"thermoelectric"};
    CHECK(rank(literature, model, split, request).notes.empty());
    CHECK(rank(literature, stale, split, request).notes.size() == 1);
}

TEST_CASE("percentiles among equally frequent candidates") {
    std::vector<fixture::Entry> entries{{"word", 9999, false, {1, 0, 0}, {0, 0, 1}}};
    // 60 rare candidates that score low and 60 frequent ones that score high: a frequent one of
    // the middle of its kind is in the upper half of all.
    for (int i = 0; i < 60; ++i) {
        const float s = 0.01F * static_cast<float>(i);
        entries.push_back({"R" + std::to_string(i), 10, true, {0, 1, 0}, {s, 1, 0}});
        entries.push_back({"F" + std::to_string(i), 1000, true, {0, 1, 0}, {1 + s, 1, 0}});
    }
    const auto model = fixture::model(entries);
    const Terms terms = understand(model, split, {"word"}, {});
    auto list = material_words(model, terms, 4);
    score(model, terms.direction, list);
    place(model, list);
    REQUIRE(list.size() == 120);
    CHECK(model.words()[list[0].word].text == "F59");
    for (const auto& candidate : list) {
        CHECK(candidate.frequency_bin == 60);
        if (model.words()[candidate.word].text == "F30") {
            CHECK(candidate.percentile == Approx(100.0 * 90 / 119));
            CHECK(candidate.frequency_percentile == Approx(100.0 * 30 / 59));
        }
    }
}

TEST_CASE("sparse frequency bins are joined with their neighbours") {
    std::vector<fixture::Entry> entries{{"word", 9999, false, {1, 0, 0}, {0, 0, 1}}};
    for (int i = 0; i < 49; ++i) {
        entries.push_back({"A" + std::to_string(i), 64, true, {0, 1, 0}, {0, 1, 0}});
    }
    entries.push_back({"B", 32, true, {0, 1, 0}, {1, 1, 0}});
    entries.push_back({"C", 128, true, {0, 1, 0}, {1, 1, 0}});
    const auto model = fixture::model(entries);
    const Terms terms = understand(model, split, {"word"}, {});
    auto list = material_words(model, terms, 4);
    score(model, terms.direction, list);
    place(model, list);
    for (const auto& candidate : list) {
        const auto& text = model.words()[candidate.word].text;
        CHECK(candidate.frequency_bin == (text == "B" || text == "C" ? 50 : 51));
    }
    // Equal scores: half of the others count as lower; ties in order of the formula.
    CHECK(model.words()[list[0].word].text == "B");
    CHECK(model.words()[list[1].word].text == "C");
    CHECK(list[0].percentile == Approx(100.0 * 49.5 / 50));
}

TEST_CASE("edit distance") {
    CHECK(edit_distance("abc", "abc", 3) == 0);
    CHECK(edit_distance("abc", "acb", 3) == 1);  // neighbours swapped
    CHECK(edit_distance("abc", "abcd", 3) == 1);
    CHECK(edit_distance("kitten", "sitting", 5) == 3);
    CHECK(edit_distance("kitten", "sitting", 2) == 3);
    CHECK(edit_distance("", "ab", 5) == 2);
    CHECK(edit_distance("µ", "u", 5) == 1);  // characters, not bytes
    CHECK(shell_quoted("Bi2Te3") == "Bi2Te3");
    CHECK(shell_quoted("fuel cell") == "'fuel cell'");
    CHECK(shell_quoted("it's") == "'it'\\''s'");
}

TEST_CASE("the principal plane keeps the largest spread and fixes signs") {
    const std::vector<std::vector<float>> points{
        {3, 0, 5}, {-6, 0, 5}, {0, 1, 5}, {0, -2, 5}, {3, 1, 5}};
    const auto places = principal_plane(points);
    REQUIRE(places.size() == 5);
    CHECK(places[1].first == Approx(1));  // the farthest point is positive
    for (const auto& [x, y] : places) {
        CHECK(std::fabs(x) <= 1 + 1e-12);
        CHECK(std::fabs(y) <= 1 + 1e-12);
    }
    // Distances in the plane are those of the points, up to scale: nothing else varies here.
    const auto distance = [&](std::size_t i, std::size_t j) {
        return std::hypot(places[i].first - places[j].first, places[i].second - places[j].second);
    };
    CHECK(distance(0, 1) / distance(2, 3) == Approx(3).epsilon(1e-6));
    CHECK(principal_plane(points) == places);
    CHECK(principal_plane({}).empty());
    CHECK(principal_plane({{1, 2}}).front() == std::pair(0.0, 0.0));
    CHECK(principal_plane({{1, 2}, {1, 2}}).front() == std::pair(0.0, 0.0));
}

TEST_CASE("similar words, by input vectors") {
    const auto model = small_model();
    const auto rows = similar(model, split, "thermoelectric", 2, true);
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].word == "CoLiO2");
    CHECK(rows[0].written == "LiCoO2");
    CHECK(rows[0].cosine == Approx(1));
    CHECK(rows[0].material);
    const auto e = no_answer([&] { similar(model, split, "batery", 2, false); });
    CHECK(e.hint().find("example: lode similar battery") != std::string::npos);
}

TEST_CASE("a ranking over a store equals one over the same articles in memory") {
    const auto folder =
        std::filesystem::temp_directory_path() / ("lode-query-" + std::to_string(::getpid()));
    std::filesystem::remove_all(folder);
    {
        store::Writer writer(folder, {});
        for (auto& made : small_literature()) {
            writer.add(std::move(made));
        }
        writer.publish();
    }
    {
        const store::Reader reader(folder);
        const auto model = small_model();
        RankRequest request;
        request.concepts = {"thermoelectric"};
        const Report stored = rank(StoreLiterature(reader), model, split, request);
        const Report memory = ask(request);
        REQUIRE(order(stored) == order(memory));
        for (std::size_t i = 0; i < memory.rows.size(); ++i) {
            CHECK(stored.rows[i].articles == memory.rows[i].articles);
            CHECK(stored.rows[i].articles_with_concept == memory.rows[i].articles_with_concept);
            CHECK(stored.rows[i].positive == memory.rows[i].positive);
            CHECK(stored.rows[i].negative == memory.rows[i].negative);
            REQUIRE(stored.rows[i].evidence.size() == memory.rows[i].evidence.size());
            for (std::size_t j = 0; j < memory.rows[i].evidence.size(); ++j) {
                CHECK(stored.rows[i].evidence[j].sentence == memory.rows[i].evidence[j].sentence);
            }
        }
    }
    std::filesystem::remove_all(folder);
}
