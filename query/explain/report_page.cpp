#include <fmt/format.h>
#include <fmt/ranges.h>

#include <ostream>
#include <set>

#include "query/explain/report.hpp"
#include "query/html_parts.hpp"
#include "query/html_text.hpp"
#include "query/plain_text.hpp"
#include "query/svg_plots.hpp"

namespace lode::query::explain {
namespace {

void write_head(const Explanation& made, std::ostream& out) {
    const Row& row = made.row();
    const Report& report = made.report;
    const std::string asked = fmt::format("{}", fmt::join(report.concept_terms, ", "));
    out << page_begin(fmt::format("{} for {}", row.written, asked))
        << "<header>\n<p class=\"eyebrow\">Lode explanation</p>\n<h1>Why "
        << formula_html(row.written) << " is ranked where it is for <em>"
        << listed_html(report.concept_terms) << "</em></h1>\n"
        << fmt::format(
               "<p class=\"lead\">Rank {} of {} by how its words stand to the concept&rsquo;s in "
               "{} "
               "articles. <strong>{} flag{}.</strong> Similarity is not evidence of "
               "performance.</p>\n",
               grouped(row.rank), grouped(report.candidates), grouped(report.articles),
               row.flags.size(), row.flags.size() == 1 ? "" : "s");
    if (!report.ignored_terms.empty()) {
        out << "<p class=\"note\">Not used: " << listed_html(report.ignored_terms)
            << " (function words, or words the model does not know).</p>\n";
    }
    for (const auto& note : report.notes) {
        out << "<p class=\"note\">" << escape_html(note) << "</p>\n";
    }
    const auto fact = [&](std::string_view name, const std::string& value) {
        out << "<div><dt>" << name << "</dt><dd>" << value << "</dd></div>\n";
    };
    out << "<dl class=\"facts\">\n";
    fact("score",
         fmt::format("{} <span>percentile {:.1f}</span>", short_score(row.score), row.percentile));
    fact("among equals", fmt::format("{:.1f} <span>percentile of {} mentioned about as "
                                     "often</span>",
                                     row.frequency_percentile, grouped(row.frequency_bin)));
    fact("mentions", fmt::format("{} <span>rank {} by them alone</span>", grouped(row.mentions),
                                 grouped(row.rank_by_mentions)));
    fact("articles", fmt::format("{} <span>{}</span>", grouped(made.meeting.material_articles),
                                 years_html(row.first_year, row.last_year)));
    fact("with the concept",
         fmt::format("{} <span>{} in one sentence</span>", grouped(made.meeting.articles),
                     grouped(made.meeting.articles_in_sentence)));
    fact("votes", fmt::format("{} / {} / {} <span>pos / neg / null</span>", row.positive,
                              row.negative, row.null));
    out << "</dl>\n<nav aria-label=\"Sections\"><a href=\"#words\">Words between</a><a "
           "href=\"#flags\">Flags</a><a href=\"#sentences\">Sentences</a><a "
           "href=\"#without\">Without them</a><a href=\"#neighbours\">Neighbours</a><a "
           "href=\"#limits\">What this cannot tell</a></nav>\n</header>\n<main>\n";
}

void write_words(const Explanation& made, std::ostream& out) {
    out << "<h2 id=\"words\">Words between</h2>\n<p>Words used like the concept that are expected "
           "around the material.</p>\n";
    if (made.words.empty()) {
        out << "<p>None: no word of the model has both cosines above 0.</p>\n";
        return;
    }
    out << table_html(words_table(made, true));
    if (!made.forms.empty()) {
        out << "<p class=\"small\">Left out as forms of the concept&rsquo;s own words: "
            << escape_html(fmt::format("{}", fmt::join(made.forms, ", "))) << "</p>\n";
    }
}

void write_flags(const Explanation& made, std::ostream& out) {
    const Row& row = made.row();
    out << "<h2 id=\"flags\">Outcomes and flags</h2>\n" << outcomes_html(row);
    if (row.voting() > 0) {
        out << "<p>" << interval_svg(row) << "</p>\n";
    }
    std::set<std::string> raised;
    for (const auto& flag : row.flags) {
        raised.insert(flag.name);
        out << fmt::format("<p class=\"why\"><a class=\"chip\" href=\"#flag-{0}\">{0}</a>{1}</p>\n",
                           escape_html(flag.name), escape_html(flag.because));
    }
    if (raised.empty()) {
        out << "<p>No flag is raised. That clears it of nothing.</p>\n";
    }
    out << fmt::format("<p class=\"small\">Chances are adjusted over {} rows of the ranking.</p>\n",
                       made.adjusted_over)
        << flag_legend_html(raised);
}

void write_sentences(const Explanation& made, std::ostream& out) {
    const std::string& mark = made.row().written;
    out << "<h2 id=\"sentences\">Sentences</h2>\n<p>" << escape_html(meeting_words(made))
        << ".</p>\n";
    if (!made.evidence.empty()) {
        out << "<section class=\"material\"><h3>On the material, best first, then every negative "
               "one</h3>\n";
        for (const auto& item : made.evidence) {
            out << quote_html(item, mark);
        }
        out << "</section>\n";
    }
    if (!made.chains) {
        return;
    }
    out << "<p>" << escape_html(capital(chain_words(made))) << ".</p>\n";
    for (const auto& chain : made.chains->chains) {
        out << "<section class=\"material\"><h3>"
            << escape_html(fmt::format("{}", fmt::join(chain.words, " – "))) << "</h3>\n";
        for (std::size_t i = 0; i < chain.sentences.size(); ++i) {
            out << quote_html(chain.sentences[i], chain.words[i == 0 ? 1 : i]);
        }
        out << "</section>\n";
    }
}

void write_neighbours(const Explanation& made, std::ostream& out) {
    out << "<h2 id=\"neighbours\">Neighbours</h2>\n<p>Materials expected in the same company "
           "(cosine of output vectors), with their rank for the concept.</p>\n"
        << table_html(neighbours_table(made, true));
}

}  // namespace

void write_page(const Explanation& made, std::ostream& out) {
    write_head(made, out);
    write_words(made, out);
    write_flags(made, out);
    write_sentences(made, out);
    out << "<h2 id=\"without\">Without the articles on both</h2>\n<p>"
        << escape_html(removal_words(made)) << "</p>\n";
    write_neighbours(made, out);
    out << "<h2 id=\"limits\">What this cannot tell</h2>\n<ul>\n";
    for (const auto& limit : standing_limits(made)) {
        out << "<li>" << escape_html(limit) << "</li>\n";
    }
    out << "</ul>\n<h2 id=\"made\">How it was made</h2>\n<dl class=\"made\">\n<dt>program</dt><dd>"
        << escape_html(made.report.program) << "</dd>\n";
    for (const auto& [key, value] : made.report.made_by) {
        out << "<dt>" << escape_html(key) << "</dt><dd>" << escape_html(value) << "</dd>\n";
    }
    out << "</dl>\n</main>\n<footer></footer>\n</body>\n</html>\n";
}

}  // namespace lode::query::explain
