// Two materials or two concepts side by side: what is written about both, what about one only.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "query/applications.hpp"
#include "query/explain/vectors.hpp"
#include "query/rank.hpp"
#include "query/statistics.hpp"
#include "query/trend_search.hpp"

namespace lode::query::explain {

struct CompareRequest {
    std::array<std::string, 2> typed;
    std::vector<std::string> concepts;  // with materials: their rows in this ranking
    // As in RankRequest.
    std::vector<std::string> minus = {};
    std::map<std::string, double> weights = {};
    std::vector<std::string> keywords = {};
    std::uint64_t min_count = 4;
    std::size_t words = 10;  // of each list
    std::size_t neighbours = 10;
    std::size_t list = 20;  // rows of the ranking whose chances are adjusted together
    std::optional<bias::Confusion> confusion;
    const OtherSeeds* others = nullptr;  // as RankRequest::others
    std::vector<Application> applications;
};

// Counts leave retracted articles out.
struct Side {
    std::string typed, name, written;  // name: in the model; of a concept its words
    std::vector<std::uint32_t> words;
    std::uint64_t mentions = 0;  // of its rarest word
    std::uint64_t articles = 0;
    std::uint64_t retracted = 0;
    std::uint16_t first_year = 0, last_year = 0;  // 0: not known
    // Article votes: on the material in all its articles; on all materials in those of a concept.
    std::uint64_t positive = 0, negative = 0, null = 0;
    std::uint64_t voting() const noexcept { return positive + negative + null; }
    // Of positive / all votes: 90 %, Jeffreys prior, not shrunk. 0 to 1 without votes.
    statistics::Posterior success;
    std::vector<std::pair<std::string, double>> neighbours;  // written, cosine
    std::optional<Row> row;  // in the ranking asked for; nothing: no candidate, or none asked for
};

// cos(output, input of the word) for either side: how much the word is expected around it.
struct SharedWord {
    std::string written;
    std::uint64_t mentions = 0;
    double a = 0, b = 0;
};

struct ApplicationPlace {
    std::string name;
    Standing a, b;
};

// Articles by direction of a property over a variable that both materials have records on.
struct SharedTrend {
    std::string property, variable;
    std::map<Direction, std::uint64_t> a, b;
    // Both have articles for increase or decrease alone, and not the same.
    bool opposite = false;
};

struct Comparison {
    bool materials = false;
    std::array<Side, 2> sides;
    std::uint64_t articles_with_both = 0;
    std::vector<SharedWord> shared;              // by the lower of the two cosines
    std::array<std::vector<SharedWord>, 2> own;  // by what exceeds the other cosine and 0
    std::vector<std::string> neighbours_of_both;
    std::vector<ApplicationPlace> applications;  // by the difference of the percentiles
    std::vector<SharedTrend> trends;             // opposite ones first
    std::optional<Report> report;                // of the ranking asked for, without rows
    std::vector<std::string> notes;
};

// Words that the model knows as typed, materials as find_material() reads them, else phrases or
// concepts of several words. Throws NoAnswer where one is unknown, UsageError where one is a
// material and the other none, or both are the same. Reads the articles of both (a concept's once,
// a material's twice).
Comparison compare(const Literature& literature, const embed::Embedding& model,
                   const Normalise& normalise, const Canonical& canonical,
                   const PropertyNames& names, const CompareRequest& request);

std::vector<std::string> standing_limits(const Comparison& comparison);

void write_text(const Comparison& comparison, std::ostream& out);
void write_json(const Comparison& comparison, std::ostream& out);
void write_page(const Comparison& comparison, std::ostream& out);

}  // namespace lode::query::explain
