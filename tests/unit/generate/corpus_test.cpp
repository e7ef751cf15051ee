#include <sys/resource.h>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include "core/base/file.hpp"
#include "core/base/sha256.hpp"
#include "tests/unit/generate/support.hpp"
#include "tools/generate/write.hpp"

namespace lode::generate::test {
namespace {

using Json = nlohmann::json;

using Files = std::map<std::string, std::string>;

struct Corpus {
    Files files;
    Files truth;
};

Corpus make(std::uint64_t seed, std::uint64_t articles) {
    MemorySink sink;
    MemorySink truth;
    generate(facts(), Settings{seed, Format::mixed}, articles, sink, truth);
    CHECK(sink.finished == 1);
    CHECK(truth.finished == 1);
    return {std::move(sink.files), std::move(truth.files)};
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
}

// The text of a file as someone sees it who removes tags and equations.
std::string without_tags(std::string text) {
    replace_all(text, "</jats:tex-math>", "</jats:tex-math>#");
    replace_all(text, "<ce:hsp sp=\"0.25\"/>", " ");
    std::string out;
    bool inside = false;
    for (const char c : text) {
        if (c == '<') {
            inside = true;
        } else if (c == '>') {
            inside = false;
        } else if (!inside) {
            out += c;
        }
    }
    replace_all(out, "\u00a0", " ");
    replace_all(out, "&gt;", ">");
    replace_all(out, "&lt;", "<");
    replace_all(out, "&quot;", "\"");
    replace_all(out, "&amp;", "&");
    return out;
}

// Bi$_2$Te$_3$, cm$^{-1}$ and \% as plain text.
std::string without_latex(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\') {
            continue;
        }
        if (text[i] != '$') {
            out += text[i];
            continue;
        }
        for (i += 2; i < text.size() && text[i] != '$'; ++i) {
            if (text[i] == '-') {
                out += "−";
            } else if (text[i] != '{' && text[i] != '}') {
                out += text[i];
            }
        }
    }
    return out;
}

}  // namespace

TEST_CASE("the same seed gives the same bytes, another seed others") {
    const auto first = make(5, 60);
    const auto second = make(5, 60);
    const auto third = make(6, 60);
    CHECK(first.files == second.files);
    CHECK(first.truth == second.truth);
    CHECK(first.files != third.files);
}

TEST_CASE("an article does not depend on the size of the corpus") {
    const auto small = make(11, 40);
    const auto large = make(11, 90);
    for (const auto& [path, bytes] : small.files) {
        INFO(path);
        REQUIRE(large.files.count(path) == 1);
        // A file of lines goes on where the smaller corpus ends.
        CHECK(large.files.at(path).substr(0, bytes.size()) == bytes);
        if (path.ends_with(".xml")) {
            CHECK(large.files.at(path) == bytes);
        }
    }
    const auto alone = render(bank(), facts(), Settings{11, Format::mixed}, 17);
    CHECK(large.truth.at("truth.jsonl").find(alone.truth) != std::string::npos);
}

TEST_CASE("known bytes: the generator is the same on every machine") {
    // Changing facts, templates or code changes the corpus; then make the sample anew
    // (corpora/sample/README.md) so that this agrees again, and state the digest of its truth here.
    constexpr std::uint64_t k_articles = 400;
    constexpr std::string_view k_truth =
        "cba5f607ebe5e324c6f6f54bf01af2551be93e5c33a8ce281947366c6df45272";
    const auto sample = std::filesystem::path(LODE_SOURCE_DIR) / "corpora/sample";
    std::string abstracts;
    Sha256 truth;  // of truth.jsonl
    for (std::uint64_t index = 0; index < k_articles; ++index) {
        const auto article = render(bank(), facts(), Settings{7, Format::mixed}, index);
        truth.add(article.truth + "\n");
        if (article.is_line) {
            (abstracts += article.bytes) += '\n';
        } else if (index % 10 == 0) {
            REQUIRE(read_file(sample / article.path) == article.bytes);
        }
    }
    CHECK(truth.hex() == k_truth);
    CHECK(read_file(sample / "abstracts/abstracts-00000.jsonl") == abstracts);
}

TEST_CASE("every planted sentence stands verbatim in the text of its article") {
    const auto corpus = make(21, 250);
    std::map<std::string, std::string> text;
    std::map<std::string, std::string> abstracts;  // by DOI
    for (const auto& [path, bytes] : corpus.files) {
        if (path.ends_with(".xml")) {
            text[path] = without_tags(bytes);
            continue;
        }
        std::istringstream lines(bytes);
        for (std::string line; std::getline(lines, line);) {
            const auto j = Json::parse(line);
            abstracts[j["doi"]] = without_latex(j["abstract"].get<std::string>());
            CHECK(j["date"].get<std::string>().size() == 10);
        }
    }
    std::istringstream lines(corpus.truth.at("truth.jsonl"));
    std::size_t sentences = 0;
    std::set<std::string> dialects;
    for (std::string line; std::getline(lines, line);) {
        const auto j = Json::parse(line);
        dialects.insert(j["dialect"]);
        const auto& body =
            j["dialect"] == "abstracts" ? abstracts.at(j["doi"]) : text.at(j["file"]);
        for (const auto* kind : {"trends", "outcomes"}) {
            for (const auto& one : j[kind]) {
                const auto sentence = one["sentence"].get<std::string>();
                INFO(j["file"] << ": " << sentence);
                REQUIRE(body.find(sentence) != std::string::npos);
                ++sentences;
                if (std::string_view(kind) == "trends") {
                    CHECK(sentence.find(one["property"].get<std::string>()) != std::string::npos);
                    if (!one["x_range"].is_null()) {
                        CHECK(sentence.find(one["x_range"].get<std::string>()) !=
                              std::string::npos);
                    }
                    if (!one["figure"].is_null()) {
                        CHECK(sentence.find(one["figure"].get<std::string>()) != std::string::npos);
                    }
                    if (!one["location"].is_null()) {
                        CHECK(sentence.find(one["location"]["value"].get<std::string>()) !=
                              std::string::npos);
                    }
                }
            }
        }
    }
    CHECK(sentences > 1500);
    CHECK(dialects.size() == std::size(k_dialects));
}

TEST_CASE("sentences are whole: no slot, bracket or doubled blank is left") {
    const auto corpus = make(31, 150);
    for (const auto& [path, bytes] : corpus.files) {
        if (!path.ends_with(".xml")) {
            continue;
        }
        // The record before an Elsevier original is indented on purpose, as real ones are.
        const auto original = bytes.find("<originalText>");
        const auto text =
            without_tags(original == std::string::npos ? bytes : bytes.substr(original));
        INFO(path);
        for (const auto* wrong : {" a a", " a e", " a i", " a o", " an p", " an h", "  ", " ,",
                                  " a internal", "a an ", " the the ", "()"}) {
            const auto at = text.find(wrong);
            INFO((at == std::string::npos ? "" : text.substr(at < 60 ? 0 : at - 60, 120)));
            CHECK(at == std::string::npos);
        }
        for (const char c : text) {
            const auto u = static_cast<unsigned char>(c);
            REQUIRE((u >= 0x20 || c == '\n'));
        }
    }
}

TEST_CASE("XML is well formed") {
    if (std::system("command -v xmllint > /dev/null 2>&1") != 0) {
        WARN("skipped: xmllint is not here");
        return;
    }
    const Folder folder;
    const auto sink = folder_sink(folder.path() / "corpus");
    const auto truth = null_sink();
    generate(facts(), Settings{41, Format::xml}, 80, *sink, *truth);
    const auto call = "find " + (folder.path() / "corpus").string() +
                      " -name '*.xml' -print0 | xargs -0 xmllint --noout --nonet";
    CHECK(std::system(call.c_str()) == 0);
}

TEST_CASE("memory does not grow with the corpus", "[.slow]") {
    const auto peak = [] {
        rusage usage{};
        getrusage(RUSAGE_SELF, &usage);
        return usage.ru_maxrss;  // kB
    };
    const auto sink = null_sink();
    const auto truth = null_sink();
    generate(facts(), Settings{}, 500, *sink, *truth);
    const auto before = peak();
    generate(facts(), Settings{}, 50000, *sink, *truth);
    CHECK(peak() - before < 4096);
}

}  // namespace lode::generate::test
