// Terms of articles in hash tables and in order of bytes. Private to core/store.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "core/base/digest.hpp"

namespace lode::store {

// The first eight bytes as a number: a smaller one is a smaller term; equal ones decide nothing but
// where both terms have the same size of at most eight.
inline std::uint64_t term_head(std::string_view term) noexcept {
    std::uint64_t head = 0;
    if (term.size() >= 8) {
        std::memcpy(&head, term.data(), 8);
        if constexpr (std::endian::native == std::endian::little) {
            head = __builtin_bswap64(head);
        }
        return head;
    }
    for (std::size_t i = 0; i < term.size(); ++i) {
        head |= static_cast<std::uint64_t>(static_cast<unsigned char>(term[i])) << (56 - 8 * i);
    }
    return head;
}

// Never stored. Every byte counts, so that no series of names falls into one slot.
inline std::uint32_t term_hash(std::string_view term) {
    if (term.size() > 16) {
        return static_cast<std::uint32_t>(digest64(term));
    }
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    const char* const p = term.data();
    const std::size_t size = term.size();
    if (size >= 8) {
        std::memcpy(&first, p, 8);
        std::memcpy(&last, p + size - 8, 8);
    } else if (size >= 4) {
        std::uint32_t low = 0;
        std::uint32_t high = 0;
        std::memcpy(&low, p, 4);
        std::memcpy(&high, p + size - 4, 4);
        first = low;
        last = high;
    } else if (size > 0) {
        first = static_cast<unsigned char>(p[0]) |
                static_cast<unsigned>(static_cast<unsigned char>(p[size / 2])) << 8U |
                static_cast<unsigned>(static_cast<unsigned char>(p[size - 1])) << 16U;
    }
    std::uint64_t h = (first + size) * 0x9E3779B97F4A7C15U ^ last * 0xC2B2AE3D27D4EB4FU;
    h ^= h >> 32U;
    h *= 0xD6E8FEB86659FD93U;
    return static_cast<std::uint32_t>(h >> 32U);
}

}  // namespace lode::store
