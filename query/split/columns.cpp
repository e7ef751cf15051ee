#include "query/split/columns.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.hpp"

namespace lode::query::split {

std::optional<std::size_t> find_column(std::span<const Column> columns, std::string_view name) {
    const auto found = std::find_if(columns.begin(), columns.end(),
                                    [&](const Column& column) { return column.name == name; });
    return found == columns.end()
               ? std::nullopt
               : std::optional(static_cast<std::size_t>(found - columns.begin()));
}

std::size_t need_column(std::span<const Column> columns, std::string_view name) {
    if (const auto found = find_column(columns, name)) {
        return *found;
    }
    std::string known;
    for (const Column& column : columns) {
        known += (known.empty() ? "" : ", ") + std::string(column.name);
    }
    throw UsageError(fmt::format("the dataset has no column '{}' to split by", name),
                     "its columns: " + known);
}

std::optional<std::string> cell_text(const Cell& cell) {
    if (const auto* text = std::get_if<std::string_view>(&cell)) {
        return std::string(*text);
    }
    if (const auto* whole_number = std::get_if<std::int64_t>(&cell)) {
        return fmt::format("{}", *whole_number);
    }
    if (const auto* real = std::get_if<double>(&cell)) {
        return fmt::format("{}", *real);
    }
    if (const auto* truth = std::get_if<bool>(&cell)) {
        return *truth ? "true" : "false";
    }
    return std::nullopt;
}

std::optional<Label> find_label(std::span<const Column> columns, const std::string& asked) {
    if (asked.empty()) {
        return std::nullopt;
    }
    const auto equals = asked.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == asked.size()) {
        throw UsageError(fmt::format("'{}' is no label", asked), "example: outcome=positive");
    }
    return Label{need_column(columns, asked.substr(0, equals)), asked.substr(equals + 1), asked};
}

}  // namespace lode::query::split
