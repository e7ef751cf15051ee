#include "core/model/json.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include <nlohmann/json.hpp>

#include "core/text/unicode.hpp"

namespace lode {
namespace {

using Json = nlohmann::ordered_json;

// Byte offsets to code points. All offsets asked for are collected first and converted in one pass
// over the text.
class Offsets {
 public:
    Offsets(std::string_view text, const Analysis& analysis,
            const std::vector<std::vector<Token>>& tokens) {
        const auto note = [&](Range range) {
            m_bytes.push_back(range.begin);
            m_bytes.push_back(range.end);
        };
        for (const auto& sentence : analysis.sentences) {
            note(sentence.range);
        }
        for (const auto& list : tokens) {
            for (const auto& token : list) {
                note(token.range);
            }
        }
        for (const auto& mention : analysis.mentions) {
            note(mention.range);
        }
        for (const auto& quantity : analysis.quantities) {
            note(quantity.range);
        }
        for (const auto& trend : analysis.trends) {
            note(trend.range);
        }
        std::sort(m_bytes.begin(), m_bytes.end());
        m_bytes.erase(std::unique(m_bytes.begin(), m_bytes.end()), m_bytes.end());
        m_points = text::code_point_offsets(text, m_bytes);
    }
    std::uint32_t operator()(std::uint32_t byte) const {
        const auto found = std::lower_bound(m_bytes.begin(), m_bytes.end(), byte);
        return m_points[static_cast<std::size_t>(found - m_bytes.begin())];
    }

 private:
    std::vector<std::uint32_t> m_bytes;
    std::vector<std::uint32_t> m_points;
};

Json or_null(const std::string& text) {
    return text.empty() ? Json(nullptr) : Json(text);
}

Json or_null(const std::optional<double>& value) {
    return value ? Json(*value) : Json(nullptr);
}

// A score is a float; printing it as a double would show digits it does not have.
double score(float value) {
    return static_cast<double>(std::lround(value * 1000.0F)) / 1000.0;
}

Json measure(const Measure& m) {
    if (m.value.empty()) {
        return nullptr;
    }
    return {{"value", m.value}, {"unit", m.unit}};
}

Json extremum(const Trend& trend) {
    if (trend.extremum == Extremum::none) {
        return nullptr;
    }
    return {{"type", trend.extremum == Extremum::maximum ? "max" : "min"},
            {"value", or_null(trend.extremum_value.value)},
            {"unit", trend.extremum_value.unit}};
}

std::string_view written(std::string_view text, Range range) {
    return text.substr(range.begin, range.size());
}

}  // namespace

std::string annotation_json(std::string_view id, std::string_view text, const Analysis& analysis,
                            const std::vector<std::vector<Token>>& tokens, const UnitTable& units) {
    const Offsets at(text, analysis, tokens);
    Json json;
    json["id"] = id;
    json["sentences"] = Json::array();
    for (std::size_t i = 0; i < analysis.sentences.size(); ++i) {
        const Sentence& sentence = analysis.sentences[i];
        Json list = Json::array();
        if (i < tokens.size()) {
            for (const auto& token : tokens[i]) {
                list.push_back({{"text", written(text, token.range)},
                                {"begin", at(token.range.begin)},
                                {"end", at(token.range.end)},
                                {"norm", token.norm},
                                {"kind", name(token.kind)}});
            }
        }
        json["sentences"].push_back({{"begin", at(sentence.range.begin)},
                                     {"end", at(sentence.range.end)},
                                     {"outcome", name(sentence.outcome)},
                                     {"outcome_score", score(sentence.outcome_score)},
                                     {"hedged", sentence.hedged},
                                     {"tokens", std::move(list)}});
    }
    json["materials"] = Json::array();
    for (const auto& mention : analysis.mentions) {
        json["materials"].push_back({{"text", mention.written},
                                     {"begin", at(mention.range.begin)},
                                     {"end", at(mention.range.end)},
                                     {"formula", or_null(mention.formula)},
                                     {"kind", name(mention.kind)}});
    }
    json["abbreviations"] = Json::array();
    for (const auto& abbreviation : analysis.abbreviations) {
        json["abbreviations"].push_back(
            {{"short", abbreviation.short_form}, {"long", abbreviation.long_form}});
    }
    json["quantities"] = Json::array();
    for (const auto& quantity : analysis.quantities) {
        // A count's noun may look like a unit ("3 T cells"); only measurements have an SI value.
        std::optional<SiUnit> si;
        if (quantity.kind == QuantityKind::measurement || quantity.kind == QuantityKind::product) {
            si = units.si(quantity.unit);
        }
        const auto in_si = [&](const std::optional<double>& number) {
            return number && si ? Json(*number * si->factor + si->offset) : Json(nullptr);
        };
        json["quantities"].push_back({{"text", written(text, quantity.range)},
                                      {"begin", at(quantity.range.begin)},
                                      {"end", at(quantity.range.end)},
                                      {"value", or_null(quantity.value)},
                                      {"unit", quantity.unit},
                                      {"low", or_null(quantity.low)},
                                      {"high", or_null(quantity.high)},
                                      {"tolerance", or_null(quantity.tolerance)},
                                      {"kind", name(quantity.kind)},
                                      {"modifier", or_null(std::string(name(quantity.modifier)))},
                                      {"values", quantity.values},
                                      {"si_unit", si ? Json(si->symbol) : Json(nullptr)},
                                      {"si_value", in_si(quantity.value)},
                                      {"si_low", in_si(quantity.low)},
                                      {"si_high", in_si(quantity.high)},
                                      {"dimension", si ? Json(si->dimension) : Json(nullptr)}});
    }
    json["trends"] = Json::array();
    for (const auto& trend : analysis.trends) {
        json["trends"].push_back(
            {{"property", or_null(trend.property)},
             {"variable", or_null(trend.variable)},
             {"direction", name(trend.direction)},
             {"variable_direction", trend.variable_decreasing ? "decreasing" : "increasing"},
             {"material", or_null(trend.material)},
             {"extremum", extremum(trend)},
             {"location", measure(trend.location)},
             {"x_range", or_null(trend.x_range)},
             {"conditions", or_null(trend.conditions)},
             {"figure", or_null(trend.figure)},
             {"begin", at(trend.range.begin)},
             {"end", at(trend.range.end)},
             {"score", score(trend.score)}});
    }
    // Text is valid UTF-8 by contract; should a caller break it, a replaced character is better
    // than an exception in the middle of a batch.
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace lode
