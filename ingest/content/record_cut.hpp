// Cuts a set of records that no parser takes as a whole into its records, by their tags alone.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace lode::ingest {

struct RecordBytes {
    std::string_view bytes;   // from its start tag to behind its end tag
    std::uint64_t lines = 0;  // line ends before it
};

// The elements for which `is_record` holds, outermost ones, in order. One without end tag reaches
// to the next start tag of its name or to the end. Comments, CDATA and processing instructions are
// not looked into, unless they never end. Linear in the size of `bytes`, which must be a superset
// of ASCII.
std::vector<RecordBytes> cut_records(
    std::string_view bytes, const std::function<bool(std::string_view local_name)>& is_record);

// What stands before the root element: XML declaration, DOCTYPE.
std::string_view prologue_of(std::string_view bytes);

}  // namespace lode::ingest
