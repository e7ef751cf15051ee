// A dataset that is one flat table: says its columns and gives its rows, and can then be written in
// every table format.
#pragma once

#include <functional>
#include <span>
#include <string>

#include "query/dataset/documents.hpp"
#include "query/dataset/table.hpp"
#include "query/export.hpp"

namespace lode::query {

// Columns that every record with a place in an article begins with; PlacedRow fills them.
//   article doi year retracted licence sentence_index place section begin end
std::span<const Column> place_columns();
// place_columns() and those of the dataset itself.
std::vector<Column> placed(std::initializer_list<Column> own);

class TableExport : public Export {
 public:
    std::uint64_t write(const ExportSource& source, std::string_view format, std::ostream& out,
                        Progress& progress, std::stop_token stop) const final;
    // The rows themselves, in the same order; words that the licence rule holds back are not
    // stated.
    std::uint64_t for_each_row(const ExportSource& source,
                               const std::function<void(std::span<const Cell>)>& visit,
                               Progress& progress, std::stop_token stop) const;

 protected:
    // `quotable`: whether cells of columns that quote the article may be written.
    using Emit = std::function<void(std::span<const Cell> cells, bool quotable)>;
    virtual void rows(const ExportSource& source, const Emit& emit, Progress& progress,
                      std::stop_token stop) const = 0;
};

// Gathers the cells of one record: those of place_columns(), then what add() gives.
class PlacedRow {
 public:
    PlacedRow(const DocumentView& document, std::uint32_t sentence, Range range);
    PlacedRow(const PlacedRow&) = delete;
    PlacedRow& operator=(const PlacedRow&) = delete;
    PlacedRow& add(Cell cell) {
        m_cells.push_back(cell);
        return *this;
    }
    std::span<const Cell> cells() const noexcept { return m_cells; }

 private:
    TextPlace m_place;
    std::vector<Cell> m_cells;
};

}  // namespace lode::query
