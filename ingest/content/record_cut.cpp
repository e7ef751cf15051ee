#include "ingest/content/record_cut.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace lode::ingest {
namespace {

struct TagPlace {
    std::size_t begin = std::string_view::npos;  // of the '<'
    std::string_view name;                       // as written, with prefix
    bool closes = false;                         // an end tag
    explicit operator bool() const { return begin != std::string_view::npos; }
};

// Walks over the tags of bytes that need not be well-formed.
class TagScanner {
 public:
    explicit TagScanner(std::string_view bytes) : m_bytes(bytes) {}

    // The next start or end tag at or behind `from`.
    TagPlace next(std::size_t from) {
        std::size_t i = m_bytes.find('<', from);
        while (i != std::string_view::npos && i + 1 < m_bytes.size()) {
            const std::size_t behind = special_end(i);
            if (behind != 0) {
                i = m_bytes.find('<', behind);
                continue;
            }
            const bool closes = m_bytes[i + 1] == '/';
            const std::size_t begin = i + (closes ? 2 : 1);
            const std::size_t end =
                std::min(m_bytes.find_first_of(" \t\r\n/><", begin), m_bytes.size());
            if (end > begin &&
                (std::isalpha(static_cast<unsigned char>(m_bytes[begin])) != 0 ||
                 m_bytes[begin] == '_' || static_cast<unsigned char>(m_bytes[begin]) >= 0x80)) {
                return {i, m_bytes.substr(begin, end - begin), closes};
            }
            i = m_bytes.find('<', i + 1);
        }
        return {};
    }

    // Behind the '>' of the tag at `begin`.
    std::size_t tag_end(std::size_t begin) const {
        const std::size_t at = m_bytes.find('>', begin);
        return at == std::string_view::npos ? m_bytes.size() : at + 1;
    }

 private:
    struct Special {
        std::string_view open, close;
        bool ends = true;  // false: its close was looked for and is not in the rest
    };

    // Behind the comment, CDATA section or instruction at `i`; 0 where there is none or it never
    // ends.
    std::size_t special_end(std::size_t i) {
        for (Special& special : m_specials) {
            if (!special.ends || !m_bytes.substr(i).starts_with(special.open)) {
                continue;
            }
            const std::size_t at = m_bytes.find(special.close, i + special.open.size());
            if (at != std::string_view::npos) {
                return at + special.close.size();
            }
            special.ends = false;
        }
        return 0;
    }

    std::string_view m_bytes;
    std::array<Special, 3> m_specials = {{{"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"<?", "?>"}}};
};

std::string_view local_name(std::string_view name) {
    const std::size_t colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

}  // namespace

std::vector<RecordBytes> cut_records(
    std::string_view bytes, const std::function<bool(std::string_view local_name)>& is_record) {
    std::vector<RecordBytes> records;
    TagScanner scanner(bytes);
    std::size_t counted = 0;  // line ends are counted up to here
    std::uint64_t lines = 0;
    TagPlace tag = scanner.next(0);
    while (tag) {
        if (tag.closes || !is_record(local_name(tag.name))) {
            tag = scanner.next(tag.begin + 1);
            continue;
        }
        const TagPlace start = tag;
        const std::size_t start_end = scanner.tag_end(start.begin);
        std::size_t end = bytes.size();
        if (start_end >= 2 && bytes.substr(start_end - 2).starts_with("/>")) {
            end = start_end;
            tag = scanner.next(end);
        } else {
            tag = scanner.next(start.begin + 1);
            while (tag && tag.name != start.name) {
                tag = scanner.next(tag.begin + 1);
            }
            if (tag && tag.closes) {
                end = scanner.tag_end(tag.begin);
                tag = scanner.next(end);
            } else if (tag) {
                end = tag.begin;
            }
        }
        lines += static_cast<std::uint64_t>(
            std::count(bytes.begin() + static_cast<std::ptrdiff_t>(counted),
                       bytes.begin() + static_cast<std::ptrdiff_t>(start.begin), '\n'));
        counted = start.begin;
        records.push_back({bytes.substr(start.begin, end - start.begin), lines});
    }
    return records;
}

std::string_view prologue_of(std::string_view bytes) {
    constexpr std::size_t k_longest = 64 << 10;  // it is copied in front of every record
    TagScanner scanner(bytes);
    const TagPlace root = scanner.next(0);
    std::string_view before = bytes.substr(0, root ? root.begin : bytes.size());
    const std::size_t type = before.find("<!DOCTYPE");
    const std::size_t subset = before.find('[', std::min(type, before.size()));
    if (subset != std::string_view::npos && before.find("]", subset) == std::string_view::npos) {
        before = before.substr(0, type);  // the "root" stood in an entity's text
    }
    const std::size_t first = std::min(before.find("<?xml"), before.find("<!DOCTYPE"));
    if (first == std::string_view::npos || before.size() - first > k_longest) {
        return {};
    }
    return before.substr(first);
}

}  // namespace lode::ingest
