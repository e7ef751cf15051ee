// Explanations on a literature and vectors made by hand, in which the answer is known.
#include "query/explain/explain.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/base/error.hpp"
#include "query/ensemble.hpp"
#include "query/explain/report.hpp"
#include "tests/unit/query/fixture.hpp"

using namespace lode;
using namespace lode::query;
using namespace lode::query::explain;
using fixture::entry;
using fixture::split;

namespace {

constexpr auto k_positive = OutcomeLabel::positive;
constexpr auto k_negative = OutcomeLabel::negative;

// "pairing" is the planted bridge: used like the concept, expected around UTe2.
embed::Embedding planted_model() {
    return fixture::model({{"superconductor", 90, false, {1, 0, 0}, {0, 0, 1}},
                           {"superconducting", 80, false, {1, 0.1F, 0}, {0, 0, 1}},
                           {"pairing", 20, false, {0.6F, 0.8F, 0}, {0, 0, 1}},
                           {"magnetism", 30, false, {0.8F, 0, 0.6F}, {0, 0, 1}},
                           {"lattice", 60, false, {0, 1, 0}, {0, 0, 1}},
                           {"heavy_fermion", 15, false, {0.8F, 0.6F, 0}, {0, 0, 1}},
                           {"rareword", 9, false, {1, 1, 0}, {0, 0, 1}},
                           {"with", 500, false, {1, 1, 0}, {0, 0, 1}},
                           {"alpha", 25, false, {0, 1, 1}, {0, 0, 1}},
                           {"omega", 24, false, {1, 0, 1}, {0, 0, 1}},
                           {"UTe2", 40, true, {0, 0, 1}, {0, 1, 0}},
                           {"CoLiO2", 35, true, {0, 0, 1}, {0, 0.6F, 0.8F}},
                           {"MgB2", 30, true, {0, 0, 1}, {1, 0, 0}},
                           {"ZrO2", 12, true, {0, 0, 1}, {0, 0, -1}},
                           {"SnSe", 3, true, {0, 0, 1}, {1, 1, 0}}},
                          {"heavy_fermion"});
}

std::vector<std::string> materials() {
    return {"UTe2", "CoLiO2", "MgB2", "ZrO2", "SnSe"};
}

fixture::Memory planted_literature() {
    const auto m = materials();
    return fixture::Memory(
        {entry("a0", 2001, {{"UTe2 has strong pairing"}, {"a cold day"}}, m),
         entry("a1", 2002, {{"UTe2 shows odd pairing", k_positive}, {"its lattice is known"}}, m),
         entry("a2", 2003, {{"UTe2 with a lattice"}}, m),
         entry("a3", 2004, {{"every superconductor rests on pairing"}}, m),
         entry("a4", 2005, {{"the lattice of a superconductor with defects"}}, m),
         entry("a5", 2006, {{"UTe2 is a superconductor with pairing", k_positive}}, m, true),
         entry("a6", 2007, {{"MgB2 is a good superconductor", k_positive}}, m),
         entry("a7", 2008,
               {{"MgB2 failed as superconductor", k_negative}, {"MgB2 broke", k_negative}}, m),
         entry("a8", 2009, {{"MgB2 is a fine superconductor", k_positive}}, m),
         entry("a9", 2010, {{"CoLiO2 knows alpha only"}}, m),
         entry("b0", 2011, {{"alpha comes with omega"}}, m),
         entry("b1", 2012, {{"omega of a superconductor"}}, m),
         entry("b2", 2013, {{"MgB2 without the word"}}, m)});
}

Explanation ask(const std::string& material, std::size_t evidence = 5) {
    static const auto k_model = planted_model();
    static const auto k_literature = planted_literature();
    Request request;
    request.material = material;
    request.concepts = {"superconductor"};
    request.evidence = evidence;
    return explain::explain(k_literature, k_model, split, {}, request);
}

}  // namespace

TEST_CASE("explain: the planted word stands between, with the product of its cosines") {
    const auto made = ask("UTe2");
    std::vector<std::string> words;
    for (const auto& row : made.words) {
        words.push_back(row.written);
    }
    // Not: forms, "lattice" (at right angles to the concept), magnetism (to the material), rare and
    // stop words, the concept itself.
    CHECK(words == std::vector<std::string>{"pairing", "heavy fermion"});
    CHECK(made.words[0].to_concept == Approx(0.6));
    CHECK(made.words[0].to_material == Approx(0.8));
    CHECK(made.words[0].product == Approx(0.48));
    CHECK(made.words[0].articles_with_material == 3);  // the index knows the retracted one too
    CHECK(made.words[0].articles_with_concept == 2);
    CHECK(made.forms == std::vector<std::string>{"superconducting"});
}

TEST_CASE("explain: the place is that of all models, as in the ranking") {
    const auto k_literature = planted_literature();
    const auto second = planted_model();
    const OtherSeeds others{
        .seeds = {2}, .model = [&](std::size_t) -> const embed::Embedding& { return second; }};
    Request request;
    request.material = "UTe2";
    request.concepts = {"superconductor"};
    request.others = &others;
    const auto made = explain::explain(k_literature, planted_model(), split, {}, request);
    CHECK(made.report.seeds.size() == 2);
    CHECK(made.row().rank_interval.has_value());
    const auto limits = explain::standing_limits(made);
    CHECK(std::any_of(limits.begin(), limits.end(), [](const std::string& limit) {
        return limit.starts_with("Rank and score are those of 2 models");
    }));
}

TEST_CASE("explain: weights, minus terms and keywords of a concept file are those of the ranking") {
    const auto literature = planted_literature();
    const auto k_model = planted_model();
    Request request;
    request.material = "MgB2";
    request.concepts = {"superconductor", "pairing"};
    request.minus = {"magnetism"};
    request.weights = {{"pairing", 3}};
    request.keywords = {"word"};
    const auto made = explain::explain(literature, k_model, split, {}, request);
    RankRequest ranking;
    ranking.concepts = request.concepts;
    ranking.minus = request.minus;
    ranking.weights = request.weights;
    ranking.keywords = request.keywords;
    const auto report = rank(literature, k_model, split, ranking);
    const auto row = std::find_if(report.rows.begin(), report.rows.end(),
                                  [](const Row& r) { return r.material == "MgB2"; });
    REQUIRE(row != report.rows.end());
    CHECK(made.row().rank == row->rank);
    CHECK(made.row().score == Approx(row->score));
    CHECK(made.row().articles_with_concept == 1);  // b2 alone holds the keyword
    CHECK(made.report.minus_terms == std::vector<std::string>{"magnetism"});
    CHECK(made.meeting.articles == 1);
    request.keywords.clear();
    CHECK(explain::explain(literature, k_model, split, {}, request).meeting.articles > 1);
}

TEST_CASE("explain: without a common sentence the planted word links two real ones") {
    const auto made = ask("UTe2");
    CHECK(made.meeting.articles == 0);
    CHECK(made.meeting.retracted == 1);
    CHECK(made.meeting.both == std::vector<store::Seq>{5});
    REQUIRE(made.chains.has_value());
    CHECK(made.chains->bridges == 2);
    CHECK_FALSE(made.chains->bounded);
    REQUIRE(made.chains->chains.size() == 2);
    const Chain& first = made.chains->chains.front();
    CHECK(first.words == std::vector<std::string>{"UTe2", "pairing", "superconductor"});
    REQUIRE(first.sentences.size() == 2);
    // The own claim with an outcome, not the older one; never the retracted article.
    CHECK(first.sentences[0].doi == "10.5555/a1");
    CHECK(first.sentences[0].sentence == "UTe2 shows odd pairing.");
    CHECK(first.sentences[1].doi == "10.5555/a3");
    CHECK(made.chains->chains[1].words[1] == "lattice");
}

TEST_CASE("explain: three sentences where no word is shared, none where there is no way") {
    const auto made = ask("CoLiO2");
    REQUIRE(made.chains.has_value());
    REQUIRE(made.chains->chains.size() == 1);
    const Chain& chain = made.chains->chains.front();
    CHECK(chain.words == std::vector<std::string>{"LiCoO2", "alpha", "omega", "superconductor"});
    REQUIRE(chain.sentences.size() == 3);
    CHECK(chain.sentences[1].doi == "10.5555/b0");
    const auto alone = ask("ZrO2");
    REQUIRE(alone.chains.has_value());
    CHECK(alone.chains->chains.empty());
    CHECK(chain_words(alone).find("no chain of up to three") != std::string::npos);
}

TEST_CASE("explain: limits of the search are kept and told") {
    const auto model = planted_model();
    const auto literature = planted_literature();
    const Terms terms = understand(model, split, {"superconductor"}, {});
    ChainLimits limits;
    limits.articles = 1;
    const auto found = find_chains(literature, model, terms, *model.find("UTe2"), limits);
    CHECK(found.bounded);
    limits = {};
    limits.pairs_read = 0;
    const auto cut = find_chains(literature, model, terms, *model.find("CoLiO2"), limits);
    CHECK(cut.bounded);
    CHECK(cut.chains.empty());
    limits = {};
    limits.chains = 1;
    CHECK(find_chains(literature, model, terms, *model.find("UTe2"), limits).chains.size() == 1);
}

TEST_CASE("explain: every negative sentence is shown, and no chain is needed") {
    const auto made = ask("MgB2", 1);
    CHECK(made.meeting.material_articles == 4);
    CHECK(made.meeting.material_sentences == 5);
    CHECK(made.meeting.articles == 3);
    CHECK(made.meeting.sentences_there == 4);
    CHECK(made.meeting.articles_in_sentence == 3);
    CHECK(made.meeting.negatives == 2);
    CHECK_FALSE(made.chains.has_value());
    REQUIRE(made.evidence.size() == 3);
    CHECK(made.evidence[0].doi == "10.5555/a8");  // the newest of the best
    CHECK(made.evidence[1].sentence == "MgB2 failed as superconductor.");
    CHECK(made.evidence[2].sentence == "MgB2 broke.");
    const auto none = ask("MgB2", 0);
    CHECK(none.evidence.size() == 2);
}

TEST_CASE("explain: place and neighbours are those of the ranking") {
    const auto made = ask("UTe2");
    RankRequest request;
    request.concepts = {"superconductor"};
    const auto model = planted_model();
    const auto literature = planted_literature();
    const Report ranking = rank(literature, model, split, request);
    const auto same = std::find_if(ranking.rows.begin(), ranking.rows.end(),
                                   [](const Row& row) { return row.material == "UTe2"; });
    REQUIRE(same != ranking.rows.end());
    CHECK(made.row().rank == same->rank);
    CHECK(made.row().frequency_percentile == same->frequency_percentile);
    CHECK(made.row().flags.size() == same->flags.size());
    REQUIRE(made.neighbours.size() == 3);  // SnSe has too few mentions
    CHECK(made.neighbours[0].material == "CoLiO2");
    CHECK(made.neighbours[0].written == "LiCoO2");
    CHECK(made.neighbours[0].cosine == Approx(0.6));
    CHECK(made.neighbours[0].rank.has_value());

    // A material below the list gets its row too, with its true rank.
    request.limit = 1;
    request.also = {"ZrO2", "nothing"};
    const Report two = rank(literature, model, split, request);
    REQUIRE(two.rows.size() == 2);
    CHECK(two.rows[0].rank == 1);
    CHECK(two.rows[1].material == "ZrO2");
    CHECK(two.rows[1].rank > 1);
}

TEST_CASE("explain: what is not known is told with a command that works") {
    const auto hint = [](const std::string& material) {
        try {
            ask(material);
        } catch (const NoAnswer& problem) {
            return std::string(problem.what()) + "\n" + problem.hint();
        }
        return std::string();
    };
    CHECK(hint("UTe3").find("close: UTe2 (40)") != std::string::npos);
    CHECK(hint("UTe3").find("example: lode explain UTe2 superconductor") != std::string::npos);
    CHECK(hint("pairing").find("no material") != std::string::npos);
    CHECK(hint("SnSe").find("--min-count 3") != std::string::npos);
    Request request;
    request.material = "UTe2";
    request.concepts = {"UTe2"};
    CHECK_THROWS_AS(explain::explain(planted_literature(), planted_model(), split, {}, request),
                    NoAnswer);
    // A name leads to its composition.
    request.material = "uranium ditelluride";
    request.concepts = {"superconductor"};
    const auto made = explain::explain(
        planted_literature(), planted_model(), split,
        [](std::string_view) { return std::optional<std::string>("UTe2"); }, request);
    CHECK(made.row().material == "UTe2");
}

TEST_CASE("explain: without the articles on both") {
    auto made = ask("MgB2");
    CHECK(removal_words(made).find("3 of its 4 articles (80 % of its sentences)") == 0);
    // One mention is left: that needs no training to say.
    CHECK(made.meeting.mentions_elsewhere == 1);
    CHECK_FALSE(has_rank_elsewhere(made));
    CHECK(removal_words(made).find("it has 1 mention left, and a candidate needs 4: it would have "
                                   "no rank") != std::string::npos);
    made.report.min_count = 1;
    CHECK(has_rank_elsewhere(made));
    CHECK(removal_words(made).find("not worked out") != std::string::npos);
    Request request;
    request.concepts = {"superconductor"};
    // The other model has turned MgB2 away from the concept.
    const auto other = fixture::model({{"superconductor", 90, false, {1, 0, 0}, {0, 0, 1}},
                                       {"UTe2", 40, true, {0, 0, 1}, {1, 1, 0}},
                                       {"MgB2", 5, true, {0, 0, 1}, {0, 1, 0}}});
    made.removal = removal(other, split, request, "MgB2", 3);
    REQUIRE(made.removal->standing.has_value());
    CHECK(made.removal->standing->rank == 2);
    CHECK(made.removal->standing->candidates == 2);
    CHECK(made.removal->standing->mentions == 5);
    CHECK(removal_words(made).find("it ranks 2 of 2") != std::string::npos);
    CHECK(removal(other, split, request, "SnSe", 3).why_not.find("too rarely") !=
          std::string::npos);
    request.min_count = 6;
    CHECK(removal(other, split, request, "MgB2", 3).why_not.find("5 times") != std::string::npos);
    request.concepts = {"lattice"};
    CHECK(removal(other, split, request, "MgB2", 3).why_not.find("concept") != std::string::npos);
}

TEST_CASE("explain: the formats tell the same and let nothing through") {
    auto made = ask("UTe2");
    made.chains->chains.front().sentences.front().sentence = "<script>x</script>";
    std::ostringstream text;
    write_text(made, text);
    CHECK(text.str().find("UTe2 - pairing - superconductor") != std::string::npos);
    std::ostringstream page;
    write_page(made, page);
    // None but the one of the head, which sorts tables.
    CHECK(page.str().find("<script>", page.str().find("<body>")) == std::string::npos);
    CHECK(page.str().find("pairing") != std::string::npos);
    std::ostringstream out;
    write_json(made, out);
    const auto json = nlohmann::json::parse(out.str());
    CHECK(json.at("result").at("rank") == made.row().rank);
    CHECK(json.at("words_between").at(0).at("word") == "pairing");
    CHECK(json.at("linked").at("chains").at(0).at("sentences").size() == 2);
    CHECK(json.at("without_articles_on_both").is_null());
}

TEST_CASE("explain: forms of a word") {
    CHECK(same_stem("superconducting", "superconductor"));
    CHECK(same_stem("high_thermoelectric_performance", "thermoelectrics"));
    CHECK(same_stem("solid-state", "solid_electrolyte"));
    CHECK_FALSE(same_stem("thermal", "thermoelectric"));  // "therm": five letters of fourteen
    CHECK_FALSE(same_stem("ion", "ionic"));
}
