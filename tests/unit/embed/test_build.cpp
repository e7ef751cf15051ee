#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>

#include "core/base/error.hpp"
#include "core/base/log.hpp"
#include "embed/corpus/training_text.hpp"
#include "embed/embed.hpp"
#include "tests/unit/embed/planted.hpp"

using namespace lode;
using namespace lode::embed;

namespace {

EmbedOptions quick(const planted::Folder& folder) {
    EmbedOptions options;
    options.scratch = folder / "scratch";
    options.adapt_to_corpus = false;
    options.spec.dim = 30;
    options.spec.epochs = 15;
    options.spec.negative = 5;
    options.spec.subsample = 1e-3;
    return options;
}

Embedding train(const ArticleSource& source, const EmbedOptions& options,
                std::stop_token stop = {}) {
    return build(source, text::AnalyserSettings{}, options, Progress::none(), std::move(stop));
}

double score(const Embedding& model, const std::string& material, const std::string& concept_word) {
    return cosine(model.output(model.find(material).value()),
                  model.input(model.find(concept_word).value()));
}

struct Collected {
    explicit Collected(const ArticleSource& source, std::uint16_t until = 0)
        : corpus(folder.path(), 100'000) {
        collect(corpus, source, until, Progress::none(), {});
    }
    planted::Folder folder;
    Sentences corpus;
};

std::vector<std::string> lines_of(const std::filesystem::path& path) {
    std::ifstream in(path);
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) {
        lines.push_back(line);
    }
    return lines;
}

}  // namespace

TEST_CASE("planted associations rank above all others") {
    const planted::Folder folder;
    const Embedding model = train(planted::corpus(480), quick(folder));
    for (const planted::Topic& topic : planted::topics()) {
        double worst_own = 1;
        double best_other = -1;
        for (const planted::Topic& other : planted::topics()) {
            for (const std::string& material : other.materials) {
                const double s = score(model, material, topic.concept_word);
                if (&other == &topic) {
                    worst_own = std::min(worst_own, s);
                } else {
                    best_other = std::max(best_other, s);
                }
            }
        }
        INFO(topic.concept_word << ": own " << worst_own << ", other " << best_other);
        CHECK(worst_own > best_other + 0.2);
    }
    CHECK(model.provenance().articles == 480);
    CHECK(model.provenance().sentences == 2400);
    CHECK(model.provenance().tokens == 2400 * 11);
    CHECK(model.provenance().first_year == 2000);
    CHECK(model.provenance().last_year == 2019);
    CHECK(model.provenance().corpus == "made-up");
    CHECK(model.spec().extra.at("line") == "block");
    CHECK(model.spec().extra.at("material_min_count") == "3");
    CHECK(std::filesystem::is_empty(folder / "scratch"));
}

TEST_CASE("the same corpus and settings give the same model, another seed another") {
    const planted::Folder folder;
    EmbedOptions options = quick(folder);
    options.spec.epochs = 2;
    const planted::MemorySource source = planted::corpus(150);
    const std::string one = train(source, options).fingerprint();
    CHECK(train(source, options).fingerprint() == one);
    options.spec.seed = 2;
    CHECK(train(source, options).fingerprint() != one);
}

TEST_CASE("models of several seeds are those that each seed gives alone") {
    const std::string name = GENERATE("native", "fasttext");
    const planted::Folder folder;
    EmbedOptions options = quick(folder);
    options.spec.trainer = name;
    options.spec.epochs = 2;
    const planted::MemorySource source = planted::corpus(150);
    std::vector<std::string> fingerprints;
    build_each(source, text::AnalyserSettings{}, options, {5, 6, 9},
               [&](Embedding model) { fingerprints.push_back(model.fingerprint()); },
               Progress::none(), {});
    REQUIRE(fingerprints.size() == 3);
    std::size_t i = 0;
    for (const std::uint64_t seed : {5U, 6U, 9U}) {
        options.spec.seed = seed;
        CHECK(train(source, options).fingerprint() == fingerprints[i++]);
    }
}

TEST_CASE("nothing of a later year reaches the model") {
    const planted::Folder folder;
    planted::MemorySource source = planted::corpus(300);
    for (auto& article : source.list) {
        if (article.year > 2010) {
            planted::add_sentence(article.analysis, "perovskite tandem CsI3Pb future word", 0,
                                  {"CsI3Pb"});
        }
    }
    EmbedOptions options = quick(folder);
    options.spec.epochs = 1;
    CHECK(train(source, options).find("CsI3Pb"));

    options.spec.until_year = 2010;
    source.list[0].year = 0;
    source.list[1].year = 0;
    const Embedding model = train(source, options);
    for (const char* word : {"CsI3Pb", "perovskite", "tandem", "future", "word"}) {
        CHECK_FALSE(model.find(word));
    }
    for (const std::string& phrase : model.phrases()) {
        CHECK(phrase.find("tandem") == std::string::npos);
    }
    CHECK(model.provenance().articles_without_year == 2);
    CHECK(model.provenance().last_year == 2010);
    CHECK(model.provenance().articles == 15 * 11 - 2);

    // What came later must not move a single vector.
    planted::MemorySource cut = planted::corpus(300);
    cut.list[0].year = 0;
    cut.list[1].year = 0;
    std::erase_if(cut.list, [](const auto& a) { return a.year > 2010; });
    CHECK(train(cut, options).fingerprint() == model.fingerprint());
}

TEST_CASE("a corpus without text is an Error that says what to do") {
    const planted::Folder folder;
    const auto hint = [&](const ArticleSource& source, const EmbedOptions& options) {
        try {
            train(source, options);
        } catch (const Error& problem) {
            return std::string(problem.what()) + " | " + problem.hint();
        }
        return std::string("trained");
    };
    CHECK_THAT(hint(planted::MemorySource(), quick(folder)), Catch::Contains("lode ingest"));
    EmbedOptions options = quick(folder);
    options.spec.until_year = 1900;
    CHECK_THAT(hint(planted::corpus(30), options),
               Catch::Contains("1900") && Catch::Contains("--until"));
    options = quick(folder);
    options.spec.min_count = 1'000'000;
    options.spec.extra["material_min_count"] = "1000000";
    CHECK_THAT(hint(planted::corpus(30), options), Catch::Contains("--min-count"));
    CHECK(std::filesystem::is_empty(folder / "scratch"));
}

TEST_CASE("wrong settings are refused before anything is read") {
    const planted::Folder folder;
    const auto refused = [&](auto change) {
        EmbedOptions options = quick(folder);
        change(options.spec);
        CHECK_THROWS_AS(train(planted::corpus(3), options), UsageError);
        CHECK_FALSE(std::filesystem::exists(folder / "scratch"));
    };
    refused([](Spec& s) { s.threads = 0; });
    refused([](Spec& s) { s.trainer = "other"; });
    refused([](Spec& s) { s.extra["line"] = "page"; });
    refused([](Spec& s) { s.extra["material_min_count"] = "three"; });
}

TEST_CASE("a stop request leaves no file behind") {
    const planted::Folder folder;
    std::stop_source stop;
    stop.request_stop();
    CHECK_THROWS_AS(train(planted::corpus(30), quick(folder), stop.get_token()), Interrupted);
    CHECK(std::filesystem::is_empty(folder / "scratch"));
}

TEST_CASE("small corpora get settings that suit them, unless the user has chosen") {
    const planted::Folder folder;
    const planted::MemorySource source = planted::corpus(9);
    std::string message;
    const LogSink before =
        set_log_sink([&](LogLevel, std::string_view text) { message += std::string(text) + '\n'; });
    EmbedOptions options;
    options.scratch = folder.path();
    const Spec used = train(source, options).spec();
    set_log_sink(before);
    CHECK(used.epochs == 100);
    CHECK(used.negative == 5);
    CHECK(used.dim == 100);
    CHECK(used.min_count == 3);
    CHECK(used.phrase_min_count == 5);
    CHECK(used.subsample == 1e-3);
    CHECK_THAT(message, Catch::Contains("epochs 100 instead of 30"));

    options.fixed = {"epochs", "dim", "min_count"};
    options.spec.epochs = 2;
    options.spec.min_count = 4;
    const Spec chosen = train(source, options).spec();
    CHECK(chosen.epochs == 2);
    CHECK(chosen.dim == 200);
    CHECK(chosen.min_count == 4);

    options.adapt_to_corpus = false;
    const Spec plain = train(source, options).spec();
    CHECK(plain.phrase_min_count == 10);
    CHECK(plain.subsample == 1e-4);
}

TEST_CASE("rare formulas stay in the vocabulary, rare words do not") {
    planted::MemorySource source;
    for (int i = 0; i < 5; ++i) {
        planted::MemoryArticle article;
        planted::add_sentence(
            article.analysis, i < 3 ? "we grow MgAgSb rarely" : "we grow crystals", 0,
            i < 3 ? std::vector<std::string>{"MgAgSb"} : std::vector<std::string>{});
        source.list.push_back(std::move(article));
    }
    source.list[0].analysis.mentions[0].written = "Mg Ag\tSb";
    source.list[1].analysis.mentions[0].written = "AgMgSb";
    source.list[2].analysis.mentions[0].written = "AgMgSb";
    Mention name;  // a name has a composition, but the text has no such token
    name.formula = "MgAgSb";
    name.written = "magnesium silver antimonide";
    name.kind = MaterialKind::name;
    source.list[3].analysis.mentions.assign(9, name);
    const Collected c(source);
    const Vocabulary vocabulary = choose_vocabulary(c.corpus, {}, {5, 3}, Progress::none(), {});
    REQUIRE(vocabulary.words.size() == 3);
    CHECK(vocabulary.words[0].text == "grow");
    CHECK(vocabulary.words[1].text == "we");
    CHECK(vocabulary.words[2].text == "MgAgSb");
    CHECK(vocabulary.words[2].material);
    CHECK(vocabulary.words[2].written == "AgMgSb");
    CHECK(c.corpus.written.best("MgAgSb") == "AgMgSb");
    CHECK(c.corpus.written.best("NaCl").empty());
    const Vocabulary fewer = choose_vocabulary(c.corpus, {}, {5, 4}, Progress::none(), {});
    CHECK(fewer.words.size() == 2);
}

TEST_CASE("a word is a material where most of its occurrences are formulas") {
    planted::MemorySource source;
    planted::MemoryArticle article;
    for (int i = 0; i < 10; ++i) {
        planted::add_sentence(
            article.analysis, "CO PbTe", 0,
            i < 4 ? std::vector<std::string>{"CO", "PbTe"} : std::vector<std::string>{"PbTe"});
    }
    source.list.push_back(std::move(article));
    const Collected c(source);
    const auto words = choose_vocabulary(c.corpus, {}, {1, 1}, Progress::none(), {}).words;
    REQUIRE(words.size() == 2);
    CHECK_FALSE(words[0].material);
    CHECK(words[1].material);
}

TEST_CASE("a line of training text is a block or a sentence, and never too long") {
    planted::MemorySource source;
    planted::MemoryArticle article;
    planted::add_sentence(article.analysis, "a title", 0);
    planted::add_sentence(article.analysis, "one \x01two\tthree\nfour\v", 1);
    planted::add_sentence(article.analysis, "rare </s> one", 1);
    planted::add_sentence(article.analysis, "", 1);
    std::string endless;
    for (int i = 0; i < 2500; ++i) {
        endless += "one ";
    }
    planted::add_sentence(article.analysis, endless, 2);
    source.list.push_back(std::move(article));
    const Collected c(source);
    std::vector<Word> words = choose_vocabulary(c.corpus, {}, {1, 1}, Progress::none(), {}).words;
    CHECK(std::none_of(words.begin(), words.end(), [](const Word& w) { return w.text == "</s>"; }));
    std::erase_if(words, [](const Word& w) { return w.text == "rare"; });

    const auto write = [&](Line line) {
        ScratchFile file(c.folder.path(), "text");
        const TrainInput input =
            write_training_text(c.corpus, {}, words, line, file, Progress::none(), {});
        const auto lines = lines_of(file.path());
        CHECK(lines.size() == input.lines);
        CHECK(input.tokens == 2 + 4 + 1 + 2500);
        CHECK(input.vocabulary[0].text == "one");
        CHECK(input.vocabulary[0].count == 2502);
        return lines;
    };
    auto lines = write(Line::block);
    REQUIRE(lines.size() == 5);
    CHECK(lines[0] == "a title");
    CHECK(lines[1] == "one two three four one");
    CHECK(lines[2].size() == 4 * k_longest_line - 1);
    CHECK(lines[4].size() == 4 * 500 - 1);
    lines = write(Line::sentence);
    REQUIRE(lines.size() == 6);
    CHECK(lines[1] == "one two three four");
    CHECK(lines[2] == "one");
}

TEST_CASE("scratch files vanish and say why they cannot be made") {
    const planted::Folder folder;
    {
        ScratchFile file(folder / "deep/er", "text");
        file.write("hello\n");
        file.close();
        CHECK(lines_of(file.path()) == std::vector<std::string>{"hello"});
    }
    CHECK(std::filesystem::is_empty(folder / "deep/er"));
    CHECK_THROWS_WITH(ScratchFile("/proc/nowhere", "text"), Catch::Contains("/proc/nowhere"));
    CHECK_THROWS_AS(ScratchFile({}, "text"), Error);
}
