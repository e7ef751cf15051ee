// A file that exists for the length of a job.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace lode::embed {

// Created under a fresh name in `folder` (which is made where it is missing); the destructor
// removes the file. write() and close() throw Error with path and reason, a full disk included.
class ScratchFile {
 public:
    ScratchFile(const std::filesystem::path& folder, std::string_view stem);
    ~ScratchFile();
    ScratchFile(const ScratchFile&) = delete;
    ScratchFile& operator=(const ScratchFile&) = delete;

    void write(std::string_view bytes);
    void close();  // after the last write, before anybody reads
    const std::filesystem::path& path() const noexcept { return m_path; }

 private:
    void flush();
    std::filesystem::path m_path;
    int m_fd = -1;
    std::string m_buffer;
};

}  // namespace lode::embed
