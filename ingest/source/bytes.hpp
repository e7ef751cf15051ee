// Streams of bytes: a file, memory, and what lies around and inside them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "core/base/digest.hpp"

namespace lode::ingest {

class SeekableSource;

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
    // This source itself where any place of it can be read; else nothing.
    virtual SeekableSource* seekable() { return nullptr; }
};

class SeekableSource : public ByteSource {
 public:
    SeekableSource* seekable() override { return this; }
    virtual std::uint64_t size() const = 0;
    // The next read() begins at this byte; beyond the end there is nothing to read.
    virtual void seek(std::uint64_t offset) = 0;
};

// A regular file. Failing to open or read it is an UnreadableFile.
class FileSource final : public SeekableSource {
 public:
    explicit FileSource(const std::filesystem::path& path);
    ~FileSource() override;
    std::size_t read(char* to, std::size_t size) override;
    std::uint64_t size() const override;
    void seek(std::uint64_t offset) override;

 private:
    int m_fd = -1;
};

// Bytes held by somebody else.
class MemorySource final : public SeekableSource {
 public:
    explicit MemorySource(std::string_view bytes) : m_bytes(bytes) {}
    std::size_t read(char* to, std::size_t size) override;
    std::uint64_t size() const override { return m_bytes.size(); }
    void seek(std::uint64_t offset) override;

 private:
    std::string_view m_bytes;
    std::size_t m_at = 0;
};

// Lets the beginning be looked at before it is read.
class PeekSource final : public ByteSource {
 public:
    explicit PeekSource(ByteSource& inner) : m_inner(inner) {}
    // At least `size` bytes from the start; fewer only where the source is shorter.
    std::string_view peek(std::size_t size);
    std::size_t read(char* to, std::size_t size) override;
    std::string problem() const override { return m_inner.problem(); }

 private:
    ByteSource& m_inner;
    std::string m_head;
    std::size_t m_used = 0;
};

// Feeds a digest with all that passes through.
class DigestingSource final : public ByteSource {
 public:
    explicit DigestingSource(ByteSource& inner) : m_inner(inner) {}
    std::size_t read(char* to, std::size_t size) override;
    std::string problem() const override { return m_inner.problem(); }
    Digest128 digest() const { return m_digester.result(); }
    std::uint64_t bytes() const noexcept { return m_bytes; }

 private:
    ByteSource& m_inner;
    Digester m_digester;
    std::uint64_t m_bytes = 0;
};

// All that is left, at most `limit` bytes; false (and `to` holds the beginning) where there is
// more.
bool read_whole(ByteSource& source, std::uint64_t limit, std::string& to);

// Reads to the end and forgets.
void drain(ByteSource& source);

}  // namespace lode::ingest
