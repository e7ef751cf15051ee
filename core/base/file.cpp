#include "core/base/file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "core/base/error.hpp"
#include "core/base/leftovers.hpp"

namespace lode {
namespace {

Error system_error(const fs::path& path, const char* action) {
    return error("{}: {}: {}", path.string(), action, std::strerror(errno));
}

struct Descriptor {
    int fd;
    explicit Descriptor(int f) : fd(f) {}
    ~Descriptor() {
        if (fd >= 0) {
            ::close(fd);
        }
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
};

fs::path folder_of(const fs::path& path) {
    return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

constexpr std::size_t k_buffer_size = std::size_t{1} << 20;

}  // namespace

std::string read_file(const fs::path& path, std::size_t limit) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.fd < 0) {
        throw system_error(path, "cannot open");
    }
    struct stat info {};
    if (::fstat(file.fd, &info) != 0) {
        throw system_error(path, "cannot read");
    }
    if (S_ISDIR(info.st_mode)) {
        throw error("{}: is a directory", path.string());
    }
    std::string bytes;
    // The size is a hint only: pipes and /proc report 0.
    bytes.resize(static_cast<std::size_t>(info.st_size) + 1);
    std::size_t used = 0;
    for (;;) {
        const ssize_t n = ::read(file.fd, bytes.data() + used, bytes.size() - used);
        if (n < 0) {
            if (errno == EINTR) {
                continue;
            }
            throw system_error(path, "cannot read");
        }
        if (n == 0) {
            break;
        }
        used += static_cast<std::size_t>(n);
        if (used > limit) {
            throw error("{}: larger than the limit of {} bytes", path.string(), limit);
        }
        if (used == bytes.size()) {
            bytes.resize(bytes.size() * 2);
        }
    }
    bytes.resize(used);
    return bytes;
}

namespace {

void remove_temporary(const fs::path& path) {
    ::unlink(path.c_str());
    leftovers::forget(path);
}

}  // namespace

AtomicFile::AtomicFile(fs::path path) : m_path(std::move(path)) {
    m_buffer.reserve(k_buffer_size);
    struct stat facts {};
    if (::stat(m_path.c_str(), &facts) == 0 && !S_ISREG(facts.st_mode) && !S_ISDIR(facts.st_mode)) {
        // A device or pipe is written to; a file renamed into its place would destroy it.
        m_fd = ::open(m_path.c_str(), O_WRONLY | O_CLOEXEC);
        if (m_fd < 0) {
            throw system_error(m_path, "cannot open");
        }
        return;
    }
    std::error_code ignored;
    if (fs::is_symlink(m_path, ignored)) {
        // The file a link names is replaced, not the link.
        if (const fs::path target = fs::weakly_canonical(m_path, ignored); !ignored) {
            m_path = target;
        }
    }
    m_temporary = m_path;
    m_temporary += ".tmp.XXXXXX";
    std::string name = m_temporary.string();
    {
        const auto held = leftovers::hold();
        m_fd = ::mkostemp(name.data(), O_CLOEXEC);
        if (m_fd < 0) {
            throw system_error(m_path, "cannot create");
        }
        m_temporary = name;
        leftovers::add(m_temporary);
    }
    // mkostemp makes the file private; a result should be as readable as any other new file.
    const mode_t mask = ::umask(0);
    ::umask(mask);
    if (::fchmod(m_fd, 0666 & ~mask) != 0) {
        throw system_error(m_temporary, "cannot set permissions");
    }
}

AtomicFile::~AtomicFile() {
    if (m_fd >= 0) {
        ::close(m_fd);
        if (!m_temporary.empty()) {
            remove_temporary(m_temporary);
        }
    }
}

void AtomicFile::write(std::string_view bytes) {
    m_buffer.append(bytes);
    if (m_buffer.size() >= k_buffer_size) {
        flush();
    }
}

void AtomicFile::flush() {
    std::size_t done = 0;
    while (done < m_buffer.size()) {
        const ssize_t n = ::write(m_fd, m_buffer.data() + done, m_buffer.size() - done);
        if (n < 0) {
            if (errno == EINTR) {
                continue;
            }
            throw system_error(m_path, "cannot write");
        }
        done += static_cast<std::size_t>(n);
    }
    m_buffer.clear();
}

void AtomicFile::commit() {
    flush();
    if (m_temporary.empty()) {
        if (::close(std::exchange(m_fd, -1)) != 0) {
            throw system_error(m_path, "cannot write");
        }
        return;
    }
    if (::fsync(m_fd) != 0) {
        throw system_error(m_path, "cannot write");
    }
    if (::close(std::exchange(m_fd, -1)) != 0) {
        const Error problem = system_error(m_path, "cannot write");
        remove_temporary(m_temporary);
        throw problem;
    }
    {
        const auto held = leftovers::hold();
        if (::rename(m_temporary.c_str(), m_path.c_str()) != 0) {
            const Error problem = system_error(m_path, "cannot rename into place");
            remove_temporary(m_temporary);
            throw problem;
        }
        leftovers::forget(m_temporary);
    }
    sync_folder(folder_of(m_path));
}

void write_file_atomically(const fs::path& path, std::string_view bytes) {
    AtomicFile file(path);
    file.write(bytes);
    file.commit();
}

void create_folders(const fs::path& path) {
    const fs::path folder = path.has_filename() ? path : path.parent_path();  // "a/b/" is "a/b"
    const fs::path parent = folder_of(folder);
    std::error_code problem;
    if (parent != folder && !fs::exists(parent, problem)) {
        create_folders(parent);
    }
    problem.clear();
    fs::create_directory(folder, problem);
    if (problem) {
        throw error("{}: cannot create: {}", folder.string(), problem.message());
    }
    // Also where it was there: a run that was killed may have made it and not come to this.
    sync_folder(parent);
}

void sync_folder(const fs::path& path) {
    const Descriptor folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (folder.fd >= 0) {
        ::fsync(folder.fd);
    }
}

MappedFile::MappedFile(const fs::path& path) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.fd < 0) {
        throw system_error(path, "cannot open");
    }
    struct stat info {};
    if (::fstat(file.fd, &info) != 0) {
        throw system_error(path, "cannot read");
    }
    if (!S_ISREG(info.st_mode)) {
        throw error("{}: not a regular file", path.string());
    }
    m_size = static_cast<std::size_t>(info.st_size);
    if (m_size == 0) {
        return;
    }
    void* address = ::mmap(nullptr, m_size, PROT_READ, MAP_PRIVATE, file.fd, 0);
    if (address == MAP_FAILED) {
        m_size = 0;
        throw system_error(path, "cannot map");
    }
    m_data = static_cast<const char*>(address);
}

MappedFile::~MappedFile() {
    if (m_data != nullptr) {
        ::munmap(const_cast<char*>(m_data), m_size);
    }
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : m_data(std::exchange(other.m_data, nullptr)), m_size(std::exchange(other.m_size, 0)) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
    std::swap(m_data, other.m_data);
    std::swap(m_size, other.m_size);
    return *this;
}

}  // namespace lode
