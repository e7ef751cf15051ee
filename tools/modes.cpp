// Which options a call uses.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/base/error.hpp"
#include "tools/command.hpp"

namespace lode::tools {
namespace {

bool uses(const Mode& mode, const std::string& option) {
    return std::find(mode.options.begin(), mode.options.end(), option) != mode.options.end();
}

}  // namespace

void check_modes(const std::vector<Modes>& modes, const Arguments& arguments) {
    for (const Modes& choice : modes) {
        const Mode& chosen = choice.all.at(choice.chosen);
        std::vector<std::string> unused;
        std::string hint;
        for (const auto& [option, value] : arguments.all()) {
            std::vector<std::string> users;
            for (const Mode& mode : choice.all) {
                if (uses(mode, option)) {
                    users.push_back(mode.name);
                }
            }
            if (arguments.typed(option) && !users.empty() && !uses(chosen, option)) {
                unused.push_back("--" + option);
                hint += fmt::format("{}--{} is for: {}", hint.empty() ? "" : "\n", option,
                                    fmt::join(users, ", "));
            }
        }
        if (!unused.empty()) {
            throw UsageError(
                fmt::format("{} does not use {}", chosen.name, fmt::join(unused, ", ")), hint);
        }
    }
}

std::vector<std::string> names_of(const std::vector<OptionSpec>& options) {
    std::vector<std::string> names;
    names.reserve(options.size());
    for (const OptionSpec& option : options) {
        names.push_back(option.name);
    }
    return names;
}

}  // namespace lode::tools
