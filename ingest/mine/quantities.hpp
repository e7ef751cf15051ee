// Numbers with units in running text: "1.2 mm", "300–500 °C", "3.2 ± 0.1 eV", "5.43(2) Å",
// "2 × 10−3 S cm−1".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/lexicon.hpp"
#include "core/model/analysis.hpp"
#include "core/model/unit_table.hpp"
#include "ingest/mine/words.hpp"

namespace lode::ingest {

// A quantity and where its parts stand in the text.
struct Measurement {
    Quantity quantity;
    Range number;  // "95" in "95 mA cm–2"; both ends of a range
    Range unit;    // empty where there is none
};

class QuantityFinder {
 public:
    explicit QuantityFinder(const LexiconSource& lexicons);
    // Measurements of one sentence in order, not overlapping. A bare integer is none; a bare
    // decimal or power of ten is a quantity without unit. O(sentence).
    std::vector<Measurement> find(const Text& text, Range sentence) const;
    // All quantities of the sentence, in order, not overlapping: its measurements, and counts,
    // years, ratios and bare numbers that measure something; lists and products brought together,
    // every span widened by its modifiers ("at least", "~", "or more"). O(sentence).
    // `words` are those of the sentence.
    std::vector<Quantity> complete(const Text& text, const Words& words,
                                   const std::vector<Measurement>& measurements) const;
    const UnitTable& units() const noexcept { return m_units; }
    // End of the unit that begins at `pos`; pos where there is none.
    std::size_t unit_end(std::string_view text, std::size_t pos, std::size_t end) const;

 private:
    struct Number {
        double value = 0;
        std::optional<double> tolerance;
        std::size_t begin = 0;
        std::size_t end = 0;
        bool plain_integer = true;
    };
    // A number with sign, uncertainty in brackets and power of ten at pos.
    std::optional<Number> read_number(const Text& block, std::size_t pos, std::size_t end) const;
    struct Reader;  // of complete()
    std::size_t one_unit_end(std::string_view text, std::size_t pos, std::size_t end,
                             bool& has_exponent) const;

    UnitTable m_units;
};

}  // namespace lode::ingest
