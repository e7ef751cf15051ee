// Bytes that are no container any more, to documents.
#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <string_view>

#include "ingest/source/bytes.hpp"
#include "ingest/source/source.hpp"

namespace lode::ingest {

// Where the bytes come from and where documents go. Lives as long as one call.
struct Leaf {
    ByteSource& source;
    const std::string& name;
    bool damaged = false;  // a layer around it is known to be
    const ContainerLimits& limits;
    const std::function<void(Document)>& document;
    const std::function<void(Reject)>& reject;
    const std::stop_token& stop;

    // Calls `document` with name and damage filled in; nothing after a request to stop.
    void give(Document given) const;
    void refuse(std::string reason, std::string detail, std::uint64_t line = 0) const;
    // For what problem() says: "stable-word: explanation".
    void refuse_for(const std::string& problem) const;
};

// One document: `begin` and all that is left of the source behind its bytes.
void read_single(const Leaf& leaf, Document begin = {});

// XML. A set of records (record_sets.hpp) is cut between records: each piece has the prologue, the
// open tags down to the records and what stands before the first of them in front (without the
// latter beyond 64 kB), and close tags behind. A set below 1 MB is one document, byte by byte as it
// is, unless formats change in it: a piece holds OAI-PMH records of one format only. A record whose
// nesting is wrong gets a piece of its own, one beyond the limit is a reject;
// where nesting is wrong between the records, the rest is one piece for the parser to judge. All
// else, and what is not in an encoding where '<' is one byte, is one document; where another one
// follows behind its root, each is a record of its own with its number. `head`: the first
// bytes of the source, still to be read.
void read_xml(const Leaf& leaf, std::string_view head);

// One JSON object a line, cut at line ends.
void read_json_lines(const Leaf& leaf);

// A JSON array of objects, or objects that go over several lines: given as one object a line. The
// first line of each piece is where its first object begins; line numbers behind it do not hold.
void read_json_values(const Leaf& leaf);
// Whether bytes that begin like JSON lines are such objects.
bool is_spread_json(std::string_view head);

// Delimited text with a head row, cut at record ends (RFC 4180: line ends inside quotes are none).
void read_table(const Leaf& leaf);

}  // namespace lode::ingest
