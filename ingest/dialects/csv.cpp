#include <algorithm>
#include <array>

#include "ingest/content/delimited.hpp"
#include "ingest/content/field_names.hpp"
#include "ingest/content/metadata.hpp"
#include "ingest/content/named_record.hpp"
#include "ingest/content/plain_bytes.hpp"
#include "ingest/dialect.hpp"

namespace lode::ingest::dialects {
const Dialect& csv();
namespace {

constexpr std::array<char, 4> k_delimiters = {',', ';', '\t', '|'};

// Nothing but delimiters and blanks: spreadsheets leave such rows behind.
bool is_blank_row(const DelimitedText& text, const Row& row) {
    return std::all_of(row.cells.begin(), row.cells.end(), [&](const Cell& cell) {
        return text.text().substr(cell.begin, cell.end - cell.begin).find_first_not_of(" \t\r\n") ==
               std::string_view::npos;
    });
}

struct Head {
    char delimiter = ',';
    std::vector<std::string> names;
    FieldPlaces fields;
    std::size_t behind = 0;  // where the first row begins
    bool usable() const { return fields.has("title") || fields.has("abstract"); }
};

// Finds the row of names: the first that has a title or an abstract among the first few (exports
// put a line about themselves in front), with the delimiter under which most names are known.
Head find_head(std::string_view bytes, const std::map<std::string, std::string>& map) {
    constexpr std::size_t k_rows = 4;
    constexpr std::size_t k_head_bytes = 64 << 10;
    std::size_t start = 0;
    char stated = 0;
    if (bytes.starts_with("sep=") && bytes.size() > 5) {  // as spreadsheets write it
        stated = bytes[4];
        start = std::min(bytes.find('\n'), bytes.size() - 1) + 1;
    }
    Head best;
    std::size_t best_known = 0;
    bool first = true;
    for (const char delimiter : k_delimiters) {
        if (stated != 0 && delimiter != stated) {
            continue;
        }
        const DelimitedText text(bytes.substr(0, k_head_bytes), delimiter);
        std::size_t at = start;
        for (std::size_t seen = 0; seen < k_rows && at < text.text().size();) {
            const Row row = text.row(at);
            at = row.next;
            if (is_blank_row(text, row)) {
                continue;
            }
            ++seen;
            Head head;
            head.delimiter = delimiter;
            head.behind = row.next;
            std::vector<std::string> ignored;
            std::uint64_t ignored_controls = 0;
            for (const Cell& cell : row.cells) {
                head.names.push_back(
                    sound_text(one_line(text.content(cell)), ignored, ignored_controls));
            }
            head.fields = find_fields(head.names, map);
            const std::size_t known = head.fields.places.size();
            const bool better = head.usable() != best.usable()
                                    ? head.usable()
                                    : known > best_known || (known == best_known && seen == 1 &&
                                                             head.names.size() > best.names.size());
            if (first || better) {
                best = std::move(head);
                best_known = known;
            }
            first = false;
            if (best.usable()) {
                break;
            }
        }
    }
    return best;
}

class Csv : public Dialect {
 public:
    const DialectInfo& info() const noexcept override {
        static constexpr DialectInfo k_info = {
            "csv", 2, "Titles and abstracts as rows of a table (CSV, TSV)",
            "RFC 4180; names of columns: corpora/lexicons/field_names.tsv", DocumentKind::csv};
        return k_info;
    }

    int sniff(const DocumentHead& head) const override {
        return head.kind == DocumentKind::csv ? 10 : 0;
    }

    void read(const Document& document, const ReadOptions& options,
              ReadResult& result) const override {
        const auto refuse = [&](std::uint64_t line, std::string reason, std::string detail) {
            ++result.records;
            result.rejects.push_back({.source = document.source,
                                      .line = static_cast<std::uint32_t>(line),
                                      .reason = std::move(reason),
                                      .detail = std::move(detail)});
        };
        std::string_view bytes = document.bytes;
        if (bytes.starts_with("\xef\xbb\xbf")) {
            bytes.remove_prefix(3);
        }
        const Head head = find_head(bytes, options.field_map);
        if (document.first_record > 1 && (!head.fields.missing.empty() || !head.usable())) {
            return;  // told of the file's first piece, for all of it
        }
        if (!head.fields.missing.empty()) {
            refuse(1, "no-such-column",
                   "no column is called '" + head.fields.missing.front() +
                       "'; there are: " + list(head.names) + "; nothing of the table is read");
            return;
        }
        if (!head.usable()) {
            refuse(1, "no-known-column",
                   "no column is known as title or abstract; there are: " + list(head.names) +
                       "; nothing of the table is read; name them with --map "
                       "title=NAME,abstract=NAME");
            return;
        }
        const DelimitedText text(bytes, head.delimiter);
        // Names that are empty at the end come of a delimiter behind the last one.
        std::size_t needed = head.names.size();
        while (needed > 1 && head.names[needed - 1].empty()) {
            --needed;
        }
        const auto fits = [&](const Row& row) {
            return row.cells.size() >= needed &&
                   std::all_of(row.cells.begin() + static_cast<std::ptrdiff_t>(std::min(
                                                       row.cells.size(), head.names.size())),
                               row.cells.end(),
                               [](const Cell& cell) { return cell.begin == cell.end; });
        };
        // In line ends of `bytes`; those of the head do not count.
        std::uint64_t line_ends = 0;
        std::size_t counted = 0;
        const auto line_of = [&](std::size_t at) {
            line_ends += static_cast<std::uint64_t>(
                std::count(bytes.begin() + static_cast<std::ptrdiff_t>(counted),
                           bytes.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
            counted = at;
            return document.first_line + line_ends - std::min(line_ends, document.head_lines);
        };
        for (std::size_t at = head.behind; at < bytes.size();) {
            Row row = text.row(at);
            at = row.next;
            if (is_blank_row(text, row)) {
                continue;
            }
            std::vector<std::string> repairs;
            if (!fits(row)) {
                // A quote too many may have swallowed the next rows: the first line that is a whole
                // row by itself ends the damage.
                Row alone = text.row(row.begin, true);
                std::size_t next = alone.next;
                if (next < row.next && fits(alone)) {
                    row = alone;
                    at = next;
                    repairs.emplace_back("stray-quote");
                } else {
                    while (next < row.next && !fits(text.row(next, true))) {
                        next = text.row(next, true).next;
                    }
                    at = std::min(next, row.next);
                    refuse(line_of(row.begin), "wrong-number-of-cells",
                           std::to_string(row.cells.size()) + " cells where the head has " +
                               std::to_string(head.names.size()));
                    continue;
                }
            }
            const std::uint64_t line = line_of(row.begin);
            NamedRecord record;
            bool too_long = false;
            std::uint64_t controls = 0;
            for (const auto& [field, places] : head.fields.places) {
                std::string value;
                for (const std::size_t place : places) {
                    if (place >= row.cells.size()) {
                        continue;
                    }
                    const std::string content =
                        sound_text(text.content(row.cells[place]), repairs, controls);
                    if (content.empty() || (!value.empty() && field != "keywords")) {
                        continue;
                    }
                    value += (value.empty() ? "" : "; ") + content;
                }
                too_long = too_long || value.size() > options.limits.text_node_bytes;
                record.emplace(field, std::move(value));
            }
            if (too_long) {
                refuse(line, "text-too-long", "a cell larger than the limit");
                continue;
            }
            Article article;
            article.source = document.source + "#" + std::to_string(line);
            article.dialect = info().name;
            if (!fill_article(record, article)) {
                refuse(line, "no-text", "neither title nor abstract");
                continue;
            }
            article.repairs = std::move(repairs);
            if (controls > 0) {
                article.dropped["control-characters"] += controls;
            }
            if (document.damaged_container) {
                article.repairs.emplace_back("damaged-container");
            }
            ++result.records;
            article.id = article_id(article);
            result.articles.push_back(std::move(article));
        }
    }

 private:
    static std::string list(const std::vector<std::string>& names) {
        constexpr std::size_t k_shown = 40;
        std::string all;
        for (std::size_t i = 0; i < std::min(names.size(), k_shown); ++i) {
            all += (all.empty() ? "" : ", ") + names[i];
        }
        return all + (names.size() > k_shown ? ", ..." : "");
    }
};

}  // namespace

const Dialect& csv() {
    static const Csv dialect;
    return dialect;
}

}  // namespace lode::ingest::dialects
