// What compressed bytes decompress to: gzip, bzip2, xz and zstd, each by the library of its own
// format and not by libarchive's filters. libarchive 3.6 checks no gzip trailer, takes a truncated
// stream for a short one, and does not say which member of a file is at fault.
//
// What is checked: gzip CRC-32 and length of every member; bzip2 CRC-32 of every block and stream;
// xz the check it carries (CRC-64 by default) and its index; zstd the XXH64 of a frame that carries
// one (the zstd program writes it, few libraries do by default). xz and zstd data may state that
// they carry no check: then only their structure is checked.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/source/bytes.hpp"
#include "ingest/source/sniff.hpp"
#include "ingest/source/source.hpp"

namespace lode::ingest {

// How much may come out of one input file, all its layers and members taken together, so that
// neither nesting nor entries that overlap get around it. It protects time only, since nothing is
// ever kept beyond a member's limit, and it judges no file by its ratio alone: ten thousand like
// records compress 1000:1 and are honest. So the ratio counts only beyond `ratio_free_bytes`.
class Budget {
 public:
    Budget(const ContainerLimits& limits, std::uint64_t raw_bytes);
    void charge(std::uint64_t bytes) noexcept { m_used += bytes; }
    bool exhausted() const noexcept { return m_used > m_allowed; }
    std::string problem() const;

 private:
    std::uint64_t m_allowed = 0;
    std::uint64_t m_used = 0;
    bool m_by_ratio = false;
};

// The frame around every format: input buffer, members one after the other, zero padding behind
// the last (tapes, block devices), everything else there a problem, truncation, the budget.
class Decoder : public ByteSource {
 public:
    std::size_t read(char* to, std::size_t size) final;
    std::string problem() const final { return m_problem; }
    // Members, streams or frames that ended soundly.
    std::uint64_t members() const noexcept { return m_members; }

 protected:
    Decoder(std::string format, ByteSource& compressed, Budget& budget);

    struct Window {
        const char* in = nullptr;
        std::size_t in_size = 0;
        char* out = nullptr;
        std::size_t out_size = 0;
    };
    enum class Step { more, member_end, fault };
    // Makes ready for a member.
    virtual void begin() = 0;
    // Moves the window over what was consumed and produced. At a fault `why` says what is wrong,
    // with a stable word before ": " where it is not plain corruption.
    virtual Step step(Window& window, std::string& why) = 0;
    virtual bool is_member(std::string_view magic) const = 0;  // up to 6 bytes

 private:
    bool refill();
    bool next_member();
    void fail(std::string reason);

    const std::string m_format;
    ByteSource& m_compressed;
    Budget& m_budget;
    std::vector<char> m_input;
    std::size_t m_begin = 0, m_end = 0;  // unread part of m_input
    bool m_between = true;
    bool m_ended = false;
    std::uint64_t m_members = 0;
    std::string m_problem;
};

bool is_compressed(ContentKind kind);

// `kind` is one of the compressed ones; source and budget must outlive the decoder.
std::unique_ptr<Decoder> make_decoder(ContentKind kind, ByteSource& compressed, Budget& budget);

std::unique_ptr<Decoder> make_gzip_decoder(ByteSource& compressed, Budget& budget);
std::unique_ptr<Decoder> make_bzip2_decoder(ByteSource& compressed, Budget& budget);
std::unique_ptr<Decoder> make_xz_decoder(ByteSource& compressed, Budget& budget);
std::unique_ptr<Decoder> make_zstd_decoder(ByteSource& compressed, Budget& budget);

}  // namespace lode::ingest
