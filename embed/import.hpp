// A published file of vectors made into a model that queries can use.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <stop_token>
#include <string>

#include "core/base/progress.hpp"
#include "core/text/analyser.hpp"
#include "embed/corpus/source.hpp"
#include "embed/vectors/interchange.hpp"

namespace lode::embed {

struct ImportOptions {
    std::string name;               // of the file, for the model's settings
    std::filesystem::path scratch;  // folder for the text that is counted; only with a corpus
};

struct Import {
    Embedding model;
    std::map<std::string, std::uint64_t> left_out;  // words of the file, by reason
    std::uint64_t renamed = 0;         // formulas that got their canonical form as name
    std::uint64_t without_output = 0;  // words that the file of output vectors lacks
    std::uint64_t in_corpus = 0;       // words that the corpus holds; 0 without a corpus
    std::uint64_t reachable = 0;  // words that a query can name: the analyser reads them as such
};

// Words keep their names, but a formula is renamed to its canonical form where that is free
// (LiCoO2 -> CoLiO2; the file's form is kept as the written one). Words with '_' inside are the
// model's phrases. Counts are those of `corpus` (0 for a word it lacks); without one those of the
// file, else 0. A word is a material where the corpus says so, or where it looks like a formula.
//
// Output vectors come from `output` (the same words, or a part: the others get zeros), else from
// the file itself. Where neither has any, the input vectors stand in for them: the model's setting
// "output_vectors" is then "input".
//
// The model's trainer is "imported"; its other settings are 0, because the file does not state
// them. Error where the dimensions of the two files differ.
Import import_vectors(VectorFile file, std::optional<VectorFile> output,
                      const text::Analyser& analyser, const ArticleSource* corpus,
                      const ImportOptions& options, Progress& progress, std::stop_token stop);

}  // namespace lode::embed
