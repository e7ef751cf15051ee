#include "query/dataset/table_export.hpp"

#include <array>

#include "core/base/error.hpp"

namespace lode::query {

std::span<const Column> place_columns() {
    static constexpr std::array<Column, 10> k_columns{{
        {"article", ColumnType::text, "Id of the article, as in the dataset articles"},
        {"doi", ColumnType::text, "DOI of the article"},
        {"year", ColumnType::integer, "Year of publication"},
        {"retracted", ColumnType::boolean, "Whether the article is retracted or withdrawn"},
        {"licence", ColumnType::text, "Licence of the article as it states it"},
        {"sentence_index", ColumnType::integer,
         "Number of the sentence in the article, from 0: with article the key of a sentence"},
        {"place", ColumnType::text,
         "JSON pointer (RFC 6901) to the text in the article's record of the dataset articles"},
        {"section", ColumnType::text, "The section or caption, for people"},
        {"begin", ColumnType::integer, "First code point of the record in that text, from 0"},
        {"end", ColumnType::integer, "First code point behind it"},
    }};
    return k_columns;
}

std::vector<Column> placed(std::initializer_list<Column> own) {
    std::vector<Column> all(place_columns().begin(), place_columns().end());
    all.insert(all.end(), own.begin(), own.end());
    return all;
}

std::uint64_t TableExport::for_each_row(const ExportSource& source,
                                        const std::function<void(std::span<const Cell>)>& visit,
                                        Progress& progress, std::stop_token stop) const {
    const auto list = columns();
    std::uint64_t count = 0;
    std::vector<Cell> cells;
    rows(
        source,
        [&](std::span<const Cell> row, bool quotable) {
            if (row.size() != list.size()) {
                throw error("{}: a row of {} cells for {} columns", info().name, row.size(),
                            list.size());
            }
            cells.assign(row.begin(), row.end());
            for (std::size_t i = 0; i < cells.size() && !quotable; ++i) {
                cells[i] = list[i].quotes ? Cell{} : cells[i];
            }
            visit(cells);
            ++count;
        },
        progress, stop);
    return count;
}

std::uint64_t TableExport::write(const ExportSource& source, std::string_view format,
                                 std::ostream& out, Progress& progress,
                                 std::stop_token stop) const {
    const auto list = columns();
    const auto writer = make_row_writer(format.empty() ? "jsonl" : format, info().name, list, out);
    std::uint64_t written = 0;
    for_each_row(
        source,
        [&](std::span<const Cell> cells) {
            writer->row(cells);
            ++written;
            if (!out) {
                throw error("{}: writing failed after {} records", info().name, written);
            }
        },
        progress, stop);
    writer->finish();
    return written;
}

PlacedRow::PlacedRow(const DocumentView& document, std::uint32_t sentence, Range range)
    : m_place(document.place(document.analysis().sentences.at(sentence), range)) {
    const Article& article = document.article();
    m_cells = {stated(article.id),      stated(article.doi),     year_cell(article.year),
               article.retracted,       stated(article.licence), whole(sentence),
               stated(m_place.pointer), stated(m_place.section), whole(m_place.begin),
               whole(m_place.end)};
}

}  // namespace lode::query
