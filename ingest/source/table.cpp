#include "ingest/source/table.hpp"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/base/lexicon.hpp"
#include "ingest/source/leaf.hpp"
#include "ingest/source/record_file.hpp"

namespace lode::ingest {
namespace {

constexpr std::size_t k_piece_bytes = 1 << 20;
// A quote that nothing closes within so many bytes is a character like any other.
constexpr std::size_t k_longest_quoted = 4 << 20;

// Letters and digits in lower case: "Abstract Note" -> "abstractnote".
std::string plain(std::string_view name) {
    std::string out;
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) != 0) {
            out += static_cast<char>(std::tolower(byte));
        }
    }
    return out;
}

// Names of a field in corpora/lexicons/field_names.tsv, where the reader of tables has them from
// too.
std::set<std::string> names_of(std::string_view field) {
    std::set<std::string> names;
    for (const auto& row : read_lexicon(LexiconSource(), "field_names.tsv", 2)) {
        if (row[0] == field) {
            names.insert(plain(row[1]));
        }
    }
    return names;
}

bool is_title(const std::string& column) {
    static const std::set<std::string> names = names_of("title");
    return names.contains(column);
}

// Tables of other things have columns "description" and "text" too.
bool is_abstract(const std::string& column) {
    static const std::set<std::string> names = [] {
        std::set<std::string> all = names_of("abstract");
        all.erase("description");
        all.erase("text");
        return all;
    }();
    return names.contains(column);
}

std::vector<std::string> columns(std::string_view row, char delimiter) {
    std::vector<std::string> names(1);
    bool quoted = false;
    for (const char c : row) {
        if (c == '"') {
            quoted = !quoted;
        } else if (c == delimiter && !quoted) {
            names.emplace_back();
        } else if ((c == '\n' || c == '\r') && !quoted) {
            break;
        } else {
            names.back() += c;
        }
    }
    for (std::string& name : names) {
        name = plain(name);
    }
    return names;
}

constexpr std::string_view k_delimiters = "\t,;|";

bool has_abstracts(const std::vector<std::string>& names) {
    return std::any_of(names.begin(), names.end(), is_title) &&
           std::any_of(names.begin(), names.end(), is_abstract);
}

// What gives a table of abstracts, else what gives most columns.
char delimiter_of(std::string_view head) {
    char best = ',';
    std::size_t most = 0;
    for (const char delimiter : k_delimiters) {
        const auto names = columns(head, delimiter);
        if (has_abstracts(names)) {
            return delimiter;
        }
        if (names.size() > most) {
            most = names.size();
            best = delimiter;
        }
    }
    return best;
}

class RowCutter {
 public:
    explicit RowCutter(const Leaf& leaf) : m_leaf(leaf) {}

    void run() {
        std::vector<char> piece(1 << 16);
        while (!m_leaf.stop.stop_requested()) {
            const std::size_t got = m_leaf.source.read(piece.data(), piece.size());
            if (got == 0) {
                break;
            }
            std::string_view fresh(piece.data(), got);
            if (m_skipping) {
                const std::size_t end = fresh.find('\n');
                if (end == std::string_view::npos) {
                    continue;
                }
                fresh.remove_prefix(end + 1);
                ++m_line;
                ++m_record;
                m_skipping = false;
            }
            m_buffer += fresh;
            lex();
        }
        if (m_leaf.stop.stop_requested()) {
            return;
        }
        cut(m_buffer.size());
        if (!m_leaf.source.problem().empty()) {
            m_leaf.refuse_for(m_leaf.source.problem());
        }
    }

 private:
    enum class State : std::uint8_t { field_start, plain, quoted, quote };

    void lex() {
        if (m_delimiter == '\0') {
            m_delimiter = delimiter_of(m_buffer);
        }
        for (; m_at < m_buffer.size(); ++m_at) {
            const char c = m_buffer[m_at];
            if (m_state == State::quoted) {
                if (c == '"') {
                    m_state = State::quote;
                } else if (m_at - m_row > k_longest_quoted) {
                    m_no_quotes = true;
                    m_state = State::plain;
                    m_at = m_row;
                }
            } else if (c == '\n') {
                end_row(m_at + 1);
            } else if (c == '"' && !m_no_quotes && m_state == State::field_start) {
                m_state = State::quoted;
            } else if (c == '"' && m_state == State::quote) {
                m_state = State::quoted;  // a doubled quote
            } else if (c == m_delimiter) {
                m_state = State::field_start;
            } else {
                m_state = State::plain;
            }
        }
        if (m_buffer.size() - m_row > m_leaf.limits.member_bytes) {
            const std::size_t row = m_row;
            cut(row);
            m_leaf.refuse("line-too-long", "a row larger than the limit for one document", m_line);
            m_buffer = {};
            m_at = m_row = 0;
            m_state = State::field_start;
            m_skipping = true;
        }
    }

    void end_row(std::size_t end) {
        const bool blank =
            std::string_view(m_buffer).substr(m_row, end - m_row).find_first_not_of(" \t\r\n") ==
            std::string_view::npos;
        m_state = State::field_start;
        m_no_quotes = false;
        m_row = end;
        if (!m_has_head && !blank) {
            m_has_head = true;
            m_head_bytes = end;
        } else if (!blank) {
            ++m_rows;
        }
        if (end >= k_piece_bytes && m_rows > 0) {
            const std::size_t at = m_at;
            cut(end);
            m_at = at - end;  // wraps to "before the first byte"; the loop adds one
            m_row = 0;
        }
    }

    // Gives the buffer up to `end`, and forgets it.
    void cut(std::size_t end) {
        const std::string_view bytes = std::string_view(m_buffer).substr(0, end);
        const std::size_t own_head = m_head.empty() ? std::min(m_head_bytes, end) : 0;
        const std::string_view rows = bytes.substr(own_head);
        Document document;
        document.kind = DocumentKind::csv;
        document.head_lines = line_ends(m_head) + line_ends(bytes.substr(0, own_head));
        m_line += line_ends(bytes.substr(0, own_head));
        document.first_line = m_line;
        document.first_record = m_record;
        document.bytes = m_head;
        document.bytes += bytes;
        const bool blank = rows.find_first_not_of(" \t\r\n") == std::string_view::npos;
        if (m_head.empty()) {
            m_head = bytes.substr(0, own_head);
        } else if (blank) {
            document.bytes.clear();  // the end of the file behind the last row
        }
        m_line += line_ends(rows);
        m_record += m_rows;
        m_rows = 0;
        m_buffer.erase(0, end);
        if (!document.bytes.empty()) {
            m_leaf.give(std::move(document));
        }
    }

    static std::uint64_t line_ends(std::string_view text) {
        return static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
    }

    const Leaf& m_leaf;
    std::string m_buffer;
    std::size_t m_at = 0;
    std::size_t m_row = 0;  // where the row at hand begins
    State m_state = State::field_start;
    char m_delimiter = '\0';
    bool m_no_quotes = false;  // in this row
    bool m_has_head = false;
    std::size_t m_head_bytes = 0;
    std::string m_head;          // in front of every piece but the first, which has it anyway
    std::uint64_t m_line = 1;    // of the first byte of the buffer
    std::uint64_t m_record = 1;  // of the first row of the buffer
    std::uint64_t m_rows = 0;    // complete ones in the buffer
    bool m_skipping = false;     // inside a row that is too long
};

}  // namespace

bool is_table_by_name(std::string_view name) {
    const std::string extension = record_extension(name);
    return extension == ".csv" || extension == ".tsv";
}

bool is_table_of_abstracts(std::string_view head) {
    if (head.starts_with("\xef\xbb\xbf")) {
        head.remove_prefix(3);
    }
    head.remove_prefix(std::min(head.find_first_not_of(" \r\n"), head.size()));
    return std::any_of(k_delimiters.begin(), k_delimiters.end(),
                       [&](char delimiter) { return has_abstracts(columns(head, delimiter)); });
}

bool names_a_title(std::string_view name) {
    return is_title(plain(name));
}

bool names_an_abstract(std::string_view name) {
    return is_abstract(plain(name));
}

void read_table(const Leaf& leaf) {
    RowCutter(leaf).run();
}

}  // namespace lode::ingest
