// The word lists of the analyser, read once. Private to core/text.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/base/lexicon.hpp"
#include "core/base/string_map.hpp"

namespace lode::text {

// Short words without a zero byte, looked up often: those of up to eight bytes are compared as one
// number.
class ShortWords {
 public:
    void insert(std::string_view word);
    bool contains(std::string_view word) const noexcept {
        if (word.size() > 8 || word.empty()) {
            return m_long.contains(word);
        }
        const std::uint64_t wanted = key(word);
        std::size_t at = slot(wanted);
        while (m_slots[at] != wanted && m_slots[at] != 0) {
            at = (at + 1) & (m_slots.size() - 1);
        }
        return m_slots[at] == wanted;
    }

 private:
    // The bytes and zeros behind them: no two words have the same.
    static std::uint64_t key(std::string_view word) noexcept {
        std::uint64_t value = 0;
        for (std::size_t i = word.size(); i-- > 0;) {
            value = value << 8U | static_cast<unsigned char>(word[i]);
        }
        return value;
    }
    std::size_t slot(std::uint64_t key) const noexcept {
        return static_cast<std::size_t>(key * 0x9E3779B97F4A7C15U >> 32U) & (m_slots.size() - 1);
    }

    std::vector<std::uint64_t> m_slots = std::vector<std::uint64_t>(64);  // 0: free
    std::size_t m_size = 0;
    StringSet m_long;
};

enum class Stop { none, always, number, name };  // see lexicons/abbreviation_dots.txt

class Lexica {
 public:
    explicit Lexica(const LexiconSource& source);

    // What a full stop behind this word means. Case is ignored.
    Stop abbreviation(std::string_view word) const;
    bool is_splitting_suffix(std::string_view written) const {
        return m_suffixes.contains(written);
    }
    // "self" in "self-assembled"; "of" in "state-of-the-art"; "compounds" in "compounds 3g and 3h".
    bool is_joining_prefix(std::string_view lower_case) const {
        return m_prefixes.contains(lower_case);
    }
    bool is_compound_link(std::string_view lower_case) const {
        return m_links.contains(lower_case);
    }
    bool is_label_noun(std::string_view lower_case) const {
        return m_label_nouns.contains(lower_case);
    }
    bool is_lookalike(std::string_view written) const { return m_lookalikes.contains(written); }
    bool is_unit(std::string_view symbol) const { return m_units.contains(symbol); }
    bool begins_unit(char first) const {
        return m_unit_lengths[static_cast<unsigned char>(first)] != 0;
    }

    // Bytes of the unit expression at the beginning of `text` ("mA/cm2", "cm−1", "mAhg−1"), ending
    // where no letter or digit follows; 0 where there is none.
    struct UnitMatch {
        std::size_t length = 0;
        bool signed_exponent = false;  // a power with a minus in front
        bool ascii_minus = false;      // that minus is a plain hyphen
    };
    UnitMatch match_unit(std::string_view text) const;

 private:
    bool match_units(std::string_view text, std::size_t at, int depth, UnitMatch& match) const;

    StringMap<Stop> m_abbreviations;
    StringSet m_suffixes;
    StringSet m_prefixes;
    StringSet m_links;
    StringSet m_label_nouns;
    StringSet m_lookalikes;
    ShortWords m_units;
    std::size_t m_longest_unit = 0;
    // By first byte: bit n is set where a unit of n bytes begins with it.
    std::array<std::uint32_t, 256> m_unit_lengths{};
};

}  // namespace lode::text
