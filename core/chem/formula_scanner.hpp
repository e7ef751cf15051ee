// Recursive descent over a written formula. Private to core/chem.
#pragma once

#include <cstdint>
#include <vector>

#include "core/chem/formula_symbols.hpp"

namespace lode::chem {

class FormulaScanner {
 public:
    struct Entry {
        std::uint8_t element = 0;
        double amount = 1;
    };

    explicit FormulaScanner(const FormulaSymbols& symbols) : m_symbols(symbols) {}

    // Reads the longest formula from the first symbol. False where there is none, or where an
    // amount is out of range.
    bool scan();

    std::size_t core_end() const noexcept { return m_core_end; }
    std::size_t end() const noexcept { return m_end; }
    bool resolved() const noexcept { return m_resolved; }
    bool coefficient() const noexcept { return m_coefficient; }
    std::size_t parts() const noexcept { return m_parts; }
    // An amount of nought is written: an end member (Li0FePO4), or no formula at all (OPV0).
    bool vanishing() const noexcept { return m_vanishing; }
    const std::vector<Entry>& entries() const noexcept { return m_entries; }

 private:
    struct Amount {
        double value = 1;
        bool written = false;
        std::size_t begin = 0;  // of its digits, for a charge behind them
        std::size_t digits = 0;
        bool whole = false;  // digits only
    };
    // What the last unit was, so that a charge can take back digits read as its amount.
    struct LastUnit {
        std::size_t first_entry = 0;
        Amount amount;
        bool square_group = false;
    };

    unsigned char peek(std::size_t ahead = 0) const { return m_symbols.at(m_pos + ahead); }
    bool at_boundary(std::size_t pos) const;
    bool part(bool first);
    bool units(int depth);
    bool element();
    bool group(int depth);
    bool valence();
    Amount amount(bool in_brackets);
    bool bracketed_amount(Amount& out);
    bool variable_term(bool in_brackets);
    double number(std::size_t& digits, bool& whole, bool hydrate = true);
    bool hydrate_dot(std::size_t pos) const;
    void multiply(std::size_t first_entry, double factor);
    void charge();
    void dopants();
    bool dopant();

    const FormulaSymbols& m_symbols;
    std::size_t m_pos = 0;
    std::size_t m_core_end = 0;
    std::size_t m_end = 0;
    std::size_t m_parts = 0;
    std::size_t m_units = 0;
    bool m_resolved = true;
    bool m_coefficient = false;
    bool m_vanishing = false;
    bool m_failed = false;  // an absurd amount: no backtracking saves it
    LastUnit m_last;
    std::vector<Entry> m_entries;
};

}  // namespace lode::chem
