// A dataset as others can use it without asking: a folder with the data in files of bounded size,
// what every column holds, a datasheet with limits and numbers, whom to cite, and checksums.
//
//   data/NAME-00001.FORMAT ...   the records
//   README.md                    the datasheet (after Gebru et al., CACM 64(12), 86-92, 2021)
//   datapackage.json             Frictionless Data Package 1
//   croissant.json               Croissant 1.0 (MLCommons)
//   citations.tsv                the articles the records come from, with how many
//   ...                          what PackageOptions::addenda add: split.json
//   SHA256SUMS                   for sha256sum --check
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/progress.hpp"
#include "query/export.hpp"

namespace lode::query {

// A file beside the records that is known when the last of them is written, with what the
// datasheet says of it (a section in Markdown).
struct Addendum {
    std::string path, bytes, section;
};

// What only the one who publishes the dataset knows; Croissant 1.0 asks for all of it. "" not
// known.
struct Publication {
    std::string url;      // of the dataset's page
    std::string date;     // of publication: 2026-01-31
    std::string creator;  // an organisation
    std::string licence;  // URL, of the dataset as a whole
    // Names of what is not known, as Croissant calls it: "url", "datePublished", ...
    std::vector<std::string> missing() const;
};

struct PackageOptions {
    std::filesystem::path folder;  // must not exist, or be empty
    std::string format;            // of k_table_formats
    std::uint64_t rows_per_file = 1'000'000;
    std::string program;                          // "lode 0.1.0"
    std::string licences_allowed;                 // as asked for; "" all text is written
    std::map<std::string, std::string> settings;  // how the records were made
    Publication publication = {};
    // The sides of a split, where a column "split" names them for each record: "train", "test".
    std::vector<std::string> sides = {};
    std::function<std::vector<Addendum>()> addenda = {};
};

struct PackagedFile {
    std::string path;  // inside the folder
    std::uint64_t bytes = 0, rows = 0;
    std::string sha256;
};

// What a reader of the datasheet wants to know of a column.
struct ColumnProfile {
    std::uint64_t stated = 0;
    // Text with at most k_most_values different values: how often each. Others: empty.
    std::map<std::string, std::uint64_t> values;
    bool many_values = false;
    std::optional<double> least, greatest;  // of numbers
};
inline constexpr std::size_t k_most_values = 40;

struct Package {
    std::uint64_t rows = 0, articles = 0, retracted_rows = 0;
    std::vector<PackagedFile> files;
    std::vector<ColumnProfile> profiles;                   // one a column
    std::map<std::string, std::uint64_t> rows_by_licence;  // "" not stated
    std::uint16_t first_year = 0, last_year = 0;
    // Share of the records on the ten materials that are named most; nothing without a column
    // "material".
    std::optional<double> top_ten_share;
    std::uint64_t materials = 0;
    std::vector<Addendum> addenda;
};

// Complete or absent: grows in a folder beside it and is renamed. UsageError for a dataset that is
// no table or a folder that holds something. Memory: a row, the profiles, and the names of the
// materials.
Package write_package(const Export& dataset, const ExportSource& source,
                      const PackageOptions& options, Progress& progress, std::stop_token stop);

// The texts of the package, apart for tests.
std::string datasheet(const Export& dataset, const Package& package, const PackageOptions& options);
std::string frictionless_json(const Export& dataset, const Package& package,
                              const PackageOptions& options);
std::string croissant_json(const Export& dataset, const Package& package,
                           const PackageOptions& options);

}  // namespace lode::query
