#include "query/annotation_page.hpp"

#include <catch2/catch.hpp>
#include <sstream>
#include <string>

using namespace lode;

namespace {

std::uint32_t at(const std::string& text, const std::string& part) {
    return static_cast<std::uint32_t>(text.find(part));
}

Range range(const std::string& text, const std::string& part) {
    return {at(text, part), at(text, part) + static_cast<std::uint32_t>(part.size())};
}

std::string without_tags(const std::string& html) {
    std::string out;
    bool tag = false;
    for (const char c : html) {
        tag = tag || c == '<';
        if (!tag) {
            out += c;
        }
        tag = tag && c != '>';
    }
    return out;
}

}  // namespace

TEST_CASE("An annotation page holds the text once and marks it where it was read") {
    const std::string text = "The <b>ZT</b> of Bi2Te3 rises to 1.1 at 400 K & falls.";
    Analysis analysis;
    Sentence sentence;
    sentence.range = {0, static_cast<std::uint32_t>(text.size())};
    sentence.outcome = OutcomeLabel::positive;
    sentence.outcome_score = 0.75F;
    sentence.hedged = true;
    analysis.sentences.push_back(sentence);
    Mention mention;
    mention.range = range(text, "Bi2Te3");
    mention.written = mention.formula = "Bi2Te3";
    analysis.mentions.push_back(mention);
    Quantity quantity;
    quantity.range = range(text, "400 K");
    quantity.value = 400;
    quantity.unit = "K";
    analysis.quantities.push_back(quantity);
    Trend trend;
    trend.range = sentence.range;
    trend.property = "ZT";
    trend.direction = Direction::peak;
    trend.score = 0.5F;
    analysis.trends.push_back(trend);
    analysis.abbreviations.push_back({"ZT", "figure of <merit>"});
    const std::vector<std::vector<Token>> tokens = {
        {{range(text, "ZT"), "ZT", TokenKind::word},
         {range(text, "Bi2Te3"), "Bi2Te3", TokenKind::material}}};

    std::ostringstream out;
    query::AnnotationPage page(out);
    page.add("one & two", text, analysis, tokens);
    page.finish();
    const std::string html = out.str();

    CHECK(html.find("<h2>one &amp; two</h2>") != std::string::npos);
    CHECK(html.find("<span class=\"m b\" title=\"formula: Bi2Te3\ntoken Bi2Te3 (material)\">Bi2Te3"
                    "</span>") != std::string::npos);
    CHECK(html.find("title=\"measurement: 400 K\">400 K</span>") != std::string::npos);
    CHECK(html.find("class=\"p b\"") != std::string::npos);
    CHECK(html.find("class=\"chip positive\" title=\"score 0.75\">positive, hedged") !=
          std::string::npos);
    CHECK(html.find("ZT = figure of &lt;merit&gt;") != std::string::npos);
    CHECK(html.find("1 text, 1 sentences: 1 materials, 1 quantities, 1 trends") !=
          std::string::npos);
    // The sentence itself, escaped, once and whole.
    const std::string shown = without_tags(html);
    const std::string escaped =
        "The &lt;b&gt;ZT&lt;/b&gt; of Bi2Te3 rises to 1.1 at 400 K &amp; falls.";
    CHECK(shown.find(escaped) != std::string::npos);
    CHECK(shown.find(escaped) == shown.rfind(escaped));
}

TEST_CASE("Ranges that do not fit are not marked, and no text is lost") {
    const std::string text = "First. Second.";
    Analysis analysis;
    Sentence sentence;
    sentence.range = {7, 14};
    analysis.sentences.push_back(sentence);
    Mention mention;
    mention.range = {12, 99};
    analysis.mentions.push_back(mention);
    std::ostringstream out;
    query::AnnotationPage page(out);
    page.add("", text, analysis, {});
    page.finish();
    const std::string shown = without_tags(out.str());
    CHECK(shown.find("First. Second.") != std::string::npos);
    CHECK(shown.find("0 materials") != std::string::npos);
}
