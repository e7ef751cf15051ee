#include <fmt/format.h>
#include <fmt/ranges.h>

#include <nlohmann/json.hpp>
#include <ostream>

#include "query/explain/compare.hpp"
#include "query/html_parts.hpp"
#include "query/html_text.hpp"
#include "query/json_parts.hpp"
#include "query/plain_text.hpp"

namespace lode::query::explain {
namespace {

using Json = nlohmann::ordered_json;

struct Section {
    std::string title;
    SimpleTable table;
};

std::string interval(const Side& side) {
    return side.voting() == 0
               ? "-"
               : fmt::format("{:.0f} % ({:.0f}-{:.0f})", 100 * side.success.mean,
                             100 * side.success.interval.low, 100 * side.success.interval.high);
}

std::string flags_of(const Row& row) {
    const std::string names = flag_names(row, ", ");
    return names.empty() ? "none raised" : names;
}

std::string directions(const std::map<Direction, std::uint64_t>& counts) {
    std::string text;
    for (const auto& [direction, articles] : counts) {
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", name(direction), articles);
    }
    return text;
}

Section facts(const Comparison& made) {
    Section section;
    section.title = "counts and outcomes";
    section.table.columns = {"", made.sides[0].written, made.sides[1].written};
    const auto add = [&](const std::string& what, const auto& value) {
        section.table.rows.push_back({{what}, {value(made.sides[0])}, {value(made.sides[1])}});
    };
    add("mentions", [](const Side& s) { return grouped(s.mentions); });
    add("articles", [](const Side& s) { return grouped(s.articles); });
    add("years", [](const Side& s) { return years(s.first_year, s.last_year); });
    add("retracted, left out", [](const Side& s) { return grouped(s.retracted); });
    add("votes pos/neg/null",
        [](const Side& s) { return fmt::format("{}/{}/{}", s.positive, s.negative, s.null); });
    add("reported success (90 %)", interval);
    if (made.report) {
        const auto ranked = [](const auto& value) {
            return [value](const Side& s) { return s.row ? value(*s.row) : std::string("-"); };
        };
        const std::string asked = fmt::format("{}", fmt::join(made.report->concept_terms, ", "));
        add("rank for " + asked, ranked([&](const Row& row) {
                return fmt::format("{} of {}", grouped(row.rank), grouped(made.report->candidates));
            }));
        add("score", ranked([](const Row& row) { return short_score(row.score); }));
        add("percentile", ranked([](const Row& row) {
                return fmt::format("{:.1f}, {:.1f} among equals", row.percentile,
                                   row.frequency_percentile);
            }));
        add("articles with it",
            ranked([](const Row& row) { return grouped(row.articles_with_concept); }));
        add("votes there", ranked([](const Row& row) {
                return fmt::format("{}/{}/{}", row.positive, row.negative, row.null);
            }));
        add("success there, shrunk", ranked([](const Row& row) { return success(row); }));
        add("flags", ranked(flags_of));
    }
    return section;
}

Section words(const Comparison& made, const std::string& title,
              const std::vector<SharedWord>& list) {
    Section section{title,
                    {{"word", made.sides[0].written, made.sides[1].written, "mentions"}, {}}};
    for (const auto& word : list) {
        section.table.rows.push_back({{word.written},
                                      {short_score(word.a), true},
                                      {short_score(word.b), true},
                                      {grouped(word.mentions), true}});
    }
    return section;
}

Section neighbours(const Comparison& made) {
    Section section{"neighbours",
                    {{made.sides[0].written, "cosine", made.sides[1].written, "cosine"}, {}}};
    const auto& a = made.sides[0].neighbours;
    const auto& b = made.sides[1].neighbours;
    for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
        section.table.rows.push_back({{i < a.size() ? a[i].first : ""},
                                      {i < a.size() ? short_score(a[i].second) : "", true},
                                      {i < b.size() ? b[i].first : ""},
                                      {i < b.size() ? short_score(b[i].second) : "", true}});
    }
    return section;
}

std::vector<Section> sections(const Comparison& made) {
    const std::string& a = made.sides[0].written;
    const std::string& b = made.sides[1].written;
    std::vector<Section> list{facts(made), words(made, "words around both", made.shared),
                              words(made, "more around " + a, made.own[0]),
                              words(made, "more around " + b, made.own[1]), neighbours(made)};
    if (!made.applications.empty()) {
        Section section{"applications (percentile of the score; largest difference first)",
                        {{"application", a, b}, {}}};
        for (const auto& place : made.applications) {
            section.table.rows.push_back({{place.name},
                                          {fmt::format("{:.1f}", place.a.percentile), true},
                                          {fmt::format("{:.1f}", place.b.percentile), true}});
        }
        list.push_back(std::move(section));
    }
    if (made.materials) {
        Section section{"trends both have records on (articles)",
                        {{"property", "variable", a, b, ""}, {}}};
        for (const auto& trend : made.trends) {
            section.table.rows.push_back({{trend.property},
                                          {trend.variable},
                                          {directions(trend.a)},
                                          {directions(trend.b)},
                                          {trend.opposite ? "opposite" : ""}});
        }
        list.push_back(std::move(section));
    }
    return list;
}

std::string together(const Comparison& made) {
    std::string text = fmt::format("{} article{} both", grouped(made.articles_with_both),
                                   made.articles_with_both == 1 ? " holds" : "s hold");
    if (!made.neighbours_of_both.empty()) {
        text += fmt::format("; neighbours of both: {}", fmt::join(made.neighbours_of_both, ", "));
    }
    return text;
}

// Flags with their numbers: "UTe2  not-resolvable: ...".
std::vector<std::string> reasons(const Comparison& made) {
    std::vector<std::string> lines;
    for (const auto& side : made.sides) {
        if (side.row) {
            for (const auto& flag : side.row->flags) {
                lines.push_back(fmt::format("{}  {}: {}", side.written, flag.name, flag.because));
            }
        }
    }
    return lines;
}

Json side_json(const Side& side) {
    Json json = {{"typed", side.typed},
                 {"name", side.name},
                 {"written", side.written},
                 {"mentions", side.mentions},
                 {"articles", side.articles},
                 {"retracted", side.retracted},
                 {"first_year", side.first_year == 0 ? Json(nullptr) : Json(side.first_year)},
                 {"last_year", side.last_year == 0 ? Json(nullptr) : Json(side.last_year)},
                 {"positive", side.positive},
                 {"negative", side.negative},
                 {"null", side.null}};
    json["success"] =
        side.voting() == 0
            ? Json(nullptr)
            : Json({{"mean", side.success.mean},
                    {"interval", {side.success.interval.low, side.success.interval.high}}});
    json["neighbours"] = Json::array();
    for (const auto& [written, cosine] : side.neighbours) {
        json["neighbours"].push_back({{"written", written}, {"cosine", cosine}});
    }
    if (side.row) {
        Json row = row_json(*side.row);
        row.erase("evidence");
        row.erase("map");
        json["ranked"] = std::move(row);
    }
    return json;
}

Json words_json(const std::vector<SharedWord>& list) {
    Json json = Json::array();
    for (const auto& word : list) {
        json.push_back(
            {{"written", word.written}, {"a", word.a}, {"b", word.b}, {"mentions", word.mentions}});
    }
    return json;
}

Json directions_json(const std::map<Direction, std::uint64_t>& counts) {
    Json json = Json::object();
    for (const auto& [direction, articles] : counts) {
        json[std::string(name(direction))] = articles;
    }
    return json;
}

}  // namespace

void write_text(const Comparison& made, std::ostream& out) {
    out << one_line(made.sides[0].written) << " and " << one_line(made.sides[1].written) << '\n'
        << one_line(together(made)) << '\n';
    for (const auto& section : sections(made)) {
        out << '\n' << one_line(section.title) << '\n';
        out << (section.table.rows.empty() ? std::string("  none\n") : aligned(section.table));
    }
    out << '\n';
    for (const auto& line : reasons(made)) {
        out << one_line(line) << '\n';
    }
    for (const auto& note : made.notes) {
        out << "note: " << one_line(note) << '\n';
    }
    for (const auto& limit : standing_limits(made)) {
        out << "limit: " << limit << '\n';
    }
}

void write_json(const Comparison& made, std::ostream& out) {
    Json json = {{"kind", made.materials ? "material" : "concept"},
                 {"a", side_json(made.sides[0])},
                 {"b", side_json(made.sides[1])},
                 {"articles_with_both", made.articles_with_both},
                 {"words_around_both", words_json(made.shared)},
                 {"more_around_a", words_json(made.own[0])},
                 {"more_around_b", words_json(made.own[1])},
                 {"neighbours_of_both", made.neighbours_of_both}};
    json["applications"] = Json::array();
    for (const auto& place : made.applications) {
        json["applications"].push_back(
            {{"name", place.name},
             {"candidates", place.a.candidates},
             {"a", {{"rank", place.a.rank}, {"percentile", place.a.percentile}}},
             {"b", {{"rank", place.b.rank}, {"percentile", place.b.percentile}}}});
    }
    json["trends"] = Json::array();
    for (const auto& trend : made.trends) {
        json["trends"].push_back({{"property", trend.property},
                                  {"variable", trend.variable},
                                  {"a", directions_json(trend.a)},
                                  {"b", directions_json(trend.b)},
                                  {"opposite", trend.opposite}});
    }
    json["ranking"] = made.report ? head_json(*made.report) : Json(nullptr);
    json["notes"] = made.notes;
    json["limits"] = standing_limits(made);
    out << json.dump(1, ' ', false, Json::error_handler_t::replace) << '\n';
}

void write_page(const Comparison& made, std::ostream& out) {
    const std::string& a = made.sides[0].written;
    const std::string& b = made.sides[1].written;
    out << page_begin(a + " and " + b) << "<header>\n<p class=\"eyebrow\">Lode comparison</p>\n<h1>"
        << formula_html(a) << " and " << formula_html(b) << "</h1>\n<p class=\"lead\">"
        << escape_html(together(made)) << ".</p>\n";
    for (const auto& note : made.notes) {
        out << "<p class=\"note\">" << escape_html(note) << "</p>\n";
    }
    out << "</header>\n<main>\n";
    for (const auto& section : sections(made)) {
        out << "<h2>" << escape_html(capital(section.title)) << "</h2>\n"
            << (section.table.rows.empty() ? std::string("<p>None.</p>\n")
                                           : table_html(section.table));
    }
    const auto lines = reasons(made);
    if (!lines.empty()) {
        out << "<h2>Flags</h2>\n<ul>\n";
        for (const auto& line : lines) {
            out << "<li>" << escape_html(line) << "</li>\n";
        }
        out << "</ul>\n";
    }
    out << "<h2>What this cannot tell</h2>\n<ul>\n";
    for (const auto& limit : standing_limits(made)) {
        out << "<li>" << escape_html(limit) << "</li>\n";
    }
    out << "</ul>\n</main>\n<footer></footer>\n</body>\n</html>\n";
}

}  // namespace lode::query::explain
