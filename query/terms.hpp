// From the words of a question to a direction in the vector space and to a test whether an article
// speaks of it.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "embed/vectors/embedding.hpp"

namespace lode::query {

// How a typed string becomes norms; the analyser's query_terms() in the program.
using Normalise = std::function<std::vector<std::string>(std::string_view)>;

// Neighbouring norms that must stand side by side in a sentence ("solid electrolyte").
using Run = std::vector<std::string>;

// One concept as typed. An article speaks of it where it holds every run.
struct Concept {
    std::string typed;
    std::vector<std::uint32_t> words;  // vocabulary words that make its vector
    std::vector<Run> runs;
};

struct Terms {
    std::vector<Concept> plus;
    std::vector<Concept> minus;
    std::vector<std::string> ignored;  // stop words and unknown words, each once, in order
    std::vector<float> direction;      // mean of the unit input vectors, minus terms subtracted
};

// `command` begins the example in an error. Throws NoAnswer where no plus term is known, UsageError
// where there is none at all.
Terms understand(const embed::Embedding& model, const Normalise& normalise,
                 const std::vector<std::string>& concepts, const std::vector<std::string>& minus,
                 std::string_view command = "lode rank");

// Does the training text of a sentence (norms joined by one space) hold the run?
bool holds(std::string_view tokens, const Run& run);

// The unit vector of a word's input row; zeros stay zeros.
std::vector<float> unit_input(const embed::Embedding& model, std::uint32_t word);

}  // namespace lode::query
