// The materials of one application with what its articles report of them, the bias flags this
// raises, and where each lies among the others in composition space.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "query/applications.hpp"
#include "query/literature.hpp"
#include "query/terms.hpp"

namespace lode::query {

struct ApplicationMaterial {
    std::string material;             // canonical
    std::string written;              // the form most often written in these articles
    std::uint64_t articles = 0;       // that speak of the application and the material
    std::uint64_t same_sentence = 0;  // of them, in one sentence
    std::uint64_t positive = 0, negative = 0, null = 0;  // votes of articles (docs/BIAS.md)
    std::uint16_t first_year = 0, last_year = 0;         // of these articles; 0: not known
    std::vector<std::string> flags;                      // by name
    // Place on the first two principal components of the element shares of the application's
    // materials (query/projection.hpp), and mean distance to the k_neighbours nearest of them
    // (exchange_distance()); nothing where the composition is not readable, or is the only one.
    std::optional<std::pair<double, double>> plane;
    std::optional<double> neighbour_distance;

    // The sign that most votes have: "positive", "negative" or "null"; "mixed" where none leads, ""
    // without votes.
    std::string_view verdict() const noexcept;
};

inline constexpr std::size_t k_neighbours = 5;

// Flags that a record of an application cannot be judged by: they need a ranking's scores and the
// mentions in all articles, or how often the classifier errs.
inline constexpr std::array<std::string_view, 3> k_flags_of_rankings{
    "popularity", "too-rare-to-judge", "not-resolvable"};

// By material. Retracted articles are left out of every number; they raise retracted-evidence. The
// chances behind the flags are adjusted over the application's materials. Reads each article of the
// application once, and those that vote on a material with five votes or more again, for their
// authors. Interrupted when stopped. Memory: the materials of the application and their votes.
std::vector<ApplicationMaterial> application_materials(const Literature& literature,
                                                       const Application& application,
                                                       const Normalise& normalise,
                                                       std::stop_token stop);

}  // namespace lode::query
