// Every sentence with what it claims, where it stands, and its training text.
#include "query/dataset/table_export.hpp"

namespace lode::query::exports {
namespace {

class Sentences final : public TableExport {
 public:
    const ExportInfo& info() const noexcept override {
        static constexpr ExportInfo k_info{
            .name = "sentences",
            .version = 1,
            .title = "Every sentence: its outcome, whose claim it is, the figures it points at",
            .formats = k_table_formats,
            .reference = "docs/FORMATS.md",
            .label = "outcome=positive"};
        return k_info;
    }
    std::span<const Column> columns() const override {
        static const auto k_columns = placed({
            {"block", ColumnType::text,
             "Kind of text: title, abstract, paragraph, figure caption, table caption"},
            {"outcome", ColumnType::text, "positive, negative, null or neutral"},
            {"outcome_score", ColumnType::number, "Confidence in the outcome, 0 to 1"},
            {"scope", ColumnType::text, "Whose claim it is: own, prior_work or background"},
            {"hedged", ColumnType::boolean, "Whether the claim is hedged (may, might, suggests)"},
            {"figures", ColumnType::text, "Ids of the figures it points at, a blank between them"},
            {"sentence", ColumnType::text, "The sentence as written", true},
            {"tokens", ColumnType::text, "Its training text: norms, a blank between them", true},
        });
        return k_columns;
    }

 protected:
    void rows(const ExportSource& source, const Emit& emit, Progress& progress,
              std::stop_token stop) const override {
        for_each_document(
            source.store, source.licences, progress, stop, [&](const DocumentView& document) {
                const auto& sentences = document.analysis().sentences;
                for (std::uint32_t i = 0; i < sentences.size(); ++i) {
                    const Sentence& sentence = sentences[i];
                    std::string figures;
                    for (const std::uint32_t figure : sentence.figures) {
                        figures +=
                            (figures.empty() ? "" : " ") + document.article().figures.at(figure).id;
                    }
                    PlacedRow row(document, i, sentence.range);
                    row.add(name(document.blocks().at(sentence.block).kind))
                        .add(name(sentence.outcome))
                        .add(shortest(sentence.outcome_score))
                        .add(name(sentence.scope))
                        .add(sentence.hedged)
                        .add(stated(figures))
                        .add(document.text(sentence))
                        .add(std::string_view(sentence.tokens));
                    emit(row.cells(), document.quotable());
                }
            });
    }
};

}  // namespace

const Export& sentences();
const Export& sentences() {
    static const Sentences k_self;
    return k_self;
}

}  // namespace lode::query::exports
