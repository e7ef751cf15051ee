#include "query/article_page.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <ostream>
#include <string_view>
#include <vector>

#include "query/html_marks.hpp"
#include "query/html_parts.hpp"

namespace lode::query {
namespace {

void write_facts(const Article& article, const Analysis& analysis, std::ostream& out) {
    const auto fact = [&](std::string_view name, const std::string& value) {
        if (!value.empty()) {
            out << "<dt>" << name << "</dt><dd>" << value << "</dd>\n";
        }
    };
    out << "<dl class=\"made\">\n";
    fact("doi", article.doi.empty()
                    ? std::string()
                    : fmt::format("<a href=\"{}\">{}</a>", escape_html(doi_url(article.doi)),
                                  escape_html(article.doi)));
    fact("pmid", escape_html(article.pmid));
    fact("pmcid", escape_html(article.pmcid));
    fact("id", escape_html(article.id));
    fact("journal", escape_html(article.journal));
    fact("date", escape_html(article.date));
    fact("type", escape_html(article.article_type));
    fact("licence", escape_html(article.licence));
    fact("source", escape_html(fmt::format("{} ({})", article.source, article.dialect)));
    fact("repairs", escape_html(fmt::format("{}", fmt::join(article.repairs, ", "))));
    std::string dropped;
    for (const auto& [reason, count] : article.dropped) {
        dropped += fmt::format("{}{}: {} characters", dropped.empty() ? "" : ", ", reason, count);
    }
    fact("dropped", escape_html(dropped));
    fact("read",
         fmt::format("{} sentences, {} materials mentioned, {} trends", analysis.sentences.size(),
                     analysis.mentions.size(), analysis.trends.size()));
    out << "</dl>\n";
    for (const auto& relation : article.relations) {
        const std::string other = !relation.doi.empty()    ? "doi:" + relation.doi
                                  : !relation.pmid.empty() ? "pmid " + relation.pmid
                                                           : relation.note;
        out << fmt::format("<p class=\"note\">{} {}</p>\n", escape_html(relation.kind),
                           escape_html(other));
    }
}

std::string trend_line(const Trend& trend) {
    std::string line =
        fmt::format("{} | {} | {}", trend.property, trend.variable.empty() ? "?" : trend.variable,
                    name(trend.direction));
    if (trend.extremum != Extremum::none) {
        line +=
            fmt::format(" | extremum {} {}", trend.extremum_value.value, trend.extremum_value.unit);
    }
    if (!trend.location.value.empty()) {
        line += fmt::format(" at {} {}", trend.location.value, trend.location.unit);
    }
    return trend.figure.empty() ? line : line + " | " + trend.figure;
}

// The sentence and, where something was read in it, a line below.
void write_sentence(const Analysis& analysis, std::size_t number, std::string_view text,
                    std::ostream& out) {
    const Sentence& sentence = analysis.sentences[number];
    std::vector<std::string> read;
    if (sentence.outcome != OutcomeLabel::neutral) {
        read.push_back(fmt::format("<span class=\"outcome\">{}{}</span>", name(sentence.outcome),
                                   sentence.scope == ClaimScope::own
                                       ? std::string()
                                       : fmt::format(" ({})", name(sentence.scope))));
    }
    for (const auto& mention : analysis.mentions) {
        if (mention.sentence == number) {
            const auto& formula = mention.formula.empty() ? mention.written : mention.formula;
            read.push_back(material_html(formula, formula));
        }
    }
    for (const auto& trend : analysis.trends) {
        if (trend.sentence == number) {
            read.push_back("trend: " + escape_html(trend_line(trend)));
        }
    }
    out << fmt::format("<div class=\"quote {}\"><p>{}</p>", name(sentence.outcome),
                       escape_html(text));
    if (!read.empty()) {
        out << fmt::format("<p class=\"src\">{}</p>", fmt::join(read, " · "));
    }
    out << "</div>\n";
}

void write_sentences(const Article& article, const Analysis& analysis, std::ostream& out) {
    const std::vector<Block> parts = blocks(article);
    const Section* section = nullptr;
    std::int64_t block = -1;
    for (std::size_t i = 0; i < analysis.sentences.size(); ++i) {
        const Sentence& sentence = analysis.sentences[i];
        const Block& part = parts.at(sentence.block);
        if (block != static_cast<std::int64_t>(sentence.block)) {
            block = sentence.block;
            if (part.kind != BlockKind::paragraph) {
                out << fmt::format("<h2>{}</h2>\n", capital(std::string(name(part.kind))));
            } else if (part.section != section) {
                section = part.section;
                out << fmt::format("<h2>{} {}</h2>\n", escape_html(section->label),
                                   escape_html(section->title.utf8));
            } else {
                out << "<hr>\n";  // another paragraph of the section
            }
        }
        write_sentence(
            analysis, i,
            std::string_view(part.text->utf8).substr(sentence.range.begin, sentence.range.size()),
            out);
    }
}

}  // namespace

void write_article_page(const Article& article, const Analysis& analysis,
                        const std::string& program, std::ostream& out) {
    const std::string title = article.title.utf8.empty() ? "(no title)" : article.title.utf8;
    out << page_begin(title) << "<header>\n<p class=\"eyebrow\">Article"
        << (article.retracted ? ", retracted" : "") << "</p>\n<h1>" << escape_html(title)
        << "</h1>\n";
    write_facts(article, analysis, out);
    out << "</header>\n<main>\n";
    write_sentences(article, analysis, out);
    out << "</main>\n<footer class=\"small\">Written by " << escape_html(program)
        << ".</footer>\n</body>\n</html>\n";
}

}  // namespace lode::query
