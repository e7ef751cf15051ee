#include "query/bias/thresholds_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>
#include <string>

#include "query/html_parts.hpp"
#include "query/html_text.hpp"
#include "query/plain_text.hpp"

namespace lode::query::bias {
namespace {

using Json = nlohmann::ordered_json;
constexpr std::uint64_t k_shown_from = 5;  // articles
constexpr std::size_t k_shown = 12;

const char* name(ThresholdLabel label) {
    return label == ThresholdLabel::high ? "high" : "low";
}

Json optional_json(const std::optional<double>& value) {
    return value ? Json(*value) : Json(nullptr);
}

std::string number(const std::optional<double>& value) {
    return value ? fmt::format("{:.3g}", *value) : "-";
}

// Rows of what people are shown, most articles first.
SimpleTable table_of(const Thresholds& thresholds) {
    SimpleTable table;
    table.columns = {"called",         "quantity", "articles", "state none (90 %)",    "unit",
                     "lower quartile", "median",   "upper",    "upper / lower (90 %)", "flag"};
    for (const auto& one : thresholds.list) {
        if (one.articles < k_shown_from || table.rows.size() == k_shown) {
            break;
        }
        table.rows.push_back(
            {{name(one.label)},
             {one.property},
             {grouped(one.articles), true},
             {fmt::format("{} ({:.0f}-{:.0f} %)", grouped(one.articles - one.with_value),
                          100 * one.without.low, 100 * one.without.high),
              true},
             {one.unit},
             {number(one.lower_quartile), true},
             {number(one.median), true},
             {number(one.upper_quartile), true},
             {one.ratio ? fmt::format("{:.1f} ({:.1f}-{:.1f})", *one.ratio, one.ratio_interval->low,
                                      one.ratio_interval->high)
                        : "-",
              true},
             {one.spread ? "threshold-spread" : ""}});
    }
    return table;
}

std::string closing(const Thresholds& thresholds) {
    constexpr std::string_view k_what =
        "Articles that call it so in a sentence of own claim; quartiles over those that state a "
        "value beside the word, in SI. ";
    return std::string(k_what) +
           (thresholds.looks == 0
                ? std::string("Nowhere do ten articles state one, so no spread is tested.")
                : fmt::format("threshold-spread: the quartiles lie more than a factor of 2 apart "
                              "beyond chance, adjusted for {} looks. Materials and conditions "
                              "differ between articles.",
                              thresholds.looks));
}

}  // namespace

Json thresholds_json(const Thresholds& thresholds) {
    Json list = Json::array();
    for (const auto& one : thresholds.list) {
        Json json = {{"property", one.property},
                     {"label", name(one.label)},
                     {"unit", one.unit},
                     {"articles", one.articles},
                     {"with_value", one.with_value},
                     {"share_without", static_cast<double>(one.articles - one.with_value) /
                                           static_cast<double>(one.articles)},
                     {"share_without_interval", {one.without.low, one.without.high}},
                     {"lower_quartile", optional_json(one.lower_quartile)},
                     {"median", optional_json(one.median)},
                     {"upper_quartile", optional_json(one.upper_quartile)},
                     {"ratio", optional_json(one.ratio)}};
        json["ratio_interval"] = one.ratio_interval
                                     ? Json({one.ratio_interval->low, one.ratio_interval->high})
                                     : Json(nullptr);
        json["threshold_spread"] = one.spread;
        list.push_back(std::move(json));
    }
    return {{"looks", thresholds.looks}, {"quantities", std::move(list)}};
}

void write_thresholds_text(const Thresholds& thresholds, std::ostream& out) {
    const SimpleTable table = table_of(thresholds);
    if (!table.rows.empty()) {
        out << "\nwhat is called high or low, by the value beside the word\n"
            << aligned(table) << closing(thresholds) << '\n';
    }
}

void write_thresholds_html(const Thresholds& thresholds, std::ostream& out) {
    const SimpleTable table = table_of(thresholds);
    if (!table.rows.empty()) {
        out << "<h2 id=\"thresholds\">What is called high</h2>\n<p>"
            << escape_html(closing(thresholds)) << "</p>\n"
            << table_html(table);
    }
}

}  // namespace lode::query::bias
