// Versions of the program and of the libraries it runs with.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace lode::tools {

std::string program_version();  // "lode 0.1.0"
// The day of the release that this version is or follows, "2026-11-23" (CITATION.cff).
std::string release_date();
// The git commit it was built from, with "+changes" where files differed from it; "" where the
// build did not know.
std::string build_commit();
// (library, version) in a fixed order: as loaded where the library tells, else as compiled with.
std::vector<std::pair<std::string, std::string>> library_versions();

}  // namespace lode::tools
