// Text into HTML: nothing an article says can become markup or a foreign link.
#pragma once

#include <string>
#include <string_view>

namespace lode::query {

// & < > " ' escaped; control characters that HTML forbids removed.
std::string escape_html(std::string_view utf8);
// For the inside of <script type="application/json">: no "</", "<!--" or line separators survive.
std::string escape_script_json(std::string_view json);
// "https://doi.org/10.1000/abc%3Cx%3E": every byte outside a safe set is percent-encoded.
std::string doi_url(std::string_view doi);
// A formula with its numbers as subscripts: "Bi2Te3" -> "Bi<sub>2</sub>Te<sub>3</sub>", escaped.
// What does not read as a formula ("P3HT") stays as it is.
std::string formula_html(std::string_view written);
// The same with Unicode subscript digits, unescaped, for places that hold no markup.
std::string formula_text(std::string_view written);

}  // namespace lode::query
