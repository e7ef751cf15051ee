// The parts of a model file that are text: settings and provenance as JSON, words as lines.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "embed/vectors/embedding.hpp"

namespace lode::embed {

// What load() checks before it lets anybody use the model: the analyser still reads the samples as
// it did, and the query word's nearest neighbour is still the same.
struct SelfTest {
    struct Sample {
        std::string text;
        std::vector<std::string> terms;  // norms, phrases joined
    };
    std::vector<Sample> samples;
    std::string query;      // "" where the vocabulary is too small to have a neighbour
    std::string neighbour;  // first by cosine of input vectors
    double cosine = 0;
};

struct Description {
    Spec spec;
    Provenance provenance;
    text::AnalyserSettings analyser;
    std::vector<std::string> phrases;
    std::uint64_t words = 0;
    std::string fingerprint;
    SelfTest self_test;
};

std::string to_json(const Description& description);
// Throws Error (without a path) for JSON that is not a description.
Description description_from_json(std::string_view json);

// The settings alone, in a form that is the same for the same settings: part of the fingerprint.
std::string settings_json(const Spec& spec, const text::AnalyserSettings& analyser);

// A line a word: text, count, "m" for a material or "", written form; tabs between.
std::string words_to_lines(const std::vector<Word>& words);
std::vector<Word> words_from_lines(std::string_view lines, std::uint64_t expected);

}  // namespace lode::embed
