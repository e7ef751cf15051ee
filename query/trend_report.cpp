#include "query/trend_report.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <ostream>

#include "query/trend_flags.hpp"

namespace lode::query {
namespace {

using Json = nlohmann::ordered_json;

Json or_null(const std::string& text) {
    return text.empty() ? Json(nullptr) : Json(text);
}

Json measure(const Measure& value) {
    return value.value.empty() ? Json(nullptr)
                               : Json({{"value", value.value}, {"unit", value.unit}});
}

double rounded(double value) {
    return std::stod(fmt::format("{:.4f}", value));
}

Json place_json(const Place& place) {
    return {{"article", place.article},
            {"doi", or_null(place.doi)},
            {"year", place.year == 0 ? Json(nullptr) : Json(place.year)},
            {"section", place.section},
            {"sentence", place.sentence},
            {"begin", place.begin},
            {"end", place.end}};
}

Json question_json(const TrendQuestion& question) {
    return {{"material", or_null(question.material)},
            {"property", or_null(question.property)},
            {"variable", or_null(question.variable)}};
}

std::string extremum_text(const Trend& trend) {
    if (trend.extremum == Extremum::none) {
        return {};
    }
    std::string text = trend.extremum == Extremum::maximum ? "max" : "min";
    for (const std::string* part : {&trend.extremum_value.value, &trend.extremum_value.unit}) {
        if (!part->empty()) {
            text += " " + *part;
        }
    }
    return text;
}

std::string location_text(const Trend& trend) {
    return trend.location.unit.empty() ? trend.location.value
                                       : trend.location.value + " " + trend.location.unit;
}

Json record_json(const TrendRecord& record) {
    const Trend& trend = record.trend;
    Json json = {{"material", or_null(record.material)},
                 {"material_written", or_null(record.written)},
                 {"material_from", name(record.material_from)},
                 {"property", or_null(record.property_key)},
                 {"property_written", or_null(trend.property)},
                 {"variable", or_null(record.variable_key)},
                 {"variable_written", or_null(trend.variable)},
                 {"direction", name(trend.direction)},
                 {"variable_direction", trend.variable_decreasing ? "decreasing" : "increasing"}};
    json["extremum"] = trend.extremum == Extremum::none
                           ? Json(nullptr)
                           : Json({{"type", trend.extremum == Extremum::maximum ? "max" : "min"},
                                   {"value", or_null(trend.extremum_value.value)},
                                   {"unit", trend.extremum_value.unit}});
    json["location"] = measure(trend.location);
    json["x_range"] = or_null(trend.x_range);
    json["conditions"] = or_null(trend.conditions);
    json["from_caption"] = Json::array();
    for (const auto& [bit, what] :
         {std::pair{k_variable_given, "variable"}, std::pair{k_range_given, "x_range"},
          std::pair{k_conditions_given, "conditions"}}) {
        if ((trend.from_caption & bit) != 0) {
            json["from_caption"].push_back(what);
        }
    }
    json["figure"] = or_null(trend.figure);
    json["score"] = rounded(static_cast<double>(trend.score));
    json.update(place_json(record.place));
    return json;
}

Json group_json(const TrendGroup& group, const std::vector<Finding>& flags) {
    Json directions = Json::object();
    for (const auto& [direction, articles] : group.directions) {
        directions[std::string(name(direction))] = articles;
    }
    const Interval interval = group.extremum_only.interval();
    Json json = {{"material", or_null(group.material)},
                 {"property", or_null(group.property)},
                 {"variable", or_null(group.variable)},
                 {"records", group.records.size()},
                 {"articles", group.articles},
                 {"articles_by_direction", directions},
                 {"conflict", group.conflict},
                 {"extremum_only",
                  {{"share", rounded(group.extremum_only.value())},
                   {"n", group.extremum_only.n},
                   {"interval", {rounded(interval.low), rounded(interval.high)}}}},
                 {"extrema_at_edge", group.extrema_at_edge}};
    json["range_coverage"] = group.coverage
                                 ? Json({{"share", rounded(group.coverage->covered)},
                                         {"of", {group.coverage->low, group.coverage->high}},
                                         {"unit", group.coverage->unit},
                                         {"known", group.coverage->known},
                                         {"unknown", group.coverage->unknown}})
                                 : Json(nullptr);
    json["flags"] = Json::array();
    for (const auto& flag : flags) {
        json["flags"].push_back(
            {{"name", flag.name}, {"strength", rounded(flag.strength)}, {"because", flag.because}});
    }
    return json;
}

void dump(const Json& json, std::ostream& out) {
    out << json.dump(1, ' ', false, Json::error_handler_t::replace) << '\n';
}

}  // namespace

SimpleTable trends_table(const TrendAnswer& answer, const std::vector<TrendGroup>& groups) {
    SimpleTable table{
        {"material", "property", "variable", "direction", "extremum", "at", "range", "conditions",
         "conflict", "figure", "score", "year", "doi", "section", "sentence", "flags"},
        {}};
    const auto flags = trend_flags(groups, answer.records, answer.reference);
    for (std::size_t g = 0; g < groups.size(); ++g) {
        const TrendGroup& group = groups[g];
        for (const std::size_t i : group.records) {
            const TrendRecord& record = answer.records[i];
            const Trend& trend = record.trend;
            table.rows.push_back(
                {{record.written, false},
                 {record.property_key, false},
                 {record.variable_key, false},
                 {std::string(name(trend.direction)), false},
                 {extremum_text(trend), false},
                 {location_text(trend), false},
                 {trend.x_range, false},
                 {trend.conditions, false},
                 {group.conflict ? "yes" : "", false},
                 {trend.figure, false},
                 {fmt::format("{:.2f}", trend.score), true},
                 {record.place.year == 0 ? "" : fmt::format("{}", record.place.year),
                  record.place.year != 0},
                 {record.place.doi.empty() ? record.place.article : record.place.doi, false},
                 {record.place.section, false},
                 {record.place.sentence, false},
                 {finding_names(flags[g]), false}});
        }
    }
    return table;
}

SimpleTable outcomes_table(const OutcomeAnswer& answer) {
    SimpleTable table{{"outcome", "material", "material_from", "hedged", "scope", "score", "year",
                       "doi", "section", "sentence"},
                      {}};
    for (const auto& record : answer.records) {
        table.rows.push_back(
            {{std::string(name(record.outcome)), false},
             {record.written, false},
             {std::string(name(record.material_from)), false},
             {record.hedged ? "yes" : "", false},
             {std::string(name(record.scope)), false},
             {fmt::format("{:.2f}", record.score), true},
             {record.place.year == 0 ? "" : fmt::format("{}", record.place.year),
              record.place.year != 0},
             {record.place.doi.empty() ? record.place.article : record.place.doi, false},
             {record.place.section, false},
             {record.place.sentence, false}});
    }
    return table;
}

void write_trends_json(const TrendQuestion& question, const TrendAnswer& answer,
                       const std::vector<TrendGroup>& groups, std::ostream& out) {
    Json json;
    json["question"] = question_json(question);
    json["articles_searched"] = answer.searched;
    json["retracted_left_out"] = answer.retracted;
    json["groups"] = Json::array();
    json["records"] = Json::array();
    const auto flags = trend_flags(groups, answer.records, answer.reference);
    for (std::size_t g = 0; g < groups.size(); ++g) {
        json["groups"].push_back(group_json(groups[g], flags[g]));
    }
    for (const auto& record : answer.records) {
        json["records"].push_back(record_json(record));
    }
    dump(json, out);
}

void write_outcomes_json(const TrendQuestion& question, const OutcomeAnswer& answer,
                         std::ostream& out) {
    Json json;
    json["question"] = question_json(question);
    json["articles_searched"] = answer.searched;
    json["retracted_left_out"] = answer.retracted;
    json["records"] = Json::array();
    for (const auto& record : answer.records) {
        Json item = {{"outcome", name(record.outcome)},
                     {"material", or_null(record.material)},
                     {"material_written", or_null(record.written)},
                     {"material_from", name(record.material_from)},
                     {"hedged", record.hedged},
                     {"scope", name(record.scope)},
                     {"score", rounded(static_cast<double>(record.score))}};
        item.update(place_json(record.place));
        json["records"].push_back(std::move(item));
    }
    dump(json, out);
}

}  // namespace lode::query
