// JSON that is not one object a line, made so: every value of the outermost array, or every value
// that stands by itself, becomes a line.
#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "ingest/source/leaf.hpp"

namespace lode::ingest {
namespace {

constexpr std::size_t k_piece_bytes = 1 << 20;

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

class ValueCutter {
 public:
    explicit ValueCutter(const Leaf& leaf) : m_leaf(leaf) {}

    void run() {
        std::vector<char> piece(1 << 16);
        while (!m_leaf.stop.stop_requested()) {
            const std::size_t got = m_leaf.source.read(piece.data(), piece.size());
            if (got == 0) {
                break;
            }
            for (const char c : std::string_view(piece.data(), got)) {
                take(c);
                if (c == '\n') {
                    ++m_line;
                }
            }
        }
        if (m_in_value) {
            end_value();  // it is not complete: for the reader to say
        } else if (m_in_array && m_leaf.source.problem().empty()) {
            m_leaf.refuse("truncated-json", "the file ends inside its array", m_line);
        }
        give();
        if (!m_leaf.source.problem().empty()) {
            m_leaf.refuse_for(m_leaf.source.problem());
        }
    }

 private:
    void take(char c) {
        if (m_in_value) {
            inside(c);
        } else if (c == ']' && m_in_array) {
            m_in_array = false;
        } else if (c == '[' && !m_in_array) {
            m_in_array = true;
        } else if (!is_blank(c) && (c != ',' || !m_in_array) && !is_mark(c)) {
            begin_value();
            inside(c);
        }
    }

    // The byte order mark, which only the beginning has.
    bool is_mark(char c) {
        static constexpr std::string_view k_mark = "\xef\xbb\xbf";
        if (m_mark < k_mark.size() && c == k_mark[m_mark]) {
            ++m_mark;
            return true;
        }
        m_mark = k_mark.size();
        return false;
    }

    void begin_value() {
        if (m_piece.empty()) {
            m_first_line = m_line;
            m_first_record = m_record;
        }
        m_begin = m_piece.size();
        m_value_line = m_line;
        m_in_value = true;
        m_skipping = m_in_string = m_escaped = false;
        m_depth = 0;
    }

    void inside(char c) {
        if (m_in_string) {
            if (m_escaped) {
                m_escaped = false;
            } else if (c == '\\') {
                m_escaped = true;
            } else if (c == '"') {
                m_in_string = false;
            }
            if (c == '\n' || c == '\r') {
                add(c == '\n' ? "\\n" : "\\r");  // not allowed there, but no reason to lose it
            } else {
                add({&c, 1});
            }
            if (!m_in_string && m_depth == 0) {
                end_value();
            }
            return;
        }
        if (m_depth == 0 && (is_blank(c) || (m_in_array && (c == ',' || c == ']')))) {
            end_value();  // of a number or a word
            m_in_array = m_in_array && c != ']';
            return;
        }
        if (c == '"') {
            m_in_string = true;
        } else if (c == '{' || c == '[') {
            ++m_depth;
        } else if (c == '}' || c == ']') {
            m_depth -= m_depth > 0 ? 1 : 0;
            if (m_depth == 0) {
                add({&c, 1});
                end_value();
                return;
            }
        }
        add(c == '\n' || c == '\r' ? std::string_view(" ") : std::string_view(&c, 1));
    }

    void add(std::string_view bytes) {
        if (m_skipping) {
            return;
        }
        m_piece += bytes;
        if (m_piece.size() - m_begin > m_leaf.limits.member_bytes) {
            m_leaf.refuse(
                "too-large",
                "record " + std::to_string(m_record) + " is larger than the limit for one document",
                m_value_line);
            m_piece.resize(m_begin);
            m_piece.shrink_to_fit();
            m_skipping = true;
        }
    }

    void end_value() {
        m_in_value = false;
        ++m_record;
        if (m_skipping) {
            return;
        }
        m_piece += '\n';
        if (m_piece.size() >= k_piece_bytes) {
            give();
        }
    }

    void give() {
        if (m_piece.empty()) {
            return;
        }
        Document document;
        document.kind = DocumentKind::json_lines;
        document.first_line = m_first_line;
        document.first_record = m_first_record;
        document.bytes = std::exchange(m_piece, {});
        m_leaf.give(std::move(document));
    }

    const Leaf& m_leaf;
    std::string m_piece;
    std::size_t m_begin = 0;  // of the value at hand
    std::uint64_t m_line = 1;
    std::uint64_t m_value_line = 1;
    std::uint64_t m_record = 1;
    std::uint64_t m_first_line = 1;  // of the piece
    std::uint64_t m_first_record = 1;
    std::size_t m_mark = 0;
    std::size_t m_depth = 0;
    bool m_in_array = false;
    bool m_in_value = false;
    bool m_in_string = false;
    bool m_escaped = false;
    bool m_skipping = false;
};

}  // namespace

void read_json_values(const Leaf& leaf) {
    ValueCutter(leaf).run();
}

bool is_spread_json(std::string_view head) {
    const std::size_t start = head.find('{');
    const std::size_t end = head.find('\n', std::min(start, head.size()));
    if (start == std::string_view::npos || end == std::string_view::npos) {
        return false;
    }
    const std::string_view line = head.substr(start, end - start);
    const std::size_t last = line.find_last_not_of(" \t\r");
    // Not '"': a line cut short inside a string must not take its neighbours with it.
    return last != std::string_view::npos &&
           std::string_view("{[,:").find(line[last]) != std::string_view::npos;
}

}  // namespace lode::ingest
