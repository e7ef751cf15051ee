#include "ingest/source/sniff.hpp"

#include <algorithm>
#include <cctype>

#include "ingest/source/utf16.hpp"

namespace lode::ingest {
namespace {

using namespace std::string_view_literals;

bool starts_with_any_case(std::string_view text, std::string_view lower) {
    if (text.size() < lower.size()) {
        return false;
    }
    for (std::size_t i = 0; i < lower.size(); ++i) {
        if (std::tolower(static_cast<unsigned char>(text[i])) != lower[i]) {
            return false;
        }
    }
    return true;
}

// POSIX.1-1988 ustar: magic at 257; older tars are known by the header's checksum at 148.
bool is_tar(std::string_view head) {
    if (head.size() < 512) {
        return false;
    }
    if (head.substr(257, 5) == "ustar") {
        return true;
    }
    unsigned sum = 0;
    for (std::size_t i = 0; i < 512; ++i) {
        sum += i >= 148 && i < 156 ? 32U : static_cast<unsigned char>(head[i]);
    }
    unsigned stated = 0;
    bool digits = false;
    for (const char c : head.substr(148, 8)) {
        if (c >= '0' && c <= '7') {
            stated = stated * 8 + static_cast<unsigned>(c - '0');
            digits = true;
        } else if (digits) {
            break;
        }
    }
    return digits && head[0] != '\0' && sum == stated;
}

// "BZh", the block size, and the magic of a block or of an empty stream's end.
bool is_bzip2(std::string_view head) {
    return head.size() >= 10 && head.starts_with("BZh") && head[3] >= '1' && head[3] <= '9' &&
           (head.substr(4, 6) == "1AY&SY" || head.substr(4, 6) == "\x17\x72\x45\x38\x50\x90");
}

bool is_control(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r' && byte != '\f';
}

bool holds_controls(std::string_view text) {
    return std::any_of(text.begin(), text.end(), is_control);
}

bool is_binary(std::string_view head) {
    return static_cast<std::size_t>(std::count_if(head.begin(), head.end(), is_control)) * 50 >
           head.size();
}

Content sniff_utf16(std::string_view head) {
    Content content = sniff(utf16_head(head));
    const bool text = content.kind == ContentKind::xml || content.kind == ContentKind::html ||
                      content.kind == ContentKind::json_lines ||
                      content.kind == ContentKind::json_array || content.kind == ContentKind::empty;
    if (!text) {
        content.kind = ContentKind::text;
    }
    content.name =
        content.kind == ContentKind::empty ? "UTF-16 text without a character" : "UTF-16 text";
    content.utf16 = true;
    return content;
}

}  // namespace

Content sniff(std::string_view head) {
    if (head.empty()) {
        return {ContentKind::empty, "empty file"};
    }
    if (has_utf16_mark(head)) {
        return sniff_utf16(head);
    }
    struct Magic {
        std::string_view bytes;
        ContentKind kind;
        std::string_view name;
    };
    static constexpr Magic k_magic[] = {
        {"\x1f\x8b"sv, ContentKind::gzip, "gzip"},
        {"PK\x03\x04"sv, ContentKind::zip, "zip archive"},
        {"PK\x05\x06"sv, ContentKind::empty, "empty zip archive"},
        {"PK\x07\x08PK\x03\x04"sv, ContentKind::zip, "zip archive"},
        {"\xfd"
         "7zXZ\0"sv,
         ContentKind::xz, "xz data"},
        {"\x28\xb5\x2f\xfd"sv, ContentKind::zstd, "zstd data"},
        {"7z\xbc\xaf\x27\x1c"sv, ContentKind::archive, "7z archive"},
        {"Rar!"sv, ContentKind::archive, "rar archive"},
        {"%PDF-"sv, ContentKind::binary, "PDF"},
        // UTF-16 without a byte order mark but with '<' first.
        {"<\0"sv, ContentKind::xml, "UTF-16 text"},
        {"\0<"sv, ContentKind::xml, "UTF-16 text"},
    };
    for (const auto& magic : k_magic) {
        if (head.starts_with(magic.bytes)) {
            return {magic.kind, std::string(magic.name)};
        }
    }
    if (is_bzip2(head)) {
        return {ContentKind::bzip2, "bzip2 data"};
    }
    // A skippable frame, which some writers of zstd put in front.
    if (head.size() >= 4 && (static_cast<unsigned char>(head[0]) & 0xf0U) == 0x50 &&
        head.substr(1, 3) == "\x2a\x4d\x18") {
        return {ContentKind::zstd, "zstd data"};
    }
    if (is_tar(head)) {
        return {ContentKind::tar, "tar archive"};
    }
    std::string_view text = head;
    if (text.starts_with("\xef\xbb\xbf")) {
        text.remove_prefix(3);
    }
    const std::size_t start = text.find_first_not_of(" \t\r\n\f\0"sv);
    if (start == std::string_view::npos) {
        return {ContentKind::empty, "white space only"};
    }
    text.remove_prefix(start);
    if (text.front() == '<') {
        // A page that a server sent instead of the article.
        if (starts_with_any_case(text, "<!doctype html") || starts_with_any_case(text, "<html")) {
            return {ContentKind::html, "HTML page"};
        }
        return {ContentKind::xml, "XML"};
    }
    if (text.front() == '{') {
        return {ContentKind::json_lines, "JSON lines"};
    }
    if (text.front() == '[') {
        const std::size_t first = text.find_first_not_of(" \t\r\n", 1);
        if (first != std::string_view::npos &&
            (text[first] == '{' || text[first] == '[' || text[first] == ']')) {
            return {ContentKind::json_array, "JSON array"};
        }
    }
    // Junk before the document (a log line, an HTTP header): the reader cuts it off. What holds
    // control characters is no such junk but the damaged beginning of something else.
    for (const std::string_view mark : {"<?xml"sv, "<!DOCTYPE"sv, "<article"sv}) {
        const std::size_t at = text.find(mark);
        if (at != std::string_view::npos && !holds_controls(text.substr(0, at))) {
            return {ContentKind::xml, "XML behind other bytes", false};
        }
    }
    if (is_binary(head)) {
        return {ContentKind::binary, "binary data"};
    }
    return {ContentKind::text, "plain text"};
}

}  // namespace lode::ingest
