// Files, directories and archives to documents. Nothing is extracted to disk, and no archive is
// ever in memory as a whole. libarchive and the libraries of compression are used here and nowhere
// else.
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
#include "core/base/error.hpp"
#include "core/model/article.hpp"

namespace lode::ingest {

struct InputFile {
    std::filesystem::path path;
    std::string name;  // what provenance shows: the path as given, with '/' and without "./",
                       // printable_name() of it
    std::uint64_t bytes = 0;
    // Not empty: it cannot be read, and why ("stable-word: explanation").
    std::string problem = {};
    // The user names the fields: tables and JSON found in archives are inputs whatever theirs are.
    bool any_fields = false;
};

// A file that cannot be opened or read. what() is a stable word, ": " and the system's reason; the
// name of the file is not in it.
class UnreadableFile : public Error {
 public:
    using Error::Error;
};

// Walks files and directories (recursive, sorted by name, each directory in turn so that memory
// stays bounded by the largest directory). Skips hidden files and what no reader could claim by
// name only if `skipped` is told: nothing is passed over silently. What is an input and cannot be
// read comes with its `problem`, and the walk goes on: a file without the right to read it, a link
// to nothing, a folder that cannot be listed, a path that vanished since. A named path that does
// not exist or is neither a file nor a folder is a UsageError before the walk; a listed one (from a
// file list, which may be old when its turn comes) that does not exist is counted among the
// skipped.
class InputWalker {
 public:
    // `paths` first, then `listed`, each in the order given. Tables and JSON that are found in
    // folders are inputs where they hold articles (record_file.hpp); `any_fields`: always.
    explicit InputWalker(std::vector<std::filesystem::path> paths,
                         std::vector<std::filesystem::path> listed = {}, bool any_fields = false);
    ~InputWalker();
    std::optional<InputFile> next();
    // Files found in directories that are no input by name (pictures, .txt, ...), by extension,
    // or hold no articles; listed ones that are not there, under k_missing. A file named or listed
    // is always read.
    const std::map<std::string, std::uint64_t>& skipped() const noexcept;
    static constexpr const char* k_missing = "(no such file)";

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
    // One document, one record of a file of records, one member that must be in memory.
    std::uint64_t member_bytes = std::uint64_t{256} << 20;
    // Members of archives up to this size are checked in memory before anything of them is given;
    // larger ones are read as a stream, after the pass of verify_file().
    std::uint64_t whole_bytes = std::uint64_t{16} << 20;
    // What one input file may unpack to in all; see Budget in decoder.hpp.
    std::uint64_t total_bytes = std::uint64_t{1} << 40;
    std::uint64_t ratio_free_bytes = std::uint64_t{4} << 30;
    double ratio = 250;
};

struct ContainerSummary {
    Digest128 digest;         // of the raw file
    std::uint64_t bytes = 0;  // of the raw file
    std::uint64_t members = 0;
    std::uint64_t unreadable = 0;
    std::string problem;  // the first of `layers`, "" where sound
    // Of each layer that is read as a stream (compressed data, an archive, a large member), in the
    // order in which they begin: what is wrong with it, "" where sound. A layer's damage is its
    // own: a bad member does not spoil an archive, a bad gzip file spoils the tar in it.
    std::vector<std::string> layers;
};

// Reads the raw file: its digest, and whether all compressed data in it hold: every gzip member's
// CRC and length, the checks of bzip2, xz and zstd, the CRC of large members of a zip archive
// (small ones are checked when they are read). tar has no checks but those of its headers, and
// plain files have none at all. This is a pass of its own because what is read from a file is
// committed while the file is being read, and an article of a damaged container is to be known as
// one from the start; and because a file's digest says whether it is to be read at all. Throws
// UnreadableFile.
ContainerSummary verify_file(const InputFile& file, std::stop_token stop = {},
                             const ContainerLimits& limits = {});

// Calls `document` for each document and `reject` for each member that cannot be given, in file
// order. `verified` comes from verify_file() with the same limits; documents of a damaged container
// are marked, and what is wrong with it is a reject of its own. Throws UnreadableFile, possibly
// behind some of the documents.
void read_file_documents(const InputFile& file, const ContainerSummary& verified,
                         const ContainerLimits& limits,
                         const std::function<void(Document)>& document,
                         const std::function<void(Reject)>& reject, std::stop_token stop = {});

std::string libarchive_version();

}  // namespace lode::ingest
