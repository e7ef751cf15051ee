// The map of a concept for people and for programs. Pure: the same map gives the same bytes.
#pragma once

#include <iosfwd>
#include <string>

#include "query/format.hpp"
#include "query/map/concept_map.hpp"

namespace lode::query {

void write_map_json(const ConceptMap& map, std::ostream& out);
SimpleTable map_table(const ConceptMap& map);  // one row a candidate, full precision
void write_map_text(const ConceptMap& map, std::ostream& out);
// One self-contained page: no script, no network (map_page.cpp).
void write_map_page(const ConceptMap& map, std::ostream& out);

// The pictures as SVG elements without a head of their own, "" where there is nothing to draw
// (map_svg.cpp). Colours follow the page's style sheet where there is one.
std::string familiarity_svg(const ConceptMap& map);
std::string density_svg(const ConceptMap& map);
// Both in one SVG document.
void write_map_svg(const ConceptMap& map, std::ostream& out);

// "A", "B", ... "Z", "AA": what the sparse cells are called, in the order of DensityMap::cells.
std::string cell_letter(std::size_t number);
// Materials listed of a sparse cell.
inline constexpr std::size_t k_listed_of_cell = 6;

}  // namespace lode::query
