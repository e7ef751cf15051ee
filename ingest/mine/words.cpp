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

// What an ASCII byte is to the scanner.
enum Byte : std::uint8_t { k_letter = 1, k_digit = 2, k_blank = 4, k_joint = 8, k_wide = 16 };

// Letters and '_', digits, white space, what may join two parts of a word, bytes beyond ASCII.
constexpr std::array<std::uint8_t, 256> k_bytes = [] {
    std::array<std::uint8_t, 256> bytes{};
    for (std::size_t c = 0; c < 256; ++c) {
        if (c >= 0x80) {
            bytes[c] = k_wide;
        } else if (c <= 0x20) {
            bytes[c] = k_blank;
        } else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_') {
            bytes[c] = k_letter;
        } else if (c >= '0' && c <= '9') {
            bytes[c] = k_digit;
        } else if (c == '\'' || c == '.') {
            bytes[c] = k_joint;
        }
    }
    return bytes;
}();
constexpr std::uint8_t byte_class(char c) {
    return k_bytes[static_cast<unsigned char>(c)];
}

// End of the word that begins at `begin` with a word character.
std::size_t word_end(std::string_view text, std::size_t begin, std::size_t end, bool& has_digit) {
    std::uint8_t seen = 0;
    std::size_t i = begin;
    while (i < end) {
        const std::uint8_t here = byte_class(text[i]);
        if ((here & (k_letter | k_digit)) != 0) {
            seen |= here;
            ++i;
            continue;
        }
        if ((here & (k_joint | k_wide)) == 0) {
            break;
        }
        const std::uint32_t next = code_point(text, i);
        const bool apostrophe = (next == '\'' || next == 0x2019) &&
                                word_character(code_point(text, i + (next == '\'' ? 1 : 3)));
        // A decimal inside a formula ("Fe0.5") does not end the word.
        const bool decimal =
            next == '.' && i > begin && digit(text[i - 1]) && i + 1 < end && digit(text[i + 1]);
        if (!word_character(next) && !apostrophe && !decimal) {
            break;
        }
        i += character_size(text, i);
    }
    has_digit = (seen & k_digit) != 0;
    return std::min(i, end);
}

}  // namespace

std::size_t character_size(std::string_view text, std::size_t pos) noexcept {
    const auto lead = static_cast<unsigned char>(text[pos]);
    const std::size_t size = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    return std::min(size, text.size() - pos);
}

Words::Words(std::string_view text, Range sentence, const Vocabulary* vocabulary)
    : m_text(text), m_sentence(sentence) {
    const std::size_t end = std::min<std::size_t>(sentence.end, text.size());
    m_buffer.assign(text.substr(sentence.begin, end - sentence.begin));
    for (char& c : m_buffer) {
        c = static_cast<char>(c + (c >= 'A' && c <= 'Z' ? 'a' - 'A' : 0));
    }
    m_list.reserve(m_buffer.size() / 5 + 4);
    const char* const bytes = text.data();
    std::size_t i = sentence.begin;
    while (i < end) {
        const std::size_t begin = i;
        WordKind kind = WordKind::punctuation;
        bool has_digit = false;
        const std::uint8_t first = byte_class(text[i]);
        if (first == k_blank) {
            ++i;
            continue;
        }
        if (first == k_digit) {
            i = std::min(number_end(text, i, end), end);
            kind = WordKind::number;
            has_digit = true;
        } else if (first == k_letter) {
            // Nearly every word is of ASCII letters and ends before a blank or mark.
            std::uint8_t seen = 0;
            std::uint8_t here = k_letter;
            while ((here & (k_letter | k_digit)) != 0) {
                seen |= here;
                here = ++i < end ? byte_class(bytes[i]) : std::uint8_t{0};
            }
            has_digit = (seen & k_digit) != 0;
            if ((here & (k_joint | k_wide)) != 0) {
                i = word_end(text, begin, end, has_digit);
            }
            kind = WordKind::word;
        } else if (first == k_wide) {
            const std::uint32_t c = code_point(text, i);
            if (space(c)) {
                i += character_size(text, i);
                continue;
            }
            if (word_character(c)) {
                i = word_end(text, i, end, has_digit);
                kind = WordKind::word;
            } else {
                i = std::min(i + character_size(text, i), end);
            }
        } else {
            ++i;
        }
        Word& word = m_list.emplace_back();
        word.range = {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(i)};
        word.lower = std::string_view(m_buffer.data() + (begin - sentence.begin), i - begin);
        word.kind = kind;
        word.capital = bytes[begin] >= 'A' && bytes[begin] <= 'Z';
        word.has_digit = has_digit;
        word.hash = word_hash(word.lower);
        if (vocabulary != nullptr) {
            word.lexicons = vocabulary->find(word.hash);
        }
        m_lexicons |= word.lexicons;
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
