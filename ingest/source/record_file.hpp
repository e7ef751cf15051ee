// Files of records with named fields (tables, JSON): which of those that are only found, in a
// folder or an archive, are records of articles. What a user names is read in any case.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace lode::ingest {

// ".csv", ".json", ...; of "a.csv.gz" it is ".csv"; "" for all other names.
std::string record_extension(std::string_view name);

// Why a file of that name is none, judged by its beginning (decompressed, k_table_head_bytes of
// it): ".csv without titles and abstracts", "(exported by lode)"; "" where it may be one. Of a
// table and of .json the names of a title and an abstract must be there, of .jsonl and .ndjson one
// of them. What does not begin like a table or an object is for the reader to judge.
std::string no_articles(std::string_view name, std::string_view head);

// The same for a file of a folder; "" too where it cannot be read.
std::string no_articles_in(const std::filesystem::path& path);

// The names of the first object's own members, as far as `head` has them.
std::vector<std::string> member_names(std::string_view head);

}  // namespace lode::ingest
