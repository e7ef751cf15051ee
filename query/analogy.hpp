// A is to B as C is to ? (3CosAdd, Mikolov et al. 2013).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "query/explain/vectors.hpp"
#include "query/rank.hpp"

namespace lode::query {

// One word, phrase or material of the vocabulary: as it is read, else by the composition it names.
// NoAnswer with near spellings, or where it is read as several words; `command` and `after` make
// the example.
std::uint32_t find_one(const embed::Embedding& model, const Normalise& normalise,
                       const explain::Canonical& canonical, const std::string& typed,
                       std::string_view command, std::string_view after = {});

struct AnalogyAnswer {
    std::vector<std::string> read;  // A, B and C as the model knows them
    std::vector<SimilarRow> rows;   // best first
};

// Words nearest to b - a + c by the cosine of input vectors, a, b and c the unit input vectors of
// the three; these themselves are left out. Throws NoAnswer as find_one(), and where no word is
// left.
AnalogyAnswer analogy(const embed::Embedding& model, const Normalise& normalise,
                      const explain::Canonical& canonical, const std::vector<std::string>& abc,
                      std::size_t limit, bool materials_only);

}  // namespace lode::query
