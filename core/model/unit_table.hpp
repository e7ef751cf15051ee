// Units of measurement as they are written, and what they are in SI: corpora/lexicons/
// unit_symbols.tsv (single symbols) and dimensions.tsv (names of composed dimensions); the user's
// tables take their place as those of any lexicon do.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/lexicon.hpp"
#include "core/base/string_map.hpp"

namespace lode {

// A unit in coherent SI: value in SI = value * factor + offset.
struct SiUnit {
    std::string symbol;     // "A m-2"; "1" for pure numbers
    std::string dimension;  // "current density"; base units ("kg m-1 s-2") where it has no name
    double factor = 1;
    double offset = 0;  // degrees Celsius and Fahrenheit standing alone
};

// Thread-safe after construction.
class UnitTable {
 public:
    // Error where a row of the tables cannot be understood; it names file and row.
    explicit UnitTable(const LexiconSource& lexicons);

    bool contains(std::string_view symbol) const { return m_symbols.contains(symbol); }
    // Two or three known symbols in one ("mWm" before −2, "mAhg" before −1).
    bool is_glued(std::string_view symbols) const;
    // Nothing where a part of `unit` is unknown or has no SI factor (hardness, decibel).
    std::optional<SiUnit> si(std::string_view unit) const;

 private:
    // Exponents of m, kg, s, A, K, mol, cd, rad, sr.
    using Base = std::array<int, 9>;
    struct Symbol {
        std::uint32_t row = 0;
        double prefix = 1;
    };
    struct Row {
        std::vector<std::pair<std::string, int>> si;  // symbol, exponent; empty: no factor
        double factor = 1;
        double offset = 0;
        std::string dimension;
    };
    struct Name {
        Base base{};
        std::string dimension;
    };
    static std::optional<Base> base_of(const std::vector<std::pair<std::string, int>>& si);
    // Splits what stands glued before an exponent; empty where it cannot be.
    std::vector<std::string_view> split(std::string_view symbols) const;

    StringMap<Symbol> m_symbols;
    std::vector<Row> m_rows;
    std::vector<Name> m_names;
};

}  // namespace lode
