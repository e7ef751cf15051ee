// Vectors as other programs write them: read back, damaged, imported. The programs themselves load
// the files in tests/consumers/run_vectors.
#include <bit>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>
#include <fstream>

#include "core/base/error.hpp"
#include "core/base/file.hpp"
#include "embed/import.hpp"
#include "embed/vectors/interchange.hpp"
#include "tests/unit/embed/planted.hpp"

using namespace lode;
using namespace lode::embed;

namespace {

Embedding model() {
    Spec spec;
    spec.dim = 3;
    return {spec,
            {},
            {},
            {},
            {{"alloy", 9, false, "alloy"}, {"Bi2Te3", 4, true, "Bi₂Te₃"}, {"β", 4, false, "β"}},
            {1, 2, 3, -0.1F, 1e-20F, 1.0F / 3, 0, 0, 0},
            {9, 8, 7, 6, 5, 4, 3, 2, 1e10F}};
}

template <class Write>
std::string written(const Write& write_with) {
    std::string bytes;
    write_with([&](std::string_view piece) { bytes += piece; });
    return bytes;
}

std::string binary() {
    return written([](const WritePiece& w) { write_word2vec_binary(model(), Side::input, w); });
}
std::string plain() {
    return written([](const WritePiece& w) { model().write_vec(w, false); });
}
std::string fasttext() {
    return written([](const WritePiece& w) { write_fasttext(model(), w); });
}

void write_plain(const fs::path& path, std::string_view bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
}

VectorFile read(const planted::Folder& folder, std::string_view bytes) {
    write_plain(folder / "vectors", bytes);
    return read_vector_file(folder / "vectors");
}

std::string reason(const planted::Folder& folder, std::string_view bytes) {
    try {
        read(folder, bytes);
    } catch (const Error& problem) {
        return problem.what();
    }
    return "read";
}

template <class T>
std::string bytes_of(T value) {
    return {reinterpret_cast<const char*>(&value), sizeof(T)};
}

// Of a fastText model with one word "ab", 2 buckets, n-grams of length 2: rows are the word, then
// the buckets.
std::string with_subwords() {
    std::string bytes;
    for (const std::int32_t x : {793712314, 12, 1, 5, 5, 1, 5, 1, 2, 2, 2, 2, 2, 100}) {
        bytes += bytes_of(x);
    }
    bytes += bytes_of(1e-4);
    for (const std::int32_t x : {1, 1, 0}) {
        bytes += bytes_of(x);
    }
    bytes += bytes_of(std::int64_t{7}) + bytes_of(std::int64_t{-1});
    bytes += std::string("ab\0", 3) + bytes_of(std::int64_t{7}) + bytes_of(std::int8_t{0});
    bytes += bytes_of(std::uint8_t{0}) + bytes_of(std::int64_t{3}) + bytes_of(std::int64_t{1});
    bytes += bytes_of(1.0F) + bytes_of(10.0F) + bytes_of(100.0F);
    bytes += bytes_of(std::uint8_t{0}) + bytes_of(std::int64_t{1}) + bytes_of(std::int64_t{1});
    return bytes + bytes_of(5.0F);
}

}  // namespace

TEST_CASE("vectors come back from every format with every bit") {
    const planted::Folder folder;
    const Embedding m = model();
    for (const auto& [bytes, format] :
         {std::pair<std::string, std::string>(plain(), "word2vec text"),
          {binary(), "word2vec binary"},
          {fasttext(), "fastText"}}) {
        CAPTURE(format);
        const VectorFile file = read(folder, bytes);
        CHECK(file.format == format);
        CHECK(file.dim == 3);
        CHECK(file.words == std::vector<std::string>{"alloy", "Bi2Te3", "β"});
        CHECK(file.left_out.empty());
        REQUIRE(file.input.size() == 9);
        for (std::uint32_t i = 0; i < 3; ++i) {
            CHECK(std::memcmp(&file.input[i * 3], m.input(i).data(), 12) == 0);
        }
        if (file.format == "fastText") {
            CHECK(file.counts == std::vector<std::uint64_t>{9, 4, 4});
            CHECK(std::memcmp(&file.output[6], m.output(2).data(), 12) == 0);
        } else {
            CHECK(file.counts.empty());
            CHECK(file.output.empty());
        }
    }
}

TEST_CASE("binary rows without line ends and text with carriage returns are read") {
    const planted::Folder folder;
    std::string bytes = "2 1\nab ";
    bytes += bytes_of(1.5F) + "cd " + bytes_of(-2.0F);
    const VectorFile file = read(folder, bytes);
    CHECK(file.words == std::vector<std::string>{"ab", "cd"});
    CHECK(file.input == std::vector<float>{1.5F, -2.0F});
    CHECK(read(folder, "2 2\r\na 1 2 \r\nb 3e0 -4\r\n").input == std::vector<float>{1, 2, 3, -4});
    // The first float begins with the byte of a line end: still binary.
    const float odd = std::bit_cast<float>(0x3D80000AU);
    const VectorFile odd_file = read(folder, "1 1\nx " + bytes_of(odd));
    CHECK(odd_file.format == "word2vec binary");
    CHECK(odd_file.input == std::vector<float>{odd});
}

TEST_CASE("a NumPy file is a head of 64 bytes or a multiple, then the rows") {
    for (const Side side : {Side::input, Side::output}) {
        const std::string bytes =
            written([&](const WritePiece& w) { write_npy(model(), side, w); });
        const auto head = static_cast<std::size_t>(static_cast<unsigned char>(bytes[8])) +
                          256 * static_cast<std::size_t>(static_cast<unsigned char>(bytes[9]));
        CHECK(bytes.substr(0, 8) == std::string("\x93NUMPY\x01\x00", 8));
        CHECK((10 + head) % 64 == 0);
        CHECK(bytes[10 + head - 1] == '\n');
        CHECK_THAT(bytes, Catch::Contains("'shape': (3, 3)") && Catch::Contains("'<f4'"));
        REQUIRE(bytes.size() == 10 + head + 36);
        const Embedding m = model();
        const auto& row = side == Side::input ? m.input(0) : m.output(0);
        CHECK(std::memcmp(bytes.data() + 10 + head, row.data(), 12) == 0);
    }
    CHECK(written([](const WritePiece& w) { write_words(model(), w); }) ==
          "alloy\t9\t\talloy\nBi2Te3\t4\tm\tBi₂Te₃\nβ\t4\t\tβ\n");
}

TEST_CASE("the vector of a fastText word is the mean of its row and its subwords'") {
    const planted::Folder folder;
    const VectorFile file = read(folder, with_subwords());
    // "<ab>" has the n-grams "<a", "ab" and "b>".
    std::vector<float> buckets{10, 100};
    float sum = 1;
    for (const std::string gram : {"<a", "ab", "b>"}) {
        std::uint32_t hash = 2166136261U;
        for (const char c : gram) {
            hash = (hash ^ static_cast<std::uint32_t>(static_cast<std::int8_t>(c))) * 16777619U;
        }
        sum += buckets[hash % 2];
    }
    CHECK(file.input == std::vector<float>{sum / 4});
    CHECK(file.output == std::vector<float>{5});
    CHECK(file.counts == std::vector<std::uint64_t>{7});
}

TEST_CASE("a cut file of vectors is never read, wherever it is cut") {
    const planted::Folder folder;
    const std::vector<std::string> files{plain(), binary(), fasttext(), with_subwords()};
    for (const std::string& bytes : files) {
        // Without the line end of the last row nothing is missing in a binary file.
        const std::size_t whole = bytes.size() - (bytes == binary() ? 1 : 0);
        for (std::size_t size = 0; size < whole; ++size) {
            const std::string why = reason(folder, bytes.substr(0, size));
            if (why == "read" || why.find((folder / "vectors").string()) == std::string::npos) {
                FAIL("cut at " << size << " of " << bytes.size() << ": " << why);
            }
        }
    }
}

TEST_CASE("damage is told with its place and reason") {
    const planted::Folder folder;
    const auto why = [&](std::string_view bytes) { return reason(folder, bytes); };
    CHECK_THAT(why("word vectors"), Catch::Contains("byte 0") && Catch::Contains("no file of"));
    CHECK_THAT(why("2 0\na\nb\n"), Catch::Contains("line 1") && Catch::Contains("0 dimensions"));
    CHECK_THAT(why("2 2\na 1 2\nb 3\n"), Catch::Contains("line 3: 1 numbers instead of 2"));
    CHECK_THAT(why("2 2\na 1 2\nb 3 4 5\n"), Catch::Contains("line 3: more than 2"));
    CHECK_THAT(why("2 2\na 1 2\nb 3 x4\n"), Catch::Contains("line 3: \"x4\" (number 2)"));
    CHECK_THAT(why("2 2\na 1 2\na 3 4\n"),
               Catch::Contains("line 3: the word \"a\" is there twice, first in line 2"));
    CHECK_THAT(why("2 2\na 1 2\nb 3 nan\n"), Catch::Contains("line 3: number 2 is not finite"));
    CHECK_THAT(why("3 2\na 1 2\nb 3 4\n"), Catch::Contains("2 words instead of the 3"));
    CHECK_THAT(why("1 2\na 1 2\nb 3 4\n"),
               Catch::Contains("line 3") && Catch::Contains("one more"));
    CHECK_THAT(why("18446744073709551615 65536\na 1\n"), Catch::Contains("line 2"));
    CHECK_THAT(why(binary() + "more"), Catch::Contains("bytes follow the last"));
    std::string bytes = binary();
    const float bad = INFINITY;
    std::memcpy(bytes.data() + bytes.find("alloy ") + 6, &bad, 4);
    CHECK_THAT(why(bytes), Catch::Contains("word 1: number 1 is not finite"));

    // fastText: each of these bytes belongs to a number that decides how the rest is read.
    const auto with = [](std::size_t at, std::int32_t value) {
        std::string changed = fasttext();
        std::memcpy(changed.data() + at, &value, 4);
        return changed;
    };
    CHECK_THAT(why(with(4, 99)), Catch::Contains("version 99"));
    CHECK_THAT(why(with(8, -1)), Catch::Contains("byte 8"));
    CHECK_THAT(why(with(8, 4)), Catch::Contains("matrix is 3 x 3 instead of 3 x 4"));
    CHECK_THAT(why(with(36, 3)), Catch::Contains("classifier"));
    CHECK_THAT(why(with(40, 1 << 30)), Catch::Contains("matrix is 3 x 3"));
    CHECK_THAT(why(with(64, 1 << 30)), Catch::Contains("dictionary"));
    const std::size_t input = fasttext().size() - 2 * (17 + 36);
    std::string quantised = fasttext();
    quantised[input] = 1;
    CHECK_THAT(why(quantised), Catch::Contains("quantised"));
    CHECK_THROWS_WITH(read_vector_file(folder / "missing"), Catch::Contains("missing"));
}

TEST_CASE("words that cannot be words are left out and counted") {
    const planted::Folder folder;
    const VectorFile file = read(folder, "3 1\nok 1.25\n\xFF 2\n\tx 3\n");
    CHECK(file.words == std::vector<std::string>{"ok"});
    CHECK(file.input == std::vector<float>{1.25F});
    CHECK(file.left_out == std::map<std::string, std::uint64_t>{
                               {"not UTF-8", 1}, {"holds a blank or control character", 1}});
}

TEST_CASE("an imported file becomes a model that knows formulas, phrases and counts") {
    const planted::Folder folder;
    VectorFile file;
    file.format = "word2vec text";
    file.dim = 2;
    file.words = {"LiCoO2", "fuel_cell", "thermoelectric", "fuel_cell_stack", "_odd", "PbTe"};
    file.input = {1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0};
    VectorFile output = file;
    output.words = {"PbTe", "LiCoO2"};
    output.input = {60, 0, 10, 0};
    planted::MemorySource corpus;
    Analysis analysis;
    planted::add_sentence(analysis, "PbTe is a thermoelectric . thermoelectric PbTe", 0, {"PbTe"});
    planted::add_sentence(analysis, "fuel cell stack", 1);
    corpus.list.push_back({2001, analysis});
    const text::Analyser analyser;
    const ImportOptions options{.name = "v.vec", .scratch = folder.path()};

    const Import made =
        import_vectors(file, output, analyser, &corpus, options, Progress::none(), {});
    const Embedding& m = made.model;
    CHECK(made.renamed == 1);
    CHECK(made.without_output == 4);
    CHECK(made.in_corpus == 3);
    REQUIRE(m.find("CoLiO2"));
    CHECK_FALSE(m.find("LiCoO2"));
    const Word& word = m.words()[*m.find("CoLiO2")];
    CHECK(word.material);
    CHECK(word.written == "LiCoO2");
    CHECK(word.count == 0);
    CHECK(m.input(*m.find("CoLiO2"))[0] == 1);
    CHECK(m.output(*m.find("CoLiO2"))[0] == 10);
    CHECK(m.output(*m.find("PbTe"))[0] == 60);
    CHECK(m.output(*m.find("thermoelectric"))[0] == 0);
    CHECK(m.words()[*m.find("thermoelectric")].count == 2);
    CHECK(m.words()[*m.find("fuel_cell_stack")].count == 1);
    CHECK(m.join_phrases({"a", "fuel", "cell", "stack"}) ==
          std::vector<std::string>{"a", "fuel_cell_stack"});
    CHECK(m.spec().trainer == "imported");
    CHECK(m.spec().extra.at("output_vectors") == "file");
    CHECK(made.reachable == 5);  // not "_odd"
    m.save(folder / "model");
    CHECK(Embedding::load(folder / "model").fingerprint() == m.fingerprint());

    const Import alone =
        import_vectors(file, std::nullopt, analyser, nullptr, options, Progress::none(), {});
    CHECK(alone.model.spec().extra.at("output_vectors") == "input");
    const auto pbte = *alone.model.find("PbTe");
    CHECK(alone.model.words()[pbte].material);
    CHECK(alone.model.output(pbte)[0] == 6);
    output.dim = 1;
    CHECK_THROWS_WITH(
        import_vectors(file, output, analyser, nullptr, options, Progress::none(), {}),
        Catch::Contains("1 dimensions"));
    output.dim = 2;
    output.words = {"x", "y"};
    CHECK_THROWS_WITH(
        import_vectors(file, output, analyser, nullptr, options, Progress::none(), {}),
        Catch::Contains("none of the words"));
}

TEST_CASE("a changed byte is refused or read as something whole, never more") {
    const planted::Folder folder;
    std::mt19937 random(17);
    const std::vector<std::string> files{plain(), binary(), fasttext(), with_subwords()};
    for (int round = 0; round < 2000; ++round) {
        std::string bytes = files[random() % files.size()];
        for (auto changes = random() % 3 + 1; changes > 0; --changes) {
            bytes[random() % bytes.size()] = static_cast<char>(random() % 256);
        }
        try {
            const VectorFile file = read(folder, bytes);
            REQUIRE(file.input.size() == file.words.size() * file.dim);
            REQUIRE((file.output.empty() || file.output.size() == file.input.size()));
            REQUIRE((file.counts.empty() || file.counts.size() == file.words.size()));
            REQUIRE(std::all_of(file.input.begin(), file.input.end(),
                                [](float x) { return std::isfinite(x); }));
        } catch (const Error& problem) {
            REQUIRE(std::string(problem.what()).size() > (folder / "vectors").string().size() + 5);
        }
    }
}
