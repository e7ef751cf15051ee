#include "ingest/content/delimited.hpp"

#include <algorithm>

namespace lode::ingest {
namespace {

constexpr std::size_t k_none = std::string_view::npos;

}  // namespace

DelimitedText::DelimitedText(std::string_view text, char delimiter)
    : m_text(text), m_delimiter(delimiter) {
    // A run of quotes of odd length before a delimiter or line end holds one that closes.
    for (std::size_t i = text.find('"'); i != k_none; i = text.find('"', i)) {
        const std::size_t begin = i;
        while (i < text.size() && text[i] == '"') {
            ++i;
        }
        const bool at_border =
            i == text.size() || text[i] == delimiter || text[i] == '\n' || text[i] == '\r';
        if ((i - begin) % 2 == 1) {
            m_single.push_back(i - 1);
            if (at_border) {
                m_closing.push_back(i - 1);
            }
        }
    }
}

// Of a quoted cell whose content begins at `begin`.
std::size_t DelimitedText::closing_quote(std::size_t begin) const {
    std::size_t run = begin;
    while (run < m_text.size() && m_text[run] == '"') {
        ++run;
    }
    // Quotes right behind the opening one: an odd number of them closes ("" or """").
    if ((run - begin) % 2 == 1 && (run == m_text.size() || m_text[run] == m_delimiter ||
                                   m_text[run] == '\n' || m_text[run] == '\r')) {
        return run - 1;
    }
    const auto found = std::lower_bound(m_closing.begin(), m_closing.end(), run);
    if (found == m_closing.end()) {
        return k_none;
    }
    // A quote that is not doubled is forgiven within a line; a cell of several lines with one is
    // two slips rather than a cell.
    const bool forgiven = *std::lower_bound(m_single.begin(), m_single.end(), run) == *found ||
                          m_text.substr(begin, *found - begin).find('\n') == k_none;
    return forgiven ? *found : k_none;
}

Row DelimitedText::row(std::size_t begin, bool one_line) const {
    Row row;
    row.begin = begin;
    std::size_t limit = m_text.size();
    if (one_line) {
        limit = std::min(m_text.find('\n', begin), limit);
    }
    std::size_t at = begin;
    for (;;) {
        Cell cell{at, at, false};
        std::size_t border = k_none;
        if (at < limit && m_text[at] == '"') {
            const std::size_t close = closing_quote(at + 1);
            if (close != k_none && close < limit) {
                cell = {at + 1, close, true};
                border = close + 1;
            }
        }
        if (border == k_none) {
            const char stops[] = {m_delimiter, '\n', '\0'};
            border = std::min(m_text.find_first_of(stops, at, 2), limit);
            cell.end = border;
            if (cell.end > cell.begin && m_text[cell.end - 1] == '\r' &&
                (border == m_text.size() || m_text[border] == '\n')) {
                --cell.end;
            }
        }
        row.cells.push_back(cell);
        if (border < limit && m_text[border] == m_delimiter) {
            at = border + 1;
            continue;
        }
        row.end = border;
        std::size_t next = border;
        if (next < m_text.size() && m_text[next] == '\r') {
            ++next;
        }
        if (next < m_text.size() && m_text[next] == '\n') {
            ++next;
        }
        row.next = next;
        return row;
    }
}

std::string DelimitedText::content(const Cell& cell) const {
    std::string out(m_text.substr(cell.begin, cell.end - cell.begin));
    if (cell.quoted) {
        std::size_t kept = 0;
        for (std::size_t i = 0; i < out.size(); ++i) {
            out[kept++] = out[i];
            if (out[i] == '"' && i + 1 < out.size() && out[i + 1] == '"') {
                ++i;
            }
        }
        out.resize(kept);
    }
    return out;
}

}  // namespace lode::ingest
