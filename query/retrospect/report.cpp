#include "query/retrospect/report.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <nlohmann/json.hpp>
#include <ostream>

#include "core/base/error.hpp"
#include "query/format.hpp"
#include "query/html_style.hpp"
#include "query/html_text.hpp"
#include "query/plain_text.hpp"

namespace lode::query::retrospect {
namespace {

using Json = nlohmann::ordered_json;

std::string number(const std::optional<double>& value, int digits) {
    return value ? fmt::format("{:.{}f}", *value, digits) : std::string("-");
}

std::string span(const std::optional<Interval>& interval, int digits) {
    return interval ? fmt::format("{:.{}f}-{:.{}f}", interval->low, digits, interval->high, digits)
                    : std::string("-");
}

SimpleTable summary_table(const RetrospectReport& report) {
    SimpleTable table;
    table.columns = {"ranking", "hits", "of", "enrichment", "90 %", "AUC", "average precision"};
    for (const OrderSummary& order : report.result.summary.orders) {
        table.rows.push_back({{order.name},
                              {std::to_string(order.hits), true},
                              {std::to_string(order.predictions), true},
                              {number(order.enrichment, 2), true},
                              {span(order.enrichment_interval, 2)},
                              {number(order.mean_auc, 3), true},
                              {number(order.mean_average_precision, 3), true}});
    }
    return table;
}

// Each correction less the order under test.
SimpleTable correction_table(const RetrospectReport& report) {
    SimpleTable table;
    table.columns = {"correction", "hits", "enrichment", "interval", "AUC", "interval"};
    const auto& orders = report.result.summary.orders;
    for (const OrderSummary& order : orders) {
        if (!order.difference) {
            continue;
        }
        const Difference& d = *order.difference;
        const auto signed_number = [](const std::optional<double>& value, int digits) {
            return value ? fmt::format("{:+.{}f}", *value, digits) : std::string("-");
        };
        const auto signed_span = [](const std::optional<Interval>& value, int digits) {
            return value ? fmt::format("{:+.{}f} to {:+.{}f}", value->low, digits, value->high,
                                       digits)
                         : std::string("-");
        };
        table.rows.push_back(
            {{order.name},
             {fmt::format("{:+}", static_cast<std::int64_t>(order.hits) -
                                      static_cast<std::int64_t>(orders.front().hits)),
              true},
             {signed_number(d.enrichment, 2), true},
             {signed_span(d.enrichment_interval, 2)},
             {signed_number(d.auc, 3), true},
             {signed_span(d.auc_interval, 3)}});
    }
    return table;
}

std::string correction_line(const RetrospectReport& report) {
    return fmt::format(
        "each correction less \"{}\", on the same cut-offs; intervals draw materials, and all {} "
        "differences together hold at 90 % ({:.2f} % each)",
        report.result.summary.orders.front().name, report.result.summary.looks,
        100 * report.result.summary.looks_level);
}

SimpleTable cut_off_table(const RetrospectReport& report) {
    SimpleTable table;
    table.columns = {"before",    "candidates", "studied later", "top",         "hits",
                     "base rate", "AUC",        "p@10",          "median lead", "seeds agree"};
    for (std::size_t i = 0; i < report.result.cut_offs.size(); ++i) {
        const CutOffResult& cut_off = report.result.cut_offs[i];
        const auto& details = report.details[i];
        if (cut_off.orders.empty()) {
            continue;
        }
        const OrderResult& order = cut_off.orders.front();
        const std::string partly = cut_off.full_horizon ? "" : " *";
        table.rows.push_back(
            {{std::to_string(cut_off.year) + partly},
             {std::to_string(cut_off.candidates), true},
             {std::to_string(cut_off.studied_later), true},
             {std::to_string(cut_off.top), true},
             {std::to_string(order.hits), true},
             {cut_off.full_horizon && cut_off.candidates > 0
                  ? fmt::format("{:.4f}", cut_off.base_rate[report.result.settings.horizon - 1U])
                  : std::string("-"),
              true},
             {number(order.auc, 3), true},
             {number(order.precision_10, 2), true},
             {number(order.median_lead, 1), true},
             {number(details.agreement, 2), true}});
    }
    return table;
}

std::string heading(const RetrospectReport& report) {
    const Settings& settings = report.result.settings;
    return fmt::format(
        "{}: the {} best candidates of each year against what was studied within {} years",
        report.concept_term, settings.top, settings.horizon);
}

std::string matched_line(const RetrospectReport& report) {
    const Summary& summary = report.result.summary;
    if (!summary.matched_p) {
        return "no cut-off has a full horizon behind it: nothing can be said";
    }
    return fmt::format(
        "random candidates mentioned as often: {:.1f} hits (90 %: {:.0f}-{:.0f}); as many as the "
        "ranking's {} or more with p = {:.3f} (one-sided, {} draws)",
        summary.matched_hits, summary.matched_interval.low, summary.matched_interval.high,
        summary.orders.front().hits, *summary.matched_p, report.result.settings.draws);
}

std::vector<std::string> facts(const RetrospectReport& report) {
    std::vector<std::string> lines;
    lines.push_back(heading(report));
    lines.push_back(
        fmt::format("studied means: in one {} with {}; years from {}",
                    report.result.settings.strict ? "sentence that reports no failure" : "article",
                    fmt::join(report.keywords, " | "), report.labels));
    lines.push_back(fmt::format(
        "corpus: {} articles of {}, {} of them with a keyword; left out: {} without a year, {} "
        "retracted; candidates: at least {} mentions, {} seed{}",
        grouped(report.articles), years(report.first_year, report.last_year),
        grouped(report.with_keyword), grouped(report.without_year), grouped(report.retracted),
        report.min_count, report.seeds, report.seeds == 1 ? "" : "s"));
    return lines;
}

void write_table(const RetrospectReport& report, std::ostream& out) {
    for (const auto& line : facts(report)) {
        out << line << '\n';
    }
    out << '\n' << aligned(summary_table(report)) << '\n' << matched_line(report) << "\n\n";
    if (const SimpleTable corrections = correction_table(report); !corrections.rows.empty()) {
        out << correction_line(report) << "\n\n" << aligned(corrections) << '\n';
    }
    out << aligned(cut_off_table(report)) << '\n';
    for (const auto& line : limits(report)) {
        out << "note: " << line << '\n';
    }
}

void write_tsv(const RetrospectReport& report, std::ostream& out) {
    out << "before\trank\tmaterial\twritten\tarticles_before\tfirst_studied\tfirst_article\n";
    for (std::size_t i = 0; i < report.details.size(); ++i) {
        std::size_t rank = 0;
        for (const Prediction& p : report.details[i].predictions) {
            out << fmt::format(
                "{}\t{}\t{}\t{}\t{}\t{}\t{}\n", report.result.cut_offs[i].year, ++rank, p.material,
                one_line(p.written), p.articles_before,
                p.first_studied == 0 ? std::string() : std::to_string(p.first_studied),
                p.first_article);
        }
    }
}

Json optional(const std::optional<double>& value) {
    return value ? Json(*value) : Json(nullptr);
}
Json interval(const std::optional<Interval>& value) {
    return value ? Json::array({value->low, value->high}) : Json(nullptr);
}

Json cut_off_json(const CutOffResult& cut_off, const CutOffDetails& details) {
    Json one{{"before", cut_off.year},
             {"candidates", cut_off.candidates},
             {"studied_later", cut_off.studied_later},
             {"top", cut_off.top},
             {"full_horizon", cut_off.full_horizon},
             {"base_rate", cut_off.base_rate},
             {"models", details.models},
             {"seed_agreement", optional(details.agreement)}};
    one["rankings"] = Json::array();
    for (const OrderResult& order : cut_off.orders) {
        one["rankings"].push_back({{"name", order.name},
                                   {"hits", order.hits},
                                   {"hit_rate", order.hit_rate},
                                   {"auc", optional(order.auc)},
                                   {"average_precision", optional(order.average_precision)},
                                   {"precision_10", optional(order.precision_10)},
                                   {"precision_20", optional(order.precision_20)},
                                   {"precision_100", optional(order.precision_100)},
                                   {"median_lead", optional(order.median_lead)}});
    }
    one["predictions"] = Json::array();
    for (const Prediction& p : details.predictions) {
        one["predictions"].push_back(
            {{"material", p.material},
             {"written", p.written},
             {"articles_before", p.articles_before},
             {"first_studied", p.first_studied == 0 ? Json(nullptr) : Json(p.first_studied)},
             {"first_article", p.first_article.empty() ? Json(nullptr) : Json(p.first_article)}});
    }
    return one;
}

void write_json(const RetrospectReport& report, std::ostream& out) {
    const Settings& settings = report.result.settings;
    const Summary& summary = report.result.summary;
    Json json{{"concept", report.concept_term},
              {"keywords", report.keywords},
              {"labels", report.labels},
              {"horizon", settings.horizon},
              {"top", settings.top},
              {"strict", settings.strict},
              {"seeds", report.seeds},
              {"min_count", report.min_count},
              {"corpus",
               {{"articles", report.articles},
                {"years", {report.first_year, report.last_year}},
                {"with_keyword", report.with_keyword},
                {"without_year", report.without_year},
                {"retracted", report.retracted}}}};
    json["summary"] = {{"cut_offs", summary.cut_offs},
                       {"candidates", summary.candidates},
                       {"studied_later", summary.studied_later}};
    json["summary"]["rankings"] = Json::array();
    for (const OrderSummary& order : summary.orders) {
        json["summary"]["rankings"].push_back(
            {{"name", order.name},
             {"hits", order.hits},
             {"predictions", order.predictions},
             {"enrichment", optional(order.enrichment)},
             {"enrichment_interval", interval(order.enrichment_interval)},
             {"auc", optional(order.mean_auc)},
             {"average_precision", optional(order.mean_average_precision)}});
        if (order.difference) {
            const Difference& d = *order.difference;
            json["summary"]["rankings"].back()["difference"] = {
                {"enrichment", d.enrichment},
                {"enrichment_interval", interval(d.enrichment_interval)},
                {"auc", optional(d.auc)},
                {"auc_interval", interval(d.auc_interval)},
                {"level", summary.looks_level}};
        }
    }
    json["summary"]["frequency_matched"] =
        summary.matched_p ? Json{{"hits", summary.matched_hits},
                                 {"interval", interval(summary.matched_interval)},
                                 {"p", *summary.matched_p}}
                          : Json(nullptr);
    json["cut_offs"] = Json::array();
    for (std::size_t i = 0; i < report.result.cut_offs.size(); ++i) {
        json["cut_offs"].push_back(cut_off_json(report.result.cut_offs[i], report.details[i]));
    }
    json["limits"] = limits(report);
    out << json.dump(1, ' ', false, Json::error_handler_t::replace) << '\n';
}

void write_table_html(const SimpleTable& table, std::ostream& out) {
    out << "<div class=\"scroll\"><table>\n<thead><tr>";
    for (const auto& column : table.columns) {
        out << "<th>" << escape_html(column) << "</th>";
    }
    out << "</tr></thead>\n<tbody>\n";
    for (const auto& row : table.rows) {
        out << "<tr>";
        for (const auto& cell : row) {
            out << (cell.number ? "<td class=\"number\">" : "<td>") << escape_html(cell.text)
                << "</td>";
        }
        out << "</tr>\n";
    }
    out << "</tbody></table></div>\n";
}

void write_html(const RetrospectReport& report, std::ostream& out) {
    out << "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta "
           "name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Would it "
           "have worked? "
        << escape_html(report.concept_term) << "</title>\n<style>" << k_page_style
        << ".curve{fill:none;stroke:currentColor;stroke-width:1;opacity:.25}"
           ".mean{fill:none;stroke:#0072b2;stroke-width:3}"
           ".base{fill:none;stroke:#d55e00;stroke-width:3;stroke-dasharray:7 5}"
           ".axis{stroke:currentColor;stroke-width:1}svg text{fill:currentColor;font-size:13px}"
           ".number{text-align:right;font-variant-numeric:tabular-nums}"
           "</style>\n</head>\n<body>\n<header>\n<p class=\"eyebrow\">Lode retrospective "
           "test</p>\n<h1>Would it have worked for <em>"
        << escape_html(report.concept_term) << "</em>?</h1>\n";
    for (const auto& line : facts(report)) {
        out << "<p>" << escape_html(line) << "</p>\n";
    }
    out << "</header>\n<main>\n<section>\n<h2>Studied later, by years since the cut-off</h2>\n"
        << curves_svg(report.result)
        << "<p>Thick: mean of the cut-offs. Thin: each of them. Dashed: all candidates.</p>\n"
           "</section>\n<section>\n<h2>Against other rankings</h2>\n";
    write_table_html(summary_table(report), out);
    out << "<p>" << escape_html(matched_line(report)) << "</p>\n";
    if (const SimpleTable corrections = correction_table(report); !corrections.rows.empty()) {
        out << "</section>\n<section>\n<h2>Do corrections help?</h2>\n";
        write_table_html(corrections, out);
        out << "<p>" << escape_html(correction_line(report)) << "</p>\n";
    }
    out << "</section>\n<section>\n<h2>Year by year</h2>\n";
    write_table_html(cut_off_table(report), out);
    out << "</section>\n<section>\n<h2>What was predicted</h2>\n";
    for (std::size_t i = 0; i < report.details.size(); ++i) {
        SimpleTable table;
        table.columns = {"rank", "material", "articles before", "first studied"};
        for (const Prediction& p : report.details[i].predictions) {
            table.rows.push_back(
                {{std::to_string(table.rows.size() + 1), true},
                 {p.written.empty() ? p.material : p.written},
                 {std::to_string(p.articles_before), true},
                 {p.first_studied == 0 ? "-" : std::to_string(p.first_studied), true}});
        }
        out << "<details><summary>Before " << report.result.cut_offs[i].year << "</summary>\n";
        write_table_html(table, out);
        out << "</details>\n";
    }
    out << "</section>\n<section>\n<h2>What these numbers cannot tell</h2>\n<ul>\n";
    for (const auto& line : limits(report)) {
        out << "<li>" << escape_html(line) << "</li>\n";
    }
    out << "</ul>\n</section>\n</main>\n</body>\n</html>\n";
}

}  // namespace

std::vector<std::string> limits(const RetrospectReport& report) {
    std::vector<std::string> lines = report.notes;
    lines.emplace_back(
        "a hit was written about together with the application; that says nothing of how well it "
        "works");
    lines.emplace_back(
        "the cut-offs share candidates and most of their future, so they are not independent; the "
        "interval draws blocks of them");
    if (report.result.summary.cut_offs < report.result.cut_offs.size()) {
        lines.emplace_back(
            "* the corpus ends within the horizon of this cut-off; the summary leaves it out");
    }
    if (report.result.summary.studied_later < 20 && report.result.summary.cut_offs > 0) {
        lines.push_back(fmt::format(
            "only {} candidates were studied later in all cut-offs together: too few to tell "
            "rankings apart",
            report.result.summary.studied_later));
    }
    return lines;
}

std::string curves_svg(const Result& result) {
    constexpr double k_left = 56, k_top = 14, k_width = 560, k_height = 300;
    std::size_t longest = 1;
    double highest = 0.01;
    for (const auto& cut_off : result.cut_offs) {
        if (!cut_off.orders.empty()) {
            const auto& rate = cut_off.orders.front().hit_rate;
            longest = std::max(longest, rate.size());
            for (const double value : rate) {
                highest = std::max(highest, value);
            }
        }
    }
    const auto x = [&](std::size_t h) {
        return k_left + k_width * static_cast<double>(h) / static_cast<double>(longest);
    };
    const auto y = [&](double value) { return k_top + k_height * (1 - value / highest); };
    const auto line = [&](std::string_view kind, const std::vector<double>& values,
                          const std::string& title) {
        std::string points = fmt::format("{:.1f},{:.1f}", x(0), y(0));
        for (std::size_t h = 0; h < values.size(); ++h) {
            points += fmt::format(" {:.1f},{:.1f}", x(h + 1), y(values[h]));
        }
        return fmt::format("<polyline class=\"{}\" points=\"{}\"><title>{}</title></polyline>\n",
                           kind, points, title);
    };
    // The mean at h years is that of the cut-offs which have them.
    const auto mean_of = [&](const auto& values_of) {
        std::vector<double> means;
        for (std::size_t h = 0; h < longest; ++h) {
            double sum = 0;
            std::size_t n = 0;
            for (const auto& cut_off : result.cut_offs) {
                const auto& values = values_of(cut_off);
                if (!cut_off.orders.empty() && h < values.size()) {
                    sum += values[h];
                    ++n;
                }
            }
            if (n == 0) {
                break;
            }
            means.push_back(sum / static_cast<double>(n));
        }
        return means;
    };
    static const std::vector<double> k_none;
    std::string svg = fmt::format(
        "<svg viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"Share of predictions studied, by "
        "years since the cut-off\">\n",
        k_left + k_width + 20, k_top + k_height + 50);
    svg += fmt::format(
        "<path class=\"axis\" fill=\"none\" d=\"M{0} {1}V{2}H{3}\"/>\n<text x=\"{0}\" y=\"{4}\" "
        "text-anchor=\"middle\">0</text>\n<text x=\"{3}\" y=\"{4}\" "
        "text-anchor=\"middle\">{5}</text>\n<text x=\"{6}\" y=\"{7}\" text-anchor=\"middle\">years "
        "since the cut-off</text>\n<text x=\"{8}\" y=\"{9}\" text-anchor=\"end\">{10:.1f} "
        "%</text>\n"
        "<text x=\"{8}\" y=\"{2}\" text-anchor=\"end\">0 %</text>\n",
        k_left, k_top, k_top + k_height, k_left + k_width, k_top + k_height + 18, longest,
        k_left + k_width / 2, k_top + k_height + 38, k_left - 8, k_top + 10, 100 * highest);
    for (const auto& cut_off : result.cut_offs) {
        if (!cut_off.orders.empty()) {
            svg += line("curve", cut_off.orders.front().hit_rate,
                        fmt::format("before {}", cut_off.year));
        }
    }
    svg += line("base", mean_of([](const CutOffResult& c) -> const std::vector<double>& {
                    return c.base_rate;
                }),
                "all candidates");
    svg += line("mean", mean_of([](const CutOffResult& c) -> const std::vector<double>& {
                    return c.orders.empty() ? k_none : c.orders.front().hit_rate;
                }),
                "mean of the cut-offs");
    return svg + "</svg>\n";
}

void write(const RetrospectReport& report, std::string_view format, std::ostream& out) {
    if (format == "table") {
        write_table(report, out);
    } else if (format == "tsv") {
        write_tsv(report, out);
    } else if (format == "json") {
        write_json(report, out);
    } else if (format == "html") {
        write_html(report, out);
    } else {
        throw UsageError(fmt::format("there is no format '{}' here", format),
                         fmt::format("formats: {}", k_retrospect_formats));
    }
}

}  // namespace lode::query::retrospect
