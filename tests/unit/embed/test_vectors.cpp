#include <algorithm>
#include <catch2/catch.hpp>
#include <charconv>
#include <cmath>
#include <fstream>

#include "core/base/digest.hpp"
#include "core/base/error.hpp"
#include "core/base/file.hpp"
#include "embed/vectors/embedding.hpp"
#include "tests/unit/embed/planted.hpp"

using namespace lode;
using namespace lode::embed;

namespace {

Spec spec_of(std::uint32_t dim) {
    Spec spec;
    spec.dim = dim;
    return spec;
}

struct Parts {
    Spec spec = spec_of(3);
    Provenance provenance;
    std::vector<std::string> phrases{"fuel_cell", "fuel_cell_stack"};
    std::vector<Word> words{{"thermoelectric", 90, false, "thermoelectric"},
                            {"Bi2Te3", 40, true, "Bi₂Te₃"},
                            {"PbTe", 40, true, "PbTe"},
                            {"β-phase", 3, false, "β-phase"}};
    std::vector<float> input{1, 0, 0, 0.9F, 0.1F, 0, 0.1F, 1.0F / 3, 0, 0, 0, 0};
    std::vector<float> output{-1, 2, 3e-20F, 4, 5, 6, 7, 8, 9, -10, 11, 1e20F};

    Parts() {
        spec.trainer = "fasttext";
        spec.learning_rate = 0.1;
        spec.seed = 1ULL << 63U;
        spec.extra["line"] = "block";
        provenance.corpus = "abc";
        provenance.articles = 12;
        provenance.articles_without_year = 2;
        provenance.sentences = 100;
        provenance.tokens = 1000;
        provenance.first_year = 1999;
        provenance.last_year = 2020;
        provenance.phrases_per_pass = {1, 1};
        provenance.phrase_prunings = 3;
        provenance.program = "lode test";
    }
    Embedding build() const {
        return {spec, provenance, text::AnalyserSettings{}, phrases, words, input, output};
    }
};

std::string reason_of(const fs::path& path) {
    try {
        Embedding::load(path);
    } catch (const Error& problem) {
        return std::string(problem.what()) + " | " + problem.hint();
    }
    return "loaded";
}

// Without the care for durability of AtomicFile, which would take most of the time here.
void write_plain(const fs::path& path, std::string_view bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
}

// Writes a changed model whose checksum is right again.
void write_sealed(const fs::path& path, std::string bytes) {
    bytes.resize(bytes.size() - 16);
    const Digest128 digest = digest128(bytes);
    bytes.append(reinterpret_cast<const char*>(&digest.high), 8);
    bytes.append(reinterpret_cast<const char*>(&digest.low), 8);
    write_plain(path, bytes);
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("an embedding finds words, rows and phrases") {
    const Embedding model = Parts().build();
    CHECK(model.size() == 4);
    CHECK(model.dim() == 3);
    CHECK(model.find("Bi2Te3") == 1U);
    CHECK_FALSE(model.find("bi2te3"));
    CHECK(model.input(1)[0] == 0.9F);
    CHECK(model.output(3)[1] == 11.0F);
    CHECK(model.join_phrases({"a", "fuel", "cell", "stack"}) ==
          std::vector<std::string>{"a", "fuel_cell_stack"});
    const Embedding copy = model;  // shares the matrices
    CHECK(copy.input(1).data() == model.input(1).data());
    CHECK(copy.find("PbTe") == 2U);
}

TEST_CASE("parts that do not fit together are refused") {
    const auto refused = [](auto change, const char* reason) {
        Parts parts;
        change(parts);
        CHECK_THROWS_WITH(parts.build(), Catch::Contains(reason));
    };
    refused([](Parts& p) { p.input.pop_back(); }, "12");
    refused([](Parts& p) { p.output.push_back(0); }, "12");
    refused([](Parts& p) { p.words[0].text = "two words"; }, "blank");
    refused([](Parts& p) { p.words[0].text = ""; }, "empty");
    refused([](Parts& p) { p.words[0].text = "a\nb"; }, "blank");
    refused([](Parts& p) { p.words[0].written = "a\tb"; }, "written form");
    refused([](Parts& p) { p.words[0].count = 1; }, "order");
    refused([](Parts& p) { std::swap(p.words[1], p.words[2]); }, "order");
    refused([](Parts& p) { p.words[3].text = "PbTe"; }, "twice");
    refused([](Parts& p) { p.provenance.phrases_per_pass = {3}; }, "phrases");
    refused([](Parts& p) { p.provenance.phrases_per_pass = {1}; }, "phrases");
}

TEST_CASE("cosine and nearest neighbours are exact") {
    const Embedding model = Parts().build();
    CHECK(cosine(model.input(0), model.input(0)) == Approx(1));
    CHECK(cosine(model.input(0), model.input(3)) == 0);
    CHECK_THROWS_AS(cosine(model.input(0), model.input(0).first(2)), Error);

    const std::vector<std::uint32_t> self{0};
    const auto found = nearest(model, model.input(0), 10, self, false);
    REQUIRE(found.size() == 2);  // the zero vector of word 3 has no direction
    CHECK(found[0].word == 1);
    CHECK(static_cast<double>(found[0].score) ==
          Approx(cosine(model.input(0), model.input(1))).epsilon(1e-6));
    CHECK(found[1].word == 2);
    CHECK(nearest(model, model.input(0), 1, {}, false)[0].word == 0);
    CHECK(nearest(model, model.input(0), 1, {}, true)[0].word == 1);
    CHECK(nearest(model, model.input(0), 0, {}, false).empty());
    CHECK(nearest(model, model.input(3), 5, {}, false).empty());
    CHECK_THROWS_AS(nearest(model, model.input(0).first(2), 5, {}, false), Error);
}

TEST_CASE("nearest agrees with sorting all cosines, and ties go by word number") {
    std::mt19937 random(11);
    Parts parts;
    parts.spec.dim = 37;  // no multiple of the vector width
    parts.phrases.clear();
    parts.provenance.phrases_per_pass.clear();
    parts.words.clear();
    parts.input.clear();
    for (int i = 0; i < 500; ++i) {
        parts.words.push_back({"w" + std::to_string(1000 + i), 1, i % 3 == 0, {}});
        for (int k = 0; k < 37; ++k) {
            // Every tenth word is a copy of the one before.
            const float x = static_cast<float>(random() % 2001) / 1000 - 1;
            parts.input.push_back(i % 10 == 9 ? parts.input[parts.input.size() - 37] : x);
        }
    }
    parts.output = parts.input;
    const Embedding model = parts.build();
    const auto found = nearest(model, model.input(8), 50, {}, false);
    std::vector<std::pair<double, std::uint32_t>> all;
    for (std::uint32_t i = 0; i < 500; ++i) {
        all.emplace_back(-cosine(model.input(8), model.input(i)), i);
    }
    std::sort(all.begin(), all.end());
    REQUIRE(found.size() == 50);
    CHECK(found[0].word == 8);
    CHECK(found[1].word == 9);
    for (std::size_t i = 0; i < 50; ++i) {
        CHECK(static_cast<double>(found[i].score) == Approx(-all[i].first).margin(1e-5));
        CHECK((i == 0 || found[i - 1].score > found[i].score ||
               (found[i - 1].score == found[i].score && found[i - 1].word < found[i].word)));
    }
}

TEST_CASE("a saved model comes back as it was") {
    const planted::Folder folder;
    const Embedding model = Parts().build();
    model.save(folder / "model");
    const Embedding back = Embedding::load(folder / "model");
    CHECK(back.fingerprint() == model.fingerprint());
    CHECK(back.fingerprint().size() == 32);
    CHECK(back.spec().seed == model.spec().seed);
    CHECK(back.spec().learning_rate == model.spec().learning_rate);
    CHECK(back.spec().extra == model.spec().extra);
    CHECK(back.provenance().phrases_per_pass == model.provenance().phrases_per_pass);
    CHECK(back.provenance().articles_without_year == 2);
    CHECK(back.provenance().phrase_prunings == 3);
    CHECK(back.provenance().last_year == 2020);
    CHECK(back.provenance().program == "lode test");
    CHECK(back.analyser() == model.analyser());
    CHECK(back.phrases() == model.phrases());
    REQUIRE(back.size() == model.size());
    for (std::uint32_t i = 0; i < model.size(); ++i) {
        CHECK(back.words()[i].text == model.words()[i].text);
        CHECK(back.words()[i].count == model.words()[i].count);
        CHECK(back.words()[i].material == model.words()[i].material);
        CHECK(back.words()[i].written == model.words()[i].written);
        CHECK(std::equal(back.input(i).begin(), back.input(i).end(), model.input(i).begin()));
        CHECK(std::equal(back.output(i).begin(), back.output(i).end(), model.output(i).begin()));
        CHECK(reinterpret_cast<std::uintptr_t>(back.input(0).data()) % 64 == 0);
        CHECK(reinterpret_cast<std::uintptr_t>(back.output(0).data()) % 64 == 0);
    }
    CHECK(back.join_phrases({"fuel", "cell"}) == std::vector<std::string>{"fuel_cell"});
    model.save(folder / "again");
    CHECK(read_file(folder / "again") == read_file(folder / "model"));
    // A model outlives the name of the file it is mapped from.
    fs::remove(folder / "model");
    CHECK(back.output(3)[2] == 1e20F);
}

TEST_CASE("the fingerprint follows words, settings and vectors but not provenance") {
    const std::string before = Parts().build().fingerprint();
    const auto after = [](auto change) {
        Parts parts;
        change(parts);
        return parts.build().fingerprint();
    };
    CHECK(after([](Parts&) {}) == before);
    CHECK(after([](Parts& p) { p.provenance.program = "other"; }) == before);
    CHECK(after([](Parts& p) { p.input[0] = 2; }) != before);
    CHECK(after([](Parts& p) { p.output[0] = 2; }) != before);
    CHECK(after([](Parts& p) { p.words[0].count = 91; }) != before);
    CHECK(after([](Parts& p) { p.spec.seed = 2; }) != before);
    CHECK(after([](Parts& p) { p.phrases[0] = "fuel_tank"; }) != before);
}

TEST_CASE("every truncation of a model is detected and names the file") {
    const planted::Folder folder;
    Parts().build().save(folder / "model");
    const std::string bytes = read_file(folder / "model");
    write_plain(folder / "cut", bytes);
    for (std::size_t size = bytes.size(); size-- > 0;) {
        fs::resize_file(folder / "cut", size);
        const std::string reason = reason_of(folder / "cut");
        const bool told = reason.find((folder / "cut").string()) != std::string::npos &&
                          (reason.find("cut") != std::string::npos ||
                           reason.find("not a model") != std::string::npos);
        if (!told || reason == "loaded") {
            FAIL("cut at " << size << ": " << reason);
        }
    }
    write_plain(folder / "cut", bytes + "x");
    CHECK_THAT(reason_of(folder / "cut"), Catch::Contains("cut or grown"));
}

TEST_CASE("every changed byte of a model is detected") {
    const planted::Folder folder;
    Parts().build().save(folder / "model");
    const std::string bytes = read_file(folder / "model");
    std::fstream file(folder / "model", std::ios::binary | std::ios::in | std::ios::out);
    const auto put = [&](std::size_t at, char byte) {
        file.seekp(static_cast<std::streamoff>(at));
        file.put(byte);
        file.flush();
    };
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        put(i, static_cast<char>(bytes[i] ^ 1));
        const std::string reason = reason_of(folder / "model");
        put(i, bytes[i]);
        if (reason == "loaded") {
            FAIL("byte " << i << " can change unnoticed");
        }
    }
    CHECK(reason_of(folder / "model") == "loaded");
}

TEST_CASE("a file that is no model is called that") {
    const planted::Folder folder;
    CHECK_THAT(reason_of(folder / "missing"), Catch::Contains("missing"));
    write_plain(folder / "text", std::string(1000, 'x'));
    CHECK_THAT(reason_of(folder / "text"), Catch::Contains("not a model"));
    CHECK_THAT(reason_of(folder.path()), Catch::Contains(folder.path().string()));
}

TEST_CASE("a model of another analyser is refused with the way out") {
    const planted::Folder folder;
    Parts().build().save(folder / "model");
    const std::string bytes = read_file(folder / "model");
    const auto now = text::AnalyserSettings{}.version;
    const std::string field = "\"version\":";
    // Same length, so that no offset moves.
    write_sealed(folder / "other", replaced(bytes, field + std::to_string(now),
                                            field + std::to_string(now == 9 ? 8 : now + 1)));
    const std::string reason = reason_of(folder / "other");
    CHECK_THAT(reason, Catch::Contains("analyser") && Catch::Contains("lode embed"));
}

TEST_CASE("the self-test notices an analyser that reads differently and vectors that moved") {
    const planted::Folder folder;
    Parts().build().save(folder / "model");
    const std::string bytes = read_file(folder / "model");
    write_sealed(folder / "same", bytes);
    CHECK(reason_of(folder / "same") == "loaded");
    // In the terms, not in the text of the sample, which stands before them.
    const std::size_t terms = bytes.find("\"terms\":[\"");
    REQUIRE(terms != std::string::npos);
    std::string other_terms = bytes;
    other_terms[terms + 10] = other_terms[terms + 10] == 'q' ? 'p' : 'q';
    write_sealed(folder / "terms", other_terms);
    CHECK_THAT(reason_of(folder / "terms"),
               Catch::Contains("reads") && Catch::Contains("lode embed"));
    write_sealed(folder / "neighbour", replaced(bytes, "\"neighbour\":\"thermoelectric\"",
                                                "\"neighbour\":\"thermoelectrix\""));
    CHECK_THAT(reason_of(folder / "neighbour"), Catch::Contains("self-test"));
    write_sealed(folder / "cosine", replaced(bytes, "\"cosine\":0.9", "\"cosine\":0.8"));
    CHECK_THAT(reason_of(folder / "cosine"), Catch::Contains("nearest neighbour"));
}

TEST_CASE("a model that was sealed with nonsense inside is still not misread") {
    const planted::Folder folder;
    Parts().build().save(folder / "model");
    const std::string bytes = read_file(folder / "model");
    // Sizes and offsets of the head, each set to a few hostile values.
    for (const std::size_t at : {24U, 32U, 40U, 48U}) {
        for (const std::uint64_t value :
             {std::uint64_t{0}, std::uint64_t{64}, std::uint64_t{bytes.size()}, ~std::uint64_t{0},
              ~std::uint64_t{63}, std::uint64_t{1} << 63U}) {
            std::string changed = bytes;
            changed.replace(at, 8, reinterpret_cast<const char*>(&value), 8);
            if (changed != bytes) {
                write_sealed(folder / "bad", changed);
                INFO(at << " set to " << value);
                CHECK(reason_of(folder / "bad") != "loaded");
            }
        }
    }
    write_sealed(folder / "dim", replaced(bytes, "\"dim\":3", "\"dim\":4"));
    CHECK(reason_of(folder / "dim") != "loaded");
    write_sealed(folder / "words", replaced(bytes, "\"words\":4", "\"words\":5"));
    CHECK(reason_of(folder / "words") != "loaded");
    write_sealed(folder / "json", replaced(bytes, "{\"spec\"", "[\"spec\""));
    CHECK(reason_of(folder / "json") != "loaded");
}

TEST_CASE("the text export is word2vec's format and keeps every bit") {
    const planted::Folder folder;
    const Embedding model = Parts().build();
    for (const bool output : {false, true}) {
        model.write_vec(folder / "out.vec", output);
        const std::string text = read_file(folder / "out.vec");
        std::size_t begin = 0;
        const auto next_line = [&] {
            const std::size_t end = text.find('\n', begin);
            REQUIRE(end != std::string::npos);
            const std::string line = text.substr(begin, end - begin);
            begin = end + 1;
            return line;
        };
        CHECK(next_line() == "4 3");
        for (std::uint32_t i = 0; i < model.size(); ++i) {
            const std::string line = next_line();
            // As gensim reads it: split at single blanks, the word first, then dim numbers.
            std::vector<std::string> fields;
            for (std::size_t at = 0; at <= line.size();) {
                const std::size_t end = std::min(line.find(' ', at), line.size());
                fields.push_back(line.substr(at, end - at));
                at = end + 1;
            }
            REQUIRE(fields.size() == 4);
            CHECK(fields[0] == model.words()[i].text);
            for (std::size_t k = 0; k < 3; ++k) {
                float x = 0;
                const std::string& field = fields[k + 1];
                const auto read = std::from_chars(field.data(), field.data() + field.size(), x);
                CHECK(read.ptr == field.data() + field.size());
                CHECK(x == (output ? model.output(i) : model.input(i))[k]);
            }
        }
        CHECK(begin == text.size());
    }
    CHECK_THROWS_AS(model.write_vec("/nowhere/out.vec", false), Error);
}
