// Files that are complete or absent, and files mapped into memory.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace lode {

namespace fs = std::filesystem;

// Reads a whole file. Error with path and reason; `limit` guards against surprises (bytes).
std::string read_file(const fs::path& path, std::size_t limit = std::size_t{1} << 32);

// Writes to a temporary file beside `path`; commit() syncs it and renames it into place. A
// destructor without commit() removes the temporary file, so that a crash or exception never leaves
// half a file. Errors (a full disk too) are thrown from write() or commit(), never lost.
class AtomicFile {
 public:
    explicit AtomicFile(fs::path path);
    ~AtomicFile();
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;
    void write(std::string_view bytes);
    void commit();
    const fs::path& path() const noexcept { return m_path; }

 private:
    void flush();
    fs::path m_path;
    fs::path m_temporary;  // empty: a device or pipe, written to directly
    int m_fd = -1;
    std::string m_buffer;
};

void write_file_atomically(const fs::path& path, std::string_view bytes);

// Makes a folder and those it lies in, where they are missing, so that their names outlive a power
// cut. Error with path and reason.
void create_folders(const fs::path& path);

// Names made, moved or removed in a folder outlive a power cut only once the folder itself is
// synced. Best effort: some file systems refuse.
void sync_folder(const fs::path& path);

// A read-only mapping of a whole file. An empty file maps to an empty view.
class MappedFile {
 public:
    MappedFile() = default;
    explicit MappedFile(const fs::path& path);
    ~MappedFile();
    MappedFile(MappedFile&& other) noexcept;
    MappedFile& operator=(MappedFile&& other) noexcept;
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;
    std::string_view bytes() const noexcept { return {m_data, m_size}; }

 private:
    const char* m_data = nullptr;
    std::size_t m_size = 0;
};

}  // namespace lode
