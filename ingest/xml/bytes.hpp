// Bytes of a document before libxml2 sees them: encoding made UTF-8, entities resolved, and - only
// after a strict parse has failed - markup repaired.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lode::ingest::xml {

struct Prepared {
    std::string_view bytes;  // of the input or of `storage`
    std::string storage;
    bool utf8 = true;    // false: libxml2 decodes the declared encoding
    std::string reason;  // not empty: a reject ("entity-expansion")
    std::string detail;
    std::uint32_t line = 0;            // of the reject
    std::vector<std::string> repairs;  // stable words, e.g. "encoding-overridden"
};

// What is always done: byte order mark and UTF-16 to UTF-8; declared encodings that the bytes
// contradict overridden; invalid UTF-8 read as windows-1252; control characters dropped; the
// internal DTD subset blanked out; named entities replaced. Costs one scan where nothing is amiss.
// The views of the result may point into `input`.
Prepared prepare(std::string_view input);

// What is tried after a strict parse has failed: stray '&' and '<' escaped, references to forbidden
// characters dropped, bytes before the first and after the last tag cut. Returns the repairs made
// (empty: nothing to repair) and writes the new bytes to `output`. Line numbers are kept.
std::vector<std::string> repair_markup(std::string_view input, std::string& output);

// True where the bytes are valid UTF-8 (no surrogates, no overlong forms).
bool valid_utf8(std::string_view bytes);

// The first start tag longer than `limit` bytes: its offset, else npos. libxml2 2.9 needs quadratic
// time in the number of attributes, so such a tag is refused unseen.
std::size_t find_long_start_tag(std::string_view bytes, std::size_t limit);

// The text of a named entity of corpora/lexicons/entities.tsv; empty where it is not known.
std::string_view named_entity(std::string_view name);

void append_utf8(std::string& text, char32_t code_point);

}  // namespace lode::ingest::xml
