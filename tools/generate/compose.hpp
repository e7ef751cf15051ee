// Writes one article: from its plan to a draft and the truth planted in it.
#pragma once

#include <utility>

#include "tools/generate/draft.hpp"
#include "tools/generate/grammar.hpp"

namespace lode::generate {

std::pair<Draft, Truth> compose(const Bank& bank, const Facts& facts, const Settings& settings,
                                std::uint64_t index);

}  // namespace lode::generate
