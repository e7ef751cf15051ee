#include "core/text/unicode.hpp"

#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>
#include <unicode/uversion.h>

#include <algorithm>
#include <cstring>

#include "core/base/error.hpp"
#include "core/text/utf8.hpp"

namespace lode::text {
namespace {

// Eight bytes at a time: most text is ASCII.
bool is_ascii(std::string_view bytes) {
    constexpr std::uint64_t k_high_bits = 0x8080808080808080ULL;
    std::size_t i = 0;
    for (; i + 8 <= bytes.size(); i += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes.data() + i, sizeof word);
        if ((word & k_high_bits) != 0) {
            return false;
        }
    }
    for (; i < bytes.size(); ++i) {
        if (static_cast<unsigned char>(bytes[i]) >= 0x80) {
            return false;
        }
    }
    return true;
}

icu::StringPiece piece(std::string_view text) {
    return {text.data(), static_cast<std::int32_t>(text.size())};
}

void check_size(std::string_view text) {
    if (text.size() > static_cast<std::size_t>(INT32_MAX)) {
        throw error("text of {} bytes is longer than the Unicode library takes", text.size());
    }
}

const icu::Normalizer2& nfc() {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* instance = icu::Normalizer2::getNFCInstance(status);
    if (U_FAILURE(status)) {
        throw error("Unicode normalisation data cannot be loaded: {}", u_errorName(status));
    }
    return *instance;
}

void append_code_point(std::string& out, UChar32 c) {
    append_utf8(out, static_cast<char32_t>(c));
}

bool is_removed(UChar32 c) {
    return c == 0xAD || (c >= 0x200B && c <= 0x200D) || c == 0x2060 || c == 0xFEFF;
}

// The plain digit of a super- or subscript digit, or -1.
int script_digit(UChar32 c) {
    if (c >= 0x2080 && c <= 0x2089) {
        return c - 0x2080;
    }
    if (c == 0x2070 || (c >= 0x2074 && c <= 0x2079)) {
        return c - 0x2070;
    }
    if (c == 0xB2 || c == 0xB3) {
        return c - 0xB0;
    }
    return c == 0xB9 ? 1 : -1;
}

std::string_view ligature(UChar32 c) {
    switch (c) {
        case 0xFB00:
            return "ff";
        case 0xFB01:
            return "fi";
        case 0xFB02:
            return "fl";
        case 0xFB03:
            return "ffi";
        case 0xFB04:
            return "ffl";
        case 0xFB05:
        case 0xFB06:
            return "st";
        default:
            return {};
    }
}

void append_key(std::string& out, UChar32 c) {
    if (is_removed(c)) {
        return;
    }
    if (const int digit = script_digit(c); digit >= 0) {
        out.push_back(static_cast<char>('0' + digit));
        return;
    }
    if (const std::string_view letters = ligature(c); !letters.empty()) {
        out += letters;
        return;
    }
    switch (c) {
        case 0x2126:  // Ohm sign
            return append_code_point(out, 0x3A9);
        case 0xB5:  // micro sign
            return append_code_point(out, 0x3BC);
        case 0x212B:  // Angstrom sign
            return append_code_point(out, 0xC5);
        case 0x2212:  // minus
        case 0x207B:  // superscript minus
        case 0x208B:  // subscript minus
            out.push_back('-');
            return;
        case 0x207A:
        case 0x208A:
            out.push_back('+');
            return;
        default:
            break;
    }
    switch (u_charType(c)) {
        case U_DASH_PUNCTUATION:
            out.push_back('-');
            return;
        case U_SPACE_SEPARATOR:
        case U_LINE_SEPARATOR:
        case U_PARAGRAPH_SEPARATOR:
            out.push_back(' ');
            return;
        default:
            append_code_point(out, c);
    }
}

}  // namespace

bool is_valid_utf8(std::string_view bytes) {
    if (is_ascii(bytes)) {
        return true;
    }
    check_size(bytes);
    const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
    const auto size = static_cast<std::int32_t>(bytes.size());
    std::int32_t i = 0;
    while (i < size) {
        UChar32 c = 0;
        U8_NEXT(data, i, size, c);
        if (c < 0) {
            return false;
        }
    }
    return true;
}

std::string to_nfc(std::string_view utf8) {
    if (is_ascii(utf8)) {
        return std::string(utf8);
    }
    check_size(utf8);
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2& normalizer = nfc();
    if (normalizer.isNormalizedUTF8(piece(utf8), status) && U_SUCCESS(status)) {
        return std::string(utf8);
    }
    status = U_ZERO_ERROR;
    std::string out;
    out.reserve(utf8.size());
    icu::StringByteSink<std::string> sink(&out);
    normalizer.normalizeUTF8(0, piece(utf8), sink, nullptr, status);
    if (U_FAILURE(status)) {
        throw error("text cannot be normalised: {}", u_errorName(status));
    }
    return out;
}

std::string to_lower(std::string_view utf8) {
    std::string out;
    if (is_ascii(utf8)) {
        out.assign(utf8);
        std::transform(out.begin(), out.end(), out.begin(), [](char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        });
        return out;
    }
    check_size(utf8);
    out.reserve(utf8.size());
    icu::StringByteSink<std::string> sink(&out);
    UErrorCode status = U_ZERO_ERROR;
    icu::CaseMap::utf8ToLower("", 0, piece(utf8), sink, nullptr, status);
    if (U_FAILURE(status)) {
        throw error("text cannot be put in lower case: {}", u_errorName(status));
    }
    return out;
}

std::string search_key(std::string_view utf8) {
    if (is_ascii(utf8)) {
        std::string out(utf8);
        std::replace_if(
            out.begin(), out.end(), [](char c) { return c == '\t' || c == '\n' || c == '\r'; },
            ' ');
        return out;
    }
    const std::string composed = to_nfc(utf8);
    std::string out;
    out.reserve(composed.size());
    const auto* data = reinterpret_cast<const std::uint8_t*>(composed.data());
    const auto size = static_cast<std::int32_t>(composed.size());
    std::int32_t i = 0;
    while (i < size) {
        UChar32 c = 0;
        U8_NEXT_OR_FFFD(data, i, size, c);
        append_key(out, c == '\t' || c == '\n' || c == '\r' ? ' ' : c);
    }
    return out;
}

std::uint32_t code_points(std::string_view utf8) {
    return static_cast<std::uint32_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    }));
}

std::vector<std::uint32_t> code_point_offsets(std::string_view utf8,
                                              const std::vector<std::uint32_t>& byte_offsets) {
    std::vector<std::uint32_t> out;
    out.reserve(byte_offsets.size());
    std::size_t at = 0;
    std::uint32_t count = 0;
    for (const std::uint32_t offset : byte_offsets) {
        const std::size_t to = std::min<std::size_t>(offset, utf8.size());
        if (to > at) {
            count += code_points(utf8.substr(at, to - at));
            at = to;
        }
        out.push_back(count);
    }
    return out;
}

std::string icu_version() {
    return U_ICU_VERSION;
}

}  // namespace lode::text
