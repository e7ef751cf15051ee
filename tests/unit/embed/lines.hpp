// Training texts for tests of the native trainer.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <map>
#include <random>
#include <string>

#include "embed/train/trainer.hpp"
#include "tests/unit/embed/planted.hpp"

namespace planted {

using namespace lode::embed;

// A text given as it stands, and a vocabulary with its counts.
class Lines {
 public:
    explicit Lines(const std::string& bytes) {
        std::ofstream(m_folder / "text") << bytes;
        std::map<std::string, std::uint64_t> counts;
        std::ifstream in(m_folder / "text");
        for (std::string word; in >> word;) {
            ++counts[word];
            ++input.tokens;
        }
        for (const auto& [word, count] : counts) {
            input.vocabulary.push_back({word, count, false, word});
        }
        std::stable_sort(input.vocabulary.begin(), input.vocabulary.end(),
                         [](const Word& a, const Word& b) { return a.count > b.count; });
        input.lines = static_cast<std::uint64_t>(std::count(bytes.begin(), bytes.end(), '\n'));
        input.text = m_folder / "text";
    }
    TrainInput input;
    const Folder& folder() const { return m_folder; }

 private:
    Folder m_folder;
};

// Frequencies fall like those of a language; `group` words of each line keep to one of two sets.
inline std::string made_up(std::size_t lines, std::uint32_t seed = 3) {
    std::mt19937 random(seed);
    std::string text;
    for (std::size_t i = 0; i < lines; ++i) {
        for (std::size_t k = 0; k < 12; ++k) {
            const auto place = static_cast<std::size_t>(
                std::pow(200.0, static_cast<double>(random() % 1000) / 1000));
            text += (k > 0 ? " " : "");
            text += k % 3 == 0 ? "the" + std::to_string(place % 5)
                               : (i % 2 == 0 ? "a" : "b") + std::to_string(place);
        }
        text += '\n';
    }
    return text;
}

inline Spec spec_of(const char* shared, std::uint32_t dim = 20) {
    Spec spec;
    spec.trainer = "native";
    spec.dim = dim;
    spec.window = 4;
    spec.negative = 5;
    spec.epochs = 2;
    spec.subsample = 1e-2;
    spec.learning_rate = 0.05;
    spec.extra["share_negatives"] = shared;
    return spec;
}

}  // namespace planted
