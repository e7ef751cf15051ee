// What a page names, marked for programs that read it: lode serve makes links of the marks. A page
// opened as a file shows the same text without links. table_html() marks the cells of columns that
// are called "material" or "word".
#pragma once

#include <string>
#include <string_view>

#include "query/html_text.hpp"

namespace lode::query {

// ` data-material="CoLiO2"` and ` data-article="<id>"`, to stand inside a tag.
inline std::string material_mark(std::string_view material) {
    return " data-material=\"" + escape_html(material) + "\"";
}
inline std::string article_mark(std::string_view id) {
    return " data-article=\"" + escape_html(id) + "\"";
}

// The formula as it is written, marked with its canonical form.
inline std::string material_html(std::string_view material, std::string_view written) {
    return "<span" + material_mark(material) + ">" + formula_html(written) + "</span>";
}

// A word of the model; "_" joins the words of a phrase.
inline std::string term_html(std::string_view word) {
    return "<span data-term=\"" + escape_html(word) + "\">" + escape_html(word) + "</span>";
}

}  // namespace lode::query
