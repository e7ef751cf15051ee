// A table with a column that says the side of each record, and the report on the split.
#pragma once

#include <string>
#include <vector>

#include "query/dataset/table_export.hpp"
#include "query/split/bias.hpp"
#include "query/split/splitter.hpp"

namespace lode::query::split {

// `split` (train, validation, test) or `fold` (1, 2, ...) behind the columns of the table.
std::vector<Column> with_side(std::span<const Column> columns, const Options& options);

// Not thread-safe: every pass over the rows counts anew. `table` and `splitter` must outlive it.
class SplitExport final : public TableExport {
 public:
    // `options` those of the splitter, with the label. UsageError where the label is none.
    SplitExport(const TableExport& table, const Splitter& splitter);
    const ExportInfo& info() const noexcept override { return m_table.info(); }
    std::span<const Column> columns() const override { return m_columns; }
    // Of the last pass.
    BiasReport report() const;

 protected:
    void rows(const ExportSource& source, const Emit& emit, Progress& progress,
              std::stop_token stop) const override;

 private:
    const TableExport& m_table;
    const Splitter& m_splitter;
    std::vector<Column> m_columns;
    std::vector<std::string> m_sides;
    mutable Tally m_tally;
};

}  // namespace lode::query::split
