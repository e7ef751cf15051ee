// Terms of articles in hash tables and in order of bytes. Private to core/store.
#pragma once

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

// Never stored. A full digest of all bytes: a cheaper mixture of first and last eight bytes could
// be solved for words that all fall into one slot, and saved nothing that can be measured.
inline std::uint32_t term_hash(std::string_view term) {
    return static_cast<std::uint32_t>(digest64(term));
}

}  // namespace lode::store
