// A bias flag judges one row. One file in query/flags each; see docs/EXTENDING.md.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "query/report.hpp"

namespace lode::query {

struct FlagInfo {
    std::string_view name;  // equal to the file's name with '-' for '_'
    std::uint32_t version;
    std::string_view title;
    std::string_view meaning;  // one sentence for the legend, with what it cannot tell
    std::string_view source;   // the literature behind it
};

// Pure: no input/output, clock or randomness. Numbers go into Finding::because.
class Flag {
 public:
    Flag() = default;
    Flag(const Flag&) = delete;
    Flag& operator=(const Flag&) = delete;
    virtual ~Flag() = default;
    virtual const FlagInfo& info() const noexcept = 0;
    virtual std::optional<Finding> judge(const Row& row, const Report& report) const = 0;
};

namespace flags {
std::span<const Flag& (*const)()> all();
}

}  // namespace lode::query
