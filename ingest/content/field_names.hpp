// Records with named fields (CSV, JSON lines): which of their names is which of our fields.
#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace lode::ingest {

// Our fields, as `--map FIELD=NAME` takes them.
inline constexpr std::array<std::string_view, 15> k_record_fields = {
    "title", "abstract",  "id",   "doi",  "pmid",     "pmcid",    "authors", "journal",
    "date",  "publisher", "year", "type", "language", "keywords", "licence"};

bool is_record_field(std::string_view field);
// "title, abstract, ..."
std::string record_field_names();

// For each of our fields (and "categories", which become keywords) the places in `names` that hold
// it, the preferred one first. Names come from corpora/lexicons/field_names.tsv; a field of `map`
// (ours -> theirs) is taken from that name alone. `missing`: names of `map` that are not there.
struct FieldPlaces {
    std::map<std::string, std::vector<std::size_t>, std::less<>> places;
    std::vector<std::string> missing;
    bool has(std::string_view field) const { return places.find(field) != places.end(); }
};
FieldPlaces find_fields(const std::vector<std::string>& names,
                        const std::map<std::string, std::string>& map);

}  // namespace lode::ingest
