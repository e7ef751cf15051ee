// Store to model: training text, phrases, vocabulary, vectors.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/progress.hpp"
#include "core/store/store.hpp"
#include "embed/corpus/source.hpp"
#include "embed/train/trainer.hpp"
#include "embed/vectors/embedding.hpp"

namespace lode::embed {

struct EmbedOptions {
    Spec spec;
    std::filesystem::path scratch;  // folder for the training text; removed afterwards
    // Of the training itself; what comes before it is done anew. Removed by the caller when the
    // model is saved.
    Checkpointing checkpoint;
    // Small corpora need other settings than the 3.3 million abstracts that the defaults come from;
    // the Spec in the model shows what was used, and a message says so. Only settings that still
    // have their default and are not in `fixed` are touched:
    //   epochs            below 2 million words: until 4 million were seen, at most 100; above: so
    //                     that about 400 million are seen (fasttext: 60), between 3 and 30
    //   dim               100 below 2 million words
    //   negative          5 below 50 million words: three times as fast, and within what Mikolov et
    //                     al. 2013 advise (5 to 20 for small corpora, 2 to 5 for large ones)
    //   subsample         1e-3 below 2 million words: at 1e-4 most of a small text is thrown away
    //   min_count         3 below 1 million words
    //   phrase_min_count  see embed/corpus/phrase_finder.hpp
    bool adapt_to_corpus = true;
    std::set<std::string> fixed;  // names of the Spec's fields that the user has set
};

// Spec::extra of the model holds, and takes when set:
//   material_min_count  formulas stay in the vocabulary from this count on (default 3)
//   share_negatives     of the native trainer: "none", "window" (default) or "group"
//   line                "block" (default) or "sentence": see embed/corpus/training_text.hpp
//
// Memory: counts of words and of pairs (bounded: word_counts.hpp, phrase_finder.hpp), written forms
// of formulas (one entry a distinct pair), then vocabulary + 2 matrices. Disk: the text twice, in
// `scratch`. Error where there is no article to train on or no word left, UsageError for a Spec
// that cannot be, Interrupted on stop. The same source and Spec with one thread give the same
// bytes.
Embedding build(const ArticleSource& source, const text::AnalyserSettings& analyser,
                const EmbedOptions& options, Progress& progress, std::stop_token stop);
Embedding build(const store::Reader& store, const text::AnalyserSettings& analyser,
                const EmbedOptions& options, Progress& progress, std::stop_token stop);

// One model for each seed, handed to `done` as it is made, in the order of `seeds`; Spec::seed is
// set to them. They share the reading of the store, phrases, vocabulary and the encoded text, and
// differ in their vectors alone: the model of a seed has the bytes that build() gives it. Memory:
// that of build(), and a second list of words.
void build_each(const ArticleSource& source, const text::AnalyserSettings& analyser,
                const EmbedOptions& options, const std::vector<std::uint64_t>& seeds,
                const std::function<void(Embedding)>& done, Progress& progress,
                std::stop_token stop);
void build_each(const store::Reader& store, const text::AnalyserSettings& analyser,
                const EmbedOptions& options, const std::vector<std::uint64_t>& seeds,
                const std::function<void(Embedding)>& done, Progress& progress,
                std::stop_token stop);

}  // namespace lode::embed
