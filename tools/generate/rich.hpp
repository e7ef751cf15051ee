// Text with the little markup a sentence needs, as a plain string with control characters, so that
// one sentence can be written as JATS, Elsevier XML, LaTeX or plain text.
#pragma once

#include <string>
#include <string_view>

namespace lode::generate {

// A span begins with one of these and ends with k_end. Control characters cannot occur in XML text,
// so they never collide with content.
inline constexpr char k_sub = '\x01';
inline constexpr char k_sup = '\x02';
inline constexpr char k_italic = '\x03';
inline constexpr char k_end = '\x04';
// Citation in brackets: numbers separated by commas, "3,5".
inline constexpr char k_cite = '\x05';
// The same, set as a superscript behind the word.
inline constexpr char k_cite_sup = '\x06';
// Figure reference: "3" k_split "Fig. 3a"; table reference the same.
inline constexpr char k_figure = '\x0e';
inline constexpr char k_table = '\x0f';
inline constexpr char k_split = '\x10';
// The space between a number and its unit (no span).
inline constexpr char k_thin = '\x11';
// An equation: the index into the draft's list.
inline constexpr char k_math = '\x12';
// Where "a" or "an" belongs; tidy() decides (no span).
inline constexpr char k_article = '\x13';
inline constexpr char k_article_capital = '\x14';

// "Bi2Te3" with its numbers set below the line. A leading number and one behind '-' stay.
std::string formula_markup(std::string_view formula);
// "W m^-1 K^-1", "10^-3 S cm^-1": numbers behind '^' set above the line with a true minus sign.
std::string unit_markup(std::string_view unit);

// Settles articles, blanks before punctuation and the capital at the beginning.
std::string tidy(std::string_view text, bool capital);

// What a reader who removes the markup sees: truth files hold this form.
std::string plain(std::string_view rich);

// XML escaping of text content and attribute values.
void append_escaped(std::string& out, std::string_view text);

}  // namespace lode::generate
