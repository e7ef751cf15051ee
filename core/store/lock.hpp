// Advisory locks between processes (flock): gone with the process, whatever ends it.
#pragma once

#include <filesystem>
#include <optional>
#include <utility>

namespace lode::store {

class FileLock {
 public:
    enum class Kind { shared, exclusive };
    // Nothing where another holder is in the way, or where a shared lock is asked on a file that
    // does not exist (an exclusive lock creates it). Error for anything else. Never waits.
    static std::optional<FileLock> try_lock(const std::filesystem::path& path, Kind kind);
    ~FileLock();
    FileLock(FileLock&& other) noexcept
        : m_fd(std::exchange(other.m_fd, -1)), m_real(other.m_real) {}
    FileLock& operator=(FileLock&&) = delete;

    // False where the file system has no such locks; then the lock keeps nobody out.
    bool is_real() const noexcept { return m_real; }

 private:
    explicit FileLock(int fd) : m_fd(fd) {}
    int m_fd = -1;
    bool m_real = true;
};

}  // namespace lode::store
