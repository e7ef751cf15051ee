// Where the files of a corpus go. A sink holds one file or one line at a time.
#pragma once

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>

namespace lode::generate {

class Sink {
 public:
    Sink() = default;
    Sink(const Sink&) = delete;
    Sink& operator=(const Sink&) = delete;
    virtual ~Sink() = default;
    // A complete file; `path` is relative with '/' between folders.
    virtual void file(std::string_view path, std::string_view bytes) = 0;
    // One line (newline added) of a file that grows; lines of one file come one after another.
    virtual void line(std::string_view path, std::string_view text) = 0;
    // Flushes. Error where something could not be written.
    virtual void finish() = 0;
};

// Plain files below a folder.
std::unique_ptr<Sink> folder_sink(const std::filesystem::path& folder);

// XML files as members of uncompressed ustar archives articles-00000.tar of at most `members`
// files, lines as plain files beside them.
std::unique_ptr<Sink> tar_sink(const std::filesystem::path& folder, std::uint64_t members = 10000);

// Counts and forgets.
std::unique_ptr<Sink> null_sink();

}  // namespace lode::generate
