// Tables to rows of cells.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ingest/content/inline.hpp"

namespace lode::ingest {

struct Grid {
    std::uint32_t header_rows = 0;
    std::vector<std::vector<std::string>> rows;
    bool capped = false;  // spans were not expanded to their end: the limits on columns and cells
};

// Rows of an HTML table (tr/td) or a CALS one (tgroup/row/entry), spans expanded: a cell that
// covers several places stands in each. At most 1,000 columns and 500,000 cells come of spans.
Grid read_grid(const xml::Tree& tree, xml::NodeId table, const InlineReader& reader,
               Accounts& accounts);

}  // namespace lode::ingest
