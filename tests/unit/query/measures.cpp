// The measures of `lode eval` on vectors whose truth is known because it was put there.
#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <random>

#include "core/base/error.hpp"
#include "core/chem/elements.hpp"
#include "query/linear/ridge.hpp"
#include "query/measure.hpp"
#include "tests/unit/embed/planted.hpp"

using namespace lode;
using namespace lode::query;

namespace {

using Floats = std::vector<float>;

// A model of these words, the first the most frequent.
embed::Embedding model_of(const std::vector<std::pair<std::string, Floats>>& words,
                          const std::vector<std::string>& materials = {}) {
    embed::Spec spec;
    spec.dim = static_cast<std::uint32_t>(words.front().second.size());
    std::vector<embed::Word> list;
    std::vector<float> input;
    for (const auto& [text, row] : words) {
        const bool material =
            std::find(materials.begin(), materials.end(), text) != materials.end();
        list.push_back({text, 10000 - list.size(), material, text});
        input.insert(input.end(), row.begin(), row.end());
    }
    std::vector<float> output = input;
    return {spec, {}, {}, {}, std::move(list), std::move(input), std::move(output)};
}

Floats random_row(std::size_t dim, std::mt19937& random) {
    Floats row(dim);
    for (float& x : row) {
        x = static_cast<float>(random() % 20001) / 10000 - 1;
    }
    return row;
}

Floats sum(const Floats& a, const Floats& b) {
    Floats row = a;
    for (std::size_t i = 0; i < row.size(); ++i) {
        row[i] += b[i];
    }
    return row;
}

const query::Measure& named(std::string_view name) {
    for (const auto& measure : measures::all()) {
        if (measure().info().name == name) {
            return measure();
        }
    }
    throw std::runtime_error("no such measure");
}

// The cell of the first row whose leading cells are these.
std::string cell(const MeasureResult& result, const std::vector<std::string>& row,
                 const std::string& column) {
    for (const auto& cells : result.table.rows) {
        bool same = true;
        for (std::size_t i = 0; i < row.size(); ++i) {
            same = same && cells[i].text == row[i];
        }
        if (same) {
            const auto at =
                std::find(result.table.columns.begin(), result.table.columns.end(), column);
            REQUIRE(at != result.table.columns.end());
            return cells[static_cast<std::size_t>(at - result.table.columns.begin())].text;
        }
    }
    FAIL("no row begins with " << row.front());
    return {};
}
double value(const MeasureResult& result, const std::vector<std::string>& row,
             const std::string& column) {
    return std::stod(cell(result, row, column));
}

void write(const std::filesystem::path& path, const std::string& text) {
    std::ofstream(path, std::ios::binary) << text;
}

// Vectors of the first 54 elements: the group's direction and a little of their own.
embed::Embedding by_group(float own, std::uint32_t seed) {
    std::mt19937 random(seed);
    std::vector<Floats> groups(21);
    for (Floats& row : groups) {
        row = random_row(24, random);
    }
    std::vector<std::pair<std::string, Floats>> words;
    for (std::uint8_t z = 1; z <= 54; ++z) {
        Floats row = groups[static_cast<std::size_t>(element_group(z))];
        for (float& x : row) {
            x += own * (static_cast<float>(random() % 2001) / 1000 - 1);
        }
        words.emplace_back(std::string(chem::symbol(z)), row);
    }
    return model_of(words);
}

}  // namespace

TEST_CASE("groups and periods of elements") {
    const auto place = [](std::string_view symbol) {
        const auto z = *chem::atomic_number(symbol);
        return std::pair(element_group(z), element_period(z));
    };
    CHECK(place("H") == std::pair(1, 1));
    CHECK(place("He") == std::pair(18, 1));
    CHECK(place("Li") == std::pair(1, 2));
    CHECK(place("B") == std::pair(13, 2));
    CHECK(place("Al") == std::pair(13, 3));
    CHECK(place("Sc") == std::pair(3, 4));
    CHECK(place("Fe") == std::pair(8, 4));
    CHECK(place("Te") == std::pair(16, 5));
    CHECK(place("Ba") == std::pair(2, 6));
    CHECK(place("La") == std::pair(19, 6));
    CHECK(place("Lu") == std::pair(19, 6));
    CHECK(place("Hf") == std::pair(4, 6));
    CHECK(place("Bi") == std::pair(15, 6));
    CHECK(place("Rn") == std::pair(18, 6));
    CHECK(place("U") == std::pair(20, 7));
    CHECK(place("Rf") == std::pair(4, 7));
    CHECK(place("Og") == std::pair(18, 7));
}

TEST_CASE("analogies: right, wrong, unknown and confused by case") {
    std::mt19937 random(3);
    const Floats shift = random_row(16, random);
    std::vector<std::pair<std::string, Floats>> words;
    for (const std::string name : {"a", "b", "c", "Co"}) {
        const Floats row = random_row(16, random);
        words.emplace_back(name, row);
        words.emplace_back(name + "x", sum(row, shift));
    }
    // Rarer, and the same as Co where case is folded: must not take its place.
    words.emplace_back("CO", random_row(16, random));
    words.emplace_back("stray", random_row(16, random));
    // Unit vectors are what is added, so the planted shift is not exact; the nearest still is.
    const auto model = model_of(words);
    const planted::Folder folder;
    write(folder / "q",
          "# a comment\n: right\na ax b bx\na ax Co Cox\nb bx c cx\n: wrong\na ax b stray\n"
          "b bx a missing\n: absent\nno such words here\n: folded\nA AX b bx\n");
    MeasureInput input;
    input.model = &model;
    input.questions = folder / "q";
    const auto result = named("analogies").measure(input);
    CHECK(value(result, {"right"}, "exact") == 1);
    CHECK(value(result, {"right"}, "folded") == 1);
    CHECK(cell(result, {"right"}, "pairs") == "4");
    CHECK(cell(result, {"wrong", "2", "1"}, "coverage") == "0.5000");
    CHECK(value(result, {"wrong"}, "exact") == 0);
    CHECK(cell(result, {"absent", "1", "0"}, "exact").empty());
    CHECK(cell(result, {"folded", "1", "0"}, "folded") == "1.0000");
    CHECK(cell(result, {"(all questions)"}, "asked") == "4");
    CHECK(value(result, {"(all questions)"}, "exact") == 0.75);
    CHECK(value(result, {"(macro average)"}, "exact") == 0.5);
    // The same call gives the same figures.
    CHECK(named("analogies").measure(input).table.rows[0][6].text == result.table.rows[0][6].text);

    const auto refused = [&](const std::string& text, const std::string& reason) {
        write(folder / "q", text);
        CHECK_THROWS_WITH(named("analogies").measure(input), Catch::Contains(reason));
    };
    refused(": s\na b c\n", "line 2: a question has four words");
    refused(": s\na b c d e\n", "line 2: a question has four words");
    refused("a b c d\n", "line 1: a question before");
    refused("", "no question");
    refused(": s\nno such words here\n", "no question can be asked");
    input.questions.clear();
    CHECK_THROWS_AS(named("analogies").measure(input), NoAnswer);  // our own set is read
}

TEST_CASE("groups: planted groups are found, chance is called chance") {
    MeasureInput input;
    input.draws = 200;
    const auto planted_model = by_group(0.1F, 1);
    input.model = &planted_model;
    const auto found = named("groups").measure(input);
    CHECK(value(found, {"symbols", "group", "1"}, "precision") == 1);
    CHECK(value(found, {"symbols", "group", "1"}, "shuffled") < 0.1);
    CHECK(value(found, {"symbols", "group", "1"}, "p") < 0.001);
    CHECK(value(found, {"symbols", "period", "1"}, "p") > 0.05);
    const auto noise_model = by_group(100, 2);
    input.model = &noise_model;
    const auto noise = named("groups").measure(input);
    CHECK(value(noise, {"symbols", "group", "3"}, "p") > 0.01);
    const auto few = model_of({{"Te", {1, 0}}, {"Se", {0, 1}}});
    input.model = &few;
    CHECK_THROWS_AS(named("groups").measure(input), NoAnswer);
}

TEST_CASE("ridge recovers a line, knows noise, and k-means separates") {
    std::mt19937 random(8);
    Features features{3, {}};
    std::vector<double> line;
    std::vector<std::size_t> train, test;
    for (std::size_t i = 0; i < 60; ++i) {
        const Floats x = random_row(3, random);
        features.cells.insert(features.cells.end(), x.begin(), x.end());
        line.push_back(5 + 2 * static_cast<double>(x[0]) - static_cast<double>(x[2]));
        (i < 40 ? train : test).push_back(i);
    }
    const auto predicted = ridge(features, line, train, test);
    for (std::size_t i = 0; i < test.size(); ++i) {
        CHECK(predicted[i] == Approx(line[test[i]]).margin(0.02));
    }
    const auto nothing = ridge(Features{}, line, train, test);
    double mean = 0;
    for (const std::size_t i : train) {
        mean += line[i] / 40;
    }
    CHECK(nothing.front() == Approx(mean));
    // A feature that never changes must not divide by nought.
    Features constant{1, std::vector<double>(60, 7)};
    CHECK(ridge(constant, line, train, test).front() == Approx(mean));
}

TEST_CASE("probes: a property that the vectors hold, and one that nothing holds") {
    std::mt19937 random(21);
    const Floats wanted = random_row(6, random);
    std::vector<std::pair<std::string, Floats>> words;
    std::string table = "formula,held,noise,text\n";
    std::vector<std::string> formulas;
    for (const char* const a : {"Na", "K", "Mg", "Ca", "Zn", "Cd"}) {
        for (const char* const b : {"S", "Se", "Te", "O", "Cl", "Br", "I", "F"}) {
            const std::string formula =
                std::string(a) < b ? std::string(a) + b : b + std::string(a);
            const Floats row = random_row(6, random);
            double held = 1;
            for (std::size_t k = 0; k < 6; ++k) {
                held += static_cast<double>(row[k]) * static_cast<double>(wanted[k]);
            }
            words.emplace_back(formula, row);
            table += std::string(a) + b + "," + std::to_string(held) + "," +
                     std::to_string(random() % 1000) + ",x\n";
        }
    }
    table += "Na2S2,0,,\nnot a formula,1,1,\nXeF2,3,,\n";
    const auto model = model_of(words);
    const planted::Folder folder;
    write(folder / "t.csv", table);
    MeasureInput input;
    input.model = &model;
    input.table = folder / "t.csv";
    input.draws = 200;
    const auto result = named("probes").measure(input);
    // Na2S2 is NaS again: one material with the mean of both, which no line fits exactly.
    CHECK(cell(result, {"held", "random", "5", "vectors"}, "n") == "48");
    CHECK(value(result, {"held", "random", "5", "vectors"}, "r2") > 0.9);
    CHECK(value(result, {"held", "random", "5", "mean"}, "r2") <= 0);
    CHECK(value(result, {"held", "random", "5", "composition"}, "r2") < 0.5);
    CHECK(value(result, {"noise", "random", "5", "vectors"}, "r2") < 0.2);
    CHECK(value(result, {"held", "clusters"}, "r2") > 0.9);
    CHECK_THAT(result.notes.front(), Catch::Contains("keys that are no formula 1;") &&
                                         Catch::Contains("without a vector 1;"));
    input.targets = {"held"};
    CHECK(named("probes").measure(input).table.rows.size() == 8);
    input.targets = {"other"};
    CHECK_THROWS_WITH(named("probes").measure(input), Catch::Contains("no column 'other'"));
    write(folder / "t.csv", "formula\tx\nNaCl\n");
    CHECK_THROWS_WITH(named("probes").measure(input), Catch::Contains("line 2: 1 cells under 2"));
    input.table.clear();
    CHECK_THROWS_AS(named("probes").measure(input), UsageError);
}

TEST_CASE("agreement: turned axes agree, shuffled words do not") {
    const auto model = by_group(1, 4);
    const planted::Folder folder;
    const auto publish = [&](std::uint32_t move) {
        std::string text = std::to_string(model.size()) + " 24\n";
        for (std::uint32_t i = 0; i < model.size(); ++i) {
            text += model.words()[i].text;
            const auto row = model.input((i + move) % 54);
            for (std::size_t k = 0; k < 24; ++k) {
                // The axes in another order, and twice as long: the same angles.
                text += " " + std::to_string(-2 * row[(k + 7) % 24]);
            }
            text += "\n";
        }
        write(folder / "v.vec", text);
    };
    MeasureInput input;
    input.model = &model;
    input.draws = 100;
    input.files = {folder / "v.vec"};
    publish(0);
    const auto same = named("agreement").measure(input);
    CHECK(value(same, {"element symbols"}, "spearman") == Approx(1).margin(1e-3));
    CHECK(cell(same, {"element symbols"}, "pairs") == "1431");
    CHECK(value(same, {"element symbols"}, "p") < 0.002);
    publish(1);
    const auto moved = named("agreement").measure(input);
    CHECK(std::abs(value(moved, {"element symbols"}, "spearman")) < 0.3);
    write(folder / "v.vec", "1 2\nTe 1 2\n");
    CHECK_THROWS_AS(named("agreement").measure(input), NoAnswer);
}

TEST_CASE("stability: a model agrees with itself and not with another") {
    std::mt19937 random(6);
    const planted::Folder folder;
    for (const std::string name : {"a", "b"}) {
        std::vector<std::pair<std::string, Floats>> words;
        std::vector<std::string> materials;
        for (int i = 0; i < 300; ++i) {
            words.emplace_back("w" + std::to_string(i), random_row(20, random));
            if (i % 3 == 0) {
                materials.push_back(words.back().first);
            }
        }
        words.emplace_back("only-in-" + name, random_row(20, random));
        model_of(words, materials).save(folder / name);
    }
    MeasureInput input;
    input.normalise = [](std::string_view typed) {
        return std::vector<std::string>{std::string(typed)};
    };
    input.draws = 100;
    input.concepts = {"w1"};
    input.files = {folder / "a", folder / "a"};
    const auto same = named("stability").measure(input);
    CHECK(value(same, {"a", "a", "neighbours of words"}, "overlap") == 1);
    CHECK(value(same, {"a", "a", "neighbours of materials"}, "overlap") == 1);
    CHECK(cell(same, {"a", "a", "neighbours of materials"}, "n") == "100");
    CHECK(value(same, {"a", "a", "ranking for w1"}, "overlap") == 1);
    CHECK(value(same, {"a", "a", "ranking for w1"}, "spearman") == 1);
    input.files = {folder / "a", folder / "b"};
    const auto other = named("stability").measure(input);
    // 10 of 299 by chance.
    CHECK(value(other, {"a", "b", "neighbours of words"}, "overlap") < 0.1);
    CHECK(std::abs(value(other, {"a", "b", "ranking for w1"}, "spearman")) < 0.4);
    CHECK_THAT(other.notes.back(), Catch::Contains("300 words are in all models"));
    input.files = {folder / "a", folder / "missing"};
    CHECK_THROWS_AS(named("stability").measure(input), Error);
}
