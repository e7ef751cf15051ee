// Rows and reports of the golden cases of flags (tests/golden/flags/*.json).
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "query/report.hpp"

namespace flag_cases {

inline std::optional<lode::query::Chance> chance(const nlohmann::json& json, const char* key) {
    if (!json.contains(key)) {
        return std::nullopt;
    }
    return lode::query::Chance{json.at(key).at(0).get<double>(), json.at(key).at(1).get<double>()};
}

inline lode::query::Row row(const nlohmann::json& json) {
    lode::query::Row made;
    made.rank = json.value("rank", 1U);
    made.material = made.written = json.value("material", "X2Y3");
    made.score = json.value("score", 0.2);
    made.percentile = json.value("percentile", 50.0);
    made.frequency_percentile = json.value("frequency_percentile", 50.0);
    made.frequency_bin = json.value("frequency_bin", 100U);
    made.mentions = json.value("mentions", 100U);
    made.rank_by_mentions = json.value("rank_by_mentions", 50U);
    made.articles = json.value("articles", 20U);
    made.articles_with_concept = json.value("articles_with_concept", 20U);
    made.positive = json.value("positive", 0U);
    made.negative = json.value("negative", 0U);
    made.null = json.value("null", 0U);
    made.success_baseline = json.value("success_baseline", 0.5);
    made.success_above_baseline = json.value("success_above_baseline", 0.5);
    if (json.contains("tipping_value")) {
        made.tipping_value = json.at("tipping_value").get<double>();
    }
    made.excess = chance(json, "excess");
    made.rising = chance(json, "rising");
    made.first_vote_year = json.value("first_vote_year", std::uint16_t{0});
    made.last_vote_year = json.value("last_vote_year", std::uint16_t{0});
    made.retracted = json.value("retracted", 0U);
    if (json.contains("groups")) {
        const auto& groups = json.at("groups");
        lode::query::bias::GroupShare share;
        share.reports = groups.at("reports").get<std::uint64_t>();
        share.groups = groups.at("groups").get<std::size_t>();
        share.effective = groups.at("effective").get<double>();
        share.largest = groups.at("largest").get<double>();
        made.largest_group = groups.value("largest_name", "");
        made.decisive_group = groups.value("decisive_name", "");
        if (!made.decisive_group.empty()) {
            share.decisive_group = 0;
        }
        made.groups = share;
    }
    if (json.contains("corrected")) {
        lode::query::bias::Corrected corrected;
        corrected.sentences = json.at("corrected").at("sentences").get<std::uint64_t>();
        corrected.success_interval = {json.at("corrected").at("low").get<double>(),
                                      json.at("corrected").at("high").get<double>()};
        made.corrected = corrected;
    }
    return made;
}

inline lode::query::Report report(const nlohmann::json& json) {
    lode::query::Report made;
    made.candidates = json.value("candidates", 200U);
    made.min_count = 4;
    made.concept_articles = json.value("concept_articles", 300U);
    made.concept_positive = json.value("concept_positive", 200U);
    made.concept_negative = json.value("concept_negative", 60U);
    made.concept_null = json.value("concept_null", 10U);
    made.score_vs_mentions = json.value("score_vs_mentions", 0.1);
    return made;
}

}  // namespace flag_cases
