#include "query/statistics.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

using namespace lode;
using namespace lode::query;
namespace stats = lode::query::statistics;

TEST_CASE("regularised incomplete beta function against closed forms") {
    CHECK(stats::beta_cdf(0.3, 1, 1) == Approx(0.3).epsilon(1e-13));
    // I_x(a, 1) = x^a and I_x(1, b) = 1 - (1 - x)^b.
    CHECK(stats::beta_cdf(0.4, 3.5, 1) == Approx(std::pow(0.4, 3.5)).epsilon(1e-12));
    CHECK(stats::beta_cdf(0.1, 1, 7) == Approx(1 - std::pow(0.9, 7)).epsilon(1e-12));
    // I_x(1/2, 1/2) = 2/pi asin(sqrt x).
    CHECK(stats::beta_cdf(0.2, 0.5, 0.5) ==
          Approx(2 / 3.14159265358979323846 * std::asin(std::sqrt(0.2))).epsilon(1e-12));
    // I_{1/2}(2, 3) = 11/16; symmetry.
    CHECK(stats::beta_cdf(0.5, 2, 3) == Approx(11.0 / 16).epsilon(1e-12));
    CHECK(stats::beta_cdf(0.37, 41.5, 90) + stats::beta_cdf(0.63, 90, 41.5) ==
          Approx(1).epsilon(1e-12));
    CHECK(stats::beta_cdf(0, 2, 3) == 0);
    CHECK(stats::beta_cdf(1, 2, 3) == 1);
}

TEST_CASE("beta quantiles invert the distribution") {
    for (const double a : {0.2, 1.0, 5.5, 400.0}) {
        for (const double b : {0.3, 2.0, 60.0}) {
            for (const double p : {0.001, 0.05, 0.5, 0.95, 0.999}) {
                const double x = stats::beta_quantile(p, a, b);
                CAPTURE(a, b, p, x);
                if (x > 1e-12 && x < 1 - 1e-12) {
                    CHECK(stats::beta_cdf(x, a, b) == Approx(p).epsilon(1e-8));
                }
            }
        }
    }
    CHECK(stats::beta_quantile(0.5, 3, 3) == Approx(0.5));
}

TEST_CASE("binomial distribution") {
    CHECK(stats::binomial_cdf(0, 12, 0.1) == Approx(std::pow(0.9, 12)));
    CHECK(stats::binomial_cdf(1, 3, 0.5) == Approx(0.5));
    CHECK(stats::binomial_cdf(3, 3, 0.5) == 1);
    CHECK(stats::binomial_cdf(0, 5, 0) == 1);
    CHECK(stats::binomial_cdf(0, 5, 1) == 0);
}

TEST_CASE("upper bound on unseen failures") {
    CHECK(stats::failure_upper_bound(5) == Approx(0.451).margin(0.001));
    CHECK(stats::failure_upper_bound(12) == Approx(0.221).margin(0.001));
    CHECK(stats::failure_upper_bound(30) == Approx(0.095).margin(0.001));
    CHECK(stats::failure_upper_bound(0) == 1);
    CHECK(std::pow(1 - stats::failure_upper_bound(7), 7) == Approx(0.05));
}

TEST_CASE("tipping value undoes selective reporting") {
    // A handbook share of 0.712 against a truth of 0.05: successes 47 times as likely to be listed.
    const auto r = stats::tipping_value(0.712, 0.05);
    REQUIRE(r);
    CHECK(*r == Approx(0.0213).margin(0.0001));
    CHECK(1 / *r == Approx(47).margin(0.5));
    CHECK(stats::true_share(0.712, *r) == Approx(0.05));
    CHECK(stats::true_share(0.8, 1) == Approx(0.8));
    CHECK_FALSE(stats::tipping_value(1, 0.5));
    CHECK_FALSE(stats::tipping_value(0, 0.5));
    CHECK_FALSE(stats::tipping_value(0.5, 1));
}

TEST_CASE("Spearman's rank correlation") {
    const std::vector<double> a{1, 2, 3, 4, 5};
    CHECK(*stats::spearman(a, std::vector<double>{2, 4, 8, 16, 32}) == Approx(1));
    CHECK(*stats::spearman(a, std::vector<double>{5, 4, 3, 2, 1}) == Approx(-1));
    // 1 - 6 * sum d^2 / (n (n^2 - 1)) with d = 0 -1 1 -1 1.
    CHECK(*stats::spearman(a, std::vector<double>{1, 3, 2, 5, 4}) == Approx(1 - 6 * 4.0 / 120));
    // Ties take mid-ranks: ranks 1 2.5 2.5 4 against 1 2 3 4.
    CHECK(*stats::spearman(std::vector<double>{1, 2, 2, 3}, std::vector<double>{1, 2, 3, 4}) ==
          Approx(4.5 / std::sqrt(4.5 * 5)));
    CHECK_FALSE(stats::spearman(std::vector<double>{1, 1, 1}, std::vector<double>{1, 2, 3}));
    CHECK_FALSE(stats::spearman(std::vector<double>{1, 2}, std::vector<double>{1, 2}));
}

TEST_CASE("Benjamini-Hochberg adjustment") {
    // 0.039 * 5 / 3 = 0.065 yields to the smaller 0.041 * 5 / 4 above it.
    const auto q = stats::benjamini_hochberg(std::vector<double>{0.041, 0.001, 0.039, 0.6, 0.008});
    CHECK(q[1] == Approx(0.005));
    CHECK(q[4] == Approx(0.02));
    CHECK(q[2] == Approx(0.05125));
    CHECK(q[0] == Approx(0.05125));
    CHECK(q[3] == Approx(0.6));
    CHECK(stats::benjamini_hochberg({}).empty());
}

TEST_CASE("the beta-binomial prior is fitted by maximum marginal likelihood") {
    // Groups at the quantiles of Beta(6, 2): mean 0.75, size 8. So many trials each that the
    // missing noise of drawing them does not matter.
    std::vector<stats::Trials> groups;
    for (int i = 0; i < 200; ++i) {
        const double p = stats::beta_quantile((i + 0.5) / 200, 6, 2);
        groups.push_back({static_cast<std::uint64_t>(std::lround(p * 5000)), 5000});
    }
    const auto prior = stats::fit_prior(groups);
    CHECK(prior.fitted);
    CHECK(prior.groups == 200);
    CHECK(prior.mean == Approx(0.75).margin(0.01));
    CHECK(prior.size == Approx(8).margin(0.4));
    // Untried groups and their order change nothing.
    groups.insert(groups.begin(), {0, 0});
    std::reverse(groups.begin(), groups.end());
    CHECK(stats::fit_prior(groups).mean == Approx(prior.mean).epsilon(1e-9));
}

TEST_CASE("a prior that cannot be fitted says so and stays proper") {
    const auto none = stats::fit_prior({});
    CHECK_FALSE(none.fitted);
    CHECK(none.mean == 0.5);
    CHECK(none.size == 1);
    const std::vector<stats::Trials> all_good(10, {5, 5});
    const auto good = stats::fit_prior(all_good);
    CHECK_FALSE(good.fitted);
    CHECK(good.mean == Approx(50.5 / 51));
    const std::vector<stats::Trials> few{{1, 2}, {3, 4}};
    CHECK_FALSE(stats::fit_prior(few).fitted);
}

TEST_CASE("without visible spread little data still has a wide interval") {
    // 20 materials, 3 votes each, exactly as even as chance can be.
    std::vector<stats::Trials> groups(14, {2, 3});
    groups.insert(groups.end(), 6, {3, 3});
    const auto prior = stats::fit_prior(groups);
    CHECK(prior.fitted);
    CHECK(prior.size < 100);
    const auto judged = stats::posterior(prior, {2, 3});
    CHECK(judged.interval.high - judged.interval.low > 0.1);
}

TEST_CASE("the posterior shrinks, and little data shrinks more") {
    const stats::BetaPrior prior{.mean = 0.6, .size = 8, .fitted = true, .groups = 9};
    const auto little = stats::posterior(prior, {2, 2});
    const auto much = stats::posterior(prior, {60, 60});
    CHECK(little.mean == Approx((0.6 * 8 + 2) / 10));
    CHECK(much.mean > little.mean);
    CHECK(much.interval.high - much.interval.low < little.interval.high - little.interval.low);
    CHECK(stats::beta_cdf(little.interval.low, 6.8, 3.2) == Approx(0.05));
    CHECK(stats::beta_cdf(little.interval.high, 6.8, 3.2) == Approx(0.95));
    CHECK(much.above_prior > little.above_prior);
    CHECK(stats::posterior(prior, {0, 0}).mean == Approx(0.6));
}

TEST_CASE("the prior of a real laboratory notebook, failures kept") {
    const std::string path = LODE_SOURCE_DIR "/../shared/gold/bias/dark_reactions/reactions.jsonl";
    std::ifstream file(path);
    if (!file) {
        WARN("skipped: ../shared is not here");
        return;
    }
    std::map<std::string, stats::Trials> amines;
    std::uint64_t successes = 0;
    std::uint64_t total = 0;
    for (std::string line; std::getline(file, line);) {
        const auto reaction = nlohmann::json::parse(line);
        const bool success = reaction.at("outcome").get<double>() >= 3;
        ++total;
        successes += success ? 1U : 0U;
        if (reaction.at("org1").is_string()) {
            auto& trials = amines[reaction.at("org1").get<std::string>()];
            ++trials.n;
            trials.successes += success ? 1U : 0U;
        }
    }
    CHECK(total == 5369);
    CHECK(static_cast<double>(successes) / static_cast<double>(total) ==
          Approx(0.70).margin(0.005));
    std::vector<stats::Trials> groups;
    for (const auto& [amine, trials] : amines) {
        groups.push_back(trials);
    }
    const auto prior = stats::fit_prior(groups);
    CHECK(prior.fitted);
    CHECK(prior.mean == Approx(0.71).margin(0.02));
    CHECK(prior.size == Approx(7.9).margin(1.0));
}
