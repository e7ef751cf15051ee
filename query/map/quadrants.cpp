#include "query/map/quadrants.hpp"

#include <algorithm>

namespace lode::query {

std::string_view name(Quadrant quadrant) {
    switch (quadrant) {
        case Quadrant::incremental:
            return "incremental";
        case Quadrant::radical_application:
            return "radical-application";
        case Quadrant::radical_material:
            return "radical-material";
        case Quadrant::radical_both:
            return "radical-both";
    }
    return "radical-both";
}

std::string_view meaning(Quadrant quadrant) {
    switch (quadrant) {
        case Quadrant::incremental:
            return "familiar material, familiar use";
        case Quadrant::radical_application:
            return "familiar material, unfamiliar use";
        case Quadrant::radical_material:
            return "unfamiliar material, familiar use";
        case Quadrant::radical_both:
            return "unfamiliar material, unfamiliar use";
    }
    return "";
}

Quadrant quadrant_of(const Familiarity& seen, const FamiliarFrom& from) {
    const bool material = seen.articles >= from.material;
    const bool application = seen.with_concept >= from.application;
    if (material) {
        return application ? Quadrant::incremental : Quadrant::radical_application;
    }
    return application ? Quadrant::radical_material : Quadrant::radical_both;
}

std::uint64_t usual_material_limit(std::vector<std::uint64_t> articles) {
    constexpr std::uint64_t k_least = 2;
    if (articles.empty()) {
        return k_least;
    }
    // Nearest rank of four fifths, in whole numbers.
    const std::size_t place = (4 * articles.size() + 4) / 5 - 1;
    const auto at = articles.begin() + static_cast<std::ptrdiff_t>(place);
    std::nth_element(articles.begin(), at, articles.end());
    return std::max(k_least, *at);
}

}  // namespace lode::query
