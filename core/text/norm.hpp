// What the embedding sees of a word. Private to core/text.
#pragma once

#include <string>
#include <string_view>

#include "core/text/analyser.hpp"

namespace lode::text {

inline constexpr std::string_view k_number_norm = "<nUm>";

// In, As, At, No, He, Be, I: element symbols that are English words.
bool is_ambiguous_symbol(std::string_view word);

// Lower case for "Seebeck" and "A"; kept for "XRD", "ZnO", "Co"; each part of a hyphenated
// compound on its own ("Li-ion", "X-ray" -> "x-ray"). `symbol_context`: an ambiguous symbol means
// the element here.
std::string word_norm(std::string_view written, const AnalyserSettings& settings,
                      bool symbol_context);

}  // namespace lode::text
