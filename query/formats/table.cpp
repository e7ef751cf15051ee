// Aligned columns for a terminal: counts, outcomes and flags beside every score.
#include <fmt/format.h>

#include <ostream>
#include <string>

#include "query/format.hpp"
#include "query/plain_text.hpp"

namespace lode::query::formats {
namespace {

SimpleTable ranking(const Report& report) {
    SimpleTable table;
    table.columns = {"#",        "material", "score",        "pctl",         "pctl~freq",
                     "mentions", "articles", "with concept", "pos/neg/null", "success (90 %)",
                     "years",    "flags"};
    for (const auto& row : report.rows) {
        table.rows.push_back({{rank_with_interval(row), true},
                              {row.written},
                              {short_score(row.score), true},
                              {fmt::format("{:.1f}", row.percentile), true},
                              {fmt::format("{:.1f}", row.frequency_percentile), true},
                              {grouped(row.mentions), true},
                              {grouped(row.articles), true},
                              {grouped(row.articles_with_concept), true},
                              {fmt::format("{}/{}/{}", row.positive, row.negative, row.null), true},
                              {success(row)},
                              {years(row.first_year, row.last_year)},
                              {flag_names(row, ", ")}});
    }
    return table;
}

class Table final : public Format {
 public:
    const FormatInfo& info() const noexcept override {
        static constexpr FormatInfo k_info{.name = "table",
                                           .version = 1,
                                           .title = "Aligned columns for a terminal",
                                           .extension = "txt",
                                           .reference = "docs/FORMATS.md",
                                           .for_machines = false};
        return k_info;
    }

    void write(const Report& report, std::ostream& out) const override {
        for (const auto& line : preamble(report)) {
            out << line << '\n';
        }
        out << '\n' << aligned(ranking(report)) << '\n' << flag_reasons(report);
        out << closing_line(report) << '\n';
    }

    void write(const SimpleTable& table, std::ostream& out) const override {
        out << aligned(table);
    }
};

}  // namespace

const Format& table();
const Format& table() {
    static const Table k_self;
    return k_self;
}

}  // namespace lode::query::formats
