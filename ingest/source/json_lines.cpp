// Files of one JSON object a line, cut at line ends into documents of about 1 MB.
#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "ingest/source/leaf.hpp"

namespace lode::ingest {
namespace {

constexpr std::size_t k_piece_bytes = 1 << 20;

class LineCutter {
 public:
    explicit LineCutter(const Leaf& leaf) : m_leaf(leaf) {}

    void run() {
        std::vector<char> piece(1 << 16);
        for (;;) {
            const std::size_t got = m_leaf.source.read(piece.data(), piece.size());
            if (got == 0 || m_leaf.stop.stop_requested()) {
                break;
            }
            add({piece.data(), got});
        }
        if (m_leaf.stop.stop_requested()) {
            return;
        }
        if (!m_buffer.empty()) {
            emit(std::move(m_buffer));
        }
        if (!m_leaf.source.problem().empty()) {
            m_leaf.refuse_for(m_leaf.source.problem());
        }
    }

 private:
    void add(std::string_view fresh) {
        if (m_skipping) {
            const std::size_t end = fresh.find('\n');
            if (end == std::string_view::npos) {
                return;
            }
            fresh.remove_prefix(end + 1);
            ++m_line;
            ++m_record;
            m_skipping = false;
        }
        const std::size_t before = m_buffer.size();
        m_buffer.append(fresh);
        if (m_buffer.size() < k_piece_bytes) {
            return;
        }
        const std::size_t end = fresh.rfind('\n');
        if (end != std::string_view::npos) {
            std::string rest = m_buffer.substr(before + end + 1);
            m_buffer.resize(before + end + 1);
            emit(std::exchange(m_buffer, std::move(rest)));
        } else if (m_buffer.size() > m_leaf.limits.member_bytes) {
            // Complete lines may stand in front of the one that is too long.
            const std::size_t start = m_buffer.rfind('\n') + 1;
            if (start > 0) {
                m_buffer.resize(start);
                emit(std::move(m_buffer));
            }
            m_leaf.refuse("line-too-long", "a line larger than the limit for one document", m_line);
            m_buffer = {};
            m_skipping = true;
        }
    }

    void emit(std::string bytes) {
        Document document;
        document.kind = DocumentKind::json_lines;
        document.first_line = m_line;
        document.first_record = m_record;
        std::string_view rest = bytes;
        while (!rest.empty()) {
            const std::size_t end = std::min(rest.find('\n'), rest.size() - 1);
            if (rest.substr(0, end + 1).find_first_not_of(" \t\r\n") != std::string_view::npos) {
                ++m_record;
            }
            if (rest[end] == '\n') {
                ++m_line;
            }
            rest.remove_prefix(end + 1);
        }
        document.bytes = std::move(bytes);
        m_leaf.give(std::move(document));
    }

    const Leaf& m_leaf;
    std::string m_buffer;
    std::uint64_t m_line = 1;    // of the first byte of m_buffer
    std::uint64_t m_record = 1;  // lines that are not blank, from 1
    bool m_skipping = false;     // inside a line that is too long
};

}  // namespace

void read_json_lines(const Leaf& leaf) {
    LineCutter(leaf).run();
}

}  // namespace lode::ingest
