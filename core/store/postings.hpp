// Which articles of the coming commit hold which term. A term is a word of the training text or a
// composition that is mentioned.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/base/digest.hpp"
#include "core/store/store.hpp"

namespace lode::store {

// Collects terms article by article (ascending seq) and gives them in order of terms, as the chunks
// that the posting family stores: first seq, then the gaps between neighbours as varints.
class PostingBuffer {
 public:
    // An article is added once, with all its terms; a term that comes twice counts once.
    void add(Seq seq, std::string_view term);
    void for_each(const std::function<void(std::string_view term, Seq first,
                                           std::string_view gaps)>& visit) const;
    void clear();
    // About the memory that the chunks take in a batch.
    std::size_t bytes() const noexcept { return m_bytes; }

 private:
    struct Chunk {
        Seq first = 0;
        Seq last = 0;
        std::string gaps;
    };
    // Not noexcept on purpose: libstdc++ keeps hash values in the nodes only where computing one
    // may throw, and without them a search hashes every neighbour again.
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view s) const { return digest64(s); }
    };

    std::unordered_map<std::string, Chunk, Hash, std::equal_to<>> m_chunks;
    std::size_t m_bytes = 0;
};

// Appends the seqs of a stored chunk. Error on damage: gaps are at least 1.
void decode_postings(Seq first, std::string_view gaps, std::vector<Seq>& list);

}  // namespace lode::store
