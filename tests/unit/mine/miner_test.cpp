#include "ingest/mine/miner.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "core/model/json.hpp"
#include "ingest/mine/figure_refs.hpp"
#include "tests/unit/mine/helpers.hpp"

using namespace lode;

namespace {

Text plain(std::string utf8) {
    Text text;
    text.utf8 = std::move(utf8);
    return text;
}

Article article() {
    Article a;
    a.id = "0123456789abcdef";
    a.title = plain("Transport in PbTe");
    a.abstracts.push_back({"main", {plain("The mobility of PbTe was improved by annealing.")}});
    Section introduction;
    introduction.title = plain("1. Introduction");
    introduction.paragraphs.push_back(
        plain("Layered sulfides show an excellent stability [3]. They are cheap."));
    Section methods;
    methods.title = plain("2. Methods");
    methods.paragraphs.push_back(plain("The films were annealed, which gave excellent films."));
    Section results;
    results.title = plain("3. Results");
    results.paragraphs.push_back(
        plain("The resistivity increases strongly, see Fig. 2a. It is low."));
    a.sections = {introduction, methods, results};
    Figure first;
    first.id = "f1";
    first.label = "Figure 1";
    first.caption = plain("Pattern of the films.");
    Figure second;
    second.id = "f2";
    second.label = "Figure 2.";
    second.caption = plain("Resistivity of PbTe as a function of pressure.");
    a.figures = {first, second};
    return a;
}

const Sentence& find(const Analysis& analysis, const Article& a, std::string_view begin) {
    const auto list = blocks(a);
    for (const auto& sentence : analysis.sentences) {
        const std::string& text = list[sentence.block].text->utf8;
        if (std::string_view(text).substr(sentence.range.begin).starts_with(begin)) {
            return sentence;
        }
    }
    FAIL("no sentence begins with " << begin);
    return analysis.sentences.front();
}

}  // namespace

TEST_CASE("an article is read block by block") {
    const Article a = article();
    const Analysis analysis = test::miner().analyse(a);
    const auto list = blocks(a);
    std::uint32_t last = 0;
    for (const auto& sentence : analysis.sentences) {
        REQUIRE(sentence.block < list.size());
        CHECK(sentence.block >= last);
        last = sentence.block;
        CHECK(sentence.range.end <= list[sentence.block].text->utf8.size());
        CHECK_FALSE(sentence.tokens.empty());
    }
    CHECK(analysis == test::miner().analyse(a));
}

TEST_CASE("sections decide who claims and what counts") {
    const Article a = article();
    const Analysis analysis = test::miner().analyse(a);
    CHECK(find(analysis, a, "Layered").scope == ClaimScope::background);
    CHECK(find(analysis, a, "The films were annealed").outcome == OutcomeLabel::neutral);
    CHECK(find(analysis, a, "The mobility").outcome == OutcomeLabel::positive);
    CHECK(find(analysis, a, "The mobility").scope == ClaimScope::own);
    CHECK(vote(analysis, "PbTe").positive);
}

TEST_CASE("an article votes at most once for each sign, and never with background") {
    Analysis analysis;
    const auto say = [&](OutcomeLabel outcome, ClaimScope scope, const std::string& formula) {
        Sentence sentence;
        sentence.outcome = outcome;
        sentence.scope = scope;
        Mention mention;
        mention.sentence = static_cast<std::uint32_t>(analysis.sentences.size());
        mention.formula = formula;
        analysis.sentences.push_back(sentence);
        analysis.mentions.push_back(mention);
        analysis.mentions.push_back(mention);  // twice in one sentence
    };
    say(OutcomeLabel::positive, ClaimScope::background, "PbTe");
    say(OutcomeLabel::negative, ClaimScope::prior_work, "PbTe");
    CHECK_FALSE(vote(analysis, "PbTe").positive);
    CHECK_FALSE(vote(analysis, "PbTe").negative);
    say(OutcomeLabel::null, ClaimScope::own, "PbTe");
    CHECK(vote(analysis, "PbTe").null);
    say(OutcomeLabel::positive, ClaimScope::own, "PbTe");
    say(OutcomeLabel::positive, ClaimScope::own, "PbTe");
    say(OutcomeLabel::negative, ClaimScope::own, "SnSe");
    CHECK(vote(analysis, "PbTe").positive);
    CHECK_FALSE(vote(analysis, "PbTe").negative);
    CHECK_FALSE(vote(analysis, "PbTe").null);
    CHECK(vote(analysis, "SnSe").negative);
}

TEST_CASE("a trend takes figure and missing variable from the caption") {
    const Article a = article();
    const Analysis analysis = test::miner().analyse(a);
    CHECK(find(analysis, a, "The resistivity").figures == std::vector<std::uint32_t>{1});
    REQUIRE_FALSE(analysis.trends.empty());
    const Trend& trend = analysis.trends.back();
    CHECK(trend.property == "resistivity");
    CHECK(trend.figure == "Fig. 2a");
    CHECK(trend.figure_index == 1);
    CHECK(trend.variable == "pressure");
    CHECK(a.figures[1].caption.utf8.find(trend.variable) != std::string::npos);
}

TEST_CASE("links resolve figures by their id") {
    Article a = article();
    Text& text = a.sections[2].paragraphs[0];
    text.utf8 = "The resistivity increases strongly (left panel).";
    text.figure_links = {{{36, 46}, "f1"}};
    const Analysis analysis = test::miner().analyse(a);
    CHECK(find(analysis, a, "The resistivity").figures == std::vector<std::uint32_t>{0});
}

TEST_CASE("figure pointers and labels") {
    const std::string text = "See Fig. 3a, Figures 4 and 5, Fig. S2(b) and figure 7.";
    const ingest::Words words(text, {0, static_cast<std::uint32_t>(text.size())});
    const auto found = ingest::find_figure_pointers(words);
    REQUIRE(found.size() == 4);
    CHECK(text.substr(found[0].range.begin, found[0].range.size()) == "Fig. 3a");
    CHECK(found[1].numbers == std::vector<std::string>{"4", "5"});
    CHECK(text.substr(found[2].range.begin, found[2].range.size()) == "Fig. S2(b)");
    CHECK(found[2].numbers == std::vector<std::string>{"S2"});
    CHECK(ingest::figure_number("Figure 12.") == "12");
    CHECK(ingest::figure_number("Scheme").empty());
}

TEST_CASE("an empty article has an empty analysis") {
    CHECK(test::miner().analyse(Article{}) == Analysis{});
    CHECK(test::annotate("").analysis.sentences.empty());
    CHECK(test::annotate("", false).analysis.sentences.empty());
}

TEST_CASE("annotations print with offsets in code points") {
    const std::string text = "Für Bi2Te3 steigt nichts: the zT increases with temperature.";
    const auto read = test::annotate(text);
    const auto json = nlohmann::ordered_json::parse(
        annotation_json("a1", text, read.analysis, read.tokens, test::miner().units()));
    std::vector<std::string> keys;
    for (const auto& item : json.items()) {
        keys.push_back(item.key());
    }
    CHECK(keys == std::vector<std::string>{"id", "sentences", "materials", "abbreviations",
                                           "quantities", "trends"});
    REQUIRE(json["materials"].size() == 1);
    CHECK(json["materials"][0]["begin"] == 4);  // byte 5
    CHECK(json["materials"][0]["end"] == 10);
    CHECK(json["materials"][0]["kind"] == "formula");
    CHECK(json["sentences"][0]["end"] == 60);
    CHECK(json["sentences"][0]["tokens"].size() == read.tokens[0].size());
    REQUIRE(json["trends"].size() == 1);
    CHECK(json["trends"][0]["variable"] == "temperature");
    CHECK(json["trends"][0]["direction"] == "increase");
    CHECK(json["trends"][0]["extremum"].is_null());
    CHECK(json["trends"][0]["x_range"].is_null());
    CHECK(json["trends"][0]["figure"].is_null());
}

TEST_CASE("a name of no composition prints as null") {
    const std::string text = "Brass at 20 °C.";
    const auto read = test::annotate(text);
    const auto json = nlohmann::json::parse(
        annotation_json("a", text, read.analysis, read.tokens, test::miner().units()));
    CHECK(json["materials"][0]["formula"].is_null());
    CHECK(json["quantities"][0]["value"] == 20.0);
    CHECK(json["quantities"][0]["low"].is_null());
    CHECK(json["quantities"][0]["unit"] == "°C");
}
