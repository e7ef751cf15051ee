// Rows and cells of delimited text (RFC 4180, and what is written instead of it).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lode::ingest {

// A cell as it stands in the text.
struct Cell {
    std::size_t begin = 0;  // of the content
    std::size_t end = 0;
    bool quoted = false;  // `content` has its quotes doubled
};

struct Row {
    std::size_t begin = 0;
    std::size_t end = 0;   // behind the content, before the line end
    std::size_t next = 0;  // where the next row begins
    std::vector<Cell> cells;
};

// Cuts text into rows. A cell that begins with '"' ends at the next '"' (doubled ones stand for
// one) before a delimiter or line end, and may hold line ends; where none follows, or only behind
// line ends and a '"' that is not doubled, the '"' is an ordinary character. Line ends are "\n" and
// "\r\n".
class DelimitedText {
 public:
    DelimitedText(std::string_view text, char delimiter);

    // The row that begins at `begin`, which must be less than the size of the text. `one_line`: up
    // to the first line end in any case.
    Row row(std::size_t begin, bool one_line = false) const;
    std::string content(const Cell& cell) const;
    std::string_view text() const noexcept { return m_text; }

 private:
    std::size_t closing_quote(std::size_t begin) const;

    std::string_view m_text;
    char m_delimiter;
    std::vector<std::size_t> m_single;   // the last quote of each run of odd length
    std::vector<std::size_t> m_closing;  // those that end a cell, wherever it began
};

}  // namespace lode::ingest
