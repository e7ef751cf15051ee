// What is written of a material, whatever the question.
#pragma once

#include <string>
#include <vector>

#include "query/literature.hpp"
#include "query/report.hpp"

namespace lode::query {

// Articles looked at for sentences: the newest ones.
inline constexpr std::size_t k_newest_articles = 50;

// At most `limit` sentences that mention the material (a norm), each of another article: own claims
// with an outcome first, then the newest. Of the k_newest_articles newest articles that are not
// retracted; cost bounded by them.
std::vector<Evidence> known_sentences(const Literature& literature, const std::string& material,
                                      std::size_t limit);

}  // namespace lode::query
