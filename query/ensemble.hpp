// The same question to models of several seeds: how far does the order depend on chance?
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "query/candidates.hpp"

namespace lode::query {

// Models that differ from the one asked in their seeds alone: the same words in the same order.
struct OtherSeeds {
    std::vector<std::uint64_t> seeds;
    std::function<const embed::Embedding&(std::size_t)> model;  // that of seeds[i]
    bool empty() const noexcept { return seeds.empty(); }
};

// From how many models on an interval is the central 90 % of their ranks; below, it reaches from
// the lowest rank to the highest.
inline constexpr std::size_t k_models_for_quantiles = 20;

// The key of Report::made_by under which the fingerprints of all models stand, in the order of
// Report::seeds, separated by ", ". Reports of one model have "model fingerprint" alone.
inline constexpr std::string_view k_model_fingerprints = "model fingerprints";

// "lowest and highest rank in 3 models", for people.
std::string interval_rule(std::size_t models);

// After score(): adds the scores of the other models to Candidate::scores and makes
// Candidate::score the mean over all. `direction` gives the question's direction in a model. Error
// where a model has other words.
void score_others(const embed::Embedding& model, const OtherSeeds& others,
                  const std::function<std::vector<float>(const embed::Embedding&)>& direction,
                  std::vector<Candidate>& candidates);

// After place(): the interval of each rank, counted among these candidates. It always holds the
// rank by the mean score. Nothing is done where there is one model.
void place_in_models(const embed::Embedding& model, std::vector<Candidate>& candidates);

}  // namespace lode::query
