#include "core/base/resources.hpp"

#include <span>

#include "core/base/error.hpp"

namespace lode {
namespace detail {
extern const Resource resources_lexicons[];
extern const std::size_t resources_lexicons_count;
}  // namespace detail

std::string_view resource(std::string_view name) {
    for (const auto& r : std::span(detail::resources_lexicons, detail::resources_lexicons_count)) {
        if (r.name == name) {
            return r.text;
        }
    }
    throw error("resource {} is not part of this program", name);
}

std::vector<std::string_view> resource_names() {
    std::vector<std::string_view> names;
    for (const auto& r : std::span(detail::resources_lexicons, detail::resources_lexicons_count)) {
        names.push_back(r.name);
    }
    return names;
}

}  // namespace lode
