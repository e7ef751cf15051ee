#include "query/bias/picture_plots.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>
#include <vector>

#include "query/html_text.hpp"
#include "query/plain_text.hpp"
#include "query/svg_axes.hpp"

namespace lode::query::bias {
namespace {

constexpr double k_width = 600;
constexpr double k_height = 380;
constexpr double k_left = 62;
constexpr double k_right = k_width - 20;
constexpr double k_top = 16;
constexpr double k_bottom = k_height - 52;

// Shares of 0 to `most` upwards; what goes across is the caller's.
class Chart {
 public:
    Chart(std::string_view id, std::string_view title, std::string_view description,
          std::string_view across, std::string_view upwards, double most = 1)
        : m_most(most),
          m_svg(fmt::format(
              "<svg class=\"plot\" viewBox=\"0 0 {0} {1}\" role=\"img\" aria-labelledby=\"{2}-t "
              "{2}-d\">\n<title id=\"{2}-t\">{3}</title><desc id=\"{2}-d\">{4}</desc>\n"
              "<rect class=\"ground\" x=\"{5}\" y=\"{6}\" width=\"{7}\" height=\"{8}\"/>\n",
              k_width, k_height, id, escape_html(title), escape_html(description), k_left, k_top,
              k_right - k_left, k_bottom - k_top)) {
        for (int i = 0; i <= 5; ++i) {
            const double share = most * i / 5.0;
            m_svg += fmt::format(
                "<line class=\"grid\" x1=\"{0}\" x2=\"{1}\" y1=\"{2:.1f}\" y2=\"{2:.1f}\"/>\n",
                k_left, k_right, y(share));
            m_svg += text_at(k_left - 7, y(share) + 4, "end", fmt::format("{:.3g} %", 100 * share));
        }
        m_svg += text_at(k_right, k_bottom + 34, "end", across, " class=\"axis\"");
        m_svg += fmt::format(
            "<text class=\"axis\" transform=\"translate(15 {:.1f}) rotate(-90)\" "
            "text-anchor=\"middle\">{}</text>\n",
            (k_top + k_bottom) / 2, escape_html(upwards));
    }
    double y(double share) const {
        return k_bottom + std::clamp(share / m_most, 0.0, 1.0) * (k_top - k_bottom);
    }
    void tick(double x, const std::string& label) {
        m_svg += fmt::format(
            "<line class=\"grid\" x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"{1}\" y2=\"{2}\"/>\n", x,
            k_top, k_bottom);
        m_svg += text_at(x, k_bottom + 17, "middle", label);
    }
    void baseline(double share, const std::string& label) {
        m_svg += fmt::format(
            "<line class=\"baseline\" x1=\"{0}\" x2=\"{1}\" y1=\"{2:.1f}\" y2=\"{2:.1f}\"><title>"
            "{3}</title></line>\n",
            k_left, k_right, y(share), escape_html(label));
        m_svg += text_at(k_left + 6, y(share) - 5, "start", label);
    }
    void line(const std::vector<std::pair<double, double>>& points,
              std::string_view colour = "accent") {
        m_svg += fmt::format(
            "<polyline fill=\"none\" stroke=\"var(--{})\" stroke-width=\"2.2\" points=\"", colour);
        for (const auto& [x, share] : points) {
            m_svg += fmt::format("{:.1f},{:.1f} ", x, y(share));
        }
        m_svg += "\"/>\n";
    }
    void band(const std::vector<std::pair<double, Interval>>& points) {
        m_svg += "<polygon fill=\"var(--accent)\" opacity=\"0.16\" points=\"";
        for (const auto& [x, interval] : points) {
            m_svg += fmt::format("{:.1f},{:.1f} ", x, y(interval.high));
        }
        for (auto point = points.rbegin(); point != points.rend(); ++point) {
            m_svg += fmt::format("{:.1f},{:.1f} ", point->first, y(point->second.low));
        }
        m_svg += "\"/>\n";
    }
    void interval(double x, const Interval& interval) {
        m_svg += fmt::format(
            "<line class=\"range\" x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"{1:.1f}\" y2=\"{2:.1f}\"/>\n",
            x, y(interval.low), y(interval.high));
    }
    // A circle, or where it is to stand out a diamond: shape first, colour beside it.
    void dot(double x, double share, bool marked, const std::string& title, double radius = 4) {
        if (marked) {
            const double r = radius * 1.3;
            m_svg += fmt::format(
                "<path class=\"dot flagged\" d=\"M{:.1f} {:.1f}l{:.1f} {:.1f}l{:.1f} {:.1f}l{:.1f} "
                "{:.1f}z\"><title>{}</title></path>\n",
                x, y(share) - r, r, r, -r, r, -r, -r, escape_html(title));
        } else {
            m_svg += fmt::format(
                "<circle class=\"dot\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{:.1f}\"><title>{}</title>"
                "</circle>\n",
                x, y(share), radius, escape_html(title));
        }
    }
    std::string finish() { return m_svg + "</svg>\n"; }

    void label(double x, double share, const std::string& text) {
        m_svg += text_at(x, y(share), "end", text);
    }

 private:
    double m_most;
    std::string m_svg;
};

Scale log_scale(double low, double high) {
    return {std::log10(low), std::log10(high), k_left, k_right};
}

}  // namespace

std::string sensitivity_svg(const Summary& summary) {
    if (summary.n() == 0) {
        return "";
    }
    constexpr double k_least = 0.01;
    Chart chart("sensitivity", "True share against unreported failures",
                fmt::format("With a reported success of {:.1f} %, the true share for every r from "
                            "0.01 to 1.",
                            100 * summary.reported_success),
                "r: failures are reported r times as readily as successes (log scale)",
                "true share of successes");
    const Scale x = log_scale(k_least, 1);
    for (const double r : log_ticks(k_least, 1)) {
        chart.tick(x(std::log10(r)), fmt::format("{:g}", r));
    }
    std::vector<std::pair<double, double>> points;
    std::vector<std::pair<double, Interval>> band;
    for (int i = 0; i <= 60; ++i) {
        const double r = std::pow(10, -2 + i / 30.0);
        points.emplace_back(x(std::log10(r)), statistics::true_share(summary.sensitivity_share, r));
        band.push_back({x(std::log10(r)),
                        {statistics::true_share(summary.reported_interval.low, r),
                         statistics::true_share(summary.reported_interval.high, r)}});
    }
    chart.band(band);
    chart.line(points);
    for (const auto& row : summary.sensitivity) {
        chart.dot(
            x(std::log10(row.r)), row.true_share, false,
            fmt::format("r = {:g}: true share {:.1f} % ({:.1f} to {:.1f})", row.r,
                        100 * row.true_share, 100 * row.interval.low, 100 * row.interval.high));
    }
    return chart.finish();
}

std::string concentration_svg(const Picture& picture) {
    const auto& spread = picture.all.concentration;
    if (!spread) {
        return "";
    }
    Chart chart(
        "concentration", "How the reports are spread over the materials",
        fmt::format("The most reported {} materials hold {:.0f} % of the reports; Gini {:.2f}.",
                    spread->top_units, 100 * spread->top_share, spread->gini),
        "share of the materials, most reported first", "share of the reports");
    const Scale x{0, 1, k_left, k_right};
    for (int i = 0; i <= 5; ++i) {
        chart.tick(x(i / 5.0), fmt::format("{} %", 20 * i));
    }
    std::map<std::string_view, std::uint64_t> by_material;
    for (const auto& material : picture.materials) {
        by_material[material.material] += material.n();
    }
    std::vector<std::uint64_t> counts;
    for (const auto& [name, reports_of] : by_material) {
        counts.push_back(reports_of);
    }
    std::sort(counts.rbegin(), counts.rend());
    const auto materials = static_cast<double>(counts.size());
    const auto reports = static_cast<double>(picture.all.n());
    // At most some 400 points, however many materials.
    const std::size_t step = std::max<std::size_t>(1, counts.size() / 400);
    std::vector<std::pair<double, double>> points{{x(0), 0}};
    double held = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        held += static_cast<double>(counts[i]);
        if ((i + 1) % step == 0 || i + 1 == counts.size()) {
            points.emplace_back(x(static_cast<double>(i + 1) / materials), held / reports);
        }
    }
    chart.line({{x(0), 0}, {x(1), 1}}, "line");
    chart.line(points);
    chart.dot(
        x(static_cast<double>(spread->top_units) / static_cast<double>(spread->units)),
        spread->top_share, true,
        fmt::format("{} materials (17 %) hold {:.0f} % of the reports (90 % interval {:.0f} to "
                    "{:.0f})",
                    spread->top_units, 100 * spread->top_share,
                    100 * spread->top_share_interval.low, 100 * spread->top_share_interval.high));
    return chart.finish();
}

std::string popularity_svg(const Picture& picture) {
    std::uint64_t most = 0;
    std::size_t judged = 0;
    for (const auto& material : picture.materials) {
        most = std::max(most, material.n());
        judged += material.judged() ? 1U : 0U;
    }
    if (judged == 0) {
        return "";
    }
    Chart chart("popularity", "Reported success against the number of reports",
                fmt::format("{} materials with {} or more reports.", judged, k_least_reports),
                "reports (log scale)", "reported success");
    const double low = static_cast<double>(k_least_reports) * 0.9;
    const double high = std::max(static_cast<double>(most) * 1.1, low * 2);
    const Scale x = log_scale(low, high);
    for (const double n : log_ticks(low, high)) {
        chart.tick(x(std::log10(n)), fmt::format("{:g}", n));
    }
    chart.baseline(picture.all.baseline.mean,
                   fmt::format("baseline {:.0f} %", 100 * picture.all.baseline.mean));
    for (const auto& material : picture.materials) {
        if (!material.judged()) {
            continue;
        }
        std::string flags;
        for (const auto& flag : material.flags) {
            flags += (flags.empty() ? "; flags: " : ", ") + flag.name;
        }
        const double share =
            static_cast<double>(material.positive) / static_cast<double>(material.n());
        chart.dot(x(std::log10(static_cast<double>(material.n()))), share, !material.flags.empty(),
                  fmt::format("{}: {} of {} positive{}", material.written, material.positive,
                              material.n(), flags),
                  3.6);
    }
    return chart.finish();
}

std::string periods_svg(const Summary& summary) {
    if (summary.periods.size() < 2) {
        return "";
    }
    Chart chart("periods", "Share of positive reports over time",
                fmt::format("{} dated reports in {} periods, with 90 % intervals.", summary.dated,
                            summary.periods.size()),
                "year", "positive reports");
    const double first = summary.periods.front().from;
    const double last = summary.periods.back().to;
    const double pad = std::max(0.5, 0.05 * (last - first));
    const Scale x{first - pad, last + pad, k_left, k_right};
    for (const double year : ticks(first, std::max(last, first + 1), 6)) {
        if (year == std::floor(year)) {
            chart.tick(x(year), fmt::format("{:.0f}", year));
        }
    }
    chart.baseline(summary.reported_success,
                   fmt::format("all years {:.0f} %", 100 * summary.reported_success));
    for (const auto& period : summary.periods) {
        const double at = x((static_cast<double>(period.from) + period.to) / 2);
        chart.interval(at, period.interval);
        chart.dot(
            at, static_cast<double>(period.positive) / static_cast<double>(period.n), false,
            fmt::format("{}: {} of {} positive",
                        period.from == period.to ? fmt::format("{}", period.from)
                                                 : fmt::format("{} to {}", period.from, period.to),
                        period.positive, period.n),
            4.5);
    }
    return chart.finish();
}

std::string tone_svg(const Tone& tone) {
    const auto& periods = tone.boosted.periods;  // both have the same
    if (periods.size() < 2) {
        return "";
    }
    double most = 0;
    for (const auto* trend : {&tone.boosted, &tone.hedged}) {
        for (const auto& period : trend->periods) {
            most = std::max(most, period.interval.high);
        }
    }
    // Fifths of it are round numbers of percent.
    most = std::clamp(std::ceil(most * 20) / 20, 0.05, 1.0);
    Chart chart("tone", "Boosted and hedged sentences over time",
                fmt::format("Share of the sentences of own claim in {} dated articles, with 90 % "
                            "intervals; circles boosted, diamonds hedged.",
                            tone.boosted.articles),
                "year", "sentences", most);
    const double first = periods.front().from;
    const double last = periods.back().to;
    const double pad = std::max(0.5, 0.05 * (last - first));
    const Scale x{first - pad, last + pad, k_left, k_right};
    for (const double year : ticks(first, std::max(last, first + 1), 6)) {
        if (year == std::floor(year)) {
            chart.tick(x(year), fmt::format("{:.0f}", year));
        }
    }
    for (const bool hedged : {false, true}) {
        std::vector<std::pair<double, double>> points;
        const auto& trend = hedged ? tone.hedged : tone.boosted;
        for (const auto& period : trend.periods) {
            // Side by side, so that intervals do not hide each other.
            const double at =
                x((static_cast<double>(period.from) + period.to) / 2) + (hedged ? 3 : -3);
            const double share =
                static_cast<double>(period.marked) / static_cast<double>(period.sentences);
            points.emplace_back(at, share);
            chart.interval(at, period.interval);
            chart.dot(
                at, share, hedged,
                fmt::format("{}: {} of {} sentences {}{}", years(period.from, period.to),
                            period.marked, period.sentences, hedged ? "hedged" : "boosted",
                            period.adjusted && *period.adjusted < 0.05
                                ? fmt::format(", off the line: p {:.2g} adjusted", *period.adjusted)
                                : std::string()));
        }
        chart.line(points, hedged ? "line" : "accent");
        chart.label(k_right - 4, points.back().second - 0.03 * most, hedged ? "hedged" : "boosted");
    }
    return chart.finish();
}

}  // namespace lode::query::bias
