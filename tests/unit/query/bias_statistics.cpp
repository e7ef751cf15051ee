// The statistics of query/bias against closed forms, and against values computed with scipy 1.10.1
// and numpy 1.24 (named beside them) from the same numbers.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "core/base/error.hpp"
#include "query/bias/association.hpp"
#include "query/bias/concentration.hpp"
#include "query/bias/correction.hpp"
#include "query/bias/groups.hpp"
#include "query/bias/predictive.hpp"
#include "query/bias/random.hpp"

using namespace lode;
using namespace lode::query;
using namespace lode::query::bias;
using statistics::BetaPrior;
using statistics::Trials;

TEST_CASE("draws have the moments of their distributions and repeat with the seed") {
    Draws draws(7);
    double sum = 0;
    double squares = 0;
    std::array<int, 5> seen{};
    for (int i = 0; i < 20000; ++i) {
        const double value = draws.gamma(0.5);
        sum += value;
        squares += value * value;
        ++seen.at(draws.below(5));
    }
    CHECK(sum / 20000 == Approx(0.5).margin(0.02));       // mean = shape
    CHECK(squares / 20000 == Approx(0.75).margin(0.05));  // variance + mean^2 = 0.5 + 0.25
    for (const int count : seen) {
        CHECK(count == Approx(4000).margin(250));
    }
    const std::vector<double> alpha{4, 1, 0.5};
    std::vector<double> means(3, 0);
    for (int i = 0; i < 20000; ++i) {
        const auto shares = draws.dirichlet(alpha);
        CHECK(shares[0] + shares[1] + shares[2] == Approx(1));
        for (std::size_t j = 0; j < 3; ++j) {
            means[j] += shares[j] / 20000;
        }
    }
    CHECK(means[0] == Approx(4 / 5.5).margin(0.01));
    CHECK(means[2] == Approx(0.5 / 5.5).margin(0.01));
    Draws again(7);
    Draws once_more(7);
    CHECK(again.gamma(2.5) == once_more.gamma(2.5));
}

TEST_CASE("quantiles interpolate between neighbours") {
    std::vector<double> values{4, 1, 3, 2};
    CHECK(quantile(values, 0.5) == Approx(2.5));
    CHECK(quantile(values, 0) == 1);
    CHECK(quantile(values, 1) == 4);
    CHECK(quantile(values, 0.05) == Approx(1.15));  // numpy.quantile([1,2,3,4], 0.05)
}

TEST_CASE("concentration: Gini index, evenness and the share of the top 17 %") {
    const std::vector<std::uint64_t> reports{1, 1, 2, 3, 5, 8, 13, 21, 34, 55, 0};
    const auto found = concentration(reports);
    REQUIRE(found);
    CHECK(found->units == 10);  // nothing is known of what has no report
    CHECK(found->reports == 143);
    // numpy: mean absolute difference / (2 mean) * n / (n - 1); scipy.stats.entropy / ln n.
    CHECK(found->gini == Approx(0.6565656565656566).epsilon(1e-12));
    CHECK(found->evenness == Approx(0.7372165021914683).epsilon(1e-12));
    CHECK(found->top_units == 2);
    CHECK(found->top_share == Approx(89.0 / 143).epsilon(1e-12));
    // numpy, 20,000 resamples: 0.444 to 0.736.
    CHECK(found->gini_interval.low == Approx(0.444).margin(0.02));
    CHECK(found->gini_interval.high == Approx(0.736).margin(0.02));
    CHECK(found->top_share_interval.low < found->top_share);
    CHECK(found->top_share_interval.high > found->top_share);

    const auto even = concentration(std::vector<std::uint64_t>{4, 4, 4, 4});
    CHECK(even->gini == Approx(0).margin(1e-12));
    CHECK(even->evenness == Approx(1));
    // All but one hold a single report: with growing inequality the index tends to 1.
    const auto one = concentration(std::vector<std::uint64_t>{1, 1, 1, 1'000'000});
    CHECK(one->gini == Approx(1).margin(1e-5));
    CHECK_FALSE(concentration(std::vector<std::uint64_t>{5, 0, 0}));
    CHECK_FALSE(concentration({}));
}

TEST_CASE("the beta-binomial distribution") {
    // scipy.stats.betabinom.pmf([0, 3, 7], 7, 2.5, 1.2).
    const auto chances = beta_binomial(7, 2.5, 1.2);
    REQUIRE(chances.size() == 8);
    CHECK(chances[0] == Approx(0.01908533).epsilon(1e-6));
    CHECK(chances[3] == Approx(0.11330807).epsilon(1e-6));
    CHECK(chances[7] == Approx(0.20794374).epsilon(1e-6));
    double sum = 0;
    for (const double chance : chances) {
        sum += chance;
    }
    CHECK(sum == Approx(1).epsilon(1e-10));

    const BetaPrior prior{.mean = 0.71, .size = 7.9, .fitted = true, .groups = 100};
    // scipy.stats.betabinom.ppf([.05, .95], 12, 12 + .71 * 7.9, .29 * 7.9).
    CHECK(predictive_interval(prior, {12, 12}, 12) ==
          std::pair<std::uint64_t, std::uint64_t>(8, 12));
    CHECK(predictive_interval(prior, {0, 0}, 0) == std::pair<std::uint64_t, std::uint64_t>(0, 0));
    // scipy.stats.beta.cdf(.71, 12 + .71 * 7.9, .29 * 7.9).
    CHECK(not_above(prior, {12, 12}, 0.71) == Approx(0.021673206).epsilon(1e-6));
}

TEST_CASE("the interval of a share") {
    // scipy.stats.beta.ppf([.05, .95], 7.5, 3.5); closed ends where all or none are counted.
    const auto interval = share_interval(7, 10);
    CHECK(interval.low == Approx(0.44187323).epsilon(1e-6));
    CHECK(interval.high == Approx(0.88267062).epsilon(1e-6));
    CHECK(share_interval(0, 4).low == 0);
    CHECK(share_interval(4, 4).high == 1);
}

TEST_CASE("rank correlation with an interval and a permutation p") {
    const std::vector<double> a{1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    const std::vector<double> b{2, 1, 4, 3, 7, 5, 6, 10, 8, 9};
    const auto found = correlation(a, b);
    REQUIRE(found);
    CHECK(found->permuted);
    CHECK(found->n == 10);
    CHECK(found->rho == Approx(0.9030303).epsilon(1e-6));  // scipy.stats.spearmanr
    CHECK(found->p < 0.002);                               // scipy: 0.0003 by t
    // tanh(atanh(rho) -+ 1.645 sqrt(1.06 / 7)).
    CHECK(found->interval.low ==
          Approx(std::tanh(std::atanh(0.9030303) - 1.6448536 * std::sqrt(1.06 / 7))).epsilon(1e-6));
    CHECK_FALSE(correlation(std::vector<double>{1, 2, 3}, std::vector<double>{1, 2, 3}));
    CHECK_FALSE(correlation(std::vector<double>(9, 1), std::vector<double>(9, 2)));

    // All 4! orders: |rho| of 1 is reached by 2 of 24.
    const auto exact =
        correlation(std::vector<double>{1, 2, 3, 4}, std::vector<double>{1, 2, 3, 4});
    CHECK(exact->p == Approx(2.0 / 24).margin(0.01));
    // Many pairs: by t, and close to what permutations would say.
    std::vector<double> many;
    std::vector<double> other;
    Draws draws(3);
    for (int i = 0; i < 2500; ++i) {
        many.push_back(draws.gamma(1));
        other.push_back(many.back() + 40 * draws.gamma(1));
    }
    const auto far = correlation(many, other);
    CHECK_FALSE(far->permuted);
    CHECK(far->p > 0);
    CHECK(far->p < 1);
}

TEST_CASE("Student's t") {
    CHECK(student_upper_tail(1.3, 7) == Approx(0.11738391769618858).epsilon(1e-9));  // scipy t.sf
    CHECK(student_upper_tail(-0.4, 3) == Approx(0.6420324230128149).epsilon(1e-9));
    // One degree of freedom is the Cauchy distribution.
    CHECK(student_upper_tail(2, 1) == Approx(0.5 - std::atan(2.0) / std::acos(-1.0)).epsilon(1e-9));
}

TEST_CASE("Cochran-Armitage trend of positivity") {
    const std::vector<double> years{2000, 2000, 2001, 2002, 2003, 2003,
                                    2004, 2005, 2006, 2007, 2008, 2009};
    const std::vector<int> signs{0, 0, 1, 0, 0, 1, 0, 1, 1, 0, 1, 1};
    std::vector<Dated> reports;
    for (std::size_t i = 0; i < years.size(); ++i) {
        reports.push_back(
            {.year = years[i], .positive = signs[i] == 1, .cluster = i, .others = {}});
    }
    const auto test = cochran_armitage(reports);
    REQUIRE(test);
    // numpy.corrcoef * sqrt(n); scipy.stats.norm.sf.
    CHECK(test->z == Approx(1.5842360687626789).epsilon(1e-10));
    CHECK(test->p == Approx(0.11314000815200631).epsilon(1e-8));
    // The textbook form for a table: sum t (N1 R2 - N2 R1) over its standard deviation.
    double t = 0;
    double sum = 0;
    double squares = 0;
    const double positive = 6;
    const double n = 12;
    for (std::size_t i = 0; i < years.size(); ++i) {
        t += (years[i] - 2000) *
             ((signs[i] == 1 ? n - positive : 0) - (signs[i] == 0 ? positive : 0));
        sum += years[i] - 2000;
        squares += (years[i] - 2000) * (years[i] - 2000);
    }
    const double variance = positive * (n - positive) / n * (n * squares - sum * sum);
    CHECK(test->z == Approx(t / std::sqrt(variance)).epsilon(1e-10));
    // Too few of each sign for a regression: p by permutation; all 924 of them give this share.
    const auto chosen = trend(reports);
    REQUIRE(chosen);
    CHECK(chosen->method == YearTrend::Method::cochran_armitage);
    CHECK(chosen->p == Approx(0.16017316).margin(0.01));
    CHECK_FALSE(chosen->slope_per_decade);
    reports.resize(9);
    CHECK_FALSE(trend(reports));
}

TEST_CASE("logistic regression with a cluster-robust variance") {
    std::vector<std::vector<double>> rows;
    std::vector<bool> positive;
    std::vector<std::size_t> clusters;
    std::vector<Dated> reports;
    for (std::size_t i = 0; i < 60; ++i) {
        const double year = 2000 + static_cast<double>((i * 7) % 20);
        const double other = static_cast<double>((i * 5) % 11) / 10;
        const bool sign = static_cast<double>((i * 13) % 17) / 17 <
                          0.25 + 0.02 * static_cast<double>((i * 7) % 20);
        reports.push_back({.year = year, .positive = sign, .cluster = i % 12, .others = {other}});
        rows.push_back({(year - 2009.5) / 10, other});
        positive.push_back(sign);
        clusters.push_back(i % 12);
    }
    const auto fit = logistic(rows, positive, clusters);
    REQUIRE(fit);
    // Maximum likelihood by scipy.optimize.minimize, sandwich by numpy, factor 12 / 11.
    CHECK(fit->coefficients[0] == Approx(-0.19626562).epsilon(1e-5));
    CHECK(fit->coefficients[1] == Approx(1.10594669).epsilon(1e-5));
    CHECK(fit->coefficients[2] == Approx(0.24284487).epsilon(1e-5));
    CHECK(fit->errors[0] == Approx(0.37267587).epsilon(1e-5));
    CHECK(fit->errors[1] == Approx(0.71996705).epsilon(1e-5));
    CHECK(fit->errors[2] == Approx(0.75578642).epsilon(1e-5));
    const auto found = trend(reports);
    REQUIRE(found);
    CHECK(found->method == YearTrend::Method::logistic);
    CHECK(*found->slope_per_decade == Approx(1.10594669).epsilon(1e-5));
    CHECK(found->slope_interval->low == Approx(-0.1870312).epsilon(1e-4));  // t.ppf(.95, 11)
    CHECK(found->slope_interval->high == Approx(2.39892458).epsilon(1e-4));
    CHECK(found->rising_p == Approx(0.0763807).epsilon(1e-4));
    // Separated data have no estimate, and say so.
    for (std::size_t i = 0; i < 60; ++i) {
        positive[i] = rows[i][0] > 0;
        reports[i].positive = positive[i];
    }
    CHECK_FALSE(logistic(rows, positive, clusters));
    CHECK(trend(reports)->method == YearTrend::Method::cochran_armitage);
    CHECK(trend(reports)->rising_p < 0.001);
}

namespace {

Confusion labelled() {
    Confusion confusion;
    confusion.counts = {{{900, 30, 20, 50}, {40, 150, 5, 5}, {20, 10, 60, 10}, {10, 2, 3, 35}}};
    return confusion;
}

}  // namespace

TEST_CASE("the classifier's errors are taken out of the shares of labels") {
    // scipy.optimize.nnls with the sum held at 1.
    const auto found = correct(labelled(), {700, 200, 60, 40});
    CHECK(found.sentences == 1000);
    CHECK(found.observed[1] == Approx(0.2));
    CHECK(found.share[0] == Approx(0.71101975).epsilon(1e-4));
    CHECK(found.share[1] == Approx(0.22742667).epsilon(1e-4));
    CHECK(found.share[2] == Approx(0.06155358).epsilon(1e-4));
    CHECK(found.share[3] == Approx(0).margin(1e-9));
    // numpy, 20,000 draws of the same Dirichlet distributions.
    CHECK(found.interval[1].low == Approx(0.194).margin(0.005));
    CHECK(found.interval[1].high == Approx(0.265).margin(0.005));
    CHECK(found.success_interval.low == Approx(0.704).margin(0.01));
    CHECK(found.success_interval.high == Approx(0.870).margin(0.01));
    CHECK(found.resolvable());
    // Little text: the same shares, but nothing can be said.
    CHECK_FALSE(correct(labelled(), {7, 2, 1, 0}).resolvable());
    CHECK_FALSE(correct(labelled(), {0, 0, 0, 0}).resolvable());
    // Not one failure or null result among many sentences, where the errors alone would make some:
    // the interval is narrow, and it means nothing.
    const auto unlike = correct(labelled(), {9000, 1000, 0, 0});
    CHECK(unlike.success_interval.high - unlike.success_interval.low < 0.1);
    CHECK(unlike.unlike > 0.99);
    CHECK_FALSE(unlike.transfers());
    CHECK_FALSE(unlike.resolvable());
    CHECK(correct(labelled(), {700, 150, 90, 60}).transfers());
}

TEST_CASE("two labels are Rogan and Gladen's estimate, and the simplex holds") {
    // Sensitivity 0.8, specificity 0.9: (q + specificity - 1) / (sensitivity + specificity - 1).
    const std::array<std::array<double, k_labels>, k_labels> rows{
        {{1, 0, 0, 0}, {0, 0.8, 0.2, 0}, {0, 0.1, 0.9, 0}, {0, 0, 0, 1}}};
    const auto shares = unmix(rows, {0, 0.45, 0.55, 0});
    CHECK(shares[1] == Approx((0.45 + 0.9 - 1) / (0.8 + 0.9 - 1)).epsilon(1e-9));
    // Fewer positives than false ones alone would give: nought, not less.
    const auto none = unmix(rows, {0, 0.05, 0.95, 0});
    CHECK(none[1] == Approx(0).margin(1e-9));
    CHECK(none[2] == Approx(1).epsilon(1e-9));
    // A perfect classifier changes nothing.
    const std::array<std::array<double, k_labels>, k_labels> perfect{
        {{1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}}};
    const std::array<double, k_labels> q{0.4, 0.3, 0.2, 0.1};
    for (std::size_t i = 0; i < k_labels; ++i) {
        CHECK(unmix(perfect, q).at(i) == Approx(q.at(i)).margin(1e-12));
    }
    // A classifier that reads everything alike says nothing; the answer stays on the simplex.
    const std::array<std::array<double, k_labels>, k_labels> blind{{{0.25, 0.25, 0.25, 0.25},
                                                                    {0.25, 0.25, 0.25, 0.25},
                                                                    {0.25, 0.25, 0.25, 0.25},
                                                                    {0.25, 0.25, 0.25, 0.25}}};
    const auto any = unmix(blind, q);
    double sum = 0;
    for (const double share : any) {
        CHECK(share >= 0);
        sum += share;
    }
    CHECK(sum == Approx(1));
}

TEST_CASE("a confusion table is read, and its faults are named with their line") {
    const auto table = read_confusion(
        "# a labelled set\n"
        "positive\tpositive\t40\npositive\tneutral\t10\nnegative\tnegative\t20\r\n"
        "null\tnull\t9\nneutral\tneutral\t300\n\nneutral\tpositive\t7\n",
        "set.tsv");
    CHECK(table.sentences() == 386);
    CHECK(table.counts[1][0] == 10);
    CHECK(table.counts[0][1] == 7);
    const auto fault = [](const std::string& text) {
        try {
            read_confusion(text, "set.tsv");
        } catch (const Error& problem) {
            return std::string(problem.what());
        }
        return std::string();
    };
    CHECK(fault("positive\tpositive\n").find("line 1") != std::string::npos);
    CHECK(fault("#\ngood\tpositive\t1\n").find("line 2: a label is none of") != std::string::npos);
    CHECK(fault("positive\tpositive\t-1\n").find("'-1' is no count") != std::string::npos);
    CHECK(fault("positive\tpositive\t1\n").find("true label is neutral") != std::string::npos);
}

TEST_CASE("articles that share authors are one group") {
    const Author last{.family = "Ito", .given = "Ken", .affiliations = {}};
    const Author a{.family = "Adler", .given = "Mia", .affiliations = {}};
    const Author b{.family = "Berg", .given = "Lo", .affiliations = {}};
    const Author c{.family = "Cruz", .given = "Ana", .affiliations = {}};
    const Author other{.family = "Ito", .given = "Yui", .affiliations = {}};
    const Author k{.family = "ITO", .given = "K.", .affiliations = {}};
    const std::vector<std::vector<Author>> articles{
        {a, last},        // 0
        {c, k},           // 1: the same last author, written otherwise
        {b, other},       // 2: another Ito
        {a, b, c},        // 3: shares one author with others, and no pair
        {},               // 4: no authors known
        {},               // 5: nor here: not one group
        {other, b, last}  // 6: a pair of 2, the last author of 0: joins them
    };
    CHECK(author_groups(articles) == std::vector<std::size_t>{0, 0, 0, 1, 2, 3, 0});
    CHECK(author_groups({}).empty());
}

TEST_CASE("what a verdict owes to one group") {
    const BetaPrior prior{.mean = 0.6, .size = 8, .fitted = true, .groups = 50};
    // Simpson by hand: (8*7 + 1*0 + 1*0) / (10*9) = 56/90.
    const std::vector<Trials> lone{{8, 8}, {0, 1}, {1, 1}};
    const auto found = group_share(prior, 0.6, lone);
    REQUIRE(found);
    CHECK(found->groups == 3);
    CHECK(found->effective == Approx(90.0 / 56));
    CHECK(found->largest == Approx(0.8));
    CHECK(found->largest_group == 0);
    CHECK(found->single());
    // All apart: as many effective groups as there are.
    const std::vector<Trials> apart(6, {1, 1});
    CHECK(group_share(prior, 0.6, apart)->effective == Approx(6));
    CHECK_FALSE(group_share(prior, 0.6, apart)->single());
    // Above the baseline, but not without the second group.
    const std::vector<Trials> leaning{{2, 3}, {20, 20}, {3, 5}};
    const auto tilted = group_share(prior, 0.6, leaning);
    CHECK(tilted->above);
    REQUIRE(tilted->decisive_group);
    CHECK(*tilted->decisive_group == 1);
    // Above it whoever is left out.
    const std::vector<Trials> broad(8, {6, 6});
    CHECK(group_share(prior, 0.6, broad)->above);
    CHECK_FALSE(group_share(prior, 0.6, broad)->decisive_group);
    CHECK_FALSE(group_share(prior, 0.6, std::vector<Trials>{{0, 0}}));
}

TEST_CASE("effective groups are those of a count of pairs, and never more than the groups") {
    // Of all ordered pairs of different reports the share that comes from one group, counted pair
    // by pair.
    const auto counted = [](const std::vector<std::uint64_t>& sizes) {
        std::vector<std::size_t> owner;
        for (std::size_t g = 0; g < sizes.size(); ++g) {
            owner.insert(owner.end(), sizes[g], g);
        }
        double same = 0;
        double all = 0;
        for (std::size_t a = 0; a < owner.size(); ++a) {
            for (std::size_t b = 0; b < owner.size(); ++b) {
                if (a != b) {
                    ++all;
                    same += owner[a] == owner[b] ? 1 : 0;
                }
            }
        }
        return same > 0 ? all / same : static_cast<double>(sizes.size());
    };
    const statistics::BetaPrior prior{.mean = 0.5, .size = 2};
    Draws draws(5);
    int bounded = 0;
    for (int round = 0; round < 300; ++round) {
        std::vector<std::uint64_t> sizes;
        std::vector<statistics::Trials> trials;
        for (std::size_t g = 1 + draws.below(6); g > 0; --g) {
            sizes.push_back(1 + draws.below(round % 2 == 0 ? 3 : 12));
            trials.push_back({sizes.back() / 2, sizes.back()});
        }
        const double pairs = counted(sizes);
        const auto found = group_share(prior, 0.5, trials);
        REQUIRE(found);
        CHECK(found->effective <= static_cast<double>(sizes.size()));
        CHECK(found->effective >= 1);
        CHECK(found->effective == Approx(std::min(pairs, static_cast<double>(sizes.size()))));
        bounded += pairs > static_cast<double>(sizes.size()) ? 1 : 0;
        // The bound never hides a single group: below two it does nothing.
        CHECK(found->single() == (found->reports >= 5 && pairs < 2));
    }
    CHECK(bounded > 0);
    // Reports 1, 1, 2: of 12 ordered pairs two are of one group.
    CHECK(counted({1, 1, 2}) == Approx(6));
    CHECK(group_share(prior, 0.5, std::vector<statistics::Trials>{{1, 1}, {0, 1}, {1, 2}})
              ->effective == Approx(3));
}
