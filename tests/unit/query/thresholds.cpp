// What is called high: which words and values count, figures by hand, and that equal authors raise
// no flag however often one looks.
#include "query/bias/thresholds.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "query/bias/thresholds_text.hpp"

using namespace lode;
using namespace lode::query::bias;

namespace {

Quantity measured(std::uint32_t sentence, double value, std::string unit) {
    Quantity made;
    made.sentence = sentence;
    made.value = value;
    made.kind = unit.empty() ? QuantityKind::number : QuantityKind::measurement;
    made.unit = std::move(unit);
    return made;
}

struct Said {
    std::string tokens;
    std::vector<Quantity> quantities;
    ClaimScope scope = ClaimScope::own;
};

std::vector<ThresholdUse> uses_of(const std::vector<Said>& said) {
    static const ThresholdReader reader{LexiconSource()};
    Analysis analysis;
    for (const auto& one : said) {
        Sentence sentence;
        sentence.tokens = one.tokens;
        sentence.scope = one.scope;
        for (auto quantity : one.quantities) {
            quantity.sentence = static_cast<std::uint32_t>(analysis.sentences.size());
            analysis.quantities.push_back(std::move(quantity));
        }
        analysis.sentences.push_back(std::move(sentence));
    }
    return reader.read(analysis);
}

std::vector<ThresholdUse> articles(const std::vector<double>& values, const char* property) {
    std::vector<ThresholdUse> made;
    for (const double value : values) {
        made.push_back({.property = property, .label = ThresholdLabel::high, .value = value});
    }
    return made;
}

}  // namespace

TEST_CASE("a value beside the word is the threshold, in SI") {
    const auto one = uses_of({{"the film has a high Seebeck coefficient of <nUm> at <nUm>",
                               {measured(0, 250, "μV/K"), measured(0, 300, "K")}}});
    REQUIRE(one.size() == 1);
    CHECK(one[0].property == "Seebeck coefficient");
    CHECK(one[0].label == ThresholdLabel::high);
    REQUIRE(one[0].value);
    CHECK(*one[0].value == Approx(250e-6));

    const auto amount = uses_of({{"a large thermopower of <nUm>", {measured(0, -310, "μV/K")}}});
    REQUIRE(amount.size() == 1);
    CHECK(amount[0].property == "Seebeck coefficient");
    CHECK(amount[0].value.value_or(0) == Approx(310e-6));

    const auto plain = uses_of({{"a high figure of merit of up to <nUm> at <nUm>",
                                 {measured(0, 1.4, ""), measured(0, 800, "K")}}});
    REQUIRE(plain.size() == 1);
    CHECK(plain[0].property == "figure of merit");
    CHECK(plain[0].value.value_or(0) == Approx(1.4));
}

TEST_CASE("an article's threshold is the least it calls high, the most it calls low") {
    const auto made =
        uses_of({{"a high Seebeck coefficient of <nUm>", {measured(0, 300, "μV/K")}},
                 {"a high Seebeck coefficient of <nUm>", {measured(0, 200, "μV/K")}},
                 {"a low thermal conductivity of <nUm>", {measured(0, 1.5, "W/(m K)")}},
                 {"an ultralow thermal conductivity of <nUm>", {measured(0, 0.4, "W/(m K)")}}});
    REQUIRE(made.size() == 2);
    for (const auto& use : made) {
        INFO(use.property);
        REQUIRE(use.value);
        CHECK(*use.value == Approx(use.label == ThresholdLabel::high ? 200e-6 : 1.5));
    }
}

TEST_CASE("a word without one value of its kind beside it states none") {
    for (const Said& said : std::vector<Said>{
             {"the Seebeck coefficient is studied and a high Seebeck coefficient was found", {}},
             {"a high Seebeck coefficient was found in films of <nUm>", {measured(0, 50, "nm")}},
             // Which of the two?
             {"a high Seebeck coefficient of <nUm> and <nUm>",
              {measured(0, 250, "μV/K"), measured(0, 300, "μV/K")}},
             // Of another kind.
             {"a high Seebeck coefficient of <nUm>", {measured(0, 300, "K")}}}) {
        INFO(said.tokens);
        const auto made = uses_of({said});
        REQUIRE(made.size() == 1);
        CHECK_FALSE(made[0].value);
    }
    // Not the article's own claim; a label of something else; no label.
    CHECK(uses_of({{"a high Seebeck coefficient of <nUm>",
                    {measured(0, 250, "μV/K")},
                    ClaimScope::prior_work}})
              .empty());
    CHECK(uses_of({{"high in Seebeck coefficient", {}}}).empty());
    CHECK(uses_of({{"a Seebeck coefficient of <nUm>", {measured(0, 250, "μV/K")}}}).empty());
    CHECK(uses_of({{"a higher Seebeck coefficient of <nUm>", {measured(0, 250, "μV/K")}}}).empty());
}

TEST_CASE("quartiles, shares and their order") {
    const ThresholdReader reader{LexiconSource()};
    auto uses = articles({4, 1, 3, 2, 5}, "Seebeck coefficient");
    uses.push_back({.property = "Seebeck coefficient", .label = ThresholdLabel::high, .value = {}});
    uses.push_back({.property = "band gap", .label = ThresholdLabel::low, .value = {}});
    const auto made = thresholds(uses, reader.names());
    REQUIRE(made.list.size() == 2);
    const auto& first = made.list.front();
    CHECK(first.property == "Seebeck coefficient");
    CHECK(first.articles == 6);
    CHECK(first.with_value == 5);
    CHECK(first.lower_quartile.value_or(0) == Approx(2));
    CHECK(first.median.value_or(0) == Approx(3));
    CHECK(first.upper_quartile.value_or(0) == Approx(4));
    CHECK_FALSE(first.ratio);  // five are too few
    // scipy.stats.beta.ppf([0.05, 0.95], 1.5, 5.5) (1.10.1)
    CHECK(first.without.low == Approx(0.0301821).margin(1e-6));
    CHECK(first.without.high == Approx(0.49453875).margin(1e-6));
    CHECK_FALSE(made.list.back().median);
    CHECK(made.looks == 0);
    std::reverse(uses.begin(), uses.end());
    CHECK(thresholds_json(thresholds(uses, reader.names())) == thresholds_json(made));
}

TEST_CASE("authors who agree raise no flag, authors who do not raise it") {
    const ThresholdReader reader{LexiconSource()};
    std::mt19937_64 engine(11);
    const auto drawn = [&](double spread, int n) {
        // Log-uniform with the quartiles `spread` apart: at the limit of the flag where it is 2.
        std::uniform_real_distribution<double> place(-1, 1);
        std::vector<double> values;
        for (int i = 0; i < n; ++i) {
            values.push_back(std::pow(spread, place(engine)));
        }
        return values;
    };
    int flagged = 0;
    for (int round = 0; round < 200; ++round) {
        flagged += thresholds(articles(drawn(2, 30), "band gap"), reader.names()).list[0].spread;
    }
    // One look at 5 %: the limit itself is passed in 10 of 200 on average, in 20 with a chance
    // below 0.002; the bootstrap of quartiles of 30 is not exact.
    CHECK(flagged <= 20);
    const auto wide = thresholds(articles(drawn(8, 40), "band gap"), reader.names());
    CHECK(wide.list[0].spread);
    CHECK(wide.looks == 1);
    std::ostringstream text;
    write_thresholds_text(wide, text);
    CHECK_THAT(text.str(), Catch::Contains("threshold-spread\n") && Catch::Contains("1 looks"));
    std::ostringstream page;
    write_thresholds_html(wide, page);
    CHECK_THAT(page.str(), Catch::Contains("<td>threshold-spread</td>"));
    std::ostringstream few;
    write_thresholds_text(thresholds(articles({1, 2, 3, 4}, "band gap"), reader.names()), few);
    CHECK(few.str().empty());  // four articles are not shown
    CHECK(wide.list[0].ratio_interval->low < *wide.list[0].ratio);
    CHECK(*wide.list[0].ratio < wide.list[0].ratio_interval->high);
}
