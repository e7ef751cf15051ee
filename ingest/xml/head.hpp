// What a document is, from its first bytes: root element, namespace, DOCTYPE. No parser involved.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lode::ingest::xml {

struct RootFacts {
    std::string root;  // local name, "" where no element was found
    std::string prefix;
    std::string name_space;  // URI bound to the prefix on the root element itself
    std::string public_id;
    std::string system_id;
    // Local names of the elements that begin inside the root as far as `bytes` reach, each once, in
    // order; at most 64.
    std::vector<std::string> inner;
};

// `bytes` must be UTF-8 or another superset of ASCII.
RootFacts read_root(std::string_view bytes);

}  // namespace lode::ingest::xml
