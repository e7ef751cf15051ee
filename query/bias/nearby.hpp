// What was never tried nearby: materials close to the most reported ones that no article sets
// beside the concept.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "embed/vectors/embedding.hpp"
#include "query/literature.hpp"
#include "query/survey.hpp"

namespace lode::query {
struct Candidate;
}

namespace lode::query::bias {

struct UntriedNeighbour {
    std::string material, written;
    std::optional<double> vector_distance;  // 1 - cosine (query/material_space.hpp)
    std::optional<double> exchanged_share;  // of atoms, where both compositions are readable
    bool near_by_vectors = false;           // among the nearest in this space
    bool near_by_composition = false;
    std::uint64_t mentions = 0;
    std::uint64_t articles = 0;  // that mention it, retracted ones left out
};

struct Surroundings {
    std::string material, written;  // one of the most reported
    std::uint64_t articles_with_concept = 0;
    std::vector<UntriedNeighbour> untried;  // nearest by vectors first
};

struct NearbyOptions {
    std::size_t reported = 10;   // materials with most articles beside the concept
    std::size_t neighbours = 3;  // of each, in each space; 0: nothing is looked for
};

// `seen` belongs to `candidates`. Single elements are left out on both sides: in texts their
// symbols mostly name constituents and dopants. Of compositions only those that share more than
// half of their atoms count as near. Never beside the concept: no article holds both, no retracted
// one either. Time: reported * candidates * dimensions.
std::vector<Surroundings> never_tried(const Literature& literature, const embed::Embedding& model,
                                      const std::vector<Candidate>& candidates, const Survey& seen,
                                      const NearbyOptions& options);

}  // namespace lode::query::bias
