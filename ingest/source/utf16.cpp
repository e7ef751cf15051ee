#include "ingest/source/utf16.hpp"

namespace lode::ingest {
namespace {

void append_utf8(std::string& text, unsigned c) {
    const auto put = [&](unsigned byte) { text += static_cast<char>(byte); };
    if (c < 0x80) {
        put(c);
    } else if (c < 0x800) {
        put(0xc0U | c >> 6);
        put(0x80U | (c & 0x3fU));
    } else if (c < 0x10000) {
        put(0xe0U | c >> 12);
        put(0x80U | (c >> 6 & 0x3fU));
        put(0x80U | (c & 0x3fU));
    } else {
        put(0xf0U | c >> 18);
        put(0x80U | (c >> 12 & 0x3fU));
        put(0x80U | (c >> 6 & 0x3fU));
        put(0x80U | (c & 0x3fU));
    }
}

constexpr unsigned k_replacement = 0xfffd;

}  // namespace

bool has_utf16_mark(std::string_view head) {
    return head.starts_with("\xff\xfe") || head.starts_with("\xfe\xff");
}

std::size_t Utf16Source::read(char* to, std::size_t size) {
    while (m_used == m_text.size()) {
        if (!fill()) {
            return 0;
        }
    }
    const std::size_t take = m_text.copy(to, size, m_used);
    m_used += take;
    return take;
}

// False at the end.
bool Utf16Source::fill() {
    if (m_ended) {
        return false;
    }
    m_text.clear();
    m_used = 0;
    m_piece.resize(1 << 16);
    const std::size_t got = m_inner.read(m_piece.data(), m_piece.size());
    if (got == 0) {
        end_of_data();
        return !m_text.empty();
    }
    for (const char c : std::string_view(m_piece.data(), got)) {
        const auto byte = static_cast<unsigned char>(c);
        if (m_half < 0) {
            m_half = byte;
            continue;
        }
        const auto first = static_cast<unsigned>(m_half);
        m_half = -1;
        if (!m_started) {
            m_started = true;
            m_big_endian = first == 0xfe;
            continue;  // the mark
        }
        unit(m_big_endian ? first << 8 | byte : static_cast<unsigned>(byte) << 8 | first);
    }
    return true;
}

void Utf16Source::unit(unsigned value) {
    const bool low = value >= 0xdc00 && value < 0xe000;
    if (m_high != 0) {
        append_utf8(m_text,
                    low ? 0x10000 + ((m_high - 0xd800) << 10) + (value - 0xdc00) : k_replacement);
        m_high = 0;
        if (low) {
            return;
        }
    }
    if (value >= 0xd800 && value < 0xdc00) {
        m_high = value;
    } else {
        append_utf8(m_text, low ? k_replacement : value);
    }
}

void Utf16Source::end_of_data() {
    m_ended = true;
    if (m_high != 0 || m_half >= 0) {
        append_utf8(m_text, k_replacement);
    }
}

std::string utf16_head(std::string_view head) {
    MemorySource bytes(head.substr(0, head.size() / 2 * 2));
    Utf16Source source(bytes);
    std::string text;
    (void)read_whole(source, 2 * head.size(), text);
    return text;
}

}  // namespace lode::ingest
