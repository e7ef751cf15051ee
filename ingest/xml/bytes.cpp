#include "ingest/xml/bytes.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstring>

#include "ingest/xml/entities.hpp"

namespace lode::ingest::xml {
namespace {

using namespace std::string_view_literals;

// windows-1252 0x80..0x9f; 0 where the code page leaves a hole.
constexpr std::array<char32_t, 32> k_windows_1252 = {
    0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017d, 0,      0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178};

void append_windows_1252(std::string& out, unsigned char byte) {
    char32_t c = byte;
    if (byte >= 0x80 && byte < 0xa0) {
        c = k_windows_1252[byte - 0x80U];
        if (c == 0) {
            c = 0xfffd;
        }
    }
    append_utf8(out, c);
}

// Length of the valid UTF-8 sequence at the front of `s`, 0 where it is invalid.
std::size_t sequence_length(std::string_view s) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(s[i]); };
    const unsigned char lead = byte(0);
    if (lead < 0x80) {
        return 1;
    }
    std::size_t length = 0;
    unsigned low = 0x80;
    unsigned high = 0xbf;
    if (lead >= 0xc2 && lead <= 0xdf) {
        length = 2;
    } else if (lead >= 0xe0 && lead <= 0xef) {
        length = 3;
        low = lead == 0xe0 ? 0xa0 : 0x80;
        high = lead == 0xed ? 0x9f : 0xbf;
    } else if (lead >= 0xf0 && lead <= 0xf4) {
        length = 4;
        low = lead == 0xf0 ? 0x90 : 0x80;
        high = lead == 0xf4 ? 0x8f : 0xbf;
    }
    if (length == 0 || s.size() < length || byte(1) < low || byte(1) > high) {
        return 0;
    }
    for (std::size_t i = 2; i < length; ++i) {
        if ((byte(i) & 0xc0) != 0x80) {
            return 0;
        }
    }
    return length;
}

// Length of the run of plain ASCII at the front, eight bytes at a time.
std::size_t ascii_run(const char* p, std::size_t size) {
    std::size_t i = 0;
    while (i + 8 <= size) {
        std::uint64_t word = 0;
        std::memcpy(&word, p + i, 8);
        if ((word & 0x8080808080808080U) != 0) {
            break;
        }
        i += 8;
    }
    while (i < size && static_cast<unsigned char>(p[i]) < 0x80) {
        ++i;
    }
    return i;
}

bool is_forbidden_control(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r';
}

bool has_forbidden_control(std::string_view bytes) {
    // Branch-free inner loop, so that the compiler can use vector instructions.
    constexpr std::size_t k_block = 4096;
    for (std::size_t start = 0; start < bytes.size(); start += k_block) {
        const std::size_t end = std::min(bytes.size(), start + k_block);
        // Of a byte each, so that sixteen fit into a vector register.
        std::uint8_t found = 0;
        for (std::size_t i = start; i < end; ++i) {
            const auto byte = static_cast<std::uint8_t>(bytes[i]);
            const bool forbidden = (byte < 0x20) & (byte != '\t') & (byte != '\n') & (byte != '\r');
            found = static_cast<std::uint8_t>(found | static_cast<std::uint8_t>(forbidden));
        }
        if (found != 0) {
            return true;
        }
    }
    return false;
}

std::string utf16_to_utf8(std::string_view bytes, bool big_endian) {
    const auto unit = [&](std::size_t i) {
        const auto a = static_cast<unsigned char>(bytes[i]);
        const auto b = static_cast<unsigned char>(bytes[i + 1]);
        return static_cast<char32_t>(big_endian ? a << 8 | b : b << 8 | a);
    };
    std::string out;
    out.reserve(bytes.size());
    for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
        char32_t c = unit(i);
        if (c >= 0xd800 && c < 0xdc00 && i + 3 < bytes.size()) {
            const char32_t low = unit(i + 2);
            if (low >= 0xdc00 && low < 0xe000) {
                c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
                i += 2;
            }
        }
        append_utf8(out, c >= 0xd800 && c < 0xe000 ? 0xfffd : c);
    }
    return out;
}

// The encoding of the XML declaration in lower case, "" where none is stated.
std::string declared_encoding(std::string_view bytes) {
    if (!bytes.starts_with("<?xml")) {
        return {};
    }
    const std::string_view declaration = bytes.substr(0, bytes.find("?>"));
    std::size_t at = declaration.find("encoding");
    if (at == std::string_view::npos || declaration.size() > 400) {
        return {};
    }
    at = declaration.find_first_of("\"'", at);
    if (at == std::string_view::npos) {
        return {};
    }
    const std::size_t end = declaration.find(declaration[at], at + 1);
    if (end == std::string_view::npos) {
        return {};
    }
    std::string name(declaration.substr(at + 1, end - at - 1));
    for (char& c : name) {
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return name;
}

// From here on `prepared.bytes` is `text`.
void take(Prepared& prepared, std::string text) {
    prepared.storage = std::move(text);
    prepared.bytes = prepared.storage;
}

void decode(Prepared& prepared) {
    std::string_view in = prepared.bytes;
    if (in.starts_with("\xff\xfe"sv) || in.starts_with("\xfe\xff"sv)) {
        take(prepared, utf16_to_utf8(in.substr(2), in[0] == '\xfe'));
    } else if (in.starts_with("<\0"sv) || in.starts_with("\0<"sv)) {
        take(prepared, utf16_to_utf8(in, in[0] == '\0'));
    } else if (in.starts_with("\xef\xbb\xbf"sv)) {
        prepared.bytes.remove_prefix(3);
    }
    in = prepared.bytes;
    const std::string encoding = declared_encoding(in);
    const bool says_utf8 = encoding.empty() || encoding == "utf-8" || encoding == "utf8";
    const std::size_t plain = ascii_run(in.data(), in.size());
    if (plain == in.size()) {
        return;
    }
    if (valid_utf8(in.substr(plain))) {
        // Bytes that are valid UTF-8 by chance are so rare that they outweigh any declaration.
        if (!says_utf8 && prepared.storage.empty()) {
            prepared.repairs.emplace_back("encoding-overridden");
        }
        return;
    }
    const bool latin = encoding == "iso-8859-1" || encoding == "latin1" || encoding == "latin-1" ||
                       encoding == "windows-1252" || encoding == "cp1252" ||
                       encoding == "us-ascii" || encoding == "ascii" || encoding == "utf-16" ||
                       encoding == "iso8859-1";
    if (!says_utf8 && !latin) {
        prepared.utf8 = false;
        return;
    }
    std::string out;
    out.reserve(in.size() + in.size() / 16);
    const bool whole = latin && encoding != "us-ascii" && encoding != "ascii";
    for (std::size_t i = 0; i < in.size();) {
        const std::size_t run = ascii_run(in.data() + i, in.size() - i);
        out.append(in.substr(i, run));
        i += run;
        if (i == in.size()) {
            break;
        }
        const std::size_t length = whole ? 0 : sequence_length(in.substr(i));
        if (length > 0) {
            out.append(in.substr(i, length));
            i += length;
        } else {
            append_windows_1252(out, static_cast<unsigned char>(in[i]));
            ++i;
        }
    }
    if (!whole) {
        prepared.repairs.emplace_back("invalid-utf8");
    }
    take(prepared, std::move(out));
}

// U+FFFE and U+FFFF, which XML forbids as well.
constexpr std::string_view k_noncharacters[] = {"\xef\xbf\xbe", "\xef\xbf\xbf"};

void drop_controls(Prepared& prepared) {
    const bool noncharacters =
        prepared.utf8 && (prepared.bytes.find(k_noncharacters[0]) != std::string_view::npos ||
                          prepared.bytes.find(k_noncharacters[1]) != std::string_view::npos);
    if (!prepared.utf8 || (!noncharacters && !has_forbidden_control(prepared.bytes))) {
        return;
    }
    std::string out(prepared.bytes);
    std::erase_if(out, is_forbidden_control);
    if (noncharacters) {
        std::string rest;
        for (std::size_t i = 0; i < out.size();) {
            const std::string_view here = std::string_view(out).substr(i, 3);
            if (here == k_noncharacters[0] || here == k_noncharacters[1]) {
                i += 3;
            } else {
                rest += out[i++];
            }
        }
        out = std::move(rest);
    }
    prepared.repairs.emplace_back("control-characters");
    take(prepared, std::move(out));
}

bool is_name_start(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return std::isalpha(byte) != 0 || c == '_' || c == ':' || byte >= 0x80;
}

}  // namespace

void append_utf8(std::string& text, char32_t c) {
    const auto put = [&](char32_t byte) { text += static_cast<char>(static_cast<unsigned>(byte)); };
    if (c < 0x80) {
        put(c);
    } else if (c < 0x800) {
        put(0xc0 | c >> 6);
        put(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
        put(0xe0 | c >> 12);
        put(0x80 | (c >> 6 & 0x3f));
        put(0x80 | (c & 0x3f));
    } else {
        put(0xf0 | c >> 18);
        put(0x80 | (c >> 12 & 0x3f));
        put(0x80 | (c >> 6 & 0x3f));
        put(0x80 | (c & 0x3f));
    }
}

bool valid_utf8(std::string_view bytes) {
    std::size_t i = 0;
    while (i < bytes.size()) {
        i += ascii_run(bytes.data() + i, bytes.size() - i);
        while (i < bytes.size() && static_cast<unsigned char>(bytes[i]) >= 0x80) {
            const std::size_t length = sequence_length(bytes.substr(i));
            if (length == 0) {
                return false;
            }
            i += length;
        }
    }
    return true;
}

std::size_t find_long_start_tag(std::string_view bytes, std::size_t limit) {
    // '<' cannot stand inside a start tag, so only a long way to the next one needs a closer look.
    // Where some '<' stands within the limit behind this one, all distances up to it are short.
    std::size_t at = bytes.find('<');
    while (at != std::string_view::npos) {
        if (const std::size_t last = bytes.substr(at + 1, limit).rfind('<');
            last != std::string_view::npos) {
            at += 1 + last;
            continue;
        }
        const std::size_t next = bytes.find('<', at + 1);
        const std::size_t end = std::min(next, bytes.size());
        if (end - at > limit && at + 1 < end && is_name_start(bytes[at + 1])) {
            char quote = 0;
            std::size_t i = at + 1;
            for (; i < end; ++i) {
                const char c = bytes[i];
                if (quote != 0) {
                    quote = c == quote ? '\0' : quote;
                } else if (c == '"' || c == '\'') {
                    quote = c;
                } else if (c == '>') {
                    break;
                }
            }
            if (i - at > limit) {
                return at;
            }
        }
        at = next;
    }
    return std::string_view::npos;
}

Prepared prepare(std::string_view input) {
    Prepared prepared;
    prepared.bytes = input;
    decode(prepared);
    drop_controls(prepared);
    // An XML declaration after white space is an error to libxml2 and a habit of some servers.
    const std::size_t start = prepared.bytes.find_first_not_of(" \t\r\n");
    if (start != std::string_view::npos && start > 0 &&
        prepared.bytes.substr(start).starts_with("<?xml")) {
        // Blank the declaration instead of cutting, so that line numbers stay true.
        const std::size_t end = prepared.bytes.find("?>", start);
        if (end != std::string_view::npos && prepared.utf8) {
            std::string out(prepared.bytes);
            for (std::size_t i = start; i < end + 2; ++i) {
                out[i] = out[i] == '\n' ? '\n' : ' ';
            }
            take(prepared, std::move(out));
        }
    }
    EntityPass pass = resolve_entities(prepared.bytes);
    prepared.reason = std::move(pass.reason);
    prepared.detail = std::move(pass.detail);
    prepared.line = pass.line;
    std::move(pass.repairs.begin(), pass.repairs.end(), std::back_inserter(prepared.repairs));
    if (pass.changed) {
        take(prepared, std::move(pass.bytes));
    }
    return prepared;
}

}  // namespace lode::ingest::xml
