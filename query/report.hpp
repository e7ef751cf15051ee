// A question answered: the ranking with counts, outcomes, flags and evidence. Plain values; formats
// (query/formats) write it, flags (query/flags) judge it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/model/analysis.hpp"

namespace lode::query {

struct Finding {  // a raised flag
    std::string name;
    double strength = 0;  // 0..1
    std::string because;  // with the numbers in it
};

struct Evidence {
    std::string doi;
    std::string article;  // Article::id
    std::string title;
    std::uint16_t year = 0;
    std::string section;  // "abstract", "2 Results", "Figure 3"
    std::string sentence;
    OutcomeLabel outcome = OutcomeLabel::neutral;
};

struct Interval {
    double low = 0;
    double high = 0;
};

struct Row {
    std::uint32_t rank = 0;
    std::string material;   // canonical
    std::string written;    // as most written
    double score = 0;       // cos(output of material, input of concept)
    double percentile = 0;  // of the score among all candidates, 0..100
    double frequency_percentile =
        0;  // of the score among candidates of about the same mention count
    std::uint32_t frequency_bin = 0;  // how many candidates that compares with
    std::uint64_t mentions = 0;
    std::uint32_t rank_by_mentions = 0;
    std::uint64_t articles = 0;               // that mention the material
    std::uint64_t articles_with_concept = 0;  // and the concept, in one article
    // Article votes among articles_with_concept (docs/BIAS.md).
    std::uint64_t positive = 0;
    std::uint64_t negative = 0;
    std::uint64_t null = 0;
    // Reported success rate, shrunk towards the concept's: posterior mean and 90 % interval.
    double success_mean = 0;
    Interval success_interval;
    double success_baseline = 0;
    std::optional<double> tipping_value;
    std::uint16_t first_year = 0;
    std::uint16_t last_year = 0;
    std::vector<Finding> flags;
    std::vector<Evidence> evidence;
    double x = 0, y = 0;  // place on the 2-D map
};

struct Report {
    std::vector<std::string> concept_terms;  // as understood
    std::vector<std::string> minus_terms;
    std::vector<std::string> ignored_terms;  // stop words, unknown words
    // The model
    std::string model_fingerprint;
    std::string trainer;
    std::uint32_t dim = 0;
    std::uint64_t vocabulary = 0;
    // The corpus
    std::uint64_t articles = 0;
    std::uint16_t first_year = 0;
    std::uint16_t last_year = 0;
    std::uint64_t rejects = 0;
    std::uint64_t candidates = 0;
    std::uint32_t min_count = 0;
    // The concept's own literature
    std::uint64_t concept_articles = 0;
    std::uint64_t concept_positive = 0, concept_negative = 0, concept_null = 0;  // material votes
    // How much the order follows fame: Spearman of score with log mentions over all candidates.
    double score_vs_mentions = 0;
    std::vector<Row> rows;
    // Every candidate as (mentions, score), for the scatter.
    std::vector<std::pair<double, double>> scatter;
    std::string program;
    std::vector<std::pair<std::string, std::string>> made_by;  // settings, in order
};

}  // namespace lode::query
