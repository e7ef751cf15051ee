#include "ingest/content/grid.hpp"

#include <algorithm>
#include <charconv>
#include <map>

namespace lode::ingest {

using xml::k_no_node;
using xml::NodeId;
using xml::Tag;

namespace {

constexpr std::size_t k_most_columns = 1000;
constexpr std::size_t k_most_cells = 500'000;

std::size_t number(std::string_view text, std::size_t fallback) {
    std::size_t value = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
    return parsed.ec == std::errc() && parsed.ptr == text.data() + text.size() ? value : fallback;
}

class GridReader {
 public:
    GridReader(const xml::Tree& tree, const InlineReader& reader, Accounts& accounts)
        : m_tree(tree), m_inline(reader), m_accounts(accounts) {}

    Grid read(NodeId table) {
        walk(table, false);
        // Spans that reach below the last row end with it.
        for (auto& row : m_grid.rows) {
            m_width = std::max(m_width, row.size());
        }
        for (auto& row : m_grid.rows) {
            row.resize(m_width);
        }
        if (!m_saw_head) {
            m_grid.header_rows = m_leading_header_rows;
        }
        m_grid.capped = m_capped;
        return std::move(m_grid);
    }

 private:
    struct Pending {  // a cell that reaches down into the next rows
        std::size_t rows = 0;
        std::string text;
    };

    void walk(NodeId node, bool head) {
        // Of an element that holds more than rows, others read the rest.
        const bool shared = m_tree.tag(node) == Tag::table_wrap;
        for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
            switch (m_tree.tag(c)) {
                case Tag::thead:
                    m_saw_head = true;
                    m_pending.clear();
                    walk(c, true);
                    break;
                case Tag::tbody:
                case Tag::tfoot:
                    m_pending.clear();
                    walk(c, false);
                    break;
                case Tag::tgroup:
                    m_columns.clear();
                    m_spans.clear();
                    walk(c, head);
                    break;
                case Tag::colspec:
                    add_column(c);
                    break;
                case Tag::spanspec:
                    m_spans[std::string(m_tree.attribute(c, "spanname"))] = {
                        std::string(m_tree.attribute(c, "namest")),
                        std::string(m_tree.attribute(c, "nameend"))};
                    break;
                case Tag::tr:
                case Tag::row:
                    row(c, head);
                    break;
                default:
                    if (!shared && m_tree.characters(c) > 0) {
                        m_inline.drop(c, "text-between-cells");
                    }
            }
        }
    }

    void add_column(NodeId c) {
        const std::size_t given = number(m_tree.attribute(c, "colnum"), 0);
        m_last_column = given > 0 ? given : m_columns.empty() ? 1 : m_last_column + 1;
        m_columns[std::string(m_tree.attribute(c, "colname"))] = m_last_column - 1;
    }

    // Column of a colspec name, or `fallback`.
    std::size_t column(std::string_view name, std::size_t fallback) const {
        const auto found = m_columns.find(name);
        return found == m_columns.end() ? fallback : found->second;
    }

    void row(NodeId node, bool head) {
        std::vector<std::string> cells;
        std::size_t at = 0;
        bool only_headers = true;
        bool any = false;
        const auto fill_pending = [&] {
            if (m_cells >= k_most_cells && !m_pending.empty()) {
                m_pending.clear();
                m_capped = true;
            }
            for (auto p = m_pending.find(at); p != m_pending.end(); p = m_pending.find(at)) {
                place(cells, at, p->second.text);
                if (--p->second.rows == 0) {
                    m_pending.erase(p);
                }
                ++at;
            }
        };
        for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
            const Tag tag = m_tree.tag(c);
            if (tag != Tag::td && tag != Tag::th && tag != Tag::entry) {
                if (m_tree.characters(c) > 0) {
                    m_inline.drop(c, "text-between-cells");
                }
                continue;
            }
            fill_pending();
            any = true;
            only_headers = only_headers && tag == Tag::th;
            std::size_t across = 1;
            std::size_t down = 1;
            if (tag == Tag::entry) {
                std::string_view from = m_tree.attribute(c, "namest");
                std::string_view to = m_tree.attribute(c, "nameend");
                if (const auto span = m_spans.find(m_tree.attribute(c, "spanname"));
                    span != m_spans.end()) {
                    from = span->second.first;
                    to = span->second.second;
                }
                const std::size_t first =
                    column(from.empty() ? m_tree.attribute(c, "colname") : from, at);
                // Columns that were left out are empty cells.
                while (at < first && first < k_most_columns) {
                    if (!m_pending.contains(at)) {
                        place(cells, at, {});
                        ++at;
                    }
                    fill_pending();
                }
                const std::size_t last = column(to, at);
                across = last >= at ? last - at + 1 : 1;
                down = number(m_tree.attribute(c, "morerows"), 0) + 1;
            } else {
                across = std::max<std::size_t>(number(m_tree.attribute(c, "colspan"), 1), 1);
                down = std::max<std::size_t>(number(m_tree.attribute(c, "rowspan"), 1), 1);
            }
            TextBuilder builder(m_accounts);
            m_inline.children(c, builder);
            const std::string text = builder.take().utf8;
            if (across > k_most_columns || m_cells + across > k_most_cells) {
                across = 1;
                m_capped = true;
            }
            for (std::size_t i = 0; i < across; ++i) {
                // Copies beyond the last column are not worth a step each.
                if (i > 0 && (at >= k_most_columns || m_cells >= k_most_cells)) {
                    m_capped = true;
                    break;
                }
                place(cells, at, text);
                if (down > 1 && at < k_most_columns) {
                    m_pending[at] = {down - 1, text};
                }
                ++at;
            }
        }
        fill_pending();
        // Places that spans from above hold further right.
        while (!m_pending.empty() && m_pending.rbegin()->first >= at) {
            place(cells, at, {});
            ++at;
            fill_pending();
        }
        m_grid.rows.push_back(std::move(cells));
        if (head) {
            ++m_grid.header_rows;
        } else if (any && only_headers && m_leading_header_rows + 1 == m_grid.rows.size()) {
            ++m_leading_header_rows;
        }
    }

    void place(std::vector<std::string>& cells, std::size_t at, std::string_view text) {
        if (at >= k_most_columns || m_cells >= k_most_cells) {
            m_capped = true;
            if (!text.empty()) {
                m_accounts.drop("table-beyond-limit", xml::count_characters(text));
                m_accounts.taken -= std::min(m_accounts.taken, xml::count_characters(text));
            }
            return;
        }
        if (cells.size() <= at) {
            cells.resize(at + 1);
        }
        cells[at] = text;
        ++m_cells;
    }

    const xml::Tree& m_tree;
    const InlineReader& m_inline;
    Accounts& m_accounts;
    Grid m_grid;
    std::map<std::size_t, Pending> m_pending;  // by column
    std::map<std::string, std::size_t, std::less<>> m_columns;
    std::map<std::string, std::pair<std::string, std::string>, std::less<>> m_spans;
    std::size_t m_last_column = 0;
    std::size_t m_width = 0;
    std::size_t m_cells = 0;
    std::uint32_t m_leading_header_rows = 0;
    bool m_saw_head = false;
    bool m_capped = false;
};

}  // namespace

Grid read_grid(const xml::Tree& tree, NodeId table, const InlineReader& reader,
               Accounts& accounts) {
    return GridReader(tree, reader, accounts).read(table);
}

}  // namespace lode::ingest
