// Where a table has what a split looks at.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "query/dataset/table.hpp"

namespace lode::query::split {

// The number of the column; nothing where the table has none of this name.
std::optional<std::size_t> find_column(std::span<const Column> columns, std::string_view name);
// The same; UsageError that lists the columns.
std::size_t need_column(std::span<const Column> columns, std::string_view name);
// The value as text; nothing where it is not stated.
std::optional<std::string> cell_text(const Cell& cell);

// What is predicted: "outcome=positive".
struct Label {
    std::size_t column = 0;
    std::string value;
    std::string as_asked;
};
// Nothing where `asked` is empty; UsageError where it does not name a column and a value.
std::optional<Label> find_label(std::span<const Column> columns, const std::string& asked);

}  // namespace lode::query::split
