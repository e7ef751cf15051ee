#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <ostream>
#include <set>

#include "query/bias/nearby_text.hpp"
#include "query/bias/picture_plots.hpp"
#include "query/bias/picture_text.hpp"
#include "query/bias/thresholds_text.hpp"
#include "query/html_marks.hpp"
#include "query/html_parts.hpp"
#include "query/html_text.hpp"
#include "query/plain_text.hpp"
#include "query/svg_plots.hpp"

namespace lode::query::bias {
namespace {

std::string percent(double share, int digits = 0) {
    return fmt::format("{:.{}f}&nbsp;%", 100 * share, digits);
}

std::string between(const Interval& interval, double scale, int digits) {
    return fmt::format("{:.{}f} to {:.{}f}", scale * interval.low, digits, scale * interval.high,
                       digits);
}

std::string name_html(const PictureReport& report, const std::string& material) {
    return report.from_text ? material_html(material, material) : escape_html(material);
}

void write_facts(const Summary& summary, std::ostream& out) {
    const auto fact = [&](std::string_view name, const std::string& value) {
        out << "<div><dt>" << name << "</dt><dd>" << value << "</dd></div>\n";
    };
    out << "<dl class=\"facts\">\n";
    fact("reports", fmt::format("{} <span>on {} materials</span>", grouped(summary.n()),
                                grouped(summary.materials)));
    fact("outcomes",
         fmt::format("{} / {} / {} <span>pos / neg / null</span>", grouped(summary.positive),
                     grouped(summary.negative), grouped(summary.null)));
    fact("reported success", fmt::format("{} <span>{}</span>", percent(summary.reported_success, 1),
                                         between(summary.reported_interval, 100, 1)));
    if (summary.corrected) {
        fact("corrected for the classifier",
             fmt::format("{} <span>{}{}</span>", percent(summary.corrected->success, 1),
                         between(summary.corrected->success_interval, 100, 1),
                         summary.corrected->resolvable() ? "" : ": not resolvable"));
    }
    fact("baseline", fmt::format("{} <span>s {:.1f}{}</span>", percent(summary.baseline.mean, 1),
                                 summary.baseline.size, summary.baseline.fitted ? "" : ", pooled"));
    if (summary.concentration) {
        fact("Gini of the reports",
             fmt::format("{:.2f} <span>{}</span>", summary.concentration->gini,
                         between(summary.concentration->gini_interval, 1, 2)));
        fact("held by the top 17 %",
             fmt::format("{} <span>{}</span>", percent(summary.concentration->top_share),
                         between(summary.concentration->top_share_interval, 100, 0)));
    }
    if (summary.popularity) {
        fact("success against popularity",
             fmt::format("{:+.2f} <span>p {:.2g}, n {}</span>", summary.popularity->rho,
                         summary.popularity->p, summary.popularity->n));
    }
    if (summary.groups) {
        fact("groups", fmt::format("{} <span>{:.1f} effective</span>", summary.groups->groups,
                                   summary.groups->effective));
    }
    out << "</dl>\n";
}

void write_sensitivity(const Summary& summary, std::ostream& out) {
    out << "<div class=\"wide\"><table>\n<thead><tr><th scope=\"col\">failures reported, relative "
           "to "
           "successes (r)</th>";
    for (const auto& row : summary.sensitivity) {
        out << fmt::format("<th scope=\"col\" class=\"n\">{:g}</th>", row.r);
    }
    out << "</tr></thead>\n<tbody><tr><th scope=\"row\">true share of successes</th>";
    for (const auto& row : summary.sensitivity) {
        out << fmt::format("<td class=\"n\">{}<br><span class=\"small\">{}</span></td>",
                           percent(row.true_share, 1), between(row.interval, 100, 1));
    }
    out << "</tr></tbody></table></div>\n";
    if (summary.reporting_odds_ratio) {
        out << fmt::format(
            "<p>A true share of {:g} needs r = {:.4f}: successes are reported {:.1f} times as "
            "readily as failures.</p>\n",
            *summary.true_share, 1 / *summary.reporting_odds_ratio, *summary.reporting_odds_ratio);
    }
}

void write_plots(const PictureReport& report, std::ostream& out) {
    const auto figure = [&](std::string_view title, const std::string& svg,
                            const std::string& text) {
        if (!svg.empty()) {
            out << "<figure><h3>" << title << "</h3>\n"
                << svg << "<figcaption>" << text << "</figcaption></figure>\n";
        }
    };
    const Summary& all = report.picture.all;
    out << "<h2 id=\"pictures\">Pictures</h2>\n<div class=\"plots\">\n";
    figure("Unreported failures", sensitivity_svg(all),
           "How far the true share falls if failures are reported less readily. Which r holds is "
           "not known.");
    figure("Concentration", concentration_svg(report.picture),
           "The straight line would be all materials alike; the diamond is the top 17 %.");
    figure("Popularity", popularity_svg(report.picture),
           "One mark a material; diamonds carry flags. No causal reading.");
    figure("Over time", periods_svg(all),
           all.positivity ? "Change: " + escape_html(trend_words(*all.positivity)) + "."
                          : std::string("Too few reports for a test."));
    if (report.tone) {
        figure("Tone over time", tone_svg(*report.tone),
               "Boosted: " + escape_html(tone_words(report.tone->boosted, report.tone->looks)) +
                   ". Hedged: " + escape_html(tone_words(report.tone->hedged, report.tone->looks)) +
                   ".");
    }
    out << "</div>\n";
}

void write_applications(const Picture& picture, std::ostream& out) {
    if (picture.applications.empty()) {
        return;
    }
    out << "<h2 id=\"applications\">Applications</h2>\n<div class=\"wide\"><table>\n<thead><tr>"
           "<th scope=\"col\">application</th><th scope=\"col\" class=\"n\">reports</th><th "
           "scope=\"col\" class=\"n\">materials</th><th scope=\"col\" class=\"n\">pos / neg / "
           "null</th><th scope=\"col\" class=\"n\">reported success</th><th scope=\"col\" "
           "class=\"n\">baseline</th><th scope=\"col\" "
           "class=\"n\">Gini</th></tr></thead>\n<tbody>\n";
    for (const auto& summary : picture.applications) {
        out << fmt::format(
            "<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td><td class=\"n\">{}</td><td "
            "class=\"n\">{} / {} / {}</td><td class=\"n\">{} <span class=\"small\">({})</span></td>"
            "<td class=\"n\">{}</td><td class=\"n\">{}</td></tr>\n",
            escape_html(summary.application), grouped(summary.n()), grouped(summary.materials),
            summary.positive, summary.negative, summary.null, percent(summary.reported_success),
            between(summary.reported_interval, 100, 0), percent(summary.baseline.mean),
            summary.concentration ? fmt::format("{:.2f}", summary.concentration->gini) : "–");
    }
    out << "</tbody></table></div>\n";
}

void write_materials(const PictureReport& report, std::ostream& out) {
    const Picture& picture = report.picture;
    const auto shown = shown_materials(report);
    out << "<h2 id=\"materials\">Materials</h2>\n<div class=\"wide\"><table>\n<thead><tr>"
           "<th scope=\"col\">material</th>"
        << (picture.applications.empty() ? "" : "<th scope=\"col\">application</th>")
        << "<th scope=\"col\" class=\"n\">pos / neg / null</th><th scope=\"col\">reported "
           "success<br>0 – 100 %</th><th scope=\"col\" class=\"n\">of the next n</th><th "
           "scope=\"col\" class=\"n\">failures<br>up to</th><th scope=\"col\" "
           "class=\"n\">tipping<br>value</th><th scope=\"col\">flags</th></tr></thead>\n<tbody>\n";
    for (const std::size_t i : shown) {
        const auto& material = picture.materials[i];
        Row row;
        row.success_mean = material.success.mean;
        row.success_interval = material.success.interval;
        row.success_baseline = material.baseline;
        out << "<tr><td class=\"m\">" << name_html(report, material.written) << "</td>";
        if (!picture.applications.empty()) {
            out << "<td>" << escape_html(material.application) << "</td>";
        }
        out << fmt::format(
            "<td class=\"n\">{} / {} / {}</td><td>{}<span class=\"small\">{} ({})</span></td><td "
            "class=\"n\">{} – {}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td>",
            material.positive, material.negative, material.null, interval_svg(row),
            percent(material.success.mean), between(material.success.interval, 100, 0),
            material.predictive_interval.first, material.predictive_interval.second,
            material.failure_upper_bound ? percent(*material.failure_upper_bound) : "–",
            material.tipping_value ? fmt::format("{:.2f}", *material.tipping_value) : "–");
        for (const auto& flag : material.flags) {
            out << fmt::format(
                "<p class=\"small\" style=\"margin:0 0 .3em;min-width:17em\"><a class=\"chip\" "
                "href=\"#flag-{0}\">{0}</a> {1}</p>",
                flag.name, escape_html(flag.because));
        }
        out << "</td></tr>\n";
    }
    out << "</tbody></table></div>\n";
    if (shown.size() < picture.materials.size()) {
        out << fmt::format(
            "<p class=\"note\">{} more materials are not shown here (--limit 0 shows all; JSON and "
            "TSV always do).</p>\n",
            grouped(picture.materials.size() - shown.size()));
    }
}

void write_legend(const Picture& picture, std::ostream& out) {
    std::set<std::string> raised;
    for (const auto& material : picture.materials) {
        for (const auto& flag : material.flags) {
            raised.insert(flag.name);
        }
    }
    if (raised.empty()) {
        out << fmt::format("<p>No flag is raised on the {} materials that were judged.</p>\n",
                           picture.judged);
        return;
    }
    out << "<h2 id=\"flags\">Flags raised</h2>\n" << flag_legend_html(raised);
}

}  // namespace

void write_picture_page(const PictureReport& report, std::ostream& out) {
    const Picture& picture = report.picture;
    std::size_t flagged = 0;
    for (const auto& material : picture.materials) {
        flagged += material.flags.empty() ? 0U : 1U;
    }
    out << page_begin("Reporting bias: " + report.subject)
        << "<header>\n<p class=\"eyebrow\">Lode bias "
           "report</p>\n<h1>What "
           "is reported of <em>"
        << escape_html(report.subject) << "</em></h1>\n"
        << fmt::format(
               "<p class=\"lead\">{} of {} reported outcomes are positive. <strong>{} of {} "
               "materials "
               "carry flags</strong>; {} have the {} reports it takes to be judged.</p>\n",
               picture.all.n() == 0 ? "None" : percent(picture.all.reported_success),
               grouped(picture.all.n()), flagged, grouped(picture.materials.size()),
               grouped(picture.judged), k_least_reports);
    for (const auto& note : picture.notes) {
        out << "<p class=\"note\">" << escape_html(note) << "</p>\n";
    }
    if (!report.bad.empty()) {
        out << fmt::format("<p class=\"note\">{} row{} of the table could not be used:",
                           report.bad.size(), report.bad.size() == 1 ? "" : "s");
        for (const auto& row : report.bad) {
            out << fmt::format("<br>line {}: {}", row.line, escape_html(row.reason));
        }
        out << "</p>\n";
    }
    write_facts(picture.all, out);
    out << "<nav aria-label=\"Sections\"><a href=\"#sensitivity\">Unreported failures</a><a "
           "href=\"#pictures\">Pictures</a><a href=\"#materials\">Materials</a>"
        << (report.nearby.empty() ? "" : "<a href=\"#nearby\">Never tried nearby</a>")
        << "<a "
           "href=\"#limits\">What this cannot tell</a></nav>\n</header>\n<main>\n"
           "<h2 id=\"sensitivity\">If failures are reported less readily</h2>\n";
    write_sensitivity(picture.all, out);
    write_plots(report, out);
    write_applications(picture, out);
    write_materials(report, out);
    if (report.thresholds) {
        write_thresholds_html(*report.thresholds, out);
    }
    write_nearby_html(report.nearby, out);
    write_legend(picture, out);
    out << "<h2 id=\"limits\">What this cannot tell</h2>\n<ul>\n";
    for (const auto& limit : report.limits) {
        out << "<li>" << escape_html(limit) << "</li>\n";
    }
    out << "</ul>\n<h2 id=\"made\">How it was made</h2>\n<dl class=\"made\">\n";
    for (const auto& [key, value] : report.made_by) {
        out << "<dt>" << escape_html(key) << "</dt><dd>" << escape_html(value) << "</dd>\n";
    }
    out << "</dl>\n</main>\n<footer></footer>\n</body>\n</html>\n";
}

}  // namespace lode::query::bias
