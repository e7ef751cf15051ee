// Lode's own trainer: what the contract of all trainers (test_trainer.cpp) does not say.
#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <functional>
#include <map>
#include <mutex>
#include <random>
#include <sstream>

#include "core/base/error.hpp"
#include "core/base/file.hpp"
#include "embed/train/skip_gram.hpp"
#include "tests/unit/embed/lines.hpp"

using namespace lode;
using namespace lode::embed;
using namespace planted;

namespace {

TrainResult run(const TrainInput& input, const Spec& spec) {
    return trainer("native").train(input, spec, Progress::none(), {});
}

// word2vec's training loop in double precision, one pair after the other, with the random numbers
// and in the order of draws that Step documents.
struct Word2Vec {
    Word2Vec(const TrainInput& text, const Spec& spec) : dim(spec.dim) {
        double total = 0;
        std::vector<double> weights;
        std::map<std::string, std::uint32_t> index;
        for (const Word& word : text.vocabulary) {
            index.emplace(word.text, static_cast<std::uint32_t>(index.size()));
            weights.push_back(std::pow(static_cast<double>(word.count), 0.75));
            total += static_cast<double>(word.count);
        }
        std::vector<float> keep;
        for (const Word& word : text.vocabulary) {
            const double r = spec.subsample * total / static_cast<double>(word.count);
            keep.push_back(static_cast<float>(std::min(1.0, std::sqrt(r) + r)));
        }
        const Sampler sampler(weights);
        Random start(mix_bits(spec.seed));
        for (std::size_t i = 0; i < text.vocabulary.size(); ++i) {
            for (std::size_t k = 0; k < dim; ++k) {
                in.push_back(
                    static_cast<double>((start.unit() - 0.5F) * (2.0F / static_cast<float>(dim))));
            }
        }
        out.assign(in.size(), 0);
        std::uint64_t done = 0;
        for (std::uint32_t epoch = 0; epoch < spec.epochs; ++epoch) {
            Random random = Random::at(spec.seed, epoch, 0);  // a text of one chunk
            std::ifstream file(text.text);
            for (std::string line; std::getline(file, line);) {
                const double left = 1 - static_cast<double>(done) /
                                            (static_cast<double>(text.tokens) * spec.epochs);
                const double rate = spec.learning_rate * std::max(1e-4, left);
                std::vector<std::uint32_t> kept;
                std::istringstream words(line);
                for (std::string word; words >> word; ++done) {
                    const std::uint32_t id = index.at(word);
                    if (keep[id] >= 1 || random.unit() < keep[id]) {
                        kept.push_back(id);
                    }
                }
                for (std::size_t p = 0; kept.size() > 1 && p < kept.size(); ++p) {
                    const std::size_t width = 1 + random.below(spec.window);
                    for (std::size_t q = p - std::min(p, width);
                         q <= std::min(kept.size() - 1, p + width); ++q) {
                        if (q != p) {
                            pair(kept[q], kept[p], spec.negative, rate, sampler, random);
                        }
                    }
                }
            }
        }
    }
    void pair(std::uint32_t context, std::uint32_t centre, std::uint32_t negative, double rate,
              const Sampler& sampler, Random& random) {
        std::vector<double> sum(dim, 0);
        double* const x = &in[context * dim];
        for (std::uint32_t k = 0; k <= negative; ++k) {
            const std::uint32_t target = k == 0 ? centre : sampler.draw(random);
            if (k > 0 && target == centre) {
                continue;
            }
            double* const y = &out[target * dim];
            double score = 0;
            for (std::size_t d = 0; d < dim; ++d) {
                score += x[d] * y[d];
            }
            const double g = ((k == 0 ? 1 : 0) - 1 / (1 + std::exp(-score))) * rate;
            for (std::size_t d = 0; d < dim; ++d) {
                sum[d] += g * y[d];
                y[d] += g * x[d];
            }
        }
        for (std::size_t d = 0; d < dim; ++d) {
            x[d] += sum[d];
        }
    }
    std::size_t dim;
    std::vector<double> in;
    std::vector<double> out;
};

double worst_difference(const std::vector<float>& a, const std::vector<double>& b) {
    double worst = a.size() == b.size() ? 0 : 1e9;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
        worst = std::max(worst, std::abs(static_cast<double>(a[i]) - b[i]));
    }
    return worst;
}

class Sink final : public Progress {
 public:
    std::function<void(const ProgressState&)> on_report;
    void report(const ProgressState& state) override {
        const std::lock_guard lock(m_mutex);
        on_report(state);
    }

 private:
    std::mutex m_mutex;
};

}  // namespace

TEST_CASE("without sharing, training is word2vec step by step") {
    const Lines text(made_up(300));
    for (const std::uint32_t dim : {1U, 7U, 64U, 200U}) {
        const Spec spec = spec_of("none", dim);
        const TrainResult result = run(text.input, spec);
        const Word2Vec reference(text.input, spec);
        INFO("dim " << dim);
        CHECK(worst_difference(result.input, reference.in) < 1e-4);
        CHECK(worst_difference(result.output, reference.out) < 1e-4);
        // It has learned something that could differ.
        CHECK(std::any_of(result.output.begin(), result.output.end(),
                          [](float x) { return std::abs(x) > 0.05F; }));
    }
}

TEST_CASE("every instruction set trains the same but for rounding, in every mode") {
    const Lines text(made_up(200));
    for (const char* shared : {"none", "window", "group"}) {
        const Spec spec = spec_of(shared, 37);
        std::vector<std::vector<float>> results;
        for (const Kernels& with : supported_kernels()) {
            SkipGram model(text.input.vocabulary, spec, with);
            const TokenFile tokens(text.input, Progress::none(), {});
            model.train(tokens, Progress::none(), {});
            results.push_back(model.input().take());
        }
        for (const auto& result : results) {
            double worst = 0;
            for (std::size_t i = 0; i < result.size(); ++i) {
                worst = std::max(worst, std::abs(static_cast<double>(result[i] - results[0][i])));
            }
            CHECK(worst < 1e-4);
        }
    }
}

TEST_CASE("a window of one pair is the same whether negatives are shared or not") {
    // Lines of two words: one context a centre, so there is nothing to share.
    std::string lines;
    for (int i = 0; i < 200; ++i) {
        lines += "w" + std::to_string(i % 17) + " v" + std::to_string(i % 23) + "\n";
    }
    const Lines text(lines);
    Spec spec = spec_of("none");
    spec.subsample = 0;
    spec.negative = 1;  // several may repeat, and then the order of updates differs
    const TrainResult exact = run(text.input, spec);
    spec.extra["share_negatives"] = "window";
    const TrainResult shared = run(text.input, spec);
    double worst = 0;
    for (std::size_t i = 0; i < exact.input.size(); ++i) {
        worst = std::max(worst, std::abs(static_cast<double>(exact.input[i] - shared.input[i])));
        worst = std::max(worst, std::abs(static_cast<double>(exact.output[i] - shared.output[i])));
    }
    CHECK(worst < 1e-5);
}

TEST_CASE("words that share contexts get near, in every mode and for any dimension") {
    const Lines text(made_up(1500));
    for (const char* shared : {"none", "window", "group"}) {
        for (const std::uint32_t dim : {7U, 64U, 300U}) {
            Spec spec = spec_of(shared, dim);
            spec.epochs = 8;
            const TrainResult result = run(text.input, spec);
            double same = 0;
            double other = 0;
            std::size_t n_same = 0;
            std::size_t n_other = 0;
            const auto row = [&](std::size_t i) {
                return std::span<const float>(result.input).subspan(i * dim, dim);
            };
            for (std::size_t i = 0; i < 40; ++i) {
                for (std::size_t k = 0; k < i; ++k) {
                    const char a = text.input.vocabulary[i].text[0];
                    const char b = text.input.vocabulary[k].text[0];
                    if (a == 't' || b == 't') {
                        continue;
                    }
                    (a == b ? same : other) += cosine(row(i), row(k));
                    ++(a == b ? n_same : n_other);
                }
            }
            REQUIRE(n_same > 20);
            REQUIRE(n_other > 20);
            INFO(shared << " dim " << dim);
            CHECK(same / static_cast<double>(n_same) > other / static_cast<double>(n_other) + 0.3);
        }
    }
}

TEST_CASE("one thread gives the same bytes in every mode; the loss falls") {
    const Lines text(made_up(500));
    for (const char* shared : {"none", "window", "group"}) {
        Spec spec = spec_of(shared);
        const TrainResult one = run(text.input, spec);
        const TrainResult two = run(text.input, spec);
        CHECK(one.input == two.input);
        CHECK(one.output == two.output);
        spec.epochs = 30;
        CHECK(run(text.input, spec).loss < one.loss - 0.1);
    }
}

TEST_CASE("several threads learn what one does") {
    const Lines text(made_up(8000));
    Spec spec = spec_of("window");
    const double one = run(text.input, spec).loss;
    spec.threads = 3;
    CHECK(run(text.input, spec).loss == Approx(one).epsilon(0.05));
}

TEST_CASE("negatives are drawn by their weights") {
    const std::vector<double> weights{1, 2, 3, 4, 0, 10, 0.5, 79.5};
    const Sampler sampler(weights);
    std::vector<double> seen(weights.size(), 0);
    Random random(42);
    constexpr int k_draws = 1'000'000;
    for (int i = 0; i < k_draws; ++i) {
        ++seen[sampler.draw(random)];
    }
    CHECK(seen[4] == 0);
    double chi_square = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const double expected = weights[i] / 100 * k_draws;
        chi_square += expected > 0 ? (seen[i] - expected) * (seen[i] - expected) / expected : 0;
    }
    CHECK(chi_square < 22.5);  // 6 degrees of freedom, p = 0.001; the seed is fixed
    CHECK_THROWS_AS(Sampler(std::vector<double>{}), Error);
    CHECK_THROWS_AS(Sampler(std::vector<double>{0, 0}), Error);
    CHECK_THROWS_AS(Sampler(std::vector<double>{1, -1}), Error);
    CHECK_THROWS_AS(Sampler(std::vector<double>{1, std::nan("")}), Error);
}

TEST_CASE("odd blanks and line ends do not matter") {
    const Lines plain("a b c a\nb c a\nc b a\n");
    const Lines odd("\n\na b  c a\n\n b c a \nc b a");
    const TrainResult one = run(plain.input, spec_of("window"));
    CHECK(one.input == run(odd.input, spec_of("window")).input);
}

TEST_CASE("lines beyond the longest are cut") {
    std::string line;
    for (std::size_t i = 0; i < 2 * k_longest_line + 5; ++i) {
        line += "w" + std::to_string(i % 7) + " ";
    }
    const Lines text(line + "\n");
    const TokenFile tokens(text.input, Progress::none(), {});
    CHECK(tokens.ids().size() == text.input.tokens + 3);
    CHECK(tokens.ids()[k_longest_line] == TokenFile::k_line_end);
}

TEST_CASE("chunks cover the text, line by line") {
    const Lines text(made_up(9000));
    const TokenFile tokens(text.input, Progress::none(), {});
    REQUIRE(tokens.chunks().size() > 3);
    std::uint64_t at = 0;
    std::uint64_t words = 0;
    for (const auto& chunk : tokens.chunks()) {
        CHECK(chunk.begin == at);
        CHECK(chunk.words_before == words);
        CHECK(tokens.ids()[chunk.end - 1] == TokenFile::k_line_end);
        at = chunk.end;
        words += chunk.words;
    }
    CHECK(at == tokens.ids().size());
    CHECK(words == text.input.tokens);
}

TEST_CASE("a text that was cut or changed is an Error, and no file stays behind") {
    Lines text("alpha beta\nbeta alpha\n");
    text.input.tokens = 5;
    CHECK_THROWS_WITH(run(text.input, spec_of("window")), Catch::Contains("4 words instead of 5"));
    text.input.tokens = 4;
    text.input.vocabulary[1].text = "gamma";
    CHECK_THROWS_WITH(run(text.input, spec_of("window")),
                      Catch::Contains("not in the vocabulary") && Catch::Contains("at byte"));
    std::size_t files = 0;
    for ([[maybe_unused]] const auto& entry :
         std::filesystem::directory_iterator(text.folder().path())) {
        ++files;
    }
    CHECK(files == 1);
}

TEST_CASE("a line of one word trains nothing and harms nothing") {
    const Lines text("a\nb\nc\n");
    const TrainResult result = run(text.input, spec_of("group"));
    CHECK(std::all_of(result.output.begin(), result.output.end(), [](float x) { return x == 0; }));
}

TEST_CASE("a number that is none ends training with the way out") {
    const Lines text(made_up(200));
    for (const char* shared : {"none", "window", "group"}) {
        const Spec spec = spec_of(shared);
        const TokenFile tokens(text.input, Progress::none(), {});
        SkipGram model(text.input.vocabulary, spec);
        for (std::size_t i = 0; i < model.input().rows(); ++i) {
            model.input().row(i)[0] = std::nanf("");
        }
        try {
            model.train(tokens, Progress::none(), {});
            FAIL("trained on");
        } catch (const Error& problem) {
            CHECK_THAT(problem.what(), Catch::Contains("diverged"));
            CHECK_THAT(problem.hint(), Catch::Contains("lower learning rate"));
        }
    }
}

TEST_CASE("progress tells the words done and the loss, up to the end") {
    const Lines text(made_up(3000));
    Spec spec = spec_of("window");
    spec.threads = 2;
    Sink sink;
    std::uint64_t most = 0;
    std::string note;
    sink.on_report = [&](const ProgressState& state) {
        if (state.stage == "train") {
            CHECK(state.total == text.input.tokens * spec.epochs);
            most = std::max(most, state.done);
            note = state.note;
        }
    };
    trainer("native").train(text.input, spec, sink, {});
    CHECK(most == text.input.tokens * spec.epochs);
    CHECK_THAT(note, Catch::StartsWith("loss "));
}

TEST_CASE("an unknown way of sharing is a usage error") {
    const Lines text("a b\n");
    CHECK_THROWS_AS(run(text.input, spec_of("all")), UsageError);
    CHECK_THROWS_AS(trainer("native").memory_bytes(text.input, spec_of("all")), UsageError);
}
