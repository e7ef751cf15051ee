// A question answered: the ranking with counts, outcomes, flags and evidence. Plain values; formats
// (query/formats) write it, flags (query/flags) judge it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/model/analysis.hpp"
#include "query/bias/correction.hpp"
#include "query/bias/groups.hpp"
#include "query/interval.hpp"

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
    // "concern" or "corrected" where a notice says so of the article; retracted ones are not
    // evidence.
    std::string notice = {};
    // Abbreviations of the sentence that its article defines elsewhere.
    std::vector<Abbreviation> abbreviations = {};
};

struct Row {
    std::uint32_t rank = 0;
    // Over several models (seeds): Report::interval_rule; nothing where there is one model only.
    std::optional<std::pair<std::uint32_t, std::uint32_t>> rank_interval;
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
    std::uint64_t voting() const noexcept { return positive + negative + null; }
    // Reported success rate, shrunk towards the concept's: posterior mean and 90 % interval.
    double success_mean = 0;
    Interval success_interval;
    double success_baseline = 0;
    double success_above_baseline = 0.5;   // P(rate > baseline | data)
    std::optional<double> success_signed;  // positive / (positive + negative), the second reading
    // Where no negative is reported: failure shares up to this fit (exact one-sided 95 % bound).
    std::optional<double> failure_upper_bound;
    // How many times as likely a failure would have to be reported as a success for the true rate
    // to be no better than the baseline (docs/BIAS.md).
    std::optional<double> tipping_value;
    // Chances over the rows of the list with five votes or more (query/bias/row_facts.hpp); nothing
    // where not tested.
    std::optional<Chance> excess;  // the rate is not above the baseline
    std::optional<Chance> rising;  // votes do not grow more positive with the year
    std::uint16_t first_vote_year = 0, last_vote_year = 0;
    // Groups of authors behind the votes; nothing where not looked at.
    std::optional<bias::GroupShare> groups;
    std::string largest_group, decisive_group;
    // Corrected for the classifier's errors; nothing where those are not known.
    std::optional<bias::Corrected> corrected;
    std::uint64_t retracted = 0;   // retracted articles with the concept, in no other number here
    std::uint16_t first_year = 0;  // of the articles that mention the material; 0: not known
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
    std::vector<std::uint64_t> seeds;  // of all models asked; empty: one model only
    std::string interval_rule;         // what Row::rank_interval is, for people
    // The corpus
    std::uint64_t articles = 0;
    std::uint16_t first_year = 0;
    std::uint16_t last_year = 0;
    std::uint64_t rejects = 0;
    std::uint64_t candidates = 0;
    std::uint32_t min_count = 0;
    // The concept's own literature
    std::uint64_t concept_articles = 0;
    std::uint64_t concept_retracted = 0;  // left out of every count
    std::uint64_t concept_positive = 0, concept_negative = 0, concept_null = 0;  // material votes
    // Reported success over the concept's materials: Beta(mean * size, (1 - mean) * size).
    double baseline_mean = 0.5;
    double baseline_size = 1;
    bool baseline_fitted = false;  // else pooled: too few materials to see their spread
    // How much the order follows fame: Spearman of score with log mentions over all candidates.
    std::optional<double> score_vs_mentions;
    std::vector<std::string> notes;  // what a reader must know before the numbers, for people
    std::vector<Row> rows;
    // Every candidate as (mentions, score), for the scatter.
    std::vector<std::pair<double, double>> scatter;
    std::string program;
    std::vector<std::pair<std::string, std::string>> made_by;  // settings, in order
};

}  // namespace lode::query
