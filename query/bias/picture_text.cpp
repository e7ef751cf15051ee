#include "query/bias/picture_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>

#include "query/bias/nearby_text.hpp"
#include "query/bias/thresholds_text.hpp"
#include "query/flag.hpp"
#include "query/plain_text.hpp"

namespace lode::query::bias {
namespace {

using Json = nlohmann::ordered_json;

Json pair_json(const Interval& interval) {
    return {interval.low, interval.high};
}

template <class T>
Json optional_json(const std::optional<T>& value) {
    return value ? Json(*value) : Json(nullptr);
}

Json groups_json(const GroupShare& groups, const std::string& largest, std::uint64_t reports) {
    return {{"reports", reports},
            {"groups", groups.groups},
            {"effective", groups.effective},
            {"largest", largest},
            {"largest_share", groups.largest}};
}

Json corrected_json(const Corrected& corrected) {
    Json json = {{"success", corrected.success},
                 {"interval", pair_json(corrected.success_interval)},
                 {"resolvable", corrected.resolvable()},
                 {"unlike", corrected.unlike},
                 {"sentences", corrected.sentences}};
    for (const auto label : {OutcomeLabel::positive, OutcomeLabel::negative, OutcomeLabel::null,
                             OutcomeLabel::neutral}) {
        const auto i = static_cast<std::size_t>(label);
        json["labels"][std::string(name(label))] = {
            {"read", corrected.observed.at(i)},
            {"corrected", corrected.share.at(i)},
            {"interval", pair_json(corrected.interval.at(i))}};
    }
    return json;
}

Json summary_json(const Summary& summary) {
    Json json;
    if (!summary.application.empty()) {
        json["application"] = summary.application;
    }
    json["n"] = summary.n();
    json["materials"] = summary.materials;
    json["positive"] = summary.positive;
    json["negative"] = summary.negative;
    json["null"] = summary.null;
    json["reported_success"] = summary.reported_success;
    json["reported_success_interval"] = pair_json(summary.reported_interval);
    json["reported_success_of_signed"] = optional_json(summary.success_signed);
    const auto& spread = summary.concentration;
    json["gini"] = spread ? Json(spread->gini) : Json(nullptr);
    json["gini_interval"] = spread ? pair_json(spread->gini_interval) : Json(nullptr);
    json["evenness"] = spread ? Json(spread->evenness) : Json(nullptr);
    json["top_17_share"] = spread ? Json(spread->top_share) : Json(nullptr);
    json["top_17_share_interval"] = spread ? pair_json(spread->top_share_interval) : Json(nullptr);
    json["top_17_materials"] = spread ? Json(spread->top_units) : Json(nullptr);
    if (summary.reporting_odds_ratio) {
        json["true_share"] = *summary.true_share;
        json["reporting_odds_ratio"] = *summary.reporting_odds_ratio;
        json["reporting_ratio"] = 1 / *summary.reporting_odds_ratio;
    }
    json["baseline"] = {{"mu", summary.baseline.mean},
                        {"s", summary.baseline.size},
                        {"fitted", summary.baseline.fitted},
                        {"materials", summary.baseline.groups}};
    const auto& popularity = summary.popularity;
    json["popularity_vs_success"] = popularity
                                        ? Json({{"rho", popularity->rho},
                                                {"interval", pair_json(popularity->interval)},
                                                {"p", popularity->p},
                                                {"n", popularity->n},
                                                {"min_reports", k_least_reports}})
                                        : Json(nullptr);
    json["sensitivity_share"] = summary.sensitivity_share;
    json["sensitivity"] = Json::array();
    for (const auto& row : summary.sensitivity) {
        json["sensitivity"].push_back(
            {{"r", row.r}, {"true_share", row.true_share}, {"interval", pair_json(row.interval)}});
    }
    const auto& trend = summary.positivity;
    json["positivity_over_time"] =
        trend ? Json({{"method", trend->method == YearTrend::Method::logistic
                                     ? "logistic regression, cluster-robust"
                                     : "Cochran-Armitage"},
                      {"n", trend->n},
                      {"clusters", trend->clusters},
                      {"slope_per_decade", optional_json(trend->slope_per_decade)},
                      {"interval",
                       trend->slope_interval ? pair_json(*trend->slope_interval) : Json(nullptr)},
                      {"z", trend->z},
                      {"p", trend->p}})
              : Json(nullptr);
    json["reports_with_year"] = summary.dated;
    json["periods"] = Json::array();
    for (const auto& period : summary.periods) {
        json["periods"].push_back({{"from", period.from},
                                   {"to", period.to},
                                   {"n", period.n},
                                   {"positive", period.positive},
                                   {"interval", pair_json(period.interval)}});
    }
    json["groups"] = summary.groups
                         ? groups_json(*summary.groups, summary.largest_group, summary.grouped)
                         : Json(nullptr);
    if (summary.corrected) {
        json["corrected"] = corrected_json(*summary.corrected);
    }
    return json;
}

Json chance_json(const std::optional<Chance>& chance) {
    return chance ? Json({{"p", chance->plain}, {"adjusted", chance->adjusted}}) : Json(nullptr);
}

Json material_json(const MaterialPicture& material) {
    Json json = {{"material", material.material}, {"written", material.written}};
    if (!material.application.empty()) {
        json["application"] = material.application;
    }
    json["n"] = material.n();
    json["positive"] = material.positive;
    json["negative"] = material.negative;
    json["null"] = material.null;
    json["success"] = {{"mean", material.success.mean},
                       {"interval", pair_json(material.success.interval)},
                       {"baseline", material.baseline},
                       {"above_baseline", material.success.above_prior},
                       {"above_baseline_of_all", material.above_all},
                       {"of_signed", optional_json(material.success_signed)}};
    json["predictive_interval"] = {material.predictive_interval.first,
                                   material.predictive_interval.second};
    json["failure_upper_bound"] = optional_json(material.failure_upper_bound);
    json["tipping_value"] = optional_json(material.tipping_value);
    json["judged"] = material.judged();
    json["chances"] = {{"few_negatives", chance_json(material.few_negatives)},
                       {"not_above_baseline", chance_json(material.excess)},
                       {"not_rising", chance_json(material.rising)}};
    json["groups"] = material.groups ? groups_json(*material.groups, material.largest_group,
                                                   material.groups->reports)
                                     : Json(nullptr);
    json["years"] = material.first_year == 0
                        ? Json(nullptr)
                        : Json::array({material.first_year, material.last_year});
    if (material.corrected) {
        json["corrected"] = corrected_json(*material.corrected);
    }
    json["flags"] = Json::array();
    for (const auto& flag : material.flags) {
        json["flags"].push_back(
            {{"name", flag.name}, {"strength", flag.strength}, {"because", flag.because}});
    }
    return json;
}

std::string percent(double share) {
    return fmt::format("{:.0f} %", 100 * share);
}

Json nearby_json(const std::vector<Surroundings>& nearby) {
    Json list = Json::array();
    for (const auto& centre : nearby) {
        Json json = {{"material", centre.material},
                     {"written", centre.written},
                     {"articles_with_concept", centre.articles_with_concept}};
        json["untried"] = Json::array();
        for (const auto& item : centre.untried) {
            json["untried"].push_back({{"material", item.material},
                                       {"written", item.written},
                                       {"vector_distance", optional_json(item.vector_distance)},
                                       {"exchanged_share", optional_json(item.exchanged_share)},
                                       {"near_by_vectors", item.near_by_vectors},
                                       {"near_by_composition", item.near_by_composition},
                                       {"mentions", item.mentions},
                                       {"articles", item.articles}});
        }
        list.push_back(std::move(json));
    }
    return list;
}

Json tone_json(const ToneTrend& trend) {
    Json json = {
        {"articles", trend.articles},
        {"sentences", trend.sentences},
        {"marked", trend.marked},
        {"share", trend.share()},
        {"slope_per_decade", optional_json(trend.slope_per_decade)},
        {"interval", trend.slope_interval ? pair_json(*trend.slope_interval) : Json(nullptr)},
        {"p", optional_json(trend.p)},
        {"adjusted", optional_json(trend.adjusted)}};
    json["periods"] = Json::array();
    for (const auto& period : trend.periods) {
        json["periods"].push_back({{"from", period.from},
                                   {"to", period.to},
                                   {"articles", period.articles},
                                   {"sentences", period.sentences},
                                   {"marked", period.marked},
                                   {"interval", pair_json(period.interval)},
                                   {"p", optional_json(period.p)},
                                   {"adjusted", optional_json(period.adjusted)}});
    }
    return json;
}

Json tone_json(const Tone& tone) {
    return {{"boosted", tone_json(tone.boosted)},
            {"hedged", tone_json(tone.hedged)},
            {"looks", tone.looks},
            {"articles_without_year", tone.undated}};
}

std::string range(const Interval& interval, double scale = 1, int digits = 2) {
    return fmt::format("{:.{}f} to {:.{}f}", scale * interval.low, digits, scale * interval.high,
                       digits);
}

void write_summary(const Summary& summary, std::ostream& out) {
    out << fmt::format("{} reports on {} materials: {} positive, {} negative, {} null\n",
                       grouped(summary.n()), grouped(summary.materials), grouped(summary.positive),
                       grouped(summary.negative), grouped(summary.null));
    if (summary.n() == 0) {
        return;
    }
    out << fmt::format("reported success      {:.1f} % (90 % interval {})",
                       100 * summary.reported_success, range(summary.reported_interval, 100, 1));
    if (summary.success_signed && summary.null > 0) {
        out << fmt::format("; {:.1f} % without null results", 100 * *summary.success_signed);
    }
    out << fmt::format("\nbaseline              mu {:.3f}, s {:.1f} ({})\n", summary.baseline.mean,
                       summary.baseline.size,
                       summary.baseline.fitted
                           ? fmt::format("fitted over {} materials", summary.baseline.groups)
                           : std::string("pooled: too few materials to see their spread"));
    if (summary.corrected) {
        out << fmt::format(
            "corrected success     {:.1f} % (90 % interval {}){}, {} sentences\n",
            100 * summary.corrected->success, range(summary.corrected->success_interval, 100, 1),
            summary.corrected->resolvable() ? ""
            : summary.corrected->narrow()
                ? ", not resolvable: it errs otherwise here than on labelled sentences"
                : ", not resolvable",
            grouped(summary.corrected->sentences));
    }
    out << "if failures are reported r times as readily as successes, the true share is\n";
    std::string head = "  r         ";
    std::string body = "  true share";
    for (const auto& row : summary.sensitivity) {
        head += fmt::format("{:>8}", fmt::format("{:g}", row.r));
        body += fmt::format("{:>8}", fmt::format("{:.1f} %", 100 * row.true_share));
    }
    out << head << '\n' << body << '\n';
    if (summary.reporting_odds_ratio) {
        out << fmt::format(
            "a true share of {:g} needs r = {:.4f}: successes {:.1f} times as readily reported\n",
            *summary.true_share, 1 / *summary.reporting_odds_ratio, *summary.reporting_odds_ratio);
    }
    if (const auto& spread = summary.concentration) {
        out << fmt::format(
            "concentration         Gini {:.3f} ({}), evenness {:.2f}; the top 17 % ({}) hold {} of "
            "the "
            "reports ({})\n",
            spread->gini, range(spread->gini_interval), spread->evenness, spread->top_units,
            percent(spread->top_share), range(spread->top_share_interval, 100, 0));
    }
    if (const auto& popularity = summary.popularity) {
        out << fmt::format(
            "success, popularity   rank correlation {:+.2f} ({}), p {:.2g}, {} materials with {} "
            "reports "
            "or more; no causal reading\n",
            popularity->rho, range(popularity->interval), popularity->p, popularity->n,
            k_least_reports);
    }
    if (summary.positivity) {
        out << "positivity over time  " << trend_words(*summary.positivity) << '\n';
    }
    if (summary.groups) {
        out << fmt::format(
            "groups                {} in {} reports, {:.1f} effective; the largest ({}) has {}\n",
            summary.groups->groups, grouped(summary.grouped), summary.groups->effective,
            one_line(summary.largest_group), percent(summary.groups->largest));
    }
}

}  // namespace

std::vector<std::size_t> shown_materials(const PictureReport& report) {
    std::vector<std::size_t> shown;
    const auto& materials = report.picture.materials;
    for (std::size_t i = 0; i < materials.size(); ++i) {
        if (report.shown == 0 || i < report.shown || !materials[i].flags.empty()) {
            shown.push_back(i);
        }
    }
    return shown;
}

std::string trend_words(const YearTrend& trend) {
    if (trend.slope_per_decade) {
        return fmt::format(
            "{:+.2f} in log odds a decade (90 % interval {}), p {:.2g}, n = {} in {} clusters",
            *trend.slope_per_decade, range(*trend.slope_interval), trend.p, trend.n,
            trend.clusters);
    }
    return fmt::format("z {:+.2f}, p {:.2g}, n = {} (Cochran-Armitage)", trend.z, trend.p, trend.n);
}

std::vector<std::string> standing_limits(const Picture& picture, bool from_text) {
    std::vector<std::string> limits{
        "These are REPORTED outcomes. Failures that were never written down are in no number here; "
        "the table of r says how much they would change, not how many there are.",
        "Intervals assume that reports are independent; reports of one group or series are not.",
        fmt::format("Materials with fewer than {} reports are counted and shown but not judged; no "
                    "flag on them means nothing.",
                    k_least_reports)};
    if (picture.all.dated == 0) {
        limits.emplace_back("No year is given: nothing can be said about change over time.");
    } else if (!picture.all.positivity) {
        limits.emplace_back("Too few dated reports, or all alike: no test of change over time.");
    }
    if (picture.all.grouped == 0) {
        limits.emplace_back(
            "No group is given: whether one group stands behind a result is not "
            "known.");
    } else if (picture.all.grouped < picture.all.n()) {
        limits.push_back(fmt::format("{} of {} reports name no group.",
                                     picture.all.n() - picture.all.grouped, picture.all.n()));
    }
    if (from_text) {
        limits.emplace_back(
            "\"Never tried nearby\" means: no stored article sets the material beside the concept. "
            "It may have been tried elsewhere, or have failed unpublished, and nearness is no "
            "promise.");
        limits.emplace_back(
            "Tone is a count of words, and says how results are written, not how they turned out; "
            "journals, article types and languages of authors change over the years too.");
    }
    return limits;
}

void write_picture_json(const PictureReport& report, std::ostream& out) {
    Json json;
    json[report.from_text ? "concept" : "source"] = report.subject;
    json["table"] = summary_json(report.picture.all);
    json["applications"] = Json::array();
    for (const auto& summary : report.picture.applications) {
        json["applications"].push_back(summary_json(summary));
    }
    json["judged"] = report.picture.judged;
    json["materials"] = Json::array();
    for (const auto& material : report.picture.materials) {
        json["materials"].push_back(material_json(material));
    }
    if (report.tone) {
        json["tone"] = tone_json(*report.tone);
    }
    if (report.thresholds) {
        json["thresholds"] = thresholds_json(*report.thresholds);
    }
    if (report.from_text) {
        json["never_tried_nearby"] = nearby_json(report.nearby);
    }
    json["bad_rows"] = Json::array();
    for (const auto& row : report.bad) {
        json["bad_rows"].push_back({{"line", row.line}, {"reason", row.reason}});
    }
    json["notes"] = report.picture.notes;
    json["limits"] = report.limits;
    json["made_by"] = Json::object();
    for (const auto& [key, value] : report.made_by) {
        json["made_by"][key] = value;
    }
    out << json.dump(1, ' ', false, Json::error_handler_t::replace) << '\n';
}

SimpleTable picture_table(const PictureReport& report) {
    const bool applications = !report.picture.applications.empty();
    SimpleTable table;
    table.columns = {"material"};
    if (applications) {
        table.columns.emplace_back("application");
    }
    for (const char* column :
         {"n", "positive", "negative", "null", "success", "success_low", "success_high", "baseline",
          "above_baseline", "predicted_low", "predicted_high", "failure_upper_bound",
          "tipping_value", "effective_groups", "flags", "written"}) {
        table.columns.emplace_back(column);
    }
    const auto number = [](const std::optional<double>& value) {
        return TableCell{value ? exact(*value) : "", true};
    };
    const auto whole = [](std::uint64_t value) { return TableCell{std::to_string(value), true}; };
    for (const auto& material : report.picture.materials) {
        std::vector<TableCell> row{{material.material, false}};
        if (applications) {
            row.push_back({material.application, false});
        }
        std::string flags;
        for (const auto& flag : material.flags) {
            flags += (flags.empty() ? "" : ",") + flag.name;
        }
        const std::vector<TableCell> rest{
            whole(material.n()),
            whole(material.positive),
            whole(material.negative),
            whole(material.null),
            number(material.success.mean),
            number(material.success.interval.low),
            number(material.success.interval.high),
            number(material.baseline),
            number(material.success.above_prior),
            whole(material.predictive_interval.first),
            whole(material.predictive_interval.second),
            number(material.failure_upper_bound),
            number(material.tipping_value),
            number(material.groups ? std::optional(material.groups->effective) : std::nullopt),
            {flags, false},
            {material.written, false}};
        row.insert(row.end(), rest.begin(), rest.end());
        table.rows.push_back(std::move(row));
    }
    return table;
}

void write_picture_text(const PictureReport& report, std::ostream& out) {
    const Picture& picture = report.picture;
    out << one_line(report.subject) << '\n';
    write_summary(picture.all, out);
    if (report.tone) {
        out << "boosted over time     " << tone_words(report.tone->boosted, report.tone->looks)
            << "\nhedged over time      " << tone_words(report.tone->hedged, report.tone->looks)
            << '\n';
    }
    for (const auto& summary : picture.applications) {
        out << "\napplication " << one_line(summary.application) << '\n';
        write_summary(summary, out);
    }
    const auto shown = shown_materials(report);
    SimpleTable table;
    table.columns = {"material"};
    if (!picture.applications.empty()) {
        table.columns.emplace_back("application");
    }
    for (const char* column :
         {"n", "pos/neg/null", "success", "next n", "failures up to", "tipping value", "flags"}) {
        table.columns.emplace_back(column);
    }
    std::size_t flagged = 0;
    for (const auto& material : picture.materials) {
        flagged += material.flags.empty() ? 0U : 1U;
    }
    for (const std::size_t i : shown) {
        const auto& material = picture.materials[i];
        std::vector<TableCell> row{{one_line(material.written), false}};
        if (!picture.applications.empty()) {
            row.push_back({one_line(material.application), false});
        }
        std::string flags;
        for (const auto& flag : material.flags) {
            flags += (flags.empty() ? "" : ", ") + flag.name;
        }
        row.push_back({grouped(material.n()), true});
        row.push_back(
            {fmt::format("{}/{}/{}", material.positive, material.negative, material.null), true});
        row.push_back(
            {fmt::format("{:.0f} % ({:.0f}-{:.0f})", 100 * material.success.mean,
                         100 * material.success.interval.low, 100 * material.success.interval.high),
             true});
        row.push_back({fmt::format("{}-{}", material.predictive_interval.first,
                                   material.predictive_interval.second),
                       true});
        row.push_back(
            {material.failure_upper_bound ? percent(*material.failure_upper_bound) : "", true});
        row.push_back(
            {material.tipping_value ? fmt::format("{:.2f}", *material.tipping_value) : "", true});
        row.push_back({flags, false});
        table.rows.push_back(std::move(row));
    }
    out << '\n' << aligned(table);
    if (shown.size() < picture.materials.size()) {
        out << fmt::format("... {} more materials (--limit 0 shows all)\n",
                           grouped(picture.materials.size() - shown.size()));
    }
    out << fmt::format("\n{} of {} materials carry flags; {} were judged\n", flagged,
                       picture.materials.size(), picture.judged);
    for (const std::size_t i : shown) {
        for (const auto& flag : picture.materials[i].flags) {
            out << fmt::format("  {}: {}: {}\n", one_line(picture.materials[i].written), flag.name,
                               one_line(flag.because));
        }
    }
    if (report.thresholds) {
        write_thresholds_text(*report.thresholds, out);
    }
    write_nearby_text(report.nearby, out);
    for (const auto& note : picture.notes) {
        out << "note: " << one_line(note) << '\n';
    }
    for (const auto& limit : report.limits) {
        out << "limit: " << one_line(limit) << '\n';
    }
}

}  // namespace lode::query::bias
