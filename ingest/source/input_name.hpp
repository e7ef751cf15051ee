// What a file's name says: used for files of folders and members of archives alike.
#pragma once

#include <string>
#include <string_view>

namespace lode::ingest {

// ".xml" in lower case; "(no extension)" where there is none.
std::string lower_extension(std::string_view file_name);

// .xml .nxml .jats .jsonl .ndjson .json .csv .tsv, compressed files and archives.
bool is_input_by_name(std::string_view file_name);

// Valid UTF-8 without control characters; every other byte becomes "\xHH", and so does a backslash
// in front of an x, so that different names stay different.
std::string printable_name(std::string_view name);

}  // namespace lode::ingest
