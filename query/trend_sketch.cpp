// The pictures and the page of trend_report.hpp.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <ostream>
#include <utility>

#include "query/html_text.hpp"
#include "query/trend_flags.hpp"
#include "query/trend_report.hpp"

namespace lode::query {
namespace {

constexpr std::size_t k_max_lines = 40;
constexpr double k_left = 14;
constexpr double k_width = 330;
constexpr double k_line = 26;  // height of one record
constexpr double k_top = 8;

// Under the form in which the first record writes the material.
std::string title_of(const TrendGroup& group, const std::vector<TrendRecord>& records) {
    const std::string& material = records[group.records.front()].written;
    return fmt::format("{}: {} against {}", material.empty() ? "(material not stated)" : material,
                       group.property.empty() ? "(property not stated)" : group.property,
                       group.variable.empty() ? "(variable not stated)" : group.variable);
}

struct Scale {
    double low = 0, high = 0;
    std::string unit;
    bool known = false;
    double x(double value) const {
        return k_left + k_width * std::clamp((value - low) / (high - low), 0.0, 1.0);
    }
};

// From the lowest to the highest end of the ranges in the commonest unit, and of the places of
// extrema in it.
Scale scale_of(const TrendGroup& group, const std::vector<TrendRecord>& records) {
    std::map<std::string, std::size_t> units;
    for (const std::size_t i : group.records) {
        if (const auto range = stated_range(records[i].trend.x_range)) {
            ++units[range->unit];
        } else if (stated_number(records[i].trend.location.value)) {
            ++units[records[i].trend.location.unit];
        }
    }
    Scale scale;
    if (units.empty()) {
        return scale;
    }
    scale.unit = std::max_element(units.begin(), units.end(), [](const auto& a, const auto& b) {
                     return a.second < b.second;
                 })->first;
    const auto take = [&](double value) {
        scale.low = scale.known ? std::min(scale.low, value) : value;
        scale.high = scale.known ? std::max(scale.high, value) : value;
        scale.known = true;
    };
    for (const std::size_t i : group.records) {
        const Trend& trend = records[i].trend;
        const auto range = stated_range(trend.x_range);
        if (range && range->unit == scale.unit) {
            take(range->low);
            take(range->high);
        }
        const auto place = stated_number(trend.location.value);
        if (place && trend.location.unit == scale.unit) {
            take(*place);
        }
    }
    if (scale.high <= scale.low) {
        // One place only: it stands in the middle.
        const double margin = std::max(std::abs(scale.low), 1.0) * 0.5;
        scale.low -= margin;
        scale.high += margin;
    }
    return scale;
}

// The shape of a direction on the unit square, y upwards; `top` is where an extremum stands.
std::vector<std::pair<double, double>> shape(Direction direction, double top) {
    switch (direction) {
        case Direction::increase:
            return {{0, 0}, {1, 1}};
        case Direction::decrease:
            return {{0, 1}, {1, 0}};
        case Direction::peak:
            return {{0, 0}, {top, 1}, {1, 0}};
        case Direction::minimum:
            return {{0, 1}, {top, 0}, {1, 1}};
        case Direction::plateau:
            return {{0, 0}, {0.45, 1}, {1, 1}};
        case Direction::non_monotonic:
            return {{0, 0.5}, {0.25, 1}, {0.5, 0.5}, {0.75, 0}, {1, 0.5}};
        case Direction::no_change:
            return {{0, 0.5}, {1, 0.5}};
    }
    return {};
}

std::string_view colour(Direction direction) {
    return direction == Direction::increase   ? "#0b6e69"
           : direction == Direction::decrease ? "#b3470a"
                                              : "#6b7280";
}

std::string line_svg(const TrendRecord& record, const Scale& scale, double y) {
    const Trend& trend = record.trend;
    const auto range = stated_range(trend.x_range);
    const bool placed = range && scale.known && range->unit == scale.unit;
    const double begin = placed ? scale.x(range->low) : k_left;
    const double end = std::max(placed ? scale.x(range->high) : k_left + k_width, begin + 2);
    double top = 0.5;
    const auto place = stated_number(trend.location.value);
    const bool located = place && scale.known && trend.location.unit == scale.unit;
    if (located) {
        top = std::clamp((scale.x(*place) - begin) / (end - begin), 0.02, 0.98);
    }
    const double height = k_line - 10;
    std::string points;
    for (const auto& [px, py] : shape(trend.direction, top)) {
        points += fmt::format("{}{:.1f},{:.1f}", points.empty() ? "" : " ",
                              begin + px * (end - begin), y + height * (1 - py));
    }
    std::string svg = fmt::format(
        "<g><title>{}: {}</title><polyline points=\"{}\" fill=\"none\" stroke=\"{}\" "
        "stroke-width=\"1.8\"{}/>",
        name(trend.direction), escape_html(record.place.sentence), points, colour(trend.direction),
        placed ? "" : " stroke-dasharray=\"4 3\"");
    if (located) {
        const bool low = trend.direction == Direction::minimum;
        svg += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"3\" fill=\"{}\"/>",
                           scale.x(*place), low ? y + height : y, colour(trend.direction));
    }
    const std::string who = record.place.doi.empty() ? record.place.article : record.place.doi;
    return svg + fmt::format("<text x=\"{:.0f}\" y=\"{:.1f}\">{}{}</text></g>",
                             k_left + k_width + 12, y + height / 2 + 4,
                             record.place.year == 0 ? "" : fmt::format("{} ", record.place.year),
                             escape_html(who));
}

double height_of(const TrendGroup& group) {
    const std::size_t lines =
        std::min(group.records.size(), k_max_lines) + (group.records.size() > k_max_lines ? 1 : 0);
    return k_top + k_line * static_cast<double>(lines) + 34;
}

// Without the outer element, so that groups can be stacked.
std::string group_svg(const TrendGroup& group, const std::vector<TrendRecord>& records) {
    const Scale scale = scale_of(group, records);
    std::string svg;
    double y = k_top;
    for (std::size_t n = 0; n < std::min(group.records.size(), k_max_lines); ++n) {
        svg += line_svg(records[group.records[n]], scale, y);
        y += k_line;
    }
    if (group.records.size() > k_max_lines) {
        svg += fmt::format("<text x=\"{:.0f}\" y=\"{:.1f}\">and {} more, not drawn</text>", k_left,
                           y + 12, group.records.size() - k_max_lines);
        y += k_line;
    }
    svg += fmt::format("<path d=\"M{:.0f} {:.1f}H{:.0f}\" stroke=\"#9aa3ae\"/>", k_left, y,
                       k_left + k_width);
    const std::string axis = group.variable.empty() ? "variable not stated" : group.variable;
    if (scale.known) {
        svg += fmt::format(
            "<text x=\"{:.0f}\" y=\"{:.1f}\">{:g}</text><text x=\"{:.0f}\" y=\"{:.1f}\" "
            "text-anchor=\"end\">{:g} {}</text>",
            k_left, y + 15, scale.low, k_left + k_width, y + 15, scale.high,
            escape_html(scale.unit));
    }
    return svg + fmt::format("<text x=\"{:.0f}\" y=\"{:.1f}\" text-anchor=\"middle\">{}</text>",
                             k_left + k_width / 2, y + 15, escape_html(axis));
}

std::string open_svg(double height) {
    return fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 640 {0:.0f}\" width=\"640\" "
        "height=\"{0:.0f}\" role=\"img\" font-family=\"system-ui,sans-serif\" font-size=\"11.5\" "
        "fill=\"#5c6470\">",
        height);
}

std::string counts(const TrendGroup& group) {
    std::string text;
    for (const auto& [direction, articles] : group.directions) {
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", articles, name(direction));
    }
    return text;
}

std::string facts(const TrendGroup& group) {
    const Interval interval = group.extremum_only.interval();
    std::string text = fmt::format(
        "{} records in {} articles (articles: {}). Only an extremum is stated in {} of {} "
        "({:.0f} %, 95 % interval {:.0f}-{:.0f} %).",
        group.records.size(), group.articles, counts(group), group.extremum_only.part,
        group.extremum_only.n, 100 * group.extremum_only.value(), 100 * interval.low,
        100 * interval.high);
    if (group.coverage) {
        text += fmt::format(
            " Stated ranges cover {:.0f} % of {:g} to {:g} {}; {} records state none in this "
            "unit.",
            100 * group.coverage->covered, group.coverage->low, group.coverage->high,
            group.coverage->unit, group.coverage->unknown);
    }
    if (group.extrema_at_edge > 0) {
        text += fmt::format(
            " {} extrema stand at an end of their range: the optimum may lie "
            "outside.",
            group.extrema_at_edge);
    }
    return text;
}

void write_sentences(const TrendGroup& group, const std::vector<TrendRecord>& records,
                     const Direction* only, std::ostream& out) {
    out << "<ul>";
    for (const std::size_t i : group.records) {
        const TrendRecord& record = records[i];
        if (only != nullptr && record.trend.direction != *only) {
            continue;
        }
        const Place& place = record.place;
        out << "<li><b style=\"color:" << colour(record.trend.direction) << "\">"
            << name(record.trend.direction) << "</b> "
            << (record.trend.conditions.empty() ? std::string()
                                                : "[" + escape_html(record.trend.conditions) + "] ")
            << escape_html(place.sentence) << " <span class=\"where\">"
            << escape_html(place.section) << ", "
            << (place.year == 0 ? "year unknown" : fmt::format("{}", place.year)) << ", ";
        if (place.doi.empty()) {
            out << escape_html(place.article);
        } else {
            out << "<a href=\"" << escape_html(doi_url(place.doi)) << "\">"
                << escape_html(place.doi) << "</a>";
        }
        out << "</span></li>\n";
    }
    out << "</ul>\n";
}

}  // namespace

std::string sketch_svg(const TrendGroup& group, const std::vector<TrendRecord>& records) {
    return open_svg(height_of(group)) + group_svg(group, records) + "</svg>";
}

void write_trends_svg(const TrendAnswer& answer, const std::vector<TrendGroup>& groups,
                      std::ostream& out) {
    double height = 10;
    for (const auto& group : groups) {
        height += height_of(group) + 30;
    }
    out << open_svg(height) << "\n<rect width=\"640\" height=\"100%\" fill=\"#fff\"/>\n";
    double y = 10;
    for (const auto& group : groups) {
        out << fmt::format(
            "<g transform=\"translate(0 {:.0f})\"><text x=\"{:.0f}\" y=\"14\" "
            "font-size=\"13.5\" fill=\"#1d2126\">{}{}</text>"
            "<g transform=\"translate(0 24)\">{}</g></g>\n",
            y, k_left, escape_html(title_of(group, answer.records)),
            group.conflict ? " (reports conflict)" : "", group_svg(group, answer.records));
        y += height_of(group) + 30;
    }
    out << "</svg>\n";
}

void write_trends_page(const TrendQuestion& question, const TrendAnswer& answer,
                       const std::vector<TrendGroup>& groups, std::ostream& out) {
    const auto asked = [](const std::string& what) { return what.empty() ? "any" : what; };
    out << "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta "
           "name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>lode "
           "trends</title><style>body{margin:0 auto;max-width:62em;padding:24px;background:#fbfaf7;"
           "color:#1d2126;font:16px/1.55 Georgia,serif}h1{font-size:1.6rem}h2{font-size:1.15rem;"
           "margin:2em 0 .3em}.where,.facts,svg{font:12.5px/1.5 system-ui,sans-serif;color:#5c6470}"
           ".sides{display:grid;grid-template-columns:1fr 1fr;gap:24px}.conflict{border-left:4px "
           "solid #b3470a;padding-left:12px}svg{max-width:100%;height:auto;background:#fff;"
           "border:1px solid #dfdcd4;border-radius:8px}ul{padding-left:1.1em;margin:.4em 0}"
           "li{margin:.3em 0}</style></head><body>\n<h1>What is said to happen</h1>\n";
    out << fmt::format(
        "<p>Material: {}. Property: {}. Variable: {}. {} records in {} groups, from {} articles "
        "looked at{}. Lines are sketches of what the sentences say over the ranges they state, "
        "dashed where none is stated; they are not data.</p>\n",
        escape_html(asked(question.material)), escape_html(asked(question.property)),
        escape_html(asked(question.variable)), answer.records.size(), groups.size(),
        answer.searched,
        answer.retracted > 0 ? fmt::format(", {} retracted ones left out", answer.retracted) : "");
    const auto flags = trend_flags(groups, answer.records, answer.reference);
    for (std::size_t g = 0; g < groups.size(); ++g) {
        const TrendGroup& group = groups[g];
        out << (group.conflict ? "<section class=\"conflict\">" : "<section>") << "<h2>"
            << escape_html(title_of(group, answer.records))
            << (group.conflict ? ": reports conflict" : "") << "</h2>\n<p class=\"facts\">"
            << escape_html(facts(group)) << "</p>\n";
        for (const auto& flag : flags[g]) {
            out << fmt::format("<p class=\"facts\"><b>{}</b>: {}.</p>\n", flag.name,
                               escape_html(flag.because));
        }
        out << sketch_svg(group, answer.records) << '\n';
        if (group.conflict) {
            out << "<div class=\"sides\">";
            for (const Direction side : {Direction::increase, Direction::decrease}) {
                out << "<div>";
                write_sentences(group, answer.records, &side, out);
                out << "</div>";
            }
            out << "</div>\n";
        } else {
            write_sentences(group, answer.records, nullptr, out);
        }
        out << "</section>\n";
    }
    out << "</body></html>\n";
}

}  // namespace lode::query
