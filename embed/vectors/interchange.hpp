// Word vectors as other programs write and read them: word2vec (text and binary), fastText's .bin,
// NumPy's .npy. Nothing here knows how a model is used.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "embed/vectors/embedding.hpp"

namespace lode::embed {

enum class Side : std::uint8_t { input, output };

// Takes a file's bytes in order, in pieces of some kilobytes.
using WritePiece = std::function<void(std::string_view)>;

// word2vec.c's binary format: "words dim\n", then a word, a blank, dim little-endian float32 and a
// line end, word after word.
void write_word2vec_binary(const Embedding& model, Side side, const WritePiece& write);

// NPY 1.0: a C-ordered matrix of little-endian float32, words x dim; row i is word i of the model.
void write_npy(const Embedding& model, Side side, const WritePiece& write);

// The words in the order of the rows: text, count, "m" for a material or nothing, most written
// form; tabs between, a line each.
void write_words(const Embedding& model, const WritePiece& write);

// A fastText model, version 12 (fastText 0.9.1 and later): skip-gram with negative sampling, no
// subwords (minn = maxn = bucket = 0), so that the vector of a word is its row. Holds both sides.
void write_fasttext(const Embedding& model, const WritePiece& write);

// What a file of vectors holds. Rows are in the order of the file, row-major words x dim.
struct VectorFile {
    std::string format;  // "word2vec text", "word2vec binary", "fastText"
    std::uint32_t dim = 0;
    std::vector<std::string> words;     // each once
    std::vector<std::uint64_t> counts;  // empty where the file has none
    std::vector<float> input;
    std::vector<float> output;  // empty where the file has none
    // Words that are not in `words`, by reason: "empty", "not UTF-8", "holds a blank or control
    // character".
    std::map<std::string, std::uint64_t> left_out;
};

// Recognises the format from the first bytes. Of a fastText model with subwords the vector of a
// word is the mean of its row and those of its subwords, as fastText gives it; output vectors are
// read from models trained with negative sampling. Error with path, place (line, word or byte) and
// reason for a file that is none of these, is cut, has a number that is none or not finite, a word
// twice, or is quantised or a classifier. Memory: the file once more.
VectorFile read_vector_file(const std::filesystem::path& path);

}  // namespace lode::embed
