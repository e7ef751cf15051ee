// A hash table of words for look-ups whose hash is known: each word of a sentence is hashed once
// (Words does it) and then looked up in a dozen lexicons. Nearly every look-up is in vain, and such
// a one reads a single slot of four bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/error.hpp"
#include "ingest/mine/vocabulary.hpp"

namespace lode::ingest {

// Of the first and last eight bytes and the length: never stored, so it may differ by machine.
inline std::uint32_t word_hash(std::string_view word) noexcept {
    const char* const p = word.data();
    const std::size_t size = word.size();
    std::uint64_t a = 0;
    std::uint64_t b = 0;
    if (size >= 8) {
        std::memcpy(&a, p, 8);
        std::memcpy(&b, p + size - 8, 8);
    } else if (size >= 4) {
        std::uint32_t low = 0;
        std::uint32_t high = 0;
        std::memcpy(&low, p, 4);
        std::memcpy(&high, p + size - 4, 4);
        a = low;
        b = high;
    } else if (size > 0) {
        a = static_cast<unsigned char>(p[0]) |
            static_cast<std::uint64_t>(static_cast<unsigned char>(p[size / 2])) << 8U |
            static_cast<std::uint64_t>(static_cast<unsigned char>(p[size - 1])) << 16U;
    }
    std::uint64_t h = (a + size) * 0x9E3779B97F4A7C15U ^ (b + 0x632BE59BD9B4E019U) * size;
    h ^= h >> 32U;
    h *= 0xD6E8FEB86659FD93U;
    return static_cast<std::uint32_t>(h >> 32U);
}

// Keys are compared as wholes; the hash may be that of another form of the key (its lower case, its
// first word), as long as insert and find agree. Values keep no address across inserts.
template <class Value>
class WordTable {
 public:
    // The value of `key`, made where there is none.
    Value& insert(std::string_view key, std::uint32_t hash) {
        if (Value* const known = const_cast<Value*>(find(key, hash))) {
            return *known;
        }
        if (m_entries.size() >= k_most) {
            throw error("a lexicon of more than {} words", k_most);
        }
        m_entries.push_back({std::string(key), hash, Value{}});
        if (m_entries.size() * 4 > m_slots.size()) {
            m_slots.assign(m_slots.empty() ? 64 : m_slots.size() * 2, 0);
            for (std::size_t i = 0; i < m_entries.size(); ++i) {
                place(i);
            }
        } else {
            place(m_entries.size() - 1);
        }
        return m_entries.back().value;
    }
    Value& insert(std::string_view key) { return insert(key, word_hash(key)); }

    const Value* find(std::string_view key, std::uint32_t hash) const noexcept {
        if (m_slots.empty()) {
            return nullptr;
        }
        for (std::size_t at = hash & (m_slots.size() - 1); m_slots[at] != 0;
             at = (at + 1) & (m_slots.size() - 1)) {
            if (((m_slots[at] ^ hash) & k_tag) == 0) {
                const Entry& entry = m_entries[(m_slots[at] & ~k_tag) - 1];
                if (entry.key == key) {
                    return &entry.value;
                }
            }
        }
        return nullptr;
    }
    const Value* find(std::string_view key) const noexcept { return find(key, word_hash(key)); }

    // The same for a word whose lexicons are known.
    template <class Word>
    const Value* find_word(const Word& word) const noexcept {
        return may_hold(word) ? find(word.lower, word.hash) : nullptr;
    }
    template <class Word>
    bool may_hold(const Word& word) const noexcept {
        return m_lexicon == 0 || (word.lexicons & m_lexicon) != 0;
    }

    // Tells the vocabulary the words. Nothing may be inserted afterwards.
    void join(Vocabulary& vocabulary, Lexicon lexicon) {
        m_lexicon = lexicon;
        for (const Entry& entry : m_entries) {
            vocabulary.add(entry.hash, lexicon);
        }
    }

    template <class Work>
    void for_each(const Work& work) {
        for (Entry& entry : m_entries) {
            work(entry.value);
        }
    }

 private:
    // A slot: the upper half of the hash, then the entry's number from 1; 0 where it is free.
    static constexpr std::uint32_t k_tag = 0xFFFF0000U;
    static constexpr std::size_t k_most = 0xFFFE;
    struct Entry {
        std::string key;
        std::uint32_t hash = 0;
        Value value;
    };

    void place(std::size_t entry) {
        const std::uint32_t hash = m_entries[entry].hash;
        std::size_t at = hash & (m_slots.size() - 1);
        while (m_slots[at] != 0) {
            at = (at + 1) & (m_slots.size() - 1);
        }
        m_slots[at] = (hash & k_tag) | static_cast<std::uint32_t>(entry + 1);
    }

    std::vector<std::uint32_t> m_slots;
    std::vector<Entry> m_entries;
    std::uint16_t m_lexicon = 0;  // 0: in no vocabulary
};

}  // namespace lode::ingest
