// The page of the map.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <ostream>
#include <string>

#include "query/html_marks.hpp"
#include "query/html_parts.hpp"
#include "query/html_text.hpp"
#include "query/map/map_text.hpp"
#include "query/plain_text.hpp"

namespace lode::query {
namespace {

void write_quadrants(const ConceptMap& map, std::ostream& out) {
    out << "<h2 id=\"quadrants\">Familiar and unfamiliar</h2>\n";
    out << fmt::format(
        "<p>A material is familiar from {} articles on, its use from {} articles with the concept "
        "on. Both limits are choices and can be set.</p>\n<dl class=\"facts\">\n",
        grouped(map.from.material), grouped(map.from.application));
    for (const auto quadrant : k_quadrants) {
        const auto& count = map.counts.at(static_cast<std::size_t>(quadrant));
        out << fmt::format(
            "<div><dt><a href=\"#{0}\">{0}</a>: {1}</dt><dd>{2} <span>materials, {3} "
            "promising</span></dd></div>\n",
            name(quadrant), meaning(quadrant), grouped(count.materials), grouped(count.promising));
    }
    out << "</dl>\n";
    const std::string svg = familiarity_svg(map);
    if (!svg.empty()) {
        out << "<figure style=\"max-width:860px;overflow-x:auto\">\n"
            << svg
            << "<figcaption>A larger mark stands for more materials. Named are those with most "
               "articles on the concept.</figcaption></figure>\n";
    }
}

void write_density(const ConceptMap& map, std::ostream& out) {
    const std::string svg = density_svg(map);
    if (svg.empty()) {
        return;
    }
    out << "<h2 id=\"density\">Where little was tried</h2>\n<figure "
           "style=\"max-width:860px;overflow-x:auto\">\n"
        << svg
        << fmt::format(
               "<figcaption>First two principal components of the materials' output vectors, "
               "{:.0f}&nbsp;% of their variance. {} materials outside of the frame count in the "
               "cell at its border.</figcaption></figure>\n",
               100 * map.shown_share, grouped(map.density.moved));
    std::string rows;
    std::size_t letter = 0;
    for (const auto& cell : map.density.cells) {
        if (!cell.sparse) {
            continue;
        }
        std::vector<std::string> names;
        for (const std::size_t i : untried_of(map, cell, k_listed_of_cell)) {
            names.push_back(fmt::format("{} <span class=\"small\">({:.0f})</span>",
                                        formula_html(map.materials[i].written),
                                        map.materials[i].percentile));
        }
        rows += fmt::format(
            "<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td><td class=\"n\">{}</td><td "
            "class=\"n\">{:.1f}</td><td class=\"n\">{:.2g}</td><td "
            "style=\"min-width:16em\">{}</td></tr>\n",
            cell_letter(letter++), cell.known, cell.studied, cell.expected, cell.fewer->adjusted,
            fmt::join(names, ", "));
    }
    if (rows.empty()) {
        out << fmt::format(
            "<p>None of the {} cells with enough materials is sparse beyond "
            "chance.</p>\n",
            map.density.tested);
        return;
    }
    out << "<div class=\"wide\" style=\"margin-top:16px\"><table>\n<thead><tr><th "
           "scope=\"col\">sparse cell</th><th "
           "scope=\"col\" class=\"n\">known</th><th scope=\"col\" class=\"n\">studied</th><th "
           "scope=\"col\" class=\"n\">expected</th><th scope=\"col\" class=\"n\">adjusted "
           "p</th><th scope=\"col\">not studied, most similar to the concept first (score "
           "percentile)</th></tr></thead>\n<tbody>\n"
        << rows << "</tbody></table></div>\n";
}

void write_examples(const ConceptMap& map, std::ostream& out) {
    out << "<h2 id=\"examples\">Examples</h2>\n<p>Of each quadrant the materials most similar to "
           "the concept.</p>\n";
    for (const auto quadrant : k_quadrants) {
        out << fmt::format("<h3 id=\"{0}\">{0}: {1}</h3>\n", name(quadrant), meaning(quadrant));
        bool any = false;
        for (std::size_t i = 0; i < map.examples.size(); ++i) {
            if (map.examples[i].quadrant != quadrant) {
                continue;
            }
            any = true;
            const Row& row = map.ranking.rows[i];
            out << fmt::format(
                "<section class=\"material\"><h3><span>{}</span> <span class=\"small\">{} "
                "article{}, {} with the concept; score percentile {:.1f}</span></h3>\n",
                material_html(row.material, row.written), grouped(row.articles),
                row.articles == 1 ? "" : "s", grouped(row.articles_with_concept), row.percentile);
            write_reasons(row.flags, out);
            write_quotes(map.examples[i].articles, row.written, out);
            out << "</section>\n";
        }
        if (!any) {
            out << "<p class=\"small\">No material lies here.</p>\n";
        }
    }
}

}  // namespace

void write_map_page(const ConceptMap& map, std::ostream& out) {
    const std::string words =
        escape_html(fmt::format("{}", fmt::join(map.ranking.concept_terms, ", ")));
    write_page_begin("Map of " + words, "Lode map", out);
    out << "<h1>What is "
           "familiar, and what is not, for <em>"
        << words << "</em></h1>\n"
        << fmt::format(
               "<p class=\"lead\">{} candidate materials in {} articles, by how often they "
               "are written of at all and with the concept.</p>\n",
               grouped(map.materials.size()), grouped(map.ranking.articles));
    for (const auto& note : map.ranking.notes) {
        out << "<p class=\"note\">" << escape_html(note) << "</p>\n";
    }
    out << "<nav aria-label=\"Sections\"><a href=\"#quadrants\">Quadrants</a><a "
           "href=\"#density\">Where little was tried</a><a href=\"#examples\">Examples</a><a "
           "href=\"#limits\">What this cannot tell</a><a href=\"#made\">How it was "
           "made</a></nav>\n</header>\n<main>\n";
    write_quadrants(map, out);
    write_density(map, out);
    write_examples(map, out);
    write_page_end(map.limits, map.ranking.made_by, map.ranking.program, out);
}

}  // namespace lode::query
