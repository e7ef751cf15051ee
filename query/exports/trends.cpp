// Every trend that a sentence or caption states.
#include "query/dataset/table_export.hpp"
#include "query/property_names.hpp"

namespace lode::query::exports {
namespace {

class Trends final : public TableExport {
 public:
    const ExportInfo& info() const noexcept override {
        static constexpr ExportInfo k_info{
            .name = "trends",
            .version = 1,
            .title = "Every trend: how a property changes with a variable, extrema, ranges",
            .formats = k_table_formats,
            .reference = "docs/FORMATS.md",
            .label = "direction=increase",
            .options = "licence-allow lexicons"};
        return k_info;
    }
    std::span<const Column> columns() const override {
        static const auto k_columns = placed({
            {"material", ColumnType::text, "The material as the trend names it"},
            {"property", ColumnType::text, "The property as written"},
            {"property_key", ColumnType::text,
             "Name under which the spellings of the property meet"},
            {"variable", ColumnType::text, "What is varied, as written"},
            {"variable_key", ColumnType::text,
             "Name under which the spellings of the variable meet"},
            {"direction", ColumnType::text,
             "increase, decrease, peak, minimum, plateau, non-monotonic or no_change, for an "
             "increasing variable"},
            {"variable_direction", ColumnType::text,
             "increasing or decreasing: which way the text itself takes the variable"},
            {"extremum", ColumnType::text, "max or min, where one is stated"},
            {"extremum_value", ColumnType::text, "Its value as written"},
            {"extremum_unit", ColumnType::text, "Its unit as written"},
            {"location_value", ColumnType::text, "Where on the variable it is, as written"},
            {"location_unit", ColumnType::text, "Unit of the place, as written"},
            {"x_range", ColumnType::text, "The range of the variable, as written"},
            {"conditions", ColumnType::text,
             "What the trend holds under, as written: temperature, composition, atmosphere"},
            {"from_caption", ColumnType::text,
             "Which of variable, range and conditions the figure's caption gave, a blank between"},
            {"figure", ColumnType::text, "The figure as written"},
            {"figure_id", ColumnType::text, "Id of that figure in the article"},
            {"score", ColumnType::number,
             "Share of records like this one that were right on labelled sentences"},
            {"sentence", ColumnType::text, "The sentence as written", true},
        });
        return k_columns;
    }

 protected:
    void rows(const ExportSource& source, const Emit& emit, Progress& progress,
              std::stop_token stop) const override {
        const PropertyNames names(source.lexicons);
        for_each_document(
            source.store, source.licences, progress, stop, [&](const DocumentView& document) {
                for (const Trend& trend : document.analysis().trends) {
                    const std::string property = names.key(trend.property);
                    const std::string variable = names.key(trend.variable);
                    const std::string_view extremum = trend.extremum == Extremum::maximum   ? "max"
                                                      : trend.extremum == Extremum::minimum ? "min"
                                                                                            : "";
                    const std::string_view figure =
                        trend.figure_index < 0
                            ? std::string_view()
                            : document.article()
                                  .figures.at(static_cast<std::size_t>(trend.figure_index))
                                  .id;
                    PlacedRow row(document, trend.sentence, trend.range);
                    std::string given;
                    for (const auto& [bit, what] : {std::pair{k_variable_given, "variable"},
                                                    std::pair{k_range_given, "range"},
                                                    std::pair{k_conditions_given, "conditions"}}) {
                        if ((trend.from_caption & bit) != 0) {
                            given += (given.empty() ? "" : " ") + std::string(what);
                        }
                    }
                    row.add(stated(trend.material))
                        .add(stated(trend.property))
                        .add(stated(property))
                        .add(stated(trend.variable))
                        .add(stated(variable))
                        .add(name(trend.direction))
                        .add(std::string_view(trend.variable_decreasing ? "decreasing"
                                                                        : "increasing"))
                        .add(stated(extremum))
                        .add(stated(trend.extremum_value.value))
                        .add(stated(trend.extremum_value.unit))
                        .add(stated(trend.location.value))
                        .add(stated(trend.location.unit))
                        .add(stated(trend.x_range))
                        .add(stated(trend.conditions))
                        .add(stated(given))
                        .add(stated(trend.figure))
                        .add(stated(figure))
                        .add(shortest(trend.score))
                        .add(document.text(document.analysis().sentences.at(trend.sentence)));
                    emit(row.cells(), document.quotable());
                }
            });
    }
};

}  // namespace

const Export& trends();
const Export& trends() {
    static const Trends k_self;
    return k_self;
}

}  // namespace lode::query::exports
