// Members of tar and zip archives, read front to back with libarchive. Member names are provenance
// only and never become paths.
#pragma once

#include <functional>
#include <stop_token>
#include <string>

#include "ingest/source/bytes.hpp"
#include "ingest/source/decoder.hpp"
#include "ingest/source/source.hpp"

namespace lode::ingest {

// What becomes of the members. The names are the archive's name, '!' and the member's, with " (2)"
// and so on behind a name that was there before.
struct MemberHandler {
    // A complete member of at most `whole_bytes`, its CRC checked where the format has one. False:
    // it turned out to be no input; it is counted like one that is none by name.
    std::function<bool(const std::string& name, std::string bytes)> whole;
    // A larger member; the source's problem() tells whether it came to a sound end.
    std::function<bool(const std::string& name, ByteSource& source)> stream;
    std::function<void(Reject)> reject;
    // Only large members matter: small ones may be passed over without a call.
    bool large_only = false;
};

// Calls `handler` for each regular member that could be an input by name, and its `reject` for what
// cannot be given: damaged, encrypted, by a method that libarchive does not know; links and
// devices. Members that are no input by name (pictures, PDFs) are summed up in one reject for each
// extension. Folders and the companions that macOS adds ("._" files, __MACOSX) are not members.
//
// A zip archive is read through its central directory; where that is damaged, from front to back by
// its local headers. tar has no checks but for its headers.
//
// Returns what is wrong with the archive itself, "" where nothing is (a problem; see ByteSource).
std::string read_archive(ContentKind format, ByteSource& source, const std::string& archive_name,
                         const ContainerLimits& limits, Budget& budget,
                         const MemberHandler& handler, const std::stop_token& stop);

}  // namespace lode::ingest
