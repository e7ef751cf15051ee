// What a piece set above the line is: a citation, a power, a degree sign, or part of the symbol
// before it (charge, isotope, index). Nothing in the markup tells; what stands around it does.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lode::ingest {

// How an article sets the citations that it links.
enum class CitationStyle : std::uint8_t {
    unknown,     // it links none
    above_line,  // most of them above the line
    on_line,     // most of them on it, as "[12]" or "(Bee, 1999)"
};

// What stands around a piece above the line.
struct Surroundings {
    std::string_view before;      // the block so far, without a pending blank
    bool blank_before = false;    // a blank is pending
    bool behind_script = false;   // `before` ends below or above the line
    bool slanted = false;         // it belongs to a word in italics: a name, a variable
    std::string_view after;       // what follows, from its first character; "" at the end
    bool before_formula = false;  // a formula or a piece below the line follows
    CitationStyle style = CitationStyle::unknown;
};

// White space at both ends taken away.
std::string_view trimmed(std::string_view text);

// Is `content` a citation that is not linked? True for numbers (lists, ranges, in square brackets
// too) behind a word of three small letters or the end of a clause. A unit, a number, a formula, a
// symbol, a function ("sin") before it and a letter behind it ("13C") speak against it. Where the
// article's links are above the line, abbreviations may precede; where they are on it, a single
// number behind a word is none: names of genes and notes look so.
bool is_unlinked_citation(std::string_view content, const Surroundings& around);

// Is `content` something that can be the power of a number: digits, signs, points, a single letter?
bool is_exponent(std::string_view content);

// The first run of superscript digits of Unicode ("²,³", "⁴⁻⁶") in `text`: where it stands, and the
// same in plain digits. Size 0 where there is none.
struct RaisedDigits {
    std::size_t begin = 0;
    std::size_t size = 0;
    std::string digits;
};
RaisedDigits find_raised_digits(std::string_view text);

// A sign alone: its digits stand in the next piece.
bool is_sign(std::string_view content);

// Does `text` end in the number 10, on its own? A power may then stand behind a blank.
bool ends_in_ten(std::string_view text);

// "2nd"
bool is_ordinal(std::string_view content);

// The marks of notes that `content` consists of: "a", "a,b", "*", "**"; none where it holds
// anything else. Numbers are none.
std::vector<std::string> marks_in(std::string_view content);

// In a table: does `content` look like a mark (or marks that compare values: "ab") behind a number,
// a word or brackets?
bool looks_like_mark(std::string_view content, const Surroundings& around);

// Is `content` a degree sign made of a small o, a zero or a ring?
bool is_degree(std::string_view content, const Surroundings& around);

}  // namespace lode::ingest
