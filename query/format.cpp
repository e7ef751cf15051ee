#include "query/format.hpp"

#include <fmt/format.h>

#include "core/base/error.hpp"

namespace lode::query {

const Format& format(std::string_view name) {
    std::string names;
    for (const auto& make : formats::all()) {
        const Format& candidate = make();
        if (candidate.info().name == name) {
            return candidate;
        }
        names += (names.empty() ? "" : ", ") + std::string(candidate.info().name);
    }
    throw UsageError(fmt::format("unknown format \"{}\"", name), fmt::format("formats: {}", names));
}

}  // namespace lode::query
