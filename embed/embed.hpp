// Store to model: training text, phrases, vocabulary, vectors.
#pragma once

#include <filesystem>
#include <stop_token>

#include "core/base/progress.hpp"
#include "core/store/store.hpp"
#include "embed/vectors/embedding.hpp"

namespace lode::embed {

struct EmbedOptions {
    Spec spec;
    std::filesystem::path scratch;  // folder for the training text; removed afterwards
    // Where the user set no epochs or min_count, small corpora get more epochs (so that about 20
    // million words are seen) and phrases a threshold that suits their size; the Spec in the model
    // shows what was used.
    bool adapt_to_corpus = true;
};

// Memory: phrase counts (bounded, stated in the header of phrases.hpp) + vocabulary + 2 matrices.
Embedding build(const store::Reader& store, const text::AnalyserSettings& analyser,
                const EmbedOptions& options, Progress& progress, std::stop_token stop);

}  // namespace lode::embed
