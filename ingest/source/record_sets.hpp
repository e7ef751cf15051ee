// XML files that hold many records: which they are, and where in them the records stand.
#pragma once

#include <span>
#include <string_view>

namespace lode::ingest {

// Names are local names; prefixes do not matter.
struct RecordSet {
    std::string_view root;
    std::string_view
        path;  // from the root to the element that holds the records: "a/b"; "": the root
    std::string_view records;  // names, separated by blanks; "": every element there

    bool holds(std::string_view local_name) const;
};

std::span<const RecordSet> record_sets();

// Nothing where a document of this root is read as a whole.
const RecordSet* find_record_set(std::string_view local_root);

}  // namespace lode::ingest
