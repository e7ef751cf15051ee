#include "query/report_json.hpp"

#include "query/ensemble.hpp"
#include "query/json_parts.hpp"

#include "query/element_supply.hpp"
#include "query/hazards.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace lode::query {
namespace {

using Json = nlohmann::ordered_json;

std::string dump(const Json& json, int indent) {
    return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

Json year(std::uint16_t value) {
    return value == 0 ? Json(nullptr) : Json(value);
}

Json optional(const std::optional<double>& value) {
    return value ? Json(*value) : Json(nullptr);
}

Json chance(const std::optional<Chance>& value) {
    return value ? Json({{"p", value->plain}, {"adjusted", value->adjusted}}) : Json(nullptr);
}

Json index_json(const MeanIndex& mean) {
    return {{"low", mean.bounds.low}, {"high", mean.bounds.high}, {"level", mean.level()}};
}

Json supply_json(std::string_view material) {
    const auto supply = supply_of(material);
    if (!supply) {
        return nullptr;
    }
    return {
        {"production", index_json(supply->production)},
        {"reserve", index_json(supply->reserve)},
        {"without_index", supply->without_index},
        {"cost",
         {{"dollars_per_kg", supply->cost},
          {"price_years",
           supply->first_year == 0 ? Json(nullptr) : Json{supply->first_year, supply->last_year}},
          {"without_price", supply->without_price}}}};
}

}  // namespace

Json evidence_json(const Evidence& item) {
    Json json = {{"doi", item.doi},
                 {"article", item.article},
                 {"title", item.title},
                 {"year", year(item.year)},
                 {"section", item.section},
                 {"sentence", item.sentence},
                 {"outcome", name(item.outcome)}};
    if (!item.notice.empty()) {
        json["notice"] = item.notice;
    }
    for (const auto& abbreviation : item.abbreviations) {
        json["abbreviations"].push_back(
            {{"short", abbreviation.short_form}, {"long", abbreviation.long_form}});
    }
    return json;
}

Json row_json(const Row& row) {
    Json json;
    json["rank"] = row.rank;
    json["material"] = row.material;
    json["written"] = row.written;
    json["score"] = row.score;
    json["percentile"] = row.percentile;
    json["frequency_percentile"] = row.frequency_percentile;
    json["frequency_bin"] = row.frequency_bin;
    json["rank_interval"] = row.rank_interval
                                ? Json{row.rank_interval->first, row.rank_interval->second}
                                : Json(nullptr);
    json["mentions"] = row.mentions;
    json["rank_by_mentions"] = row.rank_by_mentions;
    json["articles"] = row.articles;
    json["articles_with_concept"] = row.articles_with_concept;
    json["positive"] = row.positive;
    json["negative"] = row.negative;
    json["null"] = row.null;
    json["success"] = {{"mean", row.success_mean},
                       {"interval", {row.success_interval.low, row.success_interval.high}},
                       {"baseline", row.success_baseline},
                       {"above_baseline", row.success_above_baseline},
                       {"positive_of_signed", optional(row.success_signed)}};
    json["failure_upper_bound"] = optional(row.failure_upper_bound);
    json["tipping_value"] = optional(row.tipping_value);
    json["retracted"] = row.retracted;
    json["chances"] = {{"not_above_baseline", chance(row.excess)},
                       {"not_rising", chance(row.rising)}};
    json["groups"] = row.groups ? Json({{"groups", row.groups->groups},
                                        {"effective", row.groups->effective},
                                        {"largest", row.largest_group},
                                        {"largest_share", row.groups->largest}})
                                : Json(nullptr);
    json["corrected"] =
        row.corrected
            ? Json({{"success", row.corrected->success},
                    {"interval",
                     {row.corrected->success_interval.low, row.corrected->success_interval.high}},
                    {"resolvable", row.corrected->resolvable()},
                    {"sentences", row.corrected->sentences}})
            : Json(nullptr);
    json["hazard"] = hazard_words(row.material);
    json["supply"] = supply_json(row.material);
    json["first_year"] = year(row.first_year);
    json["last_year"] = year(row.last_year);
    json["flags"] = Json::array();
    for (const auto& flag : row.flags) {
        json["flags"].push_back(
            {{"name", flag.name}, {"strength", flag.strength}, {"because", flag.because}});
    }
    json["evidence"] = Json::array();
    for (const auto& item : row.evidence) {
        json["evidence"].push_back(evidence_json(item));
    }
    json["map"] = {row.x, row.y};
    return json;
}

namespace {

// A number stays the number it was written as; what is none (an empty cell, "-") is null or text.
Json cell_json(const TableCell& cell) {
    if (!cell.number) {
        return cell.text;
    }
    if (cell.text.empty()) {
        return nullptr;
    }
    Json value = Json::parse(cell.text, nullptr, false);
    return value.is_number() ? value : Json(cell.text);
}

Json table_row(const SimpleTable& table, std::size_t number) {
    Json json = Json::object();
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const auto& row = table.rows[number];
        json[table.columns[i]] = i < row.size() ? cell_json(row[i]) : Json(nullptr);
    }
    return json;
}

// Of all models that were asked, in the order of the seeds.
std::vector<std::string> fingerprints(const Report& report) {
    std::vector<std::string> list;
    for (const auto& [key, value] : report.made_by) {
        std::string_view rest = key == k_model_fingerprints ? value : std::string_view();
        while (!rest.empty()) {
            const std::size_t end = std::min(rest.find(", "), rest.size());
            list.emplace_back(rest.substr(0, end));
            rest.remove_prefix(std::min(end + 2, rest.size()));
        }
    }
    return list;
}

}  // namespace

Json head_json(const Report& report) {
    Json json;
    json["concept"] = report.concept_terms;
    json["minus"] = report.minus_terms;
    json["ignored"] = report.ignored_terms;
    json["model"] = {{"fingerprint", report.model_fingerprint},
                     {"trainer", report.trainer},
                     {"dim", report.dim},
                     {"vocabulary", report.vocabulary}};
    if (!report.seeds.empty()) {
        json["model"]["seeds"] = report.seeds;
        json["model"]["rank_interval"] = report.interval_rule;
        json["model"]["fingerprints"] = fingerprints(report);
    }
    json["corpus"] = {{"articles", report.articles},
                      {"years", {year(report.first_year), year(report.last_year)}},
                      {"rejects", report.rejects}};
    json["candidates"] = report.candidates;
    json["min_count"] = report.min_count;
    json["concept_literature"] = {
        {"articles", report.concept_articles},   {"retracted", report.concept_retracted},
        {"positive", report.concept_positive},   {"negative", report.concept_negative},
        {"null", report.concept_null},           {"baseline_mean", report.baseline_mean},
        {"baseline_size", report.baseline_size}, {"baseline_fitted", report.baseline_fitted}};
    json["score_vs_mentions"] = optional(report.score_vs_mentions);
    json["notes"] = report.notes;
    return json;
}

void add_origin(const Report& report, Json& json) {
    json["program"] = report.program;
    json["made_by"] = Json::object();
    for (const auto& [key, value] : report.made_by) {
        json["made_by"][key] = value;
    }
}

std::string report_json(const Report& report, int indent) {
    Json json = head_json(report);
    json["results"] = Json::array();
    for (const auto& row : report.rows) {
        json["results"].push_back(row_json(row));
    }
    add_origin(report, json);
    return dump(json, indent);
}

std::string report_json_lines(const Report& report) {
    std::string lines;
    for (const auto& row : report.rows) {
        Json json;
        json["concept"] = report.concept_terms;
        json.update(row_json(row));
        lines += dump(json, -1) + '\n';
    }
    return lines;
}

std::string table_json(const SimpleTable& table, int indent) {
    Json json = Json::array();
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        json.push_back(table_row(table, i));
    }
    return dump(json, indent);
}

std::string table_json_lines(const SimpleTable& table) {
    std::string lines;
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        lines += dump(table_row(table, i), -1) + '\n';
    }
    return lines;
}

}  // namespace lode::query
