// Every claim with an outcome, failures included, once for each material of its sentence.
#include <algorithm>

#include "query/dataset/table_export.hpp"

namespace lode::query::exports {
namespace {

class Outcomes final : public TableExport {
 public:
    const ExportInfo& info() const noexcept override {
        static constexpr ExportInfo k_info{
            .name = "outcomes",
            .version = 1,
            .title = "Every claim of success, failure or no effect, by material of its sentence",
            .formats = k_table_formats,
            .reference = "docs/FORMATS.md",
            .label = "outcome=positive"};
        return k_info;
    }
    std::span<const Column> columns() const override {
        static const auto k_columns = placed({
            {"outcome", ColumnType::text, "positive, negative or null (no effect)"},
            {"score", ColumnType::number, "Confidence in the outcome, 0 to 1"},
            {"scope", ColumnType::text, "Whose claim it is: own, prior_work or background"},
            {"hedged", ColumnType::boolean, "Whether the claim is hedged (may, might, suggests)"},
            {"material", ColumnType::text,
             "Canonical composition, or the name where it has none; not stated: the sentence names "
             "no material"},
            {"written", ColumnType::text, "The material as the sentence first writes it"},
            {"sentence", ColumnType::text, "The sentence as written", true},
        });
        return k_columns;
    }

 protected:
    void rows(const ExportSource& source, const Emit& emit, Progress& progress,
              std::stop_token stop) const override {
        for_each_document(
            source.store, source.licences, progress, stop, [&](const DocumentView& document) {
                const Analysis& analysis = document.analysis();
                auto mention = analysis.mentions.begin();
                for (std::uint32_t i = 0; i < analysis.sentences.size(); ++i) {
                    const auto first =
                        std::find_if(mention, analysis.mentions.end(),
                                     [&](const Mention& m) { return m.sentence >= i; });
                    mention = std::find_if(first, analysis.mentions.end(),
                                           [&](const Mention& m) { return m.sentence > i; });
                    const Sentence& sentence = analysis.sentences[i];
                    if (sentence.outcome == OutcomeLabel::neutral) {
                        continue;
                    }
                    const auto write = [&](std::string_view material, std::string_view written) {
                        PlacedRow row(document, i, sentence.range);
                        row.add(name(sentence.outcome))
                            .add(shortest(sentence.outcome_score))
                            .add(name(sentence.scope))
                            .add(sentence.hedged)
                            .add(stated(material))
                            .add(stated(written))
                            .add(document.text(sentence));
                        emit(row.cells(), document.quotable());
                    };
                    std::vector<std::string_view> told;
                    for (auto m = first; m != mention; ++m) {
                        const std::string_view material =
                            m->formula.empty() ? m->written : m->formula;
                        if (std::find(told.begin(), told.end(), material) == told.end()) {
                            told.push_back(material);
                            write(material, m->written);
                        }
                    }
                    if (told.empty()) {
                        write({}, {});
                    }
                }
            });
    }
};

}  // namespace

const Export& outcomes();
const Export& outcomes() {
    static const Outcomes k_self;
    return k_self;
}

}  // namespace lode::query::exports
