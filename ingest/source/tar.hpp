// Members of a tar archive, read front to back with libarchive. Member names are provenance only
// and never become paths.
#pragma once

#include <functional>
#include <stop_token>
#include <string>

#include "ingest/source/bytes.hpp"
#include "ingest/source/source.hpp"

namespace lode::ingest {

// Calls `member` for each complete regular member that could be an input by name, and `reject` for
// what cannot be given: damaged, oversized, links and devices. Members that are no input by name
// (pictures, PDFs) are summed up in one reject for each extension. Folders and "._" companions are
// not members.
void read_tar_members(ByteSource& source, const std::string& archive_name,
                      const ContainerLimits& limits,
                      const std::function<void(const std::string& name, std::string bytes)>& member,
                      const std::function<void(Reject)>& reject, const std::stop_token& stop);

}  // namespace lode::ingest
