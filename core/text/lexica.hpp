// The word lists of the analyser, read once. Private to core/text.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/base/lexicon.hpp"
#include "core/base/string_map.hpp"

namespace lode::text {

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
    StringSet m_units;
    std::size_t m_longest_unit = 0;
    // By first byte: bit n is set where a unit of n bytes begins with it.
    std::array<std::uint32_t, 256> m_unit_lengths{};
};

}  // namespace lode::text
