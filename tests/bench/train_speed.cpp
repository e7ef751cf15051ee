// How fast the trainers are, on one text with one set of settings, by processor time.
//
//   bench_train_speed TEXT [RUNS] [PEER_WORDS]
//
// TEXT: lines of words separated by blanks. The settings are mat2vec's: 200 dimensions, window 8,
// 15 negatives, subsampling 1e-4, one pass, words seen five times. Each trainer runs RUNS times
// (3), one after the other in turns; shown are the median and the range of thousand words a second
// of processor time. fastText, the slow one, and exact per-pair training see the first PEER_WORDS
// words only (400,000). The roof is what sgemm of OpenBLAS would take for the multiplications of
// the pairs alone.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <memory>
#include <sstream>
#include <unordered_map>

#include "core/base/error.hpp"
#include "core/base/file.hpp"
#include "embed/train/kernels.hpp"
#include "embed/train/skip_gram.hpp"
#include "embed/train/trainer.hpp"
#include "tests/bench/measure.hpp"
#if LODE_HAVE_OPENBLAS
#include <cblas.h>
#endif

using namespace lode;
using namespace lode::embed;

namespace {

double process_seconds() {
    timespec now{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

double wall_seconds() {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

// The first `most` words of the text, without the words seen fewer than five times in them. Taken
// in strides of lines, so that a sample has the text's mixture of subjects.
struct Corpus {
    Corpus(const std::string& path, std::size_t most) {
        std::vector<std::vector<std::string>> lines;
        std::ifstream in(path);
        std::string line;
        std::size_t total = 0;
        while (std::getline(in, line)) {
            std::istringstream words(line);
            std::vector<std::string> list;
            for (std::string word; words >> word;) {
                list.push_back(word);
            }
            total += list.size();
            lines.push_back(std::move(list));
        }
        const std::size_t stride = most == 0 ? 1 : std::max<std::size_t>(1, total / most);
        std::unordered_map<std::string, std::uint64_t> counts;
        for (std::size_t i = 0; i < lines.size(); i += stride) {
            for (const auto& word : lines[i]) {
                ++counts[word];
            }
        }
        for (const auto& [word, count] : counts) {
            if (count >= 5) {
                input.vocabulary.push_back({word, count, false, word});
            }
        }
        std::sort(input.vocabulary.begin(), input.vocabulary.end(),
                  [](const Word& a, const Word& b) {
                      return a.count != b.count ? a.count > b.count : a.text < b.text;
                  });
        file = std::make_unique<ScratchFile>(std::filesystem::temp_directory_path(), "bench");
        for (std::size_t i = 0; i < lines.size(); i += stride) {
            std::string text;
            for (const auto& word : lines[i]) {
                if (counts[word] >= 5) {
                    text += text.empty() ? "" : " ";
                    text += word;
                    ++input.tokens;
                }
            }
            if (!text.empty()) {
                file->write(text + "\n");
                ++input.lines;
            }
        }
        file->close();
        input.text = file->path();
    }
    TrainInput input;
    std::unique_ptr<ScratchFile> file;
};

Spec settings(const std::string& trainer, const std::string& shared, std::uint32_t threads) {
    Spec spec;
    spec.trainer = trainer;
    spec.dim = 200;
    spec.window = 8;
    spec.negative = 15;
    spec.subsample = 1e-4;
    spec.epochs = 1;
    spec.learning_rate = 0.025;
    spec.threads = threads;
    if (!shared.empty()) {
        spec.extra["share_negatives"] = shared;
    }
    return spec;
}

struct Contest {
    std::string name;
    Spec spec;
    bool sample = false;
    std::vector<double> rates;  // words a second of processor time
    std::vector<double> walls;  // of wall time
};

// Pairs that training a text once sees, by drawing as training does.
double pairs_of(const TrainInput& input, const Spec& spec) {
    std::unordered_map<std::string, double> keep;
    for (const Word& word : input.vocabulary) {
        const double ratio =
            spec.subsample * static_cast<double>(input.tokens) / static_cast<double>(word.count);
        keep[word.text] = std::sqrt(ratio) + ratio;
    }
    Random random(1);
    std::ifstream in(input.text);
    std::string line;
    double pairs = 0;
    while (std::getline(in, line)) {
        std::istringstream words(line);
        std::size_t n = 0;
        for (std::string word; words >> word;) {
            n += static_cast<double>(random.unit()) < keep[word] ? 1U : 0U;
        }
        for (std::size_t p = 0; p < n; ++p) {
            const std::size_t width = 1 + random.below(spec.window);
            pairs += static_cast<double>(std::min(p, width) + std::min(n - 1 - p, width));
        }
    }
    return pairs;
}

#if LODE_HAVE_OPENBLAS
// Floating-point operations a second of a large product on one thread.
double sgemm_rate() {
    openblas_set_num_threads(1);
    constexpr int n = 1024;
    const std::vector<float> a(n * n, 0.5F);
    const std::vector<float> b(n * n, 0.25F);
    std::vector<float> c(n * n, 0.0F);
    const double start = bench::thread_seconds();
    constexpr int k_times = 20;
    for (int i = 0; i < k_times; ++i) {
        cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, n, n, n, 1, a.data(), n, b.data(), n,
                    0, c.data(), n);
    }
    return k_times * 2.0 * n * n * n / (bench::thread_seconds() - start);
}
#endif

int run(int argc, char** argv) {
    const int runs = argc > 2 ? std::atoi(argv[2]) : 3;
    const std::size_t peer_words =
        argc > 3 ? static_cast<std::size_t>(std::atoll(argv[3])) : 400'000;
    const Corpus all(argv[1], 0);
    const Corpus sample(argv[1], peer_words);
    fmt::print("text: {} words, {} in the vocabulary; sample: {} words, {} in the vocabulary\n",
               all.input.tokens, all.input.vocabulary.size(), sample.input.tokens,
               sample.input.vocabulary.size());
    fmt::print("kernels: {}\n", kernels().name);
    std::vector<Contest> contests{
        {"native, per window", settings("native", "window", 1), false, {}, {}},
        {"native, per group", settings("native", "group", 1), false, {}, {}},
        {"native, per window, 2 threads", settings("native", "window", 2), false, {}, {}},
        {"native, per window, sample", settings("native", "window", 1), true, {}, {}},
        {"native, per group, sample", settings("native", "group", 1), true, {}, {}},
        {"native, per pair, sample", settings("native", "none", 1), true, {}, {}},
        {"fasttext, sample", settings("fasttext", "", 1), true, {}, {}},
    };
    std::vector<double> roofs;
    for (int i = 0; i < runs; ++i) {
        for (Contest& one : contests) {
            const TrainInput& input = one.sample ? sample.input : all.input;
            const double cpu = process_seconds();
            const double wall = wall_seconds();
            trainer(one.spec.trainer).train(input, one.spec, Progress::none(), {});
            const auto words = static_cast<double>(input.tokens);
            // Of one thread: the time of all, divided among them.
            one.rates.push_back(words / (process_seconds() - cpu) * one.spec.threads);
            one.walls.push_back(words / (wall_seconds() - wall));
        }
#if LODE_HAVE_OPENBLAS
        roofs.push_back(sgemm_rate());
#endif
    }
    fmt::print("{:<32}{:>10}{:>20}{:>12}\n", "trainer", "kwords/s", "range", "by wall");
    for (const Contest& one : contests) {
        const auto [median, low, high] = bench::spread(one.rates);
        fmt::print("{:<32}{:>10.1f}{:>11.1f}..{:<7.1f}{:>12.1f}\n", one.name, median / 1e3,
                   low / 1e3, high / 1e3, bench::spread(one.walls).median / 1e3);
    }
    const auto ratio = [&](std::size_t a, std::size_t b) {
        std::vector<double> ratios;
        for (std::size_t i = 0; i < contests[a].rates.size(); ++i) {
            ratios.push_back(contests[a].rates[i] / contests[b].rates[i]);
        }
        const auto [median, low, high] = bench::spread(ratios);
        fmt::print("{} / {}: {:.2f} ({:.2f}..{:.2f})\n", contests[a].name, contests[b].name, median,
                   low, high);
    };
    ratio(3, 6);
    ratio(4, 6);
    ratio(5, 6);
    ratio(2, 0);
    const Spec& spec = contests[0].spec;
    const double pairs = pairs_of(all.input, spec) / static_cast<double>(all.input.tokens);
    // Product, gradient of the context and of the target: two operations a dimension each.
    const double flops = pairs * (1 + spec.negative) * 6.0 * spec.dim;
    fmt::print("pairs a word: {:.2f}; operations a word: {:.0f}\n", pairs, flops);
    if (roofs.empty()) {
        fmt::print("no roof: built without OpenBLAS (libopenblas-dev)\n");
        return 0;
    }
    const double roof = bench::spread(roofs).median;
    fmt::print("sgemm: {:.1f} Gflop/s, the roof is {:.1f} kwords/s\n", roof / 1e9,
               roof / flops / 1e3);
    for (std::size_t i = 0; i < 2; ++i) {
        fmt::print("{}: {:.3f} of the roof\n", contests[i].name,
                   bench::spread(contests[i].rates).median / (roof / flops));
    }
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        fmt::print(stderr, "bench_train_speed TEXT [RUNS] [PEER_WORDS]\n");
        return 2;
    }
    try {
        return run(argc, argv);
    } catch (const Error& problem) {
        fmt::print(stderr, "{} {}\n", problem.what(), problem.hint());
        return 1;
    }
}
