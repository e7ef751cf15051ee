#include "core/store/postings.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "core/store/wire.hpp"

namespace lode::store {

void PostingBuffer::add(Seq seq, std::string_view term) {
    const auto found = m_chunks.find(term);
    if (found == m_chunks.end()) {
        m_chunks.emplace(std::string(term), Chunk{.first = seq, .last = seq, .gaps = {}});
        m_bytes += term.size() + 32;
        return;
    }
    Chunk& chunk = found->second;
    if (chunk.last == seq) {
        return;
    }
    Encoder gap;
    gap.varint(seq - chunk.last);
    const std::string bytes = std::move(gap).take();
    chunk.gaps += bytes;
    chunk.last = seq;
    m_bytes += bytes.size();
}

void PostingBuffer::for_each(
    const std::function<void(std::string_view, Seq, std::string_view)>& visit) const {
    std::vector<const std::pair<const std::string, Chunk>*> sorted;
    sorted.reserve(m_chunks.size());
    for (const auto& item : m_chunks) {
        sorted.push_back(&item);
    }
    std::sort(sorted.begin(), sorted.end(),
              [](const auto* a, const auto* b) { return a->first < b->first; });
    for (const auto* item : sorted) {
        visit(item->first, item->second.first, item->second.gaps);
    }
}

void PostingBuffer::clear() {
    m_chunks.clear();
    m_bytes = 0;
}

void decode_postings(Seq first, std::string_view gaps, std::vector<Seq>& list) {
    list.push_back(first);
    Decoder in(gaps, "posting list");
    Seq last = first;
    while (in.left() > 0) {
        const std::uint64_t gap = in.varint();
        if (gap == 0 || gap > std::numeric_limits<Seq>::max() - last) {
            in.damaged("an article that stands twice");
        }
        last += gap;
        list.push_back(last);
    }
}

}  // namespace lode::store
