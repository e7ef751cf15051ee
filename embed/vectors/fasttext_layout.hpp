// The parts of a fastText .bin file that reader and writer share. Private to embed/vectors.
//
//   i32 magic, i32 version (12)
//   i32 dim, window, epochs, min_count, negative, word n-grams, loss, model, bucket, minn, maxn,
//       lr_update_rate; f64 subsample
//   i32 size, words, labels; i64 tokens, i64 pruned (-1: never)
//   size times: text, byte 0, i64 count, i8 kind (0 word, 1 label); pruned times: i32, i32
//   u8 quantised; i64 rows (words + bucket), i64 dim, rows x dim f32    input
//   u8 quantised; i64 rows (words), i64 dim, rows x dim f32             output
//
// Numbers are little-endian. Source: fastText 0.9.2, fasttext.cc, args.cc, dictionary.cc,
// densematrix.cc.
#pragma once

#include <cstdint>

namespace lode::embed::fasttext_layout {

inline constexpr std::int32_t k_magic = 793712314;
inline constexpr std::int32_t k_version = 12;
inline constexpr std::int32_t k_negative_sampling = 2;
inline constexpr std::int32_t k_skip_gram = 2;
inline constexpr std::int32_t k_supervised = 3;

}  // namespace lode::embed::fasttext_layout
