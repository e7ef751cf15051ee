#include <algorithm>
#include <catch2/catch.hpp>

#include "embed/corpus/pair_counts.hpp"
#include "embed/corpus/phrase_finder.hpp"
#include "embed/corpus/word_counts.hpp"
#include "tests/unit/embed/planted.hpp"

using namespace lode;
using namespace lode::embed;

namespace {

using Strings = std::vector<std::string>;

Strings joined(const PhraseTable& table, Strings words) {
    table.join(words);
    return words;
}

// Sentences of 8 random words out of 300, in which `pattern` stands in every third.
planted::MemorySource random_text(const std::string& pattern, bool shuffled) {
    std::mt19937 random(3);
    planted::MemorySource source;
    for (int i = 0; i < 1500; ++i) {
        Strings words;
        for (int k = 0; k < 8; ++k) {
            words.push_back("w" + std::to_string(random() % 300));
        }
        if (i % 3 == 0) {
            std::size_t at = random() % words.size();
            for (std::size_t begin = 0; begin < pattern.size();) {
                const std::size_t end = std::min(pattern.find(' ', begin), pattern.size());
                words.insert(words.begin() + static_cast<std::ptrdiff_t>(at),
                             pattern.substr(begin, end - begin));
                begin = end + 1;
                at = shuffled ? random() % words.size() : at + 1;
            }
        }
        std::string tokens;
        for (const std::string& word : words) {
            tokens += word + ' ';
        }
        planted::MemoryArticle article;
        planted::add_sentence(article.analysis, tokens, 0);
        source.list.push_back(std::move(article));
    }
    return source;
}

Phrases learn(const ArticleSource& source, const PhraseOptions& options) {
    const planted::Folder folder;
    Sentences corpus(folder.path(), 100'000);
    collect(corpus, source, 0, Progress::none(), {});
    return find_phrases(corpus, PhraseWords(), options, Progress::none(), {});
}

bool has(const Strings& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

}  // namespace

TEST_CASE("phrases are joined from left to right, pass by pass") {
    PhraseTable table;
    table.add_pass({"fuel_cell", "density_of_states", "cell_stack"});
    table.add_pass({"fuel_cell_stack"});
    CHECK(joined(table, {"a", "fuel", "cell"}) == Strings{"a", "fuel_cell"});
    CHECK(joined(table, {"fuel", "cell", "stack"}) == Strings{"fuel_cell_stack"});
    CHECK(joined(table, {"cell", "stack"}) == Strings{"cell_stack"});
    CHECK(joined(table, {"density", "of", "states", "of"}) == Strings{"density_of_states", "of"});
    CHECK(joined(table, {"density", "of"}) == Strings{"density", "of"});
    CHECK(joined(table, {}).empty());
    CHECK(joined(table, {"fuel", "fuel", "cell", "cell"}) == Strings{"fuel", "fuel_cell", "cell"});
}

TEST_CASE("a planted phrase is learned and a shuffled one is not") {
    PhraseOptions options;
    options.passes = 1;
    const auto found = learn(random_text("fuel cell", false), options);
    REQUIRE(found.passes.size() == 1);
    CHECK(found.passes[0] == Strings{"fuel_cell"});
    CHECK(learn(random_text("fuel cell", true), options).passes[0].empty());
}

TEST_CASE("the second pass makes phrases of three and four words") {
    const auto found = learn(random_text("solid oxide fuel cell", false), {});
    REQUIRE(found.passes.size() == 2);
    CHECK(has(found.passes[0], "solid_oxide"));
    CHECK(joined(found.table, {"solid", "oxide", "fuel", "cell"}) ==
          Strings{"solid_oxide_fuel_cell"});
}

TEST_CASE("link words stand inside a phrase and never at its ends") {
    const auto found = learn(random_text("density of the states", false), {});
    CHECK(has(found.passes[0], "density_of_the_states"));
    for (const auto& pass : found.passes) {
        for (const std::string& phrase : pass) {
            CHECK(phrase.substr(0, 3) != "of_");
            CHECK(phrase.find("_of") + 3 != phrase.size());
        }
    }
}

TEST_CASE("numbers, signs, stop words and sentence ends break phrases") {
    for (const char* pattern : {"fuel <nUm>", "<nUm> cell", "fuel ,", "the fuel", "fuel and cell",
                                "is fuel", "fuel of the in on cell"}) {
        INFO(pattern);
        const auto found = learn(random_text(pattern, false), {});
        CHECK(found.passes[0].empty());
    }
}

TEST_CASE("materials never take part in a phrase") {
    planted::MemorySource source = random_text("Bi2Te3 film", false);
    CHECK(has(learn(source, {}).passes[0], "Bi2Te3_film"));
    for (auto& article : source.list) {
        Mention mention;
        mention.formula = "Bi2Te3";
        mention.written = "Bi2Te3";
        article.analysis.mentions.push_back(mention);
    }
    CHECK(learn(source, {}).passes[0].empty());
}

TEST_CASE("a full table of pairs drops rare pairs and counts that") {
    PhraseOptions options;
    options.min_count = 2;
    options.most_pairs = 200;
    const auto found = learn(random_text("fuel cell", false), options);
    CHECK(found.prunings > 0);

    PairCounts pairs(100);
    for (std::uint32_t i = 0; i < 1000; ++i) {
        pairs.add({7, 8, 0});
        pairs.add({i, i + 1, 1});
    }
    CHECK(pairs.size() <= 100);
    CHECK(pairs.prunings() > 0);
    std::uint32_t frequent = 0;
    pairs.for_each([&](const PairKey& key, std::uint32_t count) {
        frequent = key == PairKey{7, 8, 0} ? count : frequent;
    });
    CHECK(frequent == 1000);
}

TEST_CASE("word counts are exact below the limit and bounded above it") {
    WordCounts counts(10);
    for (int i = 0; i < 100; ++i) {
        counts.add("often", i % 2 == 0);
        counts.add("w" + std::to_string(i), false);
    }
    CHECK(counts.size() <= 10);
    CHECK(counts.prunings() > 0);
    CHECK(counts.words().find("often")->second.count == 100);
    CHECK(counts.words().find("often")->second.as_material == 50);
}

TEST_CASE("the minimum count of phrases follows the size of the corpus") {
    CHECK(adapted_phrase_min_count(10, 50'000'000) == 10);
    CHECK(adapted_phrase_min_count(10, 5'000'000) == 10);
    CHECK(adapted_phrase_min_count(10, 3'000'000) == 8);
    CHECK(adapted_phrase_min_count(10, 100) == 5);
    CHECK(adapted_phrase_min_count(3, 100) == 3);
}
