#include "core/chem/formula_scanner.hpp"

#include <array>
#include <string_view>

#include "core/chem/elements.hpp"

namespace lode::chem {
namespace {

constexpr int k_max_depth = 12;
constexpr std::size_t k_max_digits = 12;

constexpr bool is_variable(unsigned char c) {
    return c == 'x' || c == 'y' || c == 'z' || c == 'n' || c == k_delta;
}

constexpr unsigned char closing(unsigned char open) {
    return open == '(' ? ')' : open == '[' ? ']' : '}';
}

constexpr bool is_open(unsigned char c) {
    return c == '(' || c == '[' || c == '{';
}

}  // namespace

bool FormulaScanner::at_boundary(std::size_t pos) const {
    const unsigned char c = m_symbols.at(pos);
    return !is_digit(c) && !is_upper(c) && !is_lower(c) && c != k_letter && c != k_delta;
}

bool FormulaScanner::scan() {
    if (!part(true) || m_failed) {
        return false;
    }
    m_parts = 1;
    while (peek() == '*' || (peek() == '.' && hydrate_dot(m_pos))) {
        // A dot that no part follows belongs to the text behind the formula.
        const std::size_t pos = m_pos;
        const std::size_t entries = m_entries.size();
        const bool resolved = m_resolved;
        const LastUnit last = m_last;
        ++m_pos;
        if (!part(false)) {
            m_pos = pos;
            m_entries.resize(entries);
            m_resolved = resolved;
            m_last = last;
            break;
        }
        ++m_parts;
    }
    if (m_failed || !at_boundary(m_pos)) {
        return false;
    }
    m_core_end = m_pos;
    charge();
    m_end = m_pos;
    dopants();
    m_end = m_pos;
    return !m_failed;
}

bool FormulaScanner::part(bool first) {
    double coefficient = 1;
    if (is_digit(peek()) || (peek() == '.' && is_digit(peek(1)))) {
        std::size_t digits = 0;
        bool whole = false;
        coefficient = number(digits, whole, false);
        if (coefficient <= 0) {
            return false;
        }
        m_coefficient = m_coefficient || first;
    }
    if (!first && is_variable(peek()) && (is_upper(peek(1)) || is_open(peek(1)))) {
        m_resolved = false;  // ·nH2O, ·xLiCl
        ++m_pos;
    } else if (!first && is_open(peek())) {
        Amount unknown;
        if (bracketed_amount(unknown)) {
            m_resolved = false;  // ·(1-x)LiMO2
        }
    }
    const std::size_t entry = m_entries.size();
    m_units = 0;
    if (!units(0) || m_units == 0) {
        return false;
    }
    multiply(entry, coefficient);
    return true;
}

// Units as long as they come; at least one.
bool FormulaScanner::units(int depth) {
    bool any = false;
    for (;;) {
        const unsigned char c = peek();
        if (is_upper(c)) {
            if (!element()) {
                return false;
            }
        } else if (is_open(c) && depth < k_max_depth) {
            const std::size_t pos = m_pos;
            const std::size_t entries = m_entries.size();
            const bool resolved = m_resolved;
            const LastUnit last = m_last;
            if (!group(depth)) {
                // "(s)", "(100)" or a remark behind the formula.
                m_pos = pos;
                m_entries.resize(entries);
                m_resolved = resolved;
                m_last = last;
                return any;
            }
        } else if (depth > 0 && any && c == '*') {
            // A dot inside a group, [Li2O·SiO2]: the parts stand side by side.
            ++m_pos;
            if (is_digit(peek())) {
                const std::size_t entry = m_entries.size();
                std::size_t digits = 0;
                bool whole = false;
                const double factor = number(digits, whole);
                if (!units(depth)) {
                    return false;
                }
                multiply(entry, factor);
                return true;
            }
            continue;
        } else if (depth > 0 && any && c == ',') {
            m_resolved = false;  // (Bi,Sb)2Te3: shares not stated
            ++m_pos;
            continue;
        } else {
            return any;
        }
        any = true;
        ++m_units;
    }
}

bool FormulaScanner::element() {
    const std::array<char, 2> letters = {static_cast<char>(peek()), static_cast<char>(peek(1))};
    std::optional<std::uint8_t> z;
    if (is_lower(peek(1))) {
        z = atomic_number({letters.data(), 2});
        // Copernicium is never meant: CnH2n+2.
        if (z && *z == 112) {
            z.reset();
        }
        if (z) {
            m_pos += 2;
        }
    }
    if (!z) {
        z = atomic_number({letters.data(), 1});
        if (!z) {
            return false;
        }
        ++m_pos;
    }
    m_last = {m_entries.size(), {}, false};
    m_entries.push_back({*z, 1});
    m_last.amount = amount(false);
    m_entries.back().amount = m_last.amount.value;
    valence();
    return true;
}

bool FormulaScanner::group(int depth) {
    const unsigned char open = peek();
    const std::size_t first = m_entries.size();
    ++m_pos;
    double factor = 1;
    if (is_digit(peek())) {
        // (2Li2O): a coefficient inside the group.
        std::size_t digits = 0;
        bool whole = false;
        factor = number(digits, whole);
    }
    if (!units(depth + 1) || peek() != closing(open)) {
        return false;
    }
    ++m_pos;
    if (factor != 1 && m_entries.size() == first + 1) {
        return false;  // Li(3P): a state, no group
    }
    multiply(first, factor);
    const Amount behind = amount(false);
    multiply(first, behind.value);
    m_last = {first, behind, open == '['};
    return true;
}

// Fe(III)2O3: a Roman numeral in brackets behind an element.
bool FormulaScanner::valence() {
    if (peek() != '(') {
        return false;
    }
    std::size_t ahead = 1;
    while (peek(ahead) == 'I' || peek(ahead) == 'V') {
        ++ahead;
    }
    if (ahead == 1 || ahead > 5 || peek(ahead) != ')') {
        return false;
    }
    m_pos += ahead + 1;
    if (is_digit(peek())) {
        m_last.amount = amount(false);
        m_entries.back().amount *= m_last.amount.value;
    }
    return true;
}

// Digits with at most one decimal point. The point needs a digit behind it. `hydrate`: a point
// before the last water is a middle dot (CuSO4.5H2O); a coefficient (·0.5H2O) knows no such point.
double FormulaScanner::number(std::size_t& digits, bool& whole, bool hydrate) {
    double value = 0;
    digits = 0;
    whole = true;
    while (is_digit(peek())) {
        value = value * 10 + (peek() - '0');
        ++m_pos;
        ++digits;
    }
    if (peek() == '.' && is_digit(peek(1)) && !(hydrate && hydrate_dot(m_pos))) {
        whole = false;
        ++m_pos;
        double fraction = 0;
        double power = 1;
        while (is_digit(peek())) {
            fraction = fraction * 10 + (peek() - '0');
            power *= 10;
            ++m_pos;
            ++digits;
        }
        value += fraction / power;
    }
    if (digits > k_max_digits) {
        m_failed = true;
    }
    return value;
}

// CuSO4.5H2O: a full stop written for the middle dot, known by the water that ends the formula.
bool FormulaScanner::hydrate_dot(std::size_t pos) const {
    std::size_t i = pos + 1;
    while (is_digit(m_symbols.at(i))) {
        ++i;
    }
    return m_symbols.at(i) == 'H' && m_symbols.at(i + 1) == '2' && m_symbols.at(i + 2) == 'O' &&
           at_boundary(i + 3);
}

FormulaScanner::Amount FormulaScanner::amount(bool in_brackets) {
    Amount out;
    out.begin = m_pos;
    if (is_digit(peek()) || (peek() == '.' && is_digit(peek(1)) && !hydrate_dot(m_pos))) {
        out.value = number(out.digits, out.whole);
        out.written = true;
        m_vanishing = m_vanishing || out.value == 0;
    }
    if (variable_term(in_brackets)) {
        out.written = true;
        out.whole = false;
    } else if (!out.written && is_open(peek())) {
        bracketed_amount(out);
    }
    return out;
}

// "(1-x)", "(3-δ)" as an amount; not "(110)" or "(OH)".
bool FormulaScanner::bracketed_amount(Amount& out) {
    const std::size_t pos = m_pos;
    const bool resolved = m_resolved;
    if (!is_digit(peek(1)) && !is_variable(peek(1))) {
        return false;
    }
    ++m_pos;
    Amount inside = amount(true);
    if (peek() != ')' || inside.whole) {
        m_pos = pos;
        m_resolved = resolved;
        return false;
    }
    ++m_pos;
    inside.digits = 0;
    out = inside;
    return true;
}

// Behind an amount: "x", "-x", "-2y+z", "-δ". A delta alone changes nothing.
bool FormulaScanner::variable_term(bool in_brackets) {
    bool any = false;
    for (;;) {
        std::size_t ahead = 0;
        const bool sign = peek() == '-' || peek() == '+';
        if (sign) {
            ahead = 1;
        } else if (any) {
            return true;
        }
        std::size_t number_length = 0;
        while (sign &&
               (is_digit(peek(ahead)) || (peek(ahead) == '.' && is_digit(peek(ahead + 1))))) {
            ++ahead;
            ++number_length;
        }
        const unsigned char c = peek(ahead);
        // An ASCII d stands for delta only behind a sign.
        const bool delta = c == k_delta || (sign && c == 'd');
        const unsigned char behind = peek(ahead + 1);
        const bool variable = delta || is_variable(c) || (sign && (c == 'a' || c == 'w'));
        if (variable && !is_lower(behind) && behind != k_letter) {
            m_pos += ahead + 1;
            m_resolved = m_resolved && delta;
            any = true;
            continue;
        }
        if (in_brackets && any && sign && number_length > 0) {
            m_pos += ahead;  // (x+1)
            continue;
        }
        return any;
    }
}

void FormulaScanner::multiply(std::size_t first_entry, double factor) {
    for (std::size_t i = first_entry; i < m_entries.size(); ++i) {
        m_entries[i].amount *= factor;
    }
}

// Li+, SO42-, [Fe(CN)6]4-, Ca²⁺, Fe^3+. Digits in front of a plain sign may be an amount or part of
// the charge: for one element, behind a square bracket, and for the last of several digits they are
// charge.
void FormulaScanner::charge() {
    const std::size_t pos = m_pos;
    if (peek() == '^' || is_sup_digit(peek()) || peek() == k_sup_plus || peek() == k_sup_minus) {
        const bool caret = peek() == '^';
        if (caret) {
            ++m_pos;
        }
        while (is_sup_digit(peek()) || (caret && is_digit(peek()))) {
            ++m_pos;
        }
        const unsigned char sign = peek();
        if (sign == k_sup_plus || sign == k_sup_minus || sign == '+' || sign == '-') {
            ++m_pos;
            if (at_boundary(m_pos)) {
                return;
            }
        }
        m_pos = pos;
        return;
    }
    const bool plus = peek() == '+';
    if (!plus && peek() != '-') {
        return;
    }
    const unsigned char behind = peek(1);
    const bool ends = behind == k_end || behind == ')' || behind == ']' || behind == ',' ||
                      behind == ';' || behind == '.' ||
                      (plus && (behind == '/' || behind == ':' || behind == '-'));
    if (!ends) {
        return;
    }
    ++m_pos;
    const Amount& last = m_last.amount;
    if (!last.whole || last.digits == 0 || last.value == 0) {
        return;
    }
    const unsigned char digit = m_symbols.at(last.begin + last.digits - 1);
    const bool sole_element = m_entries.size() == 1;
    double value = last.value;
    if (last.digits >= 2 && !sole_element && digit >= '1' && digit <= '4') {
        value = (last.value - (digit - '0')) / 10;
    } else if (last.digits == 1 && (sole_element || m_last.square_group)) {
        value = 1;
    } else {
        return;
    }
    m_core_end = last.begin + (last.digits >= 2 ? last.digits - 1 : 0);
    multiply(m_last.first_entry, value / last.value);
}

// ":Eu2+,Dy3+", ": 5%Al". Either the whole list is dopants or nothing is taken.
void FormulaScanner::dopants() {
    if (peek() != ':') {
        return;
    }
    const std::size_t pos = m_pos;
    std::size_t good = pos;
    ++m_pos;
    while (dopant()) {
        good = m_pos;
        if (peek() != ',' && peek() != '/') {
            break;
        }
        ++m_pos;
    }
    m_pos = good;
}

bool FormulaScanner::dopant() {
    std::size_t i = m_pos;
    while (is_digit(m_symbols.at(i)) || (m_symbols.at(i) == '.' && is_digit(m_symbols.at(i + 1)))) {
        ++i;
    }
    if (m_symbols.at(i) == '%') {
        ++i;
    }
    const std::array<char, 2> letters = {static_cast<char>(m_symbols.at(i)),
                                         static_cast<char>(m_symbols.at(i + 1))};
    if (is_lower(m_symbols.at(i + 1)) && atomic_number({letters.data(), 2})) {
        i += 2;
    } else if (atomic_number({letters.data(), 1})) {
        i += 1;
    } else {
        return false;
    }
    if (m_symbols.at(i) == '^') {
        ++i;
    }
    while (is_digit(m_symbols.at(i)) || is_sup_digit(m_symbols.at(i)) ||
           (m_symbols.at(i) == '.' && is_digit(m_symbols.at(i + 1)))) {
        ++i;
    }
    const unsigned char sign = m_symbols.at(i);
    if (sign == k_sup_plus || sign == k_sup_minus || sign == '+') {
        ++i;
    }
    if (!at_boundary(i)) {
        return false;
    }
    m_pos = i;
    return true;
}

}  // namespace lode::chem
