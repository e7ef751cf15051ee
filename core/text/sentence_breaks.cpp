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
    std::vector<std::uint32_t> offsets;  // byte offset of each unit; empty for ASCII

    Breaker() {
        UErrorCode status = U_ZERO_ERROR;
        iterator.reset(icu::BreakIterator::createSentenceInstance(icu::Locale::getRoot(), status));
        if (U_FAILURE(status) || !iterator) {
            throw error("sentence rules cannot be loaded: {}", u_errorName(status));
        }
    }
};

bool widen_ascii(std::string_view utf8, std::u16string& units) {
    unsigned char all = 0;
    units.resize(utf8.size());
    for (std::size_t i = 0; i < utf8.size(); ++i) {
        const auto byte = static_cast<unsigned char>(utf8[i]);
        all = static_cast<unsigned char>(all | byte);
        units[i] = byte;
    }
    return all < 0x80;
}

void widen(std::string_view utf8, Breaker& breaker) {
    breaker.offsets.clear();
    if (widen_ascii(utf8, breaker.units)) {
        return;
    }
    breaker.units.clear();
    for (std::size_t i = 0; i < utf8.size();) {
        const CodePoint c = decode_at(utf8, i);
        if (c.value >= 0x10000) {
            breaker.units.push_back(static_cast<char16_t>(0xD7C0U + (c.value >> 10U)));
            breaker.offsets.push_back(static_cast<std::uint32_t>(i));
            breaker.units.push_back(static_cast<char16_t>(0xDC00U + (c.value & 0x3FFU)));
        } else {
            breaker.units.push_back(static_cast<char16_t>(c.value));
        }
        breaker.offsets.push_back(static_cast<std::uint32_t>(i));
        i += c.bytes;
    }
}

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

}  // namespace

void icu_sentence_breaks(std::string_view utf8, std::vector<std::uint32_t>& out) {
    thread_local Breaker breaker;
    widen(utf8, breaker);
    join_lines(breaker.units);
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
    breaker.iterator->first();
    for (std::int32_t at = breaker.iterator->next(); at != icu::BreakIterator::DONE;
         at = breaker.iterator->next()) {
        const auto unit = static_cast<std::size_t>(at);
        if (unit >= breaker.units.size()) {
            break;
        }
        out.push_back(breaker.offsets.empty() ? static_cast<std::uint32_t>(unit)
                                              : breaker.offsets[unit]);
    }
}

}  // namespace lode::text
