#include "tools/generate/facts.hpp"

#include <charconv>
#include <span>

#include "core/base/error.hpp"
#include "core/base/file.hpp"
#include "core/base/resources.hpp"

namespace lode::detail {
extern const Resource resources_facts[];
extern const std::size_t resources_facts_count;
extern const Resource resources_templates[];
extern const std::size_t resources_templates_count;
}  // namespace lode::detail

namespace lode::generate {
namespace {

struct Source {
    const std::optional<std::filesystem::path>& folder;
    std::string text(std::string_view file) const {
        if (folder) {
            return read_file(*folder / file);
        }
        return std::string(builtin(std::string("facts/") += file));
    }
};

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> out;
    if (text == "-" || text.empty()) {
        return out;
    }
    std::size_t begin = 0;
    while (true) {
        const auto end = text.find(separator, begin);
        out.emplace_back(text.substr(begin, end - begin));
        if (end == std::string_view::npos) {
            return out;
        }
        begin = end + 1;
    }
}

class Table {
 public:
    Table(const Source& source, std::string_view file, std::size_t columns)
        : m_file(file), m_rows(parse_table(file, source.text(file), columns)) {}
    const std::vector<Row>& rows() const { return m_rows; }

    Error wrong(const Row& row, std::string_view what) const {
        return error("{}:{}: {}", m_file, row.line, what);
    }
    double number(const Row& row, std::string_view text) const {
        double value = 0;
        const auto* end = text.data() + text.size();
        const auto result = std::from_chars(text.data(), end, value);
        if (result.ec != std::errc() || result.ptr != end) {
            throw wrong(row, fmt::format("'{}' is not a number", text));
        }
        return value;
    }
    std::pair<double, double> span(const Row& row, std::string_view text) const {
        const auto dash = text.find('-', 1);
        if (dash == std::string_view::npos) {
            throw wrong(row, fmt::format("'{}' is not a span low-high", text));
        }
        return {number(row, text.substr(0, dash)), number(row, text.substr(dash + 1))};
    }

 private:
    std::string m_file;
    std::vector<Row> m_rows;
};

Application& find(Facts& facts, const Table& table, const Row& row) {
    for (auto& application : facts.applications) {
        if (application.key == row.cells[0]) {
            return application;
        }
    }
    throw table.wrong(row, fmt::format("unknown application '{}'", row.cells[0]));
}

Plant plant_of(const Table& table, const Row& row, std::string_view text) {
    for (const Plant p :
         {Plant::single_group, Plant::zero_negative, Plant::extremum_only, Plant::conflict}) {
        if (name(p) == text) {
            return p;
        }
    }
    if (text != "-") {
        throw table.wrong(row, fmt::format("unknown plant '{}'", text));
    }
    return Plant::none;
}

Shape shape_of(const Table& table, const Row& row, std::string_view text) {
    for (const Shape s : {Shape::increase, Shape::decrease, Shape::peak, Shape::minimum,
                          Shape::plateau, Shape::no_change, Shape::conflict}) {
        if (name(s) == text) {
            return s;
        }
    }
    throw table.wrong(row, fmt::format("unknown direction '{}'", text));
}

std::string unit_or_none(const std::string& text) {
    return text == "-" ? std::string() : text;
}

void load_applications(Facts& facts, const Source& source) {
    const Table table(source, "applications.tsv", 8);
    for (const auto& row : table.rows()) {
        Application a;
        a.key = row.cells[0];
        a.weight = static_cast<std::uint32_t>(table.number(row, row.cells[1]));
        a.report_failure = table.number(row, row.cells[2]);
        a.concepts = split(row.cells[3], '|');
        a.roles = split(row.cells[4], '|');
        a.fields = split(row.cells[5], '|');
        a.devices = split(row.cells[6], '|');
        a.forms = split(row.cells[7], '|');
        facts.application_weight += a.weight;
        facts.applications.push_back(std::move(a));
    }
    const Table properties(source, "properties.tsv", 6);
    for (const auto& row : properties.rows()) {
        Property p;
        p.name = row.cells[1];
        p.unit = unit_or_none(row.cells[2]);
        p.low = properties.number(row, row.cells[3]);
        p.high = properties.number(row, row.cells[4]);
        p.high_is_good = row.cells[5] == "high";
        find(facts, properties, row).properties.push_back(std::move(p));
    }
}

void load_pairs(Facts& facts, const Source& source) {
    const Table table(source, "pairs.tsv", 11);
    for (const auto& row : table.rows()) {
        auto& application = find(facts, table, row);
        const auto material = facts.materials.find(row.cells[1]);
        if (material == facts.materials.end()) {
            throw table.wrong(row, fmt::format("unknown material '{}'", row.cells[1]));
        }
        Pair p;
        p.material = &material->second;
        p.weight = static_cast<std::uint32_t>(table.number(row, row.cells[2]));
        p.success = table.number(row, row.cells[3]);
        p.first_year = static_cast<int>(table.number(row, row.cells[4]));
        std::tie(p.low, p.high) = table.span(row, row.cells[5]);
        if (row.cells[6] != "-") {
            std::tie(p.optimum_low, p.optimum_high) = table.span(row, row.cells[6]);
        }
        p.dopants = split(row.cells[7], ',');
        p.plant = plant_of(table, row, row.cells[8]);
        p.strength = row.cells[9];
        p.limit = row.cells[10];
        if (p.dopants.empty() || p.weight == 0) {
            throw table.wrong(row, "a pair needs a weight and at least one dopant");
        }
        application.pair_weight += p.weight;
        application.pairs.push_back(std::move(p));
    }
}

void load_trends(Facts& facts, const Source& source) {
    const Table table(source, "trends.tsv", 12);
    for (const auto& row : table.rows()) {
        auto& application = find(facts, table, row);
        TrendRow t;
        t.material = row.cells[1];
        t.property = row.cells[2];
        t.unit = unit_or_none(row.cells[3]);
        t.variable = row.cells[4];
        t.variable_unit = unit_or_none(row.cells[5]);
        t.shape = shape_of(table, row, row.cells[6]);
        t.from = table.number(row, row.cells[7]);
        t.to = table.number(row, row.cells[8]);
        t.own_values = row.cells[9] == "=";
        if (!t.own_values) {
            t.low = table.number(row, row.cells[9]);
            t.high = table.number(row, row.cells[10]);
        }
        std::string_view at = row.cells[11];
        t.own_optimum = at.starts_with('=');
        if (t.own_optimum) {
            at.remove_prefix(1);
        }
        if (at != "-") {
            std::tie(t.at_low, t.at_high) = table.span(row, at);
        } else if (t.shape == Shape::peak || t.shape == Shape::minimum ||
                   t.shape == Shape::plateau) {
            throw table.wrong(row, "an extremum needs a place");
        }
        application.trends.push_back(std::move(t));
    }
}

}  // namespace

std::string_view name(Plant plant) {
    switch (plant) {
        case Plant::single_group:
            return "single-group";
        case Plant::zero_negative:
            return "zero-negative";
        case Plant::extremum_only:
            return "extremum-only";
        case Plant::conflict:
            return "conflict";
        case Plant::none:
            break;
    }
    return "none";
}

std::string_view name(Shape shape) {
    switch (shape) {
        case Shape::increase:
            return "increase";
        case Shape::decrease:
            return "decrease";
        case Shape::peak:
            return "peak";
        case Shape::minimum:
            return "minimum";
        case Shape::plateau:
            return "plateau";
        case Shape::no_change:
            return "no_change";
        case Shape::conflict:
            break;
    }
    return "conflict";
}

std::string_view builtin(std::string_view wanted) {
    using detail::Resource;
    const std::span facts(detail::resources_facts, detail::resources_facts_count);
    const std::span templates(detail::resources_templates, detail::resources_templates_count);
    for (const auto& all : {facts, templates}) {
        for (const Resource& r : all) {
            if (r.name == wanted) {
                return r.text;
            }
        }
    }
    throw error("{} is not part of this program", wanted);
}

std::vector<Row> parse_table(std::string_view file, std::string_view text, std::size_t columns) {
    std::vector<Row> rows;
    std::size_t line = 0;
    while (!text.empty()) {
        ++line;
        const auto end = text.find('\n');
        std::string_view one = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        while (!one.empty() && (one.back() == ' ' || one.back() == '\r')) {
            one.remove_suffix(1);
        }
        if (one.empty() || one.front() == '#') {
            continue;
        }
        Row row{line, split(one, '\t')};
        if (row.cells.size() != columns) {
            throw error("{}:{}: {} columns, {} wanted", file, line, row.cells.size(), columns);
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

Facts load_facts(const std::optional<std::filesystem::path>& folder) {
    const Source source{folder};
    Facts facts;
    const Table materials(source, "materials.tsv", 3);
    for (const auto& row : materials.rows()) {
        facts.materials.emplace(row.cells[0],
                                Material{row.cells[0], split(row.cells[1], '|'), row.cells[2]});
    }
    load_applications(facts, source);
    load_pairs(facts, source);
    load_trends(facts, source);
    for (const auto& a : facts.applications) {
        if (a.properties.empty() || a.pairs.size() < 2 || a.trends.empty()) {
            throw error("application '{}' needs properties, two materials and trends", a.key);
        }
    }
    return facts;
}

}  // namespace lode::generate
