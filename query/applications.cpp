#include "query/applications.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.hpp"
#include "core/text/unicode.hpp"

namespace lode::query {

std::vector<Application> applications(const LexiconSource& lexicons) {
    std::vector<Application> list;
    for (const auto& row : read_lexicon(lexicons, "applications.tsv", 2)) {
        Application made;
        made.name = row[0];
        const std::string_view seeds = row[1];
        for (std::size_t begin = 0; begin < seeds.size();) {
            const std::size_t end = std::min(seeds.find('|', begin), seeds.size());
            if (end > begin) {
                made.seeds.emplace_back(seeds.substr(begin, end - begin));
            }
            begin = end + 1;
        }
        if (made.seeds.empty()) {
            throw error("applications.tsv: '{}' has no seed terms", made.name);
        }
        list.push_back(std::move(made));
    }
    return list;
}

Application application(std::string_view name, const LexiconSource& lexicons) {
    const std::string wanted = text::to_lower(name);
    std::string known;
    for (auto& item : applications(lexicons)) {
        if (text::to_lower(item.name) == wanted) {
            return std::move(item);
        }
        known += (known.empty() ? "" : ", ") + item.name;
    }
    throw UsageError(
        fmt::format("there is no application '{}'", name),
        fmt::format("applications: {} (add yours to applications.tsv, --lexicons)", known));
}

}  // namespace lode::query
