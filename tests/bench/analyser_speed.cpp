// Megabytes a second of sentences and tokens, one thread.
// Usage: bench_analyser_speed [FILE]; every line is one block of text. Without FILE: a made-up
// text.
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "core/text/analyser.hpp"

namespace {

std::vector<std::string> made_up_blocks() {
    const std::string block =
        "Thin films of Bi2Te3 and La0.7Sr0.3MnO3 were grown at 450 °C under 10−3 mbar of oxygen. "
        "The Seebeck coefficient of the annealed samples reaches 180 μV/K near room temperature, "
        "as Fig. 3 shows. We attribute this to the solid-state reaction between the substrate and "
        "the film (see Ref. 12), which lowers the carrier concentration. No TiO2-based electrode "
        "was stable for more than 200 cycles; the capacity fell to 85 mAh g−1.";
    return std::vector<std::string>(20000, block);
}

// Processor time of this one thread, so that other work on the machine does not count.
double seconds_since(std::clock_t start) {
    return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

}  // namespace

int main(int argc, char** argv) {
    std::vector<std::string> blocks;
    if (argc > 1) {
        std::ifstream in(argv[1]);
        if (!in) {
            std::cerr << argv[1] << ": cannot be opened\n";
            return EXIT_FAILURE;
        }
        for (std::string line; std::getline(in, line);) {
            blocks.push_back(line);
        }
    } else {
        blocks = made_up_blocks();
    }
    const lode::text::Analyser analyser;
    std::vector<lode::Text> texts;
    std::size_t bytes = 0;
    for (auto& block : blocks) {
        bytes += block.size();
        texts.emplace_back().utf8 = std::move(block);
    }

    auto start = std::clock();
    std::vector<std::vector<lode::Range>> ranges;
    ranges.reserve(texts.size());
    std::size_t sentences = 0;
    for (const auto& text : texts) {
        ranges.push_back(analyser.sentences(text.utf8));
        sentences += ranges.back().size();
    }
    const double sentence_time = seconds_since(start);

    start = std::clock();
    std::size_t tokens = 0;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        for (const auto& range : ranges[i]) {
            tokens += analyser.tokens(texts[i], range).size();
        }
    }
    const double token_time = seconds_since(start);

    const double megabytes = static_cast<double>(bytes) / 1e6;
    std::cout << megabytes << " MB, " << sentences << " sentences, " << tokens << " tokens\n"
              << "sentences " << megabytes / sentence_time << " MB/s\n"
              << "tokens    " << megabytes / token_time << " MB/s\n"
              << "both      " << megabytes / (sentence_time + token_time) << " MB/s\n";
    return EXIT_SUCCESS;
}
