#include "ingest/mine/words.hpp"

#include <algorithm>
#include <array>

namespace lode::ingest {
namespace {

bool ascii_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool digit(char c) {
    return c >= '0' && c <= '9';
}

// Code point at pos of valid UTF-8; 0 at the end.
std::uint32_t code_point(std::string_view text, std::size_t pos) {
    if (pos >= text.size()) {
        return 0;
    }
    const auto byte = [&](std::size_t i) {
        return pos + i < text.size() ? static_cast<unsigned char>(text[pos + i]) & 0x3FU : 0U;
    };
    const auto lead = static_cast<unsigned char>(text[pos]);
    if (lead < 0x80) {
        return lead;
    }
    if (lead < 0xE0) {
        return ((lead & 0x1FU) << 6U) | byte(1);
    }
    if (lead < 0xF0) {
        return ((lead & 0x0FU) << 12U) | (byte(1) << 6U) | byte(2);
    }
    return ((lead & 0x07U) << 18U) | (byte(1) << 12U) | (byte(2) << 6U) | byte(3);
}

// Characters beyond ASCII that stand inside words: Latin, Greek and Cyrillic letters, letter-like
// signs, sub- and superscript digits. The rest (dashes, spaces, ±, ×, °) separates.
bool word_character(std::uint32_t c) {
    if (c < 0x80) {
        return ascii_letter(static_cast<char>(c)) || digit(static_cast<char>(c)) || c == '_';
    }
    return (c >= 0xC0 && c <= 0x24F && c != 0xD7 && c != 0xF7) || c == 0xB5 || c == 0xB2 ||
           c == 0xB3 || c == 0xB9 || (c >= 0x300 && c <= 0x4FF) || (c >= 0x1E00 && c <= 0x1FFF) ||
           c == 0x2126 || c == 0x212B || (c >= 0x2080 && c <= 0x209C) ||
           (c >= 0x2070 && c <= 0x207A);
}

bool space(std::uint32_t c) {
    return c <= 0x20 || c == 0xA0 || (c >= 0x2000 && c <= 0x200B) || c == 0x202F || c == 0x3000 ||
           c == 0xFEFF;
}

// End of the number that begins at pos: digits with thousands commas and one decimal point.
std::size_t number_end(std::string_view text, std::size_t pos, std::size_t end) {
    std::size_t i = pos;
    bool point = false;
    while (i < end) {
        if (digit(text[i])) {
            ++i;
        } else if (text[i] == '.' && !point && i + 1 < end && digit(text[i + 1])) {
            point = true;
            i += 2;
        } else if (text[i] == ',' && !point && i + 3 < end && digit(text[i + 1]) &&
                   digit(text[i + 2]) && digit(text[i + 3]) &&
                   (i + 4 >= end || !digit(text[i + 4]))) {
            i += 4;
        } else {
            break;
        }
    }
    return i;
}

// Bytes that go on with a word by themselves: ASCII letters, digits and '_'.
constexpr std::array<bool, 256> k_plain = [] {
    std::array<bool, 256> plain{};
    for (std::size_t c = 0; c < 128; ++c) {
        plain[c] =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }
    return plain;
}();
constexpr bool is_plain(char c) {
    return k_plain[static_cast<unsigned char>(c)];
}

}  // namespace

std::size_t character_size(std::string_view text, std::size_t pos) noexcept {
    const auto lead = static_cast<unsigned char>(text[pos]);
    const std::size_t size = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    return std::min(size, text.size() - pos);
}

Words::Words(std::string_view text, Range sentence) : m_text(text), m_sentence(sentence) {
    const std::size_t end = std::min<std::size_t>(sentence.end, text.size());
    m_buffer.assign(text.substr(sentence.begin, end - sentence.begin));
    for (char& c : m_buffer) {
        if (c >= 'A' && c <= 'Z') {
            c = static_cast<char>(c - 'A' + 'a');
        }
    }
    m_list.reserve(m_buffer.size() / 5);
    std::size_t i = sentence.begin;
    while (i < end) {
        const std::uint32_t c = code_point(text, i);
        const std::size_t begin = i;
        WordKind kind = WordKind::punctuation;
        if (space(c)) {
            i += character_size(text, i);
            continue;
        }
        if (c < 0x80 && digit(static_cast<char>(c))) {
            i = number_end(text, i, end);
            kind = WordKind::number;
        } else if (word_character(c)) {
            kind = WordKind::word;
            while (i < end) {
                if (is_plain(text[i])) {
                    ++i;
                    continue;
                }
                const std::uint32_t next = code_point(text, i);
                const bool apostrophe =
                    (next == '\'' || next == 0x2019) &&
                    word_character(code_point(text, i + (next == '\'' ? 1 : 3)));
                // A decimal inside a formula ("Fe0.5") does not end the word.
                const bool decimal = next == '.' && i > begin && digit(text[i - 1]) &&
                                     i + 1 < end && digit(text[i + 1]);
                if (!word_character(next) && !apostrophe && !decimal) {
                    break;
                }
                i += character_size(text, i);
            }
        } else {
            i += character_size(text, i);
        }
        i = std::min(i, end);
        const auto lower = std::string_view(m_buffer).substr(begin - sentence.begin, i - begin);
        m_list.push_back(
            {.range = {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(i)},
             .lower = lower,
             .kind = kind,
             .capital = text[begin] >= 'A' && text[begin] <= 'Z',
             .hash = word_hash(lower)});
    }
}

std::string_view Words::written(std::size_t first, std::size_t last) const noexcept {
    if (first > last || last >= m_list.size()) {
        return {};
    }
    const std::uint32_t begin = m_list[first].range.begin;
    return m_text.substr(begin, m_list[last].range.end - begin);
}

std::size_t Words::index_at(std::uint32_t offset) const noexcept {
    const auto found = std::upper_bound(
        m_list.begin(), m_list.end(), offset,
        [](std::uint32_t value, const Word& word) { return value < word.range.end; });
    return static_cast<std::size_t>(found - m_list.begin());
}

}  // namespace lode::ingest
