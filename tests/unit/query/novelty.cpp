// Novelty search on planted clusters and on distances counted by hand.
#include "query/novelty/novelty.hpp"

#include <fmt/format.h>
#include <catch2/catch.hpp>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>

#include "core/base/error.hpp"
#include "query/bias/nearby.hpp"
#include "query/candidates.hpp"
#include "query/ensemble.hpp"
#include "query/novelty/novelty_text.hpp"
#include "query/survey.hpp"
#include "tests/unit/query/fixture.hpp"

using namespace lode;
using namespace lode::query;
using fixture::entry;

namespace {

// Clusters in three dimensions; the concept points along the first axis.
//   Q: studied, promising      R: not studied, among the studied ones
//   X: not studied, promising, apart from them       L: not promising
// (No letter is an element: none has a composition.)
struct Planted {
    std::vector<fixture::Entry> words{{"concept", 900, false, {1, 0, 0}, {0, 0, 1}}};
    std::vector<store::Entry> articles;
    std::vector<std::string> materials;

    void cluster(char letter, int size, std::vector<float> centre, bool studied) {
        for (int i = 0; i < size; ++i) {
            const std::string name = fmt::format("{}{:02}", letter, i);
            auto at = centre;
            // Small steps of different length in the other two directions.
            at[1] += 0.01F * static_cast<float>(i % 5 - 2);
            at[2] += 0.01F * static_cast<float>(i % 7 - 3);
            words.push_back({name, static_cast<std::uint64_t>(20 + i), true, {0, 1, 0}, at});
            materials.push_back(name);
            articles.push_back(entry(fmt::format("p{}", articles.size()), 2001,
                                     {{studied ? "concept of " + name : "a word on " + name}},
                                     {name}));
        }
    }
};

struct World {
    embed::Embedding model;
    fixture::Memory literature;
};

World world() {
    Planted planted;
    planted.cluster('Q', 20, {1, 0, 0.8F}, true);
    planted.cluster('R', 20, {1, 0, 0.8F}, false);
    planted.cluster('X', 10, {1, 0.9F, -0.5F}, false);
    planted.cluster('L', 50, {-1, 0.2F, 0.1F}, false);
    return {fixture::model(planted.words), fixture::Memory(planted.articles)};
}

NoveltyReport search(const World& in, const NoveltyOptions& options) {
    RankRequest request;
    request.concepts = {"concept"};
    return novel(in.literature, in.model, fixture::split, request, options);
}

std::string letters(const NoveltyReport& report) {
    std::string text;
    for (const auto& row : report.ranking.rows) {
        text += row.material[0];
    }
    return text;
}

// Salts as points: distances are 0.5 for one shared element, 1 for none.
embed::Embedding salts() {
    return fixture::model({{"ClNa", 60, true, {1, 0, 0}, {1, 0, 0}},
                           {"ClK", 50, true, {1, 0, 0}, {1, 0, 0}},
                           {"BrNa", 40, true, {1, 0, 0}, {1, 0, 0}},
                           {"BrK", 30, true, {1, 0, 0}, {1, 0, 0}},
                           {"GaAs", 20, true, {1, 0, 0}, {1, 0, 0}},
                           {"unreadable", 10, true, {1, 0, 0}, {1, 0, 0}}});
}

}  // namespace

TEST_CASE("the share of exchanged atoms is that counted by hand") {
    const auto share = [](const char* a, const char* b) {
        return exchange_distance(*element_shares(a), *element_shares(b));
    };
    CHECK(share("NaCl", "Na2Cl2") == Approx(0));
    CHECK(share("NaCl", "KBr") == Approx(1));
    CHECK(share("NaCl", "KCl") == Approx(0.5));
    // 2/5, 3/5 against 1/2, 1/2: a tenth of the atoms.
    CHECK(share("Bi2Te3", "BiTe") == Approx(0.1));
    CHECK(share("LiFePO4", "LiMnPO4") == Approx(1.0 / 7));
    CHECK_FALSE(element_shares("rGO-like"));
}

TEST_CASE("in the space of vectors the common mean is taken off") {
    // All vectors lean the same way; without their mean two pairs stand opposite.
    const auto model = fixture::model({{"A", 9, true, {1, 0, 0}, {10, 1, 0}},
                                       {"B", 8, true, {1, 0, 0}, {10, 1, 0}},
                                       {"C", 7, true, {1, 0, 0}, {10, -1, 0}},
                                       {"D", 6, true, {1, 0, 0}, {10, -1, 0}},
                                       {"E", 5, true, {1, 0, 0}, {0, 0, 0}}});
    const MaterialSpace space(model, {0, 1, 2, 3, 4}, SpaceKind::vectors);
    CHECK(space.distance(0, 1) == Approx(0).margin(1e-6));
    CHECK(space.distance(0, 2) == Approx(2).margin(1e-6));
    CHECK_FALSE(space.placed(4));
}

TEST_CASE("with several models a distance is the mean of theirs, and the spread is told") {
    const std::vector<fixture::Entry> one{{"A", 9, true, {1, 0, 0}, {1, 0, 0}},
                                          {"B", 8, true, {1, 0, 0}, {0, 1, 0}},
                                          {"C", 7, true, {1, 0, 0}, {-1, 0, 0}},
                                          {"D", 6, true, {1, 0, 0}, {0, -1, 0}},
                                          {"E", 5, true, {1, 0, 0}, {0, 0, 1}}};
    auto two = one;
    two[1].output = {0.6F, 0.8F, 0};
    two[3].output = {-0.6F, -0.8F, 0};
    two[4].output = {0, 0, 0};  // no vector here: no place at all
    const auto first = fixture::model(one);
    const auto second = fixture::model(two);
    const OtherSeeds others{
        .seeds = {2}, .model = [&](std::size_t) -> const embed::Embedding& { return second; }};
    const std::vector<std::uint32_t> words{0, 1, 2, 3, 4};
    const MaterialSpace a(first, words, SpaceKind::vectors);
    const MaterialSpace b(second, words, SpaceKind::vectors);
    const MaterialSpace both(first, words, SpaceKind::vectors, &others);
    CHECK(both.models() == 2);
    CHECK(a.placed(4));
    CHECK_FALSE(both.placed(4));
    for (std::size_t i = 0; i < 4; ++i) {
        for (std::size_t k = 0; k < 4; ++k) {
            CHECK(both.distance_in(0, i, k) == Approx(a.distance(i, k)).margin(1e-6));
            CHECK(both.distance_in(1, i, k) == Approx(b.distance(i, k)).margin(1e-6));
            CHECK(both.distance(i, k) ==
                  Approx((a.distance(i, k) + b.distance(i, k)) / 2).margin(1e-6));
            // The vectors side by side have these distances.
            const auto l = both.unit(i);
            const auto r = both.unit(k);
            double dot = 0;
            for (std::size_t d = 0; d < l.size(); ++d) {
                dot += static_cast<double>(l[d]) * static_cast<double>(r[d]);
            }
            CHECK(1 - dot == Approx(both.distance(i, k)).margin(1e-6));
        }
    }
    // A to B: 1 and 0.4 in the two models; nearest neighbours are those of the model asked.
    CHECK(nearest_points(both, 0, {1, 2, 3}, 1).front().distance == Approx(both.distance(0, 1)));
    CHECK(nearest_points(both, 0, {1, 2, 3}, 1, 1).front().distance == Approx(b.distance(0, 1)));
    CHECK(sparseness(both, 0, {1, 2}, 2) ==
          Approx((*sparseness(both, 0, {1, 2}, 2, 0) + *sparseness(both, 0, {1, 2}, 2, 1)) / 2));
    const auto spread = distance_spread(both);
    REQUIRE(spread);
    CHECK(spread->models == 2);
    CHECK(spread->pairs == 6);
    double squares = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        for (std::size_t k = i + 1; k < 4; ++k) {
            const double d = both.distance_in(0, i, k) - both.distance_in(1, i, k);
            squares += d * d / 2;  // the variance of two values
        }
    }
    CHECK(spread->between_models == Approx(std::sqrt(squares / 6)));
    CHECK_FALSE(distance_spread(a));
    CHECK_FALSE(distance_spread(MaterialSpace(first, words, SpaceKind::composition, &others)));
}

TEST_CASE("novel: with several models each novelty has its lowest and highest value") {
    const auto w = world();
    const auto second = world().model;
    const OtherSeeds others{
        .seeds = {2}, .model = [&](std::size_t) -> const embed::Embedding& { return second; }};
    RankRequest request;
    request.concepts = {"concept"};
    const auto alone = novel(w.literature, w.model, fixture::split, request, {});
    request.others = &others;
    const auto both = novel(w.literature, w.model, fixture::split, request, {});
    REQUIRE(both.spread);
    CHECK(both.spread->between_models == Approx(0).margin(1e-6));  // the same vectors twice
    REQUIRE(both.rows.size() == alone.rows.size());
    for (std::size_t i = 0; i < both.rows.size(); ++i) {
        CHECK(both.ranking.rows[i].material == alone.ranking.rows[i].material);
        CHECK(both.rows[i].novelty == Approx(alone.rows[i].novelty).margin(1e-6));
        REQUIRE(both.rows[i].novelty_interval);
        CHECK(both.rows[i].novelty_interval->low ==
              Approx(both.rows[i].novelty_interval->high).margin(1e-6));
        CHECK_FALSE(alone.rows[i].novelty_interval);
    }
    std::ostringstream text;
    write_novelty_text(both, text);
    CHECK(text.str().find("distances are means over 2 models") != std::string::npos);
    std::ostringstream json;
    write_novelty_json(both, json);
    const auto read = nlohmann::json::parse(json.str());
    CHECK(read["novelty"]["distance_spread"]["models"] == 2);
    CHECK(read["results"][0]["novelty"]["interval"].size() == 2);
}

TEST_CASE("sparseness is the mean distance to the nearest landmarks") {
    const auto model = salts();
    const MaterialSpace space(model, {0, 1, 2, 3, 4, 5}, SpaceKind::composition);
    CHECK_FALSE(space.placed(5));
    CHECK(sparseness(space, 0, {1, 3}, 1) == Approx(0.5));   // KCl
    CHECK(sparseness(space, 0, {1, 3}, 2) == Approx(0.75));  // KCl and KBr
    CHECK(sparseness(space, 0, {1, 3}, 9) == Approx(0.75));
    CHECK(sparseness(space, 0, {0, 1}, 1) == Approx(0.5));  // not itself
    CHECK_FALSE(sparseness(space, 0, {5}, 1));
}

TEST_CASE("the trade-off leads from novel to diverse") {
    const auto model = salts();
    const MaterialSpace space(model, {0, 1, 2, 3, 4, 5}, SpaceKind::composition);
    const std::vector<std::size_t> pool{0, 1, 2, 3, 4};
    const std::vector<double> novelty{0.9, 0.8, 0.7, 0.3, 0.1};
    const auto places = [&](double tradeoff) {
        std::string text;
        for (const auto& choice : choose_diverse(space, pool, novelty, tradeoff, 4)) {
            text += std::to_string(choice.place);
        }
        return text;
    };
    CHECK(places(0) == "0123");
    // NaCl; then KBr and GaAs lie at 1 from it, KCl and NaBr at 0.5. Of the two the pool's order
    // decides; then GaAs; then KCl before NaBr.
    CHECK(places(1) == "0341");
    // Half and half: 0.65, 0.6, 0.65, 0.55: KCl before KBr by the pool's order; then NaBr 0.6 (at
    // 0.5 from NaCl, 1 from KCl), KBr 0.4, GaAs 0.55; then GaAs.
    CHECK(places(0.5) == "0124");
    const auto chosen = choose_diverse(space, pool, novelty, 1, 2);
    CHECK_FALSE(chosen[0].apart);
    CHECK(chosen[1].apart == Approx(1));
    CHECK(choose_diverse(space, pool, novelty, 0.5, 99).size() == 5);
}

TEST_CASE("a planted novel cluster is found, and plain similarity does not show it") {
    const auto in = world();
    NoveltyOptions options;
    options.quantile = 0.5;
    options.limit = 6;
    options.tradeoff = 0;
    const auto report = search(in, options);
    CHECK(letters(report) == "XXXXXX");
    CHECK(report.studied == 20);
    CHECK(report.landmarks == 20);
    CHECK(report.not_studied == 80);
    CHECK(report.promising == 30);
    CHECK(report.overlap == 0);
    REQUIRE(report.plain_written.size() == 6);
    CHECK(report.plain_written[0][0] == 'R');
    CHECK(report.chosen.mean_novelty > report.plain.mean_novelty + 0.3);
    CHECK(report.chosen.mean_score < report.plain.mean_score);
    const NovelRow& first = report.rows[0];
    CHECK(first.novelty_percentile == 100);
    CHECK(first.rank_by_similarity > 20);
    REQUIRE(first.nearest.size() == 3);
    CHECK(first.nearest[0].written[0] == 'Q');
    CHECK(first.nearest[0].articles_with_concept == 1);
    CHECK(first.nearest[0].distance <= first.nearest[1].distance);
    REQUIRE(first.known.size() == 1);
    CHECK(first.known[0].sentence.starts_with("a word on X"));
    CHECK(report.ranking.rows[0].rank == 1);
    CHECK(report.ranking.rows[0].articles_with_concept == 0);
    CHECK_FALSE(report.ranking.rows[0].flags.empty());

    SECTION("with diversity alone both clusters are there") {
        options.tradeoff = 1;
        const auto spread = search(in, options);
        CHECK(letters(spread).starts_with("XR"));
        CHECK(*spread.chosen.mean_apart > *report.chosen.mean_apart);
    }
    SECTION("studied from two articles on, nothing is studied") {
        options.studied_from = 2;
        CHECK_THROWS_AS(search(in, options), NoAnswer);
    }
    SECTION("materials without a composition are left out, and said") {
        options.space = SpaceKind::composition;
        CHECK_THROWS_AS(search(in, options), NoAnswer);
    }
    SECTION("nothing of low score is promising, however far") {
        options.quantile = 0.5;
        options.limit = 1000;
        CHECK(letters(search(in, options)).find('L') == std::string::npos);
        options.quantile = 0;
        CHECK(letters(search(in, options)).find('L') != std::string::npos);
    }
    SECTION("formats agree") {
        std::ostringstream out;
        write_novelty_json(report, out);
        const auto json = nlohmann::json::parse(out.str());
        CHECK(json.at("novelty").at("overlap") == 0);
        CHECK(json.at("results").size() == 6);
        const auto& result = json.at("results")[0];
        CHECK(result.at("material") == report.ranking.rows[0].material);
        CHECK(result.at("novelty").at("novelty") == first.novelty);
        CHECK(result.at("novelty").at("nearest_studied").size() == 3);
        CHECK(result.at("novelty").at("known").size() == 1);
        CHECK(novelty_table(report).rows.size() == 6);
        std::ostringstream page;
        write_novelty_page(report, page);
        CHECK(page.str().find("<svg") != std::string::npos);
        // None but the one of the head, which sorts tables.
        CHECK(page.str().find("<script", page.str().find("<body>")) == std::string::npos);
    }
}

TEST_CASE("near a reported material stand those that no article sets beside the concept") {
    const auto model = fixture::model({{"heat", 99, false, {1, 0, 0}, {0, 0, 1}},
                                       {"PbTe", 60, true, {1, 0, 0}, {1, 0, 0}},
                                       {"PbSe", 50, true, {1, 0, 0}, {-1, 0, 0.1F}},
                                       // An element is neither a centre nor a neighbour.
                                       {"Pb", 45, true, {1, 0, 0}, {1, 0, 0}},
                                       {"In", 44, true, {1, 0, 0}, {1, 0, 0}},
                                       {"GaAs", 40, true, {1, 0, 0}, {1, 0, 0.1F}},
                                       {"SnTe", 30, true, {1, 0, 0}, {1, 0.1F, 0}},
                                       {"PbS", 20, true, {1, 0, 0}, {1, 0.1F, 0}},
                                       {"Pb3Te2", 10, true, {1, 0, 0}, {-1, 0.1F, 0}}});
    const std::vector<std::string> names{"PbTe", "PbSe", "GaAs", "SnTe", "PbS", "Pb3Te2", "Pb"};
    const fixture::Memory literature(
        {entry("n0", 2001, {{"heat PbTe Pb"}}, names), entry("n4", 2001, {{"heat Pb"}}, names),
         entry("n5", 2001, {{"heat Pb"}}, names), entry("n1", 2002, {{"heat PbTe SnTe"}}, names),
         entry("n2", 2003, {{"GaAs alone"}}, names),
         // Tried, and withdrawn: not untried.
         entry("n3", 2004, {{"heat PbS"}}, names, true)});
    const Terms terms = understand(model, fixture::split, {"heat"}, {});
    const auto candidates = material_words(model, terms, 1);
    std::vector<std::string> formulas;
    for (const auto& candidate : candidates) {
        formulas.push_back(model.words()[candidate.word].text);
    }
    const Survey seen = survey(literature, terms.plus, formulas, 0);
    const auto list =
        bias::never_tried(literature, model, candidates, seen, {.reported = 1, .neighbours = 1});
    REQUIRE(list.size() == 1);
    CHECK(list[0].material == "PbTe");
    CHECK(list[0].articles_with_concept == 2);
    REQUIRE(list[0].untried.size() == 2);
    const auto& by_words = list[0].untried[0];
    CHECK(by_words.material == "GaAs");
    CHECK(by_words.near_by_vectors);
    CHECK_FALSE(by_words.near_by_composition);
    CHECK(by_words.exchanged_share == Approx(1));
    CHECK(by_words.articles == 1);
    CHECK(by_words.mentions == 40);
    const auto& by_atoms = list[0].untried[1];
    CHECK(by_atoms.material == "Pb3Te2");
    CHECK(by_atoms.exchanged_share == Approx(0.1));
    CHECK(by_atoms.articles == 0);
    CHECK(bias::never_tried(literature, model, candidates, seen, {.reported = 9, .neighbours = 0})
              .empty());
    CHECK(bias::never_tried(literature, model, candidates, seen, {.reported = 9, .neighbours = 5})
              .size() == 2);
}

TEST_CASE("filters take materials off the list, not out of what was tried") {
    Planted planted;
    planted.cluster('L', 30, {-1, 0.2F, 0.1F}, false);
    const auto add = [&](const std::string& name, bool studied, std::vector<float> at) {
        planted.words.push_back({name, 40, true, {0, 1, 0}, std::move(at)});
        planted.articles.push_back(entry(
            "f" + name, 2001, {{studied ? "concept of " + name : "a word on " + name}}, {name}));
    };
    add("PbTe", true, {1, 0.05F, 0.8F});
    add("Bi2Te3", true, {-0.5F, 1, 0.2F});
    add("SeSn", false, {1, 0.06F, 0.8F});
    const World in{fixture::model(planted.words), fixture::Memory(planted.articles)};
    RankRequest request;
    request.concepts = {"concept"};
    NoveltyOptions options;
    options.quantile = 0;
    options.neighbours = 1;
    options.limit = 100;
    const auto novelty = [&](const NoveltyReport& report) {
        for (std::size_t i = 0; i < report.rows.size(); ++i) {
            if (report.ranking.rows[i].material == "SeSn") {
                return report.rows[i].novelty;
            }
        }
        return -1.0;
    };
    const auto all = novel(in.literature, in.model, fixture::split, request, options);
    request.without_elements = {"Pb"};
    const auto filtered = novel(in.literature, in.model, fixture::split, request, options);
    CHECK(all.studied == 2);
    CHECK(filtered.studied == 2);
    CHECK(filtered.landmarks == 2);
    CHECK(novelty(all) < 0.01);
    CHECK(novelty(filtered) == Approx(novelty(all)).margin(1e-12));
    CHECK(filtered.threshold == all.threshold);
    CHECK(filtered.not_studied < all.not_studied);
}
