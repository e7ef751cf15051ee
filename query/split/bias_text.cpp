// The report of a split as JSON, as a section of a datasheet and as lines for a terminal.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <nlohmann/json.hpp>

#include "query/plain_text.hpp"
#include "query/split/bias.hpp"

namespace lode::query::split {
namespace {

using Json = nlohmann::ordered_json;

Json part(const BiasReport& report, const Part& of) {
    Json json{{"records", of.records}};
    json["compositions"] = report.has_materials ? Json(of.materials) : Json();
    json["active"] = report.label.empty() ? Json() : Json(of.labels.active);
    json["inactive"] = report.label.empty() ? Json() : Json(of.labels.inactive);
    return json;
}

Json ave(const Evaluation& e) {
    if (!e.ave) {
        return {};
    }
    return {{"bias", rounded(e.ave->bias())},
            {"actives", rounded(e.ave->actives)},
            {"inactives", rounded(e.ave->inactives)},
            {"n",
             {{"tested_active", e.ave->tested_active},
              {"tested_inactive", e.ave->tested_inactive},
              {"training_active", e.ave->training_active},
              {"training_inactive", e.ave->training_inactive}}}};
}

Json evaluation(const BiasReport& report, const Evaluation& e) {
    Json json{{"tested", sides(report.options).at(e.side)}};
    json["n"] = {{"tested", part(report, e.tested)}, {"training", part(report, e.training)}};
    json["articles"] = report.has_articles
                           ? Json{{"tested", e.articles}, {"in_training_too", e.shared_articles}}
                           : Json();
    json["compositions"] = report.has_materials
                               ? Json{{"tested", e.tested.materials},
                                      {"in_training_too", e.shared_materials},
                                      {"records", e.named_records},
                                      {"records_in_training_too", e.shared_records}}
                               : Json();
    json["nearest"] = e.nearness ? Json{{"records", e.nearness->n},
                                        {"near", e.nearness->near},
                                        {"percentile_5", rounded(e.nearness->low)},
                                        {"median", rounded(e.nearness->median)},
                                        {"percentile_95", rounded(e.nearness->high)}}
                                 : Json();
    json["ave"] = ave(e);
    json["why_no_ave"] = e.ave ? Json() : Json(e.why_no_ave);
    json["leaks"] = Json::array();
    for (const Leak& leak : e.leaks) {
        json["leaks"].push_back({{"name", leak.name}, {"because", leak.because}});
    }
    return json;
}

// "by year: train up to 2015", "random, 80 % and 20 %, seed 1".
std::string how(const Options& options) {
    std::string words(name(options.kind));
    if (options.kind == Kind::group) {
        words = fmt::format("group (records with the same {} stay together)", options.column);
    } else if (options.kind == Kind::cluster) {
        words = fmt::format("cluster (leave one cluster of materials out, {} space, k-means)",
                            name(options.space));
    } else if (options.kind == Kind::year) {
        const auto names = sides(options);
        for (std::size_t i = 0; i < options.last_years.size(); ++i) {
            words +=
                fmt::format("{} {} up to {}", i == 0 ? ":" : ",", names[i], options.last_years[i]);
        }
        return words + ", then " + names.back();
    }
    if (options.folds > 0) {
        return words + fmt::format(", {} folds, seed {}", options.folds, options.seed);
    }
    std::string shares;
    for (const double share : options.shares) {
        shares += fmt::format("{}{:.4g} %", shares.empty() ? "" : ", ", 100 * share);
    }
    return words + fmt::format(", {}, seed {}", shares, options.seed);
}

std::string share_of(std::uint64_t part_of, std::uint64_t n) {
    return n == 0 ? std::string("-")
                  : fmt::format("{} of {} ({:.0f} %)", grouped(part_of), grouped(n),
                                100 * static_cast<double>(part_of) / static_cast<double>(n));
}

}  // namespace

std::string to_json(const BiasReport& report) {
    const Options& options = report.options;
    Json split{{"kind", name(options.kind)}};
    split["column"] = options.folds > 0 ? "fold" : "split";
    split["sides"] = sides(options);
    split["group"] = options.kind == Kind::group ? Json(options.column) : Json();
    split["space"] = options.kind == Kind::cluster ? Json(name(options.space)) : Json();
    split["last_years"] = options.kind == Kind::year ? Json(options.last_years) : Json();
    split["shares"] =
        options.folds > 0 || options.kind == Kind::year ? Json() : Json(options.shares);
    split["seed"] = options.kind == Kind::year ? Json() : Json(options.seed);
    split["label"] = report.label.empty() ? Json() : Json(report.label);
    Json json{{"split", std::move(split)}, {"records", report.records}};
    json["unassigned"] = {
        {"records", report.unassigned},
        {"because", report.unassigned > 0 ? Json(report.why_unassigned) : Json()}};
    json["records_by_side"] = Json::object();
    for (std::size_t side = 0; side < report.records_by_side.size(); ++side) {
        json["records_by_side"][sides(options)[side]] = report.records_by_side[side];
    }
    json["evaluations"] = Json::array();
    for (const Evaluation& e : report.evaluations) {
        json["evaluations"].push_back(evaluation(report, e));
    }
    json["thresholds"] = {{"near", k_near},
                          {"most_near", k_most_near},
                          {"most_ave", k_most_ave},
                          {"most_label_shift", k_most_label_shift}};
    json["distance"] =
        "share of the atoms to exchange: half the sum of the absolute differences of the element "
        "shares";
    json["sources"] = {"AVE bias: Wallach & Heifets 2018, doi:10.1021/acs.jcim.7b00403",
                       "leave one cluster out: Meredig et al. 2018, doi:10.1039/C8ME00012C"};
    return json.dump(1) + "\n";
}

std::string summary(const BiasReport& report) {
    std::string lines;
    for (const Evaluation& e : report.evaluations) {
        for (const Leak& leak : e.leaks) {
            lines += fmt::format("{}{}: {}: {}", lines.empty() ? "" : "\n",
                                 sides(report.options).at(e.side), leak.name, leak.because);
        }
    }
    return lines;
}

std::string to_markdown(const BiasReport& report) {
    const auto names = sides(report.options);
    std::string out = fmt::format("## Split and its bias\nColumn `{}`; {}.\n\n",
                                  report.options.folds > 0 ? "fold" : "split", how(report.options));
    for (std::size_t side = 0; side < names.size(); ++side) {
        out +=
            fmt::format("* {}: {} records\n", names[side], grouped(report.records_by_side[side]));
    }
    if (report.unassigned > 0) {
        out += fmt::format("* on no side: {} records ({})\n", grouped(report.unassigned),
                           report.why_unassigned);
    }
    out += fmt::format(
        "\nA model looks better than it is where the test set holds what training has seen. {}The "
        "nearest training record is measured by the share of atoms to exchange{}. AVE bias "
        "(Wallach & Heifets 2018, doi:10.1021/acs.jcim.7b00403), -2 to 2, is above 0 where copying "
        "the label of the nearest composition pays.\n\n",
        report.label.empty() ? "" : fmt::format("Active is `{}`. ", report.label),
        report.has_applications ? ", among those of the same application" : "");
    out +=
        "| tested | records | articles in training too | compositions in training too | their "
        "records | "
        "median distance | active here, in training | AVE bias "
        "|\n|---|---|---|---|---|---|---|---|\n";
    for (const Evaluation& e : report.evaluations) {
        out += fmt::format(
            "| {} | {} | {} | {} | {} | {} | {} | {} |\n", names.at(e.side),
            grouped(e.tested.records),
            report.has_articles ? share_of(e.shared_articles, e.articles) : "-",
            report.has_materials ? share_of(e.shared_materials, e.tested.materials) : "-",
            report.has_materials ? share_of(e.shared_records, e.named_records) : "-",
            e.nearness ? fmt::format("{:.2f} (n = {})", e.nearness->median, grouped(e.nearness->n))
                       : "-",
            report.label.empty() || e.tested.labels.n() == 0
                ? "-"
                : fmt::format("{:.1f} % of {}, {:.1f} % of {}", 100 * e.tested.labels.share(),
                              grouped(e.tested.labels.n()), 100 * e.training.labels.share(),
                              grouped(e.training.labels.n())),
            e.ave ? fmt::format("{:+.3f}", e.ave->bias()) : "-");
    }
    for (const auto& e : report.evaluations) {
        if (!e.ave && !e.why_no_ave.empty()) {
            out += fmt::format("\nNo AVE bias: {}.\n", e.why_no_ave);
            break;
        }
    }
    const std::string leaks = summary(report);
    if (leaks.empty()) {
        out += "\nNo leak was found that this report looks for";
    } else {
        out += "\nLeaks:\n";
        std::size_t from = 0;
        while (from <= leaks.size()) {
            const std::size_t to = std::min(leaks.find('\n', from), leaks.size());
            out += "* " + leaks.substr(from, to - from) + "\n";
            from = to + 1;
        }
        out += "\nWhat is looked for";
    }
    out += fmt::format(
        ": articles and compositions on both sides; more than {:.0f} % of the records within "
        "{:.0f} "
        "% of the atoms of a training record; an AVE bias above {}; a difference of the active "
        "share above {:.0f} points and beyond chance for single records (whole articles or "
        "materials are "
        "dealt, so that chance is larger). \"-\" in the table was not measured. Not looked for: "
        "structure, authors, the same "
        "experiment reported twice. Numbers: `split.json`.\n",
        100 * k_most_near, 100 * k_near, k_most_ave, 100 * k_most_label_shift);
    return out;
}

}  // namespace lode::query::split
