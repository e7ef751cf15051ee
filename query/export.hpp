// A derived dataset. One file in query/exports each; see docs/EXTENDING.md.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>

#include "core/base/lexicon.hpp"
#include "core/base/progress.hpp"
#include "core/store/store.hpp"
#include "embed/vectors/embedding.hpp"
#include "query/dataset/documents.hpp"
#include "query/dataset/table.hpp"
#include "query/terms.hpp"

namespace lode::query {

struct ExportInfo {
    std::string_view name;
    std::uint32_t version;
    std::string_view title;
    std::string_view formats;    // separated by a blank, the usual one first: "vec npy"
    std::string_view reference;  // where the fields are described
    bool needs_model = false;
    std::string_view binary_formats = "parquet sqlite";  // those of `formats` no terminal can show
    // What a model would predict of a record, for the reports on splits: "outcome=positive". Empty:
    // nothing that is plain.
    std::string_view label = {};
    // Of `lode export` those that set a field of ExportSource which the dataset reads, separated by
    // blanks; others are refused.
    std::string_view options = "licence-allow";
};

struct ExportSource {
    const store::Reader& store;
    const embed::Embedding* model = nullptr;  // where the dataset needs_model
    LicenceRule licences = {};                // whose words may be written
    LexiconSource lexicons = {};
    Normalise normalise = {};    // typed words to norms, where a dataset looks for words
    std::string_view side = {};  // of vectors: "input", "output"; "" as the format has it
};

class Export {
 public:
    Export() = default;
    Export(const Export&) = delete;
    Export& operator=(const Export&) = delete;
    virtual ~Export() = default;
    virtual const ExportInfo& info() const noexcept = 0;
    // Of a dataset that is a flat table, its columns; otherwise none.
    virtual std::span<const Column> columns() const { return {}; }
    // The format that belongs beside a file of this one, "" for none: NAME.npy has its words in
    // NAME.words.
    virtual std::string_view companion(std::string_view /*format*/) const noexcept { return {}; }
    // Streams; memory does not grow with the store. Returns the number of records.
    virtual std::uint64_t write(const ExportSource& source, std::string_view format,
                                std::ostream& out, Progress& progress,
                                std::stop_token stop) const = 0;
};

namespace exports {
std::span<const Export& (*const)()> all();
}

}  // namespace lode::query
