#include "ingest/source/xml_lexer.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace lode::ingest {
namespace {

// Nobody writes a longer tag or DOCTYPE; what seems to be one is text with a stray '<'.
constexpr std::size_t k_longest_tag = std::size_t{1} << 20;
constexpr std::size_t k_longest_mark = 9;  // "<![CDATA[", "<!DOCTYPE"

bool is_name_start(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_' ||
           byte == ':' || byte >= 0x80;
}

bool ends_name(char c) {
    return c == '>' || c == '/' || c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

}  // namespace

bool XmlLexer::fill() {
    const std::size_t got = m_ended ? 0 : m_source.read(m_piece.get(), k_piece);
    m_ended = got == 0;
    m_buffer.append(m_piece.get(), got);
    return got > 0;
}

bool XmlLexer::fill_all(std::size_t limit) {
    while (m_buffer.size() <= limit) {
        if (!fill()) {
            return true;
        }
    }
    return false;
}

bool XmlLexer::ends_with_only(std::string_view name) const {
    const std::string needle = "</" + std::string(name);
    const char* const end = m_buffer.data() + m_buffer.size();
    const char* found = nullptr;
    for (const char* from = m_buffer.data() + m_at;;) {
        const void* const hit =
            memmem(from, static_cast<std::size_t>(end - from), needle.data(), needle.size());
        if (hit == nullptr) {
            break;
        }
        from = static_cast<const char*>(hit) + needle.size();
        if (from != end && !ends_name(*from)) {
            continue;  // </article-title>
        }
        if (found != nullptr || from == end || *from != '>') {
            return false;
        }
        found = from + 1;
    }
    return found != nullptr && std::all_of(found, end, [](char c) {
               return c == ' ' || c == '\n' || c == '\r' || c == '\t';
           });
}

XmlToken XmlLexer::next(std::size_t limit) {
    for (;;) {
        XmlToken found;
        const void* hit = m_at < m_buffer.size()
                              ? std::memchr(m_buffer.data() + m_at, '<', m_buffer.size() - m_at)
                              : nullptr;
        if (hit != nullptr) {
            m_at = static_cast<std::size_t>(static_cast<const char*>(hit) - m_buffer.data());
            m_scan = std::max(m_scan, m_at);
            const std::size_t start = m_at;
            if (token(found)) {
                return found;
            }
            if (m_at != start) {
                continue;  // it was text
            }
        } else {
            m_at = m_buffer.size();
        }
        if (m_buffer.size() > limit) {
            found.kind = XmlToken::Kind::limit;
            return found;
        }
        // At the end of the data a short token is looked at once more.
        const bool ended_before = m_ended;
        if (!fill() && ended_before) {
            return found;
        }
    }
}

bool XmlLexer::token(XmlToken& found) {
    found.begin = m_at;
    const std::string_view rest = std::string_view(m_buffer).substr(m_at);
    if (rest.size() < k_longest_mark && !m_ended) {
        return false;
    }
    if (rest.size() < 2) {
        return false;
    }
    if (rest[1] == '/') {
        return tag(found, XmlToken::Kind::end, m_at + 2);
    }
    if (is_name_start(rest[1])) {
        return tag(found, XmlToken::Kind::start, m_at + 1);
    }
    if (rest[1] == '?') {
        return until(found, 2, "?>", XmlToken::Kind::instruction);
    }
    if (rest.starts_with("<!--")) {
        return until(found, 4, "-->", XmlToken::Kind::other);
    }
    if (rest.starts_with("<![CDATA[")) {
        return until(found, 9, "]]>", XmlToken::Kind::other);
    }
    if (rest.starts_with("<!DOCTYPE")) {
        return doctype(found);
    }
    text_only(m_at + 1);
    return false;
}

bool XmlLexer::until(XmlToken& found, std::size_t from, std::string_view mark,
                     XmlToken::Kind kind) {
    const std::size_t end = m_buffer.find(mark, std::max(m_scan, m_at + from));
    if (end == std::string::npos) {
        m_scan = std::max(m_at + from, m_buffer.size() - std::min(m_buffer.size(), mark.size()));
        return false;
    }
    found.kind = kind;
    found.end = end + mark.size();
    found.name = std::string_view(m_buffer).substr(m_at + 2, end - m_at - 2);
    m_at = m_scan = found.end;
    return true;
}

bool XmlLexer::tag(XmlToken& found, XmlToken::Kind kind, std::size_t name_at) {
    const char* const data = m_buffer.data();
    const std::size_t size = m_buffer.size();
    std::size_t i = name_at;
    while (i < size && !ends_name(data[i]) && data[i] != '<') {
        ++i;
    }
    const std::size_t name_end = i;
    for (; i < size && data[i] != '>'; ++i) {
        if (data[i] == '<') {
            text_only(i);
            return false;
        }
        if (data[i] == '"' || data[i] == '\'') {
            const void* close = std::memchr(data + i + 1, data[i], size - i - 1);
            i = close == nullptr ? size - 1
                                 : static_cast<std::size_t>(static_cast<const char*>(close) - data);
        }
    }
    if (i >= size || data[i] != '>') {
        if (size - m_at > k_longest_tag) {
            found.kind = XmlToken::Kind::broken;
            found.end = m_at + 1;
            text_only(m_at + 1);
            return true;
        }
        return false;
    }
    found.kind = kind == XmlToken::Kind::start && data[i - 1] == '/' ? XmlToken::Kind::empty : kind;
    found.end = i + 1;
    found.name = {data + name_at, name_end - name_at};
    m_at = m_scan = found.end;
    return true;
}

bool XmlLexer::doctype(XmlToken& found) {
    const std::string_view all(m_buffer);
    int brackets = 0;
    std::size_t i = m_at + k_longest_mark;
    while (i < all.size()) {
        const char c = all[i];
        std::string_view mark;
        if (c == '"' || c == '\'') {
            mark = all.substr(i, 1);
        } else if (all.substr(i).starts_with("<!--")) {
            mark = "-->";
        } else if (all.substr(i).starts_with("<?")) {
            mark = "?>";
        } else if (c == '[' || c == ']') {
            brackets += c == '[' ? 1 : -1;
        } else if (c == '>' && brackets <= 0) {
            found.kind = XmlToken::Kind::other;
            found.end = i + 1;
            m_at = m_scan = found.end;
            return true;
        }
        if (mark.empty()) {
            ++i;
            continue;
        }
        const std::size_t end = all.find(mark, i + 1);
        if (end == std::string_view::npos) {
            break;
        }
        i = end + mark.size();
    }
    if (all.size() - m_at > k_longest_tag) {
        found.kind = XmlToken::Kind::broken;
        found.end = m_at + 1;
        text_only(m_at + 1);
        return true;
    }
    return false;
}

std::string XmlLexer::take_buffer() {
    m_at = m_scan = m_counted = 0;
    return std::exchange(m_buffer, {});
}

void XmlLexer::discard(std::size_t size) {
    (void)line_of(size);
    m_buffer.erase(0, size);
    m_at -= std::min(size, m_at);
    m_scan -= std::min(size, m_scan);
    m_counted -= size;
}

void XmlLexer::discard_seen() {
    // The mark that opens a comment or the like must stay, so that the token goes on as one.
    constexpr std::size_t k_keep = 16;
    if (m_scan > m_at + 2 * k_keep) {
        const std::size_t from = m_at + k_keep;
        const std::size_t gone = m_scan - from;
        (void)line_of(from);
        m_line += static_cast<std::uint64_t>(
            std::count(m_buffer.begin() + static_cast<std::ptrdiff_t>(from),
                       m_buffer.begin() + static_cast<std::ptrdiff_t>(m_scan), '\n'));
        m_buffer.erase(from, gone);
        m_scan = from;
    }
    discard(m_at);
}

std::uint64_t XmlLexer::line_of(std::size_t place) {
    if (place > m_counted) {
        m_line += static_cast<std::uint64_t>(
            std::count(m_buffer.begin() + static_cast<std::ptrdiff_t>(m_counted),
                       m_buffer.begin() + static_cast<std::ptrdiff_t>(place), '\n'));
        m_counted = place;
    }
    return m_line;
}

}  // namespace lode::ingest
