// The sentence rules of Unicode Annex 29 (SB1 to SB998) straight over UTF-8. What a character is
// comes from ICU's data, so a newer ICU changes nothing here; the rules are held against ICU's own
// by a test over random texts.
#include <unicode/uchar.h>

#include <array>

#include "core/text/sentence_breaks.hpp"
#include "core/text/utf8.hpp"

namespace lode::text {
namespace {

// Values of the property Sentence_Break, as far as the rules tell them apart.
enum class Class : std::uint8_t {
    other,
    extend,  // Extend and Format: no rule sees them behind another character
    paragraph,
    space,
    lower,
    upper,
    letter,
    digit,
    stop,  // ATerm
    end,   // STerm
    close,
    goes_on,  // SContinue
};

Class class_from_icu(char32_t c) {
    switch (u_getIntPropertyValue(static_cast<UChar32>(c), UCHAR_SENTENCE_BREAK)) {
        case U_SB_EXTEND:
        case U_SB_FORMAT:
            return Class::extend;
        case U_SB_SEP:
        case U_SB_CR:
        case U_SB_LF:
            return Class::paragraph;
        case U_SB_SP:
            return Class::space;
        case U_SB_LOWER:
            return Class::lower;
        case U_SB_UPPER:
            return Class::upper;
        case U_SB_OLETTER:
            return Class::letter;
        case U_SB_NUMERIC:
            return Class::digit;
        case U_SB_ATERM:
            return Class::stop;
        case U_SB_STERM:
            return Class::end;
        case U_SB_CLOSE:
            return Class::close;
        case U_SB_SCONTINUE:
            return Class::goes_on;
        default:
            return Class::other;
    }
}

constexpr std::size_t k_tabled = 0x2300;  // Latin, Greek, punctuation, arrows, operators

using Table = std::array<Class, k_tabled>;

const Table& class_table() {
    static const Table table = [] {
        std::array<Class, k_tabled> classes{};
        for (std::size_t i = 0; i < k_tabled; ++i) {
            classes[i] = class_from_icu(static_cast<char32_t>(i));
        }
        return classes;
    }();
    return table;
}

// ASCII characters that end no sentence and are seen by the rules.
const std::array<bool, 256>& plain_bytes() {
    static const std::array<bool, 256> plain = [] {
        std::array<bool, 256> bytes{};
        for (std::size_t c = 0; c < 0x80; ++c) {
            const Class here = class_table()[c];
            bytes[c] = here != Class::paragraph && here != Class::stop && here != Class::end &&
                       here != Class::extend;
        }
        return bytes;
    }();
    return plain;
}

class Scanner {
 public:
    explicit Scanner(std::string_view text) : m_text(text) {}

    void run(std::vector<std::uint32_t>& out) {
        Class before = Class::other;
        while (m_at < m_text.size()) {
            // What neither ends anything nor is passed over matters only by its last character.
            const std::size_t from = m_at;
            while (m_at < m_text.size() && m_plain[byte_at(m_at)]) {
                ++m_at;
            }
            if (m_at > from) {
                before = m_table[byte_at(m_at - 1)];
                if (m_at == m_text.size()) {
                    break;
                }
            }
            const Class here = take();
            if (here == Class::paragraph) {
                mark(out);  // SB4
                before = Class::other;
                continue;
            }
            if (here != Class::stop && here != Class::end) {
                before = here == Class::extend ? before : here;
                continue;
            }
            if (ends_here(before, here == Class::stop)) {
                mark(out);
                before = Class::other;
            } else {
                before = m_last;
            }
        }
    }

 private:
    std::size_t byte_at(std::size_t i) const { return static_cast<unsigned char>(m_text[i]); }
    Class class_of(char32_t c) const { return c < k_tabled ? m_table[c] : class_from_icu(c); }
    Class take() {
        const CodePoint c = decode_at(m_text, m_at);
        m_at += c.bytes;
        return class_of(c.value);
    }
    // The class of the next character that is not Extend; m_at is set before it.
    Class peek() {
        while (m_at < m_text.size()) {
            const CodePoint c = decode_at(m_text, m_at);
            const Class here = class_of(c.value);
            if (here != Class::extend) {
                m_bytes = c.bytes;
                return here;
            }
            m_at += c.bytes;
        }
        m_bytes = 0;
        return Class::other;
    }
    void mark(std::vector<std::uint32_t>& out) const {
        if (m_at < m_text.size()) {
            out.push_back(static_cast<std::uint32_t>(m_at));
        }
    }

    // Behind a stop or another sign of an end: is there a break, and (in m_at) where? Where there
    // is none, m_at is behind what can be passed over.
    bool ends_here(Class before, bool stop) {
        m_last = Class::end;
        Class next = peek();
        if (stop && (next == Class::digit ||  // SB6
                     (next == Class::upper &&
                      (before == Class::upper || before == Class::lower)))) {  // SB7
            return false;
        }
        while (next == Class::close) {  // SB9
            m_last = next;
            m_at += m_bytes;
            next = peek();
        }
        while (next == Class::space) {  // SB9, SB10
            m_last = next;
            m_at += m_bytes;
            next = peek();
        }
        if (next == Class::paragraph) {
            m_at += m_bytes;
            return true;
        }
        if (next == Class::goes_on || next == Class::stop || next == Class::end) {
            return false;  // SB8a
        }
        return !(stop && lower_follows());  // SB8, SB11
    }

    // SB8: a small letter, and before it neither another letter nor an end.
    bool lower_follows() const {
        for (std::size_t i = m_at; i < m_text.size();) {
            const CodePoint c = decode_at(m_text, i);
            switch (class_of(c.value)) {
                case Class::lower:
                    return true;
                case Class::upper:
                case Class::letter:
                case Class::paragraph:
                case Class::stop:
                case Class::end:
                    return false;
                default:
                    break;
            }
            i += c.bytes;
        }
        return false;
    }

    const Table& m_table = class_table();
    const std::array<bool, 256>& m_plain = plain_bytes();
    std::string_view m_text;
    std::size_t m_at = 0;
    std::size_t m_bytes = 0;  // of the character that peek() has seen
    Class m_last = Class::other;
};

bool has_control(std::string_view utf8) {
    unsigned controls = 0;
    for (const char c : utf8) {
        controls |= static_cast<unsigned>(static_cast<unsigned char>(c) < 0x20);
    }
    return controls != 0;
}

}  // namespace

void sentence_breaks(std::string_view utf8, std::vector<std::uint32_t>& out) {
    if (has_control(utf8)) {
        icu_sentence_breaks(utf8, out);  // lines are joined there
    } else {
        Scanner(utf8).run(out);
    }
}

}  // namespace lode::text
