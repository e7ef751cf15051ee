#include "query/svg_plots.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <map>
#include <utility>
#include <vector>

#include "query/html_text.hpp"
#include "query/plain_text.hpp"
#include "query/svg_axes.hpp"

namespace lode::query {
namespace {

struct Box {
    double left, top, right, bottom;
    bool meets(const Box& other) const {
        return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
    }
};

constexpr double k_width = 600;
constexpr double k_height = 440;
constexpr Box k_frame{62, 16, k_width - 18, k_height - 52};

struct Mark {
    double x = 0, y = 0, radius = 5;
    const Row* row = nullptr;
};

std::string tooltip(const Row& row) {
    return escape_html(fmt::format(
        "{}. {}: score {}, {} mentions, {} articles with the concept, {}/{}/{} positive/negative/"
        "null{}{}",
        row.rank, row.written, short_score(row.score), grouped(row.mentions),
        row.articles_with_concept, row.positive, row.negative, row.null,
        row.flags.empty() ? "" : "; flags: ", flag_names(row, ", ")));
}

// A circle without flags, a diamond with: shape first, colour beside it.
std::string shape(const Mark& mark, bool flagged_row, const std::string& title) {
    if (!flagged_row) {
        return fmt::format(
            "<circle class=\"dot\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{:.1f}\"><title>{}</title>"
            "</circle>\n",
            mark.x, mark.y, mark.radius, title);
    }
    const double r = mark.radius * 1.2;
    return fmt::format(
        "<path class=\"dot flagged\" d=\"M{:.1f} {:.1f}l{:.1f} {:.1f}l{:.1f} {:.1f}l{:.1f} "
        "{:.1f}z\"><title>{}</title></path>\n",
        mark.x, mark.y - r, r, r, -r, r, -r, -r, title);
}

// Marks with labels beside them: each label takes the first free place of three rings around its
// mark; one that finds none is left out (its tooltip stays) and counted.
std::string labelled(const std::vector<Mark>& marks, const Box& frame, std::size_t& left_out) {
    std::vector<Box> taken;
    for (const auto& mark : marks) {
        taken.push_back({mark.x - mark.radius, mark.y - mark.radius, mark.x + mark.radius,
                         mark.y + mark.radius});
    }
    std::string leaders;
    std::string shapes;
    std::string texts;
    for (const auto& mark : marks) {
        const std::string label = formula_text(mark.row->written);
        const double width = 6.9 * static_cast<double>(display_width(label)) + 4;
        constexpr double k_high = 15;
        bool placed = false;
        constexpr std::array<double, 3> k_rings{3, 14, 28};
        // Right, left, above, below, then the corners.
        constexpr std::array<std::pair<int, int>, 8> k_sides{
            {{1, 0}, {-1, 0}, {0, -1}, {0, 1}, {1, -1}, {1, 1}, {-1, -1}, {-1, 1}}};
        for (std::size_t ring = 0; ring < k_rings.size() && !placed; ++ring) {
            for (const auto& [dx, dy] : k_sides) {
                const double reach = mark.radius + k_rings.at(ring);
                const double slant = dx != 0 && dy != 0 ? 0.75 : 1;
                const double cx = mark.x + dx * (reach * slant + width / 2);
                const double cy = mark.y + dy * (reach * slant + k_high / 2 - 2);
                const Box box{cx - width / 2, cy - k_high / 2, cx + width / 2, cy + k_high / 2};
                const bool inside = box.left >= frame.left && box.right <= frame.right &&
                                    box.top >= frame.top && box.bottom <= frame.bottom;
                if (!inside || std::any_of(taken.begin(), taken.end(),
                                           [&](const Box& other) { return box.meets(other); })) {
                    continue;
                }
                taken.push_back(box);
                texts += fmt::format(
                    "<text class=\"label\" x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"middle\">{}"
                    "</text>\n",
                    cx, cy + 4.3, escape_html(label));
                if (ring > 0) {
                    const double ex = std::clamp(mark.x, box.left, box.right);
                    const double ey = std::clamp(mark.y, box.top, box.bottom);
                    leaders += fmt::format(
                        "<line class=\"leader\" x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" "
                        "y2=\"{:.1f}\"/>\n",
                        mark.x, mark.y, ex, ey);
                }
                placed = true;
                break;
            }
        }
        left_out += placed ? 0 : 1;
        shapes += shape(mark, !mark.row->flags.empty(), tooltip(*mark.row));
    }
    return leaders + shapes + texts;
}

std::string legend(double y, bool density) {
    std::string svg = "<g class=\"legend\">\n";
    double x = k_frame.left;
    const auto entry = [&](const std::string& sign, std::string_view text, double width) {
        svg += sign + text_at(x + 14, y + 4, "start", text);
        x += width;
    };
    Mark mark{.x = x + 5, .y = y, .radius = 4.5};
    entry(shape(mark, false, "result without flags"), "result", 76);
    mark.x = x + 5;
    entry(shape(mark, true, "result with flags"), "result with flags", 136);
    if (density) {
        entry(fmt::format("<rect class=\"cell\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"9\" height=\"9\" "
                          "opacity=\"0.6\"/>\n",
                          x, y - 4.5),
              "other candidates (darker: more)", 230);
    } else {
        entry("", "size: number of mentions", 190);
    }
    return svg + "</g>\n";
}

std::string open_svg(std::string_view id, std::string_view title, std::string_view description) {
    return fmt::format(
        "<svg class=\"plot\" viewBox=\"0 0 {0} {1}\" role=\"img\" aria-labelledby=\"{2}-t "
        "{2}-d\">\n"
        "<title id=\"{2}-t\">{3}</title><desc id=\"{2}-d\">{4}</desc>\n"
        "<rect class=\"ground\" x=\"{5}\" y=\"{6}\" width=\"{7}\" height=\"{8}\"/>\n",
        k_width, k_height, id, escape_html(title), escape_html(description), k_frame.left,
        k_frame.top, k_frame.right - k_frame.left, k_frame.bottom - k_frame.top);
}

// Candidates fall into cells of 5 x 5 units: at most some 12,000 of them, however many candidates.
std::string density(const Report& report, const Scale& x, const Scale& y) {
    constexpr double k_cell = 5;
    std::map<std::pair<long, long>, std::size_t> cells;
    std::size_t most = 1;
    for (const auto& [mentions, score] : report.scatter) {
        if (mentions < 1 || !std::isfinite(score)) {
            continue;
        }
        const std::pair key{std::lround(x(std::log10(mentions)) / k_cell),
                            std::lround(y(score) / k_cell)};
        most = std::max(most, ++cells[key]);
    }
    std::string svg = "<g class=\"cells\">\n";
    for (const auto& [key, count] : cells) {
        const double shade = 0.18 + 0.55 * std::log1p(static_cast<double>(count)) /
                                        std::log1p(static_cast<double>(most));
        svg += fmt::format(
            "<rect class=\"cell\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"4.6\" height=\"4.6\" "
            "opacity=\"{:.2f}\"/>\n",
            static_cast<double>(key.first) * k_cell - 2.3,
            static_cast<double>(key.second) * k_cell - 2.3, shade);
    }
    return svg + "</g>\n";
}

}  // namespace

std::string scatter_svg(const Report& report) {
    std::vector<std::pair<double, double>> points = report.scatter;
    for (const auto& row : report.rows) {
        points.emplace_back(static_cast<double>(row.mentions), row.score);
    }
    points.erase(
        std::remove_if(points.begin(), points.end(),
                       [](const auto& p) { return !(p.first >= 1) || !std::isfinite(p.second); }),
        points.end());
    if (points.empty()) {
        return "";
    }
    const auto [fewest, most] = std::minmax_element(points.begin(), points.end());
    const auto [lowest, highest] =
        std::minmax_element(points.begin(), points.end(),
                            [](const auto& l, const auto& r) { return l.second < r.second; });
    const double pad_x = std::max(0.06, 0.05 * std::log10(most->first / fewest->first));
    const double pad_y = std::max(0.02, 0.08 * (highest->second - lowest->second));
    const Scale x{std::log10(fewest->first) - pad_x, std::log10(most->first) + pad_x, k_frame.left,
                  k_frame.right};
    const Scale y{lowest->second - pad_y, highest->second + pad_y, k_frame.bottom, k_frame.top};

    std::string svg = open_svg(
        "scatter", "Score against number of mentions",
        fmt::format("Each of {} candidates by its mentions in the corpus and its score; the {} "
                    "shown results are labelled.",
                    report.candidates, report.rows.size()));
    for (const double value : log_ticks(std::pow(10, x.low), std::pow(10, x.high))) {
        const double at = x(std::log10(value));
        svg += fmt::format(
            "<line class=\"grid\" x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"{1}\" y2=\"{2}\"/>\n", at,
            k_frame.top, k_frame.bottom);
        svg += text_at(at, k_frame.bottom + 16, "middle",
                       grouped(static_cast<std::uint64_t>(std::llround(value))));
    }
    for (const double value : ticks(y.low, y.high, 6)) {
        svg += fmt::format(
            "<line class=\"grid\" x1=\"{0}\" x2=\"{1}\" y1=\"{2:.1f}\" y2=\"{2:.1f}\"/>\n",
            k_frame.left, k_frame.right, y(value));
        svg += text_at(k_frame.left - 7, y(value) + 4, "end",
                       fmt::format("{:.4g}", std::fabs(value) < 1e-12 ? 0.0 : value));
    }
    svg += density(report, x, y);
    std::vector<Mark> marks;
    for (const auto& row : report.rows) {
        if (row.mentions >= 1 && std::isfinite(row.score)) {
            marks.push_back({.x = x(std::log10(static_cast<double>(row.mentions))),
                             .y = y(row.score),
                             .radius = 4.5,
                             .row = &row});
        }
    }
    std::size_t left_out = 0;
    svg += labelled(marks, k_frame, left_out);
    svg += text_at(k_frame.right, k_frame.bottom + 32, "end", "mentions in the corpus (log scale)",
                   " class=\"axis\"");
    svg += fmt::format(
        "<text class=\"axis\" transform=\"translate(15 {:.1f}) rotate(-90)\" "
        "text-anchor=\"middle\">score (cosine)</text>\n",
        (k_frame.top + k_frame.bottom) / 2);
    svg += legend(k_height - 12, true);
    if (left_out > 0) {
        svg += text_at(k_frame.right, k_height - 8, "end",
                       fmt::format("{} labels left out for room", left_out));
    }
    return svg + "</svg>\n";
}

std::string map_svg(const Report& report) {
    if (report.rows.size() < 2) {
        return "";
    }
    double low_x = 0, high_x = 0, low_y = 0, high_y = 0;
    double most = 1;
    for (const auto& row : report.rows) {
        low_x = std::min(low_x, row.x);
        high_x = std::max(high_x, row.x);
        low_y = std::min(low_y, row.y);
        high_y = std::max(high_y, row.y);
        most = std::max(most, static_cast<double>(row.mentions));
    }
    const double span = std::max({high_x - low_x, high_y - low_y, 1e-9});
    // One unit is as long across as upwards; the points fill the frame in the wider direction.
    const Box inner{k_frame.left - 36, k_frame.top, k_frame.right, k_frame.bottom + 12};
    const double unit =
        std::min((inner.right - inner.left - 110) / std::max(high_x - low_x, 0.2 * span),
                 (inner.bottom - inner.top - 50) / std::max(high_y - low_y, 0.2 * span));
    const double middle_x = (inner.left + inner.right) / 2 - unit * (low_x + high_x) / 2;
    const double middle_y = (inner.top + inner.bottom) / 2 + unit * (low_y + high_y) / 2;

    std::string svg = fmt::format(
        "<svg class=\"plot\" viewBox=\"0 0 {} {}\" role=\"img\" aria-labelledby=\"map-t map-d\">\n"
        "<title id=\"map-t\">Map of the top materials</title><desc id=\"map-d\">The {} shown "
        "materials on the two main directions in which their word vectors differ.</desc>\n"
        "<rect class=\"ground\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>\n",
        k_width, k_height, report.rows.size(), inner.left, inner.top, inner.right - inner.left,
        inner.bottom - inner.top);
    svg +=
        fmt::format("<line class=\"grid\" x1=\"{0}\" x2=\"{1}\" y1=\"{2:.1f}\" y2=\"{2:.1f}\"/>\n",
                    inner.left, inner.right, middle_y);
    svg +=
        fmt::format("<line class=\"grid\" y1=\"{0}\" y2=\"{1}\" x1=\"{2:.1f}\" x2=\"{2:.1f}\"/>\n",
                    inner.top, inner.bottom, middle_x);
    std::vector<Mark> marks;
    for (const auto& row : report.rows) {
        const double share = std::log1p(static_cast<double>(row.mentions)) / std::log1p(most);
        marks.push_back({.x = middle_x + unit * row.x,
                         .y = middle_y - unit * row.y,
                         .radius = 3.5 + 4.5 * share * share,
                         .row = &row});
    }
    std::size_t left_out = 0;
    svg += labelled(marks, inner, left_out);
    svg +=
        text_at(inner.right, k_height - 24, "end", "first principal component", " class=\"axis\"");
    svg += fmt::format(
        "<text class=\"axis\" transform=\"translate(15 {:.1f}) rotate(-90)\" "
        "text-anchor=\"middle\">second principal component</text>\n",
        (inner.top + inner.bottom) / 2);
    svg += legend(k_height - 10, false);
    if (left_out > 0) {
        svg += text_at(inner.right, k_height - 6, "end",
                       fmt::format("{} labels left out for room", left_out));
    }
    return svg + "</svg>\n";
}

std::string interval_svg(const Row& row) {
    constexpr double k_length = 110;
    const auto x = [](double share) { return 3 + std::clamp(share, 0.0, 1.0) * k_length; };
    const std::string title = fmt::format(
        "reported success {:.0f} %, 90 % interval {:.0f} to {:.0f} %, baseline of the concept "
        "{:.0f} %",
        100 * row.success_mean, 100 * row.success_interval.low, 100 * row.success_interval.high,
        100 * row.success_baseline);
    return fmt::format(
        "<svg class=\"interval\" viewBox=\"0 0 116 16\" width=\"116\" height=\"16\" role=\"img\" "
        "aria-label=\"{0}\"><title>{0}</title>"
        "<line class=\"track\" x1=\"3\" x2=\"113\" y1=\"8\" y2=\"8\"/>"
        "<line class=\"range\" x1=\"{1:.1f}\" x2=\"{2:.1f}\" y1=\"8\" y2=\"8\"/>"
        "<line class=\"baseline\" x1=\"{3:.1f}\" x2=\"{3:.1f}\" y1=\"1\" y2=\"15\"/>"
        "<circle class=\"mean\" cx=\"{4:.1f}\" cy=\"8\" r=\"3.6\"/></svg>",
        escape_html(title), x(row.success_interval.low), x(row.success_interval.high),
        x(row.success_baseline), x(row.success_mean));
}

}  // namespace lode::query
