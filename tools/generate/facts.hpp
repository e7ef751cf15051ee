// The tables of corpora/facts and the sentence templates, parsed once. Both are compiled in;
// a folder of the user's can replace the facts.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lode::generate {

struct Property {
    std::string name;
    std::string unit;  // "" where dimensionless
    double low = 0;
    double high = 0;
    bool high_is_good = true;
};

enum class Plant : std::uint8_t { none, single_group, zero_negative, extremum_only, conflict };
std::string_view name(Plant plant);

struct Material {
    std::string formula;
    std::vector<std::string> names;
    std::string material_class;
};

struct Pair {  // a material in an application
    const Material* material = nullptr;
    std::uint32_t weight = 1;
    double success = 0.5;
    int first_year = 1992;
    double low = 0;  // of the deciding property
    double high = 0;
    std::optional<double> optimum_low;
    std::optional<double> optimum_high;
    std::vector<std::string> dopants;
    Plant plant = Plant::none;
    std::string strength;
    std::string limit;
};

enum class Shape : std::uint8_t { increase, decrease, peak, minimum, plateau, no_change, conflict };
std::string_view name(Shape shape);

struct TrendRow {
    std::string material;  // "*": every material of the application
    std::string property;
    std::string unit;
    std::string variable;
    std::string variable_unit;
    Shape shape = Shape::increase;
    double from = 0;
    double to = 0;
    bool own_values = false;  // the span is that of the material
    double low = 0;
    double high = 0;
    bool own_optimum = false;
    double at_low = 0;
    double at_high = 0;
};

struct Application {
    std::string key;
    std::uint32_t weight = 1;
    double report_failure = 0.5;
    std::vector<std::string> concepts, roles, fields, devices, forms;
    std::vector<Property> properties;  // the first decides
    std::vector<Pair> pairs;
    std::vector<TrendRow> trends;
    std::uint32_t pair_weight = 0;  // sum
};

struct Facts {
    std::map<std::string, Material, std::less<>> materials;
    std::vector<Application> applications;  // in file order
    std::uint32_t application_weight = 0;
};

// Facts compiled in, or the same four tables from `folder`. Error with file and line where a table
// is wrong: unknown application or material, number missing, application without trend.
Facts load_facts(const std::optional<std::filesystem::path>& folder = std::nullopt);

struct Row {
    std::size_t line = 0;
    std::vector<std::string> cells;
};

// Rows of a table; '#' and empty lines skipped. Error where a row has not `columns` cells.
std::vector<Row> parse_table(std::string_view file, std::string_view text, std::size_t columns);

// A file compiled in: "facts/pairs.tsv", "templates/results.tsv".
std::string_view builtin(std::string_view name);

}  // namespace lode::generate
