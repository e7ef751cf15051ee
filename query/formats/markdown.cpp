// Markdown for lab notes and issues: the ranking, the reasons of its flags, the evidence.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>

#include "query/format.hpp"
#include "query/html_text.hpp"
#include "query/plain_text.hpp"

namespace lode::query::formats {
namespace {

// Punctuation that Markdown or the HTML inside it would act on is taken literally.
std::string escaped(std::string_view text) {
    std::string cell;
    for (const char c : one_line(text)) {
        if (std::string_view("\\`*_{}[]<>|#~&").find(c) != std::string_view::npos) {
            cell += '\\';
        }
        cell += c;
    }
    return cell;
}

std::string source(const Evidence& item) {
    if (item.doi.empty()) {
        return "article " + escaped(item.article);
    }
    return fmt::format("[{}](<{}>)", escaped(item.doi), doi_url(item.doi));
}

class Markdown final : public Format {
 public:
    const FormatInfo& info() const noexcept override {
        static constexpr FormatInfo k_info{
            .name = "markdown",
            .version = 1,
            .title = "Markdown, for notes and issues",
            .extension = "md",
            .reference = "GitHub Flavored Markdown, https://github.github.com/gfm/",
            .for_machines = false};
        return k_info;
    }

    void write(const Report& report, std::ostream& out) const override {
        out << "# Materials for "
            << escaped(fmt::format("{}", fmt::join(report.concept_terms, ", "))) << "\n\n";
        for (const auto& line : preamble(report)) {
            out << "- " << escaped(line) << '\n';
        }
        out << "\n| # | material | score | percentile | of its frequency | mentions | with concept "
               "| pos/neg/null | success (90 %) | years | flags |\n"
               "|--:|---|--:|--:|--:|--:|--:|--:|---|---|---|\n";
        for (const auto& row : report.rows) {
            out << fmt::format(
                "| {} | {} | {} | {:.1f} | {:.1f} | {} | {} | {}/{}/{} | {} | {} | {} |\n",
                rank_with_interval(row), escaped(row.written), short_score(row.score),
                row.percentile, row.frequency_percentile, row.mentions, row.articles_with_concept,
                row.positive, row.negative, row.null, success(row),
                years(row.first_year, row.last_year), flag_names(row, ", "));
        }
        out << '\n' << closing_line(report) << '\n';
        for (const auto& row : report.rows) {
            if (row.flags.empty() && row.evidence.empty()) {
                continue;
            }
            out << fmt::format("\n## {}. {}\n\n", row.rank, escaped(row.written));
            for (const auto& flag : row.flags) {
                out << fmt::format("- **{}**: {}\n", flag.name, escaped(flag.because));
            }
            for (const auto& item : row.evidence) {
                out << fmt::format(
                    "- {}: {} ({}; {}; {})\n", name(item.outcome), escaped(item.sentence),
                    source(item),
                    item.year == 0 ? std::string("no year") : std::to_string(item.year),
                    escaped(item.section));
                for (const auto& abbreviation : item.abbreviations) {
                    out << fmt::format("  - {}: {}\n", escaped(abbreviation.short_form),
                                       escaped(abbreviation.long_form));
                }
            }
        }
    }

    void write(const SimpleTable& table, std::ostream& out) const override {
        out << '|';
        for (const auto& column : table.columns) {
            out << ' ' << escaped(column) << " |";
        }
        out << "\n|";
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            const bool right = !table.rows.empty() && i < table.rows.front().size() &&
                               table.rows.front()[i].number;
            out << (right ? "--:|" : "---|");
        }
        out << '\n';
        for (const auto& row : table.rows) {
            out << '|';
            for (std::size_t i = 0; i < table.columns.size(); ++i) {
                out << ' ' << (i < row.size() ? escaped(row[i].text) : std::string()) << " |";
            }
            out << '\n';
        }
    }
};

}  // namespace

const Format& markdown();
const Format& markdown() {
    static const Markdown k_self;
    return k_self;
}

}  // namespace lode::query::formats
