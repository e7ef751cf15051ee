// The page of a novelty search.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <ostream>
#include <string>

#include "query/flag.hpp"
#include "query/html_marks.hpp"
#include "query/html_parts.hpp"
#include "query/html_text.hpp"
#include "query/novelty/novelty_text.hpp"
#include "query/plain_text.hpp"
#include "query/svg_axes.hpp"

namespace lode::query {
namespace {

constexpr double k_width = 760;
constexpr double k_height = 400;
constexpr double k_left = 62, k_right = k_width - 18, k_top = 14, k_bottom = k_height - 62;

// Score across, novelty upwards: what was chosen, what plain similarity would have, and the rest.
std::string plot(const NoveltyReport& report) {
    if (report.points.size() < 2) {
        return "";
    }
    const auto [lowest, highest] =
        std::minmax_element(report.points.begin(), report.points.end(),
                            [](const auto& l, const auto& r) { return l.score < r.score; });
    const auto [least, most] =
        std::minmax_element(report.points.begin(), report.points.end(),
                            [](const auto& l, const auto& r) { return l.novelty < r.novelty; });
    const double pad_x = std::max(1e-3, 0.05 * (highest->score - lowest->score));
    const double pad_y = std::max(1e-3, 0.08 * (most->novelty - least->novelty));
    const Scale x{lowest->score - pad_x, highest->score + pad_x, k_left, k_right};
    const Scale y{least->novelty - pad_y, most->novelty + pad_y, k_bottom, k_top};
    std::string svg = fmt::format(
        "<svg class=\"plot\" style=\"min-width:560px\" viewBox=\"0 0 {} {}\" role=\"img\" "
        "aria-labelledby=\"nov-t nov-d\">\n"
        "<title id=\"nov-t\">Novelty against similarity</title><desc id=\"nov-d\">{} promising "
        "materials by score and novelty; {} chosen, {} the most similar.</desc>\n<rect "
        "class=\"ground\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>\n",
        k_width, k_height, report.points.size(), report.chosen.size, report.plain.size, k_left,
        k_top, k_right - k_left, k_bottom - k_top);
    for (const double value : ticks(x.low, x.high, 7)) {
        svg += fmt::format(
            "<line class=\"grid\" x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"{1}\" "
            "y2=\"{2}\"/>\n",
            x(value), k_top, k_bottom);
        svg += text_at(x(value), k_bottom + 16, "middle", fmt::format("{:.3g}", value));
    }
    for (const double value : ticks(y.low, y.high, 6)) {
        svg += fmt::format(
            "<line class=\"grid\" x1=\"{0}\" x2=\"{1}\" y1=\"{2:.1f}\" "
            "y2=\"{2:.1f}\"/>\n",
            k_left, k_right, y(value));
        svg += text_at(k_left - 7, y(value) + 4, "end", fmt::format("{:.3g}", value));
    }
    std::string front;
    const auto diamond = [](double cx, double cy) {
        return fmt::format("<path class=\"dot flagged\" d=\"M{:.1f} {:.1f}l6 6l-6 6l-6 -6z\"/>\n",
                           cx, cy - 6);
    };
    const auto ring = [](double cx, double cy) {
        return fmt::format(
            "<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"6.5\" fill=\"none\" "
            "stroke=\"currentColor\" stroke-width=\"1.6\"/>\n",
            cx, cy);
    };
    for (const auto& point : report.points) {
        const double cx = x(point.score);
        const double cy = y(point.novelty);
        if (!point.chosen && !point.plain) {
            svg += fmt::format(
                "<circle class=\"cell\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"2.6\" "
                "opacity=\"0.6\"/>\n",
                cx, cy);
        }
        front += point.chosen ? diamond(cx, cy) : "";
        front += point.plain ? ring(cx, cy) : "";
    }
    svg += front;
    svg += text_at(k_right, k_bottom + 33, "end", "score (cosine with the concept)",
                   " class=\"axis\"");
    svg += fmt::format(
        "<text class=\"axis\" transform=\"translate(15 {:.1f}) rotate(-90)\" "
        "text-anchor=\"middle\">novelty</text>\n",
        (k_top + k_bottom) / 2);
    const double base = k_height - 10;
    svg += diamond(k_left + 6, base - 4) + text_at(k_left + 18, base, "start", "chosen");
    svg += ring(k_left + 94, base - 4) +
           text_at(k_left + 106, base, "start", "most similar (plain ranking)");
    svg += fmt::format("<circle class=\"cell\" cx=\"{}\" cy=\"{}\" r=\"2.6\"/>\n", k_left + 300,
                       base - 4) +
           text_at(k_left + 310, base, "start", "other promising materials");
    return svg + "</svg>\n";
}

void write_comparison(const NoveltyReport& report, std::ostream& out) {
    out << "<h2 id=\"plain\">Against plain similarity</h2>\n<div class=\"wide\"><table>\n<thead>"
           "<tr><th scope=\"col\">set</th><th scope=\"col\" class=\"n\">materials</th><th "
           "scope=\"col\" class=\"n\">mean novelty</th><th scope=\"col\" class=\"n\">mean "
           "score</th><th scope=\"col\" class=\"n\">mean distance<br>within</th></tr></thead>"
           "<tbody>\n";
    const auto line = [&](const char* name, const NovelSet& set) {
        out << fmt::format(
            "<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td><td class=\"n\">{:.3f}</td><td "
            "class=\"n\">{:.3f}</td><td class=\"n\">{}</td></tr>\n",
            name, set.size, set.mean_novelty, set.mean_score,
            set.mean_apart ? fmt::format("{:.3f}", *set.mean_apart) : std::string("–"));
    };
    line("chosen here", report.chosen);
    line("most similar of the same pool", report.plain);
    std::string names;
    for (const auto& written : report.plain_written) {
        names += (names.empty() ? "" : ", ") + formula_html(written);
    }
    out << fmt::format(
        "</tbody></table></div>\n<p class=\"small\">{} of {} are in both. Plain "
        "similarity: {}.</p>\n",
        report.overlap, report.plain.size, names);
    const std::string svg = plot(report);
    if (!svg.empty()) {
        out << "<figure style=\"max-width:860px;overflow-x:auto;margin-top:16px\">\n"
            << svg << "<figcaption>"
            << (report.novelty_vs_mentions
                    ? fmt::format("Rank correlation of novelty with mentions: {:+.2f}. Strongly "
                                  "negative would mean that rarity passes for novelty.",
                                  *report.novelty_vs_mentions)
                    : std::string())
            << "</figcaption></figure>\n";
    }
}

std::string novelty_html(const NovelRow& row) {
    std::string text = fmt::format("{:.3f}", row.novelty);
    if (row.novelty_interval) {
        text += fmt::format("<br><span class=\"small\">{:.3f} to {:.3f}</span>",
                            row.novelty_interval->low, row.novelty_interval->high);
    }
    return text;
}

void write_list(const NoveltyReport& report, std::ostream& out) {
    out << "<h2 id=\"list\">Promising and far from what was tried</h2>\n<div "
           "class=\"wide\"><table>\n<thead><tr><th scope=\"col\" class=\"n\">#</th><th "
           "scope=\"col\">material</th><th scope=\"col\" class=\"n\">novelty<br>(percentile)</th>"
           "<th scope=\"col\" class=\"n\">from those<br>above</th><th scope=\"col\" "
           "class=\"n\">score<br>(percentile)</th><th scope=\"col\" class=\"n\">rank by<br>"
           "similarity</th><th scope=\"col\" class=\"n\">mentions</th><th scope=\"col\" "
           "class=\"n\">articles<br>with concept</th><th scope=\"col\">nearest studied "
           "(distance; articles)</th><th scope=\"col\">flags</th></tr></thead>\n<tbody>\n";
    for (std::size_t i = 0; i < report.rows.size(); ++i) {
        const NovelRow& novel = report.rows[i];
        const Row& row = report.ranking.rows[i];
        std::vector<std::string> near;
        for (const auto& item : novel.nearest) {
            near.push_back(fmt::format("{} <span class=\"small\">({:.2f}; {})</span>",
                                       formula_html(item.written), item.distance,
                                       grouped(item.articles_with_concept)));
        }
        out << fmt::format(
            "<tr><td class=\"n\">{0}</td><td class=\"m\"><a href=\"#m{0}\"{12}>{1}</a></td><td "
            "class=\"n\">{2} <span class=\"small\">({3:.0f})</span></td><td "
            "class=\"n\">{4}</td><td class=\"n\">{5} <span class=\"small\">({6:.1f})</span></td>"
            "<td class=\"n\">{7}</td><td class=\"n\">{8}</td><td class=\"n\">{9} / "
            "{10}</td><td>{11}</td><td>",
            row.rank, formula_html(row.written), novelty_html(novel), novel.novelty_percentile,
            novel.apart ? fmt::format("{:.3f}", *novel.apart) : std::string("–"),
            short_score(row.score), row.percentile, grouped(novel.rank_by_similarity),
            grouped(row.mentions), grouped(row.articles), grouped(row.articles_with_concept),
            fmt::join(near, "<br>"), material_mark(row.material));
        for (const auto& flag : row.flags) {
            out << fmt::format("<a class=\"chip\" href=\"#m{}\" title=\"{}\">{}</a>", row.rank,
                               escape_html(flag.because), escape_html(flag.name));
        }
        out << "</td></tr>\n";
    }
    out << "</tbody></table></div>\n";
}

void write_materials(const NoveltyReport& report, std::ostream& out) {
    out << "<h2 id=\"evidence\">What is written of them</h2>\n";
    for (std::size_t i = 0; i < report.rows.size(); ++i) {
        const Row& row = report.ranking.rows[i];
        out << fmt::format(
            "<section class=\"material\" id=\"m{0}\"><h3><span>{0}. {1}</span> <span "
            "class=\"small\">{2} article{3}, {4} with the concept</span></h3>\n",
            row.rank, material_html(row.material, row.written), grouped(row.articles),
            row.articles == 1 ? "" : "s", grouped(row.articles_with_concept));
        write_reasons(row.flags, out);
        write_quotes(report.rows[i].known, row.written, out);
        out << "</section>\n";
    }
}

}  // namespace

void write_novelty_page(const NoveltyReport& report, std::ostream& out) {
    const Report& ranking = report.ranking;
    const std::string concept_words =
        escape_html(fmt::format("{}", fmt::join(ranking.concept_terms, ", ")));
    write_page_begin("Novel materials for " + concept_words, "Lode novelty search", out);
    out << "<h1>What lies far from what was tried for <em>" << concept_words << "</em>?</h1>\n";
    out << fmt::format(
        "<p class=\"lead\">{} of {} promising materials that are not studied for it in {} "
        "articles, chosen for their distance from the {} that are, and from each other. "
        "<strong>{} of {} carry flags.</strong> Far is not good.</p>\n",
        report.rows.size(), grouped(report.promising), grouped(ranking.articles),
        grouped(report.studied), flagged(ranking), report.rows.size());
    for (const auto& note : ranking.notes) {
        out << "<p class=\"note\">" << escape_html(note) << "</p>\n";
    }
    out << "<nav aria-label=\"Sections\"><a href=\"#list\">Materials</a><a href=\"#plain\">Against "
           "plain similarity</a><a href=\"#evidence\">What is written</a><a href=\"#limits\">What "
           "this cannot tell</a><a href=\"#made\">How it was made</a></nav>\n</header>\n<main>\n";
    write_list(report, out);
    write_comparison(report, out);
    write_materials(report, out);
    write_page_end(report.limits, report.ranking.made_by, report.ranking.program, out);
}

}  // namespace lode::query
