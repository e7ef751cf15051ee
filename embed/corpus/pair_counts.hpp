// Counts of word pairs in a flat hash table: 16 bytes a slot, bounded.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace lode::embed {

struct PairKey {
    std::uint32_t first = 0;
    std::uint32_t second = 0;
    std::uint32_t link = 0;  // which words stand between
    bool operator==(const PairKey&) const = default;
};

class PairCounts {
 public:
    // `limit`: see phrase_finder.hpp.
    explicit PairCounts(std::size_t limit);
    void add(const PairKey& key);
    std::size_t size() const noexcept { return m_size; }
    std::uint64_t prunings() const noexcept { return m_prunings; }
    // f(key, count), in no order.
    template <class F>
    void for_each(F&& f) const {
        for (const Slot& slot : m_slots) {
            if (slot.count != 0) {
                f(slot.key, slot.count);
            }
        }
    }

 private:
    struct Slot {
        PairKey key;
        std::uint32_t count = 0;  // stays at its greatest value; 0: empty
    };
    static_assert(sizeof(Slot) == 16);
    std::size_t place(const PairKey& key) const;
    // Keeps what is counted more than `least` times, in a table of `slots` (a power of two).
    void rebuild(std::size_t slots, std::uint64_t least);

    std::vector<Slot> m_slots;
    std::size_t m_size = 0;
    std::size_t m_limit;
    std::uint64_t m_prunings = 0;
};

}  // namespace lode::embed
