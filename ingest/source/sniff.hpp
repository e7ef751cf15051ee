// What bytes are, judged by their beginning and never by a file's name.
#pragma once

#include <string>
#include <string_view>

namespace lode::ingest {

enum class ContentKind {
    empty,
    gzip,
    bzip2,
    xz,
    zstd,
    tar,
    zip,
    archive,  // of a kind that is not read
    xml,
    json_lines,
    json_array,
    html,
    text,
    binary
};

struct Content {
    ContentKind kind = ContentKind::empty;
    std::string name;      // for people: "zip archive", "PDF", ...
    bool at_start = true;  // false: other text stands in front of it
    bool utf16 = false;    // with a byte order mark; `kind` is that of the text it holds
};

// How many bytes sniff() wants to see: a tar header and some text behind leading junk.
constexpr std::size_t k_sniff_bytes = 4096;

Content sniff(std::string_view head);

}  // namespace lode::ingest
