// How often the canonical formula equals the one on which two independent parsers agree.
// Usage: bench_formula_gold [FILE]; FILE has the columns raw, normalized, mentions.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>

#include "core/chem/formula.hpp"

int main(int argc, char** argv) {
    const std::filesystem::path file = argc > 1
                                           ? std::filesystem::path(argv[1])
                                           : std::filesystem::path(LODE_SOURCE_DIR) /
                                                 "../shared/gold/formulas/formula_norm_gold.tsv";
    std::ifstream in(file);
    if (!in) {
        std::cout << "skipped: " << file.string() << " is not here\n";
        return EXIT_SUCCESS;
    }
    std::size_t pairs = 0;
    std::size_t right = 0;
    std::size_t unparsed = 0;
    std::size_t recognised = 0;
    std::string line;
    std::getline(in, line);  // header
    while (std::getline(in, line)) {
        const std::size_t first = line.find('\t');
        const std::size_t second = line.find('\t', first + 1);
        if (first == std::string::npos || second == std::string::npos) {
            continue;
        }
        const std::string raw = line.substr(0, first);
        const std::string wanted = line.substr(first + 1, second - first - 1);
        ++pairs;
        const auto composition = lode::chem::parse_formula(raw);
        const std::string got = composition ? lode::chem::canonical(*composition) : "";
        recognised += lode::chem::looks_like_formula(raw) ? 1U : 0U;
        if (got == wanted) {
            ++right;
            continue;
        }
        unparsed += got.empty() ? 1U : 0U;
        std::cerr << raw << '\t' << wanted << '\t' << got << '\n';
    }
    const auto share = [&](std::size_t n) {
        return pairs == 0 ? 0.0 : 100.0 * static_cast<double>(n) / static_cast<double>(pairs);
    };
    std::cout << "pairs " << pairs << "\nright " << right << " (" << share(right)
              << " %)\nnot parsed " << unparsed << "\nlooks like a formula " << recognised << " ("
              << share(recognised) << " %)\n";
    return EXIT_SUCCESS;
}
