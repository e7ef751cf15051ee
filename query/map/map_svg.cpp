// The pictures of the map.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <ostream>

#include "query/html_text.hpp"
#include "query/map/map_text.hpp"
#include "query/plain_text.hpp"
#include "query/svg_axes.hpp"

namespace lode::query {
namespace {

constexpr double k_width = 760;

// Of the page's style sheet where there is one, else a light theme. Orange and blue are told apart
// by every common colour vision, and no meaning rests on colour alone.
constexpr std::string_view k_style =
    "<style>.lm{min-width:560px}.lm text{font:12px system-ui,sans-serif;fill:var(--soft,#5c6470)}"
    ".lm .lm-name{fill:var(--ink,#1d2126);font-size:12.5px;font-weight:600;paint-order:stroke;"
    "stroke:var(--card,#fff);stroke-width:3px;stroke-linejoin:round}"
    ".lm .lm-grid{stroke:var(--line,#dfdcd4);stroke-width:.8}"
    ".lm .lm-frame{fill:var(--card,#fff);stroke:var(--line,#dfdcd4)}"
    ".lm .lm-limit{stroke:var(--warn,#a8480f);stroke-width:1.6;stroke-dasharray:6 4}"
    ".lm .lm-known{fill:var(--cell,#8a94a0)}"
    ".lm .lm-studied{fill:#0072b2;stroke:#fff;stroke-width:1}"
    ".lm .lm-sparse{fill:none;stroke:var(--warn,#a8480f);stroke-width:2.6}"
    ".lm .lm-letter{fill:var(--warn,#a8480f);font-weight:700;font-size:14px;paint-order:stroke;"
    "stroke:var(--card,#fff);stroke-width:3.5px;stroke-linejoin:round}</style>\n";

std::string open_svg(std::string_view id, double height, std::string_view title,
                     std::string_view description) {
    return fmt::format(
        "<svg class=\"plot lm\" viewBox=\"0 0 {0} {1:.0f}\" width=\"{0}\" height=\"{1:.0f}\" "
        "role=\"img\" aria-labelledby=\"{2}-t {2}-d\">\n<title id=\"{2}-t\">{3}</title><desc "
        "id=\"{2}-d\">{4}</desc>\n{5}",
        k_width, height, id, escape_html(title), escape_html(description), k_style);
}

std::string circle(std::string_view style, double x, double y, double radius, double opacity,
                   const std::string& title) {
    return fmt::format(
        "<circle class=\"{}\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{:.1f}\" "
        "opacity=\"{:.2f}\"><title>{}</title></circle>\n",
        style, x, y, radius, opacity, escape_html(title));
}

// Names that do not run into each other; the first ones have the room.
class Labels {
 public:
    Labels(double left, double right, double top, double bottom)
        : m_left(left), m_right(right), m_top(top), m_bottom(bottom) {}
    void block(double left, double right, double top, double bottom) {
        m_taken.push_back({left, right, top, bottom});
    }
    // Beside (x, y) on the side that is free; nothing is written where none is.
    void place(double x, double y, double reach, const std::string& written) {
        const std::string label = formula_text(written);
        const double width = 7.2 * static_cast<double>(display_width(label)) + 4;
        constexpr double k_high = 15;
        for (const auto& [cx, cy] :
             std::array<std::pair<double, double>, 4>{{{x + reach + width / 2, y},
                                                       {x - reach - width / 2, y},
                                                       {x, y - reach - k_high / 2},
                                                       {x, y + reach + k_high / 2}}}) {
            const Box box{cx - width / 2, cx + width / 2, cy - k_high / 2, cy + k_high / 2};
            const bool free = box.left >= m_left && box.right <= m_right && box.top >= m_top &&
                              box.bottom <= m_bottom &&
                              std::none_of(m_taken.begin(), m_taken.end(), [&](const Box& other) {
                                  return box.left < other.right && other.left < box.right &&
                                         box.top < other.bottom && other.top < box.bottom;
                              });
            if (free) {
                m_taken.push_back(box);
                m_svg += text_at(cx, cy + 4.3, "middle", label, " class=\"lm-name\"");
                return;
            }
        }
    }
    const std::string& svg() const noexcept { return m_svg; }

 private:
    struct Box {
        double left, right, top, bottom;
    };
    double m_left, m_right, m_top, m_bottom;
    std::vector<Box> m_taken;
    std::string m_svg;
};

double log1p10(double value) {
    return std::log10(1 + value);
}

// 0, 1, 3, 10, 30, ... up to `most`.
std::vector<double> count_ticks(double most) {
    std::vector<double> list{0};
    for (double power = 1; power <= most; power *= 10) {
        list.push_back(power);
        if (3 * power <= most) {
            list.push_back(3 * power);
        }
    }
    return list;
}

// The most reported materials, up to `most`.
std::vector<const MapMaterial*> landmarks(const ConceptMap& map, std::size_t most) {
    std::vector<const MapMaterial*> list;
    for (const auto& material : map.materials) {
        if (material.seen.with_concept > 0) {
            list.push_back(&material);
        }
    }
    std::stable_sort(list.begin(), list.end(), [](const MapMaterial* l, const MapMaterial* r) {
        return l->seen.with_concept > r->seen.with_concept;
    });
    list.resize(std::min(list.size(), most));
    return list;
}

std::string vertical(double x, double middle, std::string_view text) {
    return fmt::format(
        "<text transform=\"translate({:.0f} {:.1f}) rotate(-90)\" "
        "text-anchor=\"middle\">{}</text>\n",
        x, middle, escape_html(text));
}

}  // namespace

std::string familiarity_svg(const ConceptMap& map) {
    if (map.materials.empty()) {
        return "";
    }
    constexpr double k_left = 62, k_right = k_width - 16, k_top = 34, k_bottom = 400;
    double most = static_cast<double>(map.from.material);
    double most_with = static_cast<double>(map.from.application);
    for (const auto& material : map.materials) {
        most = std::max(most, static_cast<double>(material.seen.articles));
        most_with = std::max(most_with, static_cast<double>(material.seen.with_concept));
    }
    const Scale x{-0.08, log1p10(most) * 1.05 + 0.02, k_left, k_right};
    const Scale y{-0.12, log1p10(most_with) * 1.12 + 0.05, k_bottom, k_top};
    std::string svg = open_svg(
        "fam", k_bottom + 66, "Familiarity of material and use",
        fmt::format("{} materials by the articles that mention them and the articles that hold the "
                    "concept too; dashed lines at {} and {} part four quadrants.",
                    map.materials.size(), map.from.material, map.from.application));
    svg += fmt::format("<rect class=\"lm-frame\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>\n",
                       k_left, k_top, k_right - k_left, k_bottom - k_top);
    for (const double value : count_ticks(most)) {
        svg += fmt::format(
            "<line class=\"lm-grid\" x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"{1}\" "
            "y2=\"{2}\"/>\n",
            x(log1p10(value)), k_top, k_bottom);
        svg += text_at(x(log1p10(value)), k_bottom + 16, "middle",
                       grouped(static_cast<std::uint64_t>(value)));
    }
    for (const double value : count_ticks(most_with)) {
        svg += fmt::format(
            "<line class=\"lm-grid\" x1=\"{0}\" x2=\"{1}\" y1=\"{2:.1f}\" "
            "y2=\"{2:.1f}\"/>\n",
            k_left, k_right, y(log1p10(value)));
        svg += text_at(k_left - 7, y(log1p10(value)) + 4, "end",
                       grouped(static_cast<std::uint64_t>(value)));
    }
    // Limits lie between the counts: half a step below the first familiar one.
    const double at_x = x(log1p10(static_cast<double>(map.from.material) - 0.5));
    const double at_y = y(log1p10(static_cast<double>(map.from.application) - 0.5));
    // Materials of one place are one mark; places are 5 units wide, so their number is bounded.
    constexpr double k_step = 5;
    std::map<std::pair<long, long>, std::vector<const MapMaterial*>> places;
    for (const auto& material : map.materials) {
        places[{std::lround(x(log1p10(static_cast<double>(material.seen.articles))) / k_step),
                std::lround(y(log1p10(static_cast<double>(material.seen.with_concept))) / k_step)}]
            .push_back(&material);
    }
    for (const auto& [place, here] : places) {
        const auto& best = *here.front();
        svg +=
            circle("lm-known", static_cast<double>(place.first) * k_step,
                   static_cast<double>(place.second) * k_step,
                   std::min(9.0, 2 + 0.8 * std::sqrt(static_cast<double>(here.size()))), 0.65,
                   here.size() == 1
                       ? fmt::format("{}: {} articles, {} with the concept", best.written,
                                     best.seen.articles, best.seen.with_concept)
                       : fmt::format("{} materials, most similar: {}", here.size(), best.written));
    }
    svg += fmt::format(
        "<line class=\"lm-limit\" x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"{1}\" "
        "y2=\"{2}\"/>\n<line class=\"lm-limit\" x1=\"{3}\" x2=\"{4}\" "
        "y1=\"{5:.1f}\" y2=\"{5:.1f}\"/>\n",
        at_x, k_top, k_bottom, k_left, k_right, at_y);
    Labels labels(k_left, k_right, k_top + 4, k_bottom - 4);
    for (const auto& [place, here] : places) {
        const double cx = static_cast<double>(place.first) * k_step;
        const double cy = static_cast<double>(place.second) * k_step;
        labels.block(cx - 3, cx + 3, cy - 3, cy + 3);
    }
    for (const auto* material : landmarks(map, 14)) {
        labels.place(x(log1p10(static_cast<double>(material->seen.articles))),
                     y(log1p10(static_cast<double>(material->seen.with_concept))), 7,
                     material->written);
    }
    svg += labels.svg();
    for (const auto quadrant : k_quadrants) {
        const bool right =
            quadrant == Quadrant::incremental || quadrant == Quadrant::radical_application;
        const bool high =
            quadrant == Quadrant::incremental || quadrant == Quadrant::radical_material;
        svg += text_at(
            right ? k_right - 6 : k_left + 6, high ? k_top - 10 : k_bottom + 34,
            right ? "end" : "start",
            fmt::format("{}: {}", name(quadrant),
                        grouped(map.counts.at(static_cast<std::size_t>(quadrant)).materials)),
            " class=\"lm-name\"");
    }
    svg += text_at((k_left + k_right) / 2, k_bottom + 54, "middle",
                   "articles that mention the material (logarithmic)");
    svg += vertical(15, (k_top + k_bottom) / 2, "of these with the concept (logarithmic)");
    return svg + "</svg>\n";
}

std::string density_svg(const ConceptMap& map) {
    const DensityMap& density = map.density;
    if (density.cells.size() < 2) {
        return "";
    }
    constexpr double k_left = 16, k_top = 14;
    const double side = (k_width - 2 * k_left) / static_cast<double>(density.columns);
    const double bottom = k_top + side * static_cast<double>(density.rows);
    std::size_t most = 1;
    std::size_t most_studied = 1;
    std::size_t sparse = 0;
    for (const auto& cell : density.cells) {
        most = std::max(most, cell.known);
        most_studied = std::max(most_studied, cell.studied);
        sparse += cell.sparse ? 1U : 0U;
    }
    std::string svg = open_svg(
        "den", bottom + 44, "Known and studied materials",
        fmt::format("{} materials on the two main directions of their vectors; the grey of a cell "
                    "grows with the materials known there, the disc with those studied for the "
                    "concept; {} cells are sparse.",
                    map.placed.size(), sparse));
    svg += fmt::format(
        "<rect class=\"lm-frame\" x=\"{}\" y=\"{}\" width=\"{:.1f}\" "
        "height=\"{:.1f}\"/>\n",
        k_left, k_top, k_width - 2 * k_left, bottom - k_top);
    const auto left_of = [&](const MapCell& cell) {
        return k_left + side * static_cast<double>(cell.column);
    };
    const auto top_of = [&](const MapCell& cell) {
        return bottom - side * static_cast<double>(cell.row + 1);
    };
    std::string discs;
    std::string outlines;
    Labels labels(k_left, k_width - k_left, k_top, bottom);
    std::size_t letter = 0;
    for (const auto& cell : density.cells) {
        const std::string title = fmt::format("{} materials known, {} studied, {:.1f} expected",
                                              cell.known, cell.studied, cell.expected);
        svg += fmt::format(
            "<rect class=\"lm-known\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" "
            "opacity=\"{:.2f}\"><title>{}</title></rect>\n",
            left_of(cell) + 0.5, top_of(cell) + 0.5, side - 1, side - 1,
            0.06 + 0.84 * std::sqrt(static_cast<double>(cell.known) / static_cast<double>(most)),
            title);
        if (cell.studied > 0) {
            discs += circle("lm-studied", left_of(cell) + side / 2, top_of(cell) + side / 2,
                            2 + 0.3 * side *
                                    std::sqrt(static_cast<double>(cell.studied) /
                                              static_cast<double>(most_studied)),
                            0.9, title);
        }
        if (cell.sparse) {
            outlines += fmt::format(
                "<rect class=\"lm-sparse\" x=\"{:.1f}\" y=\"{:.1f}\" "
                "width=\"{:.1f}\" height=\"{:.1f}\"/>\n",
                left_of(cell) + 1, top_of(cell) + 1, side - 2, side - 2);
            outlines += text_at(left_of(cell) + 5, top_of(cell) + 15, "start",
                                cell_letter(letter++), " class=\"lm-letter\"");
            labels.block(left_of(cell), left_of(cell) + side, top_of(cell), top_of(cell) + 18);
        }
    }
    const Scale x{density.left, density.right, k_left, k_width - k_left};
    const Scale y{density.bottom, density.top, bottom, k_top};
    for (const auto* material : landmarks(map, 16)) {
        if (material->place) {
            labels.place(std::clamp(x(material->place->first), k_left, k_width - k_left),
                         std::clamp(y(material->place->second), k_top, bottom), 2,
                         material->written);
        }
    }
    svg += discs + outlines + labels.svg();
    const double base = bottom + 22;
    svg += fmt::format(
        "<rect class=\"lm-known\" x=\"{}\" y=\"{:.1f}\" width=\"12\" height=\"12\" "
        "opacity=\"0.15\"/>\n<rect class=\"lm-known\" x=\"{}\" y=\"{:.1f}\" "
        "width=\"12\" height=\"12\" opacity=\"0.9\"/>\n",
        k_left, base - 10, k_left + 13, base - 10);
    svg += text_at(k_left + 31, base, "start", fmt::format("known: 1 to {}", most));
    svg += circle("lm-studied", k_left + 152, base - 4, 6, 0.9, "studied");
    svg += text_at(k_left + 164, base, "start",
                   fmt::format("studied for the concept: up to {}", most_studied));
    svg += fmt::format(
        "<rect class=\"lm-sparse\" x=\"{}\" y=\"{:.1f}\" width=\"12\" "
        "height=\"12\"/>\n",
        k_left + 372, base - 10);
    svg += text_at(k_left + 391, base, "start", "sparse: fewer studied than expected");
    return svg + "</svg>\n";
}

void write_map_svg(const ConceptMap& map, std::ostream& out) {
    const std::string familiarity = familiarity_svg(map);
    const std::string density = density_svg(map);
    // An inner <svg> is placed by its y; its height is written in its head.
    const auto height = [](const std::string& svg) {
        const auto at = svg.find(" height=\"");
        return at == std::string::npos ? 0.0 : std::stod(svg.substr(at + 9));
    };
    const double second = 40 + height(familiarity);
    out << fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1:.0f}\" width=\"{0}\" "
        "height=\"{1:.0f}\">\n<rect width=\"{0}\" height=\"{1:.0f}\" fill=\"#fff\"/>\n",
        k_width, second + height(density));
    out << fmt::format(
        "<text x=\"16\" y=\"26\" font-family=\"system-ui,sans-serif\" "
        "font-size=\"17\" font-weight=\"600\">Map of {}</text>\n",
        escape_html(map.ranking.concept_terms.empty() ? std::string()
                                                      : map.ranking.concept_terms.front()));
    out << "<svg y=\"40\" x=\"0\">\n" << familiarity << "</svg>\n";
    out << fmt::format("<svg y=\"{:.0f}\" x=\"0\">\n", second) << density << "</svg>\n</svg>\n";
}

}  // namespace lode::query
