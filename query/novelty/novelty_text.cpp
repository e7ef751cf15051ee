#include "query/novelty/novelty_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <nlohmann/json.hpp>
#include <ostream>

#include "query/plain_text.hpp"
#include "query/report_json.hpp"

namespace lode::query {
namespace {

using Json = nlohmann::ordered_json;

Json optional_json(const std::optional<double>& value) {
    return value ? Json(*value) : Json(nullptr);
}

Json set_json(const NovelSet& set) {
    return {{"size", set.size},
            {"mean_novelty", set.mean_novelty},
            {"mean_score", set.mean_score},
            {"mean_distance_within", optional_json(set.mean_apart)}};
}

Json spread_json(const std::optional<DistanceSpread>& spread) {
    return spread ? Json({{"models", spread->models},
                          {"pairs", spread->pairs},
                          {"between_models", spread->between_models},
                          {"between_pairs", spread->between_pairs}})
                  : Json(nullptr);
}

std::string set_line(const char* name, const NovelSet& set) {
    return fmt::format("  {:<22} mean novelty {:.3f}, mean score {:.3f}, mean distance within {}\n",
                       name, set.mean_novelty, set.mean_score,
                       set.mean_apart ? fmt::format("{:.3f}", *set.mean_apart) : "-");
}

}  // namespace

void write_novelty_json(const NoveltyReport& report, std::ostream& out) {
    Json json = Json::parse(report_json(report.ranking, -1));
    json["novelty"] = {{"space", name(report.options.space)},
                       {"neighbours", report.options.neighbours},
                       {"quantile", report.options.quantile},
                       {"tradeoff", report.options.tradeoff},
                       {"studied_from", report.options.studied_from},
                       {"studied", report.studied},
                       {"landmarks", report.landmarks},
                       {"not_studied", report.not_studied},
                       {"promising", report.promising},
                       {"unplaced", report.unplaced},
                       {"lowest_promising_score", report.threshold},
                       {"novelty_vs_mentions", optional_json(report.novelty_vs_mentions)},
                       {"chosen", set_json(report.chosen)},
                       {"plain_similarity", set_json(report.plain)},
                       {"overlap", report.overlap},
                       {"plain_materials", report.plain_written},
                       {"distance_spread", spread_json(report.spread)},
                       {"limits", report.limits}};
    for (std::size_t i = 0; i < report.rows.size(); ++i) {
        const NovelRow& row = report.rows[i];
        Json& result = json["results"][i];
        Json novelty = {{"novelty", row.novelty},
                        {"interval", row.novelty_interval ? Json{row.novelty_interval->low,
                                                                 row.novelty_interval->high}
                                                          : Json(nullptr)},
                        {"percentile", row.novelty_percentile},
                        {"distance_to_chosen", optional_json(row.apart)},
                        {"rank_by_similarity", row.rank_by_similarity}};
        novelty["nearest_studied"] = Json::array();
        for (const auto& near : row.nearest) {
            novelty["nearest_studied"].push_back(
                {{"material", near.material},
                 {"written", near.written},
                 {"distance", near.distance},
                 {"articles_with_concept", near.articles_with_concept}});
        }
        Report known;
        known.rows.emplace_back();
        known.rows.back().evidence = row.known;
        novelty["known"] = Json::parse(report_json(known, -1))["results"][0]["evidence"];
        result["novelty"] = std::move(novelty);
    }
    out << json.dump(2) << '\n';
}

SimpleTable novelty_table(const NoveltyReport& report) {
    SimpleTable table;
    table.columns = {"rank",
                     "material",
                     "written",
                     "novelty",
                     "novelty_percentile",
                     "distance_to_chosen",
                     "score",
                     "percentile",
                     "frequency_percentile",
                     "rank_by_similarity",
                     "mentions",
                     "articles",
                     "articles_with_concept",
                     "positive",
                     "negative",
                     "null",
                     "first_year",
                     "last_year",
                     "nearest_studied",
                     "nearest_distance",
                     "flags",
                     "novelty_low",
                     "novelty_high"};
    for (std::size_t i = 0; i < report.rows.size(); ++i) {
        const NovelRow& novel = report.rows[i];
        const Row& row = report.ranking.rows[i];
        const auto count = [](std::uint64_t number) {
            return TableCell{std::to_string(number), true};
        };
        table.rows.push_back(
            {count(row.rank),
             {row.material},
             {row.written},
             {exact(novel.novelty), true},
             {exact(novel.novelty_percentile), true},
             {novel.apart ? exact(*novel.apart) : "", true},
             {exact(row.score), true},
             {exact(row.percentile), true},
             {exact(row.frequency_percentile), true},
             count(novel.rank_by_similarity),
             count(row.mentions),
             count(row.articles),
             count(row.articles_with_concept),
             count(row.positive),
             count(row.negative),
             count(row.null),
             {row.first_year == 0 ? "" : std::to_string(row.first_year), true},
             {row.last_year == 0 ? "" : std::to_string(row.last_year), true},
             {novel.nearest.empty() ? "" : novel.nearest.front().written},
             {novel.nearest.empty() ? "" : exact(novel.nearest.front().distance), true},
             {flag_names(row, ",")},
             {novel.novelty_interval ? exact(novel.novelty_interval->low) : "", true},
             {novel.novelty_interval ? exact(novel.novelty_interval->high) : "", true}});
    }
    return table;
}

void write_novelty_text(const NoveltyReport& report, std::ostream& out) {
    for (const auto& line : preamble(report.ranking)) {
        out << line << '\n';
    }
    const auto& options = report.options;
    out << fmt::format(
        "studied: {} materials share {} article{} or more with the concept; of {} others {} are "
        "promising (score at least {:.3f}, the {:g} quantile)\n",
        grouped(report.studied), options.studied_from, options.studied_from == 1 ? "" : "s",
        grouped(report.not_studied), grouped(report.promising), report.threshold, options.quantile);
    out << fmt::format("novelty: mean distance to the {} nearest studied materials, space '{}'\n",
                       options.neighbours, name(options.space));
    if (report.spread) {
        out << spread_words(*report.spread) << "; in brackets the lowest and highest of them\n";
    }
    out << '\n';
    SimpleTable table;
    table.columns = {"#",     "material",        "novelty",  "pctl",     "apart",
                     "score", "by similarity",   "mentions", "articles", "with concept",
                     "years", "nearest studied", "flags"};
    for (std::size_t i = 0; i < report.rows.size(); ++i) {
        const NovelRow& novel = report.rows[i];
        const Row& row = report.ranking.rows[i];
        std::vector<std::string> near;
        for (const auto& neighbour : novel.nearest) {
            near.push_back(fmt::format("{} {:.2f}", neighbour.written, neighbour.distance));
        }
        table.rows.push_back(
            {{std::to_string(row.rank), true},
             {row.written},
             {novel.novelty_interval
                  ? fmt::format("{:.3f} ({:.3f}-{:.3f})", novel.novelty,
                                novel.novelty_interval->low, novel.novelty_interval->high)
                  : fmt::format("{:.3f}", novel.novelty),
              true},
             {fmt::format("{:.1f}", novel.novelty_percentile), true},
             {novel.apart ? fmt::format("{:.3f}", *novel.apart) : "-", true},
             {short_score(row.score), true},
             {grouped(novel.rank_by_similarity), true},
             {grouped(row.mentions), true},
             {grouped(row.articles), true},
             {grouped(row.articles_with_concept), true},
             {years(row.first_year, row.last_year)},
             {fmt::format("{}", fmt::join(near, ", "))},
             {flag_names(row, ", ")}});
    }
    out << aligned(table) << '\n';
    out << fmt::format("against plain similarity (the {} most similar of the same pool)\n",
                       report.plain.size)
        << set_line("chosen", report.chosen) << set_line("plain similarity", report.plain)
        << fmt::format("  in both: {} of {}; plain: {}\n", report.overlap, report.plain.size,
                       one_line(fmt::format("{}", fmt::join(report.plain_written, ", "))));
    if (report.novelty_vs_mentions) {
        out << fmt::format(
            "  novelty against mentions: rank correlation {:.2f} over {} promising "
            "materials\n",
            *report.novelty_vs_mentions, report.points.size());
    }
    out << '\n' << flag_reasons(report.ranking);
    for (const auto& limit : report.limits) {
        out << "limit: " << one_line(limit) << '\n';
    }
}

}  // namespace lode::query
