#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <limits>
#include <mutex>

#include "core/base/error.hpp"
#include "embed/train/trainer.hpp"
#include "tests/unit/embed/planted.hpp"
#include "tests/unit/sanitized.hpp"

using namespace lode;
using namespace lode::embed;

namespace {

// Text of `lines` lines: words a0..a9 keep to one another, and so do b0..b9.
class Sample {
 public:
    explicit Sample(std::size_t lines, const std::string& first_word = "a0",
                    std::size_t on_line = 10) {
        std::map<std::string, std::uint64_t> counts;
        std::ofstream out(m_folder / "text");
        std::mt19937 random(5);
        for (std::size_t i = 0; i < lines; ++i) {
            for (std::size_t k = 0; k < on_line; ++k) {
                std::string word = (i % 2 == 0 ? "a" : "b") + std::to_string(random() % 10);
                word = word == "a0" ? first_word : word;
                out << (k > 0 ? " " : "") << word;
                ++counts[word];
                ++input.tokens;
            }
            out << '\n';
            ++input.lines;
        }
        for (const auto& [word, count] : counts) {
            input.vocabulary.push_back({word, count, false, word});
        }
        std::sort(input.vocabulary.begin(), input.vocabulary.end(),
                  [](const Word& a, const Word& b) {
                      return a.count != b.count ? a.count > b.count : a.text < b.text;
                  });
        input.text = m_folder / "text";
    }
    TrainInput input;

 private:
    planted::Folder m_folder;
};

Spec small_spec() {
    Spec spec;
    spec.dim = 20;
    spec.window = 5;
    spec.negative = 5;
    spec.epochs = 3;
    spec.subsample = 0;
    return spec;
}

TrainResult run(const std::string& name, const TrainInput& input, const Spec& spec) {
    return trainer(name).train(input, spec, Progress::none(), {});
}

// Every trainer of the table must hold the contract.
std::vector<std::string> names() {
    std::vector<std::string> list;
    for (const auto& entry : trainers::all()) {
        list.emplace_back(entry().info().name);
    }
    return list;
}

std::size_t zero_rows(const std::vector<float>& matrix, std::size_t dim) {
    std::size_t zeros = 0;
    for (std::size_t i = 0; i < matrix.size(); i += dim) {
        zeros +=
            std::all_of(&matrix[i], &matrix[i] + dim, [](float x) { return x == 0; }) ? 1U : 0U;
    }
    return zeros;
}

class Calls final : public Progress {
 public:
    std::function<void()> on_report;
    std::atomic<int> reports{0};
    void report(const ProgressState&) override {
        ++reports;
        on_report();
    }
};

}  // namespace

TEST_CASE("training gives one row a word and none is zero, for any number of threads") {
    const std::string name = GENERATE(from_range(names()));
    INFO(name);
    const Sample text(400);
    for (const std::uint32_t threads : {1U, 2U, 4U}) {
        Spec spec = small_spec();
        spec.threads = threads;
        const TrainResult result = run(name, text.input, spec);
        CHECK(result.input.size() == text.input.vocabulary.size() * spec.dim);
        CHECK(result.output.size() == result.input.size());
        CHECK(zero_rows(result.input, spec.dim) == 0);
        CHECK(zero_rows(result.output, spec.dim) == 0);
        CHECK(result.words_per_second > 0);
        CHECK(result.loss > 0);
    }
}

TEST_CASE("words the text hardly touches start from random rows, not from zero") {
    const std::string name = GENERATE(from_range(names()));
    INFO(name);
    Sample text(1);
    // Rare words that stand nowhere in the text: what is in their rows is the initial state.
    for (int i = 0; i < 200; ++i) {
        text.input.vocabulary.push_back({"z" + std::to_string(1000 + i), 1, false, {}});
    }
    const Spec spec = small_spec();
    const TrainResult result = run(name, text.input, spec);
    CHECK(zero_rows(result.input, spec.dim) == 0);
    const float width = 1.0F / static_cast<float>(spec.dim);
    const std::size_t first = (text.input.vocabulary.size() - 200) * spec.dim;
    CHECK(std::all_of(result.input.begin() + static_cast<std::ptrdiff_t>(first), result.input.end(),
                      [&](float x) { return std::abs(x) <= width; }));
}

TEST_CASE("one thread and one seed give the same bytes, another seed others") {
    const std::string name = GENERATE(from_range(names()));
    INFO(name);
    const Sample text(200);
    Spec spec = small_spec();
    const TrainResult one = run(name, text.input, spec);
    const TrainResult two = run(name, text.input, spec);
    CHECK(one.input == two.input);
    CHECK(one.output == two.output);
    spec.seed = 2;
    const TrainResult other = run(name, text.input, spec);
    CHECK(other.input != one.input);
    CHECK(other.output != one.output);
    spec.seed = 1ULL << 40U;  // beyond what the library's own seed holds
    CHECK(run(name, text.input, spec).input != one.input);
}

TEST_CASE("rows are in the order of the vocabulary") {
    const std::string name = GENERATE(from_range(names()));
    INFO(name);
    const Sample text(600);
    Spec spec = small_spec();
    spec.epochs = 20;
    const TrainResult result = run(name, text.input, spec);
    const auto& words = text.input.vocabulary;
    const auto row = [&](std::size_t i) {
        return std::span<const float>(result.input).subspan(i * spec.dim, spec.dim);
    };
    double same = 0;
    double other = 0;
    for (std::size_t i = 0; i < words.size(); ++i) {
        for (std::size_t k = 0; k < i; ++k) {
            (words[i].text[0] == words[k].text[0] ? same : other) += cosine(row(i), row(k));
        }
    }
    // 90 pairs inside the two groups, 100 across.
    CHECK(same / 90 > other / 100 + 0.3);
}

TEST_CASE("a word that looks like a label is trained like any other") {
    const std::string name = GENERATE(from_range(names()));
    INFO(name);
    const Sample text(300, "__label__x");
    const TrainResult result = run(name, text.input, small_spec());
    const auto at = std::find_if(text.input.vocabulary.begin(), text.input.vocabulary.end(),
                                 [](const Word& w) { return w.text == "__label__x"; });
    REQUIRE(at != text.input.vocabulary.end());
    const auto i = static_cast<std::size_t>(at - text.input.vocabulary.begin());
    const std::span<const float> row(&result.input[i * 20], 20);
    const double width = 1.0 / 20;
    // Training has taken it out of the box it started in.
    CHECK(std::any_of(row.begin(), row.end(),
                      [&](float x) { return std::abs(static_cast<double>(x)) > width; }));
}

TEST_CASE("settings that no trainer can work with are refused") {
    const std::string name = GENERATE(from_range(names()));
    INFO(name);
    const Sample text(10);
    const auto refused = [&](auto change) {
        Spec spec = small_spec();
        change(spec);
        CHECK_THROWS_AS(run(name, text.input, spec), UsageError);
    };
    refused([](Spec& s) { s.threads = 0; });
    refused([](Spec& s) { s.window = 0; });
    refused([](Spec& s) { s.dim = 0; });
    refused([](Spec& s) { s.negative = 0; });
    refused([](Spec& s) { s.epochs = 0; });
    refused([](Spec& s) { s.min_count = 0; });
    refused([](Spec& s) { s.learning_rate = 0; });
    refused([](Spec& s) { s.learning_rate = std::numeric_limits<double>::quiet_NaN(); });
    refused([](Spec& s) { s.subsample = -1; });
    refused([](Spec& s) { s.phrase_threshold = 0; });
    refused([](Spec& s) { s.phrase_passes = 9; });
}

TEST_CASE("input that cannot be trained on is an Error") {
    const std::string name = GENERATE(from_range(names()));
    INFO(name);
    Sample text(10);
    TrainInput none = text.input;
    none.vocabulary.clear();
    CHECK_THROWS_AS(run(name, none, small_spec()), Error);
    TrainInput missing = text.input;
    missing.text = "/nowhere/text";
    CHECK_THROWS_WITH(run(name, missing, small_spec()), Catch::Contains("/nowhere/text"));
    CHECK_FALSE(std::filesystem::exists("/nowhere"));
    TrainInput twice = text.input;
    twice.vocabulary.push_back(twice.vocabulary.front());
    CHECK_THROWS_WITH(run(name, twice, small_spec()), Catch::Contains("twice"));
}

TEST_CASE("a stop request ends training with Interrupted") {
    const std::string name = GENERATE(from_range(names()));
    INFO(name);
    const Sample text(2000);
    for (const std::uint32_t threads : {1U, 2U}) {
        Spec spec = small_spec();
        spec.epochs = 100'000;  // hours
        spec.threads = threads;
        std::stop_source stop;
        Calls progress;
        progress.on_report = [&] {
            if (progress.reports > 20) {
                stop.request_stop();
            }
        };
        CHECK_THROWS_AS(trainer(name).train(text.input, spec, progress, stop.get_token()),
                        Interrupted);
    }
}

TEST_CASE("an exception in the progress sink ends training and comes out whole") {
    const std::string name = GENERATE(from_range(names()));
    INFO(name);
    const Sample text(2000);
    for (const std::uint32_t threads : {1U, 2U}) {
        Spec spec = small_spec();
        spec.epochs = 100'000;
        spec.threads = threads;
        Calls progress;
        progress.on_report = [] { throw std::out_of_range("the sink broke"); };
        CHECK_THROWS_AS(trainer(name).train(text.input, spec, progress, {}), std::out_of_range);
    }
}

TEST_CASE("an unknown trainer is a usage error that names the known ones") {
    CHECK_THROWS_AS(trainer("word2vec"), UsageError);
    CHECK_THROWS_WITH(trainer("word2vec"), Catch::Contains("fasttext"));
    for (const auto& entry : trainers::all()) {
        CHECK(&trainer(entry().info().name) == &entry());
        CHECK_FALSE(entry().info().title.empty());
        CHECK_FALSE(entry().info().reference.empty());
    }
}

#if !defined(LODE_SANITIZED)
namespace {

std::uint64_t status(const std::string& field) {  // of this process, in bytes
    std::ifstream in("/proc/self/status");
    for (std::string line; std::getline(in, line);) {
        if (line.rfind(field + ":", 0) == 0) {
            return std::stoull(line.substr(field.size() + 1)) * 1024;
        }
    }
    return 0;
}

}  // namespace

TEST_CASE("training needs the memory that is stated beforehand") {
    const std::string name = GENERATE(from_range(names()));
    INFO(name);
    Sample text(200);
    for (int i = 0; i < 60'000; ++i) {
        text.input.vocabulary.push_back({"z" + std::to_string(100'000 + i), 1, false, {}});
    }
    Spec spec = small_spec();
    spec.dim = 150;
    spec.epochs = 1;
    const auto stated = static_cast<double>(trainer(name).memory_bytes(text.input, spec));
    std::ofstream clear("/proc/self/clear_refs");
    clear << "5";  // the peak begins anew
    clear.close();
    if (!clear) {
        WARN("skipped: this system does not let a process reset its peak of memory");
        return;
    }
    const std::uint64_t before = status("VmRSS");
    run(name, text.input, spec);
    const auto used = static_cast<double>(status("VmHWM") - before);
    CHECK(used < 1.1 * stated);
    CHECK(used > 0.9 * stated);
}
#endif
