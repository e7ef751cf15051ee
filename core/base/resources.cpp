#include "core/base/resources.hpp"

#include <array>
#include <span>

#include "core/base/error.hpp"

namespace lode {
namespace detail {
extern const Resource resources_concepts[];
extern const std::size_t resources_concepts_count;
extern const Resource resources_lexicons[];
extern const std::size_t resources_lexicons_count;
}  // namespace detail

namespace {

// By folder, so that the names are sorted over all of them.
std::array<std::span<const detail::Resource>, 2> tables() {
    return {{{detail::resources_concepts, detail::resources_concepts_count},
             {detail::resources_lexicons, detail::resources_lexicons_count}}};
}

}  // namespace

std::string_view resource(std::string_view name) {
    for (const auto& table : tables()) {
        for (const auto& r : table) {
            if (r.name == name) {
                return r.text;
            }
        }
    }
    throw error("resource {} is not part of this program", name);
}

std::vector<std::string_view> resource_names() {
    std::vector<std::string_view> names;
    for (const auto& table : tables()) {
        for (const auto& r : table) {
            names.push_back(r.name);
        }
    }
    return names;
}

}  // namespace lode
