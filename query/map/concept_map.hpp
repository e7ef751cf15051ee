// The map of a concept: which materials and uses are familiar (quadrants), and where among the
// known materials little has been tried (density). Definitions and limits: docs/BIAS.md.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "query/map/density.hpp"
#include "query/map/quadrants.hpp"
#include "query/material_space.hpp"
#include "query/rank.hpp"
#include "query/report.hpp"

namespace lode::query {

struct MapOptions {
    std::optional<std::uint64_t> familiar_material;  // articles; without it usual_material_limit()
    std::uint64_t familiar_application = 2;          // articles with the concept
    double quantile = 0.9;                           // promising: score at or above it
    std::size_t examples = 5;                        // a quadrant
    std::optional<std::size_t> columns;              // of the density map; else usual_columns()
    std::size_t sentences = 2;                       // an example
};

// One candidate on the map.
struct MapMaterial {
    std::string material, written;
    Familiarity seen;
    double score = 0, percentile = 0;
    Quadrant quadrant = Quadrant::radical_both;
    bool promising = false;
    std::optional<std::pair<double, double>> place;  // nothing for a word without a vector
    std::optional<std::size_t> cell;                 // in DensityMap::cells
};

struct QuadrantCount {
    std::uint64_t materials = 0, promising = 0;
};

// Beside Report::rows, one for each.
struct MapExample {
    Quadrant quadrant = Quadrant::radical_both;
    std::vector<Evidence> articles;  // sentences: with the concept first, else on the material
};

struct ConceptMap {
    Report ranking;  // its rows are the examples, by quadrant, best score first
    std::vector<MapExample> examples;
    MapOptions options;
    FamiliarFrom from;
    std::array<QuadrantCount, 4> counts{};  // by k_quadrants
    std::vector<MapMaterial> materials;     // all candidates, best score first
    DensityMap density;                     // its points are places in `placed`
    std::vector<std::size_t> placed;        // materials on the map
    double shown_share = 0;                 // of the vectors' variance
    std::optional<DistanceSpread> spread;   // of the distances in several models
    std::vector<std::string> limits;        // what it cannot tell
};

// The best materials by score of a cell that share no article with the concept, at most `most`.
std::vector<std::size_t> untried_of(const ConceptMap& map, const MapCell& cell, std::size_t most);

// `request.limit`, `studied` and `choose` are set by the map. Errors as rank(). Reads the facts of
// every article that mentions a candidate, each once. With models of other seeds the map is that of
// their vectors side by side, in which squared distances are means over the models.
ConceptMap concept_map(const Literature& literature, const embed::Embedding& model,
                       const Normalise& normalise, RankRequest request, const MapOptions& options);

}  // namespace lode::query
