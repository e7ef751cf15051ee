#include "ingest/source/bytes.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>
#include <vector>

#include "ingest/source/source.hpp"

namespace lode::ingest {
namespace {

UnreadableFile unreadable(const char* what) {
    return UnreadableFile(
        fmt::format("unreadable-file: cannot {}: {}", what, std::strerror(errno)));
}

}  // namespace

FileSource::FileSource(const std::filesystem::path& path)
    : m_fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
    if (m_fd < 0) {
        throw unreadable("open");
    }
}

FileSource::~FileSource() {
    ::close(m_fd);
}

std::size_t FileSource::read(char* to, std::size_t size) {
    for (;;) {
        const ssize_t got = ::read(m_fd, to, size);
        if (got >= 0) {
            return static_cast<std::size_t>(got);
        }
        if (errno != EINTR) {
            throw unreadable("read");
        }
    }
}

std::uint64_t FileSource::size() const {
    struct stat facts {};
    if (::fstat(m_fd, &facts) != 0) {
        throw unreadable("tell the size");
    }
    return static_cast<std::uint64_t>(facts.st_size);
}

void FileSource::seek(std::uint64_t offset) {
    if (::lseek(m_fd, static_cast<off_t>(offset), SEEK_SET) < 0) {
        throw unreadable("seek");
    }
}

std::size_t MemorySource::read(char* to, std::size_t size) {
    const std::size_t take = std::min(size, m_bytes.size() - m_at);
    std::memcpy(to, m_bytes.data() + m_at, take);
    m_at += take;
    return take;
}

void MemorySource::seek(std::uint64_t offset) {
    m_at = static_cast<std::size_t>(std::min<std::uint64_t>(offset, m_bytes.size()));
}

std::string_view PeekSource::peek(std::size_t size) {
    while (m_head.size() < size) {
        const std::size_t before = m_head.size();
        m_head.resize(size);
        const std::size_t got = m_inner.read(m_head.data() + before, size - before);
        m_head.resize(before + got);
        if (got == 0) {
            break;
        }
    }
    return m_head;
}

std::size_t PeekSource::read(char* to, std::size_t size) {
    if (m_used < m_head.size()) {
        const std::size_t take = std::min(size, m_head.size() - m_used);
        std::memcpy(to, m_head.data() + m_used, take);
        m_used += take;
        return take;
    }
    return m_inner.read(to, size);
}

std::size_t DigestingSource::read(char* to, std::size_t size) {
    const std::size_t got = m_inner.read(to, size);
    m_digester.add({to, got});
    m_bytes += got;
    return got;
}

bool read_whole(ByteSource& source, std::uint64_t limit, std::string& to) {
    std::vector<char> piece(1 << 16);
    for (;;) {
        const std::size_t got = source.read(piece.data(), piece.size());
        if (got == 0) {
            return to.size() <= limit;
        }
        to.append(piece.data(), got);
        if (to.size() > limit) {
            return false;
        }
    }
}

void drain(ByteSource& source) {
    std::vector<char> piece(1 << 18);
    while (source.read(piece.data(), piece.size()) > 0) {
    }
}

}  // namespace lode::ingest
