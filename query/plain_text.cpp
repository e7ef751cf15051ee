#include "query/plain_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

namespace lode::query {
namespace {

struct Span {
    char32_t first;
    char32_t last;
};
// The blocks that matter in scientific text; not the whole of Unicode.
constexpr Span k_zero_width[] = {
    {0x0300, 0x036F}, {0x200B, 0x200F}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}};
constexpr Span k_wide[] = {{0x1100, 0x115F}, {0x2E80, 0xA4CF},   {0xAC00, 0xD7A3},
                           {0xF900, 0xFAFF}, {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},
                           {0xFFE0, 0xFFE6}, {0x1F300, 0x1FAFF}, {0x20000, 0x3FFFD}};

template <std::size_t N>
bool in(const Span (&spans)[N], char32_t point) {
    return std::any_of(std::begin(spans), std::end(spans),
                       [&](const Span& s) { return point >= s.first && point <= s.last; });
}

}  // namespace

std::size_t display_width(std::string_view utf8) {
    std::size_t width = 0;
    for (std::size_t i = 0; i < utf8.size();) {
        const auto lead = static_cast<unsigned char>(utf8[i]);
        std::size_t length = 1;
        char32_t point = lead;
        if (lead >= 0xF0U) {
            length = 4;
            point = lead & 0x07U;
        } else if (lead >= 0xE0U) {
            length = 3;
            point = lead & 0x0FU;
        } else if (lead >= 0xC0U) {
            length = 2;
            point = lead & 0x1FU;
        }
        for (std::size_t j = 1; j < length && i + j < utf8.size(); ++j) {
            point = (point << 6U) | (static_cast<unsigned char>(utf8[i + j]) & 0x3FU);
        }
        i += length;
        width += in(k_zero_width, point) ? 0U : (in(k_wide, point) ? 2U : 1U);
    }
    return width;
}

std::string one_line(std::string_view utf8) {
    std::string line;
    line.reserve(utf8.size());
    for (std::size_t i = 0; i < utf8.size(); ++i) {
        const auto byte = static_cast<unsigned char>(utf8[i]);
        if (byte == '\t' || byte == '\n' || byte == '\r') {
            if (line.empty() || line.back() != ' ') {
                line += ' ';
            }
        } else if (byte == 0xC2U && i + 1 < utf8.size() &&
                   static_cast<unsigned char>(utf8[i + 1]) < 0xA0U) {
            ++i;  // C1 controls: some terminals act on them
        } else if (byte >= 0x20U && byte != 0x7FU) {
            line += utf8[i];
        }
    }
    return line;
}

std::vector<std::string_view> words_of(std::string_view tokens) {
    std::vector<std::string_view> words;
    for (std::size_t at = 0; at < tokens.size();) {
        const std::size_t end = std::min(tokens.find(' ', at), tokens.size());
        if (end > at) {
            words.push_back(tokens.substr(at, end - at));
        }
        at = end + 1;
    }
    return words;
}

void append_csv_cell(std::string& out, std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
        out += text;
        return;
    }
    out += '"';
    for (const char c : text) {
        out += c;
        if (c == '"') {
            out += '"';
        }
    }
    out += '"';
}

std::string exact(double value) {
    return std::isfinite(value) ? fmt::format("{}", value) : std::string();
}

std::string grouped(std::uint64_t number) {
    std::string digits = std::to_string(number);
    for (std::size_t i = digits.size(); i > 3; i -= 3) {
        digits.insert(i - 3, 1, ',');
    }
    return digits;
}

std::string years(std::uint16_t first, std::uint16_t last) {
    if (first == 0) {
        return "-";
    }
    return first == last ? std::to_string(first) : fmt::format("{}-{}", first, last);
}

std::string flag_names(const Row& row, std::string_view separator) {
    std::string names;
    for (const auto& flag : row.flags) {
        names += (names.empty() ? std::string() : std::string(separator)) + flag.name;
    }
    return names;
}

std::string flag_reasons(const Report& report) {
    struct Reason {
        std::string text;
        std::vector<const Row*> rows;
    };
    std::map<std::string, std::vector<Reason>> flags;
    std::map<std::string, std::size_t> rows_with;
    for (const auto& row : report.rows) {
        for (const auto& flag : row.flags) {
            auto& reasons = flags[flag.name];
            const std::string text = one_line(flag.because);
            auto it = std::find_if(reasons.begin(), reasons.end(),
                                   [&](const Reason& r) { return r.text == text; });
            if (it == reasons.end()) {
                it = reasons.insert(reasons.end(), {text, {}});
            }
            it->rows.push_back(&row);
            ++rows_with[flag.name];
        }
    }
    std::string lines;
    for (const auto& [name, reasons] : flags) {
        lines += fmt::format("{}: {} of {}\n", name, rows_with[name], report.rows.size());
        const std::size_t written = reasons.size() > k_reasons ? k_reasons : reasons.size();
        for (std::size_t i = 0; i < written; ++i) {
            std::string who;
            for (const Row* row : reasons[i].rows) {
                who += fmt::format("{}{} {}", who.empty() ? "" : ", ", row->rank,
                                   one_line(row->written));
            }
            lines += fmt::format("  {}: {}\n", who, reasons[i].text);
        }
        if (written < reasons.size()) {
            lines += fmt::format("  and {} more reasons: --format markdown, html or json\n",
                                 reasons.size() - written);
        }
    }
    return lines;
}

std::size_t flagged(const Report& report) {
    return static_cast<std::size_t>(std::count_if(report.rows.begin(), report.rows.end(),
                                                  [](const Row& r) { return !r.flags.empty(); }));
}

std::string closing_line(const Report& report) {
    return fmt::format("{} of {} results carry flags. Similarity is not evidence of performance.",
                       flagged(report), report.rows.size());
}

std::string success(const Row& row) {
    if (row.voting() == 0) {
        return "-";
    }
    return fmt::format("{:.0f} % ({:.0f}-{:.0f})", 100 * row.success_mean,
                       100 * row.success_interval.low, 100 * row.success_interval.high);
}

std::string rank_with_interval(const Row& row) {
    return row.rank_interval ? fmt::format("{} ({}-{})", row.rank, row.rank_interval->first,
                                           row.rank_interval->second)
                             : std::to_string(row.rank);
}

std::string short_score(double score) {
    const std::string text = fmt::format("{:.3f}", score);
    return text == "-0.000" ? "0.000" : text;
}

std::vector<std::string> preamble(const Report& report) {
    std::vector<std::string> lines;
    std::string question = fmt::format("concept: {}", fmt::join(report.concept_terms, ", "));
    if (!report.minus_terms.empty()) {
        question += fmt::format("; minus: {}", fmt::join(report.minus_terms, ", "));
    }
    if (!report.ignored_terms.empty()) {
        question += fmt::format("; ignored: {}", fmt::join(report.ignored_terms, ", "));
    }
    lines.push_back(one_line(question));
    lines.push_back(
        fmt::format("corpus: {} articles, years {}; {} candidates with at least {} "
                    "mentions",
                    grouped(report.articles), years(report.first_year, report.last_year),
                    grouped(report.candidates), report.min_count));
    lines.push_back(
        fmt::format("concept literature: {} articles; votes on its materials: {} "
                    "positive, {} negative, {} null",
                    grouped(report.concept_articles), report.concept_positive,
                    report.concept_negative, report.concept_null));
    if (report.score_vs_mentions) {
        lines.push_back(
            fmt::format("score against mentions: rank correlation {:.2f} over the candidates",
                        *report.score_vs_mentions));
    }
    if (!report.seeds.empty()) {
        lines.push_back(
            fmt::format("score: mean over {} models (seeds {}); in brackets behind a rank: {}",
                        report.seeds.size(), fmt::join(report.seeds, ", "), report.interval_rule));
    }
    for (const auto& note : report.notes) {
        lines.push_back("note: " + one_line(note));
    }
    return lines;
}

const std::vector<std::string>& machine_columns() {
    static const std::vector<std::string> k_columns{"rank",
                                                    "material",
                                                    "written",
                                                    "score",
                                                    "percentile",
                                                    "frequency_percentile",
                                                    "frequency_bin",
                                                    "mentions",
                                                    "rank_by_mentions",
                                                    "articles",
                                                    "articles_with_concept",
                                                    "positive",
                                                    "negative",
                                                    "null",
                                                    "success_mean",
                                                    "success_low",
                                                    "success_high",
                                                    "success_baseline",
                                                    "failure_upper_bound",
                                                    "tipping_value",
                                                    "first_year",
                                                    "last_year",
                                                    "flags",
                                                    "rank_low",
                                                    "rank_high"};
    return k_columns;
}

std::vector<std::string> machine_cells(const Row& row) {
    const auto year = [](std::uint16_t y) { return y == 0 ? std::string() : std::to_string(y); };
    const auto optional = [](const std::optional<double>& v) {
        return v ? exact(*v) : std::string();
    };
    return {std::to_string(row.rank),
            row.material,
            row.written,
            exact(row.score),
            exact(row.percentile),
            exact(row.frequency_percentile),
            std::to_string(row.frequency_bin),
            std::to_string(row.mentions),
            std::to_string(row.rank_by_mentions),
            std::to_string(row.articles),
            std::to_string(row.articles_with_concept),
            std::to_string(row.positive),
            std::to_string(row.negative),
            std::to_string(row.null),
            exact(row.success_mean),
            exact(row.success_interval.low),
            exact(row.success_interval.high),
            exact(row.success_baseline),
            optional(row.failure_upper_bound),
            optional(row.tipping_value),
            year(row.first_year),
            year(row.last_year),
            flag_names(row, ","),
            row.rank_interval ? std::to_string(row.rank_interval->first) : std::string(),
            row.rank_interval ? std::to_string(row.rank_interval->second) : std::string()};
}

std::string aligned(const SimpleTable& table) {
    std::vector<std::size_t> widths;
    for (const auto& column : table.columns) {
        widths.push_back(display_width(column));
    }
    std::vector<bool> right(table.columns.size(), !table.rows.empty());
    std::vector<std::vector<std::string>> cells;
    for (const auto& row : table.rows) {
        auto& line = cells.emplace_back();
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            line.push_back(i < row.size() ? one_line(row[i].text) : std::string());
            widths[i] = std::max(widths[i], display_width(line.back()));
            if (i >= row.size() || !(row[i].number || line.back().empty() || line.back() == "-")) {
                right[i] = false;
            }
        }
    }
    std::string text;
    const auto add = [&](const std::vector<std::string>& line) {
        std::string padded;
        for (std::size_t i = 0; i < line.size(); ++i) {
            const std::string gap(widths[i] - display_width(line[i]), ' ');
            padded += (i == 0 ? "" : "  ") + (right[i] ? gap + line[i] : line[i] + gap);
        }
        padded.erase(padded.find_last_not_of(' ') + 1);
        text += padded + '\n';
    };
    add(table.columns);
    for (const auto& line : cells) {
        add(line);
    }
    return text;
}

}  // namespace lode::query
