// The last two readings of the corpus: choose the vocabulary, write the text that trainers read.
#pragma once

#include <cstdint>
#include <stop_token>
#include <vector>

#include "core/base/progress.hpp"
#include "embed/corpus/phrase_finder.hpp"
#include "embed/corpus/scratch.hpp"
#include "embed/corpus/sentences.hpp"
#include "embed/train/trainer.hpp"

namespace lode::embed {

// What is one line, that is, how far a window reaches. A block is a title, an abstract, a paragraph
// or a caption: windows then cross the sentence ends inside it, as mat2vec's do, and a material is
// seen together with the subject that the sentence before it names. Blocks never run together.
enum class Line { block, sentence };

struct VocabularyOptions {
    std::uint32_t min_count = 5;
    std::uint32_t material_min_count = 3;  // formulas stay in from this count on
    std::size_t most_words = WordCounts::k_default_limit;
};

struct Vocabulary {
    std::vector<Word> words;     // count descending, then text
    std::uint64_t prunings = 0;  // see WordCounts
};

// A word is a material where at least half of its occurrences stand in the text as a formula.
Vocabulary choose_vocabulary(const Sentences& corpus, const Phrases& phrases,
                             const VocabularyOptions& options, Progress& progress,
                             const std::stop_token& stop);

// Writes the text into `file` and closes it; words outside the vocabulary are left out. The counts
// of the result's vocabulary are those of the text written.
TrainInput write_training_text(const Sentences& corpus, const Phrases& phrases,
                               std::vector<Word> vocabulary, Line line, ScratchFile& file,
                               Progress& progress, const std::stop_token& stop);

}  // namespace lode::embed
