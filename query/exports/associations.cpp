// Material and application: how often they meet, and what the articles report of it.
#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "core/base/error.hpp"
#include "query/applications.hpp"
#include "query/dataset/table_export.hpp"
#include "query/literature.hpp"

namespace lode::query::exports {
namespace {

struct Meeting {
    std::map<std::string, std::uint64_t> written;  // forms and how often
    std::uint64_t articles = 0, same_sentence = 0;
    std::uint64_t positive = 0, negative = 0, null = 0;
    std::uint16_t first_year = 0, last_year = 0;

    void year(std::uint16_t at) {
        if (at != 0) {
            first_year = first_year == 0 ? at : std::min(first_year, at);
            last_year = std::max(last_year, at);
        }
    }
    // The first of the commonest.
    std::string_view common_form() const {
        return std::max_element(written.begin(), written.end(),
                                [](const auto& a, const auto& b) { return a.second < b.second; })
            ->first;
    }
};

// What one article says of the application's materials.
void read_article(const Analysis& analysis, const std::vector<Run>& runs, std::uint16_t year,
                  std::map<std::string, Meeting>& meetings) {
    std::vector<bool> names_application(analysis.sentences.size());
    bool any = false;
    for (std::size_t i = 0; i < analysis.sentences.size(); ++i) {
        const auto& tokens = analysis.sentences[i].tokens;
        names_application[i] = std::any_of(runs.begin(), runs.end(),
                                           [&](const Run& run) { return holds(tokens, run); });
        any = any || names_application[i];
    }
    if (!any) {
        return;
    }
    std::map<std::string_view, bool> materials;  // and whether in one sentence with the application
    for (const Mention& mention : analysis.mentions) {
        if (!mention.formula.empty()) {
            materials[mention.formula] |= names_application.at(mention.sentence);
            ++meetings[mention.formula].written[mention.written];
        }
    }
    for (const auto& [material, same_sentence] : materials) {
        Meeting& meeting = meetings.find(std::string(material))->second;
        const Vote verdict = vote(analysis, std::string(material));
        ++meeting.articles;
        meeting.same_sentence += same_sentence ? 1U : 0U;
        meeting.positive += verdict.positive ? 1U : 0U;
        meeting.negative += verdict.negative ? 1U : 0U;
        meeting.null += verdict.null ? 1U : 0U;
        meeting.year(year);
    }
}

class Associations final : public TableExport {
 public:
    const ExportInfo& info() const noexcept override {
        static constexpr ExportInfo k_info{
            .name = "associations",
            .version = 1,
            .title = "Material and application: articles, votes for and against, years",
            .formats = k_table_formats,
            .reference = "docs/FORMATS.md, docs/BIAS.md"};
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
            std::vector<Run> runs;
            std::set<store::Seq> articles;
            for (const auto& seed : application.seeds) {
                Run run = source.normalise(seed);
                if (!run.empty()) {
                    for (const store::Seq seq : articles_with_words(literature, {run})) {
                        articles.insert(seq);
                    }
                    runs.push_back(std::move(run));
                }
            }
            std::map<std::string, Meeting> meetings;
            for (const store::Seq seq : articles) {
                if (stop.stop_requested()) {
                    throw Interrupted("export stopped; the output is not complete");
                }
                const auto facts = literature.facts(seq);
                const auto analysis = literature.analysis(seq);
                if (!facts || !analysis) {
                    throw error(
                        "associations: an article of the word lists is missing in the store");
                }
                if (!facts->retracted) {
                    read_article(*analysis, runs, facts->year, meetings);
                }
            }
            for (const auto& [material, meeting] : meetings) {
                emit(std::vector<Cell>{stated(application.name), stated(material),
                                       stated(meeting.common_form()), whole(meeting.articles),
                                       whole(meeting.same_sentence), whole(meeting.positive),
                                       whole(meeting.negative), whole(meeting.null),
                                       year_cell(meeting.first_year), year_cell(meeting.last_year)},
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
