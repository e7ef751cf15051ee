// Text files compiled into the program (see tools/cmake/Resources.cmake).
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace lode {

// resource("lexicons/units.tsv"). Error where there is none of that name: a fault of the build.
std::string_view resource(std::string_view name);

// The names of all resources, sorted.
std::vector<std::string_view> resource_names();

namespace detail {
struct Resource {
    std::string_view name;
    std::string_view text;
};
}  // namespace detail

}  // namespace lode
