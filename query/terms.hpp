// From the words of a question to a direction in the vector space and to a test whether an article
// speaks of it.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "embed/vectors/embedding.hpp"

namespace lode::query {

// How a typed string becomes norms; the analyser's query_terms() in the program.
using Normalise = std::function<std::vector<std::string>(std::string_view)>;

// The unit input vector of a canonical formula that the model does not know; nothing where there
// is no saying (query/linear).
using Predict = std::function<std::optional<std::vector<float>>(const std::string& formula)>;

// Neighbouring norms that must stand side by side in a sentence ("solid electrolyte").
using Run = std::vector<std::string>;

// One concept as typed. An article speaks of it where it holds every run.
struct Concept {
    std::string typed;
    std::vector<std::uint32_t> words = {};  // vocabulary words that make its vector
    std::vector<std::string> predicted =
        {};  // formulas whose vectors were predicted; they take part
    std::vector<std::vector<float>> vectors = {};  // of `predicted`
    std::vector<Run> runs = {};
};

struct Terms {
    std::vector<Concept> plus;
    std::vector<Concept> minus;
    std::vector<std::string> ignored;  // stop words and unknown words, each once, in order
    std::vector<float> direction;  // weighted sum of the unit input vectors, minus terms subtracted
};

// `command` begins the example in an error. Throws NoAnswer where no plus term is known, UsageError
// where there is none at all.
// `weights`: of concepts and minus terms as typed; 1 for those it does not hold. With `predict`,
// unknown formulas count as known where it gives them a vector.
Terms understand(const embed::Embedding& model, const Normalise& normalise,
                 const std::vector<std::string>& concepts, const std::vector<std::string>& minus,
                 std::string_view command = "lode rank",
                 const std::map<std::string, double>& weights = {}, const Predict& predict = {});

// Keywords as concepts without a vector: an article speaks of one where its words stand side by
// side in a sentence. Those that hold only stop words are left out and appended to `ignored`.
std::vector<Concept> keywords(const Normalise& normalise, const std::vector<std::string>& typed,
                              std::vector<std::string>& ignored);

// Does the training text of a sentence (norms joined by one space) hold the run?
bool holds(std::string_view tokens, const Run& run);

// The unit vector of a word's input row; zeros stay zeros.
std::vector<float> unit_input(const embed::Embedding& model, std::uint32_t word);

}  // namespace lode::query
