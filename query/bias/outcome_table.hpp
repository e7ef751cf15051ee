// Tables of outcomes that do not come from text: laboratory notebooks, databases. Columns
// `material` and `outcome` (positive, negative, null), optionally `application`, `group`, `year`;
// others are ignored and named.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "query/bias/picture.hpp"

namespace lode::query::bias {

struct BadRow {
    std::uint64_t line = 0;  // where the row begins; the first line is 1
    std::string reason;
};

struct OutcomeTable {
    std::vector<Observation> observations;
    std::vector<BadRow> bad;
    std::vector<std::string> ignored_columns;
};

// CSV or TSV (RFC 4180 quotes; the first row names the columns and tells the delimiter: tab,
// semicolon or comma), or JSON objects, one a line, with the same names. UTF-8, an optional byte
// order mark, LF or CRLF; empty lines are skipped. Case of column names and outcomes is ignored,
// and white space around a cell. A row that cannot be used is listed with its line, the others are
// kept. Throws an Error naming `source` where the head row lacks a needed column or names one
// twice.
OutcomeTable read_outcome_table(std::string_view text, const std::string& source);

}  // namespace lode::query::bias
