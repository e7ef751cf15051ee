// Applications by name and the seed terms that make up their concept. The table is
// corpora/lexicons/applications.tsv, replaceable with --lexicons.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/lexicon.hpp"

namespace lode::query {

struct Application {
    std::string name;
    std::vector<std::string> seeds;  // as typed: words and phrases
};

std::vector<Application> applications(const LexiconSource& lexicons = {});

// The application of this name (case is ignored). A UsageError that lists the names where there is
// none.
Application application(std::string_view name, const LexiconSource& lexicons = {});

}  // namespace lode::query
