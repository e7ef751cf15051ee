#include "query/split/export.hpp"

namespace lode::query::split {

std::vector<Column> with_side(std::span<const Column> columns, const Options& options) {
    std::vector<Column> all(columns.begin(), columns.end());
    if (options.folds > 0) {
        all.push_back({"fold", ColumnType::integer,
                       "Fold of the record, from 1: tests the model that the other folds train"});
    } else {
        all.push_back(
            {"split", ColumnType::text, "What the record is for: train, validation or test"});
    }
    return all;
}

SplitExport::SplitExport(const TableExport& table, const Splitter& splitter)
    : m_table(table),
      m_splitter(splitter),
      m_columns(with_side(table.columns(), splitter.options())),
      m_sides(sides(splitter.options())),
      m_tally(table.columns(), splitter.options()) {}

BiasReport SplitExport::report() const {
    return m_tally.report(m_splitter.why_none());
}

void SplitExport::rows(const ExportSource& source, const Emit& emit, Progress& progress,
                       std::stop_token stop) const {
    m_tally = Tally(m_table.columns(), m_splitter.options());
    std::uint64_t ordinal = 0;
    std::vector<Cell> row;
    m_table.for_each_row(
        source,
        [&](std::span<const Cell> cells) {
            const auto side = m_splitter.side(ordinal++, cells);
            m_tally.add(cells, side);
            row.assign(cells.begin(), cells.end());
            row.push_back(!side ? Cell{}
                          : m_splitter.options().folds > 0
                              ? whole(*side + 1)
                              : Cell{std::string_view(m_sides[*side])});
            // The table has held back already what must not be quoted.
            emit(row, true);
        },
        progress, stop);
}

}  // namespace lode::query::split
