// Every mention of a material.
#include "query/dataset/table_export.hpp"

namespace lode::query::exports {
namespace {

class Mentions final : public TableExport {
 public:
    const ExportInfo& info() const noexcept override {
        static constexpr ExportInfo k_info{
            .name = "mentions",
            .version = 1,
            .title = "Every mention of a material, as written and as composition",
            .formats = k_table_formats,
            .reference = "docs/FORMATS.md"};
        return k_info;
    }
    std::span<const Column> columns() const override {
        static const auto k_columns = placed({
            {"written", ColumnType::text, "The material as written"},
            {"material", ColumnType::text,
             "Its canonical composition; not stated where the name has none"},
            {"kind", ColumnType::text, "formula, name, abbreviation, alloy, polymer or other"},
        });
        return k_columns;
    }

 protected:
    void rows(const ExportSource& source, const Emit& emit, Progress& progress,
              std::stop_token stop) const override {
        for_each_document(source.store, source.licences, progress, stop,
                          [&](const DocumentView& document) {
                              for (const Mention& mention : document.analysis().mentions) {
                                  PlacedRow row(document, mention.sentence, mention.range);
                                  row.add(stated(mention.written))
                                      .add(stated(mention.formula))
                                      .add(name(mention.kind));
                                  emit(row.cells(), document.quotable());
                              }
                          });
    }
};

}  // namespace

const Export& mentions();
const Export& mentions() {
    static const Mentions k_self;
    return k_self;
}

}  // namespace lode::query::exports
