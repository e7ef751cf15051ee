// Novelty search among materials: promising ones that lie far from what has been tried for the
// concept, and from each other. After Lehman & Stanley: sparseness, the mean distance to the k
// nearest known points, decides instead of the objective (Evolutionary Computation 19, 189-223,
// 2011); the objective is only a threshold that must be passed (minimal criteria novelty search,
// GECCO 2010, 103-110). Definitions and limits: docs/BIAS.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "query/interval.hpp"
#include "query/material_space.hpp"
#include "query/rank.hpp"
#include "query/report.hpp"

namespace lode::query {

struct NoveltyOptions {
    double quantile = 0.75;       // of the scores of all candidates; at or above it: promising
    std::size_t neighbours = 15;  // k
    double tradeoff = 0.5;        // 0: far from what is studied only; 1: far from each other only
    std::size_t limit = 10;
    SpaceKind space = SpaceKind::vectors;
    std::uint64_t studied_from = 1;  // articles with the concept that make a material studied
    std::size_t neighbours_shown = 3;
    std::size_t sentences = 3;  // of what is known of a material
};

// A studied material beside a chosen one.
struct StudiedNeighbour {
    std::string material, written;
    double distance = 0;
    std::uint64_t articles_with_concept = 0;
};

// Beside Report::rows, one for each.
struct NovelRow {
    std::uint32_t rank_by_similarity = 0;  // among the materials not studied
    double novelty = 0;                    // mean distance to the k nearest studied materials
    double novelty_percentile = 0;         // among the promising ones, 0..100
    // Lowest and highest novelty that one of several models gives; nothing where there is one, or
    // in the space of composition.
    std::optional<Interval> novelty_interval;
    std::optional<double> apart;  // distance to the nearest one chosen before it
    std::vector<StudiedNeighbour> nearest;
    std::vector<Evidence> known;  // sentences on the material, with or without the concept
};

struct NovelSet {
    std::size_t size = 0;
    double mean_novelty = 0;
    double mean_score = 0;
    std::optional<double> mean_apart;  // over all pairs
};

// A promising material, for the picture.
struct PromisingPoint {
    double score = 0, novelty = 0;
    bool chosen = false, plain = false;
};

struct NoveltyReport {
    Report ranking;  // its rows are the chosen ones, in the order of choice
    std::vector<NovelRow> rows;
    NoveltyOptions options;
    std::uint64_t studied = 0, not_studied = 0;
    std::uint64_t promising = 0;  // of those not studied
    std::uint64_t unplaced = 0;   // promising ones without a place in the space: left out
    std::uint64_t landmarks = 0;  // studied ones with a place: what novelty is measured from
    double threshold = 0;         // lowest score that is promising
    NovelSet chosen, plain;       // plain: as many, the most similar of the same pool
    std::size_t overlap = 0;      // in both
    std::vector<std::string> plain_written;
    std::optional<double> novelty_vs_mentions;  // rank correlation over the promising ones
    std::vector<PromisingPoint> points;
    std::optional<DistanceSpread> spread;  // of several models
    std::vector<std::string> limits;       // what the numbers cannot tell
};

// Mean distance of `i` to its `k` nearest of `landmarks` (fewer where there are fewer); nothing
// where there is none. In one model, with the neighbours it has there, where that is given.
std::optional<double> sparseness(const MaterialSpace& space, std::size_t i,
                                 const std::vector<std::size_t>& landmarks, std::size_t k,
                                 std::optional<std::size_t> model = {});

// Greedy choice of at most `limit` of `pool` (maximal marginal relevance, Carbonell & Goldstein
// 1998, with both terms a distance in one space): first the most novel one, then always the one
// with the highest (1 - tradeoff) * novelty + tradeoff * distance to the nearest already chosen;
// ties in the order of `pool`. `novelty` is that of pool[i]. O(limit * pool).
struct Choice {
    std::size_t place = 0;  // in `pool`
    std::optional<double> apart;
};
std::vector<Choice> choose_diverse(const MaterialSpace& space, const std::vector<std::size_t>& pool,
                                   const std::vector<double>& novelty, double tradeoff,
                                   std::size_t limit);

// `request.limit`, `studied` and `choose` are set by the search. Throws NoAnswer where no material
// is studied, or none is promising. With models of other seeds distances are means over all of
// them.
NoveltyReport novel(const Literature& literature, const embed::Embedding& model,
                    const Normalise& normalise, RankRequest request, const NoveltyOptions& options);

}  // namespace lode::query
