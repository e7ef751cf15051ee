#include "query/html_parts.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstddef>
#include <ostream>

#include "query/flag.hpp"
#include "query/html_marks.hpp"
#include "query/html_script.hpp"
#include "query/html_style.hpp"
#include "query/html_text.hpp"
#include "query/plain_text.hpp"
#include "query/statistics.hpp"

namespace lode::query {
namespace {

// The sentence with every occurrence of the material marked.
std::string marked(std::string_view sentence, std::string_view material) {
    std::string text;
    for (std::size_t at = 0; at < sentence.size();) {
        const std::size_t hit =
            material.empty() ? std::string_view::npos : sentence.find(material, at);
        text += escape_html(sentence.substr(at, std::min(hit, sentence.size()) - at));
        if (hit == std::string_view::npos) {
            break;
        }
        text += "<mark>" + escape_html(material) + "</mark>";
        at = hit + material.size();
    }
    return text;
}

std::string_view symbol(OutcomeLabel outcome) {
    switch (outcome) {
        case OutcomeLabel::positive:
            return "▲ positive";
        case OutcomeLabel::negative:
            return "▼ negative";
        case OutcomeLabel::null:
            return "○ null";
        case OutcomeLabel::neutral:
            return "· neutral";
    }
    return "· neutral";
}

std::string head(std::string_view escaped_title) {
    std::string text =
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"color-scheme\" content=\"light dark\">\n<link rel=\"icon\" "
        "href=\"data:,\">\n<title>";
    text += escaped_title;
    text += "</title>\n<style>";
    text += k_page_style;
    text += "</style>\n<script>";
    text += k_page_script;
    return text + "</script>\n</head>\n<body>\n";
}

}  // namespace

std::string page_begin(std::string_view title) {
    return head(escape_html(title));
}

std::string listed_html(const std::vector<std::string>& terms) {
    std::vector<std::string> spoken;
    for (std::string term : terms) {
        for (auto& c : term) {
            c = c == '_' ? ' ' : c;
        }
        spoken.push_back(formula_html(term));
    }
    return fmt::format("{}", fmt::join(spoken, ", "));
}

std::string percent_html(double share) {
    return fmt::format("{:.0f}&nbsp;%", 100 * share);
}

std::string years_html(std::uint16_t first, std::uint16_t last) {
    std::string text = years(first, last);
    const auto at = text.find('-');
    return at == std::string::npos || text.size() == 1 ? text : text.replace(at, 1, "–");
}

std::string table_html(const SimpleTable& table) {
    const auto number = [&](std::size_t column) {
        return !table.rows.empty() && column < table.rows.front().size() &&
               table.rows.front()[column].number;
    };
    std::string text = "<div class=\"wide\"><table>\n<thead><tr>";
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        text += number(i) ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">";
        text += escape_html(table.columns[i]) + "</th>";
    }
    text += "</tr></thead>\n<tbody>\n";
    for (const auto& row : table.rows) {
        text += "<tr>";
        for (std::size_t i = 0; i < row.size(); ++i) {
            const std::string_view column =
                i < table.columns.size() ? std::string_view(table.columns[i]) : std::string_view();
            const std::string cell = column == "material" ? material_html(row[i].text, row[i].text)
                                     : column == "word"   ? term_html(row[i].text)
                                                          : escape_html(row[i].text);
            text += row[i].number ? "<td class=\"n\">" : "<td>";
            text += cell + "</td>";
        }
        text += "</tr>\n";
    }
    return text + "</tbody></table></div>\n";
}

std::string capital(std::string text) {
    if (!text.empty() && text.front() >= 'a' && text.front() <= 'z') {
        text.front() = static_cast<char>(text.front() - 'a' + 'A');
    }
    return text;
}

std::string outcomes_html(const Row& row) {
    if (row.voting() == 0) {
        return {};
    }
    const auto n = static_cast<double>(row.voting());
    std::string text = fmt::format(
        "<p class=\"why\">Of {} article vote{}, {} positive, {} negative, {} null: reported "
        "success {} (raw {}{}), against {} for the concept.",
        row.voting(), row.voting() == 1 ? "" : "s", row.positive, row.negative, row.null,
        percent_html(row.success_mean), percent_html(static_cast<double>(row.positive) / n),
        row.success_signed && row.null > 0
            ? fmt::format("; without null {}", percent_html(*row.success_signed))
            : std::string(),
        percent_html(row.success_baseline));
    if (row.failure_upper_bound) {
        text +=
            fmt::format(" A failure rate up to {} fits.", percent_html(*row.failure_upper_bound));
    }
    const bool extreme = row.positive == 0 || row.positive == row.voting();
    const double reported = extreme ? row.success_mean : static_cast<double>(row.positive) / n;
    text += fmt::format(
        " If failures were reported half as often as successes, the true share would be {}; a "
        "tenth as often, {}.",
        percent_html(statistics::true_share(reported, 0.5)),
        percent_html(statistics::true_share(reported, 0.1)));
    if (row.tipping_value && *row.tipping_value < 1) {
        text += fmt::format(" At {:.2g} times as often it falls to the concept's rate.",
                            *row.tipping_value);
    } else if (row.tipping_value) {
        text += " It is at or below the concept's rate as reported.";
    }
    text += "</p>\n";
    return text;
}

std::string quote_html(const Evidence& item, std::string_view mark) {
    std::string text = fmt::format(
        "<div class=\"quote {0}\"><p>{1}</p><p class=\"src\"><span class=\"outcome\">{2}"
        "</span> · {3} · {4} · ",
        name(item.outcome), marked(item.sentence, mark), symbol(item.outcome),
        item.year == 0 ? std::string("no year") : std::to_string(item.year),
        escape_html(item.section));
    if (!item.notice.empty()) {
        text += (item.notice == "concern" ? "<b>under an expression of concern</b> · "
                                          : "<b>corrected since</b> · ");
    }
    for (const auto& abbreviation : item.abbreviations) {
        text += escape_html(abbreviation.short_form) + ": " + escape_html(abbreviation.long_form) +
                " · ";
    }
    if (!item.title.empty()) {
        text += "<cite" + article_mark(item.article) + ">" + escape_html(item.title) + "</cite> · ";
    }
    if (item.doi.empty()) {
        text += "<span" + article_mark(item.article) + ">article " + escape_html(item.article) +
                "</span>";
    } else {
        text += "<a href=\"" + escape_html(doi_url(item.doi)) + "\">doi:" + escape_html(item.doi) +
                "</a>";
    }
    return text + "</p></div>\n";
}

std::string flag_legend_html(const std::set<std::string>& raised) {
    std::string text;
    for (const auto& make : flags::all()) {
        const FlagInfo& info = make().info();
        if (raised.contains(std::string(info.name))) {
            text += fmt::format(
                "<section id=\"flag-{}\"><h3>{}</h3><p>{}</p><p class=\"small\">{}</p></section>\n",
                info.name, escape_html(info.title), escape_html(info.meaning),
                escape_html(info.source));
        }
    }
    return text.empty() ? text : "<div class=\"legendlist\">\n" + text + "</div>\n";
}

void write_quotes(const std::vector<Evidence>& evidence, const std::string& written,
                  std::ostream& out) {
    for (const auto& item : evidence) {
        out << quote_html(item, written);
    }
}

void write_reasons(const std::vector<Finding>& flags, std::ostream& out) {
    for (const auto& flag : flags) {
        out << fmt::format("<p class=\"why\"><span class=\"chip\">{}</span>{}</p>\n",
                           escape_html(flag.name), escape_html(flag.because));
    }
}

void write_page_begin(std::string_view title, std::string_view eyebrow, std::ostream& out) {
    out << head(title) << "<header>\n<p class=\"eyebrow\">" << eyebrow << "</p>\n";
}

void write_page_end(const std::vector<std::string>& limits,
                    const std::vector<std::pair<std::string, std::string>>& made_by,
                    const std::string& program, std::ostream& out) {
    out << "<h2 id=\"limits\">What this cannot tell</h2>\n<ul>\n";
    for (const auto& limit : limits) {
        out << "<li>" << escape_html(limit) << "</li>\n";
    }
    out << "</ul>\n<h2 id=\"made\">How it was made</h2>\n<dl class=\"made\">\n";
    for (const auto& [key, value] : made_by) {
        out << "<dt>" << escape_html(key) << "</dt><dd>" << escape_html(value) << "</dd>\n";
    }
    out << "</dl>\n</main>\n<footer class=\"small\">Written by " << escape_html(program)
        << ".</footer>\n</body>\n</html>\n";
}

}  // namespace lode::query
