// Trains on a text and writes word2vec text: what scorers of vectors read.
//
//   bench_train_vectors TEXT OUT TRAINER SHARED EPOCHS SEED [NEGATIVE] [RATE] [DIM] [THREADS]
//
// TEXT: lines of words separated by blanks; SHARED: none, window, group or "-". Prints the loss,
// the memory that the trainer stated and what it used at its peak.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <unordered_map>

#include "core/base/error.hpp"
#include "embed/corpus/scratch.hpp"
#include "embed/train/trainer.hpp"

using namespace lode;
using namespace lode::embed;

namespace {

// Of /proc/self/status, in bytes.
std::uint64_t status(const std::string& name) {
    std::ifstream in("/proc/self/status");
    for (std::string line; std::getline(in, line);) {
        if (line.rfind(name + ":", 0) == 0) {
            return std::strtoull(line.c_str() + name.size() + 1, nullptr, 10) * 1024;
        }
    }
    return 0;
}

TrainInput read(const std::string& path, ScratchFile& file) {
    TrainInput input;
    std::unordered_map<std::string, std::uint64_t> counts;
    {
        std::ifstream in(path);
        for (std::string word; in >> word;) {
            ++counts[word];
        }
    }
    for (const auto& [word, count] : counts) {
        if (count >= 5) {
            input.vocabulary.push_back({word, count, false, word});
        }
    }
    std::sort(input.vocabulary.begin(), input.vocabulary.end(), [](const Word& a, const Word& b) {
        return a.count != b.count ? a.count > b.count : a.text < b.text;
    });
    std::ifstream in(path);
    for (std::string line; std::getline(in, line);) {
        std::istringstream words(line);
        std::string text;
        for (std::string word; words >> word;) {
            if (counts[word] >= 5) {
                text += text.empty() ? "" : " ";
                text += word;
                ++input.tokens;
            }
        }
        if (!text.empty()) {
            file.write(text + "\n");
            ++input.lines;
        }
    }
    file.close();
    input.text = file.path();
    return input;
}

int run(int argc, char** argv) {
    Spec spec;
    spec.trainer = argv[3];
    if (std::string_view(argv[4]) != "-") {
        spec.extra["share_negatives"] = argv[4];
    }
    spec.epochs = static_cast<std::uint32_t>(std::atoi(argv[5]));
    spec.seed = static_cast<std::uint64_t>(std::atoll(argv[6]));
    spec.negative = argc > 7 ? static_cast<std::uint32_t>(std::atoi(argv[7])) : 15;
    spec.learning_rate = argc > 8 ? std::atof(argv[8]) : 0.025;
    spec.dim = argc > 9 ? static_cast<std::uint32_t>(std::atoi(argv[9])) : 200;
    spec.threads = argc > 10 ? static_cast<std::uint32_t>(std::atoi(argv[10])) : 1;
    ScratchFile file(std::filesystem::temp_directory_path(), "bench");
    const TrainInput input = read(argv[1], file);
    const std::uint64_t stated = trainer(spec.trainer).memory_bytes(input, spec);
    std::ofstream("/proc/self/clear_refs") << "5";  // the peak begins anew
    const std::uint64_t before = status("VmRSS");
    const TrainResult result = trainer(spec.trainer).train(input, spec, Progress::none(), {});
    const std::uint64_t used = status("VmHWM") - before;
    fmt::print(
        stderr,
        "{} {} words, {} in the vocabulary, loss {:.4f}; memory: {:.1f} MB stated, {:.1f} MB "
        "used ({:+.1f} %)\n",
        argv[2], input.tokens, input.vocabulary.size(), result.loss,
        static_cast<double>(stated) / 1e6, static_cast<double>(used) / 1e6,
        100 * (static_cast<double>(used) / static_cast<double>(stated) - 1));
    std::ofstream out(argv[2]);
    out << input.vocabulary.size() << ' ' << spec.dim << '\n';
    for (std::size_t i = 0; i < input.vocabulary.size(); ++i) {
        out << input.vocabulary[i].text;
        for (std::size_t k = 0; k < spec.dim; ++k) {
            out << ' ' << result.input[i * spec.dim + k];
        }
        out << '\n';
    }
    return out ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 7) {
        fmt::print(stderr,
                   "bench_train_vectors TEXT OUT TRAINER SHARED EPOCHS SEED [NEGATIVE] "
                   "[RATE] [DIM] [THREADS]\n");
        return 2;
    }
    try {
        return run(argc, argv);
    } catch (const Error& problem) {
        fmt::print(stderr, "{} {}\n", problem.what(), problem.hint());
        return 1;
    }
}
