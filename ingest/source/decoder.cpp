#include "ingest/source/decoder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "core/base/error.hpp"

namespace lode::ingest {
namespace {

constexpr std::size_t k_input_bytes = std::size_t{1} << 17;
// Behind the input: libraries that read a little too far on damaged data read this.
constexpr std::size_t k_spare_bytes = 64;

}  // namespace

Budget::Budget(const ContainerLimits& limits, std::uint64_t raw_bytes) {
    const double by_ratio = static_cast<double>(limits.ratio_free_bytes) +
                            limits.ratio * static_cast<double>(raw_bytes);
    m_by_ratio = by_ratio < static_cast<double>(limits.total_bytes);
    m_allowed = m_by_ratio ? static_cast<std::uint64_t>(by_ratio) : limits.total_bytes;
}

std::string Budget::problem() const {
    return m_by_ratio ? fmt::format(
                            "inflation-ratio: the file unpacks to more than {} bytes, too "
                            "much for its size",
                            m_allowed)
                      : fmt::format("too-large: the file unpacks to more than {} bytes", m_allowed);
}

Decoder::Decoder(std::string format, ByteSource& compressed, Budget& budget)
    : m_format(std::move(format)),
      m_compressed(compressed),
      m_budget(budget),
      m_input(k_input_bytes + k_spare_bytes) {}

bool Decoder::refill() {
    std::memmove(m_input.data(), m_input.data() + m_begin, m_end - m_begin);
    m_end -= m_begin;
    m_begin = 0;
    const std::size_t got = m_compressed.read(m_input.data() + m_end, k_input_bytes - m_end);
    m_end += got;
    return got > 0;
}

void Decoder::fail(std::string reason) {
    m_problem = std::move(reason);
    m_ended = true;
}

bool Decoder::next_member() {
    constexpr std::size_t k_magic_bytes = 6;
    for (;;) {
        while (m_members > 0 && m_begin < m_end && m_input[m_begin] == '\0') {
            ++m_begin;
        }
        if (m_end - m_begin >= k_magic_bytes) {
            break;
        }
        if (!refill()) {
            if (!m_compressed.problem().empty()) {
                fail(m_compressed.problem());
                return false;
            }
            break;
        }
    }
    if (m_begin == m_end) {
        m_ended = true;
        return false;
    }
    if (!is_member({m_input.data() + m_begin, std::min(m_end - m_begin, k_magic_bytes)})) {
        fail(fmt::format("trailing-bytes: bytes that are not {} follow the last sound part",
                         m_format));
        return false;
    }
    begin();
    m_between = false;
    return true;
}

std::size_t Decoder::read(char* to, std::size_t size) {
    Window window{.out = to, .out_size = std::min<std::size_t>(size, std::size_t{1} << 30)};
    const std::size_t room = window.out_size;
    while (!m_ended && window.out_size > 0) {
        if (m_between && !next_member()) {
            break;
        }
        const bool at_end = m_begin == m_end && !refill();
        window.in = m_input.data() + m_begin;
        window.in_size = m_end - m_begin;
        const std::size_t in_before = window.in_size;
        const std::size_t out_before = window.out_size;
        std::string why;
        const Step step = this->step(window, why);
        m_begin = m_end - window.in_size;
        if (step == Step::member_end) {
            ++m_members;
            m_between = true;
        } else if (step == Step::fault) {
            fail(why.find(": ") == std::string::npos ? fmt::format("corrupt-{}: {}", m_format, why)
                                                     : std::move(why));
        } else if (at_end && window.out_size == out_before) {
            fail(!m_compressed.problem().empty()
                     ? m_compressed.problem()
                     : fmt::format("truncated-{0}: the {0} data end too early", m_format));
        } else if (!at_end && window.in_size == in_before && window.out_size == out_before) {
            fail(fmt::format("corrupt-{}: decompressing stands still", m_format));
        }
    }
    const std::size_t got = room - window.out_size;
    m_budget.charge(got);
    if (!m_ended && m_budget.exhausted()) {
        fail(m_budget.problem());
    }
    return got;
}

bool is_compressed(ContentKind kind) {
    return kind == ContentKind::gzip || kind == ContentKind::bzip2 || kind == ContentKind::xz ||
           kind == ContentKind::zstd;
}

std::unique_ptr<Decoder> make_decoder(ContentKind kind, ByteSource& compressed, Budget& budget) {
    switch (kind) {
        case ContentKind::gzip:
            return make_gzip_decoder(compressed, budget);
        case ContentKind::bzip2:
            return make_bzip2_decoder(compressed, budget);
        case ContentKind::xz:
            return make_xz_decoder(compressed, budget);
        case ContentKind::zstd:
            return make_zstd_decoder(compressed, budget);
        default:
            throw Error("no decoder for this kind of content");
    }
}

}  // namespace lode::ingest
