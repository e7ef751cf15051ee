// Near spellings of an unknown word, and the answer that helps its author on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"
#include "embed/vectors/embedding.hpp"

namespace lode::query {

// Number of single-character insertions, deletions, substitutions and swaps of neighbours (optimal
// string alignment), in code points; `limit` + 1 where it is above `limit`.
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit);

struct NearSpelling {
    std::string word;     // in the vocabulary
    std::string written;  // as a reader writes it: "LiCoO2", "fuel cell"
    std::uint64_t count = 0;
    std::size_t distance = 0;
};

// Vocabulary words within a third of the word's length (at least 2) edits, capitals ignored for
// the first comparison; nearest first, then by count. O(vocabulary).
std::vector<NearSpelling> near_spellings(const embed::Embedding& model, std::string_view norm,
                                         std::size_t limit, bool materials_only = false);

// As a reader writes a word of the vocabulary: "LiCoO2", "fuel cell".
std::string spoken(const embed::Word& word);

// How a word is written on a command line: quoted where the shell needs it, phrases with spaces.
std::string shell_quoted(std::string_view word);

// NoAnswer for words the model does not know: `typed` as given, `norms` as the analyser reads it;
// `command` is the beginning of an example that works ("lode rank"), `after` its end, and with
// `materials_only` only a material makes it work.
NoAnswer unknown_word(const embed::Embedding& model, std::string_view typed,
                      const std::vector<std::string>& norms, std::string_view command,
                      std::string_view after = {}, bool materials_only = false);

}  // namespace lode::query
