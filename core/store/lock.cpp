#include "core/store/lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/base/error.hpp"

namespace lode::store {

std::optional<FileLock> FileLock::try_lock(const std::filesystem::path& path, Kind kind) {
    const bool exclusive = kind == Kind::exclusive;
    // Network file systems grant an exclusive lock only on a file open for writing.
    const int flags = O_CLOEXEC | (exclusive ? O_RDWR | O_CREAT : O_RDONLY);
    FileLock lock(::open(path.c_str(), flags, 0666));
    if (lock.m_fd < 0) {
        if (!exclusive && errno == ENOENT) {
            return std::nullopt;
        }
        throw error("{}: cannot open: {}", path.string(), std::strerror(errno));
    }
    int result = 0;
    do {
        result = ::flock(lock.m_fd, (exclusive ? LOCK_EX : LOCK_SH) | LOCK_NB);
    } while (result != 0 && errno == EINTR);
    if (result != 0) {
        if (errno == EWOULDBLOCK) {
            return std::nullopt;
        }
        if (errno != EOPNOTSUPP && errno != ENOSYS && errno != ENOLCK) {
            throw error("{}: cannot lock: {}", path.string(), std::strerror(errno));
        }
        lock.m_real = false;
    }
    // Between open and lock the file may have been removed by the holder of an exclusive lock.
    struct stat info {};
    if (::fstat(lock.m_fd, &info) != 0 || info.st_nlink == 0) {
        return std::nullopt;
    }
    return lock;
}

FileLock::~FileLock() {
    if (m_fd >= 0) {
        ::close(m_fd);
    }
}

}  // namespace lode::store
