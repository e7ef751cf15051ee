#include "query/bias/nearby_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>
#include <string>

#include "query/html_text.hpp"
#include "query/plain_text.hpp"

namespace lode::query::bias {
namespace {

std::string near_by(const UntriedNeighbour& item) {
    return !item.near_by_composition ? "words"
           : item.near_by_vectors    ? "words, composition"
                                     : "composition";
}

std::string share(double value) {
    return fmt::format("{:.0f} %", 100 * value);
}

}  // namespace

void write_nearby_text(const std::vector<Surroundings>& nearby, std::ostream& out) {
    if (nearby.empty()) {
        return;
    }
    SimpleTable table;
    table.columns = {"most reported", "articles", "never beside it", "distance",
                     "atoms apart",   "near by",  "mentions",        "its articles"};
    for (const auto& centre : nearby) {
        bool first = true;
        for (const auto& item : centre.untried) {
            table.rows.push_back(
                {{first ? centre.written : ""},
                 {first ? grouped(centre.articles_with_concept) : "", true},
                 {item.written},
                 {item.vector_distance ? fmt::format("{:.2f}", *item.vector_distance) : "-", true},
                 {item.exchanged_share ? share(*item.exchanged_share) : "-", true},
                 {near_by(item)},
                 {grouped(item.mentions), true},
                 {grouped(item.articles), true}});
            first = false;
        }
    }
    out << "\nnever tried nearby: nearest to the most reported materials of those in no article "
           "with the "
           "concept\n"
        << aligned(table);
}

void write_nearby_html(const std::vector<Surroundings>& nearby, std::ostream& out) {
    if (nearby.empty()) {
        return;
    }
    out << "<h2 id=\"nearby\">Never tried nearby</h2>\n<p>The nearest to the most reported "
           "materials of those that no article sets beside the concept. Nearest need not be near: "
           "read the distances (word vectors of the unrelated stand about 1 apart).</p>\n<div "
           "class=\"wide\"><table>\n<thead><tr><th "
           "scope=\"col\">most reported</th><th scope=\"col\" class=\"n\">articles</th><th "
           "scope=\"col\">never beside the concept</th><th scope=\"col\" class=\"n\">distance of "
           "<br>word vectors</th><th scope=\"col\" class=\"n\">atoms that<br>differ</th><th "
           "scope=\"col\">near by</th><th scope=\"col\" class=\"n\">mentions</th><th "
           "scope=\"col\" class=\"n\">articles<br>that mention it</th></tr></thead>\n<tbody>\n";
    for (const auto& centre : nearby) {
        const std::size_t lines = std::max<std::size_t>(1, centre.untried.size());
        out << fmt::format(
            "<tr><td class=\"m\" rowspan=\"{0}\"><strong>{1}</strong></td><td class=\"n\" "
            "rowspan=\"{0}\">{2}</td>",
            lines, formula_html(centre.written), grouped(centre.articles_with_concept));
        if (centre.untried.empty()) {
            out << "<td colspan=\"6\">nothing near</td></tr>\n";
        }
        for (std::size_t i = 0; i < centre.untried.size(); ++i) {
            const auto& item = centre.untried[i];
            out << (i == 0 ? "" : "<tr>")
                << fmt::format(
                       "<td class=\"m\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td>"
                       "<td>{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td></tr>\n",
                       formula_html(item.written),
                       item.vector_distance ? fmt::format("{:.2f}", *item.vector_distance) : "–",
                       item.exchanged_share ? share(*item.exchanged_share) : "–", near_by(item),
                       grouped(item.mentions), grouped(item.articles));
        }
    }
    out << "</tbody></table></div>\n";
}

}  // namespace lode::query::bias
