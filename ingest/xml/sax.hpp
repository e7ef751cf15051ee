// The libxml2 door: streaming SAX2 with every limit and defence in one place. No libxml2 type
// leaves ingest/xml. Never XML_PARSE_HUGE, NOENT or DTDLOAD; external entities are never loaded.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lode::ingest::xml {

struct Limits {
    std::size_t document_bytes = std::size_t{256} << 20;
    std::size_t text_node_bytes = std::size_t{16} << 20;
    std::size_t depth = 512;
    std::size_t start_tag_bytes = 64 << 10;
    std::size_t elements = 20'000'000;
};

struct Attribute {
    std::string_view name;    // local name
    std::string_view prefix;  // as written
    std::string_view value;
};

// Views live for the call only. An exception thrown here is carried over the C frames and rethrown
// from parse().
class Handler {
 public:
    virtual ~Handler() = default;
    virtual void start_element(std::string_view local, std::string_view prefix,
                               std::string_view uri, const std::vector<Attribute>& attributes) = 0;
    virtual void end_element(std::string_view local, std::string_view prefix) = 0;
    virtual void characters(std::string_view utf8) = 0;
    // DOCTYPE, before the root.
    virtual void doctype(std::string_view /*name*/, std::string_view /*public_id*/,
                         std::string_view /*system_id*/) {}

    // Where the start tag that is told ends. Set by parse().
    std::uint32_t line = 0;
};

struct Outcome {
    bool well_formed = false;
    bool limit_hit = false;
    std::string reason;  // stable word: "malformed-xml", "too-deep", "truncated", ...
    std::string detail;  // for people
    std::uint32_t line = 0;
    std::uint32_t column = 0;
    std::vector<std::string> repairs;  // what was changed in the bytes before this parse
};

// Parses bytes that are complete, after prepare() of bytes.hpp. Strict: repairs of markup are the
// caller's second try (repair_markup()). Call prepare() once before threads start.
Outcome parse(std::string_view bytes, Handler& handler, const Limits& limits);

// The same for bytes that are prepared already. `utf8`: ignore the declared encoding.
Outcome parse(std::string_view bytes, Handler& handler, const Limits& limits, bool utf8);

// One-time set-up of libxml2 for threads, with entity loading switched off.
void prepare();

std::string libxml2_version();

}  // namespace lode::ingest::xml
