#include "query/ensemble.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/error.hpp"

namespace lode::query {
namespace {

void require_same_words(const embed::Embedding& model, const embed::Embedding& other,
                        std::uint64_t seed) {
    const auto same = [](const embed::Word& a, const embed::Word& b) { return a.text == b.text; };
    if (!std::equal(model.words().begin(), model.words().end(), other.words().begin(),
                    other.words().end(), same)) {
        throw Error(fmt::format("the model of seed {} has other words", seed),
                    "train the models anew: lode embed --seeds N");
    }
}

}  // namespace

std::string interval_rule(std::size_t models) {
    return models < k_models_for_quantiles
               ? fmt::format("lowest and highest rank in {} models", models)
               : fmt::format("central 90 % of the ranks in {} models", models);
}

void score_others(const embed::Embedding& model, const OtherSeeds& others,
                  const std::function<std::vector<float>(const embed::Embedding&)>& direction,
                  std::vector<Candidate>& candidates) {
    if (others.empty()) {
        return;
    }
    for (auto& candidate : candidates) {
        candidate.scores = {candidate.score};
    }
    for (std::size_t i = 0; i < others.seeds.size(); ++i) {
        const embed::Embedding& other = others.model(i);
        require_same_words(model, other, others.seeds[i]);
        const std::vector<float> towards = direction(other);
        for (auto& candidate : candidates) {
            candidate.scores.push_back(embed::cosine(other.output(candidate.word), towards));
        }
    }
    for (auto& candidate : candidates) {
        candidate.score = std::accumulate(candidate.scores.begin(), candidate.scores.end(), 0.0) /
                          static_cast<double>(candidate.scores.size());
    }
}

void place_in_models(const embed::Embedding& model, std::vector<Candidate>& candidates) {
    if (candidates.empty() || candidates.front().scores.empty()) {
        return;
    }
    const auto& words = model.words();
    const std::size_t models = candidates.front().scores.size();
    std::vector<std::vector<std::uint32_t>> ranks(candidates.size());
    std::vector<std::size_t> order(candidates.size());
    for (std::size_t m = 0; m < models; ++m) {
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::sort(order.begin(), order.end(), [&](std::size_t l, std::size_t r) {
            const Candidate& a = candidates[l];
            const Candidate& b = candidates[r];
            return a.scores[m] != b.scores[m] ? a.scores[m] > b.scores[m]
                                              : words[a.word].text < words[b.word].text;
        });
        for (std::size_t place = 0; place < order.size(); ++place) {
            ranks[order[place]].push_back(static_cast<std::uint32_t>(place + 1));
        }
    }
    // Nearest ranks: what lies outside is at most 5 % of the models on each side.
    const std::size_t outside =
        models < k_models_for_quantiles
            ? 0
            : static_cast<std::size_t>(std::floor(0.05 * static_cast<double>(models)));
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        auto& list = ranks[i];
        std::sort(list.begin(), list.end());
        const auto own = static_cast<std::uint32_t>(i + 1);
        candidates[i].rank_interval = {std::min(own, list[outside]),
                                       std::max(own, list[list.size() - 1 - outside])};
    }
}

}  // namespace lode::query
