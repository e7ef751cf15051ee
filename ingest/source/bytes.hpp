// Streams of bytes for the readers of containers: a file, and what a gzip stream inflates to.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "ingest/source/source.hpp"

namespace lode::ingest {

class ByteSource {
 public:
    ByteSource() = default;
    ByteSource(const ByteSource&) = delete;
    ByteSource& operator=(const ByteSource&) = delete;
    virtual ~ByteSource() = default;
    // Up to `size` bytes into `to`; 0 at the end, and at a fault (see problem()).
    virtual std::size_t read(char* to, std::size_t size) = 0;
    // Why the stream ended before its time; "" while sound. Begins with a stable word, then ": ".
    virtual std::string problem() const { return {}; }
};

// A regular file. Failing to open or read it is an Error: the machine is at fault, not the data.
class FileSource : public ByteSource {
 public:
    explicit FileSource(std::filesystem::path path);
    ~FileSource() override;
    std::size_t read(char* to, std::size_t size) override;

 private:
    std::filesystem::path m_path;
    int m_fd = -1;
};

// Bytes held by somebody else.
class MemorySource : public ByteSource {
 public:
    explicit MemorySource(std::string_view bytes) : m_bytes(bytes) {}
    std::size_t read(char* to, std::size_t size) override;

 private:
    std::string_view m_bytes;
};

// Inflates all members of a gzip file, one after the other; zlib checks the CRC and the length of
// each. Zero padding after the last member is allowed, other bytes there are a problem.
class GzipSource : public ByteSource {
 public:
    GzipSource(ByteSource& compressed, const ContainerLimits& limits);
    ~GzipSource() override;
    std::size_t read(char* to, std::size_t size) override;
    std::string problem() const override;
    std::uint64_t members() const noexcept;

 private:
    struct State;
    std::unique_ptr<State> m_state;
};

// Lets the beginning be looked at before it is read.
class PeekSource : public ByteSource {
 public:
    explicit PeekSource(ByteSource& inner) : m_inner(inner) {}
    // Up to `size` bytes from the start; fewer only where the source is shorter.
    std::string_view peek(std::size_t size);
    std::size_t read(char* to, std::size_t size) override;
    std::string problem() const override { return m_inner.problem(); }

 private:
    ByteSource& m_inner;
    std::string m_head;
    std::size_t m_used = 0;
};

}  // namespace lode::ingest
