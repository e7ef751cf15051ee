#include "query/map/map_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <nlohmann/json.hpp>
#include <ostream>

#include "query/plain_text.hpp"
#include "query/report_json.hpp"

namespace lode::query {
namespace {

using Json = nlohmann::ordered_json;

Json material_json(const MapMaterial& material) {
    return {{"material", material.material},
            {"written", material.written},
            {"articles", material.seen.articles},
            {"articles_with_concept", material.seen.with_concept},
            {"score", material.score},
            {"percentile", material.percentile},
            {"quadrant", name(material.quadrant)},
            {"promising", material.promising},
            {"map", material.place ? Json({material.place->first, material.place->second})
                                   : Json(nullptr)},
            {"cell", material.cell ? Json(*material.cell) : Json(nullptr)}};
}

Json density_json(const ConceptMap& map) {
    const DensityMap& density = map.density;
    Json json = {
        {"variance_shown", map.shown_share},
        {"distance_spread", map.spread ? Json({{"models", map.spread->models},
                                               {"pairs", map.spread->pairs},
                                               {"between_models", map.spread->between_models},
                                               {"between_pairs", map.spread->between_pairs}})
                                       : Json(nullptr)},
        {"columns", density.columns},
        {"rows", density.rows},
        {"frame",
         {{"left", density.left},
          {"right", density.right},
          {"bottom", density.bottom},
          {"top", density.top}}},
        {"outside_frame", density.moved},
        {"tested", density.tested}};
    json["cells"] = Json::array();
    for (const auto& cell : density.cells) {
        json["cells"].push_back({{"column", cell.column},
                                 {"row", cell.row},
                                 {"known", cell.known},
                                 {"studied", cell.studied},
                                 {"expected", cell.expected},
                                 {"fewer", cell.fewer ? Json({{"p", cell.fewer->plain},
                                                              {"adjusted", cell.fewer->adjusted}})
                                                      : Json(nullptr)},
                                 {"sparse", cell.sparse}});
    }
    return json;
}

void write_example(const ConceptMap& map, std::size_t i, std::ostream& out) {
    const Row& row = map.ranking.rows[i];
    out << fmt::format("    {}: {} article{}, {} with the concept, score percentile {:.1f}{}{}\n",
                       one_line(row.written), grouped(row.articles), row.articles == 1 ? "" : "s",
                       grouped(row.articles_with_concept), row.percentile,
                       row.flags.empty() ? "" : "; ", flag_names(row, ", "));
    for (const auto& item : map.examples[i].articles) {
        out << fmt::format("      {} {}: {}\n",
                           item.year == 0 ? std::string("no year") : std::to_string(item.year),
                           item.doi.empty() ? "article " + item.article : "doi:" + item.doi,
                           one_line(item.title));
    }
}

}  // namespace

std::string cell_letter(std::size_t number) {
    constexpr std::size_t k_letters = 26;
    std::string text(1, static_cast<char>('A' + number % k_letters));
    for (number /= k_letters; number > 0; number /= k_letters) {
        --number;
        text.insert(text.begin(), static_cast<char>('A' + number % k_letters));
    }
    return text;
}

void write_map_json(const ConceptMap& map, std::ostream& out) {
    Json json = Json::parse(report_json(map.ranking, -1));
    for (std::size_t i = 0; i < map.examples.size(); ++i) {
        json["results"][i]["quadrant"] = name(map.examples[i].quadrant);
        Report shown;
        shown.rows.emplace_back();
        shown.rows.back().evidence = map.examples[i].articles;
        json["results"][i]["shown_articles"] =
            Json::parse(report_json(shown, -1))["results"][0]["evidence"];
    }
    json["familiar_from"] = {{"articles", map.from.material},
                             {"articles_with_concept", map.from.application}};
    json["quadrants"] = Json::array();
    for (const auto quadrant : k_quadrants) {
        const auto& count = map.counts.at(static_cast<std::size_t>(quadrant));
        json["quadrants"].push_back({{"name", name(quadrant)},
                                     {"meaning", meaning(quadrant)},
                                     {"materials", count.materials},
                                     {"promising", count.promising}});
    }
    json["density"] = density_json(map);
    json["materials"] = Json::array();
    for (const auto& material : map.materials) {
        json["materials"].push_back(material_json(material));
    }
    json["limits"] = map.limits;
    out << json.dump(2) << '\n';
}

SimpleTable map_table(const ConceptMap& map) {
    SimpleTable table;
    table.columns = {
        "material",   "written",      "quadrant",      "articles",   "articles_with_concept",
        "score",      "percentile",   "promising",     "x",          "y",
        "cell_known", "cell_studied", "cell_expected", "cell_sparse"};
    const auto number = [](std::uint64_t value) { return TableCell{std::to_string(value), true}; };
    for (const auto& material : map.materials) {
        const MapCell* cell = material.cell ? &map.density.cells[*material.cell] : nullptr;
        table.rows.push_back({{material.material},
                              {material.written},
                              {std::string(name(material.quadrant))},
                              number(material.seen.articles),
                              number(material.seen.with_concept),
                              {exact(material.score), true},
                              {exact(material.percentile), true},
                              {material.promising ? "yes" : "no"},
                              {material.place ? exact(material.place->first) : "", true},
                              {material.place ? exact(material.place->second) : "", true},
                              cell ? number(cell->known) : TableCell{"", true},
                              cell ? number(cell->studied) : TableCell{"", true},
                              {cell ? exact(cell->expected) : "", true},
                              {cell && cell->sparse ? "yes" : "no"}});
    }
    return table;
}

void write_map_text(const ConceptMap& map, std::ostream& out) {
    for (const auto& line : preamble(map.ranking)) {
        out << line << '\n';
    }
    out << fmt::format(
        "familiar: a material from {} articles on, its use from {} with the concept "
        "on; promising: score at or above the {:g} quantile\n\n",
        grouped(map.from.material), grouped(map.from.application), map.options.quantile);
    SimpleTable table;
    table.columns = {"quadrant", "what", "materials", "promising"};
    for (const auto quadrant : k_quadrants) {
        const auto& count = map.counts.at(static_cast<std::size_t>(quadrant));
        table.rows.push_back({{std::string(name(quadrant))},
                              {std::string(meaning(quadrant))},
                              {grouped(count.materials), true},
                              {grouped(count.promising), true}});
    }
    out << aligned(table);
    for (const auto quadrant : k_quadrants) {
        bool first = true;
        for (std::size_t i = 0; i < map.examples.size(); ++i) {
            if (map.examples[i].quadrant != quadrant) {
                continue;
            }
            if (first) {
                out << fmt::format("\n  {}, most similar to the concept:\n", name(quadrant));
                first = false;
            }
            write_example(map, i, out);
        }
    }
    const DensityMap& density = map.density;
    out << fmt::format(
        "\nmap: {} materials in {} of {} x {} cells, {:.0f} % of the variance; {} cells tested for "
        "fewer studied materials than expected\n",
        grouped(map.placed.size()), density.cells.size(), density.columns, density.rows,
        100 * map.shown_share, density.tested);
    std::size_t sparse = 0;
    for (const auto& cell : density.cells) {
        if (!cell.sparse) {
            continue;
        }
        std::vector<std::string> names;
        for (const std::size_t i : untried_of(map, cell, k_listed_of_cell)) {
            names.push_back(map.materials[i].written);
        }
        out << fmt::format(
            "  sparse {} (column {}, row {}): {} materials, {} studied where {:.1f} were expected, "
            "adjusted p {:.2g}; not studied: {}\n",
            cell_letter(sparse++), cell.column + 1, cell.row + 1, cell.known, cell.studied,
            cell.expected, cell.fewer->adjusted,
            one_line(fmt::format("{}", fmt::join(names, ", "))));
    }
    if (sparse == 0) {
        out << "  no cell is sparse beyond chance\n";
    }
    for (const auto& limit : map.limits) {
        out << "limit: " << one_line(limit) << '\n';
    }
}

}  // namespace lode::query
