#include "embed/corpus/pair_counts.hpp"

#include <algorithm>
#include <limits>

namespace lode::embed {
namespace {

std::uint64_t mix(std::uint64_t x) {
    x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9U;
    x = (x ^ (x >> 27U)) * 0x94d049bb133111ebU;
    return x ^ (x >> 31U);
}

}  // namespace

PairCounts::PairCounts(std::size_t limit)
    : m_slots(1024), m_limit(std::max<std::size_t>(limit, 16)) {}

std::size_t PairCounts::place(const PairKey& key) const {
    const std::uint64_t words = (std::uint64_t{key.first} << 32U) | key.second;
    const std::size_t mask = m_slots.size() - 1;
    std::size_t at = static_cast<std::size_t>(mix(words + mix(key.link + 1))) & mask;
    while (m_slots[at].count != 0 && m_slots[at].key != key) {
        at = (at + 1) & mask;
    }
    return at;
}

void PairCounts::add(const PairKey& key) {
    std::size_t at = place(key);
    if (m_slots[at].count == 0) {
        if (m_size >= m_limit) {
            // A pruning that frees little would soon come again: go on until half is free.
            while (m_size > m_limit / 2) {
                ++m_prunings;
                rebuild(m_slots.size(), m_prunings);
            }
            at = place(key);
        } else if (2 * (m_size + 1) > m_slots.size()) {
            rebuild(2 * m_slots.size(), 0);
            at = place(key);
        }
        m_slots[at].key = key;
        ++m_size;
    }
    if (m_slots[at].count != std::numeric_limits<std::uint32_t>::max()) {
        ++m_slots[at].count;
    }
}

void PairCounts::rebuild(std::size_t slots, std::uint64_t least) {
    std::vector<Slot> old(slots);
    old.swap(m_slots);
    m_size = 0;
    for (const Slot& slot : old) {
        if (slot.count > least) {
            m_slots[place(slot.key)] = slot;
            ++m_size;
        }
    }
}

}  // namespace lode::embed
