#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <span>

#include "core/base/error.hpp"
#include "embed/vectors/describe.hpp"
#include "embed/vectors/fasttext_layout.hpp"
#include "embed/vectors/interchange.hpp"

namespace lode::embed {
namespace {

static_assert(std::endian::native == std::endian::little, "the formats are little-endian");

std::span<const float> row(const Embedding& model, Side side, std::uint32_t word) {
    return side == Side::input ? model.input(word) : model.output(word);
}

std::string_view bytes_of(std::span<const float> values) {
    return {reinterpret_cast<const char*>(values.data()), values.size_bytes()};
}

template <class T>
void put(std::string& bytes, T value) {
    bytes.append(reinterpret_cast<const char*>(&value), sizeof(T));
}

void write_rows(const Embedding& model, Side side, const WritePiece& write) {
    for (std::uint32_t i = 0; i < model.size(); ++i) {
        write(bytes_of(row(model, side, i)));
    }
}

}  // namespace

void write_word2vec_binary(const Embedding& model, Side side, const WritePiece& write) {
    write(fmt::format("{} {}\n", model.size(), model.dim()));
    std::string piece;
    for (std::uint32_t i = 0; i < model.size(); ++i) {
        piece = model.words()[i].text;
        piece += ' ';
        piece += bytes_of(row(model, side, i));
        piece += '\n';
        write(piece);
    }
}

void write_npy(const Embedding& model, Side side, const WritePiece& write) {
    std::string head =
        fmt::format("{{'descr': '<f4', 'fortran_order': False, 'shape': ({}, {}), }}", model.size(),
                    model.dim());
    // Magic, version and the length of the head are 10 bytes; the data begins at a multiple of 64.
    head.append(63 - (10 + head.size()) % 64, ' ');
    head += '\n';
    std::string start("\x93NUMPY\x01\x00", 8);
    put(start, static_cast<std::uint16_t>(head.size()));
    write(start + head);
    write_rows(model, side, write);
}

void write_words(const Embedding& model, const WritePiece& write) {
    for (const Word& word : model.words()) {
        write(words_to_lines({word}));
    }
}

void write_fasttext(const Embedding& model, const WritePiece& write) {
    namespace layout = fasttext_layout;
    constexpr std::int32_t k_lr_update_rate = 100;  // fastText's default; only training reads it
    const Spec& spec = model.spec();
    const auto words = static_cast<std::int32_t>(model.size());
    const auto dim = static_cast<std::int32_t>(model.dim());
    std::int64_t tokens = 0;
    for (const Word& word : model.words()) {
        tokens += static_cast<std::int64_t>(word.count);
    }
    std::string head;
    for (const std::int32_t value :
         {layout::k_magic, layout::k_version, dim, static_cast<std::int32_t>(spec.window),
          static_cast<std::int32_t>(spec.epochs), static_cast<std::int32_t>(spec.min_count),
          static_cast<std::int32_t>(spec.negative), std::int32_t{1}, layout::k_negative_sampling,
          layout::k_skip_gram, std::int32_t{0}, std::int32_t{0}, std::int32_t{0},
          k_lr_update_rate}) {
        put(head, value);
    }
    put(head, spec.subsample);
    put(head, words);
    put(head, words);
    put(head, std::int32_t{0});
    put(head, tokens);
    put(head, std::int64_t{-1});
    write(head);
    std::string entry;
    for (const Word& word : model.words()) {
        entry = word.text;
        entry += '\0';
        put(entry, static_cast<std::int64_t>(word.count));
        put(entry, std::int8_t{0});
        write(entry);
    }
    for (const Side side : {Side::input, Side::output}) {
        std::string matrix;
        put(matrix, std::uint8_t{0});
        put(matrix, std::int64_t{words});
        put(matrix, std::int64_t{dim});
        write(matrix);
        write_rows(model, side, write);
    }
}

}  // namespace lode::embed
