#include "core/store/postings.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "core/store/term_hash.hpp"
#include "core/store/wire.hpp"

namespace lode::store {

void PostingBuffer::add(Seq seq, std::string_view terms, std::span<const std::uint32_t> ends) {
    while ((m_chunks.size() + ends.size() + 1) * 2 > m_slots.size()) {
        grow();
    }
    m_article.clear();
    std::size_t begin = 0;
    for (const std::uint32_t end : ends) {
        const std::string_view term = terms.substr(begin, end - begin);
        m_article.push_back({term, term_hash(term)});
        begin = end;
    }
    // Slot and chunk of a term lie anywhere in megabytes. Both are asked for some terms ahead, so
    // that the waits of several terms fall together.
    constexpr std::size_t k_slots_ahead = 16;
    constexpr std::size_t k_chunks_ahead = 8;
    const auto slot_of = [&](std::size_t i) -> const Slot& {
        return m_slots[m_article[i].hash & (m_slots.size() - 1)];
    };
    for (std::size_t i = 0; i < m_article.size(); ++i) {
        if (i + k_slots_ahead < m_article.size()) {
            __builtin_prefetch(&slot_of(i + k_slots_ahead));
        }
        if (i + k_chunks_ahead < m_article.size()) {
            if (const Slot& slot = slot_of(i + k_chunks_ahead); slot.number != 0) {
                __builtin_prefetch(&m_chunks[slot.number - 1], 1);
            }
        }
        add(seq, m_article[i].term, m_article[i].hash);
    }
}

void PostingBuffer::add(Seq seq, std::string_view term, std::uint32_t hash) {
    const std::uint64_t head = term_head(term);
    std::size_t at = hash & (m_slots.size() - 1);
    for (; m_slots[at].number != 0; at = (at + 1) & (m_slots.size() - 1)) {
        if (m_slots[at].hash != hash) {
            continue;
        }
        Chunk& chunk = m_chunks[m_slots[at].number - 1];
        if (chunk.head != head || chunk.size != term.size() ||
            (term.size() > 8 && this->term(chunk) != term)) {
            continue;
        }
        if (chunk.last != seq) {
            const std::size_t before = chunk.gaps.size();
            append_varint(chunk.gaps, seq - chunk.last);
            chunk.last = seq;
            m_bytes += chunk.gaps.size() - before;
        }
        return;
    }
    append(seq, term, head);
    m_slots[at] = {hash, static_cast<std::uint32_t>(m_chunks.size())};
}

void PostingBuffer::append(Seq seq, std::string_view term, std::uint64_t head) {
    constexpr std::size_t k_most = std::numeric_limits<std::uint32_t>::max();
    if (term.size() > k_most || m_chunks.size() >= k_most / 2) {
        throw error("a commit of more than {} terms, or a term of more bytes", k_most / 2);
    }
    m_chunks.push_back({.head = head,
                        .begin = m_terms.size(),
                        .size = static_cast<std::uint32_t>(term.size()),
                        .first = seq,
                        .last = seq,
                        .gaps = {}});
    m_terms.append(term);
    m_bytes += term.size() + 32;
}

void PostingBuffer::grow() {
    std::vector<Slot> old(std::max<std::size_t>(m_slots.size() * 2, 4096));
    old.swap(m_slots);
    for (const Slot& slot : old) {
        if (slot.number == 0) {
            continue;
        }
        std::size_t at = slot.hash & (m_slots.size() - 1);
        while (m_slots[at].number != 0) {
            at = (at + 1) & (m_slots.size() - 1);
        }
        m_slots[at] = slot;
    }
}

void PostingBuffer::for_each(
    const std::function<void(std::string_view, Seq, std::string_view)>& visit) const {
    std::vector<std::pair<std::uint64_t, std::uint32_t>> sorted;
    sorted.reserve(m_chunks.size());
    for (std::size_t i = 0; i < m_chunks.size(); ++i) {
        sorted.emplace_back(m_chunks[i].head, static_cast<std::uint32_t>(i));
    }
    std::sort(sorted.begin(), sorted.end(), [&](const auto& a, const auto& b) {
        return a.first != b.first ? a.first < b.first
                                  : term(m_chunks[a.second]) < term(m_chunks[b.second]);
    });
    for (const auto& [head, number] : sorted) {
        const Chunk& chunk = m_chunks[number];
        visit(term(chunk), chunk.first, chunk.gaps);
    }
}

void PostingBuffer::clear() {
    std::fill(m_slots.begin(), m_slots.end(), Slot{});
    m_chunks.clear();
    m_terms.clear();
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
