// Material and application: how often they meet, and what the articles report of it.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string>

#include "core/base/error.hpp"
#include "query/dataset/application_materials.hpp"
#include "query/dataset/table_export.hpp"

namespace lode::query::exports {
namespace {

class Associations final : public TableExport {
 public:
    const ExportInfo& info() const noexcept override {
        static constexpr ExportInfo k_info{
            .name = "associations",
            .version = 1,
            .title = "Material and application: articles, votes for and against, years",
            .formats = k_table_formats,
            .reference = "docs/FORMATS.md, docs/BIAS.md",
            .label = "verdict=positive",
            .options = "lexicons"};
        return k_info;
    }
    std::span<const Column> columns() const override {
        static const std::vector<Column> k_columns{
            {"application", ColumnType::text, "Name in lexicons/applications.tsv"},
            {"material", ColumnType::text, "Canonical composition"},
            {"written", ColumnType::text, "The form most often written in these articles"},
            {"articles", ColumnType::integer,
             "Articles that speak of the application (of one of its seed terms) and the material; "
             "retracted ones left out"},
            {"articles_same_sentence", ColumnType::integer,
             "Those of them that name both in one sentence"},
            {"positive", ColumnType::integer,
             "Articles with an own positive claim on the material"},
            {"negative", ColumnType::integer, "Articles with an own negative claim on it"},
            {"null", ColumnType::integer, "Articles with no more than an own null result on it"},
            {"first_year", ColumnType::integer, "First year of these articles"},
            {"last_year", ColumnType::integer, "Last year of these articles"},
            {"verdict", ColumnType::text,
             "What most of the votes say: positive, negative or null; mixed where none leads, not "
             "stated without votes"},
            {"flags", ColumnType::text,
             "Bias flags of the record (docs/BIAS.md), a blank between them; those of rankings "
             "(popularity, too-rare-to-judge, not-resolvable) are not looked for"},
            {"pca_1", ColumnType::number,
             "Place along the first principal component of the element shares of the "
             "application's materials, -1 to 1"},
            {"pca_2", ColumnType::number, "Place along the second one, in the same unit"},
            {"neighbour_distance", ColumnType::number,
             "Mean share of the atoms to exchange for the five nearest materials of the "
             "application, 0 to 1: where it is large, data are sparse"},
        };
        return k_columns;
    }

 protected:
    void rows(const ExportSource& source, const Emit& emit, Progress& progress,
              std::stop_token stop) const override {
        if (!source.normalise) {
            throw error("associations: no analyser was given");
        }
        const StoreLiterature literature(source.store);
        const auto list = applications(source.lexicons);
        std::uint64_t done = 0;
        for (const Application& application : list) {
            for (const auto& one :
                 application_materials(literature, application, source.normalise, stop)) {
                const auto flags = fmt::format("{}", fmt::join(one.flags, " "));
                emit(
                    std::vector<Cell>{
                        stated(application.name), stated(one.material), stated(one.written),
                        whole(one.articles), whole(one.same_sentence), whole(one.positive),
                        whole(one.negative), whole(one.null), year_cell(one.first_year),
                        year_cell(one.last_year), stated(one.verdict()), std::string_view(flags),
                        one.plane ? rounded(one.plane->first) : Cell{},
                        one.plane ? rounded(one.plane->second) : Cell{},
                        one.neighbour_distance ? rounded(*one.neighbour_distance) : Cell{}},
                    true);
            }
            progress.report({.stage = "export",
                             .done = ++done,
                             .total = list.size(),
                             .unit = "applications",
                             .note = {}});
        }
        progress.finish();
    }
};

}  // namespace

const Export& associations();
const Export& associations() {
    static const Associations k_self;
    return k_self;
}

}  // namespace lode::query::exports
