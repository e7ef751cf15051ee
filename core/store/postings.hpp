// Which articles of the coming commit hold which term. A term is a word of the training text or a
// composition that is mentioned.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/store/store.hpp"

namespace lode::store {

// Collects terms article by article (ascending seq) and gives them in order of terms, as the chunks
// that the posting family stores: first seq, then the gaps between neighbours as varints.
class PostingBuffer {
 public:
    // An article is added once, with all its terms, which stand in `terms` one behind the other and
    // end at `ends`; a term that comes twice counts once.
    void add(Seq seq, std::string_view terms, std::span<const std::uint32_t> ends);
    void for_each(const std::function<void(std::string_view term, Seq first,
                                           std::string_view gaps)>& visit) const;
    void clear();
    // About the memory that the chunks take in a batch.
    std::size_t bytes() const noexcept { return m_bytes; }

 private:
    // One term. Its bytes are in m_terms; the first eight of them are here too, as a number of the
    // same order: they decide nearly every comparison without a second place in memory.
    struct Chunk {
        std::uint64_t head = 0;
        std::size_t begin = 0;
        std::uint32_t size = 0;
        Seq first = 0;
        Seq last = 0;
        std::string gaps;
    };
    struct Slot {
        std::uint32_t hash = 0;
        std::uint32_t number = 0;  // in m_chunks, from 1; 0: free
    };
    std::string_view term(const Chunk& chunk) const {
        return std::string_view(m_terms).substr(chunk.begin, chunk.size);
    }
    // Needs a free slot.
    void add(Seq seq, std::string_view term, std::uint32_t hash);
    void append(Seq seq, std::string_view term, std::uint64_t head);
    void grow();

    struct Hashed {
        std::string_view term;
        std::uint32_t hash = 0;
    };

    std::vector<Hashed> m_article;  // of the call of add() that is running
    std::vector<Slot> m_slots;      // a power of two of them, at most half of them taken
    std::vector<Chunk> m_chunks;
    std::string m_terms;
    std::size_t m_bytes = 0;
};

// Appends the seqs of a stored chunk. Error on damage: gaps are at least 1.
void decode_postings(Seq first, std::string_view gaps, std::vector<Seq>& list);

}  // namespace lode::store
