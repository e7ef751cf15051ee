#include "embed/corpus/scratch.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <system_error>
#include <utility>

#include "core/base/error.hpp"
#include "core/base/leftovers.hpp"

namespace lode::embed {
namespace {

constexpr std::size_t k_buffer_size = std::size_t{1} << 20;

Error system_error(const std::filesystem::path& path, const char* action) {
    return error("{}: {}: {}", path.string(), action, std::strerror(errno));
}

}  // namespace

ScratchFile::ScratchFile(const std::filesystem::path& folder, std::string_view stem) {
    if (folder.empty()) {
        throw Error("there is no folder for the training text");
    }
    std::error_code problem;
    std::filesystem::create_directories(folder, problem);
    if (problem) {
        throw error("{}: cannot create: {}", folder.string(), problem.message());
    }
    std::string name = (folder / stem).string() + "-XXXXXX";
    const auto held = leftovers::hold();
    m_fd = ::mkostemp(name.data(), O_CLOEXEC);
    m_path = name;
    if (m_fd < 0) {
        throw system_error(m_path, "cannot create");
    }
    leftovers::add(m_path);
    m_buffer.reserve(k_buffer_size);
}

ScratchFile::~ScratchFile() {
    if (m_fd >= 0) {
        ::close(m_fd);
    }
    ::unlink(m_path.c_str());
    leftovers::forget(m_path);
}

void ScratchFile::write(std::string_view bytes) {
    m_buffer.append(bytes);
    if (m_buffer.size() >= k_buffer_size) {
        flush();
    }
}

void ScratchFile::flush() {
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

void ScratchFile::close() {
    if (m_fd < 0) {
        return;
    }
    flush();
    if (::close(std::exchange(m_fd, -1)) != 0) {
        throw system_error(m_path, "cannot write");
    }
}

}  // namespace lode::embed
