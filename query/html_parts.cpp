#include "query/html_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "query/html_style.hpp"
#include "query/html_text.hpp"

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

}  // namespace

void write_quotes(const std::vector<Evidence>& evidence, const std::string& written,
                  std::ostream& out) {
    for (const auto& item : evidence) {
        out << fmt::format(
            "<div class=\"quote {0}\"><p>{1}</p><p class=\"src\"><span class=\"outcome\">{2}"
            "</span> · {3} · {4} · ",
            name(item.outcome), marked(item.sentence, written), symbol(item.outcome),
            item.year == 0 ? std::string("no year") : std::to_string(item.year),
            escape_html(item.section));
        if (!item.notice.empty()) {
            out << (item.notice == "concern" ? "<b>under an expression of concern</b> · "
                                             : "<b>corrected since</b> · ");
        }
        for (const auto& abbreviation : item.abbreviations) {
            out << escape_html(abbreviation.short_form) << ": "
                << escape_html(abbreviation.long_form) << " · ";
        }
        if (!item.title.empty()) {
            out << "<cite>" << escape_html(item.title) << "</cite> · ";
        }
        if (item.doi.empty()) {
            out << "article " << escape_html(item.article);
        } else {
            out << "<a href=\"" << escape_html(doi_url(item.doi))
                << "\">doi:" << escape_html(item.doi) << "</a>";
        }
        out << "</p></div>\n";
    }
}

void write_reasons(const std::vector<Finding>& flags, std::ostream& out) {
    for (const auto& flag : flags) {
        out << fmt::format("<p class=\"why\"><span class=\"chip\">{}</span>{}</p>\n",
                           escape_html(flag.name), escape_html(flag.because));
    }
}

void write_page_begin(const std::string& title, std::string_view eyebrow, std::ostream& out) {
    out << "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta "
           "name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta "
           "name=\"color-scheme\" content=\"light dark\">\n<title>"
        << title << "</title>\n<style>" << k_page_style
        << "</style>\n</head>\n<body>\n<header>\n<p class=\"eyebrow\">" << eyebrow << "</p>\n";
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
