#include "core/text/sentence_breaks.hpp"

#include <unicode/brkiter.h>
#include <unicode/locid.h>
#include <unicode/utext.h>

#include <memory>
#include <string>

#include "core/base/error.hpp"
#include "core/text/utf8.hpp"

namespace lode::text {
namespace {

struct UTextCloser {
    void operator()(UText* text) const noexcept { utext_close(text); }
};

// One break iterator and one buffer a thread: making an iterator costs far more than a paragraph.
struct Breaker {
    std::unique_ptr<icu::BreakIterator> iterator;
    std::unique_ptr<UText, UTextCloser> view;
    std::u16string units;

    Breaker() {
        UErrorCode status = U_ZERO_ERROR;
        iterator.reset(icu::BreakIterator::createSentenceInstance(icu::Locale::getRoot(), status));
        if (U_FAILURE(status) || !iterator) {
            throw error("sentence rules cannot be loaded: {}", u_errorName(status));
        }
    }
};

// Texts are wrapped at will: a line break alone is a blank.
void join_lines(std::u16string& units) {
    for (std::size_t i = 0; i < units.size(); ++i) {
        if (units[i] == u'\r' || units[i] == u'\t') {
            units[i] = u' ';
        } else if (units[i] == u'\n') {
            std::size_t next = i + 1;
            while (next < units.size() && (units[next] == u' ' || units[next] == u'\r')) {
                ++next;
            }
            if (next < units.size() && units[next] == u'\n') {
                i = next;  // an empty line stays
            } else {
                units[i] = u' ';
            }
        }
    }
}

// UTF-16 units of the text; true where it is ASCII, so that units and bytes have equal offsets.
bool widen(std::string_view utf8, std::u16string& units) {
    unsigned all = 0;
    unsigned controls = 0;
    units.resize(utf8.size());
    char16_t* to = units.data();
    for (const char c : utf8) {
        const auto byte = static_cast<unsigned char>(c);
        all |= byte;
        controls |= static_cast<unsigned>(byte < 0x20);
        *to++ = byte;
    }
    const bool ascii = all < 0x80;
    if (!ascii) {
        to = units.data();
        for (std::size_t i = 0; i < utf8.size();) {
            const auto byte = static_cast<unsigned char>(utf8[i]);
            if (byte < 0x80) {
                *to++ = byte;
                ++i;
                continue;
            }
            const CodePoint c = decode_at(utf8, i);
            if (c.value >= 0x10000) {
                *to++ = static_cast<char16_t>(0xD7C0U + (c.value >> 10U));
                *to++ = static_cast<char16_t>(0xDC00U + (c.value & 0x3FFU));
            } else {
                *to++ = static_cast<char16_t>(c.value);
            }
            i += c.bytes;
        }
        units.resize(static_cast<std::size_t>(to - units.data()));
    }
    if (controls != 0) {
        join_lines(units);
    }
    return ascii;
}

}  // namespace

void icu_sentence_breaks(std::string_view utf8, std::vector<std::uint32_t>& out) {
    thread_local Breaker breaker;
    const bool ascii = widen(utf8, breaker.units);
    UErrorCode status = U_ZERO_ERROR;
    UText* view = utext_openUChars(breaker.view.get(), breaker.units.data(),
                                   static_cast<std::int64_t>(breaker.units.size()), &status);
    if (breaker.view.get() != view) {
        breaker.view.reset(view);
    }
    breaker.iterator->setText(view, status);
    if (U_FAILURE(status)) {
        throw error("sentences cannot be found: {}", u_errorName(status));
    }
    std::size_t counted = 0;  // units of the text before `byte`
    std::size_t byte = 0;
    breaker.iterator->first();
    for (std::int32_t at = breaker.iterator->next(); at != icu::BreakIterator::DONE;
         at = breaker.iterator->next()) {
        const auto unit = static_cast<std::size_t>(at);
        if (unit >= breaker.units.size()) {
            break;
        }
        for (; !ascii && counted < unit; ++counted) {
            byte += decode_at(utf8, byte).bytes;
            // A character beyond the first plane has two units.
            counted +=
                breaker.units[counted] >= 0xD800 && breaker.units[counted] < 0xDC00 ? 1U : 0U;
        }
        out.push_back(static_cast<std::uint32_t>(ascii ? unit : byte));
    }
}

}  // namespace lode::text
