// How familiar a material is, and how familiar its use: four kinds of innovation.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace lode::query {

// Articles that mention a material, and those of them that hold the concept too.
struct Familiarity {
    std::uint64_t articles = 0;
    std::uint64_t with_concept = 0;
};

enum class Quadrant : std::uint8_t {
    incremental,          // known material, known use
    radical_application,  // known material, new use
    radical_material,     // new material, known use
    radical_both,
};
inline constexpr std::array<Quadrant, 4> k_quadrants{
    Quadrant::incremental, Quadrant::radical_application, Quadrant::radical_material,
    Quadrant::radical_both};
std::string_view name(Quadrant quadrant);     // "radical-material"
std::string_view meaning(Quadrant quadrant);  // for people

// Familiar from so many articles on.
struct FamiliarFrom {
    std::uint64_t material = 1;
    std::uint64_t application = 1;
};
Quadrant quadrant_of(const Familiarity& seen, const FamiliarFrom& from);

// The count of articles at the 80 % quantile (nearest rank) of the materials, at least 2: about the
// most written-of fifth is familiar. 2 where there are none.
std::uint64_t usual_material_limit(std::vector<std::uint64_t> articles);

}  // namespace lode::query
