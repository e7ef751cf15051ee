// Every quantity: values with units, counts, dates, ratios.
#include <fmt/format.h>

#include "query/dataset/table_export.hpp"

namespace lode::query::exports {
namespace {

Cell number(const std::optional<double>& value) {
    return value ? Cell{*value} : Cell{};
}

class Quantities final : public TableExport {
 public:
    const ExportInfo& info() const noexcept override {
        static constexpr ExportInfo k_info{
            .name = "quantities",
            .version = 1,
            .title = "Every quantity: values with units, ranges, counts, dates, ratios",
            .formats = k_table_formats,
            .reference = "docs/FORMATS.md"};
        return k_info;
    }
    std::span<const Column> columns() const override {
        static const auto k_columns = placed({
            {"value", ColumnType::number, "The number, where there is one"},
            {"low", ColumnType::number, "Lower end of a range, or least of several numbers"},
            {"high", ColumnType::number, "Upper end of a range, or greatest of several numbers"},
            {"tolerance", ColumnType::number, "What stands behind plus-minus"},
            {"unit", ColumnType::text, "Unit as written; of a count its noun"},
            {"kind", ColumnType::text, "measurement, number, count, date, ratio or product"},
            {"modifier", ColumnType::text, "approximate, less, at most, greater, at least"},
            {"values", ColumnType::text, "The numbers of a list or product, a blank between them"},
        });
        return k_columns;
    }

 protected:
    void rows(const ExportSource& source, const Emit& emit, Progress& progress,
              std::stop_token stop) const override {
        for_each_document(
            source.store, source.licences, progress, stop, [&](const DocumentView& document) {
                for (const Quantity& quantity : document.analysis().quantities) {
                    std::string values;
                    for (const double value : quantity.values) {
                        values += fmt::format("{}{}", values.empty() ? "" : " ", value);
                    }
                    PlacedRow row(document, quantity.sentence, quantity.range);
                    row.add(number(quantity.value))
                        .add(number(quantity.low))
                        .add(number(quantity.high))
                        .add(number(quantity.tolerance))
                        .add(stated(quantity.unit))
                        .add(name(quantity.kind))
                        .add(stated(name(quantity.modifier)))
                        .add(stated(values));
                    emit(row.cells(), document.quotable());
                }
            });
    }
};

}  // namespace

const Export& quantities();
const Export& quantities() {
    static const Quantities k_self;
    return k_self;
}

}  // namespace lode::query::exports
