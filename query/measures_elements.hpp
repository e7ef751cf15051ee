// The words of a vocabulary that are elements. Shared by query/measures.
#pragma once

#include <cstdint>
#include <vector>

#include "embed/vectors/embedding.hpp"

namespace lode::query {

struct ElementWord {
    std::uint8_t number = 0;  // atomic number
    std::uint32_t word = 0;
};

// Symbols ("Te"), or English names ("tellurium": of several spellings the most frequent); ascending
// by atomic number. Words without a direction (zero vectors) are left out.
std::vector<ElementWord> element_words(const embed::Embedding& model, bool names);

}  // namespace lode::query
