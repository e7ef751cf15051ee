// Bytes that are no container any more, to documents.
#pragma once

#include <functional>
#include <stop_token>
#include <string>

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

// One document, whatever is in it.
void read_single(const Leaf& leaf, std::string begin = {});

// One JSON object a line, cut at line ends.
void read_json_lines(const Leaf& leaf);

}  // namespace lode::ingest
