#include "query/html_page.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>

#include "query/flag.hpp"
#include "query/html_marks.hpp"
#include "query/html_parts.hpp"
#include "query/html_text.hpp"
#include "query/plain_text.hpp"
#include "query/report_json.hpp"
#include "query/svg_plots.hpp"

namespace lode::query {
namespace {

void write_facts(const Report& report, std::ostream& out) {
    const auto fact = [&](std::string_view name, const std::string& value) {
        out << "<div><dt>" << name << "</dt><dd>" << value << "</dd></div>\n";
    };
    out << "<dl class=\"facts\">\n";
    fact("articles in the corpus", fmt::format("{} <span>{}</span>", grouped(report.articles),
                                               years_html(report.first_year, report.last_year)));
    fact("articles about the concept", grouped(report.concept_articles));
    fact("candidate materials", fmt::format("{} <span>≥ {} mentions</span>",
                                            grouped(report.candidates), report.min_count));
    fact("outcome votes",
         fmt::format("{} / {} / {} <span>pos / neg / null</span>", grouped(report.concept_positive),
                     grouped(report.concept_negative), grouped(report.concept_null)));
    fact("score against mentions",
         report.score_vs_mentions
             ? fmt::format("{:+.2f} <span>rank correlation</span>", *report.score_vs_mentions)
             : std::string("– <span>too few candidates</span>"));
    out << "</dl>\n";
}

void write_head(const Report& report, std::ostream& out) {
    const std::string plain = fmt::format("{}", fmt::join(report.concept_terms, ", "));
    out << page_begin("Materials for " + plain)
        << "<header>\n<p class=\"eyebrow\">Lode report</p>\n<h1>Which "
           "materials look right for <em>"
        << listed_html(report.concept_terms) << "</em>?</h1>\n";
    if (!report.minus_terms.empty()) {
        out << "<p>Away from: " << listed_html(report.minus_terms) << "</p>\n";
    }
    out << fmt::format(
        "<p class=\"lead\">The {} best of {} candidate materials, by how their words stand to the "
        "question in {} articles. <strong>{} of {} results carry flags.</strong> Similarity is not "
        "evidence of performance.</p>\n",
        report.rows.size(), grouped(report.candidates), grouped(report.articles), flagged(report),
        report.rows.size());
    if (!report.ignored_terms.empty()) {
        out << "<p class=\"note\">Not used: " << listed_html(report.ignored_terms)
            << " (function words, or words the model does not know).</p>\n";
    }
    for (const auto& note : report.notes) {
        out << "<p class=\"note\">" << escape_html(note) << "</p>\n";
    }
    write_facts(report, out);
    out << "<nav aria-label=\"Sections\"><a href=\"#ranking\">Ranking</a><a "
           "href=\"#pictures\">Pictures</a><a href=\"#flags\">Flags</a><a "
           "href=\"#evidence\">Evidence</a><a href=\"#limits\">What this cannot tell</a><a "
           "href=\"#made\">How it was made</a></nav>\n</header>\n<main>\n";
}

void write_ranking(const Report& report, std::ostream& out) {
    out << "<h2 id=\"ranking\">Ranking</h2>\n<div class=\"wide\"><table>\n<thead><tr>"
           "<th scope=\"col\" class=\"n\">#</th><th scope=\"col\">material</th>"
           "<th scope=\"col\" class=\"n\">score</th>"
           "<th scope=\"col\" class=\"n\">percentile</th>"
           "<th scope=\"col\" class=\"n\">among<br>equals</th>"
           "<th scope=\"col\" class=\"n\">mentions<br>(rank by them)</th>"
           "<th scope=\"col\" class=\"n\">articles<br>with concept</th>"
           "<th scope=\"col\" class=\"n\">pos / neg / null</th>"
           "<th scope=\"col\">reported success<br>0 – 100 %</th>"
           "<th scope=\"col\">years</th><th scope=\"col\">flags</th></tr></thead>\n<tbody>\n";
    for (const auto& row : report.rows) {
        out << fmt::format(
            "<tr><td class=\"n\">{0}{11}</td><td class=\"m\"><a href=\"#m{0}\"{12}>{1}</a></td>"
            "<td class=\"n\">{2}</td><td class=\"n\">{3:.1f}</td><td class=\"n\">{4:.1f}</td>"
            "<td class=\"n\">{5} <span class=\"small\">({6})</span></td><td class=\"n\">{7}</td>"
            "<td class=\"n\">{8} / {9} / {10}</td>",
            row.rank, formula_html(row.written), short_score(row.score), row.percentile,
            row.frequency_percentile, grouped(row.mentions), row.rank_by_mentions,
            grouped(row.articles_with_concept), row.positive, row.negative, row.null,
            row.rank_interval ? fmt::format(" <span class=\"small\">({}–{})</span>",
                                            row.rank_interval->first, row.rank_interval->second)
                              : std::string(),
            material_mark(row.material));
        if (row.voting() > 0) {
            out << "<td>" << interval_svg(row)
                << fmt::format("<span class=\"small\">{} ({:.0f}–{:.0f})</span></td>",
                               percent_html(row.success_mean), 100 * row.success_interval.low,
                               100 * row.success_interval.high);
        } else {
            out << "<td class=\"small\">no votes</td>";
        }
        out << "<td class=\"small y\">" << years_html(row.first_year, row.last_year) << "</td><td>";
        for (const auto& flag : row.flags) {
            out << fmt::format("<a class=\"chip\" href=\"#flag-{0}\" title=\"{1}\">{0}</a>",
                               escape_html(flag.name), escape_html(flag.because));
        }
        out << "</td></tr>\n";
    }
    out << "</tbody></table></div>\n<p class=\"small\">Votes count articles, not sentences. "
           "Reported success: positive votes of all votes, drawn towards the concept's own rate "
           "(dashed line, "
        << percent_html(report.baseline_mean)
        << "), with its 90&nbsp;% interval. Score: cosine of the material's output vector with the "
           "question's input vector; values are small by nature, so read rank and "
           "percentile."
        << (report.seeds.empty() ? std::string()
                                 : " In brackets behind a rank: " + report.interval_rule + ".")
        << "</p>\n";
}

void write_pictures(const Report& report, std::ostream& out) {
    const std::string scatter = scatter_svg(report);
    const std::string map = map_svg(report);
    if (scatter.empty() && map.empty()) {
        return;
    }
    out << "<h2 id=\"pictures\">Pictures</h2>\n<div class=\"plots\">\n";
    if (!scatter.empty()) {
        out << "<figure><h3>Score and fame</h3>\n"
            << scatter
            << "<figcaption>A ranking that only followed fame would rise to the right."
               "</figcaption></figure>\n";
    }
    if (!map.empty()) {
        out << "<figure><h3>How the results lie to one another</h3>\n"
            << map
            << "<figcaption>Distances between points on a 2-D map carry no exact meaning."
               "</figcaption></figure>\n";
    }
    out << "</div>\n";
}

void write_flags(const Report& report, std::ostream& out) {
    out << "<h2 id=\"flags\">What the flags mean</h2>\n<div class=\"legendlist\">\n";
    for (const auto& make : flags::all()) {
        const auto& info = make().info();
        std::size_t raised = 0;
        for (const auto& row : report.rows) {
            for (const auto& flag : row.flags) {
                raised += flag.name == info.name ? 1U : 0U;
            }
        }
        out << fmt::format(
            "<section id=\"flag-{0}\"><h3><span class=\"chip\">{0}</span> {1}</h3><p>{2}</p><p "
            "class=\"small\">Raised on {3} of {4} results. Source: {5}</p></section>\n",
            escape_html(info.name), escape_html(info.title), escape_html(info.meaning), raised,
            report.rows.size(), escape_html(info.source));
    }
    out << "</div>\n";
}

void write_evidence(const Report& report, std::ostream& out) {
    out << "<h2 id=\"evidence\">Evidence</h2>\n";
    for (const auto& row : report.rows) {
        out << fmt::format(
            "<section class=\"material\" id=\"m{}\"><h3><span>{}. {}</span> <span "
            "class=\"small\">{} article{} "
            "mention{} it, {} with the concept</span></h3>\n",
            row.rank, row.rank, material_html(row.material, row.written), grouped(row.articles),
            row.articles == 1 ? "" : "s", row.articles == 1 ? "s" : "",
            grouped(row.articles_with_concept));
        out << outcomes_html(row);
        for (const auto& flag : row.flags) {
            out << fmt::format(
                "<p class=\"why\"><a class=\"chip\" href=\"#flag-{0}\">{0}</a>{1}</p>\n",
                escape_html(flag.name), escape_html(flag.because));
        }
        if (row.evidence.empty()) {
            out << "<p class=\"small\">No sentence to show: no article of the corpus holds the "
                   "material and the concept.</p>\n";
        }
        write_quotes(row.evidence, row.written, out);
        out << "</section>\n";
    }
}

void write_limits(const Report& report, std::ostream& out) {
    out << "<h2 id=\"limits\">What this cannot tell</h2>\n<ul>\n"
           "<li>Whether a material performs. The score says that its words stand where the "
           "question's words stand; a failed candidate and a good one are both written about in "
           "these words.</li>\n"
           "<li>What was never published. Every rate here is a rate of what is reported; failures "
           "that stayed in the notebook change none of the counts.</li>\n"
           "<li>Whether each sentence was read rightly. Outcomes are classified by rule and can be "
           "wrong; the sentences are shown so that they can be checked.</li>\n"
           "<li>"
        << (report.seeds.empty()
                ? std::string("How stable the order is. One model was trained; another seed moves "
                              "near neighbours.")
                : fmt::format("How stable the order is beyond chance in training. The intervals "
                              "are over {} models of one corpus ({}); another corpus moves the "
                              "order, too.",
                              report.seeds.size(), report.interval_rule))
        << "</li>\n"
           "<li>Whether a material is safe to make or use. Lists of hazardous and critical "
           "elements "
           "raise flags; no material is assessed, and one without such a flag is not assessed "
           "either.</li>\n";
    if (report.rejects > 0) {
        out << fmt::format(
            "<li>What stands in {} file{} that could not be read (<code>lode show "
            "rejects</code>).</li>\n",
            grouped(report.rejects), report.rejects == 1 ? "" : "s");
    }
    if (report.concept_retracted > 0) {
        out << fmt::format(
            "<li>{} retracted article{} about the concept {} left out of every "
            "count.</li>\n",
            grouped(report.concept_retracted), report.concept_retracted == 1 ? "" : "s",
            report.concept_retracted == 1 ? "was" : "were");
    }
    if (!report.baseline_fitted) {
        out << "<li>How the concept's materials spread in success: too few of them report "
               "outcomes, "
               "so the baseline is a pooled rate.</li>\n";
    }
    out << "</ul>\n";
}

void write_made(const Report& report, std::ostream& out) {
    out << "<h2 id=\"made\">How it was made</h2>\n<dl class=\"made\">\n";
    const auto entry = [&](std::string_view key, std::string_view value) {
        out << "<dt>" << escape_html(key) << "</dt><dd>" << escape_html(value) << "</dd>\n";
    };
    entry("program", report.program);
    for (const auto& [key, value] : report.made_by) {
        entry(key, value);
    }
    out << "</dl>\n<script type=\"application/json\" id=\"report\">"
        << escape_script_json(report_json(report, -1)) << "</script>\n";
}

}  // namespace

void write_page(const Report& report, std::ostream& out) {
    write_head(report, out);
    write_ranking(report, out);
    write_pictures(report, out);
    write_flags(report, out);
    write_evidence(report, out);
    write_limits(report, out);
    write_made(report, out);
    out << "</main>\n<footer class=\"small\">Written by " << escape_html(report.program)
        << ". The same data is in this file as JSON, in the element with the id “report”."
           "</footer>\n</body>\n</html>\n";
}

}  // namespace lode::query
