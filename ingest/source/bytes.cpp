#include "ingest/source/bytes.hpp"

#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "core/base/error.hpp"

namespace lode::ingest {

FileSource::FileSource(std::filesystem::path path)
    : m_path(std::move(path)), m_fd(::open(m_path.c_str(), O_RDONLY | O_CLOEXEC)) {
    if (m_fd < 0) {
        throw error("{}: cannot open: {}", m_path.string(), std::strerror(errno));
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
            throw error("{}: cannot read: {}", m_path.string(), std::strerror(errno));
        }
    }
}

std::size_t MemorySource::read(char* to, std::size_t size) {
    const std::size_t take = std::min(size, m_bytes.size());
    std::memcpy(to, m_bytes.data(), take);
    m_bytes.remove_prefix(take);
    return take;
}

struct GzipSource::State {
    ByteSource& compressed;
    ContainerLimits limits;
    z_stream stream{};
    std::array<char, 1 << 16> input{};
    bool between_members = true;
    bool ended = false;
    std::uint64_t members = 0;
    std::uint64_t bytes_in = 0;
    std::uint64_t bytes_out = 0;
    std::string problem;

    State(ByteSource& source, const ContainerLimits& given) : compressed(source), limits(given) {
        // 15: the largest window; 16: gzip framing with its checks.
        if (inflateInit2(&stream, 15 + 16) != Z_OK) {
            throw Error("zlib cannot be set up: out of memory");
        }
    }
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() { inflateEnd(&stream); }

    bool refill() {
        const std::size_t got = compressed.read(input.data(), input.size());
        bytes_in += got;
        stream.next_in = reinterpret_cast<Bytef*>(input.data());
        stream.avail_in = static_cast<uInt>(got);
        return got > 0;
    }

    void fail(std::string reason) {
        problem = std::move(reason);
        ended = true;
    }

    // At a border of members: is there another one? Zero bytes are padding (tapes, block devices).
    bool next_member() {
        for (;;) {
            while (stream.avail_in > 0 && *stream.next_in == 0 && members > 0) {
                ++stream.next_in;
                --stream.avail_in;
            }
            if (stream.avail_in > 0) {
                break;
            }
            if (!refill()) {
                ended = true;
                return false;
            }
        }
        if (members > 0 && *stream.next_in != 0x1f) {
            fail("trailing-bytes: bytes that are not gzip follow the last gzip member");
            return false;
        }
        inflateReset(&stream);
        between_members = false;
        return true;
    }

    std::size_t read(char* to, std::size_t size) {
        stream.next_out = reinterpret_cast<Bytef*>(to);
        stream.avail_out = static_cast<uInt>(std::min<std::size_t>(size, 1U << 30));
        const uInt room = stream.avail_out;
        while (!ended && stream.avail_out > 0) {
            if (between_members && !next_member()) {
                break;
            }
            if (stream.avail_in == 0 && !refill()) {
                fail("truncated-gzip: the gzip data end inside a member");
                break;
            }
            const int code = inflate(&stream, Z_NO_FLUSH);
            if (code == Z_STREAM_END) {
                ++members;
                between_members = true;
            } else if (code != Z_OK && code != Z_BUF_ERROR) {
                fail(std::string("corrupt-gzip: ") + (stream.msg ? stream.msg : "bad gzip data"));
            }
        }
        const std::size_t got = room - stream.avail_out;
        bytes_out += got;
        if (!ended && bytes_out > limits.total_bytes) {
            fail("too-large: the gzip data inflate to more than the limit");
        }
        if (!ended && bytes_out > (std::uint64_t{64} << 20) &&
            static_cast<double>(bytes_out) > limits.ratio * static_cast<double>(bytes_in)) {
            fail("inflation-ratio: the gzip data inflate beyond the allowed ratio");
        }
        return got;
    }
};

GzipSource::GzipSource(ByteSource& compressed, const ContainerLimits& limits)
    : m_state(std::make_unique<State>(compressed, limits)) {}
GzipSource::~GzipSource() = default;
std::size_t GzipSource::read(char* to, std::size_t size) {
    return m_state->read(to, size);
}
std::string GzipSource::problem() const {
    return m_state->problem;
}
std::uint64_t GzipSource::members() const noexcept {
    return m_state->members;
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

}  // namespace lode::ingest
