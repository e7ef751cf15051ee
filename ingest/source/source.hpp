// Files, directories and archives to documents. Nothing is extracted to disk. libarchive and zlib
// are used here and nowhere else.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/digest.hpp"
#include "core/model/article.hpp"

namespace lode::ingest {

struct InputFile {
    std::filesystem::path path;
    std::string name;  // what provenance shows: the path as given, with '/' and without "./"
    std::uint64_t bytes = 0;
};

// Walks files and directories (recursive, sorted by name, each directory in turn so that memory
// stays bounded by the largest directory). Skips hidden files and what no reader could claim by
// name only if `skipped` is told: nothing is passed over silently. A path that does not exist is a
// UsageError.
class InputWalker {
 public:
    explicit InputWalker(std::vector<std::filesystem::path> paths);
    ~InputWalker();
    std::optional<InputFile> next();
    // Files found in directories that are no input by name (pictures, .txt, ...), by extension. A
    // file named by the user itself is always read.
    const std::map<std::string, std::uint64_t>& skipped() const noexcept;

 private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

enum class DocumentKind : std::uint8_t { xml, json_lines, csv };

// One XML file; or a run of consecutive records of a file that holds many (cut between records,
// about 1 MB): lines of a JSON-lines file; rows of a CSV file, the head row in front of each run;
// records of an XML set, the set's prologue and root element around each run.
struct Document {
    std::string source;  // "dir/a.xml", "a.tar.gz!b.xml", "f.jsonl.gz"
    std::string bytes;
    DocumentKind kind = DocumentKind::xml;
    std::uint64_t first_line = 1;    // line of the file in which the first record of `bytes` begins
    std::uint64_t head_lines = 0;    // line ends in what stands in front of it in `bytes`
    std::uint64_t first_record = 0;  // its number in the file, from 1; 0: not a file of records
    bool damaged_container = false;
};

struct ContainerLimits {
    std::uint64_t member_bytes = std::uint64_t{256} << 20;
    std::uint64_t total_bytes = std::uint64_t{1} << 40;
    double ratio = 200;  // uncompressed : compressed, checked once 64 MB came out
};

struct ContainerSummary {
    Digest128 digest;         // of the raw file
    std::uint64_t bytes = 0;  // of the raw file
    std::uint64_t members = 0;
    std::uint64_t unreadable = 0;
    std::string problem;  // "" where sound
};

// Reads the raw file once: its digest and, for gzip, whether every member's CRC and length hold.
// (libarchive 3.6 does not check them.)
ContainerSummary verify_file(const InputFile& file, std::stop_token stop = {});

// Calls `document` for each document and `reject` for each member that cannot be given, in file
// order. `verified` comes from verify_file(); documents of a damaged container are marked.
void read_file_documents(const InputFile& file, const ContainerSummary& verified,
                         const ContainerLimits& limits,
                         const std::function<void(Document)>& document,
                         const std::function<void(Reject)>& reject, std::stop_token stop = {});

std::string libarchive_version();

}  // namespace lode::ingest
