#include "ingest/content/text_builder.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "core/text/unicode.hpp"
#include "ingest/xml/tree.hpp"

namespace lode::ingest {
namespace {

// What a byte may be at the front of.
enum Class : std::uint8_t { k_plain, k_blank, k_other_space, k_perhaps_invisible };
constexpr std::array<Class, 256> k_classes = [] {
    std::array<Class, 256> classes{};
    classes[' '] = k_blank;
    classes['\n'] = classes['\t'] = classes['\r'] = k_other_space;
    classes[0xc2] = classes[0xe2] = classes[0xef] = k_perhaps_invisible;
    return classes;
}();
Class class_of(char c) {
    return k_classes[static_cast<unsigned char>(c)];
}

// Length of an invisible character at the front of `s`, 0 where there is none.
std::size_t invisible_length(std::string_view s) {
    static constexpr std::array<std::string_view, 9> k_invisible = {
        "\xc2\xad",      // U+00AD soft hyphen
        "\xe2\x80\x8b",  // U+200B zero-width space
        "\xe2\x81\xa0",  // U+2060 word joiner
        "\xe2\x81\xa1",  // U+2061 function application
        "\xe2\x81\xa2",  // U+2062 invisible times
        "\xe2\x81\xa3",  // U+2063 invisible separator
        "\xe2\x81\xa4",  // U+2064 invisible plus
        "\xef\xbb\xbf",  // U+FEFF byte order mark
        "\xe2\x80\x8c",  // U+200C zero-width non-joiner
    };
    for (const auto& c : k_invisible) {
        if (s.starts_with(c)) {
            return c.size();
        }
    }
    return 0;
}

// Bytes at `p` that are text as it stands, of the next eight: printable ASCII in which no blank
// follows a blank. 0 where the eight hold anything else. A blank at the end waits for what follows.
std::size_t single_blanks(const char* p) {
    constexpr std::uint64_t k_ones = 0x0101010101010101U;
    constexpr std::uint64_t k_tops = k_ones * 0x80;
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, p, 8);
    if constexpr (std::endian::native == std::endian::big) {
        return 0;
    }
    if (((bytes | (bytes - k_ones * 0x20)) & k_tops) != 0) {
        return 0;  // beyond ASCII, or below the blank
    }
    // Exact, because no byte has its top bit: the top bit of each byte that is a blank.
    const std::uint64_t blanks = ~((bytes ^ (k_ones * 0x20)) + k_ones * 0x7f) & k_tops;
    if ((blanks & (blanks >> 8U)) != 0) {
        return 0;
    }
    return (blanks >> 63U) != 0 ? 7 : 8;
}

// True only where the text is in NFC for certain: all characters below U+0300 are and do not
// combine, nor do those of Greek and the blocks of punctuation, arrows and operators that are
// listed here. ICU decides about the rest.
bool surely_nfc(std::string_view utf8) {
    unsigned char highest = 0;
    for (const char c : utf8) {
        highest = std::max(highest, static_cast<unsigned char>(c));
    }
    if (highest <= 0xcb) {
        return true;
    }
    const auto byte = [&](std::size_t i) {
        return i < utf8.size() ? static_cast<unsigned char>(utf8[i]) : 0U;
    };
    for (std::size_t i = 0; i < utf8.size(); ++i) {
        const unsigned lead = byte(i);
        if (lead <= 0xcb) {
            continue;
        }
        const unsigned second = byte(i + 1);
        if (lead == 0xce || lead == 0xcf) {  // U+0380..U+03FF but for U+0387
            if (lead == 0xce && second == 0x87) {
                return false;
            }
        } else if (lead == 0xe2) {
            // U+2002..U+20BF (U+2000 and U+2001 are not NFC), U+2180..U+22FF
            const bool punctuation =
                second >= 0x80 && second <= 0x82 && (second != 0x80 || byte(i + 2) > 0x81);
            const bool operators = second >= 0x86 && second <= 0x8b;
            if (!punctuation && !operators) {
                return false;
            }
        } else {
            return false;
        }
    }
    return true;
}

// NFC of the whole, with ranges moved along. Borders of ranges are cut points, so that a combining
// mark behind one never joins what is before it.
void normalise(Text& text) {
    if (surely_nfc(text.utf8)) {
        return;
    }
    std::string whole = text::to_nfc(text.utf8);
    if (whole == text.utf8) {
        return;
    }
    std::vector<std::uint32_t*> borders;
    for (auto& span : text.scripts) {
        borders.push_back(&span.range.begin);
        borders.push_back(&span.range.end);
    }
    for (auto& link : text.figure_links) {
        borders.push_back(&link.range.begin);
        borders.push_back(&link.range.end);
    }
    std::stable_sort(borders.begin(), borders.end(),
                     [](const auto* a, const auto* b) { return *a < *b; });
    std::string out;
    std::uint32_t done = 0;
    for (std::uint32_t* border : borders) {
        out += text::to_nfc(std::string_view(text.utf8).substr(done, *border - done));
        done = *border;
        *border = static_cast<std::uint32_t>(out.size());
    }
    out += text::to_nfc(std::string_view(text.utf8).substr(done));
    text.utf8 = std::move(out);
}

}  // namespace

void Accounts::drop(std::string_view reason, std::uint64_t characters) {
    if (characters > 0) {
        dropped[std::string(reason)] += characters;
    }
}

void TextBuilder::flush_space() {
    m_join = false;
    if (!m_pending_space) {
        return;
    }
    m_pending_space = false;
    // A blank before the first character of a script belongs to the line, not to the script.
    const bool at_range_begin = in_script() && m_range_begin == m_text.utf8.size();
    m_text.utf8 += ' ';
    if (at_range_begin) {
        m_range_begin = static_cast<std::uint32_t>(m_text.utf8.size());
    }
}

void TextBuilder::add(std::string_view utf8) {
    m_accounts.taken += xml::count_characters(utf8);
    const std::size_t size = utf8.size();
    std::size_t i = 0;
    while (i < size) {
        // A run up to the next white space that is more than one blank, or invisible character.
        std::size_t end = i;
        std::size_t invisible = 0;
        while (end < size) {
            if (end > i && end + 8 < size) {
                if (const std::size_t words = single_blanks(utf8.data() + end); words > 0) {
                    end += words;
                    continue;
                }
            }
            const Class here = class_of(utf8[end]);
            if (here == k_plain) {
                ++end;
            } else if (here == k_perhaps_invisible) {
                invisible = invisible_length(utf8.substr(end));
                if (invisible > 0) {
                    break;
                }
                ++end;
            } else if (here == k_blank && end > i && end + 1 < size &&
                       class_of(utf8[end + 1]) == k_plain) {
                end += 2;
            } else {
                break;
            }
        }
        if (end > i) {
            flush_space();
            m_text.utf8.append(utf8.data() + i, end - i);
            i = end;
        }
        if (invisible > 0) {
            --m_accounts.taken;
            m_accounts.drop("invisible-character", 1);
            i += invisible;
        } else if (i < size) {
            space();
            ++i;
        }
    }
}

void TextBuilder::insert(std::string_view utf8) {
    if (utf8.empty()) {
        return;
    }
    flush_space();
    m_text.utf8.append(utf8);
}

void TextBuilder::substitute(std::string_view utf8, std::uint64_t characters_replaced) {
    m_accounts.taken += characters_replaced;
    insert(utf8);
}

std::uint32_t TextBuilder::position() const noexcept {
    return static_cast<std::uint32_t>(m_text.utf8.size() + (m_pending_space ? 1 : 0));
}

void TextBuilder::open_range() {
    m_range_begin = static_cast<std::uint32_t>(m_text.utf8.size());
}

void TextBuilder::close_range() {
    const auto end = static_cast<std::uint32_t>(m_text.utf8.size());
    if (end > m_range_begin) {
        m_text.scripts.push_back({{m_range_begin, end}, m_scripts.back()});
    }
}

void TextBuilder::begin_script(Script script) {
    if (in_script()) {
        close_range();
    }
    m_scripts.push_back(script);
    open_range();
}

void TextBuilder::end_script() {
    if (m_scripts.empty()) {
        return;
    }
    close_range();
    m_scripts.pop_back();
    if (in_script()) {
        open_range();
    }
}

void TextBuilder::link(std::uint32_t begin, std::string_view target) {
    const auto end = static_cast<std::uint32_t>(m_text.utf8.size());
    if (begin < end && !target.empty()) {
        m_text.figure_links.push_back({{begin, end}, std::string(target)});
    }
}

bool TextBuilder::ends_in_script() const noexcept {
    return !m_text.scripts.empty() && m_text.scripts.back().range.end == m_text.utf8.size();
}

bool TextBuilder::ends_in_number() const noexcept {
    return !m_pending_space && !m_text.utf8.empty() && m_text.utf8.back() >= '0' &&
           m_text.utf8.back() <= '9' && !ends_in_script();
}

Text TextBuilder::take() {
    while (in_script()) {
        end_script();
    }
    m_pending_space = false;
    m_join = false;
    normalise(m_text);
    Text done = std::move(m_text);
    m_text = Text();
    return done;
}

}  // namespace lode::ingest
