// Word vectors with everything that shaped them, in one self-contained file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/text/analyser.hpp"
#include "embed/vectors/phrases.hpp"

namespace lode::embed {

// Part of what a model was asked for, so that models and checkpoints of before are made anew.
// Raised when the same text, settings and seed give other vectors; 1 began them in +-0.5 / dim.
inline constexpr std::uint32_t k_training_version = 2;

// How the vectors came to be. Defaults exist once, here; the command line reads them from a
// default-constructed Spec.
struct Spec {
    std::string trainer = "native";
    std::uint32_t dim = 200;  // mat2vec's settings (Tshitoyan et al. 2019) where a corpus is large;
    std::uint32_t window = 8;  // see embed/corpus for how small corpora are treated
    std::uint32_t negative = 15;
    std::uint32_t epochs = 30;
    std::uint32_t min_count = 5;
    double learning_rate = 0.05;
    double subsample = 1e-4;
    std::uint64_t seed = 1;
    std::uint32_t threads = 1;     // 1 is bit-reproducible (embed/train/trainer.hpp)
    std::uint16_t until_year = 0;  // 0: all; else articles with year <= this, none without a year
    std::uint32_t phrase_passes = 2;
    std::uint32_t phrase_min_count = 10;
    double phrase_threshold = 15;
    std::map<std::string, std::string> extra;  // trainer's own, shown in the model
};

struct Provenance {
    std::string corpus;  // fingerprint of the store
    std::uint64_t articles = 0;
    std::uint64_t articles_without_year = 0;  // left out because of until_year
    std::uint64_t sentences = 0;
    std::uint64_t tokens = 0;
    std::uint16_t first_year = 0;
    std::uint16_t last_year = 0;
    std::vector<std::uint64_t> phrases_per_pass;
    std::uint64_t phrase_prunings = 0;      // how often the table of pairs was full and rare pairs
    std::uint64_t vocabulary_prunings = 0;  // were dropped; the same for words
    std::string program;                    // "lode 0.1.0"
};

// A word as it is in the vocabulary. `material` words are canonical formulas; `written` is the form
// most used in the text ("LiCoO2" for CoLiO2).
struct Word {
    std::string text;
    std::uint64_t count = 0;
    bool material = false;
    std::string written;
};

// Row-major matrices of words() x dim(), float32. input row i and output row i belong to word i;
// words are sorted by count descending, then by text. Thread-safe for const calls.
class Embedding {
 public:
    // `phrases` in the order of the passes that Provenance::phrases_per_pass counts. Throws Error
    // where the parts do not fit together (sizes, order, a word twice, blanks inside a word).
    Embedding(Spec spec, Provenance provenance, text::AnalyserSettings analyser,
              std::vector<std::string> phrases, std::vector<Word> words, std::vector<float> input,
              std::vector<float> output);

    std::size_t size() const noexcept { return m_words.size(); }
    std::size_t dim() const noexcept { return m_spec.dim; }
    const Spec& spec() const noexcept { return m_spec; }
    const Provenance& provenance() const noexcept { return m_provenance; }
    const text::AnalyserSettings& analyser() const noexcept { return m_analyser; }
    const std::vector<std::string>& phrases() const noexcept { return m_phrases; }  // "fuel_cell"
    const std::vector<Word>& words() const noexcept { return m_words; }
    std::optional<std::uint32_t> find(std::string_view word) const;
    std::span<const float> input(std::uint32_t word) const;
    std::span<const float> output(std::uint32_t word) const;

    // Joins the phrases of the model in a list of norms, as the training text was joined.
    std::vector<std::string> join_phrases(const std::vector<std::string>& norms) const;

    // Complete or absent; carries version, checksum and a self-test that load() runs: the layout is
    // in vectors/file.cpp. load() maps the matrices (they are not copied) and throws Error naming
    // the path and what is wrong: not a model, another version, cut, changed bytes, an analyser
    // that reads text differently by now.
    void save(const std::filesystem::path& path) const;
    static Embedding load(const std::filesystem::path& path);
    // Digest over the vectors, words, phrases, analyser settings and spec; 32 hex digits.
    const std::string& fingerprint() const noexcept { return m_fingerprint; }
    // 1 / length of the input vector of each word; 0 for a zero vector.
    std::span<const float> inverse_input_norms() const noexcept { return m_inverse_norms; }

    // word2vec text format as gensim reads it. output=false: input vectors.
    void write_vec(const std::filesystem::path& path, bool output) const;
    // The same, handed over in pieces of some kilobytes.
    void write_vec(const std::function<void(std::string_view)>& write, bool output) const;

 private:
    // The memory the matrices are in: vectors of a training, or a mapped file. Shared by copies.
    struct Matrices {
        std::span<const float> input;
        std::span<const float> output;
        std::shared_ptr<const void> owner;
    };
    Embedding(Spec spec, Provenance provenance, text::AnalyserSettings analyser,
              std::vector<std::string> phrases, std::vector<Word> words, Matrices matrices,
              std::string fingerprint);
    static Matrices own(std::vector<float> input, std::vector<float> output);
    std::string compute_fingerprint() const;

    Spec m_spec;
    Provenance m_provenance;
    text::AnalyserSettings m_analyser;
    std::vector<std::string> m_phrases;
    std::vector<Word> m_words;
    Matrices m_matrices;
    std::vector<float> m_inverse_norms;
    std::unordered_map<std::string, std::uint32_t, StringHash, std::equal_to<>> m_index;
    PhraseTable m_phrase_table;
    std::string m_fingerprint;
};

struct Neighbour {
    std::uint32_t word = 0;
    float score = 0;
};

// Summed in double. 0 where one of them is a zero vector; Error where the lengths differ.
double cosine(std::span<const float> a, std::span<const float> b);
// Words whose input vectors are nearest to `query` by cosine, best first, ties by word number;
// `exclude` are left out, and so are words whose vector is zero. Exact; O(size x dim). Empty for a
// zero query.
std::vector<Neighbour> nearest(const Embedding& model, std::span<const float> query, std::size_t k,
                               std::span<const std::uint32_t> exclude, bool materials_only);

}  // namespace lode::embed
