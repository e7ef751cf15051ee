// Which lexicons may begin a match with a word: asked once for each word of a sentence, so that the
// lexicons themselves are asked only where there is a chance.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

namespace lode::ingest {

// Bits, one for each lexicon that is looked up at every word.
enum Lexicon : std::uint16_t {
    k_names = 1,
    k_names_as_written = 2,
    k_symbols = 4,
    k_alloys = 8,
    k_elements = 16,
    k_cues = 32,
    k_outcome_phrases = 64,
    k_hedges = 128,
    k_scopes = 256,
    k_functions = 512,
    k_negations = 1024,
    k_compounds = 2048,
};
constexpr std::uint16_t k_any_lexicon = 0xFFFF;

// From word_hash() to the lexicons that hold a word of this hash. Two words may share a hash or a
// slot: an answer may name too many lexicons, never too few. Thread-safe once finish() is done.
class Vocabulary {
 public:
    void add(std::uint32_t hash, Lexicon lexicon) { m_all[hash] |= lexicon; }

    // Call once after the last add().
    void finish() {
        std::size_t size = 64;
        while (size < m_all.size() * 3) {
            size *= 2;
        }
        m_slots.assign(size, 0);
        for (const auto& [hash, lexicons] : m_all) {
            std::size_t at = hash & (size - 1);
            while (m_slots[at] != 0 && ((m_slots[at] ^ hash) & k_tag) != 0) {
                at = (at + 1) & (size - 1);
            }
            m_slots[at] |= (hash & k_tag) | lexicons;
            m_filter[bit(hash) / 64] |= std::uint64_t{1} << bit(hash) % 64;
        }
        m_all.clear();
    }

    std::uint16_t find(std::uint32_t hash) const noexcept {
        if ((m_filter[bit(hash) / 64] >> bit(hash) % 64 & 1U) == 0) {
            return 0;
        }
        for (std::size_t at = hash & (m_slots.size() - 1); m_slots[at] != 0;
             at = (at + 1) & (m_slots.size() - 1)) {
            if (((m_slots[at] ^ hash) & k_tag) == 0) {
                return static_cast<std::uint16_t>(m_slots[at]);
            }
        }
        return 0;
    }

 private:
    // A slot: the upper half of the hash, then the lexicons' bits; 0 where it is free.
    static constexpr std::uint32_t k_tag = 0xFFFF0000U;
    // One bit for each value of other bits of the hash than those that choose a slot. 8 kB stay in
    // the first cache where the slots do not: waiting for them was half the time of Words.
    static constexpr std::size_t k_filter_bits = std::size_t{1} << 16;
    static std::size_t bit(std::uint32_t hash) noexcept { return hash >> 16U; }
    std::array<std::uint64_t, k_filter_bits / 64> m_filter{};
    std::map<std::uint32_t, std::uint16_t> m_all;
    std::vector<std::uint32_t> m_slots = std::vector<std::uint32_t>(1, 0);
};

}  // namespace lode::ingest
