// What the bias picture must do with outcomes whose truth is known: a laboratory notebook with its
// failures kept, a handbook, and data generated here with planted faults.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <numeric>
#include <set>
#include <string>
#include <vector>

#include "query/bias/picture.hpp"
#include "query/bias/predictive.hpp"
#include "query/bias/random.hpp"
#include "query/statistics.hpp"

using namespace lode;
using namespace lode::query::bias;
using lode::query::statistics::Trials;

namespace {

using Reports = std::vector<Observation>;

Observation seen(std::string material, bool positive, std::string group = "",
                 std::uint16_t year = 0) {
    return {.material = std::move(material),
            .outcome = positive ? OutcomeLabel::positive : OutcomeLabel::negative,
            .application = {},
            .group = std::move(group),
            .year = year};
}

double uniform(Draws& draws) {
    return static_cast<double>(draws.below(1U << 30)) / (1U << 30);
}

// 120 materials, rates at the quantiles of Beta(5.6, 2.3), 1 to 200 reports, popular ones rare.
Reports generated(std::uint64_t seed) {
    Draws draws(seed);
    Reports table;
    for (int i = 0; i < 120; ++i) {
        const double rate =
            query::statistics::beta_quantile((((i * 37) % 120) + 0.5) / 120, 5.6, 2.3);
        const auto n = static_cast<int>(std::lround(200.0 / (1 + i)) + 2 + i % 9);
        for (int j = 0; j < n; ++j) {
            table.push_back(seen("M" + std::to_string(i), uniform(draws) < rate));
        }
    }
    return table;
}

// Every failure is hidden with this chance.
Reports hidden(const Reports& table, double chance, std::uint64_t seed) {
    Draws draws(seed);
    Reports left;
    for (const auto& report : table) {
        if (report.outcome == OutcomeLabel::positive || uniform(draws) >= chance) {
            left.push_back(report);
        }
    }
    return left;
}

std::size_t without_failure(const Picture& picture) {
    return static_cast<std::size_t>(
        std::count_if(picture.materials.begin(), picture.materials.end(),
                      [](const auto& material) { return material.negative == 0; }));
}

std::map<std::string, Trials> by_material(const Reports& table) {
    std::map<std::string, Trials> found;
    for (const auto& report : table) {
        auto& trials = found[report.material];
        ++trials.n;
        trials.successes += report.outcome == OutcomeLabel::positive ? 1U : 0U;
    }
    return found;
}

// (a): shares and zero-failure materials follow from the hidden part by arithmetic.
void check_hiding(const Reports& table) {
    const auto truth = by_material(table);
    double positive = 0;
    double all = 0;
    for (const auto& [name, trials] : truth) {
        positive += static_cast<double>(trials.successes);
        all += static_cast<double>(trials.n);
    }
    for (const double chance : {0.0, 0.5, 0.8, 0.95, 1.0}) {
        CAPTURE(chance);
        double expected = 0;
        double variance = 0;
        for (const auto& [name, trials] : truth) {
            const double p =
                trials.successes == 0
                    ? 0
                    : std::pow(chance, static_cast<double>(trials.n - trials.successes));
            expected += p;
            variance += p * (1 - p);
        }
        const auto found = picture(hidden(table, chance, 11), {});
        CHECK(found.all.reported_success ==
              Approx(positive / (positive + (1 - chance) * (all - positive))).margin(0.01));
        CHECK(static_cast<double>(without_failure(found)) ==
              Approx(expected).margin(3 * std::sqrt(variance) + 1e-9));
        CHECK(found.all.reported_interval.low <= found.all.reported_success);
        CHECK(found.all.reported_interval.high >= found.all.reported_success);
    }
}

// (b): half the reports of each material, and the count of positives in the other half.
void check_prediction(const Reports& table, std::size_t splits) {
    std::size_t cases = 0;
    std::size_t held = 0;
    for (std::size_t split = 0; split < splits; ++split) {
        Reports shuffled = table;
        Draws draws(100 + split);
        draws.shuffle(shuffled);
        std::map<std::string, std::vector<bool>> reports;
        for (const auto& report : shuffled) {
            reports[report.material].push_back(report.outcome == OutcomeLabel::positive);
        }
        Reports first;
        std::map<std::string, Trials> second;
        for (const auto& [name, outcomes] : reports) {
            const std::size_t half = outcomes.size() / 2;
            for (std::size_t i = 0; i < half; ++i) {
                first.push_back(seen(name, outcomes[i]));
                auto& trials = second[name];
                ++trials.n;
                trials.successes += outcomes[half + i] ? 1U : 0U;
            }
        }
        for (const auto& material : picture(first, {}).materials) {
            const auto& later = second.at(material.material);
            REQUIRE(later.n == material.n());
            ++cases;
            held += later.successes >= material.predictive_interval.first &&
                            later.successes <= material.predictive_interval.second
                        ? 1
                        : 0;
        }
    }
    const double share = static_cast<double>(held) / static_cast<double>(cases);
    CAPTURE(cases, share);
    CHECK(cases > 500);
    CHECK(share >= 0.9);
}

// (d): outcomes dealt anew over the same materials.
void check_permuted(const Reports& table, bool groups_and_years) {
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        Draws draws(seed);
        std::vector<OutcomeLabel> outcomes;
        for (const auto& report : table) {
            outcomes.push_back(report.outcome);
        }
        draws.shuffle(outcomes);
        Reports dealt = table;
        for (std::size_t i = 0; i < dealt.size(); ++i) {
            dealt[i].outcome = outcomes[i];
            if (groups_and_years) {
                dealt[i].group = "g" + std::to_string(draws.below(12));
                dealt[i].year = static_cast<std::uint16_t>(1990 + draws.below(30));
            }
        }
        const auto found = picture(dealt, {});
        std::size_t flagged = 0;
        for (const auto& material : found.materials) {
            // Few reports may all be of one group by chance: that needs no outcome and is no error.
            flagged +=
                std::any_of(material.flags.begin(), material.flags.end(),
                            [&](const auto& flag) {
                                return flag.name != "single-group" || !material.groups->single();
                            })
                    ? 1U
                    : 0U;
        }
        CAPTURE(seed, flagged, found.judged);
        CHECK(static_cast<double>(flagged) <= 0.05 * static_cast<double>(found.judged));
    }
}

Reports notebook() {
    std::ifstream file(LODE_SOURCE_DIR "/../shared/gold/bias/dark_reactions/reactions.jsonl");
    Reports table;
    for (std::string line; std::getline(file, line);) {
        const auto reaction = nlohmann::json::parse(line);
        table.push_back(
            seen(reaction.at("org1").dump(), reaction.at("outcome").get<double>() >= 3));
    }
    return table;
}

// The alloy's elements, sorted: its system.
std::string system_of(const std::string& formula) {
    std::set<std::string> elements;
    for (std::size_t i = 0; i < formula.size(); ++i) {
        if (std::isupper(static_cast<unsigned char>(formula[i])) != 0) {
            std::string symbol(1, formula[i]);
            if (i + 1 < formula.size() &&
                std::islower(static_cast<unsigned char>(formula[i + 1])) != 0) {
                symbol += formula[i + 1];
            }
            elements.insert(symbol);
        }
    }
    std::string name;
    for (const auto& element : elements) {
        name += (name.empty() ? "" : "-") + element;
    }
    return name;
}

}  // namespace

TEST_CASE("generated outcomes: hiding failures, prediction, permutation") {
    const Reports table = generated(5);
    check_hiding(table);
    check_prediction(table, 20);
    check_permuted(table, false);
    check_permuted(table, true);
}

TEST_CASE("generated outcomes: popularity alone is not success") {
    const auto found = picture(generated(5), {});
    REQUIRE(found.all.popularity);
    CHECK(found.all.popularity->p > 0.05);
    REQUIRE(found.all.concentration);
    CHECK(found.all.concentration->gini > 0.3);
    CHECK(found.all.baseline.mean == Approx(5.6 / 7.9).margin(0.03));
    CHECK(found.all.baseline.size == Approx(7.9).margin(3));
    CHECK(found.materials.front().n() >= found.materials.back().n());
}

TEST_CASE("a planted single group is flagged, and nothing else") {
    Draws draws(17);
    Reports table;
    for (int i = 0; i < 60; ++i) {
        for (int j = 0; j < 12; ++j) {
            table.push_back(seen("M" + std::to_string(i), uniform(draws) < 0.7,
                                 "g" + std::to_string(j % 6),
                                 static_cast<std::uint16_t>(2000 + draws.below(20))));
        }
    }
    for (int j = 0; j < 12; ++j) {
        table.push_back(seen("planted", j % 4 != 0, "lone", static_cast<std::uint16_t>(2000 + j)));
    }
    for (const auto& material : picture(table, {}).materials) {
        CAPTURE(material.material);
        if (material.material != "planted") {
            CHECK(material.flags.empty());
            continue;
        }
        REQUIRE(material.flags.size() == 1);
        CHECK(material.flags[0].name == "single-group");
        CHECK(material.flags[0].because ==
              "100 % of 12 reports from one group (lone), 1 in all: 1.00 effective groups");
    }
}

TEST_CASE("planted excess, rising and silent materials are found among honest ones") {
    Draws draws(23);
    Reports table;
    for (int i = 0; i < 60; ++i) {
        for (int j = 0; j < 20; ++j) {
            table.push_back(seen("M" + std::to_string(i), uniform(draws) < 0.6,
                                 "g" + std::to_string(draws.below(9)),
                                 static_cast<std::uint16_t>(2000 + j)));
        }
    }
    for (int j = 0; j < 60; ++j) {
        table.push_back(seen("silent", true, "g" + std::to_string(j % 9),
                             static_cast<std::uint16_t>(2000 + j % 20)));
        table.push_back(seen("rising", j >= 25, "g" + std::to_string(j % 9),
                             static_cast<std::uint16_t>(1990 + j / 2)));
    }
    const auto found = picture(table, {});
    const auto flags_of = [&](const std::string& name) {
        std::vector<std::string> names;
        for (const auto& material : found.materials) {
            if (material.material == name) {
                for (const auto& flag : material.flags) {
                    names.push_back(flag.name);
                }
            }
        }
        return names;
    };
    CHECK(flags_of("silent") == std::vector<std::string>{"excess-positive", "no-negatives"});
    CHECK(flags_of("rising") == std::vector<std::string>{"positivity-rising"});
}

TEST_CASE("the picture does not depend on the order of the reports") {
    Reports table = generated(9);
    Draws draws(2);
    for (auto& report : table) {
        report.year = static_cast<std::uint16_t>(1990 + draws.below(25));
        report.group = "g" + std::to_string(draws.below(40));
    }
    const auto one = picture(table, {});
    draws.shuffle(table);
    const auto two = picture(table, {});
    REQUIRE(one.materials.size() == two.materials.size());
    CHECK(one.all.positivity->p == two.all.positivity->p);
    CHECK(one.all.concentration->gini_interval.low == two.all.concentration->gini_interval.low);
    CHECK(one.all.popularity->p == two.all.popularity->p);
    for (std::size_t i = 0; i < one.materials.size(); ++i) {
        CHECK(one.materials[i].material == two.materials[i].material);
        CHECK(one.materials[i].rising.has_value() == two.materials[i].rising.has_value());
        if (one.materials[i].rising) {
            CHECK(one.materials[i].rising->adjusted == two.materials[i].rising->adjusted);
        }
    }
}

TEST_CASE("where all is success nothing can be above the rest") {
    Reports table;
    for (int i = 0; i < 400; ++i) {
        table.push_back(seen("M" + std::to_string(i % 40), true));
    }
    const auto found = picture(table, {.true_share = 0.05});
    CHECK(found.all.reported_success == 1);
    // Nor is a share of exactly 1 immune to unreported failures.
    CHECK(found.all.sensitivity_share == Approx(400.5 / 401));
    CHECK(found.all.sensitivity.back().true_share < 0.9);
    CHECK_FALSE(found.all.baseline.fitted);
    // No share of exactly 1 comes from finite selection.
    CHECK_FALSE(found.all.reporting_odds_ratio);
    CHECK(found.notes.size() == 1);
    for (const auto& material : found.materials) {
        CHECK(material.flags.empty());
        CHECK(*material.failure_upper_bound == Approx(1 - std::pow(0.05, 0.1)));
    }
}

TEST_CASE("applications have baselines of their own") {
    Draws draws(31);
    Reports table;
    for (int i = 0; i < 30; ++i) {
        for (int j = 0; j < 20; ++j) {
            auto good = seen("M" + std::to_string(i), uniform(draws) < 0.9);
            good.application = "easy";
            auto bad = seen("M" + std::to_string(i), uniform(draws) < 0.3);
            bad.application = "hard";
            table.push_back(good);
            table.push_back(bad);
        }
    }
    auto lone = seen("M0", true);
    lone.application = "new";
    table.push_back(lone);
    const auto found = picture(table, {});
    REQUIRE(found.applications.size() == 3);
    CHECK(found.applications[0].application == "easy");
    CHECK(found.applications[0].baseline.mean == Approx(0.9).margin(0.03));
    CHECK(found.applications[1].baseline.mean == Approx(0.3).margin(0.03));
    CHECK(found.all.materials == 30);
    CHECK(found.materials.size() == 61);
    // One report makes no baseline: that of all is used, and said.
    CHECK(found.materials.back().application == "new");
    CHECK(found.materials.back().baseline == Approx(found.all.baseline.mean));
    REQUIRE(found.notes.size() == 1);
    CHECK(found.notes[0].find("'new'") != std::string::npos);
}

TEST_CASE("a laboratory notebook with its failures kept") {
    const Reports table = notebook();
    if (table.empty()) {
        WARN("skipped: ../shared is not here");
        return;
    }
    const auto found = picture(table, {});
    CHECK(found.all.n() == 5369);
    CHECK(found.all.materials == 111);
    CHECK(without_failure(found) == 18);
    CHECK(found.all.concentration->gini == Approx(0.669 * 111 / 110).margin(0.002));
    CHECK(found.all.concentration->top_share == Approx(0.663).margin(0.001));
    CHECK(found.all.baseline.mean == Approx(0.71).margin(0.01));
    CHECK(found.all.baseline.size == Approx(7.9).margin(0.5));
    REQUIRE(found.all.popularity);
    CHECK(found.all.popularity->n == 91);
    CHECK(found.all.popularity->rho == Approx(-0.149).margin(0.001));  // scipy.stats.spearmanr
    CHECK(found.all.popularity->p == Approx(0.16).margin(0.02));
    for (const auto& [chance, share] :
         {std::pair{0.5, 0.82}, std::pair{0.8, 0.92}, std::pair{0.95, 0.98}, std::pair{1.0, 1.0}}) {
        CHECK(picture(hidden(table, chance, 11), {}).all.reported_success ==
              Approx(share).margin(0.01));
    }
    check_hiding(table);
    check_prediction(table, 20);
    check_permuted(table, false);
}

TEST_CASE("a handbook of glass formers") {
    std::ifstream file(LODE_SOURCE_DIR
                       "/../shared/gold/bias/landolt_bornstein_glass/glassdata.csv");
    if (!file) {
        WARN("skipped: ../shared is not here");
        return;
    }
    Reports table;
    std::string line;
    std::getline(file, line);
    while (std::getline(file, line)) {
        table.push_back(seen(system_of(line.substr(0, line.find(','))),
                             line.find("TRUE") != std::string::npos));
    }
    const auto found = picture(table, {.true_share = 0.05});
    CHECK(found.all.n() == 6836);
    CHECK(found.all.materials == 294);
    CHECK(found.all.reported_success == Approx(0.712).margin(0.0005));
    CHECK(*found.all.reporting_odds_ratio == Approx(47).margin(0.1));
    CHECK(1 / *found.all.reporting_odds_ratio == Approx(0.0213).margin(0.0001));
    CHECK(found.all.sensitivity[5].r == 0.02);
    CHECK(found.all.sensitivity[5].true_share == Approx(0.0471).margin(0.0005));
    check_permuted(table, false);
}
