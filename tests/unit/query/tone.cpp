// Tone over time: what counts as boosted, figures computed elsewhere, and that looking often finds
// nothing where nothing is.
#include "query/bias/tone.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "query/bias/adjust.hpp"
#include "query/bias/association.hpp"
#include "query/bias/periods.hpp"
#include "query/bias/picture_plots.hpp"
#include "query/html_text.hpp"

using namespace lode;
using namespace lode::query;
using namespace lode::query::bias;

namespace {

ArticleTone article(std::uint16_t year, std::uint64_t sentences, std::uint64_t boosted,
                    std::uint64_t words_each = 20) {
    return {.year = year,
            .sentences = sentences,
            .words = words_each * sentences,
            .boosted = boosted,
            .hedged = 0};
}

// Sentences of twelve articles and how many of them are boosted.
std::vector<ArticleTone> twelve(std::uint64_t sentences_each = 0) {
    const std::vector<std::array<unsigned, 3>> data{
        {1995, 20, 1}, {1997, 25, 0}, {1998, 18, 2}, {2000, 30, 1}, {2002, 22, 3}, {2004, 40, 2},
        {2006, 35, 4}, {2008, 28, 2}, {2010, 33, 5}, {2012, 26, 3}, {2014, 45, 4}, {2016, 38, 7}};
    std::vector<ArticleTone> list;
    for (const auto& [year, sentences, boosted] : data) {
        list.push_back(article(static_cast<std::uint16_t>(year),
                               sentences_each > 0 ? sentences_each : sentences, boosted));
    }
    return list;
}

// Articles whose rates do not change; drawn anew for each seed. Rates differ between articles.
std::vector<ArticleTone> even(std::uint64_t seed, double per_decade = 0) {
    std::mt19937_64 engine(seed);
    std::uniform_real_distribution<double> uniform(0, 1);
    std::vector<ArticleTone> list;
    for (int i = 0; i < 120; ++i) {
        ArticleTone made;
        made.year = static_cast<std::uint16_t>(2000 + i % 12);
        made.sentences = 6 + engine() % 6;
        made.words = made.sentences * (15 + engine() % 10);
        const double own = uniform(engine) - 0.5 + per_decade * (made.year - 2005.5) / 10;
        for (std::uint64_t s = 0; s < made.sentences; ++s) {
            made.boosted += uniform(engine) < 1 / (1 + std::exp(1.6 - own)) ? 1U : 0U;
            made.hedged += uniform(engine) < 1 / (1 + std::exp(1.9 - own)) ? 1U : 0U;
        }
        list.push_back(made);
    }
    return list;
}

std::optional<double> least(const Tone& tone, bool adjusted) {
    std::optional<double> found;
    for (const auto* trend : {&tone.boosted, &tone.hedged}) {
        const auto look = [&](const std::optional<double>& p, const std::optional<double>& a) {
            const auto& value = adjusted ? a : p;
            if (value && (!found || *value < *found)) {
                found = value;
            }
        };
        look(trend->p, trend->adjusted);
        for (const auto& period : trend->periods) {
            look(period.p, period.adjusted);
        }
    }
    return found;
}

}  // namespace

TEST_CASE("boosters are whole words and phrases of the lexicon") {
    const ToneReader reader(LexiconSource{});
    CHECK(reader.boosted("we report a remarkable gain"));
    CHECK(reader.boosted("novel"));
    CHECK(reader.boosted("shown for the first time in air"));
    CHECK_FALSE(reader.boosted("shown for the first run"));
    CHECK_FALSE(reader.boosted("for the first timer"));
    CHECK_FALSE(reader.boosted("a novella of promisingly dull data"));
    CHECK_FALSE(reader.boosted(""));
}

TEST_CASE("only sentences of own claim count, each once") {
    Analysis analysis;
    const auto add = [&](const char* tokens, ClaimScope scope, bool hedged) {
        Sentence sentence;
        sentence.tokens = tokens;
        sentence.scope = scope;
        sentence.hedged = hedged;
        analysis.sentences.push_back(sentence);
    };
    add("a novel and remarkable result", ClaimScope::own, false);
    add("it may be superior", ClaimScope::own, true);
    add("others found a novel phase", ClaimScope::prior_work, true);
    add("plain words here", ClaimScope::own, false);
    add("", ClaimScope::own, false);
    const auto made = ToneReader(LexiconSource{}).read(analysis, 2010);
    CHECK(made.sentences == 3);
    CHECK(made.words == 5 + 4 + 3);
    CHECK(made.boosted == 2);
    CHECK(made.hedged == 1);
    CHECK(made.year == 2010);
}

TEST_CASE("regression on counts: computed elsewhere, and equal to one row a sentence") {
    // Likelihood maximised by Newton steps with numerical derivatives, sandwich of numerical
    // scores, factor G / (G - 1), in another language.
    const auto articles = twelve();
    double mean = 0;
    for (const auto& a : articles) {
        mean += a.year / 12.0;
    }
    std::vector<std::vector<double>> rows;
    std::vector<statistics::Trials> trials;
    std::vector<std::size_t> clusters;
    std::vector<std::vector<double>> single_rows;
    std::vector<bool> signs;
    std::vector<std::size_t> single_clusters;
    for (std::size_t i = 0; i < articles.size(); ++i) {
        rows.push_back({(articles[i].year - mean) / 10});
        trials.push_back({articles[i].boosted, articles[i].sentences});
        clusters.push_back(i);
        for (std::uint64_t s = 0; s < articles[i].sentences; ++s) {
            single_rows.push_back(rows.back());
            signs.push_back(s < articles[i].boosted);
            single_clusters.push_back(i);
        }
    }
    const auto found = logistic(rows, trials, clusters);
    REQUIRE(found);
    CHECK(found->coefficients[0] == Approx(-2.4124974954).epsilon(1e-6));
    CHECK(found->coefficients[1] == Approx(0.6494502522).epsilon(1e-6));
    CHECK(found->errors[1] == Approx(0.2455541551).epsilon(1e-4));
    const auto each = logistic(single_rows, signs, single_clusters);
    REQUIRE(each);
    CHECK(each->coefficients[1] == Approx(found->coefficients[1]));
    CHECK(each->errors[1] == Approx(found->errors[1]));
    CHECK(2 * student_upper_tail(2.644835115, 11) == Approx(0.0227956026).epsilon(1e-6));
    CHECK(student_upper_tail(student_quantile_95(11), 11) == Approx(0.05));
}

TEST_CASE("the trend of tone: share, slope, interval, n") {
    // Articles of one length: no covariate is left beside the year.
    const auto made = tone(twelve(45)).boosted;
    CHECK(made.articles == 12);
    CHECK(made.sentences == 540);
    CHECK(made.marked == 34);
    CHECK(made.share() == Approx(34.0 / 540));
    REQUIRE(made.slope_per_decade);
    CHECK(*made.slope_per_decade > 0);
    CHECK(made.slope_interval->low < *made.slope_per_decade);
    CHECK(made.slope_interval->high > *made.slope_per_decade);
    CHECK(*made.adjusted >= *made.p);
    std::uint64_t sentences = 0;
    for (const auto& period : made.periods) {
        sentences += period.sentences;
        const double share =
            static_cast<double>(period.marked) / static_cast<double>(period.sentences);
        CHECK(period.interval.low <= share);
        CHECK(period.interval.high >= share);
    }
    CHECK(sentences == made.sentences);
    CHECK_FALSE(tone(twelve()).hedged.slope_per_decade);  // none is hedged
    CHECK(tone({}).looks == 0);
    auto undated = twelve();
    undated.push_back(article(0, 10, 5));
    CHECK(tone(undated).undated == 1);
    CHECK(tone(undated).boosted.marked == tone(twelve()).boosted.marked);
}

TEST_CASE("the order of the articles does not matter") {
    auto articles = even(3);
    const auto before = tone(articles);
    std::mt19937_64 engine(1);
    std::shuffle(articles.begin(), articles.end(), engine);
    CHECK(tone(articles).boosted.slope_per_decade == before.boosted.slope_per_decade);
    CHECK(least(tone(articles), true) == least(before, true));
}

TEST_CASE("where nothing changes, many looks find something and the adjusted ones do not") {
    int plain = 0;
    int adjusted = 0;
    constexpr int k_literatures = 100;
    for (int i = 0; i < k_literatures; ++i) {
        const auto made = tone(even(1000 + static_cast<std::uint64_t>(i)));
        CHECK(made.looks > 10);
        plain += *least(made, false) < 0.05 ? 1 : 0;
        adjusted += *least(made, true) < 0.05 ? 1 : 0;
    }
    CHECK(plain > k_literatures / 4);  // uncorrected, looking this often finds something
    CHECK(adjusted <= 11);             // 5 % and three standard deviations
}

TEST_CASE("a planted change of tone is found after the correction") {
    int found = 0;
    for (std::uint64_t i = 0; i < 20; ++i) {
        const auto made = tone(even(5000 + i, 1.5));
        found += made.boosted.adjusted && *made.boosted.adjusted < 0.05 ? 1 : 0;
        CHECK(*made.boosted.slope_per_decade > 0);
    }
    CHECK(found >= 19);
    // One year that stands out, and no line.
    auto articles = even(77);
    for (auto& a : articles) {
        if (a.year == 2006) {
            a.boosted = a.sentences / 2 + 1;
        }
    }
    const auto made = tone(articles).boosted;
    for (const auto& period : made.periods) {
        if (period.from == 2006) {
            REQUIRE(period.adjusted);
            CHECK(*period.adjusted < 0.001);
            CHECK(period.above);
        } else if (period.adjusted) {
            CHECK(*period.adjusted > 0.001);
        }
    }
    CHECK(tone_words(made, 26).find("2006 above") != std::string::npos);
}

TEST_CASE("Holm's adjustment is that worked out by hand") {
    // 0.01 * 4, 0.02 * 3, max(0.06, 0.025 * 2), 0.2.
    const std::vector<double> p{0.02, 0.2, 0.01, 0.025};
    const auto adjusted = holm(p);
    CHECK(adjusted[2] == Approx(0.04));
    CHECK(adjusted[0] == Approx(0.06));
    CHECK(adjusted[3] == Approx(0.06));
    CHECK(adjusted[1] == Approx(0.2));
    CHECK(holm(std::vector<double>{0.9, 0.8})[1] == 1);
    CHECK(holm({}).empty());
}

TEST_CASE("periods are of one round width, at most twelve") {
    CHECK(period_width(2000, 2011) == 1);
    CHECK(period_width(2000, 2012) == 2);
    CHECK(period_width(1900, 2020) == 20);
    CHECK(period_years(200, 10, 2003, 2008) == std::pair<std::uint16_t, std::uint16_t>{2003, 2008});
}

TEST_CASE("the plot of tone has a mark for each period and kind") {
    const auto made = tone(even(4));
    const auto svg = tone_svg(made);
    const auto count = [&](const std::string& what) {
        std::size_t n = 0;
        for (auto at = svg.find(what); at != std::string::npos; at = svg.find(what, at + 1)) {
            ++n;
        }
        return n;
    };
    CHECK(count("<circle") == made.boosted.periods.size());
    CHECK(count("class=\"dot flagged\"") == made.hedged.periods.size());
    CHECK(svg.find("nan") == std::string::npos);
    CHECK(tone_svg(tone({})).empty());
}
